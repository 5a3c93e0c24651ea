"""Bytes to text. Headers lie: valid UTF-8 is UTF-8 whatever a header says, and a mark at the start wins."""

import codecs
import re
from typing import NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


class Decoded(NamedTuple):
    """Text, and the encoding that was decided on."""

    text: str
    encoding: str


def decode_page(body: bytes, content_type: str | None) -> Decoded:
    """Decode a page: byte order mark, valid UTF-8, header, meta, then Vietnamese Windows. Never raises."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return Decoded(body.decode(name, "replace"), name)
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    meta = _CHARSET.search(body[:4096].decode("ascii", "replace"))
    header = _CHARSET.search(content_type or "")
    for declared in (header, meta):
        if declared and (known := _known(declared[1])):
            return Decoded(body.decode(known, "replace"), known)
    # One byte cut off a UTF-8 page must not turn all of it into another alphabet.
    loose = body.decode("utf-8", "replace")
    if loose.count("\ufffd") * 100 < len(loose):
        return Decoded(loose, "utf-8")
    return Decoded(body.decode("cp1258", "replace"), "cp1258")


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # A page declared Latin-1 is read as browsers read it.
    return {"iso8859-1": "cp1252", "ascii": None, "utf-8": None}.get(found, found)
