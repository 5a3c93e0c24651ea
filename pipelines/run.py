"""A whole run: crawl -> parse -> extract -> load -> check -> publish, in batches, under the run lock.

The stages are methods of ``Night`` that run in any process, with or without an orchestrator; ``run_night`` is
the plain one after the other. What guards the data is here and below: the lock, the ledger (a capture is due
until it is loaded) and the idempotent load. A run that is killed anywhere is healed by the next one.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from pipelines.completing import complete, nothing_to_publish
from pipelines.corrections import rows_of_corrections
from pipelines.crawl import CrawlResult, crawl_portals
from pipelines.extract import VIETNAM, Extracted, extract_articles
from pipelines.file_rows import rows_of_files
from pipelines.identity import new_run_id
from pipelines.journal import Journal, failures_noted, logged, note_end, note_failure, note_rejections
from pipelines.leap import refuse_leap, refuse_wrong_clock
from pipelines.lock import run_lock
from pipelines.morning.arrivals import known_before
from pipelines.morning.clock import Clock, staged
from pipelines.morning.report import MorningReport
from pipelines.morning.telling import Telling, about_run, beginning
from pipelines.parse import Parsed, parse_captures
from pipelines.plan import NightPlan, crawl_plan, portals_to_crawl, readable_portals
from pipelines.progress import Observer
from pipelines.rebuild import forget_lost, read_waiting, tell_unknown
from pipelines.recording import record
from pipelines.rows import (
    joined,
    rows_of_articles,
    rows_of_rejections,
)
from pipelines.summary import RunSummary
from pipelines.tally import Tally
from pipelines.upkeep import FactChanges
from pipelines.workers import Pool
from spiders import runlog
from spiders.ledger import CaptureRow, Ledger
from spiders.mending import take_back
from warehouse.checks import CheckResult, run_checks
from warehouse.connection import open_warehouse
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.releases import last_snapshot
from warehouse.shrinkage import check_shrinkage

logger = logging.getLogger(__name__)


class Night:
    """One run and what it holds while it lasts: lock, ledger, workers. Use as a context manager.

    ``prepare`` is called when the lock is held and nothing is open yet.
    """

    def __init__(
        self,
        plan: NightPlan,
        observer: Observer,
        purpose: str = "gat run",
        prepare: Callable[[], None] | None = None,
    ) -> None:
        self.plan = plan
        self.observer = Journal(observer)
        self.started_at = datetime.now(UTC)
        self.run_id = new_run_id(self.started_at)
        with beginning(plan.data, purpose):
            self.portals = readable_portals(plan)
            today = self.started_at.astimezone(VIETNAM).date()
            self.corrections = rows_of_corrections(plan.corrections, plan.data, today)
        self.changes = FactChanges()
        self.lapsed: tuple[str, ...] = ()
        self.results: list[CrawlResult] = []
        self.tally = Tally()
        self.checks: tuple[CheckResult, ...] = ()
        self.snapshot: Path | None = None
        about = about_run(plan, self.run_id, purpose, self.started_at, self.portals)
        self.telling = Telling(plan.data, about, self.observer)
        self._prepare = prepare
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        try:
            return self._begin()
        except BaseException as error:
            self.telling.refused(error)
            raise

    def _begin(self) -> Self:
        purpose = self.telling.about.purpose
        with ExitStack() as stack:
            self.plan.data.mkdir(parents=True, exist_ok=True)
            stack.enter_context(run_lock(self.plan.data, f"{purpose}, run {self.run_id}"))
            stack.enter_context(runlog.writing(self.plan.data, self.run_id, self.plan.log_level))
            told = {"purpose": purpose, "version": self.plan.gat_version, "count": len(self.portals)}
            logger.info("the run begins", extra=told)
            stack.enter_context(failures_noted())
            self.telling.begin()
            if self._prepare is not None:
                self._prepare()
            self.ledger = stack.enter_context(Ledger(self.plan.data / "ledger.sqlite"))
            refuse_leap(self.ledger, self.started_at)
            # Opened before the crawl: a file that is no warehouse must not be found out hours later.
            record(self, finished=False)
            tell_unknown(self.plan.data / "archive", self.ledger, self.observer)
            with open_warehouse(self.warehouse) as connection:
                forget_lost(connection, self.ledger, self.observer)
                read_waiting(connection, self.ledger, self.observer)
            self._pool = stack.enter_context(Pool(self.plan.workers, self.plan.page_timeout))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            note_failure(error)
        with self._stack:
            self.tell(error)

    @staged("crawl")
    @logged("crawl")
    def crawl(self) -> list[CrawlResult]:
        """Crawl every portal of the plan; one that fails is told in its result, a wrong clock is raised."""
        asked = portals_to_crawl(self.plan, self.observer)
        self.results = crawl_portals(crawl_plan(self.plan, self.run_id), asked, self.observer)
        refuse_wrong_clock(self.results)
        take_back(self.ledger, self.plan.data / "archive", self.run_id)
        return self.results

    def batches(self) -> Iterator[list[CaptureRow]]:
        """Yield the captures that are not loaded yet, also those of earlier runs, oldest first."""
        due = self.ledger.unloaded(set(self.portals))
        while batch := list(islice(due, self.plan.batch_size)):
            yield batch

    @staged("parse")
    @logged("parse")
    def parse(self, captures: list[CaptureRow]) -> Parsed:
        """Read the articles of a batch of captures."""
        return parse_captures(captures, self.plan.data / "archive", self.portals, self._pool, self.observer)

    @staged("extract")
    @logged("extract")
    def extract(self, parsed: Parsed) -> Extracted:
        """Read the facts of a parsed batch. What parsing rejected goes along, so that one load tells all."""
        extracted = extract_articles(parsed.pages, self.portals, self._pool, self.observer)
        return replace(extracted, rejections=(*parsed.rejections, *extracted.rejections))

    @staged("load")
    @logged("load")
    def load(self, captures: list[CaptureRow], extracted: Extracted) -> int:
        """Load a batch in one transaction, then note its captures as loaded. Return the rows changed."""
        rows = joined(
            rows_of_articles(extracted.readings),
            rows_of_rejections(extracted.rejections),
            rows_of_files(extracted.files),
        )
        with open_warehouse(self.warehouse) as connection:
            known = known_before(connection, extracted.readings)
            report = load_batch(connection, rows, self.run_id)
        self.telling.arrivals.note(extracted.readings, rows, known)
        again = {one.capture.capture_id for one in extracted.rejections if not one.final}
        self.ledger.mark_loaded(one.capture_id for one in captures if one.capture_id not in again)
        self.tally.add(extracted, report.changed)
        note_rejections(extracted.rejections)
        return report.changed

    @logged("check")
    def check(self) -> tuple[CheckResult, ...]:
        """Complete the run's own rows, then check what the warehouse holds before anybody reads it."""
        with self.clock.running("derive"):
            complete(self)
        with self.clock.running("check"), open_warehouse(self.warehouse) as connection:
            last = last_snapshot(self.plan.data / "published")
            self.checks = (*run_checks(connection), check_shrinkage(connection, last))
        return self.checks

    @staged("publish")
    @logged("publish")
    def publish(self) -> Path | None:
        """Publish a new snapshot, unless a check refused it or nothing is new: then the last one stays."""
        if any(check.is_violation for check in self.checks):
            return None
        if reason := nothing_to_publish(self):
            self.observer.said(f"{reason}: no snapshot is published")
            return None
        folder, now = self.plan.data / "published", datetime.now(UTC)
        self.snapshot = publish(self.warehouse, folder, now, self.plan.publishing, self.run_id).path
        return self.snapshot

    def summary(self) -> RunSummary:
        """Say how the run went, in the log too."""
        summary = self._so_far()
        note_end(summary)
        return summary

    def tell(self, error: BaseException | None = None) -> MorningReport:
        """Write the report of the run, which ended by ``error`` or well, and return it; once."""
        return self.telling.end(self._so_far(), self.warehouse, error)

    def _so_far(self) -> RunSummary:
        return RunSummary(
            run_id=self.run_id,
            started_at=self.started_at,
            finished_at=datetime.now(UTC),
            portals=self.telling.arrivals.told_of(self.tally.summaries(self.portals, self.results)),
            checks=self.checks,
            snapshot=self.snapshot,
            rows_changed=self.tally.changed,
            changes=self.changes,
            lapsed=self.lapsed,
        )

    @property
    def clock(self) -> Clock:
        """The clock of the stages."""
        return self.telling.clock

    @property
    def warehouse(self) -> Path:
        """The private database file of the data folder."""
        return self.plan.data / "warehouse.duckdb"


def run_night(
    plan: NightPlan, observer: Observer, *, crawl: bool = True, purpose: str = "gat run"
) -> RunSummary:
    """Run all stages one after the other in this process; without ``crawl``, on what was crawled before."""
    with Night(plan, observer, purpose) as night:
        return all_stages(night, crawl=crawl)


def all_stages(night: Night, *, crawl: bool = True) -> RunSummary:
    """Take a night that has begun through all stages, one after the other."""
    if crawl:
        night.crawl()
    for captures in night.batches():
        night.load(captures, night.extract(night.parse(captures)))
    night.check()
    night.publish()
    return night.summary()
