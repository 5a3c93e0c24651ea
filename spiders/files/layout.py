"""Words with their places on a page to text: rows, columns, paragraphs.

Vietnamese administrative documents have a letterhead of two columns (the issuer with number at the left, the
national motto with place and date at the right) and end in two columns again (who gets it at the left, who
signs at the right). Read straight across, number and date, receivers and signer would mix. Elsewhere what
stands side by side is a row of a table: its cells are joined by `` | ``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_CELL_GAP = 0.95  # of the height of the letters: more than between two words of a justified line
_STRETCHED = 2.5  # of the height: a gap that a justified line may still have
_PARAGRAPH_GAP = 1.2  # of the height, between two lines
_INDENT = 1.0  # of the height
_EDGE = 0.12  # of the page's height: where page numbers stand
_MOTTO = re.compile(r"C[ỘO]NG\s+H[ÒOÓÀ]+A?\s+X[ÃA]\s+H[ỘO]I", re.IGNORECASE)
_RECEIVERS = re.compile(r"^N[ơo]i\s+nh[ậa]n\b", re.IGNORECASE)
_DATED = re.compile(r"\bngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_NUMBER_ROW = re.compile(r"^(?:[-–]\s*)?(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–])?$", re.IGNORECASE)
_MARKER = re.compile(r"^(?:[-–+*•●▪■]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}|[a-zđ])[.)]?)$")
_STARTS_ITEM = re.compile(
    r"^(?:[-–+*•●▪■]\s|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}|[a-zđ])[.)]\s|(?:Điều|Chương|Mục|Phần)\s+[\dIVXL]+\b)"
)
_JOINS = re.compile(r"\S[-/]$")
_LETTERHEAD_WITHIN = 12  # rows from the top of the page


class Word(NamedTuple):
    """A word and its box, in any unit; ``top`` < ``bottom``."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a row without a gap between them: a line of text, or a cell of a table."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one line of the page, from left to right."""

    segments: tuple[Segment, ...]
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """The left end of the first segment."""
        return self.segments[0].left

    @property
    def right(self) -> float:
        """The right end of the last segment."""
        return self.segments[-1].right

    @property
    def height(self) -> float:
        """The height of its letters."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """Its words, segments joined by a space."""
        return " ".join(segment.text for segment in self.segments)


def page_rows(words: Sequence[Word], height: float) -> list[Row]:
    """Return the rows of a page from top to bottom, without its page number. ``height`` is the page's."""
    rows = [_row(words) for words in _lines(words)]
    rows = [_unstretched(rows, place) for place in range(len(rows))]
    if rows and rows[0].bottom < height * _EDGE and _NUMBER_ROW.match(rows[0].text):
        del rows[0]
    if rows and rows[-1].top > height * (1 - _EDGE) and _NUMBER_ROW.match(rows[-1].text):
        del rows[-1]
    return rows


def rows_text(rows: Sequence[Row]) -> str:
    """Return the text of a page's rows, or of part of them, in reading order."""
    if columns := _two_columns(rows):
        return "\n\n".join(rows_text(column) for column in columns)
    blocks: list[str] = []
    done = 0
    if head := _letterhead(rows):
        start, end, middle = head
        blocks += [_flow(rows[:start]), _side_by_side(rows[start:end], middle)]
        done = end
    foot = _receivers(rows, done)
    if foot is None:
        blocks.append(_flow(rows[done:]))
    else:
        start, middle = foot
        blocks += [_flow(rows[done:start]), _side_by_side(rows[start:], middle)]
    return "\n\n".join(block for block in blocks if block)


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Group words that stand on one line."""
    lines: list[list[Word]] = []
    top = bottom = 0.0
    for word in sorted(words, key=lambda word: word.top + word.bottom):
        overlap = min(bottom, word.bottom) - max(top, word.top)
        if lines and overlap > 0.5 * min(bottom - top, word.bottom - word.top):
            lines[-1].append(word)
        else:
            lines.append([word])
            top, bottom = word.top, word.bottom
    return lines


def _row(words: list[Word]) -> Row:
    words.sort(key=lambda word: word.left)
    height = median(word.bottom - word.top for word in words)
    groups: list[list[Word]] = [[words[0]]]
    for word in words[1:]:
        if word.left - groups[-1][-1].right > _CELL_GAP * height:
            groups.append([word])
        else:
            groups[-1].append(word)
    segments = [
        Segment(" ".join(word.text for word in group), group[0].left, max(word.right for word in group))
        for group in groups
    ]
    if len(segments) > 1 and _MARKER.match(segments[0].text) and len(segments) == 2:
        segments = [_merged(segments)]
    top = median(word.top for word in words)
    return Row(tuple(segments), top, top + height)


def _merged(segments: Sequence[Segment]) -> Segment:
    return Segment(" ".join(one.text for one in segments), segments[0].left, segments[-1].right)


def _unstretched(rows: Sequence[Row], place: int) -> Row:
    """Make a line one again that only stretched words pull apart: alone among lines without gaps."""
    row = rows[place]
    gaps = [after.left - before.right for before, after in zip(row.segments, row.segments[1:], strict=False)]
    if not gaps or max(gaps) > _STRETCHED * row.height:
        return row
    around = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
    if not around or any(len(other.segments) > 1 for other in around):
        return row
    is_as_wide = any(row.right > other.right - row.height for other in around)
    return Row((_merged(row.segments),), row.top, row.bottom) if is_as_wide else row


def _letterhead(rows: Sequence[Row]) -> tuple[int, int, float] | None:
    """Return the first row, the row behind the last, and the middle line of the letterhead's columns."""
    found = next(
        (
            (place, segment)
            for place, row in enumerate(rows[:_LETTERHEAD_WITHIN])
            for segment in row.segments
            if _MOTTO.search(segment.text)
        ),
        None,
    )
    if found is None:
        return None
    place, motto = found
    lefts = [
        segment.right
        for near in rows[max(0, place - 1) : place + 4]
        for segment in near.segments
        if segment.right < motto.left + near.height and segment is not motto
    ]
    if not lefts:
        return None
    middle = (max(lefts) + motto.left) / 2
    start = place
    while start > 0 and _stays_aside(rows[start - 1], middle):
        start -= 1
    end, is_dated = place, False
    while end < len(rows) and end < place + _LETTERHEAD_WITHIN and _stays_aside(rows[end], middle):
        at_right = [segment for segment in rows[end].segments if segment.left >= middle]
        if is_dated and at_right:
            break
        is_dated = is_dated or any(_DATED.search(segment.text) for segment in at_right)
        end += 1
    return start, end, middle


def _stays_aside(row: Row, middle: float) -> bool:
    """Tell whether nothing in the row stands across the ``middle``."""
    slack = row.height * 0.4
    return all(one.right < middle + slack or one.left > middle - slack for one in row.segments)


def _receivers(rows: Sequence[Row], start: int) -> tuple[int, float] | None:
    """Return the row where receivers and signer begin side by side, and the line between them."""
    for place in range(start, len(rows)):
        if not _RECEIVERS.match(rows[place].segments[0].text):
            continue
        # The signer's office may begin a row above («TM. ỦY BAN NHÂN DÂN»).
        first = place
        while first > start and rows[first - 1].left > rows[place].segments[0].right + rows[place].height:
            first -= 1
        rights = [
            one.left
            for row in rows[first:]
            for one in row.segments[-1:]
            if one.left > rows[place].left + 4 * row.height
        ]
        lefts = [row.segments[0].right for row in rows[place:] if len(row.segments) > 1]
        if not rights:
            return None
        edge = max((right for right in lefts if right < max(rights)), default=rows[place].segments[0].right)
        beyond = [left for left in rights if left > edge]
        return (first, (edge + min(beyond)) / 2) if beyond else None
    return None


def _side_by_side(rows: Sequence[Row], middle: float) -> str:
    """Return the left column, then the right one, line by line."""
    columns: tuple[list[str], list[str]] = ([], [])
    for row in rows:
        for segment in row.segments:
            is_right = (segment.left + segment.right) / 2 > middle
            columns[is_right].append(segment.text)
    return "\n\n".join("\n".join(_subject_joined(lines)) for lines in columns if lines)


def _subject_joined(lines: Sequence[str]) -> list[str]:
    """Join what a letter is about (``V/v …``) to one line: it ends the left column."""
    for place, line in enumerate(lines):
        if re.match(r"V/v\b", line, re.IGNORECASE):
            return [*lines[:place], " ".join(lines[place:])]
    return list(lines)


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
