"""The folding of search: what of a letter counts when words are compared, the same in SQL and in Python.

``folded`` is lower case without accents, ``đ`` as ``d``, words between single blanks, a blank at both ends.
``spelt`` is the same with accents, both placements of a tone mark («hoà», «hòa») as one.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: «oà» becomes «òa», also where it is the only right place («toàn»): on both sides of a comparison alike.
TONES = (
    "oà=òa, oá=óa, oả=ỏa, oã=õa, oạ=ọa, oè=òe, oé=óe, oẻ=ỏe, oẽ=õe, oẹ=ọe, uỳ=ùy, uý=úy, uỷ=ủy, uỹ=ũy, uỵ=ụy"
)
_PAIRS = [(pair[:2], pair[3:]) for pair in TONES.split(", ")]
#: Letters that stand for «đ»: the Icelandic one is what old keyboards leave.
_LIKE_D = "đð"
#: All that is neither letter nor number parts words.
_PARTING = r"[^\p{L}\p{N}]+"


def folded_sql(text: str) -> str:
    """Return the SQL expression of ``folded`` for the SQL expression ``text``."""
    return _in_words(f"strip_accents(translate(lower({text}), '{_LIKE_D}', '{'d' * len(_LIKE_D)}'))")


def spelt_sql(text: str) -> str:
    """Return the SQL expression of ``spelt`` for the SQL expression ``text``."""
    placed = f"nfc_normalize(lower({text}))"
    for written, meant in _PAIRS:
        placed = f"replace({placed}, '{written}', '{meant}')"
    return _in_words(placed)


def _in_words(text: str) -> str:
    return f"' ' || trim(regexp_replace({text}, '{_PARTING}', ' ', 'g')) || ' '"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, as it is compared, and where it stands in the text. Unit: code points."""

    folded: str
    spelt: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of ``text`` in order: what stands between the blanks of ``folded`` and ``spelt``."""
    shape = "".join(map(_shape, text))
    return [_word(text, found.start(), found.end()) for found in re.finditer("w[wm]*", shape)]


def _word(text: str, start: int, end: int) -> Word:
    lowered = "".join(char.lower() for char in text[start:end])
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join("d" if char in _LIKE_D else char for char in decomposed if _shape(char) != "m")
    spelt = unicodedata.normalize("NFC", lowered)
    for written, meant in _PAIRS:
        spelt = spelt.replace(written, meant)
    return Word(bare, spelt, start, end)


@lru_cache(maxsize=4096)
def _shape(char: str) -> str:
    """Return ``w`` for a letter or number, ``m`` for a mark on one, a blank for what parts words."""
    kind = unicodedata.category(char)[0]
    return {"L": "w", "N": "w", "M": "m"}.get(kind, " ")
