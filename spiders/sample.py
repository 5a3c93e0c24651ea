"""Reading fetched pages for the verdict on a crawl, in a child process with limits of time and memory.

A page may make a parser loop, recurse, eat memory or crash. That costs the child and this page, never the
crawl's result: the page counts as rejected, a fresh child reads on.
"""

import multiprocessing
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from multiprocessing.connection import Connection
from pathlib import Path

from spiders.archive import read_capture
from spiders.environment import forget_environment
from spiders.errors import ArchiveError, PageRejected
from spiders.ledger import CaptureRow
from spiders.limiting import limit
from spiders.pages import Article, RawPage, ReadBy
from spiders.platforms import parse_page, platform_of
from spiders.portal import Portal
from spiders.reading import open_page
from spiders.selecting import fired_selectors

#: So many pages are read at most, spread evenly over those of a run.
MOST_PAGES = 1000
#: Parts of an article whose shares are watched.
FIELDS = ("title", "lead", "text", "author", "published_at", "section")
#: The reason of a live page that was read by another way than the portal's own platform.
LAYOUT_CHANGED = "layout_changed"
_ALL_SECONDS = 120.0
_PAGE_SECONDS = 10.0
_MEMORY = 4 << 30  # bytes of address space


@dataclass(frozen=True, slots=True)
class Glance:
    """What the verdict needs of one article: its key, when it was published, its characters of text.

    ``fields`` names those of ``FIELDS`` that it has.
    """

    url_key: str
    published_at: datetime | None
    chars: int
    read_by: ReadBy = "platform"
    fields: tuple[str, ...] = ()
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one capture gave: articles, or the ``reason`` and ``detail`` of its rejection.

    Both for a live page that was read, but not by the portal's own platform. ``fired`` pairs the parts of
    an article with the selector of the platform that finds them first.
    """

    capture: CaptureRow
    articles: tuple[Glance, ...] = ()
    reason: str | None = None
    detail: str = ""
    fired: tuple[tuple[str, str], ...] = ()


def read_sample(
    rows: Sequence[CaptureRow],
    archive_dir: Path,
    portal: Portal,
    *,
    page_seconds: float = _PAGE_SECONDS,
    is_over: Callable[[], bool] = lambda: False,
) -> Iterator[Reading]:
    """Yield what reading a sample of ``rows`` gives. ``is_over`` is asked before each page."""
    step = max(1, ceil(len(rows) / MOST_PAGES))
    deadline = time.monotonic() + _ALL_SECONDS
    child: _Child | None = None
    try:
        for row in rows[::step]:
            if is_over() or time.monotonic() > deadline:
                return
            child = child or _Child(archive_dir, portal)
            reading = child.read(row, page_seconds)
            if reading.reason in {"parser_timeout", "parser_crashed"}:
                child.end()
                child = None
            yield reading
    finally:
        if child is not None:
            child.end()


class _Child:
    def __init__(self, archive_dir: Path, portal: Portal) -> None:
        # Forked: it starts at once, and ends with its parent, who alone holds the other end of the pipe.
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._pipe, archive_dir, portal), daemon=True
        )
        self._process.start()
        theirs.close()

    def read(self, row: CaptureRow, seconds: float) -> Reading:
        try:
            self._pipe.send(row)
            if not self._pipe.poll(seconds):
                return Reading(row, reason="parser_timeout", detail=f"not read within {seconds:g} s")
            answer = self._pipe.recv()
        except (EOFError, OSError):
            return Reading(row, reason="parser_crashed", detail="the process that read it died")
        return answer if isinstance(answer, Reading) else Reading(row, reason="parser_crashed")

    def end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, others: Connection, archive_dir: Path, portal: Portal) -> None:
    others.close()
    forget_environment()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is asked too, and ends this one
    limit(resource.RLIMIT_AS, _MEMORY)
    while True:
        try:
            row = pipe.recv()
        except EOFError:
            return
        # Ends the child should its parent die while a parser hangs.
        signal.alarm(60)
        pipe.send(_read(row, archive_dir, portal))


def _read(row: CaptureRow, archive_dir: Path, portal: Portal) -> Reading:
    try:
        raw = read_capture(archive_dir, row)
        articles = parse_page(raw, portal)
        fired = _fired(raw, portal) if articles else ()
    except PageRejected as rejection:
        return Reading(row, reason=rejection.reason, detail=rejection.detail)
    except ArchiveError as error:
        return Reading(row, reason="archive_corrupt", detail=str(error))
    except Exception as error:  # noqa: BLE001 - the boundary of a process: the page is at fault, or its parser
        return Reading(row, reason="parser_failed", detail=f"{type(error).__name__}: {error}"[:200])
    glances = tuple(map(_glance, articles))
    strangers = [one for one in articles if one.read_by != "platform"]
    if strangers and row.source_kind == "live":
        # Nothing is lost: the load reads it this way too. But the portal is no longer what its module knows.
        return Reading(row, glances, LAYOUT_CHANGED, _drift(strangers[0], portal), fired)
    return Reading(row, glances, fired=fired)


def _glance(article: Article) -> Glance:
    fields = tuple(name for name in FIELDS if getattr(article, name))
    files = len(article.attachments)
    return Glance(article.url_key, article.published_at, len(article.text), article.read_by, fields, files)


def _fired(raw: RawPage, portal: Portal) -> tuple[tuple[str, str], ...]:
    if raw.kind != "article":
        return ()
    reading = platform_of(portal).reading
    return tuple(fired_selectors(open_page(raw).root, portal.selectors, reading).items())


def _drift(article: Article, portal: Portal) -> str:
    known, found = portal.platform, article.parser
    return f"platform {known!r} finds no article, {found!r} reads one: has the layout changed?"
