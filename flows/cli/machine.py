"""The commands about this installation: ``gat doctor`` and ``gat config``."""

from typing import Annotated

import typer

from flows.cli.terminal import clean, console
from flows.doctor import Finding, examine
from flows.errors import RunTroubledError
from flows.settings import read_settings, told_settings
from flows.settings.shown import effective, template

TemplateOption = Annotated[
    bool, typer.Option("--template", help="Print a settings file to fill in, with every setting explained.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Look for what is missing on this machine.")(doctor)
    app.command(short_help="Show the settings in effect, and where each comes from.")(config)


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
    missing = list(dict.fromkeys(finding.name for finding in findings if finding.verdict == "missing"))
    if missing:
        raise RunTroubledError(f"not ready: {', '.join(missing)}; see the lines above", 4)


def _line(finding: Finding) -> str:
    return f"{finding.verdict:<8}{finding.name:<16}{clean(finding.detail)}"


def config(context: typer.Context, is_template: TemplateOption = False) -> None:
    """Show the settings in effect as lines of TOML, and where each comes from; secrets are not shown.

    The command line counts before the environment, the environment before the settings file (gat.toml in this
    folder, or the one that GAT_CONFIG or gat --config names), the file before the defaults.

    Example: gat config --template > gat.toml

    Exit codes: 0 done, 4 a setting is not allowed.
    """
    if is_template:
        typer.echo(template(), nl=False)
        return
    overridden = {} if context.obj is None else {"data": "command line --data"}
    for line in effective(read_settings(), told_settings(), overridden):
        typer.echo(clean(line))
