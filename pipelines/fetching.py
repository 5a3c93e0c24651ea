"""A crawl without the stages after it."""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime

from pipelines.crawl import CrawlResult, crawl_portals
from pipelines.identity import new_run_id
from pipelines.journal import Journal, logged, note_failure
from pipelines.lock import run_lock
from pipelines.morning.telling import Telling, about_run
from pipelines.plan import NightPlan, chosen_portals, crawl_plan, portals_to_crawl
from pipelines.progress import Observer
from pipelines.summary import RunSummary
from pipelines.tally import Tally
from spiders import runlog

_PURPOSE = "gat crawl"


def crawl_only(plan: NightPlan, observer: Observer) -> list[CrawlResult]:
    """Crawl the portals of the plan into archive and ledger, and leave the warehouse as it is."""
    started_at = datetime.now(UTC)
    run_id = new_run_id(started_at)
    plan.data.mkdir(parents=True, exist_ok=True)
    journal = Journal(observer)
    about = about_run(plan, run_id, _PURPOSE, started_at, chosen_portals(plan))
    telling = Telling(plan.data, about, journal)
    results: list[CrawlResult] = []
    with _holding(plan, telling):
        try:
            with telling.clock.running("crawl"):
                asked = portals_to_crawl(plan, journal)
                results += logged("crawl")(crawl_portals)(crawl_plan(plan, run_id), asked, journal)
        except BaseException as error:
            note_failure(error)
            telling.end(_summary(telling, results), None, error)
            raise
        telling.end(_summary(telling, results), None)
    return results


def _holding(plan: NightPlan, telling: Telling) -> ExitStack:
    """Take the lock and open the log of a run; report it where that is refused."""
    run_id = telling.about.run_id
    with ExitStack() as stack:
        try:
            stack.enter_context(run_lock(plan.data, f"{_PURPOSE}, run {run_id}"))
            stack.enter_context(runlog.writing(plan.data, run_id, plan.log_level))
            telling.begin()
        except BaseException as error:
            telling.refused(error)
            raise
        return stack.pop_all()


def _summary(telling: Telling, results: Sequence[CrawlResult]) -> RunSummary:
    asked = [one.portal for one in results]
    return RunSummary(
        run_id=telling.about.run_id,
        started_at=telling.about.started_at,
        finished_at=datetime.now(UTC),
        portals=Tally().summaries(asked, results),
        checks=(),
        snapshot=None,
        rows_changed=0,
    )
