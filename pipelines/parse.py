"""The parse stage: captured bytes -> articles, each page in a worker process with a time limit.

A page that is no article, a parser that fails on it and bytes that no longer match their digest each become
a ``Rejection`` with its reason; they never stop the other pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipelines.attachments import FileRecord, ReadFile, read_files
from pipelines.progress import Observer
from pipelines.workers import Done, Failed, Pool
from spiders.archive import read_capture
from spiders.dating import PORTAL_ZONE
from spiders.eras import seen_as
from spiders.errors import ArchiveError, PageRejected
from spiders.ledger import CaptureRow
from spiders.pages import Article
from spiders.platforms import parse_page
from spiders.portal import Portal

#: The reason of a capture whose archived bytes are gone or changed.
ARCHIVE_CORRUPT = "archive_corrupt"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page, or one article of it, that did not become a row, and why.

    ``reason`` is a short snake_case code. A ``final`` one is a verdict about the page; any other is our own
    failure (a bug, a time limit, a broken archive): its capture stays unloaded and is read again next run.
    """

    capture: CaptureRow
    url: str
    reason: str
    detail: str
    final: bool


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A capture and the articles read from it: one, every row of a document list, or a file's text.

    ``files`` tells what became of the file, of a ZIP also of its members.
    """

    capture: CaptureRow
    articles: tuple[Article, ...]
    files: tuple[FileRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a batch of captures gave."""

    pages: tuple[ReadPage, ...]
    rejections: tuple[Rejection, ...]


def parse_captures(
    captures: Sequence[CaptureRow],
    archive: Path,
    portals: Mapping[str, Portal],
    pool: Pool,
    observer: Observer,
) -> Parsed:
    """Read the articles of ``captures``, whose bytes lie in the folder ``archive``: pages, then files."""
    pages: list[ReadPage] = []
    rejections: list[Rejection] = []
    # The workers stand in another folder.
    read = partial(read_articles, archive=archive.absolute(), portals=dict(portals))
    html = [capture for capture in captures if capture.kind != "file"]
    files = [capture for capture in captures if capture.kind == "file"]
    outcomes = pool.map(read, html, lambda done: observer.advanced("parse", done, len(captures)))
    for capture, outcome in zip(html, outcomes, strict=True):
        match outcome:
            case Done(value=Rejection() as rejection):
                rejections.append(rejection)
            case Done(value=tuple() as articles):
                pages.append(ReadPage(capture, articles))
            case Failed(reason=reason, detail=detail):
                rejections.append(Rejection(capture, capture.url, f"parse_{reason}", detail, final=False))
    texts = read_files(
        files, archive, pool.size, lambda done: observer.advanced("parse", len(html) + done, len(captures))
    )
    for capture, text in zip(files, texts, strict=True):
        if isinstance(text, ReadFile):
            pages.append(ReadPage(capture, text.articles, text.records))
        else:
            reason = ARCHIVE_CORRUPT if isinstance(text, ArchiveError) else "parse_crash"
            rejections.append(Rejection(capture, capture.url, reason, str(text), final=False))
    return Parsed(tuple(pages), tuple(rejections))


def read_articles(
    capture: CaptureRow, archive: Path, portals: Mapping[str, Portal]
) -> tuple[Article, ...] | Rejection:
    """Read the articles of one capture; a page that is no article comes back as its rejection."""
    try:
        raw = read_capture(archive, capture)
        portal = portals[capture.portal]
        day = raw.fetched_at.astimezone(PORTAL_ZONE).date()
        return tuple(parse_page(raw, seen_as(portal, raw.final_url, day) or portal))
    except PageRejected as error:
        return Rejection(capture, capture.url, error.reason, error.detail, final=True)
    except ArchiveError as error:
        return Rejection(capture, capture.url, ARCHIVE_CORRUPT, str(error), final=False)
