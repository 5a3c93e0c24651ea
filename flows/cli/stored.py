"""Commands that read the published snapshot: ``gat query``, ``gat explain``, ``gat export``."""

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractors.text import Span
from flows.cli.invocation import gat_command
from flows.cli.results import print_csv, print_json, print_table
from flows.cli.sentences import excerpt, marked, value_line
from flows.cli.terminal import clean, console, error_console
from flows.errors import UsageRefusedError
from flows.plan import require_folder
from flows.settings import read_settings
from warehouse.explain import Explanation
from warehouse.explain import explain as explain_fact
from warehouse.export import export_facts
from warehouse.query import run_query
from warehouse.releases import current_snapshot
from warehouse.tables import BY_KIND


class QueryFormat(StrEnum):
    """How ``gat query`` prints rows."""

    table = "table"
    csv = "csv"
    json = "json"


class ExportFormat(StrEnum):
    """The files that ``gat export`` writes."""

    csv = "csv"
    jsonl = "jsonl"


PRINTERS = {QueryFormat.table: print_table, QueryFormat.csv: print_csv, QueryFormat.json: print_json}


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Ask the published snapshot in SQL.")(query)
    app.command(short_help="Show a fact in its sentence, with page, archive and rule.")(explain)
    app.command(short_help="Write all facts of a kind to a CSV or JSONL file.")(export)


def query(
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help="One SELECT, DESCRIBE, SHOW or SUMMARIZE statement.")
    ],
    form: Annotated[
        QueryFormat, typer.Option("--format", help="table for people; csv and json print nothing but data.")
    ] = QueryFormat.table,
) -> None:
    """Ask the published snapshot in SQL: read-only, at any hour, also while a run is writing.

    Tables: articles, article_versions, captures, runs, one per kind of fact (scores, ranks, dates,
    directives, quantities, persons, assignments), and the view facts over all kinds. SHOW TABLES lists
    them, DESCRIBE NAME their columns.

    --format csv prints values as they are: for a spreadsheet take gat export, which makes cells harmless
    that would run as formulas. --format json has null for infinite numbers and for what is no number.

    Example: gat query "SELECT kind, count(*) FROM out_facts GROUP BY kind"

    Exit codes: 0 done, 2 wrong SQL or nothing published yet, 9 the snapshot is damaged.
    """
    with run_query(snapshot(), sql) as result:
        PRINTERS[form](result)


def explain(
    fact: Annotated[str, typer.Argument(metavar="ID", help="evidence_id of a fact, or its first digits.")],
) -> None:
    """Show a fact in its sentence, its page, the archived bytes of that page, and the rule that read it.

    Example: gat explain 3f2a9c01

    Exit codes: 0 done, 2 no such fact, or several that begin so.
    """
    print_explanation(explain_fact(snapshot(), fact), read_settings().data / "archive")


def export(
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=f"One of: {', '.join(BY_KIND)}.")],
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="FILE|-",
            help="File to write, replaced when complete; - for standard output.",
        ),
    ],
    form: Annotated[
        ExportFormat, typer.Option("--format", help="csv for spreadsheets, jsonl for programs.")
    ] = ExportFormat.csv,
) -> None:
    """Write all facts of a kind to a file, each with its sentence, URL and capture time.

    Text cells that a spreadsheet would run as formulas are made harmless in CSV by a leading apostrophe.

    Example: gat export --kind score --format csv -o scores.csv

    Exit codes: 0 done, 1 the file cannot be written, 2 unknown kind or nothing published yet, 3 disk full.
    """
    is_stream = str(out) == "-"
    count = export_facts(snapshot(), kind, form.value, sys.stdout if is_stream else out)
    place = "standard output" if is_stream else out
    error_console().print(f"{count} facts of kind {kind} written to {place}", soft_wrap=True)


def snapshot() -> Path:
    """Return the current snapshot of the data folder; point at the demo's when it is all there is."""
    data = read_settings().data
    require_folder(data)
    published = data / "published"
    if not (published / "current.duckdb").exists() and (data / "demo" / "published").is_dir():
        message = (
            f"nothing is published in {data} yet; for the demo's data say: "
            f"{gat_command()} --data {shlex.quote(str(data / 'demo'))} ..."
        )
        raise UsageRefusedError(message)
    return current_snapshot(published)


def _file_lines(fact: Explanation) -> dict[str, str]:
    """Return the line that names the file, and the page in it, of a fact that stands in one."""
    if fact.page_no is None and fact.parent_url is None:
        return {}
    place = f", page {fact.page_no}" if fact.page_no is not None else ""
    return {"file": f"{fact.title}{place}: {fact.url}"}


def print_explanation(fact: Explanation, archive: Path) -> None:
    """Print all that evidences a fact."""
    out = console()
    sentence, mark = excerpt(fact.sentence, Span(fact.quote_start, fact.quote_end))
    # A program reads whole lines; a person gets them wrapped between words.
    plain = not out.is_terminal
    out.print(marked(sentence, [mark], plain=plain), soft_wrap=plain)
    out.print(value_line(fact.kind, fact.quote, {**fact.values, "flags": fact.flags}), soft_wrap=plain)
    out.print()
    version = f"{fact.version_no}" if fact.is_current else f"{fact.version_no} (not the current one)"
    published = fact.published_at.isoformat(sep=" ", timespec="minutes") if fact.published_at else "not dated"
    lines = {
        "evidence": f"{fact.evidence_id}, characters {fact.start_offset} to {fact.end_offset} of the text",
        "article": f"{fact.title} ({fact.portal_id}, {published}, version {version})",
        **_file_lines(fact),
        "page": fact.parent_url or fact.url,
        "captured": f"{fact.fetched_at.isoformat(sep=' ', timespec='seconds')} in run {fact.run_id}",
        "archive": f"{archive / fact.warc_file}, offset {fact.warc_offset}, length {fact.warc_length}",
        "sha256": fact.sha256,
        "parser": f"{fact.parser} {fact.parser_version}",
        "rule": f"{fact.rule} of extractor {fact.extractor_version}",
    }
    for name, value in lines.items():
        out.print(f"{name:<10}{clean(value)}", soft_wrap=True)
