"""Words with their places on a page to rows: lines of text, or cells that stand side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_CELL_GAP = 0.95  # of the height of the letters: more than between two words of a justified line
_STRETCHED = 2.5  # of the height: a gap that a justified line may still have
_EDGE = 0.12  # of the page's height: where page numbers stand
_NUMBER_ROW = re.compile(r"^(?:[-–]\s*)?(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–])?$", re.IGNORECASE)
_MARKER = re.compile(r"^(?:[-–+*•●▪■]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVXL]{1,6}|[a-zđ])[.)]?)$")


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
    gaps = [after.left - before.right for before, after in pairwise(row.segments)]
    if not gaps or max(gaps) > _STRETCHED * row.height:
        return row
    around = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
    if not around or any(len(other.segments) > 1 for other in around):
        return row
    is_as_wide = any(row.right > other.right - row.height for other in around)
    return Row((_merged(row.segments),), row.top, row.bottom) if is_as_wide else row
