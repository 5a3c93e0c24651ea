"""Exports as text: CSV for spreadsheets and JSON Lines for programs."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import IO, Any

from warehouse.catalog import Described

#: What spreadsheets skip or do not show before a formula: blanks, control and invisible characters, quotes;
#: not tab and line break, so that the search for what is hidden reads no text twice.
_BLANK = r"\x00-\x08\x0b\x0c\x0e-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SKIPPED = rf'[{_BLANK}\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"]*'
#: A cell that begins so is a formula to a spreadsheet, also behind its full-width twin; quoting is no help.
_FORMULA = re.compile(f"[\t\r\n\0]|{_SKIPPED}[=+\\-@＝＋－＠]")
#: By the separator of the file, where one that a spreadsheet is set to instead would begin a cell with a
#: formula. It sees quotes only where a cell of its own begins, so that they keep no such cell together.
_HIDDEN = {
    separator: re.compile(f"([{other}\t\r\n])(?={_SKIPPED}[=+\\-@＝＋－＠])")
    for separator, other in ((",", ";"), (";", ","))
}

#: Columns that hold values of all kinds as text, and the numbers among them.
_VALUES = {"value", "stated", "corrected_value", "old_value", "new_value"}
_NUMBER = re.compile(r"-?\d+\.\d+")

Rows = Iterable[tuple[Any, ...]]


def write_csv(
    stream: IO[str], columns: Sequence[Described], rows: Rows, *, decimal_comma: bool = False
) -> None:
    """Write a header and ``rows``, lines ended by CRLF.

    With ``decimal_comma`` as a spreadsheet set to Vietnamese reads numbers: 88,66, and cells apart by ``;``.
    """
    separator = ";" if decimal_comma else ","
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow([column.name for column in columns])
    text = partial(harmless, separator=separator)
    cell = partial(_comma_cell if decimal_comma else _cell, separator=separator)
    value = partial(_comma_value, separator=separator) if decimal_comma else text
    change = [
        cell if column.type != "VARCHAR" else value if column.name in _VALUES else text for column in columns
    ]
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


def harmless(text: str, separator: str = ",") -> str:
    """Return ``text`` with an apostrophe before whatever a spreadsheet would take for a formula.

    That is where a cell of a file with ``separator`` (comma or semicolon) begins, and where one would begin
    if the spreadsheet took the other of the two, a tab or a line break within the text for the end of a cell.
    """
    kept = _HIDDEN[separator].sub(r"\1'", text)
    return f"'{kept}" if _FORMULA.match(text) else kept


def joined(values: Iterable[object]) -> str:
    """Return a list as it stands in one cell."""
    return "; ".join(map(str, values))


def _cell(value: object, separator: str) -> object:
    """Return what a CSV cell shows: numbers plain, times to the second, text that no spreadsheet runs."""
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case list() | tuple():
            return harmless(joined(value), separator)
        case dict() | str():
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain)
            return harmless(said, separator)
        case _:
            return value


def _comma_cell(value: object, separator: str) -> object:
    cell = _cell(value, separator)
    return str(cell).replace(".", ",") if isinstance(value, Decimal | float) else cell


def _comma_value(value: str, separator: str) -> str:
    return value.replace(".", ",") if _NUMBER.fullmatch(value) else harmless(value, separator)


def _plain(value: object) -> object:
    """Return a JSON value for what JSON has no word for."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
