"""Commands that run stages: ``gat demo``, ``gat run``, ``gat crawl``, ``gat load``."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.facts import day
from flows.cli.report import print_crawl, print_run
from flows.cli.terminal import watching
from flows.demo import rehearsal
from flows.errors import RunTroubledError
from flows.plan import night_plan
from flows.settings import read_settings
from pipelines.progress import Observer
from pipelines.run import crawl_only, ready, run_night
from pipelines.summary import RunSummary, crawl_exit_code, troubles

PortalOption = Annotated[
    list[str] | None, typer.Option("--portal", metavar="SLUG", help="Only this portal; may be repeated.")
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Do not look further back than this day (2024-06-30)."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    for command in (demo, run, crawl, load):
        app.command()(command)


def demo(context: typer.Context) -> None:
    """Run the whole of Gặt on this machine: crawl copies of five portals, and publish what they say.

    Nothing leaves the machine. The data folder is data/demo, or the one given with gat --data DIR demo.
    Run it twice: the second run fetches no article again and adds no row.

    Example: gat demo

    Exit codes: 0 done, 2 there is no checkout with tests/portals, others as for gat run.
    """
    told: Path | None = context.obj
    with rehearsal(told) as folder:
        with watching() as observer:
            observer.said(f"crawling copies of five portals into {folder}")
            summary = _flow([], None, observer)
        _end(summary, folder)


def run(portal: PortalOption = None, since: SinceOption = None) -> None:
    """Crawl the portals, read what is new, load its facts and publish a snapshot: a whole night.

    A run that was stopped is continued by the next one. Readers use the published snapshot meanwhile.

    Example: gat run --portal binhdinh --portal sonla --since 2024-06-01

    Exit codes: 0 done, 2 wrong date, 3 disk full, 4 unknown portal or a mistake in a portal file, 5 a part
    of the portals or pages failed, 6 another run is at work, 7 a check refused the new data, 8 nothing
    could be fetched, 9 archive or database damaged, 11 interrupted, 13 terminated.
    """
    plan = night_plan(read_settings(), portal or (), since=_day(since))
    ready(plan)
    with watching() as observer:
        summary = _flow(plan.portals, plan.since, observer)
    _end(summary, plan.data)


def crawl(portal: PortalOption = None, since: SinceOption = None) -> None:
    """Only fetch: new pages go to archive and ledger, the warehouse stays as it is. See gat load.

    Example: gat crawl --portal vinhlong

    Exit codes: 0 done, 4 unknown portal, 5 some portals failed, 6 another run is at work, 8 all failed.
    """
    plan = night_plan(read_settings(), portal or (), since=_day(since))
    with watching() as observer:
        results = crawl_only(plan, observer)
    print_crawl(results)
    if code := crawl_exit_code(results):
        raise RunTroubledError(troubles(results), code)


def load(portal: PortalOption = None) -> None:
    """Read, load and publish what was fetched and is not loaded yet, without fetching anything.

    Example: gat load

    Exit codes: as for gat run.
    """
    plan = night_plan(read_settings(), portal or ())
    with watching() as observer:
        summary = run_night(plan, observer, crawl=False, purpose="gat load")
    _end(summary, plan.data)


def _flow(portals: Sequence[str], since: date | None, observer: Observer) -> RunSummary:
    """Run the flow ``nightly`` on Prefect's embedded server."""
    observer.said("starting the flow (the embedded Prefect server takes some seconds)")
    # Prefect takes two seconds to import, which no other command should pay for.
    from flows.nightly import run_nightly  # noqa: PLC0415

    return run_nightly(portals, since, observer)


def _day(written: str | None) -> date | None:
    return day(written) if written else None


def _end(summary: RunSummary, data: Path) -> None:
    """Print how the run went, and fail when it did not go well."""
    print_run(summary, data)
    if summary.exit_code:
        raise RunTroubledError(summary.trouble, summary.exit_code)
