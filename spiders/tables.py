"""Tables of an article: row by row, every cell behind its header label, so that no number stands alone."""

import re
from collections.abc import Iterator, Sequence

from bs4 import Tag

from spiders.errors import PageRejected
from spiders.wording import one_line

_NUMBER = re.compile(r"^[+-]?[\d.,]+\s*%?$")
# What stands over a column of values: with these, two columns have a header even in plain cells.
_VALUE_HEAD = re.compile(
    r"^(?:(?:điểm|tổng điểm|số điểm|điểm số|điểm đạt|giá trị|kết quả|(?:xếp |thứ |vị )?(?:hạng|thứ)|vị trí"
    r"|t[ỷỉ] lệ|số lượng|tổng số|năm|chỉ tiêu|kế hoạch|thực hiện)\b.{0,30}|%)$",
    re.IGNORECASE,
)
_MAX_SPAN = 50
_MAX_CELLS = 50_000
_MAX_CHARS = 1_000_000
_CAPTION_CHARS = 300
_PROSE_CHARS = 400
_DIGIT = re.compile(r"\d")
_WORDED = re.compile(r"\w")


def is_picture_table(table: Tag) -> bool:
    """Tell whether a table only holds pictures and what is written under them.

    What is written stands below a picture, in its cell or in the next of its column. Beside one it is data
    with an icon (arrows, medals); with figures it is a caption only below the picture of a one-column table.
    """
    if table.find("img") is None or len(table.get_text(" ", strip=True)) > _CAPTION_CHARS:
        return False
    rows = _rows(table)
    is_one_column = all(len(row) <= 1 for row in rows)
    pictured: set[int] = set()
    for row in rows:
        for column, cell in enumerate(row):
            text, has_picture = _text(cell), cell.find("img") is not None
            if not _WORDED.search(text):
                pictured |= {column} if has_picture else set()
                continue
            has_figures = _DIGIT.search(text) is not None
            if has_figures and (has_picture or not is_one_column):
                return False
            if not (has_picture or column in pictured):
                return False
    return True


def is_layout_table(table: Tag) -> bool:
    """Tell whether a table arranges paragraphs instead of data: one column, nested tables, long prose."""
    if table.find("table") is not None:
        return True
    rows = _rows(table)
    if max((len(row) for row in rows), default=0) < 2:
        return True
    cells = [cell for row in rows for cell in row]
    return any(len(cell.find_all("p")) > 1 and len(cell.get_text()) > _PROSE_CHARS for cell in cells)


def table_lines(table: Tag) -> Iterator[str]:
    """Yield the rows of a data table, cells joined by `` | ``, each as ``label: value`` under a header.

    A cell that spans rows is repeated in each; one that spans columns stands in the first. A row of one
    cell across the whole table is a heading and stands as it is. Empty cells are left out. Raises
    PageRejected for a table that spans blow up.
    """
    rows = _rows(table)
    heads = _header_rows(rows)
    grid = _grid(rows, heads)
    labels = _labels(grid[:heads]) or [""] * (len(grid[0]) if grid else 0)
    caption = table.find("caption")
    if isinstance(caption, Tag) and (text := _text(caption)):
        yield text
    for cells in grid[heads:]:
        shown = [(label, cell) for label, cell in zip(labels, cells, strict=True) if cell]
        if len(shown) == 1 and len(cells) > 1:
            yield shown[0][1]
        elif shown:
            yield " | ".join(f"{label}: {cell}" if label else cell for label, cell in shown)


def _rows(table: Tag) -> list[list[Tag]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return [list(row.find_all(["td", "th"], recursive=False)) for row in rows]


def _header_rows(rows: Sequence[Sequence[Tag]]) -> int:
    """Return how many rows at the top are headers."""
    count = 0
    for row in rows:
        if not row or not all(cell.name == "th" or _is_in_head(cell) for cell in row):
            break
        count += 1
    if count or len(rows) < 2:
        return min(count, len(rows) - 1)
    first = [_text(cell) for cell in rows[0]]
    if not all(first):
        return 0
    # Where every row is bold, or the first cell of each, bold says nothing.
    is_bold = _is_bold(rows[0]) and not any(_is_bold(row[1:]) for row in rows[1:])
    return 1 if is_bold or _is_wordy(first, rows[1:]) else 0


def _is_in_head(cell: Tag) -> bool:
    box = next((one for one in cell.parents if one.name in {"thead", "table"}), None)
    return box is not None and box.name == "thead"


def _is_bold(row: Sequence[Tag]) -> bool:
    written = [cell for cell in row if _text(cell)]
    return bool(written) and all(cell.find(["b", "strong"]) for cell in written)


def _is_wordy(first: Sequence[str], below: Sequence[Sequence[Tag]]) -> bool:
    """Tell whether plain cells are headers: words over numbers.

    Of two columns the first row may be a label and its value as well («Tỉnh», «Sơn La»), so that the word
    over the values must be one that says so.
    """
    if any(_NUMBER.match(text) for text in first):
        return False
    if len(first) < 3 and not _VALUE_HEAD.match(first[-1]):
        return False
    return any(_NUMBER.match(_text(cell)) for row in below for cell in row[1:])


def _grid(rows: Sequence[Sequence[Tag]], heads: int) -> list[list[str]]:
    """Lay the cells out on columns; spans are limited, a page may ask for a million columns."""
    width = laid = chars = 0
    hanging: dict[int, tuple[int, str]] = {}
    grid: list[list[str]] = []
    for number, row in enumerate(rows):
        cells: dict[int, str] = {column: text for column, (_, text) in hanging.items()}
        hanging = {column: (left - 1, text) for column, (left, text) in hanging.items() if left > 1}
        column = 0
        for cell in row:
            while column in cells:
                column += 1
            text = _text(cell)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            for place in range(column, column + across):
                cells[place] = text if place == column or number < heads else ""
                if down > 1:
                    hanging[place] = (down - 1, cells[place])
            column += across
            _refuse_large(laid + column, chars)
        width = max(width, max(cells, default=-1) + 1)
        laid += max(cells, default=-1) + 1
        chars += sum(map(len, cells.values()))
        _refuse_large(max(laid, width * len(rows)), chars)
        grid.append([cells.get(place, "") for place in range(max(cells, default=-1) + 1)])
    return [row + [""] * (width - len(row)) for row in grid]


def _refuse_large(cells: int, chars: int) -> None:
    if cells > _MAX_CELLS or chars > _MAX_CHARS:
        raise PageRejected(
            "table_too_large",
            f"a table is laid out to more than {_MAX_CELLS} cells or {_MAX_CHARS} characters by its spans",
        )


def _labels(heads: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(dict.fromkeys(part for part in column if part)) for column in zip(*heads, strict=True)]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() else 1


def _text(cell: Tag) -> str:
    return one_line(cell.get_text(" "))
