"""How a run went, in the words and numbers that its table, its report and its exit code are made of."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from pipelines.crawl import Alarm, CrawlResult
from pipelines.exit_codes import (
    ARCHIVE_DAMAGED,
    CONFIGURATION,
    DISK_FULL,
    NOTHING_FETCHED,
    PARTIAL,
    REFUSED,
    UNEXPECTED,
)
from pipelines.parse import ARCHIVE_CORRUPT, Rejection
from pipelines.upkeep import FactChanges
from warehouse.checks import CheckResult

Status = Literal["ok", "partial", "failed"]

#: Exit codes of the crawl of one portal that concern all of them, the gravest first.
_OF_THE_MACHINE = (ARCHIVE_DAMAGED, DISK_FULL)
#: Those that say why nothing was fetched, where all portals have the same: no network mends them.
_OF_ALL = (UNEXPECTED, CONFIGURATION)
#: Characters that are told of an error at most.
_DETAIL = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSummary:
    """One portal of a run. ``articles`` counts articles and files read in it, ``rejected`` pages by reason.

    Of those read, ``new`` and ``edited`` articles and ``new_files`` were not in the warehouse before.

    ``crawl_exit_code`` is that of the child that crawled it, in so many ``seconds``; ``alarms`` are those it
    left. One that is not ``is_crawled`` was only read: its pages are of earlier runs.
    """

    portal: str
    status: Status
    is_crawled: bool = True
    reason: str | None = None
    pages: int = 0
    seconds: float = 0.0
    articles: int = 0
    new: int = 0
    edited: int = 0
    new_files: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    crawl_exit_code: int = 0
    alarms: tuple[Alarm, ...] = ()
    #: What is wrong with the certificates of hosts that were asked, by host.
    tls: Mapping[str, str] = field(default_factory=dict)
    #: Files by state and, where they have no text, by reason: those of this run, and all not fetched yet.
    files: Mapping[tuple[str, str | None], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run: its portals, the checks, and the snapshot it published, or None.

    ``changes`` tells of facts that are read otherwise now, ``lapsed`` of corrections that hold no more.
    """

    run_id: str
    started_at: datetime
    finished_at: datetime
    portals: tuple[PortalSummary, ...]
    checks: tuple[CheckResult, ...]
    snapshot: Path | None
    rows_changed: int
    changes: FactChanges = field(default_factory=FactChanges)
    lapsed: tuple[str, ...] = ()

    @property
    def status(self) -> Status:
        """``failed`` when nothing came of the run, ``partial`` when a part of it needs a look."""
        return status_of(self.portals, self.checks)

    @property
    def exit_code(self) -> int:
        """The exit code of the command that ran this."""
        if any(ARCHIVE_CORRUPT in portal.rejected for portal in self.portals):
            return ARCHIVE_DAMAGED
        codes = [portal.crawl_exit_code for portal in self.portals if portal.is_crawled]
        if code := _of_the_machine(codes):
            return code
        if any(check.is_violation for check in self.checks):
            return REFUSED
        if self.status == "failed":
            return _of_nothing(codes)
        return PARTIAL if self.status == "partial" else 0

    @property
    def trouble(self) -> str:
        """What went wrong, in one line; empty when nothing did."""
        refused = [f"refused by check {check}" for check in self.checks if check.is_violation]
        return "; ".join([*refused, *filter(None, [troubles(self.portals)])])


def status_of(portals: Sequence[PortalSummary], checks: Sequence[CheckResult]) -> Status:
    """Return the status of a run from that of its portals and checks."""
    statuses = {portal.status for portal in portals}
    crawled = {portal.status for portal in portals if portal.is_crawled}
    if crawled == {"failed"} or any(check.is_violation for check in checks):
        return "failed"
    return "ok" if statuses <= {"ok"} else "partial"


def portal_summaries(
    portals: Sequence[str],
    results: Sequence[CrawlResult],
    read: Mapping[str, int],
    rejections: Sequence[Rejection],
) -> tuple[PortalSummary, ...]:
    """Bring together what crawling, parsing and extracting say about each of ``portals``."""
    by_portal = {result.portal: result for result in results}
    return tuple(
        _portal_summary(
            portal,
            by_portal.get(portal),
            read.get(portal, 0),
            [one for one in rejections if one.capture.portal == portal],
        )
        for portal in portals
    )


def with_files(
    portals: Iterable[PortalSummary], files: Mapping[tuple[str, str, str | None], int]
) -> tuple[PortalSummary, ...]:
    """Add to each portal what became of its files; ``files`` counts them by portal, state and reason."""
    return tuple(
        replace(
            one,
            files={
                (state, why): count for (portal, state, why), count in files.items() if portal == one.portal
            },
        )
        for one in portals
    )


def _portal_summary(
    portal: str, result: CrawlResult | None, articles: int, rejections: Sequence[Rejection]
) -> PortalSummary:
    rejected = Counter(one.reason for one in rejections)
    ours = [one for one in rejections if not one.final]
    status: Status = result.status if result else "ok"
    reason = result.reason if result else None
    if ours:
        # Our own failures ask for a look, even where the portal did its part.
        status = "partial" if status == "ok" else status
        reason = "; ".join([*filter(None, [reason]), _not_read(ours)])
    if result:
        # The crawl judges pages that are then read again here: a page refused by both is one page.
        rejected |= Counter(result.rejected)
    return PortalSummary(
        portal=portal,
        status=status,
        is_crawled=result is not None,
        reason=reason,
        pages=result.pages if result else 0,
        seconds=max((result.finished_at - result.started_at).total_seconds(), 0.0) if result else 0.0,
        articles=articles,
        rejected=dict(sorted(rejected.items())),
        crawl_exit_code=result.exit_code if result else 0,
        alarms=tuple(result.alarms) if result else (),
        tls=result.tls if result else {},
    )


def _not_read(ours: Sequence[Rejection]) -> str:
    """Say which pages we failed to read, the first of them by its address, and that they are not given up."""
    counted = Counter(one.reason for one in ours)
    named = ", ".join(f"{count} x {name}" for name, count in sorted(counted.items()))
    first = f"{ours[0].url} ({ours[0].detail[:_DETAIL]})"
    return f"not read: {named}, the first: {first}; the next run reads them again"


def crawl_exit_code(results: Sequence[CrawlResult]) -> int:
    """Return the exit code of a crawl without the stages after it."""
    codes = [result.exit_code for result in results]
    if code := _of_the_machine(codes):
        return code
    statuses = {result.status for result in results}
    if statuses <= {"ok"}:
        return 0
    return _of_nothing(codes) if statuses == {"failed"} else PARTIAL


def _of_the_machine(codes: Collection[int]) -> int:
    """Return the gravest of ``codes`` that tells of a full disk or a damaged archive, or 0."""
    return next((code for code in _OF_THE_MACHINE if code in codes), 0)


def _of_nothing(codes: Collection[int]) -> int:
    """Return the code of a crawl that gave nothing: what all ``codes`` tell of the machine, or 8."""
    return next((code for code in _OF_ALL if set(codes) == {code}), NOTHING_FETCHED)


def troubles(portals: Sequence[CrawlResult | PortalSummary]) -> str:
    """Say in one line which portals did not go well, and why."""
    troubled = [one for one in portals if one.status != "ok"]
    return "; ".join(f"{one.portal} {one.status}: {said(one.portal, one.reason)}" for one in troubled)


def said(portal: str, reason: str | None) -> str:
    """Return a reason without the portal's name at its beginning, for where the name stands already."""
    return (reason or "no reason was given").removeprefix(f"{portal}: ")
