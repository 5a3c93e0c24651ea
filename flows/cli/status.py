"""Commands about how things stand: ``gat status``, ``gat report``. They import little and answer at once."""

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer
from typer import Exit

from flows.cli.output import data_out
from flows.settings import read_settings
from pipelines.cleaning import clean
from pipelines.morning.report import MorningReport
from pipelines.morning.shelf import NoReportError, latest_report, read_report
from pipelines.status import status_of_folder


class StatusFormat(StrEnum):
    """How the status is printed."""

    LINE = "line"
    JSON = "json"


class ReportFormat(StrEnum):
    """How a report is printed."""

    MD = "md"
    HTML = "html"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Say in one line how things stand; for scripts.")(status)
    app.command(short_help="Print the report of the last run, or of another.")(report)


def status(
    form: Annotated[
        StatusFormat, typer.Option("--format", help="One line for people, or JSON.")
    ] = StatusFormat.LINE,
) -> None:
    """Say how things stand: the last run, who is at work now, the release, alarms, what to do next.

    Reads small files only: it answers at once, also while a run is at work and when the warehouse is damaged.

    Example: gat status --format json

    Exit codes: 0 the last run went well and a night ended within 26 hours, 14 none did; else that of the last
    run, 1 when it was killed. A run that is at work now changes none of them.
    """
    found = status_of_folder(read_settings().data)
    if form is StatusFormat.JSON:
        data_out().write(json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write(clean(found.line) + "\n")
    raise Exit(found.exit_code)


def report(
    run_id: Annotated[
        str | None, typer.Argument(metavar="RUN", help="A run (else the last one that left a report).")
    ] = None,
    form: Annotated[
        ReportFormat, typer.Option("--format", help="Markdown, a page, or JSON.")
    ] = ReportFormat.MD,
) -> None:
    """Print the report of a run: what came of it, what needs you, what is new, alarms, checks, timings.

    The same lies in reports/ of the data folder, as latest.md, latest.html and latest.json.

    Example: gat report --format html > morning.html

    Exit codes: 0 done, 2 there is no such report.
    """
    found = _found(run_id)
    match form:
        case ReportFormat.HTML:
            text = found.html()
        case ReportFormat.JSON:
            text = json.dumps(found.as_json(), ensure_ascii=False, indent=1) + "\n"
        case _:
            text = found.markdown()
    data_out().write(text)


def _found(run_id: str | None) -> MorningReport:
    data = read_settings().data
    if run_id is not None:
        return read_report(data, run_id)
    last = latest_report(data)
    if last is None:
        raise NoReportError(f"no run has left a report in {data} yet: gat run")
    return last
