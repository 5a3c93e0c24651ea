"""``gat export``: facts, tables and views as files."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.choices import indicator, merger_note, province
from flows.cli.facts import day
from flows.cli.output import data_out
from flows.cli.published import snapshot
from flows.cli.terminal import error_console
from flows.errors import UsageRefusedError
from flows.settings import read_settings
from warehouse.export import export as export_rows
from warehouse.selection import Filters
from warehouse.tables import BY_KIND


class ExportFormat(StrEnum):
    """The files that ``gat export`` writes."""

    csv = "csv"
    csv_vi = "csv-vi"
    xlsx = "xlsx"
    parquet = "parquet"
    jsonl = "jsonl"
    datapackage = "datapackage"


_BY_SUFFIX = {
    ".csv": ExportFormat.csv,
    ".xlsx": ExportFormat.xlsx,
    ".parquet": ExportFormat.parquet,
    ".jsonl": ExportFormat.jsonl,
    ".zip": ExportFormat.datapackage,
}


Out = Annotated[
    Path,
    typer.Option(
        "-o",
        "--out",
        metavar="FILE|-",
        help="File to write, replaced when complete; - for standard output.",
    ),
]
Form = Annotated[
    ExportFormat | None, typer.Option("--format", help="Else by the file's ending; csv where it has none.")
]
Kinds = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(BY_KIND)}.")]
TableName = Annotated[
    str | None, typer.Option("--table", metavar="NAME", help="A table or view of gat tables, no facts.")
]
Provinces = Annotated[
    list[str] | None, typer.Option("--province", metavar="NAME", help="Old or new, accents or not.")
]
Indicators = Annotated[
    list[str] | None, typer.Option("--indicator", metavar="INDEX", help="PAR_INDEX, PAPI, PCI, SIPAS ...")
]
Periods = Annotated[
    list[str] | None, typer.Option("--period", metavar="PERIOD", help="2023, 2020..2024 or 2021/2025.")
]
Portals = Annotated[
    list[str] | None, typer.Option("--portal", metavar="SLUG", help="As gat portals lists them.")
]
Statuses = Annotated[
    list[str] | None, typer.Option("--status", metavar="STATUS", help="actual (reached) or target.")
]
Flags = Annotated[
    list[str] | None, typer.Option("--flag", metavar="FLAG", help="Only facts with this doubt.")
]
NoFlags = Annotated[bool, typer.Option("--no-flags", help="Only facts without any doubt.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DAY", help="Published that day or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DAY", help="Published that day or earlier.")]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command(short_help="Write facts to a spreadsheet or data file.")(export)


def export(  # noqa: PLR0913, PLR0917 - each is an option of the command
    out: Out,
    form: Form = None,
    kind: Kinds = None,
    table: TableName = None,
    place: Provinces = None,
    index: Indicators = None,
    period: Periods = None,
    portal: Portals = None,
    status: Statuses = None,
    flag: Flags = None,
    no_flags: NoFlags = False,
    since: Since = None,
    until: Until = None,
) -> None:
    """Write facts to a file, each with its sentence, URL, capture time, id and place in the archive.

    Without --kind all kinds stand in one table, with one --kind that kind has columns of its own. An option
    given twice means either, several options mean all of them. --province takes scores and ranks of that
    province, and other facts from its portals. Articles without a date pass no --since and no --until.

    csv opens in Excel with all accents (UTF-8, CRLF, commas, 88.66); csv-vi is for an Excel set to
    Vietnamese (semicolons, 88,66). xlsx has typed cells, links, a sheet on the columns and one on the method.
    parquet and jsonl are for programs; datapackage is a zip of CSV and datapackage.json. Cells that a
    spreadsheet would run as formulas are made harmless: in CSV by an apostrophe before them.

    Example: gat export --kind score --province "Bình Định" --period 2020..2024 -o diem.xlsx

    Exit codes: 0 done, 1 the file cannot be written, 2 unknown name or nothing published yet, 3 disk full,
    9 the snapshot is damaged, 10 no row passes the filters: nothing is written, a file of before stays.
    """
    if flag and no_flags:
        raise UsageRefusedError("--flag and --no-flags exclude each other: leave one out")
    filters = Filters(
        kinds=tuple(dict.fromkeys(kind or ())),
        provinces=tuple(province(said) for said in place or ()),
        indicators=tuple(indicator(said) for said in index or ()),
        periods=tuple(period or ()),
        portals=tuple(portal or ()),
        statuses=tuple(status or ()),
        flags=tuple(flag or ()),
        is_flagged=False if no_flags else None,
        since=None if since is None else day(since),
        until=None if until is None else day(until),
    )
    _write(filters, table, form, out)


def _write(filters: Filters, table: str | None, form: ExportFormat | None, out: Path) -> None:
    """Export, and say on standard error what was written."""
    is_stream = str(out) == "-"
    chosen = form or _by_ending(out)
    archive = read_settings().data / "archive"
    target = data_out() if is_stream else out
    count = export_rows(snapshot(), filters, chosen.value, target, table=table, archive=archive)
    note = merger_note(filters.provinces)
    if note:
        error_console().print(f"note: {note}", soft_wrap=True)
    where = "standard output" if is_stream else out
    error_console().print(f"{count} {'rows' if table else 'facts'} written to {where}", soft_wrap=True)


def _by_ending(out: Path) -> ExportFormat:
    """Return the format that a file's ending says; a workbook's must not be given to a text."""
    ending = out.suffix.lower()
    if ending and ending not in _BY_SUFFIX:
        known = ", ".join(_BY_SUFFIX)
        raise UsageRefusedError(
            f"{out.name}: no format has the ending {ending}: end it in {known}, or add --format"
        )
    return _BY_SUFFIX.get(ending, ExportFormat.csv)
