"""Is what an archive gave what the portal's articles look like? Judged from the pages that were kept."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby
from pathlib import Path

from spiders.dating import PORTAL_ZONE
from spiders.eras import seen_as
from spiders.health import Expectation, Verdict, Yield, failures_of
from spiders.ledger import CaptureRow
from spiders.sample import read_sample
from spiders.sources.visit import ArchiveVisit
from spiders.tally import Tally

_ENOUGH = 5
#: What archives hold besides articles: nobody needs to look at it.
_SETTLED = frozenset({"archived_redirect", "archive_404", "truncated", "kept_truncated", "archive_no_page"})


def read_archived(visit: ArchiveVisit, archive_dir: Path, is_over: Callable[[], bool]) -> Yield:
    """Read a sample of the pages this run kept, each as the portal was when it was captured.

    A page that is no article leaves its place to another capture, in the next run.
    """
    found = Yield()
    slug, run_id = visit.portal.slug, visit.orders.run_id
    rows = [row for row in visit.ledger.captures([slug], run_id) if row.kind == "article"]
    for _, group in groupby(sorted(rows, key=lambda row: _era(visit, row)), lambda row: _era(visit, row)):
        same = list(group)
        view = seen_as(visit.portal, same[0].final_url, _day(same[0])) or visit.portal
        for reading in read_sample(same, archive_dir, view, is_over=is_over):
            found.add(reading)
            if reading.reason is not None:
                visit.finds.unsettle(reading.capture.capture_id)
    return found


def judge_archive(visit: ArchiveVisit, found: Yield, closed: str | None) -> Verdict:
    """Judge a run over an archive. ``closed`` is why its host was left alone, if it was."""
    tally, where = visit.tally, f"{visit.portal.slug}: {visit.archive.kind}"
    expectations = list(_expectations(visit, found))
    troubles = [
        *([f"closed itself: {closed}"] if closed else []),
        *tally.problems,
        *(f"{one.name}: {one.detail}" for one in expectations if not one.ok),
        *_refusals(tally),
        *([failures_of(tally)] if tally.failures else []),
    ]
    if not troubles:
        return Verdict(status="ok", reason=None, exit_code=0, expectations=expectations)
    more = f" (and {len(troubles) - 1} more)" if len(troubles) > 1 else ""
    reason = f"{where}: {troubles[0]}{more}; the next run goes on from here"
    if not tally.pages and (closed or tally.failures):
        return Verdict(status="failed", reason=reason, exit_code=8, expectations=expectations)
    return Verdict(status="partial", reason=reason, exit_code=5, expectations=expectations)


def _expectations(visit: ArchiveVisit, found: Yield) -> Iterable[Expectation]:
    share = len(found.articles) / found.pages if found.pages else 1.0
    least = visit.portal.expect.article_share
    yield Expectation(
        name="article_share",
        ok=found.pages < _ENOUGH or share >= least,
        detail=f"{len(found.articles)} of {found.pages} pages read as articles, {least:.0%} expected"
        + (f"; the first that does not: {found.example}" if found.example else ""),
    )


def _refusals(tally: Tally) -> Iterable[str]:
    for reason, count in tally.refused.items():
        if reason not in _SETTLED:
            yield f"{count} captures refused ({reason}), the first: {tally.examples[reason]}"


def _day(row: CaptureRow) -> date:
    return row.fetched_at.astimezone(PORTAL_ZONE).date()


def _era(visit: ArchiveVisit, row: CaptureRow) -> tuple[str, str]:
    view = seen_as(visit.portal, row.final_url, _day(row)) or visit.portal
    return view.platform, view.base_url
