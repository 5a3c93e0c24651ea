"""Commands about the past: ``gat backfill``, ``gat rebuild``, ``gat reextract``."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from flows.cli.facts import day
from flows.cli.report import print_run, print_slices
from flows.cli.terminal import watching
from flows.errors import RunTroubledError, UsageRefusedError
from flows.notify import notifying
from flows.own_server import own_server
from flows.plan import configured_portals, night_plan, refuse_unknown
from flows.settings import read_settings
from pipelines.backfill import BackfillPlan, SliceRun, back_fill, sources_of
from pipelines.morning.telling import beginning
from pipelines.plan import NightPlan, refuse_nameless
from pipelines.reach import Reach
from pipelines.reextract import Again
from pipelines.renewal import rebuild as rebuild_warehouse
from pipelines.run import Night
from pipelines.summary import RunSummary
from spiders.errors import PortalConfigError
from spiders.ledger import now_utc
from spiders.options import slice_days
from spiders.portal import choose_portals
from spiders.sources.opening import SPELLING, source_kind

PortalOption = Annotated[str, typer.Option("--portal", metavar="SLUG", help="The portal to get.")]
SinceOption = Annotated[str, typer.Option("--since", metavar="DATE", help="The first day wanted.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="The last day wanted (else today).")
]
SourceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        help=f"{SPELLING}; may be repeated. Else live, or both archives for a portal that has ended.",
    ),
]
SliceOption = Annotated[
    str, typer.Option("--slice", metavar="DAYS", help="Days of a slice, each a run of its own.")
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="Fetch at most N articles in all.")
]
AllCapturesOption = Annotated[
    bool,
    typer.Option("--all-captures", help="Take every version that an archive has, also of known articles."),
]
AgainOption = Annotated[
    bool, typer.Option("--again", help="Go through slices that were finished before, too.")
]
PortalsOption = Annotated[
    list[str] | None, typer.Option("--portal", metavar="SLUG", help="Only this portal; may be repeated.")
]
PublishedOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only articles published since this day.")
]
EverythingOption = Annotated[
    bool,
    typer.Option("--all", help="Also what the present rules and readers read."),
]
ArticlesOption = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="At most N articles, the newest; the next run goes on."),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Get years of a portal, from the live site or from archives.")(backfill)
    app.command(short_help="Make the warehouse anew from the archive, without a network.")(rebuild)
    app.command(short_help="Read again what older rules read; tell what changed.")(reextract)


def backfill(  # noqa: PLR0913, PLR0917 - one for each option
    portal: PortalOption,
    since: SinceOption,
    until: UntilOption = None,
    source: SourceOption = None,
    slices: SliceOption = "90d",
    limit: LimitOption = None,
    all_captures: AllCapturesOption = False,
    again: AgainOption = False,
) -> None:
    """Get years of a portal slice by slice, the newest first, each crawled, loaded and published.

    Days are those of publication for the live site, those of capture for an archive. Stopped anywhere, the
    same command goes on from there; slices that are finished are passed over. Articles that are known are not
    fetched again, and the same bytes are stored once, wherever they come from.

    Example: gat backfill --portal binhduong --since 2019-01-01 --source wayback --limit 500

    Exit codes: as for gat run; 5 when a slice had troubles.
    """
    plan = _plan(portal, source or [], day(since), day(until) if until else now_utc().date(), slices)
    plan = replace(plan, limit=limit, all_captures=all_captures, again=again)
    for one in plan.sources:
        refuse_nameless(replace(plan.night, portals=(portal,), reach=Reach(source=one)))
    done: list[SliceRun] = []
    with watching() as observer:
        done.extend(back_fill(plan, observer))
    print_slices(portal, done)
    _refuse_troubled(done)


def rebuild() -> None:
    """Make the warehouse anew from the archive alone, without a network, with the same rows; then publish.

    For a warehouse that was lost or damaged, or read by older readers. A lost ledger is made anew, too. The
    list of runs is carried over where the old warehouse can be read.

    Example: gat rebuild

    Exit codes: as for gat load; 2 when the archive holds nothing.
    """
    plan = night_plan(read_settings())
    with watching() as observer:
        summary = rebuild_warehouse(plan, observer)
    print_run(summary, plan.data)
    if summary.exit_code:
        raise RunTroubledError(summary.trouble, summary.exit_code)


def reextract(
    portal: PortalsOption = None,
    since: PublishedOption = None,
    everything: EverythingOption = False,
    limit: ArticlesOption = None,
) -> None:
    """Read again, from the archive, what older versions of rules or readers read; then load and publish.

    Without a network. What became of each fact (gained, lost, changed) is kept in fact_changes, and printed
    in short. Stopped anywhere, the same command goes on from there, and so does any later run.

    Example: gat reextract --portal binhdinh --since 2024-01-01

    Exit codes: as for gat load; 2 wrong date or limit.
    """
    wanted = Again(day(since) if since else None, everything, limit)
    refuse_unknown(read_settings(), portal)
    with notifying() as hear:
        with beginning(read_settings().data, "gat reextract"):
            plan = night_plan(read_settings(), portal or ())
        summary = _read_again(plan, wanted, hear)
        print_run(summary, plan.data)
        if summary.exit_code:
            raise RunTroubledError(summary.trouble, summary.exit_code)


def _read_again(plan: NightPlan, wanted: Again, hear: Callable[[Night], Night]) -> RunSummary:
    with (
        watching() as observer,
        hear(Night(plan, observer, "gat reextract")) as night,
        own_server(plan.data) as server,
    ):
        observer.said("starting the flow (its Prefect server takes some seconds)")
        # Prefect takes a second to import, which no other command should pay for.
        from flows.reextract import run_reextract  # noqa: PLC0415

        return run_reextract(night, server, wanted)


def _plan(slug: str, sources: Sequence[str], since: date, until: date, slices: str) -> BackfillPlan:
    settings = read_settings()
    today = now_utc().date()
    if since > today:
        message = f"--since {since} is in the future: nothing was published or captured then"
        raise UsageRefusedError(message)
    if since > until:
        message = f"--since {since} is later than --until {until}"
        raise UsageRefusedError(message)
    try:
        days = slice_days(slices) or 90
        for one in sources:
            source_kind(one)
    except PortalConfigError as error:
        raise UsageRefusedError(str(error)) from error
    (portal,) = choose_portals(configured_portals(settings.portals), [slug])
    chosen = tuple(sources) or sources_of(portal, today)
    return BackfillPlan(
        night=night_plan(settings),
        portal=slug,
        sources=chosen,
        since=since,
        until=min(until, today),
        slice_days=days,
    )


def _refuse_troubled(done: Sequence[SliceRun]) -> None:
    """Fail when a slice did not go well, with the gravest of their exit codes."""
    troubled = [one.summary for one in done if one.summary is not None and one.summary.exit_code]
    if not troubled:
        return
    partial = 5
    codes = [summary.exit_code for summary in troubled]
    code = next((code for code in codes if code != partial), partial)
    more = f" (and {len(troubled) - 1} slices more)" if len(troubled) > 1 else ""
    raise RunTroubledError(troubled[codes.index(code)].trouble + more, code)
