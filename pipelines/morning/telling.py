"""What a run tells of itself while it lasts and at its end, and what it finds of one that was killed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pipelines.lock import RunLockedError
from pipelines.morning import making
from pipelines.morning.arrivals import Arrivals
from pipelines.morning.clock import Clock
from pipelines.morning.report import MorningReport
from pipelines.morning.running import AtWork, Running
from pipelines.morning.shelf import latest_report, write_report
from pipelines.progress import Observer
from pipelines.summary import RunSummary
from pipelines.totals import PortalTotals, totals_of
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError


class Telling:
    """The part of a run that is about its report. ``portals`` are the names of its portals by slug.

    ``is_live`` says that it crawls the sites themselves, which alone renews their alarms.
    """

    def __init__(
        self,
        data: Path,
        *,
        run_id: str,
        purpose: str,
        started_at: datetime,
        portals: Mapping[str, str],
        is_live: bool,
        observer: Observer,
    ) -> None:
        self.run_id = run_id
        self.purpose = purpose
        self.started_at = started_at
        self.portals = portals
        self.is_live = is_live
        self.arrivals = Arrivals()
        self.before: MorningReport | None = None
        self.lost: AtWork | None = None
        self._running = Running(data)
        self.clock = Clock(self._running.stage)
        self._data = data
        self._observer = observer
        self._report: MorningReport | None = None

    def begin(self) -> None:
        """Tell that the run has begun, and of the one before if it ended without a word. Needs the lock."""
        self.before = latest_report(self._data)
        self.lost = self._running.read()
        if self.lost is not None:
            self._observer.said(f"the run {self.lost.run_id} before ended without a word")
            self.before = making.report_of_lost(self.lost, self.before)
            self._write(self.before)
        self._running.begin(self.run_id, self.purpose, self.started_at)

    def refused(self, error: BaseException) -> None:
        """Report that the run was refused before it had begun."""
        is_latest = not isinstance(error, RunLockedError)
        before = latest_report(self._data)
        report = making.report_of_refusal(self.run_id, self.purpose, self.started_at, error, before)
        if self._write(report, is_latest=is_latest) and is_latest:
            self._running.end()

    def end(self, summary: RunSummary, warehouse: Path, error: BaseException | None = None) -> MorningReport:
        """Report how the run ended; once, a second call returns the same report. Needs the lock.

        ``summary`` is of what it came to, also where ``error`` ended it early.
        """
        if self._report is None:
            if error is None:
                self._report = making.report_of(self, summary, _totals(warehouse))
            else:
                self._report = making.report_of_failure(self, summary, error)
            # Where the report cannot be written, the next run finds this one untold.
            if self._write(self._report):
                self._running.end()
        return self._report

    def _write(self, report: MorningReport, *, is_latest: bool = True) -> bool:
        try:
            write_report(self._data, report, is_latest=is_latest)
        except OSError as error:
            with suppress(OSError):
                self._observer.said(f"the report of the run could not be written: {error}")
            return False
        return True


def _totals(warehouse: Path) -> dict[str, PortalTotals]:
    """Return what the warehouse holds by portal; nothing where it cannot be read."""
    try:
        with open_warehouse(warehouse) as connection:
            return totals_of(connection)
    except (WarehouseError, OSError):
        return {}
