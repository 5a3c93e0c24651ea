"""Commands that run stages: ``gat demo``, ``gat run``, ``gat crawl``, ``gat load``."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.facts import day
from flows.cli.report import print_crawl, print_run
from flows.cli.terminal import watching
from flows.demo import rehearsal
from flows.errors import RunTroubledError
from flows.notify import notifying
from flows.own_server import own_server
from flows.plan import night_plan, refuse_unknown
from flows.settings import read_settings
from pipelines.fetching import crawl_only
from pipelines.morning.telling import beginning
from pipelines.plan import NightPlan, refuse_nameless
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.run import Night, run_night
from pipelines.summary import RunSummary, crawl_exit_code, troubles

PortalOption = Annotated[
    list[str] | None, typer.Option("--portal", metavar="SLUG", help="Only this portal; may be repeated.")
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Nothing published before this day (2024-06-30)."),
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Nothing published after this day.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="At most N articles of each portal.")
]
RecheckOption = Annotated[
    int | None,
    typer.Option(
        "--recheck-days",
        metavar="N",
        min=0,
        help="Look again at articles published within N days (else GAT_RECHECK_DAYS, else the portal's own, "
        "14 as shipped). Listings tell of edited titles and dates at any age; a body edited in place in an "
        "older article is found only by this, with conditional requests where the server allows.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Run all of Gặt on this machine, on copies of five portals.")(demo)
    app.command(short_help="Crawl the portals, load what is new, publish a snapshot.")(run)
    app.command(short_help="Only fetch what is new; the warehouse stays as it is.")(crawl)
    app.command(short_help="Read, load and publish what was fetched before.")(load)


def demo(context: typer.Context) -> None:
    """Run the whole of Gặt on this machine: crawl copies of five portals, and publish what they say.

    Nothing leaves the machine. The data folder is data/demo, or the one given with gat --data DIR demo.
    Run it twice: the second run fetches no article again and adds no row.

    Example: gat demo

    Exit codes: 0 done, 2 there is no checkout with tests/portals, others as for gat run.
    """
    told: Path | None = context.obj
    with rehearsal(told) as stage:
        with watching() as observer:
            # A portal without a replica would only fail, whether it is enabled or not.
            plan = night_plan(read_settings(), stage.portals)
            summary = _flow(plan, observer, f"crawling copies of five portals into {stage.folder}")
        _end(summary, stage.folder)


def run(
    portal: PortalOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    recheck_days: RecheckOption = None,
) -> None:
    """Crawl the portals, read what is new, load its facts and publish a snapshot: a whole night.

    A run that was stopped is continued by the next one. Readers use the published snapshot meanwhile.
    Live portals are told whom to write to: GAT_CONTACT must hold a web or mail address of yours. What --until
    or --limit leaves out is fetched by a later run without them.

    Example: gat run --portal binhdinh --portal sonla --since 2024-06-01 --limit 500

    Exit codes: 0 done, 2 wrong date or limit, 3 disk full, 4 unknown portal, a mistake in a portal file or no
    GAT_CONTACT, 5 a part of the portals or pages failed, 6 another run is at work, 7 a check refused the
    new data, 8 nothing could be fetched, 9 archive or database damaged, 11 interrupted, 13 terminated.
    """
    reach = _reach(since, until, limit)
    refuse_unknown(read_settings(), portal)
    with notifying() as hear:
        with beginning(read_settings().data, "gat run"):
            plan = _crawling_plan(portal, reach, recheck_days)
        with watching() as observer:
            summary = _flow(plan, observer, hear=hear)
        _end(summary, plan.data)


def crawl(
    portal: PortalOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    limit: LimitOption = None,
    recheck_days: RecheckOption = None,
) -> None:
    """Only fetch: new pages go to archive and ledger, the warehouse stays as it is. See gat load.

    Example: gat crawl --portal vinhlong

    Exit codes: 0 done, 2 wrong date or limit, 3 disk full, 4 unknown portal or no GAT_CONTACT, 5 some portals
    failed, 6 another run is at work, 8 all failed, 9 the archive is damaged, 11 interrupted, 13 terminated.
    """
    reach = _reach(since, until, limit)
    refuse_unknown(read_settings(), portal)
    with beginning(read_settings().data, "gat crawl"):
        plan = _crawling_plan(portal, reach, recheck_days)
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
    purpose = "gat load"
    refuse_unknown(read_settings(), portal)
    with beginning(read_settings().data, purpose):
        plan = night_plan(read_settings(), portal or ())
    with watching() as observer:
        summary = run_night(plan, observer, crawl=False, purpose=purpose)
    _end(summary, plan.data)


def _flow(
    plan: NightPlan, observer: Observer, *lines: str, hear: Callable[[Night], Night] = lambda night: night
) -> RunSummary:
    """Run the flow ``nightly`` on a Prefect server of its own, and say ``lines`` when it may begin.

    ``hear`` is shown the night before it begins.

    The run lock is taken before: who comes second hears of it at once and in one line, not from a server
    that had to start for it.
    """
    with hear(Night(plan, observer)) as night, own_server(plan.data) as server:
        for line in (*lines, "starting the flow (its Prefect server takes some seconds)"):
            observer.said(line)
        # Prefect takes a second to import, which no other command should pay for.
        from flows.nightly import run_nightly  # noqa: PLC0415

        return run_nightly(night, server)


def _reach(since: str | None, until: str | None, limit: int | None) -> Reach:
    """Return how far a crawl looks. Raises UsageRefusedError for what is no day, ReachError for no span."""
    first, last = (None if written is None else day(written) for written in (since, until))
    return Reach(since=first, until=last, limit=limit)


def _crawling_plan(portals: list[str] | None, reach: Reach, recheck_days: int | None) -> NightPlan:
    """Return the plan of a command that crawls. Raises what stops it before anything has begun."""
    plan = night_plan(read_settings(), portals or (), reach, recheck_days)
    refuse_nameless(plan)
    return plan


def _end(summary: RunSummary, data: Path) -> None:
    """Print how the run went, and fail when it did not go well."""
    print_run(summary, data)
    if summary.exit_code:
        raise RunTroubledError(summary.trouble, summary.exit_code)
