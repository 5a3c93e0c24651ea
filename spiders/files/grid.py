"""Rows of plain cells to lines: finds the header rows of a sheet and puts its labels before the values."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

_VALUE = re.compile(r"^[+-]?[\d.,]+\s*%?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_COLUMN_MARK = re.compile(r"^\(?(?:\d{1,2}|[A-ZĐ])\)?(?:\s*=.*)?$")
#: What may stand over the values of two columns; any other pair is a label and its value already.
_OVER_VALUES = re.compile(
    r"điểm|giá trị|kết quả|hạng|vị trí|t[ỷỉ] lệ|số lượng|tổng|năm|chỉ tiêu|kế hoạch|thực hiện|%",
    re.IGNORECASE,
)
_LONGEST_LABEL = 160
_MOST_HEADS = 4

Row = Sequence[str]


def grid_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the rows of a sheet, cells joined by `` | ``, each as ``label: value`` under a header.

    The form is that of the tables of pages (``spiders.tables``). Rows without content part tables; one
    without a header of its own goes on with the one before. A row of one cell is a heading and stands alone.
    """
    labels: list[str] = []
    for is_filled, group in groupby(rows, key=bool):
        if not is_filled:
            continue
        block = list(group)
        head = _header(block)
        if head is None:
            yield from (_line(row, labels) for row in block)
            continue
        start, end = head
        labels = _labels(block[start:end])
        yield from (_line(row, []) for row in block[:start])
        if end < len(block) and _is_column_marks(block[end]):
            end += 1
        yield from (_line(row, labels) for row in block[end:])


def _line(row: Row, labels: Sequence[str]) -> str:
    filled = [(place, cell) for place, cell in enumerate(row) if cell]
    if len(filled) == 1:
        return filled[0][1]
    return " | ".join(
        f"{labels[place]}: {cell}" if place < len(labels) and labels[place] else cell
        for place, cell in filled
    )


def _header(block: Sequence[Row]) -> tuple[int, int] | None:
    """Return the first header row of a block and the row behind the last."""
    for start, row in enumerate(block[:-1]):
        filled = [cell for cell in row if cell]
        if any(map(_is_value, filled)):
            return None
        if len(filled) < 2:
            continue
        if any(len(cell) > _LONGEST_LABEL for cell in filled):
            return None
        end = start + 1
        while end < len(block) - 1 and end - start < _MOST_HEADS and not any(map(_is_value, block[end])):
            end += 1
        if not any(map(_is_value, block[end])):
            # No numbers below: only a full first row of several columns can be told for a header.
            return (start, start + 1) if len(filled) >= 3 and all(row) else None
        if len(filled) == 2 and max(map(len, block[start:end])) < 3 and not _OVER_VALUES.search(filled[-1]):
            return None
        return start, end
    return None


def _is_value(cell: str) -> bool:
    return _VALUE.match(cell) is not None and _YEAR.match(cell) is None


def _is_column_marks(row: Row) -> bool:
    """Tell whether a row only numbers the columns: (1) (2) (3=2/1)."""
    filled = [cell for cell in row if cell]
    numbers = [int(found[1]) for cell in filled if (found := re.match(r"\(?(\d{1,2})", cell))]
    if len(filled) < 3 or not all(map(_COLUMN_MARK.match, filled)):
        return False
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _labels(heads: Sequence[Row]) -> list[str]:
    """Return the label of each column: its cells from top to bottom, wide cells over all they span."""
    width = max(map(len, heads))
    rows = [[*row, *[""] * (width - len(row))] for row in heads]
    for upper, lower in pairwise(rows):
        for place in range(1, width):
            if not upper[place] and lower[place] and upper[place - 1]:
                upper[place] = upper[place - 1]
    return [" ".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*rows, strict=True)]
