"""Bytes to text. Headers lie: valid UTF-8 is UTF-8 whatever a header says, and a mark at the start wins.

Pages of before Unicode name no charset or that of their font's alphabet (Windows-1252), and mean TCVN3, VNI
or windows-1258: where their bytes make Vietnamese syllables in one of these, they are read so.
"""

import codecs
import re
from typing import NamedTuple

from spiders.files.legacy import Legacy, decode_legacy, to_unicode

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


# Letters that only Vietnamese has, as UTF-8: where one stands, the page is no page of before Unicode.
_VIETNAMESE = re.compile(rb"\xc4[\x82\x83\x90\x91]|\xc6[\xa0\xa1\xaf\xb0]|\xe1[\xba\xbb]")
# The encodings that browsers know (WHATWG, Encoding Standard), under Python's names. UTF-8 needs no name.
_OF_THE_WEB = frozenset(
    {
        *(f"cp{number}" for number in (866, 874, *range(1250, 1259))),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "gb18030", "gbk", "big5", "big5hkscs"),
        *("euc_jp", "iso2022_jp", "cp932", "cp949", "utf-16", "utf-16-le", "utf-16-be"),
    }
)
# Names that browsers read as those of larger alphabets.
_AS_BROWSERS = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Alphabets that are named for what is written in another one; pages in others are believed.
_MISNAMED = frozenset({"cp1252", "cp1258", "iso8859-15"})


class Decoded(NamedTuple):
    """Text, and the encoding that was decided on: a codec, or an encoding of before Unicode."""

    text: str
    encoding: str


def decode_page(body: bytes, content_type: str | None) -> Decoded:
    """Decode a page. Never raises.

    In this order: byte order mark, valid UTF-8, encodings of before Unicode, header, meta, then Vietnamese
    Windows.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(body.decode(name, "replace"), name)
    try:
        return _valid(body, body.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    declared = _declared(body, content_type)
    loose = body.decode("utf-8", "replace")
    lost = loose.count("\ufffd")
    is_cut = lost * 100 < len(loose)
    # What is UTF-8 but for some bytes has more letters of it than bytes that are none.
    is_mostly_utf8 = is_cut and lost < len(_VIETNAMESE.findall(body))
    if is_mostly_utf8:
        return Decoded(loose, "utf-8")
    if declared in {None, *_MISNAMED} and (legacy := _legacy(decode_legacy(body))):
        return legacy
    if declared is not None:
        return Decoded(body.decode(declared, "replace"), declared)
    # One byte cut off a UTF-8 page must not turn all of it into another alphabet.
    return Decoded(loose, "utf-8") if is_cut else Decoded(body.decode("cp1258", "replace"), "cp1258")


def _valid(body: bytes, text: str) -> Decoded:
    """Return what valid UTF-8 says; a tool may have written the bytes of an old font as characters."""
    if not text.isascii() and _VIETNAMESE.search(body) is None and (legacy := _legacy(to_unicode(text))):
        return legacy
    return Decoded(text, "utf-8")


def _legacy(found: Legacy | None) -> Decoded | None:
    return Decoded(found.text, found.encoding) if found is not None and found.encoding is not None else None


def _declared(body: bytes, content_type: str | None) -> str | None:
    header = _CHARSET.search(content_type or "")
    if header and (known := _known(header[1])):
        return known
    meta = _CHARSET.search(body[:4096].decode("ascii", "replace"))
    named = _known(meta[1]) if meta else None
    # Who finds this word letter by letter reads no UTF-16.
    return None if named is not None and named.startswith("utf-16") else named


def _known(name: str) -> str | None:
    """Return the codec of an encoding of the web, None for others: Python also has zlib, hex and utf-7."""
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    found = _AS_BROWSERS.get(found, found)
    return found if found in _OF_THE_WEB else None
