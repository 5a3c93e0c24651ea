"""From the operator's settings to the plan of a run."""

from collections.abc import Sequence
from datetime import date
from importlib.metadata import version

from flows.settings import Settings
from pipelines.plan import NightPlan


def night_plan(
    settings: Settings, portals: Sequence[str] = (), since: date | None = None, limit: int | None = None
) -> NightPlan:
    """Return the plan of a run over ``portals`` (all when empty) under ``settings``."""
    return NightPlan(
        data=settings.data,
        portals_dir=settings.portals,
        gat_version=version("gat"),
        portals=tuple(portals),
        since=since,
        limit=limit,
        recheck_days=settings.recheck_days,
        rehost=settings.rehost,
        proxy=settings.proxy.get_secret_value() if settings.proxy else None,
        delay=settings.delay,
        parallel=settings.parallel,
        crawl_timeout=settings.crawl_timeout,
        workers=settings.workers,
        page_timeout=settings.page_timeout,
    )
