"""Files of pages: archived bytes -> the text of a document of its own, or why there is none.

Each file is read in a limited child process of its own (``spiders.files.read_file``), never in the pool of
the pages: it may take minutes where OCR is needed, its parsers are native code, and what that child answers
is plain JSON, whatever the file did to it. Threads here only wait for those children.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from spiders.archive import read_capture
from spiders.attachments import file_id_of
from spiders.errors import ArchiveError, PageRejected
from spiders.files import FileLimits, FileRejected, FileText, ReaderKilledError, read_file
from spiders.files.converters import is_installed
from spiders.files.ocr import is_ocr_installed
from spiders.ledger import CaptureRow
from spiders.pages import Article
from spiders.personal import refuse_personal
from spiders.reading import article_id_of, text_sha256

#: Why a file was not read that is no verdict about it.
Unread = ArchiveError | ReaderKilledError
FileState = Literal["read", "waiting_for_ocr", "refused", "not_fetched"]

VERSION = "1"
#: A text is read for facts within the time of a page; no report of a province comes near this length.
LIMITS = FileLimits(chars=1_500_000)
#: Why a file waits, or was refused, that the next run may heal.
OCR_MISSING, CONVERTER_MISSING = "ocr_missing", "converter_missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """What became of a file, or of a member of a ZIP: the row of ``files``. ``size`` is bytes."""

    capture: CaptureRow
    file_id: str
    name: str
    state: FileState
    kind: str | None = None
    size: int | None = None
    sha256: str | None = None
    reason: str | None = None
    detail: str | None = None
    page_count: int | None = None
    ocr_page_count: int | None = None
    ocr_confidence: float | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What reading one capture of a file gave."""

    articles: tuple[Article, ...]
    records: tuple[FileRecord, ...]


def read_files(
    captures: Sequence[CaptureRow],
    archive: Path,
    workers: int,
    on_done: Callable[[int], None],
    limits: FileLimits = LIMITS,
) -> list[ReadFile | Unread]:
    """Read captured files, several at a time; return what each gave, in their order.

    A capture whose bytes are gone or changed, or whose reader was killed, gives the error that says so.
    """
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(read_captured, capture, archive, limits) for capture in captures]
        for done, _ in enumerate(as_completed(waiting), 1):
            on_done(done)
        return [one.result() for one in waiting]


def read_captured(capture: CaptureRow, archive: Path, limits: FileLimits = LIMITS) -> ReadFile | Unread:
    """Read one captured file."""
    try:
        raw = read_capture(archive, capture)
    except ArchiveError as error:
        return error
    name = capture.listed_title or capture.url
    try:
        read = read_file(name, raw.content_type, raw.body, limits)
    except ReaderKilledError as error:
        return error
    except FileRejected as rejection:
        refused = FileRecord(
            capture=capture,
            file_id=file_id_of(capture.portal, capture.url_key),
            name=name,
            state="refused",
            size=len(raw.body),
            sha256=capture.sha256,
            reason=rejection.reason,
            detail=rejection.detail,
        )
        return ReadFile((), (refused,))
    return _without_personal(tuple(_articles(capture, read)), tuple(_records(capture, read)))


def _without_personal(articles: Sequence[Article], records: Sequence[FileRecord]) -> ReadFile:
    """Refuse phone books and questions of citizens, as among the pages; of a ZIP only those members."""
    kept, refused = [], dict[str, str]()
    for article in articles:
        try:
            refuse_personal(article)
            kept.append(article)
        except PageRejected as rejection:
            refused[article.article_id] = rejection.detail
    told = (
        replace(one, state="refused", reason="personal_data", detail=refused[one.file_id])
        if one.file_id in refused
        else one
        for one in records
    )
    return ReadFile(tuple(kept), tuple(told))


def to_read_again() -> tuple[str, ...]:
    """Return the reasons of files that wait for a program which is there now."""
    there = {OCR_MISSING: is_ocr_installed(), CONVERTER_MISSING: is_installed("antiword")}
    return tuple(reason for reason, is_there in there.items() if is_there)


def _keyed(capture: CaptureRow, file: FileText) -> Iterator[tuple[str, FileText]]:
    """Yield the key and the text of a file, of a ZIP those of its members."""
    if file.kind != "zip":
        yield capture.url_key, file
    for member in file.members:
        yield f"{capture.url_key}#{member.name}", member


def _articles(capture: CaptureRow, file: FileText) -> Iterator[Article]:
    published = datetime.fromisoformat(capture.listed_published) if capture.listed_published else None
    for key, part in _keyed(capture, file):
        if not part.text:
            continue
        yield Article(
            article_id=file_id_of(capture.portal, key),
            portal=capture.portal,
            kind="file",
            url=capture.url,
            url_key=key,
            title=part.name if part is not file else capture.listed_title or part.name,
            lead=None,
            text=part.text,
            text_sha256=text_sha256(part.text),
            author=None,
            published_at=published,
            published_source="page" if published else None,
            section=capture.listed_section,
            parser=part.kind,
            parser_version=VERSION,
            parent_id=parent_id_of(capture.portal, capture.listed_parent),
            page_starts=part.page_starts,
            ocr_pages=part.ocr_pages,
        )


def _records(capture: CaptureRow, file: FileText) -> Iterator[FileRecord]:
    if file.kind == "zip":
        whole = file_id_of(capture.portal, capture.url_key)
        name = capture.listed_title or file.name
        yield _record(capture, whole, name, file)
    for key, part in _keyed(capture, file):
        name = part.name if part is not file else capture.listed_title or part.name
        yield _record(capture, file_id_of(capture.portal, key), name, part)
    for member in file.rejected:
        yield FileRecord(
            capture=capture,
            file_id=file_id_of(capture.portal, f"{capture.url_key}#{member.name}"),
            name=member.name,
            state="refused",
            reason=member.reason,
            detail=member.detail,
        )


def _record(capture: CaptureRow, file_id: str, name: str, file: FileText) -> FileRecord:
    reason = detail = None
    if file.waiting_pages:
        reason = "ocr_incomplete" if is_ocr_installed() else OCR_MISSING
        detail = f"{len(file.waiting_pages)} pages, the first: {file.waiting_pages[0]}"
    return FileRecord(
        capture=capture,
        file_id=file_id,
        name=name,
        state="waiting_for_ocr" if file.waiting_pages else "read",
        kind=file.kind,
        size=file.size,
        sha256=file.sha256,
        reason=reason,
        detail=detail,
        page_count=len(file.pages) if file.kind != "zip" else None,
        ocr_page_count=len(file.ocr_pages) if file.kind != "zip" else None,
        ocr_confidence=file.ocr_confidence,
        encoding=file.encoding,
    )


def parent_id_of(portal: str, parent_key: str | None) -> str | None:
    """Return the article_id of the page that offers a file."""
    return article_id_of(portal, parent_key) if parent_key else None
