"""Where a number stands: its line, its sentence, its parenthesis, its table cell."""

import re
import sys
from bisect import bisect_right

from extractors.context_marks import Marks
from extractors.text import Span, line_sentences, line_spans

_PAREN = re.compile("[()]")


class Line:
    """One line of a document with its sentences and parentheses, worked out when first asked for."""

    _sentences: list[Span] | None = None
    _parens: tuple[list[int], list[Span | None]] | None = None
    _is_item: bool | None = None
    _is_row: bool | None = None

    def __init__(self, text: str, span: Span, index: int) -> None:
        self.span = span
        self.index = index
        self._text = text

    def sentence(self, position: int) -> Span:
        """Return the sentence that holds ``position``."""
        sentences = self._sentences
        if sentences is None:
            start, end = self.span
            sentences = line_sentences(self._text[start:end])
            if start:
                sentences = [Span(start + s, start + e) for s, e in sentences]
            self._sentences = sentences
        if len(sentences) == 1:
            return sentences[0]
        return sentences[max(0, bisect_right(sentences, (position, _FAR)) - 1)]

    def paren(self, position: int) -> Span | None:
        """Return the innermost parenthesis around ``position``: from «(» to its «)»."""
        edges, inside = self._parens or self._find_parens()
        return inside[bisect_right(edges, position) - 1] if len(edges) > 1 else None

    def _find_parens(self) -> tuple[list[int], list[Span | None]]:
        """Return the positions at which the innermost parenthesis changes, and that parenthesis from there
        on."""
        edges: list[int] = [self.span.start]
        inside: list[Span | None] = [None]
        if self._text.find("(", *self.span) >= 0:
            closes = self._matching()
            opened: list[int] = []
            for start, close in sorted([*closes.items(), *((close, close) for close in closes.values())]):
                if start < close:
                    opened.append(start)
                else:
                    opened.pop()
                edges.append(start + (start == close))
                inside.append(Span(opened[-1], closes[opened[-1]]) if opened else None)
        self._parens = edges, inside
        return self._parens

    def _matching(self) -> dict[int, int]:
        """Return where each parenthesis that is closed opens -> where it closes."""
        closes: dict[int, int] = {}
        opened: list[int] = []
        for edge in _PAREN.finditer(self._text, *self.span):
            if edge[0] == "(":
                opened.append(edge.start())
            elif opened:
                closes[opened.pop()] = edge.start()
        return closes

    @property
    def is_item(self) -> bool:
        """Whether the line is an item of a list."""
        known = self._is_item
        if known is None:
            start, end = self.span
            head = self._text[start : min(end, start + 4)]
            known = self._is_item = (
                head[:1] in "-+*•–—○▪"
                or (head[:1].isdigit() and any(mark in head for mark in ".)"))
                or head[1:2] == ")"
            )
        return known

    @property
    def is_row(self) -> bool:
        """Whether the line is a row of a table."""
        known = self._is_row
        if known is None:
            known = self._is_row = self._text.find(" | ", *self.span) >= 0
        return known

    @property
    def is_heading(self) -> bool:
        """Whether the line names what the next ones are about: short and unfinished, or ending in a colon."""
        start, end = self.span
        last = self._text[end - 1]
        return last == ":" or (end - start < 160 and last not in ".;!?…,")


class Layout:
    """The lines of a document."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [Line(text, span, index) for index, span in enumerate(line_spans(text))]
        self._starts = [line.span.start for line in self.lines]
        self._last = self.lines[0] if self.lines else Line(text, Span(0, 0), 0)

    def line(self, position: int) -> Line:
        """Return the line that holds ``position``."""
        # Most questions are about the line of the last one.
        span = self._last.span
        if not span[0] <= position < span[1]:
            self._last = self.lines[max(0, bisect_right(self._starts, position) - 1)]
        return self._last


#: Beyond the end of any text.
_FAR = sys.maxsize


class Spot:
    """Where a number stands: ``start``..``end``, its line, its sentence, the innermost parenthesis around its
    start, and marks that include those of its sentence."""

    __slots__ = ("end", "kinds", "line", "marks", "paren", "sentence", "start")

    def __init__(self, layout: Layout, marks: Marks, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.line = line = layout.line(start)
        self.sentence = sentence = line.sentence(start)
        self.paren = line.paren(start)
        self.marks = part = marks.within(*sentence)
        #: The kinds of its marks: most questions need no other answer.
        self.kinds = part.kinds

    def sees(self, mark: int) -> bool:
        """Tell whether what stands at ``mark`` of the line may speak for the number: no closed parenthesis
        hides it."""
        paren = self.line.paren(mark)
        return paren is None or paren[0] < self.start <= paren[1]
