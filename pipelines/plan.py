"""What a run is asked to do, and what each of its parts needs to know of it."""

from dataclasses import dataclass, field
from pathlib import Path

from pipelines.crawl import CrawlPlan
from pipelines.progress import Observer
from pipelines.reach import Reach
from spiders.ledger import now_utc
from spiders.portal import Portal, choose_portals, load_portals
from spiders.rehost import Rehosting
from spiders.settings import is_live, require_contact
from warehouse.releases import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class NightPlan:
    """What a run is asked to do. Empty ``portals`` means all of ``portals_dir``; times are seconds.

    ``corrections`` is the file of corrections, where it is not the one in the data folder; ``log_level`` the
    least grave records that are written to the log of the run.
    """

    data: Path
    portals_dir: Path
    gat_version: str
    portals: tuple[str, ...] = ()
    reach: Reach = field(default_factory=Reach)
    recheck_days: int | None = None
    rehost: str | None = None
    proxy: str | None = None
    delay: float | None = None
    parallel: int = 4
    crawl_timeout: float = 6 * 3600.0
    workers: int = 2
    page_timeout: float = 30.0
    batch_size: int = 2000
    publishing: Policy = field(default_factory=Policy)
    corrections: Path | None = None
    log_level: str = "info"


def chosen_portals(plan: NightPlan) -> dict[str, Portal]:
    """Return the portals to crawl by slug, moved to other hosts where the plan says so."""
    portals = choose_portals(load_portals(plan.portals_dir), plan.portals)
    rehosting = Rehosting.parse(plan.rehost)
    return {portal.slug: rehosting.portal(portal) for portal in portals}


def portals_to_crawl(plan: NightPlan, observer: Observer) -> list[str]:
    """Return the portals of a run that are asked, and say which are not because their site is no more.

    One that has ended is asked when it is named, and where it stands for what it was: as a replica.
    """
    asked, today = [], now_utc().date()
    for slug, portal in chosen_portals(plan).items():
        if plan.portals or not portal.has_ended(today) or not is_live(portal):
            asked.append(slug)
            continue
        observer.said(
            f"{slug}: ended on {portal.ends_on} and is not asked; gat backfill --portal {slug} --since DATE"
            " goes on from archives"
        )
    return asked


def readable_portals(plan: NightPlan) -> dict[str, Portal]:
    """Return the portals whose pages are read: those to crawl, and whatever else the archive has pages of.

    A portal that is not enabled was crawled when it was named; its pages are no less due.
    """
    chosen = chosen_portals(plan)
    if plan.portals:
        return chosen
    rehosting = Rehosting.parse(plan.rehost)
    archived = {
        slug: rehosting.portal(portal)
        for slug, portal in load_portals(plan.portals_dir).items()
        if slug not in chosen and (plan.data / "archive" / slug).is_dir()
    }
    return chosen | archived


def refuse_nameless(plan: NightPlan) -> None:
    """Raise ContactMissingError before servers of others are asked without a contact to tell them."""
    for portal in chosen_portals(plan).values():
        asks_live = plan.reach.source == "live" and is_live(portal)
        asks_archive = plan.reach.source in {"wayback", "commoncrawl"}
        if not plan.rehost and (asks_live or asks_archive):
            require_contact(portal)


def crawl_plan(plan: NightPlan, run_id: str) -> CrawlPlan:
    """Return what the crawl needs of the plan of a run."""
    return CrawlPlan(
        data=plan.data,
        portals_dir=plan.portals_dir,
        run_id=run_id,
        reach=plan.reach,
        recheck_days=plan.recheck_days,
        rehost=plan.rehost,
        proxy=plan.proxy,
        delay=plan.delay,
        parallel=plan.parallel,
        timeout=plan.crawl_timeout,
    )
