"""Commands that read the published snapshot: ``gat query``, ``gat explain``, ``gat cite``."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractors.text import Span
from flows.cli.bounds import bounded_memory
from flows.cli.output import data_out
from flows.cli.published import snapshot
from flows.cli.results import print_csv, print_json, print_jsonl, print_table
from flows.cli.sentences import excerpt, marked, value_line
from flows.cli.terminal import clean, console
from flows.settings import read_settings
from warehouse.cite import cite
from warehouse.explain import Explanation
from warehouse.explain import explain as explain_fact
from warehouse.query import run_query


class QueryFormat(StrEnum):
    """How ``gat query`` prints rows."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonl = "jsonl"


class CiteFormat(StrEnum):
    """How ``gat cite`` prints a citation."""

    text = "text"
    bibtex = "bibtex"
    json = "json"


PRINTERS = {
    QueryFormat.csv: print_csv,
    QueryFormat.json: print_json,
    QueryFormat.jsonl: print_jsonl,
}


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Ask the published snapshot in SQL.")(query)
    app.command(short_help="Show a fact in its sentence, with page, archive and rule.")(explain)
    app.command(name="cite", short_help="Cite a fact or an article in Vietnamese and English.")(cite_one)


def query(
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help="One SELECT, DESCRIBE, SHOW or SUMMARIZE statement.")
    ],
    form: Annotated[
        QueryFormat, typer.Option("--format", help="table for people; the others print nothing but data.")
    ] = QueryFormat.table,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="ROWS", help="Rows of a table; the others print all.")
    ] = 200,
    timeout: Annotated[
        float, typer.Option("--timeout", min=0.001, metavar="SECONDS", help="When to give up.")
    ] = 60,
) -> None:
    """Ask the published snapshot in SQL: read-only, at any hour, also while a run is writing.

    gat tables lists tables and views, gat describe NAME their columns. The statement reaches no file and no
    network, changes nothing, and takes at most 1 GB of memory (2 GB with all around it).

    --format csv prints values as they are: for a spreadsheet take gat export, which makes cells harmless
    that would run as formulas. --format json has null for infinite numbers and for what is no number; jsonl
    is one object a line.

    Example: gat query "SELECT kind, count(*) FROM out_facts GROUP BY kind"

    Exit codes: 0 done, 2 wrong SQL or nothing published yet, 9 the snapshot is damaged, 12 out of time.
    """
    with bounded_memory(), run_query(snapshot(), sql, timeout) as result:
        if form is QueryFormat.table:
            print_table(result, limit)
        else:
            PRINTERS[form](result)


def explain(
    fact: Annotated[str, typer.Argument(metavar="ID", help="evidence_id of a fact, or its first digits.")],
) -> None:
    """Show a fact in its sentence, its page, the archived bytes of that page, and the rule that read it.

    Example: gat explain 3f2a9c01

    Exit codes: 0 done, 2 no such fact, or several that begin so.
    """
    print_explanation(explain_fact(snapshot(), fact), read_settings().data / "archive")


def cite_one(
    asked: Annotated[
        str,
        typer.Argument(metavar="ID", help="evidence_id, article_id or observation_id, or its first digits."),
    ],
    form: Annotated[
        CiteFormat, typer.Option("--format", help="text, an entry of BibLaTeX, or all there is as JSON.")
    ] = CiteFormat.text,
) -> None:
    """Cite a fact, an article or an observation: page, day, address, capture time, sentence and release.

    Text has the citation in Vietnamese, then in English. An observation has one for each statement that it
    rests on, the chosen ones first.

    Example: gat cite 3f2a9c01

    Exit codes: 0 done, 2 nothing has that id, or several things begin so.
    """
    found = cite(snapshot(), asked)
    out = console()
    if form is CiteFormat.json:
        data_out().write(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=1) + "\n")
        return
    for number, one in enumerate(found):
        if number:
            out.print()
        for line in one.bibtex.split("\n") if form is CiteFormat.bibtex else (one.vi, one.en):
            out.print(clean(line), soft_wrap=True)


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
