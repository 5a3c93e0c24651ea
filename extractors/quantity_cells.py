"""Bare numbers in the cells of a table: «Tiếp nhận: 412.508 | Đúng hạn: 99,21%».

What such a number counts is told by its label («Số hồ sơ», «Vốn (tỷ đồng)») or by the heading of the table.
"""

import re

from extractors.context_layout import Layout
from extractors.quantity_units import folded_words, read_noun, things

_LABEL = re.compile(r"(?:^|\| )(?P<label>[^|:\n]{1,80}?)(?: ?\((?P<unit>[^()|:\n]{1,24})\))?: $")
_END = re.compile(r" ?(?:\||$)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_TABLE = " | "
_ROWS = 60
#: How much of a line is looked at, so that a line of a megabyte costs no more than a page of them.
_WIDTH = 400


class CellReader:
    """Answers for one document. The heading of a table is looked up once."""

    def __init__(self, text: str, folded: str, layout: Layout) -> None:
        self._text, self._folded, self._layout = text, folded, layout
        self._heads: dict[int, str | None] = {}

    def read(self, start: int, end: int) -> tuple[str, str] | None:
        """Return the unit and the label of the bare number at ``start``..``end``, or None where it is no
        cell that counts something."""
        if _END.match(self._folded, end) is None:
            return None
        line = self._layout.line(start)
        if not self._is_row(max(line.span.start, start - _WIDTH), end):
            return None
        label = _LABEL.search(self._folded, max(line.span.start, start - 110), start)
        if label is None or label["label"].strip() in folded_words("cells", "uncounted"):
            return None
        written = self._text[label.start("label") : label.end("label")]
        if label["unit"] is not None:
            return self._text[label.start("unit") : label.end("unit")], written
        unit = self._noun(label.start("label"), label.end("label")) or self._heading(line.index)
        return None if unit is None else (unit, written)

    def _is_row(self, start: int, end: int) -> bool:
        return self._text.find(_TABLE, start, min(end, start + _WIDTH) + len(_TABLE)) >= 0

    def _heading(self, index: int) -> str | None:
        """Return the first noun of the line above the table's rows, if any."""
        lines, first = self._layout.lines, index
        while first > max(0, index - _ROWS) and self._is_row(
            lines[first - 1].span.start, lines[first - 1].span.end
        ):
            first -= 1
        if first not in self._heads:
            above = lines[first - 1].span if first else None
            self._heads[first] = None if above is None else self._noun(*above)
        return self._heads[first]

    def _noun(self, start: int, end: int) -> str | None:
        for word in _WORD.finditer(self._folded, start, min(end, start + 120)):
            known = things().match(self._folded, word.start())
            noun = read_noun(self._folded, word.start())
            if noun is not None and known is not None and known[1] in {"papers", "people", "bodies", "work"}:
                return (
                    self._text[word.start() : word.start() + 1].lower() + self._text[word.start() + 1 : noun]
                )
        return None
