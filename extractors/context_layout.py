"""Where a number stands: its line, its sentence, its parenthesis, its table cell."""

import re
from bisect import bisect_right
from functools import cached_property

from extractors.text import Span, line_spans, sentence_spans

_PAREN = re.compile("[()]")


class Line:
    """One line of a document with its sentences and parentheses, worked out when first asked for."""

    def __init__(self, text: str, span: Span, index: int) -> None:
        self.span = span
        self.index = index
        self._text = text[span.start : span.end]

    @cached_property
    def _sentences(self) -> list[Span]:
        shift = self.span.start
        return [Span(shift + s.start, shift + s.end) for s in sentence_spans(self._text)]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self._sentences]

    def sentence_index(self, position: int) -> int:
        """Return the index, within the line, of the sentence that holds ``position``."""
        return max(0, bisect_right(self._sentence_starts, position) - 1)

    def sentence(self, position: int) -> Span:
        """Return the sentence that holds ``position``."""
        return self._sentences[self.sentence_index(position)]

    @cached_property
    def _parens(self) -> tuple[list[int], list[Span | None]]:
        """Positions at which the innermost parenthesis changes, and that parenthesis from there on."""
        edges: list[int] = [self.span.start]
        inside: list[Span | None] = [None]
        opened: list[int] = []
        closes = self._matching()
        for edge in _PAREN.finditer(self._text):
            at, char = edge.start(), edge[0]
            if char == "(" and at in closes:
                opened.append(at)
            elif char == ")" and opened and closes[opened[-1]] == at:
                opened.pop()
            else:
                continue
            edges.append(self.span.start + at + (char == ")"))
            top = opened[-1] if opened else None
            inside.append(None if top is None else self._shifted(top, closes[top]))
        return edges, inside

    def _matching(self) -> dict[int, int]:
        closes: dict[int, int] = {}
        opened: list[int] = []
        for edge in _PAREN.finditer(self._text):
            at = edge.start()
            if edge[0] == "(":
                opened.append(at)
            elif opened:
                closes[opened.pop()] = at
        return closes

    def _shifted(self, start: int, close: int) -> Span:
        return Span(self.span.start + start, self.span.start + close)

    def paren(self, position: int) -> Span | None:
        """Return the innermost parenthesis around ``position``: from «(» to its «)»."""
        edges, inside = self._parens
        return inside[bisect_right(edges, position) - 1]

    @cached_property
    def is_item(self) -> bool:
        """Whether the line is an item of a list."""
        head = self._text[:4]
        return (
            head[:1] in "-+*•–—○▪"
            or (head[:1].isdigit() and any(mark in head for mark in ".)"))
            or head[1:2] == ")"
        )

    @cached_property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        return " | " in self._text

    @cached_property
    def is_heading(self) -> bool:
        """Whether the line names what the next ones are about: short and unfinished, or ending in a colon."""
        return self._text.endswith(":") or (len(self._text) < 160 and self._text[-1] not in ".;!?…,")


class Layout:
    """The lines of a document."""

    def __init__(self, text: str) -> None:
        self.lines = [Line(text, span, index) for index, span in enumerate(line_spans(text))]
        self._starts = [line.span.start for line in self.lines]
        self._last = self.lines[0] if self.lines else Line(text, Span(0, 0), 0)

    def line(self, position: int) -> Line:
        """Return the line that holds ``position``."""
        # Most questions are about the line of the last one.
        span = self._last.span
        if not span.start <= position < span.end:
            self._last = self.lines[max(0, bisect_right(self._starts, position) - 1)]
        return self._last

    def is_visible(self, line: Line, mark: int, position: int) -> bool:
        """Tell whether what stands at ``mark`` may speak for ``position``: no closed parenthesis hides it."""
        paren = line.paren(mark)
        return paren is None or (paren.start < position <= paren.end)
