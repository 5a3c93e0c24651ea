"""Commands about this installation: ``gat portals``, ``gat doctor``."""

import typer
from rich.table import Table

from flows.cli.terminal import clean, console
from flows.doctor import Finding, examine
from flows.errors import RunTroubledError
from flows.plan import configured_portals
from flows.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="List the portals that are configured.")(portals)
    app.command(short_help="Look for what is missing on this machine.")(doctor)


def portals() -> None:
    """List the portals that are configured: one TOML file each, from GAT_PORTALS or as shipped.

    Example: gat portals

    Exit codes: 0 done, 4 there is no portal file, or one is wrong (the message names file and key).
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("Portal", "Name", "Province", "Platform", "Address", "Sections"):
        table.add_column(name, overflow="fold")
    for slug, portal in configured_portals(read_settings().portals).items():
        sections = str(len(portal.sections))
        shown = (slug, portal.name, portal.province, portal.platform, portal.base_url, sections)
        table.add_row(*map(clean, shown))
    console().print(table)


def doctor() -> None:
    """Look for what is missing on this machine, and say what to do about it.

    Example: gat doctor

    Exit codes: 0 nothing is missing, 4 something is.
    """
    settings = read_settings()
    findings = examine(settings)
    out = console()
    for finding in findings:
        out.print(_line(finding), soft_wrap=True)
    missing = [finding.name for finding in findings if finding.verdict == "missing"]
    if missing:
        raise RunTroubledError(f"not ready: {', '.join(missing)}; see the lines above", 4)


def _line(finding: Finding) -> str:
    return f"{finding.verdict:<8}{finding.name:<16}{clean(finding.detail)}"
