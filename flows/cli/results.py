"""Rows of a query on standard output: a table for people, CSV and JSON for programs."""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice

from rich.table import Table

from flows.cli.output import data_out
from flows.cli.terminal import clean, console, error_console
from warehouse.query import Result

#: Rows behind those shown are counted up to so many: fetching millions to tell their number helps nobody.
_COUNTED = 100_000


def print_table(result: Result, limit: int) -> None:
    """Print the first ``limit`` rows as a table, and say how many there are more."""
    table = Table(header_style="bold")
    rows = list(islice(result.rows, limit))
    for position, name in enumerate(result.columns):
        numbers = all(isinstance(row[position], int | float | Decimal) for row in rows)
        table.add_column(clean(name), justify="right" if numbers and rows else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else clean(shown(value)) for value in row))
    console().print(table)
    more = sum(1 for _ in islice(result.rows, _COUNTED))
    if more:
        said = f"{more} more rows" if more < _COUNTED else f"{more:,} more rows at least"
        error_console().print(f"{said}; --limit ROWS shows more, --format csv prints all")


def print_csv(result: Result) -> None:
    """Print all rows as CSV with a header line."""
    writer = csv.writer(data_out(), lineterminator="\n")
    writer.writerow(result.columns)
    for row in result.rows:
        writer.writerow(["" if value is None else shown(value) for value in row])


def print_json(result: Result) -> None:
    """Print all rows as a JSON list of objects. Columns of the same name are told apart by a number."""
    out = data_out()
    out.write("[")
    for number, line in enumerate(_objects(result)):
        out.write((",\n " if number else "") + line)
    out.write("]\n")


def print_jsonl(result: Result) -> None:
    """Print each row as a JSON object on a line of its own, with the same names and values."""
    out = data_out()
    for line in _objects(result):
        out.write(f"{line}\n")


def _objects(result: Result) -> Iterator[str]:
    names = _distinct(result.columns)
    for row in result.rows:
        record = dict(zip(names, map(_plain, row), strict=True))
        yield json.dumps(record, ensure_ascii=False, allow_nan=False)


def _distinct(columns: Sequence[str]) -> list[str]:
    names: list[str] = []
    for name in columns:
        taken = sum(1 for one in names if one == name or one.startswith(f"{name}_"))
        names.append(f"{name}_{taken + 1}" if name in names else name)
    return names


def shown(value: object) -> object:
    """Return a cell's text: decimals without trailing zeros, times to the second, lists joined."""
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case list() | tuple():
            return "; ".join(str(shown(one)) for one in value)
        case _:
            return value


def _plain(value: object) -> object:
    """Return a JSON value: decimals as numbers, times and days as ISO 8601, anything strange as text.

    JSON has no word for infinite numbers and for what is no number: they are null.
    """
    if isinstance(value, float) and not math.isfinite(value):
        value = None
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date() | time():
            return value.isoformat()
        case list() | tuple():
            return [_plain(one) for one in value]
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
        case _:
            return str(value)
