"""Exports as an Excel workbook: the rows, a dictionary of the columns, and how they came about.

Every cell is written by its type, never by its looks, so nothing in it is a formula.
"""

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from warehouse.catalog import Described
from warehouse.errors import WarehouseError
from warehouse.export_text import joined
from warehouse.extract import Extract
from warehouse.labels import LABELS
from warehouse.provenance import RIGHTS_EN, RIGHTS_VI, Provenance

#: What Excel takes: rows of a sheet without the header, links of a sheet, characters of a cell and of a link.
MOST_ROWS = 1_048_575
MOST_LINKS = 65_530
_LONGEST = 32_767
_LONGEST_LINK = 2_079
_EXACT = 2**53
_FIRST_YEAR = 1900
_CUT = " … [cắt bớt]"
_WIDE, _NARROW = 60, 14
_WIDE_COLUMNS = {"sentence", "quote", "title", "url", "task", "name", "description"}
_LINKED = {"url", "archived_url", "final_url", "base_url", "page_url"}

#: Writes a value at row and column, and returns other than 0 where it cannot.
Write = Callable[[Worksheet, int, int, object], int]

_HEADINGS = ("Cột", "Tên tiếng Việt", "Kiểu", "Ý nghĩa (như từ điển dữ liệu)")


class _Book:
    """A workbook being written row by row."""

    def __init__(self, path: Path, archive: Path | None, beside: Path) -> None:
        self.book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent),
            },
        )
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.instant = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.cut = 0
        self.unlinked = 0
        self.links = 0
        self._archive, self._beside = archive, beside
        self._warcs: dict[str, str | None] = {}

    def writer(self, column: Described) -> Write:
        """Return what writes the values of ``column``: text at once, all else by each value's type."""

        def write(sheet: Worksheet, row: int, at: int, value: object) -> int:
            match value:
                case bool():
                    return int(sheet.write_boolean(row, at, value))
                case Decimal() | float():
                    return int(sheet.write_number(row, at, float(value)))
                case int() if abs(value) < _EXACT:
                    return int(sheet.write_number(row, at, value))
                case datetime() if value.year >= _FIRST_YEAR:
                    return int(sheet.write_datetime(row, at, value.replace(tzinfo=None), self.instant))
                case date() if value.year >= _FIRST_YEAR:
                    return int(sheet.write_datetime(row, at, value, self.day))
                case _:
                    return self._text(sheet, row, at, value)

        if column.name in _LINKED:
            return self._link
        if column.name == "warc_file":
            return self._warc
        return self._text if column.type == "VARCHAR" else write

    def _text(self, sheet: Worksheet, row: int, at: int, value: object) -> int:
        said = joined(value) if isinstance(value, list | tuple) else str(value)
        if len(said) > _LONGEST:
            # xlsxwriter would leave such a cell out.
            said = said[: _LONGEST - len(_CUT)] + _CUT
            self.cut += 1
        return int(sheet.write_string(row, at, said))

    def _link(self, sheet: Worksheet, row: int, at: int, value: object) -> int:
        said = str(value)
        target = said if said.startswith(("http://", "https://")) else None
        return self._linked(sheet, row, at, said, target)

    def _warc(self, sheet: Worksheet, row: int, at: int, value: object) -> int:
        """Link a file of the archive, if it is on this machine."""
        name = str(value)
        if name not in self._warcs:
            path = self._archive / name if self._archive else None
            found = path is not None and path.is_file()
            self._warcs[name] = f"external:{os.path.relpath(path, self._beside)}" if found and path else None
        return self._linked(sheet, row, at, name, self._warcs[name])

    def _linked(self, sheet: Worksheet, row: int, at: int, said: str, target: str | None) -> int:
        if target is None or len(target) > _LONGEST_LINK:
            return self._text(sheet, row, at, said)
        if self.links >= MOST_LINKS:
            self.unlinked += 1
            return self._text(sheet, row, at, said)
        self.links += 1
        return int(sheet.write_url(row, at, target, string=said))


def write_xlsx(path: Path, taken: Extract, told: Provenance, archive: Path | None, beside: Path) -> None:
    """Write the workbook to ``path``; links to files of ``archive`` are relative to the folder ``beside``.

    More rows than a sheet holds go on in a further sheet. Raises WarehouseError if Excel has no room for one.
    """
    book = _Book(path, archive, beside)
    try:
        _data(book, taken)
        _dictionary(book, taken)
        _method(book, told)
    finally:
        try:
            book.book.close()
        except FileCreateError as error:
            raise error.args[0] if isinstance(error.args[0], OSError) else error from error


def _data(book: _Book, taken: Extract) -> None:
    names = [column.name for column in taken.columns]
    write = [book.writer(column) for column in taken.columns]
    sheet, at = _sheet(book, "Dữ liệu", names), 0
    sheets = 1
    for values in taken.rows():
        if at == MOST_ROWS:
            sheet.autofilter(0, 0, at, len(names) - 1)
            sheets += 1
            sheet, at = _sheet(book, f"Dữ liệu {sheets}", names), 0
        at += 1
        for place, value in enumerate(values):
            if value is not None and write[place](sheet, at, place, value):
                name = names[place]
                raise WarehouseError(f"row {at + 1} of the workbook cannot hold its {name}: export as csv")
    sheet.autofilter(0, 0, at, len(names) - 1)


def _sheet(book: _Book, name: str, names: Sequence[str]) -> Worksheet:
    sheet = book.book.add_worksheet(name)
    book.links = 0
    sheet.freeze_panes(1, 1)
    for column, title in enumerate(names):
        width = _WIDE if title in _WIDE_COLUMNS else max(_NARROW, len(title) + 3)
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, book.head)
    return sheet


def _dictionary(book: _Book, taken: Extract) -> None:
    lines = [
        (column.name, LABELS.get(column.name, ""), column.type, column.description)
        for column in taken.columns
    ]
    _listed(book, "Từ điển cột", _HEADINGS, lines, (22, 30, 28, 110))


def _method(book: _Book, told: Provenance) -> None:
    local = "giờ Việt Nam (UTC+7)"
    lines = [
        ("Nội dung", told.source),
        *((f"Lọc {option}", value) for option, value in told.filters),
        ("Số dòng", f"{told.rows}"),
        ("Bản dữ liệu", told.release),
        ("Xuất lúc", f"{told.exported_at:%Y-%m-%d %H:%M:%S} UTC"),
        ("Phiên bản Gặt", told.gat_version),
        ("Phiên bản bộ đọc", told.extractor_version),
        ("Ngày giờ", f"mọi thời điểm theo {local}; ô trống nghĩa là trang không nói, không phải là số 0"),
        ("Câu văn", "mỗi dòng có câu văn gốc, địa chỉ trang, lúc lưu (fetched_at) và mã (evidence_id)"),
        ("Bản lưu", "warc_file, warc_offset và warc_length chỉ bản lưu trong kho WARC của người vận hành; "
                    "archived_url là địa chỉ ở kho lưu trữ công cộng, nếu có"),
        ("Tra lại", "gat explain MÃ cho thấy dữ kiện trong câu văn của nó; gat cite MÃ cho lời dẫn nguồn"),
        ("Ô bị cắt", f"{book.cut} ô dài hơn {_LONGEST} ký tự bị cắt bớt"),
        ("Liên kết", f"{book.unlinked} địa chỉ để nguyên dạng chữ vì một trang tính chứa nhiều nhất "
                     f"{MOST_LINKS} liên kết"),
        ("Quyền sử dụng", RIGHTS_VI),
        ("Licence", RIGHTS_EN),
        ("Cách dẫn nguồn", told.citation_vi),
        ("How to cite", told.citation_en),
    ]  # fmt: skip
    _listed(book, "Phương pháp", ("Mục", "Nội dung"), lines, (22, 120))


def _listed(
    book: _Book, name: str, head: Sequence[str], lines: Sequence[Sequence[str]], widths: Sequence[int]
) -> None:
    sheet = book.book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, book.head)
    for row, line in enumerate(lines, start=1):
        for column, said in enumerate(line):
            sheet.write_string(row, column, said[:_LONGEST], book.wrapped)
