"""Back-filling years of one portal in bounded slices, the newest first, each of them a run of its own.

A slice that was finished is passed over, unless the portal file asks for something else since then; none of
WARC files is, for others may be named each time. One that was stopped anywhere goes on where it was: the
crawl of the live site by what it walked and fetched, that of an archive by how far its index was read. So the
same command is given again until it says that nothing is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipelines.crawl import CrawlResult
from pipelines.plan import NightPlan, chosen_portals
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.run import Night, all_stages
from pipelines.summary import RunSummary
from spiders.ledger import Ledger
from spiders.portal import Portal
from spiders.rehost import Rehosting
from spiders.sources.opening import open_archive, source_kind
from spiders.sources.slices import is_finished, note_finished
from spiders.sources.source import Window
from spiders.targets import COMPLETE

#: Listing pages of one section: a slice of years ago lies deep in a listing.
_PAGE_BUDGET = 100_000
#: Exit codes after which further slices would only fail in the same way.
_HOPELESS = frozenset({3, 7, 8, 9})


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillPlan:
    """Which years of which portal to get from where. ``sources`` are gone through one after the other.

    ``since`` and ``until`` are days of publication for the live site, of capture for an archive. ``limit``
    is the number of articles fetched at most by all slices together.
    """

    night: NightPlan
    portal: str
    sources: tuple[str, ...]
    since: date
    until: date
    slice_days: int = 90
    limit: int | None = None
    all_captures: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class SliceRun:
    """What one slice came to; no ``summary`` for one that an earlier run finished."""

    source: str
    window: Window
    summary: RunSummary | None = None
    result: CrawlResult | None = None


def sources_of(portal: Portal, today: date) -> tuple[str, ...]:
    """Return where the past of a portal is best had: one that has ended lives on in archives."""
    if portal.has_ended(today):
        return ("wayback", "commoncrawl")
    return ("live",)


def back_fill(plan: BackfillPlan, observer: Observer) -> Iterator[SliceRun]:
    """Go through the slices and yield what each came to; ends early when a limit or a trouble asks for it.

    Raises, before the first slice, WarcPathError when there is no WARC file where a source says, and
    PortalConfigError for an archive that a rehearsal would ask although only the portals are moved.
    """
    rehosting = Rehosting.parse(plan.night.rehost)
    for source in plan.sources:
        open_archive(source, rehosting)
    left = plan.limit
    for source in plan.sources:
        for window in Window(plan.since, plan.until).slices(plan.slice_days):
            if not plan.again and _is_done(plan, source, window):
                yield SliceRun(source, window)
                continue
            if left is not None and left <= 0:
                observer.said(
                    f"the limit of {plan.limit} articles is reached; the next run goes on from here"
                )
                return
            observer.said(f"{plan.portal} from {source}: {window}")
            done = _run_slice(plan, source, window, left, observer)
            yield done
            if left is not None and done.result is not None:
                left -= done.result.counts.get("article_pages", 0)
            if done.summary is not None and done.summary.exit_code in _HOPELESS:
                break


def _run_slice(
    plan: BackfillPlan, source: str, window: Window, limit: int | None, observer: Observer
) -> SliceRun:
    night_plan = replace(plan.night, portals=(plan.portal,), reach=_reach(plan, source, window, limit))
    with Night(night_plan, observer, purpose="gat backfill") as night:
        summary = all_stages(night)
        result = night.results[0] if night.results else None
    if source == "live" and result is not None and _saw_all(result):
        with Ledger(plan.night.data / "ledger.sqlite") as ledger:
            note_finished(ledger, _portal_of(plan), "live", window)
    return SliceRun(source, window, summary, result)


def _reach(plan: BackfillPlan, source: str, window: Window, limit: int | None) -> Reach:
    if source == "live":
        return Reach(since=window.first, until=window.last, limit=limit, page_budget=_PAGE_BUDGET)
    return Reach(
        source=source,
        first=window.first,
        last=window.last,
        limit=limit,
        all_captures=plan.all_captures,
        again=plan.again,
    )


def _is_done(plan: BackfillPlan, source: str, window: Window) -> bool:
    with Ledger(plan.night.data / "ledger.sqlite") as ledger:
        return is_finished(ledger, _portal_of(plan), source_kind(source), window)


def _portal_of(plan: BackfillPlan) -> Portal:
    """Return the portal as its crawl sees it: moved where the plan says so."""
    return chosen_portals(replace(plan.night, portals=(plan.portal,)))[plan.portal]


def _saw_all(result: CrawlResult) -> bool:
    """Tell whether every listing was walked through the slice and every article in it came."""
    return result.status == "ok" and bool(result.stops) and set(result.stops.values()) <= COMPLETE
