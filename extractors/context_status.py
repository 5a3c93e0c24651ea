"""Reached or wished for: whether a value is told as an achievement or set as a target."""

import re

from extractors.context_layout import Layout, Line
from extractors.context_marks import Marks
from extractors.facts import Status

_REACH = 600
_DEMAND = re.compile(
    r"(?<!\w)(?:trở lên|tối thiểu|ít nhất|không thấp hơn|không dưới|giữ vững|duy trì|giữ nhóm|"
    r"từ \d+(?:,\d+)?(?:%| điểm) trở)"
)
_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|nghị quyết|chương trình hành động|đề án|giai đoạn \d{4})(?!\w)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_BY_YEAR = re.compile(r"(?<!\w)đến (?:hết |cuối )?năm \d{4}")


class StatusReader:
    """Answers for one document. ``title_period`` is the year of a title that sets targets, else None."""

    def __init__(
        self, folded: str, layout: Layout, marks: Marks, title_sets_targets: bool, title_period: str | None
    ) -> None:
        self._folded, self._layout, self._marks = folded, layout, marks
        self._title_sets_targets, self._title_period = title_sets_targets, title_period
        self._last_target = -1

    def read(self, start: int, end: int, period: str | None, own_period: str | None) -> Status:
        """Return the status of the value at ``start``..``end``, of ``period``; ``own_period`` stands beside
        it."""
        status = self._read(start, end, period, own_period)
        if status == "target":
            self._last_target = start
        return status

    def _read(self, start: int, end: int, period: str | None, own_period: str | None) -> Status:
        line = self._layout.line(start)
        sentence = line.sentence(start)
        floor = max(sentence.start, start - _REACH)
        if own_period is not None and line.paren(start) is not None:
            return "target" if self._is_wished(line, start, line.paren(start).start) else "actual"  # type: ignore[union-attr]  # checked
        said = self._said(line, start, floor)
        if said is not None:
            return said
        if _BY_YEAR.search(self._folded, floor, start):
            return "target"
        if self._is_under_targets(line, period):
            return "target"
        # A run of figures goes on as it began: «đạt 70 điểm trở lên, luôn trong TOP 5 và đứng thứ 2».
        is_past = floor <= self._last_target and self._is_past_clause(self._last_target, start)
        if floor <= self._last_target and own_period is None and not is_past:
            return "target"
        demanded = _DEMAND.search(self._folded, max(floor, start - 40), min(sentence.end, end + 24))
        planned = _PLAN.search(self._folded, floor, start)
        return (
            "target" if demanded and (planned or self._paragraph_wishes(line, sentence.start)) else "actual"
        )

    def _said(self, line: Line, start: int, floor: int) -> Status | None:
        """Return what the nearest word before the value says, if any."""
        wished = self._nearest(line, "target", start, floor)
        reached = max(
            self._nearest(line, "reached", start, floor), self._nearest(line, "not_target", start, floor)
        )
        if (wished < 0 and reached < 0) or (wished > reached and self._is_past_clause(wished, start)):
            return None
        return "target" if wished > reached else "actual"

    def _is_past_clause(self, wish: int, start: int) -> bool:
        """Tell whether a clause with another year of its own parts the value from the wish before it."""
        cut = self._folded.rfind(";", wish, start)
        years = _YEAR.findall(self._folded, max(cut, 0), start) if cut > 0 else []
        wished = _YEAR.findall(self._folded, max(0, wish - 40), cut) if years else []
        return bool(wished) and max(years) < max(wished)

    def _nearest(self, line: Line, kind: str, start: int, floor: int) -> int:
        for mark in self._marks.before(kind, start, floor):  # type: ignore[arg-type]  # literal kinds
            if self._layout.is_visible(line, mark.start, start) and not self._is_counted(mark.start):
                return mark.start
        return -1

    def _is_counted(self, start: int) -> bool:
        """Tell «102 chỉ tiêu», a count, from «chỉ tiêu đạt 42 điểm»."""
        return self._folded[max(0, start - 2) : start - 1].isdigit()

    def _is_wished(self, line: Line, start: int, floor: int) -> bool:
        return self._said(line, start, floor) == "target"

    def _is_under_targets(self, line: Line, period: str | None) -> bool:
        """Tell whether the title or a heading above sets targets of the same period."""
        if self._title_sets_targets and period is not None and period == self._title_period:
            return True
        lines = self._layout.lines
        for index in range(line.index - 1, max(-1, line.index - 12), -1):
            above = lines[index]
            if above.is_heading and not above.is_item:
                wished = next(self._marks.after("target", above.span.start, above.span.end), None)
                return wished is not None and self._agrees(above, period, line)
            if not above.is_item and not line.is_item and index < line.index - 3:
                return False
        return False

    def _agrees(self, heading: Line, period: str | None, line: Line) -> bool:
        written = self._folded[heading.span.start : heading.span.end]
        years = re.findall(r"(?<!\d)20\d\d(?!\d)", written)
        return (period in years) if years and period is not None else line.is_item

    def _paragraph_wishes(self, line: Line, sentence_start: int) -> bool:
        return next(self._marks.before("target", sentence_start, line.span.start), None) is not None
