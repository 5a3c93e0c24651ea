"""What a run writes into its log: how each stage went, and each page that did not become a row."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from pipelines.crawl import CrawlResult
from pipelines.extract import Extracted
from pipelines.parse import Parsed, Rejection
from pipelines.progress import Observer
from pipelines.summary import RunSummary
from spiders import runlog
from spiders.redaction import redact, scrub
from warehouse.checks import CheckResult

logger = logging.getLogger(__name__)

Told = ParamSpec("Told")
Came = TypeVar("Came")


class Journal(Observer):
    """Writes what it hears into the log, and passes it on to ``listener`` without secrets."""

    def __init__(self, listener: Observer) -> None:
        self._listener = listener

    def crawl_started(self, portal: str) -> None:
        """Note which portal is begun."""
        logger.info("the crawl begins", extra={"portal": portal})
        self._listener.crawl_started(portal)

    def crawled(self, portal: str, pages: int, articles: int, new: int) -> None:
        """Pass it on: the crawl writes its own records."""
        self._listener.crawled(portal, pages, articles, new)

    def crawl_finished(self, portal: str, status: str, reason: str | None) -> None:
        """Note how a portal ended."""
        level = logging.INFO if status == "ok" else logging.WARNING
        logger.log(level, "its crawl is %s", status, extra={"portal": portal, "reason": reason})
        self._listener.crawl_finished(portal, status, reason)

    def advanced(self, stage: str, done: int, total: int) -> None:
        """Pass it on."""
        self._listener.advanced(stage, done, total)

    def said(self, line: str) -> None:
        """Note the line."""
        logger.info("%s", line)
        self._listener.said(redact(line))


def logged(stage: str) -> Callable[[Callable[Told, Came]], Callable[Told, Came]]:
    """Write down when a stage ends, what it came to and how many seconds it took, or why it failed.

    An error loses the secrets in its words: whoever hears of it may keep it.
    """

    def decorate(function: Callable[Told, Came]) -> Callable[Told, Came]:
        @wraps(function)
        def run(*told: Told.args, **named: Told.kwargs) -> Came:
            started = time.monotonic()
            with runlog.stage(stage):
                try:
                    came = function(*told, **named)
                except Exception as error:
                    scrub(error)
                    logger.exception("the stage failed", extra={"seconds": _since(started)})
                    raise
                logger.info("the stage is done", extra={"seconds": _since(started), **_counts(came)})
                return came

        return run

    return decorate


def note_rejections(rejections: Iterable[Rejection]) -> None:
    """Write down every page that did not become a row, and why; our own failures as warnings."""
    for one in rejections:
        about = {
            "stage": "extract" if one.reason.startswith("extract_") else "parse",
            "portal": one.capture.portal,
            "url": one.url,
            "reason": one.reason,
        }
        logger.log(logging.INFO if one.final else logging.WARNING, "not read: %s", one.detail, extra=about)


def note_failure(error: BaseException) -> None:
    """Write down what ended a run early; the error loses the secrets in its words."""
    scrub(error)
    said = str(error) or type(error).__name__
    logger.error("the run ended early: %s", said, exc_info=error if isinstance(error, Exception) else None)


@contextmanager
def failures_noted() -> Iterator[None]:
    """Write down an error that leaves the ``with`` body."""
    try:
        yield
    except BaseException as error:
        note_failure(error)
        raise


def note_end(summary: RunSummary) -> None:
    """Write down how a run went."""
    told = {
        "seconds": (summary.finished_at - summary.started_at).total_seconds(),
        "exit_code": summary.exit_code,
        "count": summary.rows_changed,
        "reason": summary.trouble,
        "snapshot": summary.snapshot.parent.name if summary.snapshot else "",
    }
    level = {"ok": logging.INFO, "partial": logging.WARNING, "failed": logging.ERROR}[summary.status]
    logger.log(level, "the run is %s", summary.status, extra=told)


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def _counts(came: Any) -> Mapping[str, Any]:
    """Return what a stage came to, in numbers where it can."""
    told: dict[str, Any] = {}
    match came:
        case Parsed():
            told = {"count": len(came.pages), "rejected": len(came.rejections)}
        case Extracted():
            facts = sum(len(reading.facts) for reading in came.readings)
            told = {"count": len(came.readings), "facts": facts, "rejected": len(came.rejections)}
        case int():
            told = {"count": came}
        case Path():
            told = {"snapshot": came.parent.name}
        case [CrawlResult(), *_]:
            told = {"count": len(came), "statuses": Counter(one.status for one in came)}
        case [CheckResult(), *_]:
            told = {"count": len(came), "violations": sum(one.is_violation for one in came)}
    return told
