"""XLSX to text: every row a line, every value behind the label of its column."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml.etree import LxmlError
from openpyxl.utils.exceptions import InvalidFileException

from spiders.files.grid import grid_lines
from spiders.files.legacy import Legacy, to_unicode
from spiders.files.model import FileLimits, FileRejected
from spiders.files.zips import check_archive
from spiders.wording import many_lines, one_line

_DECIMALS = re.compile(r"0\.(0+)")
_BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, LxmlError, ParseError),
    *(KeyError, ValueError, TypeError, IndexError, AttributeError),  # what openpyxl raises on damaged parts
)
_SHEET_BREAK = "\n\x0c\n"


def read_xlsx(body: bytes, limits: FileLimits) -> tuple[tuple[str, ...], tuple[str, ...], Legacy]:
    """Return the names of the sheets, their texts, and the whole with the legacy encoding it was in.

    Hidden sheets are left out, formulas stand as the value their program last computed. Raises FileRejected
    (bomb, encrypted, broken, empty, too_large).
    """
    check_archive(body, limits, part_limit=limits.part)
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            counter = _Counter(limits)
            texts = ["\n".join(grid_lines(counter.rows(sheet))) for sheet in sheets]
        finally:
            book.close()
    except _BROKEN as error:
        raise FileRejected(
            "broken", f"the XLSX cannot be read: {type(error).__name__}: {error}"[:200]
        ) from None
    whole = to_unicode(_SHEET_BREAK.join(texts))
    names = tuple(one_line(sheet.title) for sheet in sheets)
    return names, tuple(many_lines(text) for text in whole.text.split(_SHEET_BREAK)), whole


class _Counter:
    """Reads rows and counts what was read, over all sheets."""

    def __init__(self, limits: FileLimits) -> None:
        self._limits = limits
        self._cells = self._chars = 0

    def rows(self, sheet: Any) -> Iterator[list[str]]:
        """Yield the rows of a sheet as shown; rows without content as empty lists."""
        # What the file says of its size may be a lie, of a million rows.
        sheet.reset_dimensions()
        for row in sheet.iter_rows():
            shown = [_shown(cell) for cell in row]
            while shown and not shown[-1]:
                shown.pop()
            self._cells += sum(map(bool, shown))
            self._chars += sum(map(len, shown))
            if self._cells > self._limits.cells or self._chars > self._limits.chars:
                raise FileRejected(
                    "too_large", f"more than {self._limits.cells} cells, or more text than is allowed"
                )
            yield shown


def _shown(cell: Any) -> str:
    """Return the value of a cell as its reader sees it, numbers with a decimal comma and no thousands."""
    value = cell.value
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        return _number(value, cell.number_format or "General")
    if isinstance(value, datetime | date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time | timedelta):
        return str(value)
    return one_line(str(value))


def _number(value: float, pattern: str) -> str:
    pattern = pattern.partition(";")[0]
    sign = ""
    if pattern.endswith("%"):
        value, sign = value * 100, "%"
    decimals = _DECIMALS.search(pattern)
    if decimals or re.search(r"[0#]%?$", pattern):
        text = f"{value:.{len(decimals[1]) if decimals else 0}f}"
    else:
        text = str(value) if isinstance(value, int) else f"{value:.15g}"
    if "e" in text:
        text = f"{value:f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") + sign
