"""A crawl without the stages after it."""

from datetime import UTC, datetime

from pipelines.crawl import CrawlResult, crawl_portals
from pipelines.identity import new_run_id
from pipelines.journal import Journal, logged
from pipelines.lock import run_lock
from pipelines.plan import NightPlan, crawl_plan, portals_to_crawl, refuse_nameless
from pipelines.progress import Observer
from spiders import runlog


def crawl_only(plan: NightPlan, observer: Observer) -> list[CrawlResult]:
    """Crawl the portals of the plan into archive and ledger, and leave the warehouse as it is."""
    refuse_nameless(plan)
    run_id = new_run_id(datetime.now(UTC))
    plan.data.mkdir(parents=True, exist_ok=True)
    journal = Journal(observer)
    with (
        run_lock(plan.data, f"gat crawl, run {run_id}"),
        runlog.writing(plan.data, run_id, plan.log_level),
    ):
        asked = portals_to_crawl(plan, journal)
        return logged("crawl")(crawl_portals)(crawl_plan(plan, run_id), asked, journal)
