"""Which lines stand above others as their headings."""

import re

from extractors.context_layout import Layout, Line

_ROMAN = re.compile(r"(?:[IVX]{1,5}|[A-E])[.)]\s?(?=\S)")
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)/]\s?(?=\S)")
_LETTER = re.compile(r"[a-zđ][.)]\s?(?=\S)")
# How deep a line stands: chapters, numbers («1.1.» below «1.»), letters, bullets, plain text, rows.
_CHAPTER, _FIRST, _LETTERED, _DASHED, _DOTTED, _TEXT, _ROW = 1, 2, 8, 9, 10, 11, 12
_REACH = 40
_PLAIN_REACH = 12
_OPENED = 3


class Headings:
    """The headings of one document."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._text = layout, layout.text
        self._above: dict[int, list[Line]] = {}

    def above(self, line: Line) -> list[Line]:
        """Return the headings that ``line`` stands under, the nearest first."""
        known = self._above.get(line.index)
        if known is None:
            known = self._above[line.index] = self._find(line)
        return known

    def opening(self, line: Line) -> Line | None:
        """Return the first line of the document where it is the title of a short text."""
        first = self._layout.lines[0]
        is_title = first.is_heading and not first.is_row
        return first if is_title and 0 < line.index <= _OPENED else None

    def has_ended(self, above: Line, line: Line) -> bool:
        """Tell whether the item ``above`` lies in an item that the item ``line`` ends: in one that stands as
        high as ``line``, or higher up."""
        if not (above.is_item and line.is_item):
            return False
        depth, own = self._depth(above), self._depth(line)
        return depth > own or (depth == own and self._text[above.span.end - 1] == ":")

    def _find(self, line: Line) -> list[Line]:
        lines, found = self._layout.lines, list[Line]()
        depth, takes_plain = self._depth(line), True
        for index in range(line.index - 1, max(-1, line.index - _REACH), -1):
            above = lines[index]
            own = self._depth(above)
            if own < min(depth, _TEXT):
                depth = own
                if above.is_heading:
                    found.append(above)
                if own == _CHAPTER:
                    break
            elif own == _TEXT and above.is_heading:
                if takes_plain and line.index - index <= _PLAIN_REACH:
                    found.append(above)
            elif not (line.is_item or line.is_row) or (found and not found[-1].is_item):
                # Behind a paragraph, or behind other items, a plain heading is of those.
                takes_plain = False
        return found

    def _depth(self, line: Line) -> int:
        start, end = line.span
        if line.is_row:
            return _ROW
        if _ROMAN.match(self._text, start, end):
            return _CHAPTER
        if not line.is_item:
            return _TEXT
        number = _NUMBER.match(self._text, start, end)
        if number is not None:
            return _FIRST + number["number"].count(".")
        if _LETTER.match(self._text, start, end):
            return _LETTERED
        return _DOTTED if self._text[start] == "+" else _DASHED
