"""The marks around the few amounts of a text: read line by line, and only in lines that somebody asks about.

No phrase of the lexicon goes across a line break, so the marks of a line are the same alone as in its text.
"""

from collections.abc import Iterator

from extractors.context_layout import Layout
from extractors.context_marks import Kind, Mark, Marks, PlacedMarks, find_marks


class LineMarks(Marks):
    """The marks of a document of which most lines are never asked for."""

    def __init__(self, text: str, folded: str, layout: Layout) -> None:
        self._text, self._folded, self._layout = text, folded, layout
        self._lines: dict[int, PlacedMarks] = {}

    def within(self, start: int, end: int) -> Marks:
        """Return the marks of the line that ``start``..``end`` stands in."""
        lines = self._between(start, end)
        return self._line(lines[0]) if len(lines) == 1 else self

    def all(self, kind: Kind) -> list[Mark]:
        """Return every mark of ``kind``, in order."""
        return list(self.after(kind, 0, len(self._text)))

    def before(self, kind: Kind, position: int, floor: int = 0) -> Iterator[Mark]:
        """Yield the marks of ``kind`` that begin in ``floor``..``position``, the nearest first."""
        for index in reversed(self._between(floor, position)):
            yield from self._line(index).before(kind, position, floor)

    def after(self, kind: Kind, position: int, ceiling: int) -> Iterator[Mark]:
        """Yield the marks of ``kind`` that begin in ``position``..``ceiling``, the nearest first."""
        for index in self._between(position, ceiling):
            yield from self._line(index).after(kind, position, ceiling)

    def _between(self, start: int, end: int) -> range:
        """Return the indexes of the lines that ``start``..``end`` touches."""
        if not self._layout.lines or end <= start:
            return range(0)
        return range(self._layout.line(start).index, self._layout.line(end - 1).index + 1)

    def _line(self, index: int) -> PlacedMarks:
        """Return the marks of a line, read as if it stood alone."""
        known = self._lines.get(index)
        if known is None:
            start, end = self._layout.lines[index].span
            found = find_marks(self._text[start:end], self._folded[start:end])
            known = self._lines[index] = PlacedMarks([_moved(mark, start) for mark in found])
        return known


def _moved(mark: Mark, by: int) -> Mark:
    return _new(Mark, (mark[0] + by, mark[1] + by, mark[2], mark[3]))


# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__
