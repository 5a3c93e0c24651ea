"""Exports as text: CSV for spreadsheets and JSON Lines for programs."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from warehouse.catalog import Described

#: A cell that begins so is a formula to a spreadsheet, also behind its full-width twin; quoting is no help.
_FORMULA = re.compile(" *[=+\\-@\t\r\n\0＝＋－＠]")

Rows = Iterable[tuple[Any, ...]]


def write_csv(
    stream: IO[str], columns: Sequence[Described], rows: Rows, *, decimal_comma: bool = False
) -> None:
    """Write a header and ``rows``, lines ended by CRLF.

    With ``decimal_comma`` as a spreadsheet set to Vietnamese reads numbers: 88,66, and cells apart by ``;``.
    """
    writer = csv.writer(stream, delimiter=";" if decimal_comma else ",")
    writer.writerow([column.name for column in columns])
    cells = [_comma_cell if decimal_comma else _cell] * len(columns)
    text = [column.type == "VARCHAR" for column in columns]
    change = [harmless if is_text else cell for is_text, cell in zip(text, cells, strict=True)]
    for row in rows:
        # Most cells are text or empty: asking for each one's type would take half of the time.
        writer.writerow(
            [None if value is None else made(value) for made, value in zip(change, row, strict=True)]
        )


def write_jsonl(stream: IO[str], columns: Sequence[Described], rows: Rows) -> None:
    """Write one JSON object a line: decimals as numbers, times and days as ISO 8601."""
    names = [column.name for column in columns]
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
    for row in rows:
        stream.write(encode(dict(zip(names, row, strict=True))) + "\n")


def harmless(text: str) -> str:
    """Return ``text`` with a leading apostrophe if a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def joined(values: Iterable[object]) -> str:
    """Return a list as it stands in one cell."""
    return "; ".join(map(str, values))


def _cell(value: object) -> object:
    """Return what a CSV cell shows: numbers plain, times to the second, text that no spreadsheet runs."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case list() | tuple():
            return harmless(joined(value))
        case dict() | str():
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain)
            return harmless(said)
        case _:
            return value


def _comma_cell(value: object) -> object:
    cell = _cell(value)
    return str(cell).replace(".", ",") if isinstance(value, Decimal | float) else cell


def _plain(value: object) -> object:
    """Return a JSON value for what JSON has no word for."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
