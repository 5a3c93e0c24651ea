"""Rows of a page to text in reading order: columns one after the other, lines joined to paragraphs.

What stands side by side, and is neither a letterhead nor two columns of prose, is a row of a table: its cells
are joined by `` | ``.
"""

import re
from collections.abc import Sequence
from statistics import median

from spiders.files.letters import letterhead, receivers, side_by_side
from spiders.files.rows import Row

_PARAGRAPH_GAP = 1.2  # of the height, between two lines
_INDENT = 1.0  # of the height
_STARTS_ITEM = re.compile(
    r"^(?:[-–+*•●▪■]\s|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}|[a-zđ])[.)]\s|(?:Điều|Chương|Mục|Phần)\s+[\dIVXL]+\b)"
)
_JOINS = re.compile(r"\S[-/]$")


def rows_text(rows: Sequence[Row]) -> str:
    """Return the text of a page's rows, or of part of them, in reading order."""
    if columns := _two_columns(rows):
        return "\n\n".join(rows_text(column) for column in columns)
    blocks: list[str] = []
    done = 0
    if head := letterhead(rows):
        start, end, middle = head
        blocks += [_flow(rows[:start]), side_by_side(rows[start:end], middle)]
        done = end
    foot = receivers(rows, done)
    if foot is None:
        blocks.append(_flow(rows[done:]))
    else:
        start, middle = foot
        blocks += [_flow(rows[done:start]), side_by_side(rows[start:], middle)]
    return "\n\n".join(block for block in blocks if block)


def _two_columns(rows: Sequence[Row]) -> tuple[list[Row], list[Row]] | None:
    """Split a page that is set in two columns of prose; None for any other."""
    pairs = [row for row in rows if len(row.segments) == 2]
    if len(pairs) < 8 or len(pairs) < 0.7 * len(rows):
        return None
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    edge = max(row.segments[0].right for row in pairs)
    if edge >= min(row.segments[1].left for row in pairs):
        return None
    width = (right - left) * 0.33
    if any(
        median(row.segments[side].right - row.segments[side].left for row in pairs) < width for side in (0, 1)
    ):
        return None
    columns: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        for segment in row.segments:
            columns[segment.left > edge].append(Row((segment,), row.top, row.bottom))
    return columns


def _flow(rows: Sequence[Row]) -> str:
    """Return rows in their order: lines joined to paragraphs, rows of several cells as they are."""
    singles = [row for row in rows if len(row.segments) == 1]
    left = min((row.left for row in singles), default=0.0)
    right = max((row.right for row in singles), default=0.0)
    written: list[str] = []
    before: Row | None = None
    for row in rows:
        if len(row.segments) > 1:
            is_next = before is not None and len(before.segments) > 1
            written += ["\n" if is_next else "\n\n", " | ".join(segment.text for segment in row.segments)]
        elif before is not None and len(before.segments) == 1 and _goes_on(before, row, left, right):
            written += ["" if _JOINS.search(before.text) else " ", row.text]
        else:
            written += ["\n\n", row.text]
        before = row
    return "".join(written).strip()


def _goes_on(before: Row, row: Row, left: float, right: float) -> bool:
    """Tell whether ``row`` goes on with the paragraph of the row before it."""
    height = before.height
    if row.top - before.bottom > _PARAGRAPH_GAP * height or _STARTS_ITEM.match(row.text):
        return False
    if not 0.8 < row.height / height < 1.25:
        return False
    first = row.text.split(" ", 1)[0]
    letter = (before.right - before.left) / max(len(before.text), 1)
    # Its first word had room on the line before: that line was ended on purpose.
    if before.right + (len(first) + 1) * letter < right - 0.3 * height:
        is_centred = abs((before.left + before.right) - (row.left + row.right)) < height
        return is_centred and before.left > left + 4 * height and row.text[:1].islower()
    is_indented = row.left > left + _INDENT * height and row.left > before.left + _INDENT * height
    return not is_indented or abs((before.left + before.right) - (row.left + row.right)) < height
