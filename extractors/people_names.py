"""Names of people as they are written: a family name and what is capitalised behind it.

Vietnamese names are two to five syllables after a family name of the lexicon. What begins with a family name
and is a place («huyện Lê Thủy», «TP Hồ Chí Minh») or a hero's street is told apart here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.phrase_table import PhraseTable
from extractors.text import Span

_TABLE = load_table("surnames")["surnames"]
_SURNAMES = frozenset(fold(name).rstrip("'’") for key in ("kinh", "ethnic") for name in _TABLE[key])
_NAMESAKES = PhraseTable(_TABLE["namesakes"])
_FORMS = [
    form
    for name, entry in load_table("provinces")["provinces"].items()
    for form in (name, *entry.get("aliases", ()), *entry.get("renamed", ()))
]
_PROVINCES_AND_CITIES = PhraseTable([*_FORMS, *_TABLE["cities"]])
# What may be two words of a name and is a place.
_OTHER_THAN_NAMES = PhraseTable([*_FORMS, *_TABLE["places"]])
_PLACES_AND_NAMESAKES = PhraseTable([*_TABLE["places"], *_TABLE["namesakes"]])
_THINGS = PhraseTable(load_table("roles")["roles"]["things"])

#: The capital letters of Latin, Greek and Cyrillic scripts, of which one begins each word of a name.
CAPITALS = "".join(char for char in map(chr, range(0x2200)) if char.isupper() and char.isalnum())
_TOKEN = rf"[{CAPITALS}][^\W\d_]*(?:['’][^\W\d_]+)?(?![\w'’])"
_RUN = re.compile(rf"{_TOKEN}(?: {_TOKEN}){{0,7}}")
_LEADING = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_VIETNAMESE = re.compile(
    r"(?:ngh?|[tpckgn]h|gi|qu|tr|[bcdđghklmnprstvx])?[aăâeêioôơuưy]{1,3}(?:ch|n[gh]?|[cmpt])?\Z"
)
_LONGEST = 5


def capital_run(text: str, at: int) -> list[Span]:
    """Return the capitalised words that stand side by side from ``at``, at most eight."""
    run: list[Span] = []
    for word in _capital_words(text, at):
        end = at + len(word)
        run.append(Span(at, end))
        at = end + 1
    return run


def name_end(text: str, folded: str, at: int) -> int:
    """Return where the person's name that begins at ``at`` ends, or -1.

    The first word is a family name; a place or a hero is no name. Names in capitals and in small letters do
    not mix, so that «Nguyễn Văn Bình UBND» ends before the abbreviation.
    """
    if not text[at : at + 1].isupper():
        return -1
    word = _LEADING.match(folded, at)
    if word is None or not _is_surname(word[0]):
        return -1
    words = _one_style(_capital_words(text, at))
    count = len(words)
    if not 2 <= count <= _LONGEST + 1 or _is_hero(folded, at, words):
        return -1
    if count == 2 and _OTHER_THAN_NAMES.end_at(folded, at) > 0:
        return -1
    return _end_of(words[:_LONGEST], at)


#: What stands before a place: «tỉnh», a level below it, or a body that has its level in its name.
Level = Literal["province", "district", "seat"]


def namesake_end(folded: str, at: int) -> int:
    """Return where the name of a hero ends that schools and streets are called after, or -1."""
    return _NAMESAKES.end_at(folded, at)


def _is_hero(folded: str, at: int, words: list[str]) -> bool:
    """Whether the ``words`` at ``at`` are a hero's name, by itself or before an official's: «Trường THPT Lê
    Quý Đôn Trần Thị Lệ»."""
    end, whole = _NAMESAKES.end_at(folded, at), _end_of(words, at)
    if end < 0 or end == whole:
        return end == whole
    others = folded[end + 1 : whole].split(" ")
    return len(others) > 1 and _is_surname(others[0])


def names_place(text: str, folded: str, at: int, *, after: Level | None = None) -> int:
    """Return where the place's name that begins at ``at`` ends, or -1; a person's name may follow it.

    Behind a level any capitalised words can be a place, but for two that begin with a family name: there are
    no other provinces than the known ones, and «Bí thư Huyện ủy Trần Tân» names no district.
    """
    if not text[at : at + 1].isupper():
        return -1
    known = _PROVINCES_AND_CITIES.end_at(folded, at)
    if known > 0 or after is None:
        return known
    words = _capital_words(text, at)
    known = _PLACES_AND_NAMESAKES.end_at(folded, at) if words else -1
    if known > 0 or not words:
        return known
    names = folded[at : _end_of(words, at)].split(" ")
    if after != "district" and len(names) == 2 and _is_surname(names[0]):
        return -1
    count = _words_of_place(names)
    return _end_of(words[:count], at) if count else -1


def _words_of_place(words: list[str]) -> int:
    """Return how many of the capitalised ``words`` (folded) are a place's name; 0 before a person's name."""
    count = len(words)
    if _is_surname(words[0]) and (
        3 <= count <= 4 or (count == 5 and not _is_surname(words[2]) and not _is_surname(words[3]))
    ):
        return 0
    for before in (2, 3, 1):
        if before < count - 1 and _is_surname(words[before]):
            return before
    return min(count, 4)


def _capital_words(text: str, at: int) -> list[str]:
    found = _RUN.match(text, at)
    return [] if found is None else found[0].split(" ")


def _end_of(words: list[str], at: int) -> int:
    """Return where ``words`` that begin at ``at`` with a space between them end."""
    return at + sum(map(len, words)) + len(words) - 1


def follows_a_thing(folded: str, at: int) -> bool:
    """Whether the words before ``at`` make a name there the name of a thing: «đường», «Trường THPT»."""
    return at > 0 and folded[at - 1] == " " and _THINGS.start_before(folded, at - 1, 16) >= 0


def is_foreign(text: str, run: list[Span]) -> bool:
    """Whether the ``run`` is a name of another language: two to four words, one at least not Vietnamese."""
    if not 2 <= len(run) <= 4:
        return False
    words = [text[token.start : token.end] for token in run]
    if any(word.isupper() for word in words):
        return False
    return any(not _is_syllable(word) for word in words)


def split_name(text: str, folded: str, run: list[Span], *, addressed: bool) -> Span | None:
    """Return the name that ends where ``run`` (the capitalised words before a title) ends, or None.

    Words before the family name («Theo Nguyễn Văn An») are left out. ``addressed`` tells that «ông», «bà» …
    stand before, after which names without a known family name count too.
    """
    for first, token in enumerate(run):
        rest = run[first:]
        if _is_surname(folded[token.start : token.end].partition("'")[0]) and 2 <= len(rest) <= _LONGEST:
            if name_end(text, folded, token.start) == rest[-1].end and not follows_a_thing(
                folded, token.start
            ):
                return Span(token.start, rest[-1].end)
            break
    if addressed and run and (2 <= len(run) <= 4 or "'" in text[run[0].start : run[0].end]):
        return Span(run[0].start, run[-1].end)
    return None


def _one_style(words: list[str]) -> list[str]:
    """Return the head of ``words`` that are all in capitals, or all not; a single letter is both."""
    style: bool | None = None
    for count, word in enumerate(words):
        if len(word) > 1 and word.isupper() is not style:
            if style is not None:
                return words[:count]
            style = word.isupper()
    return words


def _is_surname(word: str) -> bool:
    if word.isalpha():
        return word in _SURNAMES
    return word in _SURNAMES or word.partition("'")[0].partition("’")[0] in _SURNAMES


@lru_cache(maxsize=4096)
def _is_syllable(word: str) -> bool:
    return _VIETNAMESE.match(_bare(word)) is not None


def _bare(word: str) -> str:
    """Return ``word`` in small letters without tone marks, vowel marks kept."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    parts = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
