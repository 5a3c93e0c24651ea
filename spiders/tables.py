"""Tables of an article: row by row, every cell behind its header label, so that no number stands alone."""

import re
from collections.abc import Sequence

from bs4 import Tag

from extractors.text import canonical_text

_NUMBER = re.compile(r"^[+-]?[\d.,]+\s*%?$")
_MAX_SPAN = 50
_CAPTION_CHARS = 300
_PROSE_CHARS = 400


def is_picture_table(table: Tag) -> bool:
    """Tell whether a table only holds pictures and what is written under them."""
    return table.find("img") is not None and len(table.get_text(" ", strip=True)) <= _CAPTION_CHARS


def is_layout_table(table: Tag) -> bool:
    """Tell whether a table arranges paragraphs instead of data: one column, nested tables, long prose."""
    rows = _rows(table)
    if table.find("table") is not None or max((len(row) for row in rows), default=0) < 2:
        return True
    cells = [cell for row in rows for cell in row]
    return any(len(cell.find_all("p")) > 1 and len(cell.get_text()) > _PROSE_CHARS for cell in cells)


def table_lines(table: Tag) -> list[str]:
    """Return the rows of a data table, cells joined by `` | ``, each as ``label: value`` under a header.

    A cell that spans rows is repeated in each; one that spans columns stands in the first. A row of one
    cell across the whole table is a heading and stands as it is. Empty cells are left out.
    """
    rows = _rows(table)
    heads = _header_rows(rows)
    grid = _grid(rows, heads)
    labels = _labels(grid[:heads]) or [""] * (len(grid[0]) if grid else 0)
    caption = table.find("caption")
    lines = [_text(caption)] if isinstance(caption, Tag) else []
    for cells in grid[heads:]:
        shown = [(label, cell) for label, cell in zip(labels, cells, strict=True) if cell]
        if len(shown) == 1 and len(cells) > 1:
            lines.append(shown[0][1])
        else:
            lines.append(" | ".join(f"{label}: {cell}" if label else cell for label, cell in shown))
    return [line for line in lines if line]


def _rows(table: Tag) -> list[list[Tag]]:
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return [list(row.find_all(["td", "th"], recursive=False)) for row in rows]


def _header_rows(rows: Sequence[Sequence[Tag]]) -> int:
    """Return how many rows at the top are headers."""
    count = 0
    for row in rows:
        if not row or not all(cell.name == "th" or cell.find_parent("thead") for cell in row):
            break
        count += 1
    if count or len(rows) < 2:
        return min(count, len(rows) - 1)
    first = [_text(cell) for cell in rows[0]]
    below = [_text(cell) for row in rows[1:] for cell in row[1:]]
    is_bold = all(cell.find(["b", "strong"]) for cell in rows[0] if _text(cell))
    is_wordy = not any(_NUMBER.match(text) for text in first) and any(_NUMBER.match(text) for text in below)
    return 1 if all(first) and (is_bold or is_wordy) else 0


def _grid(rows: Sequence[Sequence[Tag]], heads: int) -> list[list[str]]:
    """Lay the cells out on columns; spans are limited, a page may ask for a million columns."""
    width = 0
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
        width = max(width, max(cells, default=-1) + 1)
        grid.append([cells.get(place, "") for place in range(max(cells, default=-1) + 1)])
    return [row + [""] * (width - len(row)) for row in grid]


def _labels(heads: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(dict.fromkeys(part for part in column if part)) for column in zip(*heads, strict=True)]


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MAX_SPAN) if value.isdecimal() else 1


def _text(cell: Tag) -> str:
    return " ".join(canonical_text(cell.get_text(" ")).split())
