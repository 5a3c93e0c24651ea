"""Which year (quarter, half) a value is of. Days never: an index is published on a day and measured over a
year."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.basis import Drawn
from extractors.context_layout import Layout, Line, Spot
from extractors.context_marks import Marks
from extractors.facts import Date

_GRAINS = frozenset({"year", "quarter", "half", "range"})
# «trong khi kỳ trước được 43.25 điểm»: the year before the one that is told.
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?<!so với )(?<!cùng )(?<!kỳ )(?<!hơn )(?<!với kết quả )(?<!với mức )(?<!của )(?<!bằng )"
    r"(?<!so )(?:kỳ trước|năm trước|năm trước đó|năm liền trước|lần trước|"
    r"kỳ công bố trước)(?!\w)[^.;\n\d]{0,40}(?:\d+(?:[.,]\d+)? điểm[^.;\n\d]{0,24})?$"
)
# «so với năm 2022», «từ năm 2019», «kể từ khi công bố năm 2005»: years that are only measured against.
_COMPARED = re.compile(
    r"(?<!\w)(?:so với|so|hơn|bằng|như|kể từ|từ|cùng kỳ|thay vì|trước|sau|lần|ngang|kém|vượt|"
    r"mức của|quyết định|nghị quyết|kế hoạch|đề án|khi|lên)\s"
    r"(?:cùng kỳ\s|kết quả\s|mức\s|của\s|với\s|điểm số\s|thứ hạng\s|chỉ số\s|bình quân\s|"
    r"trung bình\s|số\s[\w/-]+\s)*$"
)
_GAP_BEHIND = re.compile(r"(?:\s\([^()\n]{0,30}\))?\s?\(?(?:trong|của|vào|ở|cho|hồi)?\s?$")
# «So với năm 2019, chỉ số giảm 0,57%. Khi đó tỉnh đạt 87,04%»: the year that was measured against.
# «so với năm 2022 (từ hạng 30 lên hạng 28)»: a journey is told of both years.
_MOVED = re.compile(r"(?:từ|tăng|giảm|lên|xuống)\s")
_BACK_THEN = re.compile(r"(?:khi đó|lúc đó|năm đó|thời điểm đó|khi ấy|năm ấy|lúc bấy giờ|khi đấy)(?!\w)")
_GAP_LONGER = re.compile(r"[^.;,()\n]{0,40}$")
_REACH = 700


class PeriodReader:
    """Answers for one document; ``title_period`` is the year of its title."""

    def __init__(
        self, folded: str, layout: Layout, marks: Marks, dates: Sequence[Date], title_period: str | None
    ) -> None:
        self._folded, self._layout, self._marks = folded, layout, marks
        # The index of services is published monthly, every other one yearly at most.
        is_monthly = any(mark.value == "DVC" for mark in marks.all("indicator"))
        self._dates = [d for d in dates if d.grain in _GRAINS or (is_monthly and d.grain == "month")]
        self._starts = [d.start for d in self._dates]
        self._title_period = title_period
        self._left: set[int] = set()
        self._compared: dict[int, bool] = {}
        self._headings: dict[int, Drawn | None] = {}
        self._of_index = self._published_periods()

    def near(self, spot: Spot) -> Drawn | None:
        """Return the period of the value at ``spot`` that its own line tells, but not beside the value."""
        return self._in_sentence(spot) or self._in_line(spot)

    def elsewhere(self, spot: Spot, indicator: str | None) -> Drawn | None:
        """Return the period that headings, the title or the lines before give the value at ``spot``."""
        line = spot.line
        told = self._without_index(spot) if indicator is None else None
        told = told or self._heading(line)
        if told is not None:
            return told
        if indicator in self._of_index:
            return self._of_index[indicator]
        if self._title_period is not None:
            return Drawn(self._title_period, source="title")
        for found in self._before(line.span[0], spot.start - 8 * _REACH):
            if found.grain != "range" and not self._is_compared(found):
                return _drawn(found)
        return None

    def is_of_year_before(self, start: int) -> bool:
        """Tell whether the value at ``start`` is told of «kỳ trước», the period before the one told."""
        floor = max(0, start - 80)
        is_likely = self._folded.find("trước", floor, start) >= 0
        return is_likely and _YEAR_BEFORE.search(self._folded, floor, start) is not None

    def own(self, spot: Spot, *, older: bool = False) -> Drawn | None:
        """Return the year that stands with the value itself: «40,14 (2021)», «năm 2021 (68,32 điểm)»."""
        behind = self._first(spot.end, spot.end + 40)
        if behind is not None and _GAP_BEHIND.fullmatch(self._folded, spot.end, behind.start):
            if older:
                self._left.add(behind.start)
            return _drawn(behind)
        paren = spot.paren
        if paren is None:
            return None
        for inside in self._before(spot.start, paren.start):
            if not self._is_compared(inside):
                return _drawn(inside)
        if _MOVED.match(self._folded, paren.start + 1):
            return None
        host = self._last(paren.start, max(spot.line.span[0], paren.start - 24))
        is_beside = host is not None and not self._folded[host.end : paren.start].strip()
        return _drawn(host) if host is not None and is_beside else None

    def _in_sentence(self, spot: Spot) -> Drawn | None:
        start, end = spot.start, spot.end
        floor, ceiling = max(spot.sentence[0], start - _REACH), min(spot.sentence[1], end + _REACH)
        compared: Date | None = None
        for found in self._before(start, floor):
            if not spot.sees(found.start):
                continue
            if found.start in self._left:
                # The year that the first value of «từ 41,2 điểm năm 2021 lên 43,5 điểm» was of.
                compared = compared or found
                continue
            if not self._is_compared(found):
                return _drawn(found)
            if found.grain != "range":
                compared = compared or found
        for found in self._between(end, ceiling):
            if self._is_compared(found):
                compared = compared or found
            elif _GAP_LONGER.fullmatch(self._folded, end, found.start):
                return _drawn(found)
        if compared is None:
            return None
        # «tăng 1,36% so với năm 2023», and no other year: the value is of the year after.
        is_against = self._folded.find("so với", floor, min(ceiling, end + 60)) >= 0
        return _next_year(_drawn(compared)) if is_against else None

    def _in_line(self, spot: Spot) -> Drawn | None:
        line, sentence_start = spot.line, spot.sentence[0]
        if sentence_start == line.span[0]:
            return None
        if _BACK_THEN.match(self._folded, sentence_start):
            last = self._last(sentence_start, line.span[0])
            return None if last is None else _drawn(last)
        for found in self._before(sentence_start, max(line.span[0], spot.start - 4 * _REACH)):
            if line.paren(found.start) is None and found.grain != "range" and not self._is_compared(found):
                return _drawn(found)
        return None

    def _without_index(self, spot: Spot) -> Drawn | None:
        """Return the time of what is ranked by no index, so of no edition: what the document opens with, or
        what is told last, «9 tháng đầu năm 2023» too."""
        line, opening = spot.line, self._layout.lines[0]
        if opening is not line and opening.is_heading:
            titled = self._first(*opening.span)
            if titled is not None:
                return _drawn(titled)
        for found in self._before(line.span[0], spot.start - 2 * _REACH):
            if not self._is_compared(found):
                return _drawn(found)
        return None

    def _heading(self, line: Line) -> Drawn | None:
        """Return the year of the heading above a list item or a table row."""
        if line.index not in self._headings:
            self._headings[line.index] = self._find_heading(line)
        return self._headings[line.index]

    def _find_heading(self, line: Line) -> Drawn | None:
        lines = self._layout.lines
        for index in range(line.index - 1, max(-1, line.index - 12), -1):
            above = lines[index]
            if above.is_row and not line.is_row:
                continue
            if above.is_heading and not above.is_item:
                found = self._first(*above.span)
                if found is not None and not self._is_compared(found):
                    return _drawn(found)
            elif not above.is_item and not line.is_item:
                return None
        return None

    def _published_periods(self) -> dict[str | None, Drawn]:
        """Return index code -> the year it is first named with («PAPI 2022», «Chỉ số CCHC tỉnh năm 2023»)."""
        periods: dict[str | None, Drawn] = {}
        for mark in self._marks.all("indicator"):
            if mark.value in periods:
                continue
            for found in self._between(mark.end, mark.end + 60):
                gap = self._folded[mark.end : found.start]
                if (
                    found.grain != "range"
                    and not any(cut in gap for cut in ".;\n")
                    and not self._is_compared(found)
                ):
                    periods[mark.value] = _drawn(found)
                break
        return periods

    def _is_compared(self, found: Date) -> bool:
        start = found.start
        known = self._compared.get(start)
        if known is None:
            compared = _COMPARED.search(self._folded, max(0, start - 48), start)
            known = self._compared[start] = compared is not None
        return known

    def _first(self, start: int, ceiling: int) -> Date | None:
        """Return the first date that begins in ``start``..``ceiling``."""
        at = bisect_left(self._starts, start)
        return self._dates[at] if at < len(self._starts) and self._starts[at] < ceiling else None

    def _last(self, position: int, floor: int) -> Date | None:
        """Return the last date that begins in ``floor``..``position``."""
        at = bisect_left(self._starts, position)
        return self._dates[at - 1] if at and self._starts[at - 1] >= floor else None

    def _before(self, position: int, floor: int) -> Sequence[Date]:
        """Return the dates that begin in ``floor``..``position``, the nearest first."""
        low = bisect_left(self._starts, floor)
        high = bisect_left(self._starts, position, low)
        return self._dates[low:high][::-1] if low < high else ()

    def _between(self, start: int, ceiling: int) -> Sequence[Date]:
        """Return the dates that begin in ``start``..``ceiling``, the nearest first."""
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, ceiling, low)
        return self._dates[low:high] if low < high else ()


def year_before(period: Drawn | None) -> Drawn | None:
    """Return the year before a year, told by its words; None for anything finer or unknown."""
    year = "" if period is None else period.value or ""
    return period._replace(value=str(int(year) - 1)) if period is not None and year.isdigit() else None


def _next_year(period: Drawn) -> Drawn:
    year = period.value or ""
    return period._replace(value=str(int(year) + 1)) if year.isdigit() else period


def _drawn(found: Date) -> Drawn:
    # «Năm nay» says no year by itself.
    return Drawn(found.value, found.start, found.end, "published_on" if found.relative else "text")
