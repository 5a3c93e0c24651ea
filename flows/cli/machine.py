"""The command about this installation: ``gat doctor``."""

import typer

from flows.cli.terminal import clean, console
from flows.doctor import Finding, examine
from flows.errors import RunTroubledError
from flows.settings import read_settings


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command(short_help="Look for what is missing on this machine.")(doctor)


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
