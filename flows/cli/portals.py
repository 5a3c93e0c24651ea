"""The command group ``gat portals``: alone it lists what is configured, its commands are about one portal."""

import typer
from rich.table import Table

from flows.cli import growing, portals_check
from flows.cli.terminal import clean, console
from flows.plan import configured_portals
from flows.settings import read_settings
from spiders.ledger import now_utc

_HELP = "List the portals that are configured, or look at one."

group = typer.Typer(
    name="portals",
    short_help=_HELP,
    invoke_without_command=True,
    subcommand_metavar="[COMMAND] [ARGS]...",
    rich_markup_mode=None,
)


def register(app: typer.Typer) -> None:
    """Add the group of this module to ``app``."""
    portals_check.register(group)
    growing.register(group)
    app.add_typer(group)


@group.callback(short_help=_HELP)
def portals(context: typer.Context) -> None:
    """List the portals that are configured: one TOML file each, from GAT_PORTALS or as shipped.

    Those that are not crawled nightly are crawled when they are named (gat run --portal SLUG); their files
    say why. The past of a portal that has ended comes from archives (gat backfill).

    Example: gat portals

    Exit codes: 0 done, 4 there is no portal file, or one is wrong (the message names file and key).
    """
    if context.invoked_subcommand is None:
        console().print(_list())


def _list() -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Portal", "Name", "Province", "Platform", "Address", "Sections", "Crawled"):
        table.add_column(name, overflow="fold")
    today = now_utc().date()
    for slug, portal in configured_portals(read_settings().portals).items():
        sections = str(len(portal.sections))
        crawled = "nightly" if portal.is_nightly(today) else "when named"
        shown = (slug, portal.name, portal.province, portal.platform, portal.base_url, sections, crawled)
        table.add_row(*map(clean, shown))
    return table
