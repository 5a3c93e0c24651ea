"""What a run tells of itself while it lasts and at its end, and what it finds of one that was killed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.exit_codes import WRONG_USAGE
from pipelines.identity import new_run_id
from pipelines.lock import RunLockedError
from pipelines.morning import making
from pipelines.morning.arrivals import Arrivals
from pipelines.morning.clock import Clock
from pipelines.morning.earlier import Earlier, earlier
from pipelines.morning.endings import report_of_lost, report_of_refusal
from pipelines.morning.report import MorningReport
from pipelines.morning.running import AtWork, Running
from pipelines.morning.shelf import latest_report, write_report
from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.summary import RunSummary
from pipelines.totals import PortalTotals, totals_of
from spiders.portal import Portal
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a run when it begins; ``portals`` are the names of its portals by slug.

    ``is_live`` says that it crawls the sites themselves, which alone renews their alarms; ``is_partial`` that
    portals were named for it, so that it may leave out some.
    """

    run_id: str
    purpose: str
    started_at: datetime
    portals: Mapping[str, str]
    is_live: bool
    is_partial: bool


def about_run(
    plan: NightPlan, run_id: str, purpose: str, started_at: datetime, portals: Mapping[str, Portal]
) -> About:
    """Return what is known of a run of ``plan`` over ``portals`` when it begins."""
    return About(
        run_id=run_id,
        purpose=purpose,
        started_at=started_at,
        portals={slug: portal.name for slug, portal in portals.items()},
        is_live=plan.reach.source == "live",
        is_partial=bool(plan.portals),
    )


class Telling:
    """The part of a run that is about its report."""

    def __init__(self, data: Path, about: About, observer: Observer) -> None:
        self.about = about
        self.arrivals = Arrivals()
        self.before: MorningReport | None = None
        self.earlier = Earlier()
        self.lost: AtWork | None = None
        self._running = Running(data)
        self.clock = Clock(self._running.stage)
        self._data = data
        self._observer = observer
        self._report: MorningReport | None = None
        #: What was told: of a run before that was killed, and of this one.
        self.reports: list[MorningReport] = []

    def begin(self) -> None:
        """Tell that the run has begun, and of the one before if it ended without a word. Needs the lock."""
        self.before = latest_report(self._data)
        self.lost = self._running.read()
        if self.lost is not None:
            self._observer.said(f"the run {self.lost.run_id} before ended without a word")
            self.before = report_of_lost(self.lost, self.before)
            self._write(self.before)
        self._running.begin(self.about.run_id, self.about.purpose, self.about.started_at)

    def refused(self, error: BaseException) -> None:
        """Report that the run was refused before it had begun."""
        is_latest = not isinstance(error, RunLockedError)
        about = self.about
        report = report_of_refusal(self._data, about.run_id, about.purpose, about.started_at, error)
        if self._write(report, is_latest=is_latest) and is_latest:
            self._running.end()

    def end(
        self, summary: RunSummary, warehouse: Path | None, error: BaseException | None = None
    ) -> MorningReport:
        """Report how the run ended; once, a second call returns the same report. Needs the lock.

        ``summary`` is of what it came to, also where ``error`` ended it early; ``warehouse`` is None where
        the run does not touch it.
        """
        if self._report is None:
            self.earlier = earlier(self._data, self.about.run_id, summary.finished_at)
            if error is None:
                self._report = making.report_of(self, summary, _totals(warehouse) if warehouse else {})
            else:
                self._report = making.report_of_failure(self, summary, error)
            # Where the report cannot be written, the next run finds this one untold.
            if self._write(self._report):
                self._running.end()
        return self._report

    def _write(self, report: MorningReport, *, is_latest: bool = True) -> bool:
        self.reports.append(report)
        try:
            write_report(self._data, report, is_latest=is_latest)
        except OSError as error:
            with suppress(OSError):
                self._observer.said(f"the report of the run could not be written: {error}")
            return False
        return True


@contextmanager
def beginning(data: Path, purpose: str) -> Iterator[None]:
    """Report an error of the ``with`` body, in which a run is made ready: a setting, a portal file is wrong.

    Not where the command itself was wrong, nor where there is no data folder yet: nobody waits for a report.
    """
    started_at = datetime.now(UTC)
    try:
        yield
    except Exception as error:
        if getattr(error, "exit_code", 1) != WRONG_USAGE and data.is_dir():
            report = report_of_refusal(data, new_run_id(started_at), purpose, started_at, error)
            with suppress(OSError):
                write_report(data, report)
        raise


def _totals(warehouse: Path) -> dict[str, PortalTotals]:
    """Return what the warehouse holds by portal; nothing where it cannot be read."""
    try:
        with open_warehouse(warehouse) as connection:
            return totals_of(connection)
    except (WarehouseError, OSError):
        return {}
