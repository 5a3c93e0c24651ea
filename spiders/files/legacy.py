"""Vietnamese text in the encodings before Unicode: TCVN3 (fonts .VnTime), VNI, VISCII and windows-1258.

Such text reaches us as characters of the wrong alphabet («B¸o c¸o», «Baùo caùo»): its bytes were read as
Windows-1252, or as the private characters U+F0xx of symbol fonts. The tables turn each such character, or for
VNI and windows-1258 each letter with its marks, into the letter it was meant to be. An encoding is believed
only where its reading makes Vietnamese syllables and the text as it stands makes none, so that Unicode,
English and French stay as they are.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from spiders.files.legacy_tables import (
    TCVN3,
    VISCII,
    VISCII_LOW,
    VNI_ALONE,
    VNI_BREVES,
    VNI_HATS,
    VNI_TONES,
    table_1258,
)
from spiders.files.syllables import accented_words, is_syllable

Encoding = Literal["tcvn3", "vni", "viscii", "windows-1258"]

_VNI_PAIR = re.compile("([aeiouyôö])([øùûõïâàáåãäêèéúüë])|[ñôöæóòî]", re.IGNORECASE)

_SUSPECT = re.compile("[\u0080-\u00ff\u02c6\u02dc\uf080-\uf0ff]|[\x02\x05\x06\x14\x19\x1e]")
_UNICODE_VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_MOST_WORDS = 3000
_FEWEST_WORDS = 3
#: So much of the accented words must be syllables when converted, and so much more than as they stand: the
#: encodings share letters («à», «ô») with Latin-1, so that some of a text is good as it stands.
_SHARE = 0.8
_GAIN = 0.2


class Legacy(NamedTuple):
    """Text as Unicode, and the encoding it was converted from (None: it stands as it was)."""

    text: str
    encoding: Encoding | None


def to_unicode(text: str) -> Legacy:
    """Convert the lines of ``text`` that are written in a legacy encoding, and leave all others alone.

    Call it before the text is made canonical: a canonical text has lost the soft hyphen, TCVN3's «ư».
    """
    lines = text.split("\n")
    suspects = [place for place, line in enumerate(lines) if _is_suspect(line)]
    encoding = _encoding_of([lines[place] for place in suspects])
    if encoding is None:
        return Legacy(text, None)
    for place in suspects:
        lines[place] = _better(lines[place], encoding)
    return Legacy("\n".join(lines), encoding)


def decode_legacy(body: bytes) -> Legacy | None:
    """Decode bytes that are no UTF-8 by the legacy encoding they are in; None where none fits.

    A page calls this with its raw bytes, markup included: only its accented words are judged.
    """
    text = body.decode("cp1252", "surrogateescape")
    text = re.sub("[\udc80-\udcff]", lambda found: chr(ord(found[0]) - 0xDC00), text)
    encoding = _encoding_of(text.split("\n"))
    return None if encoding is None else Legacy(convert(text, encoding), encoding)


def convert(text: str, encoding: Encoding) -> str:
    """Return all of ``text`` read as ``encoding``, composed (NFC). Characters it does not know stay."""
    return unicodedata.normalize("NFC", _CONVERTERS[encoding](text))


def convert_runs(runs: Sequence[tuple[str, str | None]]) -> Legacy:
    """Join runs of characters (text, font), each converted as its font says.

    ``.VnTime`` is TCVN3 (``.VnTimeH`` its capitals), ``VNI-Times`` is VNI. A font may lie: where the
    conversion does not make more Vietnamese of the whole than it was, the text stays.
    """
    plain = "".join(text for text, _ in runs)
    used = {encoding for _, font in runs if (encoding := font_encoding(font))}
    if not used:
        return Legacy(plain, None)
    converted = "".join(_converted_run(text, font) for text, font in runs)
    if _goodness(unicodedata.normalize("NFC", plain)).share > _goodness(converted).share:
        return Legacy(plain, None)
    return Legacy(converted, None if converted.lower() == plain.lower() else min(used))


def _converted_run(text: str, font: str | None) -> str:
    encoding = font_encoding(font)
    if encoding is None:
        return text
    if not text.isascii() and not _UNICODE_VIETNAMESE.search(text):
        text = convert(text, encoding)
    return text.upper() if _is_capital_font(font) else text


def font_encoding(font: str | None) -> Encoding | None:
    """Return the encoding that text set in ``font`` is in, by the font's name."""
    # A subset in a PDF has six letters and a plus before its name.
    name = (font or "").rpartition("+")[2].lower()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) else None


def _is_capital_font(font: str | None) -> bool:
    return re.search(r"(?i:^\.vn).*[a-z]H\b", (font or "").rpartition("+")[2]) is not None


def _is_suspect(line: str) -> bool:
    return _SUSPECT.search(line) is not None and _UNICODE_VIETNAMESE.search(line) is None


def _encoding_of(lines: Sequence[str]) -> Encoding | None:
    """Return the encoding whose reading makes the most of ``lines`` Vietnamese, or None."""
    asis = _judged([unicodedata.normalize("NFC", line) for line in lines])
    best: tuple[int, Encoding | None] = (0, None)
    for encoding in _CONVERTERS:
        judged = _judged([convert(line, encoding) for line in lines[: len(asis)]])
        # A line of another language is judged for itself, and does not count against the rest.
        read = [(new, old) for new, old in zip(judged, asis, strict=False) if new.share >= _SHARE]
        good = sum(new.good for new, _ in read)
        words = sum(new.words for new, _ in read)
        stood = sum(old.good for _, old in read) / max(sum(old.words for _, old in read), 1)
        is_most = 2 * words > sum(new.words for new in judged)
        if good >= _FEWEST_WORDS and is_most and good / words >= stood + _GAIN:
            best = max(best, (good, encoding), key=lambda found: found[0])
    return best[1]


def _judged(lines: Sequence[str]) -> list["_Goodness"]:
    """Judge lines from the first on, until enough words are seen."""
    found: list[_Goodness] = []
    words = 0
    for line in lines:
        found.append(_goodness(line))
        words += found[-1].words
        if words > _MOST_WORDS:
            break
    return found


class _Goodness(NamedTuple):
    words: int  # with a letter beyond ASCII
    good: int  # those of them that are Vietnamese syllables

    @property
    def share(self) -> float:
        return self.good / self.words if self.words else 0.0


def _goodness(text: str) -> _Goodness:
    words = accented_words(text)
    return _Goodness(len(words), sum(map(is_syllable, words)))


def _better(line: str, encoding: Encoding) -> str:
    """Return ``line`` converted, unless that makes it worse: a foreign line in a legacy text."""
    converted = convert(line, encoding)
    share = _goodness(converted).share
    return converted if share >= 0.5 and share >= _goodness(line).share else line


def _byte(char: str) -> int | None:
    """Return the byte that ``char`` was read from: Latin-1, Windows-1252, or a symbol font's U+F0xx."""
    code = ord(char)
    if code < 0x100:
        return code
    if 0xF000 <= code <= 0xF0FF:
        return code - 0xF000
    if code == 0x3BC:  # the Greek letter in the place of the micro sign
        return 0xB5
    try:
        return char.encode("cp1252")[0]
    except UnicodeEncodeError:
        return None


def _by_table(table: dict[int, str]) -> Callable[[str], str]:
    """Make a converter that replaces characters by what their byte means in ``table``."""
    known: dict[str, str] = {}

    def replaced(text: str) -> str:
        for char in set(text) - known.keys():
            byte = _byte(char)
            # The printable half of a symbol font is plain ASCII.
            plain = chr(byte) if byte is not None and 0x20 <= byte < 0x7F else char
            known[char] = char if byte is None else table.get(byte, plain)
        return "".join([known[char] for char in text])

    return replaced


def _from_tcvn3(text: str) -> str:
    # After a digit 0xB0 is the degree sign of the Latin fonts, not a mark.
    degrees = re.sub(r"(?<=\d)(\s?)[\u00b0\uf0b0](?=\s?C\b|\W|$)", "\\1\ufdd0", text)
    return _tcvn3_table(degrees).replace("\ufdd0", "°")


def _from_vni(text: str) -> str:
    return _VNI_PAIR.sub(_vni_letter, _symbols_plain(text))


def _vni_letter(found: re.Match[str]) -> str:
    letter, mark = found[1], found[2]
    if letter is None:
        alone = VNI_ALONE[found[0].lower()]
        return alone.upper() if found[0].isupper() else alone
    base, mark = VNI_ALONE.get(letter.lower(), letter.lower()), mark.lower()
    marks = VNI_TONES.get(mark) or (VNI_HATS.get(mark) if base in "aeo" else None)
    marks = marks or (VNI_BREVES.get(mark) if base == "a" else None)
    if marks is None:
        # No mark of this letter after all: each stands for itself.
        return _VNI_PAIR.sub(_vni_letter, letter) + found[2]
    whole = base + marks
    return whole.upper() if letter.isupper() else whole


_tcvn3_table = _by_table(dict(enumerate(TCVN3, 0xA1)))
_symbols_plain = _by_table({byte: chr(byte) for byte in range(0xA0, 0x100)})
_CONVERTERS: dict[Encoding, Callable[[str], str]] = {
    "tcvn3": _from_tcvn3,
    "vni": _from_vni,
    "viscii": _by_table(dict(enumerate(VISCII, 0x80)) | VISCII_LOW),
    "windows-1258": _by_table(table_1258()),
}
