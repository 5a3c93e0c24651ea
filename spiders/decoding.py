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
    meta = _CHARSET.search(body[:4096].decode("ascii", "replace"))
    header = _CHARSET.search(content_type or "")
    return next((known for named in (header, meta) if named and (known := _known(named[1]))), None)


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # A page declared Latin-1 is read as browsers read it.
    return {"iso8859-1": "cp1252", "ascii": None, "utf-8": None}.get(found, found)
