"""Bytes of a file to its text, in this process: what ``child`` calls behind its limits."""

import hashlib
import unicodedata
from dataclasses import replace

from spiders.files.magic import Found, kind_of
from spiders.files.model import FileLimits, FileRejected, FileText, RejectedMember
from spiders.files.zips import check_archive, members
from spiders.wording import one_line


def read_here(name: str, content_type: str | None, body: bytes, limits: FileLimits) -> FileText:
    """Return the text of a file. Only for a process that may die of it: see ``child.read_file``.

    ``content_type`` is only named in a rejection: the bytes decide. Raises FileRejected, and whatever a
    parser raises on a damaged file that it does not know how to refuse.
    """
    try:
        return _read(unicodedata.normalize("NFC", one_line(name)), body, limits)
    except FileRejected as rejection:
        if rejection.reason in {"wrong_magic", "html_instead"} and content_type:
            sent = one_line(content_type)[:80]
            raise FileRejected(rejection.reason, f"{rejection.detail}; sent as {sent}") from None
        raise


def _read(name: str, body: bytes, limits: FileLimits) -> FileText:
    if len(body) > limits.size:
        raise FileRejected("too_large", f"{len(body)} bytes, {limits.size} are allowed")
    kind = kind_of(body)
    if kind == "zip":
        return _archive(name, body, limits)
    return _document(name, kind, body, limits)


def _document(name: str, kind: Found, body: bytes, limits: FileLimits) -> FileText:
    # The readers are imported one by one: a child reads one file, and each of them takes a tenth of a second.
    file = FileText(name=name, kind=kind, sha256=hashlib.sha256(body).hexdigest(), size=len(body))
    if kind == "pdf":
        from spiders.files.pdf import read_pdf  # noqa: PLC0415

        pdf = read_pdf(body, limits)
        file = replace(
            file,
            pages=pdf.pages,
            ocr_pages=pdf.ocr_pages,
            ocr_confidence=pdf.ocr_confidence,
            waiting_pages=pdf.waiting_pages,
            encoding=pdf.encoding,
        )
    elif kind == "xlsx":
        from spiders.files.sheets import read_xlsx  # noqa: PLC0415

        names, pages, whole = read_xlsx(body, limits)
        file = replace(file, pages=pages, page_names=names, encoding=whole.encoding)
    elif kind == "docx":
        from spiders.files.word import read_docx  # noqa: PLC0415

        text, encoding = read_docx(body, limits)
        file = replace(file, pages=(text,), encoding=encoding)
    else:
        from spiders.files.oldword import read_doc  # noqa: PLC0415

        text, encoding = read_doc(body)
        file = replace(file, pages=(text,), encoding=encoding)
    if not file.text and not file.waiting_pages:
        raise FileRejected("empty", f"the {kind.upper()} has no text")
    if len(file.text) > limits.chars:
        raise FileRejected("too_large", f"{len(file.text)} characters of text, {limits.chars} are allowed")
    return file


def _archive(name: str, body: bytes, limits: FileLimits) -> FileText:
    """Read the documents in a ZIP. One that cannot be read does not keep the others from being read."""
    check_archive(body, limits)
    read: list[FileText] = []
    rejected: list[RejectedMember] = []
    chars = 0
    for inner, content in members(body):
        try:
            read.append(_member(inner, content, limits))
        except FileRejected as rejection:
            rejected.append(RejectedMember(name=inner, reason=rejection.reason, detail=rejection.detail))
            continue
        chars += len(read[-1].text)
        if chars > limits.chars:
            raise FileRejected("too_large", "the files in the archive have more text than is allowed")
    if not read:
        if not rejected:
            raise FileRejected("empty", "the archive has no files")
        first = rejected[0]
        raise FileRejected(first.reason, f"no file of the archive can be read; {first.name}: {first.detail}")
    digest = hashlib.sha256(body).hexdigest()
    return FileText(
        name=name, kind="zip", sha256=digest, size=len(body), members=tuple(read), rejected=tuple(rejected)
    )


def _member(name: str, content: bytes | FileRejected, limits: FileLimits) -> FileText:
    if isinstance(content, FileRejected):
        raise content
    kind = kind_of(content)
    if kind == "zip":
        raise FileRejected("nested_archive", "an archive in an archive is not opened")
    try:
        return _document(name, kind, content, limits)
    except (MemoryError, FileRejected):
        raise
    except Exception as error:  # noqa: BLE001 - a parser's failure on one hostile file must not hide the others
        raise FileRejected("broken", f"{type(error).__name__}: {error}"[:200]) from None
