"""Reached or wished for: whether a value is told as an achievement or set as a target."""

import re

from extractors.basis import Drawn
from extractors.context_headings import Headings
from extractors.context_layout import Layout, Line, Spot
from extractors.context_marks import Kind, Mark, Marks
from extractors.context_phrases import BY_YEARS, DEMAND, DEMANDS, SET_TARGETS
from extractors.facts import Status
from extractors.phrases import holds_any

_REACH = 600
_WISHES = frozenset({"target", "reached", "not_target"})
_PLAN = re.compile(r"(?<!\w)(?:kế hoạch|nghị quyết|chương trình hành động|đề án|giai đoạn \d{4})(?!\w)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_COUNT = re.compile(r"(?<![\d/.,-])(?!20\d\d\s)\d+\s$")
_BY_YEAR = re.compile(r"(?<!\w)đến (?:hết |cuối )?năm \d{4}")


_ACTUAL = Drawn("actual")


class StatusReader:
    """Answers for one document. ``title_period`` is the year of a title that sets targets, else None;
    ``published`` the year of publication, where it is known."""

    def __init__(
        self, folded: str, layout: Layout, marks: Marks, title_sets_targets: bool, title_period: str | None,
        published: str | None = None,
    ) -> None:  # fmt: skip
        self._folded, self._layout, self._marks = folded, layout, marks
        self._title_sets_targets, self._title_period = title_sets_targets, title_period
        self._published = published
        self._sets_targets = "target" in marks.kinds
        self._last_target = -1
        self._last_told = _ACTUAL
        self._headings = Headings(layout)
        self._above: dict[tuple[int, str | None], Drawn | None] = {}

    def read(self, start: int, end: int, period: str | None, own_period: str | None) -> Status:
        """Return the status of the value at ``start``..``end``, as ``told`` does."""
        return self.told(Spot(self._layout, self._marks, start, end), period, own_period)[0]

    def told(self, spot: Spot, period: str | None, own_period: str | None) -> tuple[Status, Drawn]:
        """Return the status of the value at ``spot``, of ``period``, and what tells it; ``own_period`` stands
        beside it."""
        missed = self._measured_against(spot) if "not_target" in spot.kinds else None
        drawn = missed or self._read(spot, period, own_period)
        if drawn.value == "target":
            self._last_target, self._last_told = spot.start, drawn
            return "target", drawn
        return "actual", drawn

    def _read(self, spot: Spot, period: str | None, own_period: str | None) -> Drawn:
        start, (sentence_start, sentence_end) = spot.start, spot.sentence
        floor = max(sentence_start, start - _REACH)
        if own_period is not None and spot.paren is not None:
            return self._said(self._marks, spot, spot.paren.start) or _ACTUAL
        said = None if _WISHES.isdisjoint(spot.kinds) else self._said(spot.marks, spot, floor)
        if said is None and "by_year" in spot.kinds:
            said = _found(_BY_YEAR, BY_YEARS, self._folded, floor, start)
            # «Đến năm 2022, tỉnh đạt 86,8%» of a text of 2023 tells what was reached by then.
            if said is not None and self._published is not None:
                until = self._folded[(said.end or 4) - 4 : said.end]
                said = said if until > self._published else None
        said = said or self._targets_above(spot.line, period)
        if said is not None:
            return said
        # A run of figures goes on as it began: «đạt 70 điểm trở lên, luôn trong TOP 5 và đứng thứ 2».
        goes_on = floor <= self._last_target and own_period is None
        if goes_on and not self._is_past_clause(self._last_target, start):
            return self._last_told
        if "demand" not in spot.kinds:
            return _ACTUAL
        low, high = max(floor, start - 40), min(sentence_end, spot.end + 24)
        demanded = _found(DEMAND, DEMANDS, self._folded, low, high)
        if demanded is None:
            return _ACTUAL
        is_planned = _PLAN.search(self._folded, floor, start) or self._paragraph_wishes(spot)
        return demanded if is_planned else _ACTUAL

    def _measured_against(self, spot: Spot) -> Drawn | None:
        """Return the target whose height the value is, in a parenthesis behind it: «vượt mục tiêu đề ra
        (85%)», «chưa đạt chỉ tiêu (88,2% so với 90%)»."""
        paren, folded = spot.paren, self._folded
        mark = None if paren is None else self._marks.last("not_target", paren[0], max(0, paren[0] - 40))
        if paren is None or mark is None or folded[mark.end : paren[0]].strip():
            return None
        if not holds_any(folded, SET_TARGETS, mark.start, mark.end):
            return None
        before, behind = folded[paren[0] + 1 : spot.start], folded[spot.end : paren[1]]
        is_alone = not before.strip() and not behind.strip(" )")
        is_last = before.endswith(("/", "so với "))
        return Drawn.words("target", mark.start, mark.end) if is_alone or is_last else None

    def _said(self, marks: Marks, spot: Spot, floor: int) -> Drawn | None:
        """Return what the nearest word before the value says, if any."""
        wished = self._nearest(marks, spot, "target", floor)
        reached = self._nearest(marks, spot, "reached", floor)
        other = self._nearest(marks, spot, "not_target", floor)
        if other is not None and (reached is None or other.start > reached.start):
            reached = other
        if wished is None or (reached is not None and reached.start >= wished.start):
            return None if reached is None else Drawn.words("actual", reached.start, reached.end)
        if self._is_past_clause(wished.start, spot.start):
            return None
        return Drawn.words("target", wished.start, wished.end)

    def _is_past_clause(self, wish: int, start: int) -> bool:
        """Tell whether a clause with another year of its own parts the value from the wish before it."""
        cut = self._folded.rfind(";", wish, start)
        years = _YEAR.findall(self._folded, max(cut, 0), start) if cut > 0 else []
        wished = _YEAR.findall(self._folded, max(0, wish - 40), cut) if years else []
        return bool(wished) and max(years) < max(wished)

    def _nearest(self, marks: Marks, spot: Spot, kind: Kind, floor: int) -> Mark | None:
        mark = marks.last(kind, spot.start, floor)
        while mark is not None and (
            not spot.sees(mark.start) or self._is_counted(mark.start) or self._is_other_label(mark, spot)
        ):
            mark = marks.last(kind, mark.start, floor)
        return mark

    def _is_other_label(self, mark: Mark, spot: Spot) -> bool:
        """Tell whether ``mark`` is of the label of another cell: «Chỉ tiêu: PCI | Năm 2023: 66,2»."""
        if not spot.line.is_row:
            return False
        edge = self._folded.find(" | ", mark.end, spot.start)
        return edge >= 0 and self._folded.find(":", mark.end, edge) >= 0

    def _is_counted(self, start: int) -> bool:
        """Tell «102 chỉ tiêu», a count, from «chỉ tiêu đạt 42 điểm» and «năm 2024 phấn đấu»."""
        return _COUNT.search(self._folded, max(0, start - 12), start) is not None

    def _targets_above(self, line: Line, period: str | None) -> Drawn | None:
        """Return what sets targets of the same period above the value: the title or a heading."""
        if self._title_sets_targets and period is not None and period == self._title_period:
            return Drawn("target", source="title")
        if not self._sets_targets:
            return None
        asked = line.index, period
        if asked not in self._above:
            self._above[asked] = self._heading_wishes(line, period)
        return self._above[asked]

    def _heading_wishes(self, line: Line, period: str | None) -> Drawn | None:
        opening = self._headings.opening(line)
        for heading in (*self._headings.above(line), *([] if opening is None else [opening])):
            wished = self._marks.first("target", *heading.span)
            if wished is not None:
                is_set = self._agrees(heading, period, line)
                return Drawn.words("target", wished.start, wished.end) if is_set else None
        return None

    def _agrees(self, heading: Line, period: str | None, line: Line) -> bool:
        written = self._folded[heading.span.start : heading.span.end]
        years = re.findall(r"(?<!\d)20\d\d(?!\d)", written)
        return (period in years) if years and period is not None else line.is_item

    def _paragraph_wishes(self, spot: Spot) -> bool:
        return self._marks.last("target", spot.sentence[0], spot.line.span[0]) is not None


def _found(
    pattern: re.Pattern[str], heads: tuple[str, ...], folded: str, floor: int, ceiling: int
) -> Drawn | None:
    """Return where ``pattern``, whose matches begin with one of ``heads``, tells a target."""
    if not holds_any(folded, heads, floor, ceiling):
        return None
    found = pattern.search(folded, floor, ceiling)
    return None if found is None else Drawn.words("target", *found.span())
