"""``gat search``: titles and sentences that hold what is typed, with it marked."""

import csv
import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer

from extractors.text import Span
from flows.cli.choices import merger_note, province
from flows.cli.facts import day
from flows.cli.output import data_out
from flows.cli.published import snapshot
from flows.cli.sentences import marked, shortened
from flows.cli.terminal import clean, console, error_console
from warehouse.errors import NothingFound
from warehouse.export_text import harmless
from warehouse.search import Found, Hit, search
from warehouse.selection import Filters
from warehouse.tables import BY_KIND


class SearchFormat(StrEnum):
    """How ``gat search`` prints what it finds."""

    table = "table"
    csv = "csv"
    json = "json"


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command(name="search", short_help="Find words in titles and sentences, accents or not.")(find)


def find(  # noqa: PLR0913, PLR0917 - each is an option of the command
    phrase: Annotated[
        list[str], typer.Argument(metavar="PHRASE...", help='Words; several in quotes ("...") are a phrase.')
    ],
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(BY_KIND)}.")
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option("--province", metavar="NAME", help="Old or new, accents or not.")
    ] = None,
    portal: Annotated[
        list[str] | None, typer.Option("--portal", metavar="SLUG", help="As gat portals lists them.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Published that day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Published that day or earlier.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="So many articles at most.")] = 20,
    form: Annotated[
        SearchFormat, typer.Option("--format", help="table for people; csv and json print nothing but data.")
    ] = SearchFormat.table,
) -> None:
    """Find articles by words in their titles, and in their sentences that state facts.

    A passage must hold all words. Accents may be left out («binh dinh», «hoa» for «hoà» and «hòa», d for đ),
    and large letters do not count; with accents typed, those spelt so come first. Then come passages with
    the words side by side in this order, then titles, then those in which the words weigh more, then newer
    ones. Within quotes words must follow each other: gat search '"cai cach" "so noi vu"'. Where more than
    5,000 passages match, titles and the newest sentences are ranked, older ones are left out.

    Each article is shown once, with its best passage. --kind asks for a fact of that kind in the sentence,
    --province for portals of that province. json has the place of each mark in the passage, in code points;
    csv too, where an apostrophe before what a spreadsheet would run as a formula does not count.

    Example: gat search "cải cách hành chính" --province "Bình Định" --since 2024-01-01

    Exit codes: 0 done, 2 nothing to look for, unknown name or nothing published yet, 9 the snapshot is
    damaged, 10 nothing found: csv and json print an empty list, and the nearest word is told.
    """
    provinces = [province(said) for said in place or ()]
    filters = Filters(
        kinds=tuple(dict.fromkeys(kind or ())),
        provinces=tuple(provinces),
        portals=tuple(portal or ()),
        since=None if since is None else day(since),
        until=None if until is None else day(until),
    )
    note = merger_note(provinces)
    if note:
        error_console().print(f"note: {note}", soft_wrap=True)
    try:
        found = search(snapshot(), " ".join(phrase), filters, limit)
    except NothingFound:
        _PRINTERS[form](Found((), 0, is_all=True))
        raise
    _PRINTERS[form](found)


def _print_hits(found: Found) -> None:
    """Print each hit for people: what it says, and where."""
    out = console()
    plain = not out.is_terminal
    for hit in found.hits:
        passage, marks = shortened(hit.passage, [Span(*mark) for mark in hit.marks])
        if not hit.is_title:
            out.print(clean(hit.title), style="bold", soft_wrap=plain)
        out.print(marked(passage, marks, plain=plain), soft_wrap=plain)
        published = f"{hit.published_at:%Y-%m-%d}" if hit.published_at else "not dated"
        out.print(f"{hit.portal_id}, {published}, {clean(hit.url)}", style="dim", soft_wrap=True)
        out.print()
    if found.hits:
        more = "" if found.is_all else "more than "
        said = f"{len(found.hits)} articles; {more}{found.passages} passages match"
        error_console().print(said, soft_wrap=True)


def _print_csv(found: Found) -> None:
    writer = csv.DictWriter(data_out(), _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for hit in found.hits:
        record = _record(hit) | {"marks": "; ".join(f"{start}-{end}" for start, end in hit.marks)}
        safe = {name: harmless(value) if isinstance(value, str) else value for name, value in record.items()}
        writer.writerow(safe)


def _print_json(found: Found) -> None:
    data_out().write(json.dumps([_record(hit) for hit in found.hits], ensure_ascii=False, indent=1) + "\n")


def _record(hit: Hit) -> dict[str, Any]:
    published = hit.published_at.isoformat() if hit.published_at else None
    return asdict(hit) | {"published_at": published}


_COLUMNS = list(Hit.__dataclass_fields__)
_PRINTERS = {
    SearchFormat.table: _print_hits,
    SearchFormat.csv: _print_csv,
    SearchFormat.json: _print_json,
}
