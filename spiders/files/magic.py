"""What a file is, by its bytes. Its name and what the server called it decide nothing."""

import re
from typing import Literal

from spiders.files.model import FileRejected
from spiders.files.zips import entry_names

_PDF_WITHIN = 1024  # bytes: readers look that far for the mark, for some servers put junk before it
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|meta|title|div)",
    re.IGNORECASE | re.DOTALL,
)
#: Formats we know and do not read.
_KNOWN = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"{\\rtf": "a Rich Text document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
    b"\x1f\x8b": "a gzip archive",
    b"%!PS": "a PostScript document",
}
_OLE_PARTS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_OOXML = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}

Found = Literal["pdf", "docx", "doc", "xlsx", "zip"]


def kind_of(body: bytes) -> Found:
    """Return what ``body`` is. Raises FileRejected for anything that is not read."""
    if not body.strip(b"\0\t\n\r "):
        raise FileRejected("empty", f"the file has no content ({len(body)} bytes)")
    if body.startswith(_ZIP):
        return _packed(body)  # before the mark of a PDF, which may stand uncompressed in an archive
    if body.find(b"%PDF-", 0, _PDF_WITHIN) >= 0:
        return "pdf"
    if body.startswith(b"PK"):
        return _packed(body)
    if body.startswith(_OLE):
        return _compound(body)
    if _HTML.match(body.removeprefix(b"\xef\xbb\xbf")[:4096]):
        raise FileRejected("html_instead", "the server sent a web page in place of the file")
    for mark, name in _KNOWN.items():
        if body.startswith(mark):
            raise FileRejected("unsupported", f"{name}: only PDF, DOCX, DOC, XLSX and ZIP are read")
    raise FileRejected("wrong_magic", f"the first bytes ({body[:8].hex(' ')}) are of no format that is read")


def _packed(body: bytes) -> Found:
    """Tell a DOCX and an XLSX from a plain ZIP by the parts it lists."""
    names = entry_names(body)
    for part, kind in _OOXML.items():
        if part in names:
            return "docx" if kind == "docx" else "xlsx"
    if "[Content_Types].xml" in names:
        part = next((name.split("/")[0] for name in names if "/" in name), "?")
        raise FileRejected(
            "unsupported", f"an Office file that is no document and no workbook (part {part!r})"
        )
    return "zip"


def _compound(body: bytes) -> Found:
    """Tell what a compound file (the format of Office until 2003) holds by the names in its directory."""
    for name, kind in _OLE_PARTS:
        if name.encode("utf-16-le") + b"\0\0" in body:
            if kind == "doc":
                return "doc"
            if kind == "encrypted":
                raise FileRejected("encrypted", "an Office file locked with a password")
            raise FileRejected("unsupported", f"an Office file of before 2007 that is no document (.{kind})")
    raise FileRejected("unsupported", "a compound file without a document in it")
