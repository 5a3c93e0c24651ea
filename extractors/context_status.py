"""Reached or wished for: whether a value is told as an achievement or set as a target."""

import re

from extractors.basis import Drawn
from extractors.context_layout import Layout, Line
from extractors.context_marks import Kind, Mark, Marks
from extractors.facts import Status

_REACH = 600
_DEMAND = re.compile(
    r"(?<!\w)(?:trở lên|tối thiểu|ít nhất|không thấp hơn|không dưới|giữ vững|duy trì|giữ nhóm|"
    r"từ \d+(?:,\d+)?(?:%| điểm) trở)"
)
_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|nghị quyết|chương trình hành động|đề án|giai đoạn \d{4})(?!\w)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BY_YEAR = re.compile(r"(?<!\w)đến (?:hết |cuối )?năm \d{4}")


_ACTUAL = Drawn("actual")
_REACHED: tuple[Kind, ...] = ("reached", "not_target")


class StatusReader:
    """Answers for one document. ``title_period`` is the year of a title that sets targets, else None."""

    def __init__(
        self, folded: str, layout: Layout, marks: Marks, title_sets_targets: bool, title_period: str | None
    ) -> None:
        self._folded, self._layout, self._marks = folded, layout, marks
        self._title_sets_targets, self._title_period = title_sets_targets, title_period
        self._last_target = -1
        self._last_told = _ACTUAL

    def read(self, start: int, end: int, period: str | None, own_period: str | None) -> Status:
        """Return the status of the value at ``start``..``end``, of ``period``; ``own_period`` stands beside
        it."""
        return self.told(start, end, period, own_period)[0]

    def told(self, start: int, end: int, period: str | None, own_period: str | None) -> tuple[Status, Drawn]:
        """Return the status as ``read`` does, and what tells it."""
        drawn = self._read(start, end, period, own_period)
        if drawn.value == "target":
            self._last_target, self._last_told = start, drawn
            return "target", drawn
        return "actual", drawn

    def _read(self, start: int, end: int, period: str | None, own_period: str | None) -> Drawn:
        line = self._layout.line(start)
        sentence = line.sentence(start)
        floor = max(sentence.start, start - _REACH)
        paren = line.paren(start)
        if own_period is not None and paren is not None:
            return self._said(line, start, paren.start) or _ACTUAL
        said = self._said(line, start, floor) or self._by_year(floor, start)
        said = said or self._targets_above(line, period)
        if said is not None:
            return said
        # A run of figures goes on as it began: «đạt 70 điểm trở lên, luôn trong TOP 5 và đứng thứ 2».
        is_past = floor <= self._last_target and self._is_past_clause(self._last_target, start)
        if floor <= self._last_target and own_period is None and not is_past:
            return self._last_told
        demanded = _DEMAND.search(self._folded, max(floor, start - 40), min(sentence.end, end + 24))
        if demanded is None:
            return _ACTUAL
        is_planned = _PLAN.search(self._folded, floor, start) or self._paragraph_wishes(line, sentence.start)
        return Drawn.words("target", *demanded.span()) if is_planned else _ACTUAL

    def _by_year(self, floor: int, start: int) -> Drawn | None:
        found = _BY_YEAR.search(self._folded, floor, start)
        return None if found is None else Drawn.words("target", *found.span())

    def _said(self, line: Line, start: int, floor: int) -> Drawn | None:
        """Return what the nearest word before the value says, if any."""
        wished = self._nearest(line, "target", start, floor)
        others = [self._nearest(line, kind, start, floor) for kind in _REACHED]
        reached = max((mark for mark in others if mark is not None), key=lambda m: m.start, default=None)
        if wished is None or (reached is not None and reached.start >= wished.start):
            return None if reached is None else Drawn.words("actual", reached.start, reached.end)
        if self._is_past_clause(wished.start, start):
            return None
        return Drawn.words("target", wished.start, wished.end)

    def _is_past_clause(self, wish: int, start: int) -> bool:
        """Tell whether a clause with another year of its own parts the value from the wish before it."""
        cut = self._folded.rfind(";", wish, start)
        years = _YEAR.findall(self._folded, max(cut, 0), start) if cut > 0 else []
        wished = _YEAR.findall(self._folded, max(0, wish - 40), cut) if years else []
        return bool(wished) and max(years) < max(wished)

    def _nearest(self, line: Line, kind: Kind, start: int, floor: int) -> Mark | None:
        for mark in self._marks.before(kind, start, floor):
            if self._layout.is_visible(line, mark.start, start) and not self._is_counted(mark.start):
                return mark
        return None

    def _is_counted(self, start: int) -> bool:
        """Tell «102 chỉ tiêu», a count, from «chỉ tiêu đạt 42 điểm»."""
        return self._folded[max(0, start - 2) : start - 1].isdigit()

    def _targets_above(self, line: Line, period: str | None) -> Drawn | None:
        """Return what sets targets of the same period above the value: the title or a heading."""
        if self._title_sets_targets and period is not None and period == self._title_period:
            return Drawn("target", source="title")
        lines = self._layout.lines
        for index in range(line.index - 1, max(-1, line.index - 12), -1):
            above = lines[index]
            if above.is_heading and not above.is_item:
                wished = next(self._marks.after("target", above.span.start, above.span.end), None)
                is_set = wished is not None and self._agrees(above, period, line)
                return Drawn.words("target", wished.start, wished.end) if wished and is_set else None
            if not above.is_item and not line.is_item and index < line.index - 3:
                return None
        return None

    def _agrees(self, heading: Line, period: str | None, line: Line) -> bool:
        written = self._folded[heading.span.start : heading.span.end]
        years = re.findall(r"(?<!\d)20\d\d(?!\d)", written)
        return (period in years) if years and period is not None else line.is_item

    def _paragraph_wishes(self, line: Line, sentence_start: int) -> bool:
        return next(self._marks.before("target", sentence_start, line.span.start), None) is not None
