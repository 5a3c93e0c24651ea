"""The files that articles of the replicas offer: real small files, some with planted facts, some broken."""

import hashlib
import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import docx
import xlsxwriter

from tests.portals.draft import Draft
from tests.portals.model import File, Shape, Site
from tests.portals.web import Request, Response
from tests.spiders.papers import Picture, Sheet, pdf, prose

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a file without planted facts says.
PLAIN = "Tài liệu kèm theo bài viết để bạn đọc tham khảo."
#: A handler that asks for a password: its keys are noise.
_LOCKED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /O <"
    + "ab" * 32
    + "> /U <"
    + "cd" * 32
    + "> /P -4 >> /ID [<00> <00>]"
)
_FAULTY: dict[Shape, bytes] = {
    "html": b"<!DOCTYPE html><html><head><title>Cong thong tin</title></head><body>" + b"<p>Tin</p>" * 400,
    "scan": pdf([Sheet(picture=Picture(64, 90, bytes(range(64)) * 90))]),
    "oversized": b"%PDF-1.7\n" + bytes(21 << 20),  # more than the shipped portal files allow
}
_TYPES: dict[Shape, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_SHAPES: dict[tuple[str, int], Shape] = {
    ("binhdinh", 5): "scan",
    ("binhdinh", 9): "html",
    ("binhdinh", 13): "encrypted",
    ("binhdinh", 17): "oversized",
    ("sonoivu-binhdinh", 5): "docx",
    ("sonla", 1): "xlsx",
    ("vinhlong", 5): "zip",
}
_PLANTED = {
    ("binhdinh", 1),
    ("sonoivu-binhdinh", 5),
    ("sonla", 1),
    ("vinhlong", 1),
    ("vinhlong", 5),
    ("binhduong", 1),
}


def furnish(file: File, portal: str, province: str, place: int) -> File:
    """Give a file of an article its content: what it is, its pages, and the facts planted in them."""
    file.shape = _SHAPES.get((portal, place), "pdf")
    if (portal, place) in _PLANTED:
        draft = Draft(subject=province, period="2023", indicator="PAR_INDEX")
        first = f"Báo cáo của {province} gửi kèm bài viết, gồm hai phần."
        second = (
            f"Chỉ số cải cách hành chính (PAR INDEX) {draft.year(2023)} của tỉnh {province} đạt "
            f"{draft.points(round(87.65 + place / 100, 2))}, "
            f"xếp {draft.place('thứ', 11 + place, 63, scope='cả nước')} cả nước."
        )
        text, facts = draft.settle(f"{first}\n\n{second}")
        file.pages = text.split("\n\n")
        file.facts = facts
    return file


def file_response(request: Request, file: File, disposition: str | None = None) -> Response:
    """Answer a request for a file, 304 where the client holds it already."""
    body = body_of(file.shape, tuple(file.pages or [PLAIN]))
    tag = '"' + hashlib.sha256(body[:4096]).hexdigest()[:16] + '"'
    if request.headers.get("If-None-Match") == tag:
        return Response(status=304, headers={"ETag": tag})
    headers = {"ETag": tag} | ({"Content-Disposition": disposition} if disposition else {})
    return Response(body, content_type=_TYPES.get(file.shape, "application/pdf"), headers=headers)


def file_at(site: Site, path: str) -> File:
    """Return the file of a site behind a path, in any case; a plain one where no page offers it."""
    wanted = urlsplit(path).path.lower()
    for page in (*site.articles, *site.documents):
        for file in page.attachments:
            direct = unquote(file.url).rpartition("FileUrl=")[2]
            if urlsplit(direct).path.lower() == wanted:
                return file
    return File(path, path.rpartition("/")[2])


@cache
def body_of(shape: Shape, pages: tuple[str, ...]) -> bytes:
    """Return the bytes of a file of this shape with these pages."""
    if shape == "zip":
        return _zip({"Bao-cao.pdf": body_of("pdf", pages), "khac/Phu-luc.docx": _docx((PLAIN,))})
    makers: dict[Shape, Callable[[tuple[str, ...]], bytes]] = {"docx": _docx, "xlsx": _xlsx}
    if shape in makers:
        return makers[shape](pages)
    if shape in _FAULTY:
        return _FAULTY[shape]
    sheets = [Sheet(prose(70, 100, page, chars=60)) for page in pages]
    return pdf(sheets, trailer=_LOCKED if shape == "encrypted" else "")


def _docx(pages: tuple[str, ...]) -> bytes:
    document = docx.Document()
    for page in pages:
        document.add_paragraph(page)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _xlsx(pages: tuple[str, ...]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for page in pages:
            book.add_worksheet().write(0, 0, page)
    return buffer.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
