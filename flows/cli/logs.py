"""The command ``gat logs``: what the processes of a run wrote down."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from flows.cli.terminal import clean, console, error_console
from flows.errors import UsageRefusedError
from flows.logs import LEVELS, Wanted, followed, log_of, records
from flows.settings import read_settings

#: What stands in the columns of a line, and what says nothing to a person.
_SHOWN = frozenset({"at", "level", "run_id", "stage", "portal", "message", "trace", "logger", "process"})


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command(short_help="Show what a run wrote into its log.")(logs)


def logs(
    run_id: Annotated[
        str | None, typer.Argument(metavar="RUN_ID", help="The run, or how its id begins; else the newest.")
    ] = None,
    portal: Annotated[
        str | None, typer.Option("--portal", metavar="SLUG", help="Only records about this portal.")
    ] = None,
    level: Annotated[
        str, typer.Option("--level", help="The least grave: debug, info, warning, error.")
    ] = "info",
    stage: Annotated[
        str | None,
        typer.Option("--stage", help="Only this one: crawl, parse, extract, load, check, publish, notify."),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", help="Go on with what comes, until no run is at work.")
    ] = False,
) -> None:
    """Show the log of a run, a line for each record: time (UTC), level, stage, portal, what happened.

    The log is logs/RUN_ID.jsonl in the data folder, one JSON object a line, for programs. The 90 newest
    of each kind of run are kept.

    Example: gat logs --level warning --portal sonla

    Exit codes: 0 done, 2 no such run, or no such level.
    """
    if level not in LEVELS:
        raise UsageRefusedError(f"--level {level!r} is none of {', '.join(LEVELS)}")
    data = read_settings().data
    path, wanted = log_of(data, run_id), Wanted(portal, stage, level)
    error_console().print(f"run {clean(path.stem)}: {path}", soft_wrap=True)
    out = console()
    for record in followed(data, path, wanted) if follow else records(path, wanted):
        out.print(_line(record), soft_wrap=True)
        for line in str(record.get("trace", "")).splitlines():
            out.print(f"    {clean(line)}", soft_wrap=True)


def _line(record: Mapping[str, Any]) -> str:
    at = str(record.get("at", ""))[:19].replace("T", " ")
    place = " ".join(str(record[name]) for name in ("stage", "portal") if record.get(name))
    more = [f"{name}={_value(value)}" for name, value in record.items() if name not in _SHOWN and value != ""]
    told = " ".join([str(record.get("message", "")), *more])
    return clean(f"{at}  {record.get('level', ''):<8} {place:<20} {told}")


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ",".join(f"{name}:{one}" for name, one in value.items())
    return str(value)
