"""Commands on text: ``gat extract`` and ``gat evaluate``."""

import json
import re
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractors.engine import Document, extract_facts
from extractors.facts import KINDS
from extractors.text import canonical_text
from flows.cli.comparison import print_comparison
from flows.cli.evaluation import print_evaluation
from flows.cli.explained import explained_json
from flows.cli.output import data_out
from flows.cli.sentences import print_facts
from flows.errors import UsageRefusedError


class FactFormat(StrEnum):
    """How ``gat extract`` prints facts."""

    table = "table"
    jsonl = "jsonl"


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Read the facts of a text file.")(extract)
    app.command(short_help="Measure the readers on annotated text.")(evaluate)


def day(written: str) -> date:
    """Read a day given on the command line, as YYYY-MM-DD only: 20240630 may well be a slip."""
    message = f"{written!r} is no day: write it as 2024-06-30"
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written):
        raise UsageRefusedError(message)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise UsageRefusedError(message) from error


def extract(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="Text file in UTF-8, or - for standard input.")
    ],
    form: Annotated[
        FactFormat,
        typer.Option("--format", help="table: each fact in its sentence; jsonl: one object a line."),
    ] = FactFormat.table,
    reference_date: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Day of publication (2024-06-30), resolves «năm nay», «tháng trước»."
        ),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show the rule of each fact and what its context was drawn from."),
    ] = False,
) -> None:
    """Read the facts of a text: scores, ranks, dates, directives, quantities, persons, assignments.

    Offsets count code points of the canonical text (Unicode NFC, single spaces). With --format jsonl
    standard output carries nothing but facts.

    With --explain each fact tells its rule and, key by key, the words its index, period, subject and the
    like were drawn from, with their offsets, or another source; in jsonl by the keys rule and basis.

    Example: gat extract --format jsonl --reference-date 2024-06-30 article.txt

    Exit codes: 0 done (also without any fact), 2 the file cannot be read or is not UTF-8, or a wrong date.
    """
    published_on = None if reference_date is None else day(reference_date)
    document = Document(canonical_text(read_text(file)), published_on=published_on)
    found = extract_facts(document)
    if form is FactFormat.jsonl:
        for fact in found:
            record = explained_json(fact, document.text) if explain else fact.as_json()
            data_out().write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        print_facts(document.text, found, explain=explain)


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of NAME.txt and NAME.json pairs.")],
    show: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=f"List what was missed and invented: {', '.join(KINDS)}."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="REV", help="List the facts gained and lost since this git revision instead."),
    ] = None,
    form: Annotated[
        FactFormat,
        typer.Option("--format", help="With --against. table: each fact in its sentence; jsonl: one a line."),
    ] = FactFormat.table,
) -> None:
    """Measure the readers on annotated text: precision, recall, F1 by kind, and attribute accuracy.

    Every NAME.txt needs a NAME.json with the keys types and facts; only annotated types are scored.

    With --against the texts are read twice, by this version and by the one at REV of the checkout Gặt runs
    from: + gained, - lost, ~ other attributes. --show then limits the list to one kind.

    Example: gat evaluate --show rank tests/gold/documents

    Example: gat evaluate --against HEAD~3 tests/gold/documents

    Exit codes: 0 measured, or compared (also with differences), 2 the folder, a file of it or REV cannot be
    used.
    """
    if against is not None:
        print_comparison(folder, against, show, as_jsonl=form is FactFormat.jsonl)
    elif form is not FactFormat.table:
        message = "--format goes with --against; the figures are a table"
        raise UsageRefusedError(message)
    else:
        print_evaluation(folder, show)


def read_text(file: str) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises ``UsageRefusedError`` for a file that cannot be read or is not UTF-8.
    """
    name = "standard input" if file == "-" else file
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror}"
        raise UsageRefusedError(message) from error
    except UnicodeDecodeError as error:
        message = (
            f"{name} is not UTF-8 (byte {error.start} is {data[error.start]:#04x}): "
            "convert it first, for example with iconv -f WINDOWS-1258 -t UTF-8"
        )
        raise UsageRefusedError(message) from error
