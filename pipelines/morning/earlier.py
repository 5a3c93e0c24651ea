"""What a run is held against: the last night that ended on an earlier day, and what other runs did since.

A night is so compared with the night before, and the re-check two hours after it too: whoever opens the
newest report in the morning sees all that has changed since yesterday, whichever run of the day it is of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from pathlib import Path

from pipelines.extract import VIETNAM
from pipelines.morning.report import MorningReport, NewArticle, OtherRun, PortalAlarm, Since
from pipelines.morning.shelf import NoReportError, read_report, run_ids

#: Other runs that are listed, and new articles of each of them.
_RUNS, _ARTICLES = 10, 5


@dataclass(frozen=True, slots=True)
class Earlier:
    """The report that a run is held against (``base``), and those of the runs after that, oldest first."""

    base: MorningReport | None = None
    runs: tuple[MorningReport, ...] = ()
    is_same_day: bool = False

    def since(self, totals: Mapping[str, int], alarms: Sequence[PortalAlarm]) -> Since | None:
        """Say what is otherwise now; ``totals`` are empty where they are not known."""
        base = self.base
        if base is None:
            return None
        standing = {(one.portal, one.kind) for one in alarms}
        listed = _listed(self.runs)
        return Since(
            run_id=base.run_id,
            finished_at=base.finished_at,
            is_night=base.is_night,
            is_same_day=self.is_same_day,
            articles=totals["articles"] - base.totals.get("articles", 0) if totals else None,
            facts=totals["facts"] - base.totals.get("facts", 0) if totals else None,
            ended=tuple(one for one in base.alarms if (one.portal, one.kind) not in standing),
            runs=tuple(_told(one) for one in listed),
            left_out=len(self.runs) - len(listed),
        )


def earlier(data: Path, run_id: str, at: datetime) -> Earlier:
    """Return what the run ``run_id``, which ends ``at`` that instant, is held against.

    It is the last night that ended on an earlier day in Vietnam; where there is none the last night, else the
    last run.
    """
    later: list[MorningReport] = []
    for one in _newest_first(data, run_id):
        if one.is_night and _day(one.finished_at) < _day(at):
            return Earlier(one, tuple(reversed(later)))
        later.append(one)
    if not later:
        return Earlier()
    later.sort(key=lambda one: one.finished_at, reverse=True)
    place = next((place for place, one in enumerate(later) if one.is_night), 0)
    base = later[place]
    return Earlier(base, tuple(reversed(later[:place])), is_same_day=_day(base.finished_at) >= _day(at))


def _newest_first(data: Path, run_id: str) -> Iterator[MorningReport]:
    """Yield the reports of all runs but ``run_id`` that can be read."""
    for name in reversed(run_ids(data)):
        if name != run_id:
            try:
                yield read_report(data, name)
            except NoReportError:
                continue


def _day(at: datetime) -> str:
    return at.astimezone(VIETNAM).date().isoformat()


def _listed(runs: Sequence[MorningReport]) -> list[MorningReport]:
    """Return the runs that are shown: nights before others, then the newest; oldest first."""
    chosen = nlargest(_RUNS, enumerate(runs), key=lambda placed: (placed[1].is_night, placed[0]))
    return [run for _, run in sorted(chosen, key=lambda placed: placed[0])]


def _told(report: MorningReport) -> OtherRun:
    articles = [article for portal in report.portals for article in portal.articles]
    return OtherRun(
        run_id=report.run_id,
        purpose=report.purpose,
        finished_at=report.finished_at,
        status=report.status,
        headline=report.headline,
        new=report.new,
        articles=tuple(nlargest(_ARTICLES, articles, key=NewArticle.newness)),
    )
