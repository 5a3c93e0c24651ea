"""The times that a text names, and what part each of them plays in the telling of values: a time may be told,
aimed at, only measured against, or none that a value can be of."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from extractors.basis import Drawn
from extractors.context_layout import Layout, Spot
from extractors.context_marks import Marks
from extractors.context_phrases import DEMAND
from extractors.facts import Date

#: ``told``: values are of it. ``aimed``: something is wished for by then. ``compared``: only measured
#: against.
#: ``planned``: of a plan. ``past``: told in a look back, which the text does not go on with. ``aside``: of an
#: event, no value's.
Part = Literal["told", "aimed", "compared", "past", "planned", "aside"]

_GRAINS = frozenset({"year", "quarter", "half", "range"})
# «so với năm 2022», «từ năm 2019», «kể từ khi công bố năm 2005»: years that are only measured against.
_COMPARED = re.compile(
    r"(?<!\w)(?:so với|so|hơn|bằng|(?<!nếu )như|kể từ|từ|cùng kỳ|thay vì|trước|sau|lần|ngang|kém|vượt|"
    r"mức của|quyết định|khi|lên)\s"
    r"(?:cùng kỳ\s|kết quả\s|mức\s|của\s|với\s|điểm số\s|thứ hạng\s|chỉ số\s|bình quân\s|"
    r"trung bình\s|số\s[\w/-]+\s)*$"
)
# «so với 42,3 điểm của năm 2022», «từ hạng 49 năm 2022»: of the value measured against.
_COMPARED_VALUE = re.compile(
    r"(?<!\w)(?:so với|hơn|từ|mức)\s(?:mức\s|kết quả\s|hạng\s|vị trí\s|thứ\s)*\d+(?:[.,/]\d+)?\s?"
    r"(?:điểm|%|bậc)?\s(?:của\s|trong\s|ở\s|vào\s)?$"
)
# «PCI 2023 công bố năm 2024», «triển khai nhiệm vụ năm 2024»: when something happens, not what is measured.
_ASIDE = re.compile(
    r"(?<!\w)(?:công bố|ban hành|phát hành|tổ chức|diễn ra|thành lập|ra mắt|ra đời|khai trương|sáp nhập|"
    r"(?<!thực hiện )nhiệm vụ|phương hướng|ngày\s[\d/]+|có hiệu lực|dự toán)\s"
    r"(?:vào\s|trong\s|hồi\s|từ\s|cuối\s|đầu\s|giữa\s|mới\s|lần đầu\s|trọng tâm\s|cải cách hành chính\s|"
    r"cchc\s|công tác\s)*$"
)
# «Kế hoạch năm 2023 đặt mục tiêu»: of what is wished for, never of what was reached.
_PLANNED = re.compile(r"(?<!\w)(?:nghị quyết|kế hoạch|đề án)\s(?:số\s[\w/-]+\s|của\s)*$")
_BY = re.compile(r"(?<!tính )(?:đến|tới)(?: hết| cuối)?\s$")
_UNTIL = re.compile(r"(?<!\w)đến(?: hết| cuối| thời điểm)?\s$")
# «Trước đó, năm 2021, tỉnh xếp thứ 36»: the text comes back from it.
_LOOK_BACK = re.compile(
    r"[-+•\s]*(?:trước đó|trước đây|còn nhớ|nhớ lại|nhìn lại|ngược lại thời gian|cách đây|xa hơn)(?!\w)"
)
_RELATIVE_PAST = ("trước", "ngoái")
#: Indices of whole years: no half and no quarter of a year has a value of them.
_YEARLY = frozenset({"PCI", "PAPI", "PGI", "PII", "ICT"})
_USUALLY_YEARLY = _YEARLY | {"DTI", "PAR_INDEX", "SIPAS"}
_CLAUSE = ".;:\n"
_NEAR = 60
# «2024-01/2024-09»; what is longer are the days of an event.
_OF_MONTHS = 15


class Times:
    """The times of one document; ``published`` is the year of publication, None where it is unknown."""

    def __init__(
        self, folded: str, layout: Layout, marks: Marks, dates: Sequence[Date], published: str | None
    ) -> None:
        self._folded, self._layout, self._marks, self._published = folded, layout, marks, published
        # The index of services is published monthly, every other one yearly at most.
        is_monthly = any(mark.value == "DVC" for mark in marks.all("indicator"))
        self._dates = [
            d
            for d in dates
            if (d.grain in _GRAINS or (d.grain == "month" and (is_monthly or self._is_until(d))))
            and len(d.value) <= _OF_MONTHS
        ]
        self._starts = [d.start for d in self._dates]
        self._parts: dict[int, Part] = {}
        self._has_years: bool | None = None

    def _is_until(self, found: Date) -> bool:
        """Tell whether values are told up to ``found``: «đến hết tháng 6/2025 đạt 90,1%»."""
        return _UNTIL.search(self._folded, max(0, found.start - 20), found.start) is not None

    def part(self, found: Date) -> Part:
        """Return the part that ``found`` plays."""
        known = self._parts.get(found.start)
        if known is None:
            known = self._parts[found.start] = self._part(found)
        return known

    def carries(self, found: Date, *, wished: bool) -> bool:
        """Tell whether values of later sentences may be of ``found``; ``wished``: values set as targets."""
        part = self.part(found)
        if found.grain == "range" and not (wished and part == "aimed"):
            return False
        if part != "told" and not (wished and part == "aimed"):
            return False
        return self._layout.line(found.start).paren(found.start) is None

    def is_wished(self, spot: Spot) -> bool:
        """Tell whether words of its sentence set the value at ``spot`` as a target."""
        kinds = spot.kinds
        if "target" not in kinds and "demand" not in kinds:
            return False
        wish = spot.marks.last("target", spot.start, spot.sentence[0])
        if wish is None:
            if "demand" not in kinds or "reached" in kinds:
                return False
            low, high = max(spot.sentence[0], spot.start - 40), min(spot.sentence[1], spot.end + 24)
            return DEMAND.search(self._folded, low, high) is not None
        return spot.marks.last("reached", spot.start, wish.end) is None

    def is_sure(self, found: Date, indicator: str | None) -> bool:
        """Tell whether a reported value of the index may be of a time named from the day of writing: «năm
        nay» an index of last year is announced, so a year that the text tells is surer."""
        if indicator is None:
            return True
        return self.part(found) != "past" and (indicator not in _USUALLY_YEARLY or not self._tells_years())

    def _tells_years(self) -> bool:
        if self._has_years is None:
            self._has_years = any(
                d.grain == "year" and not d.relative and self.part(d) == "told" for d in self._dates
            )
        return self._has_years

    def first(self, start: int, ceiling: int) -> Date | None:
        """Return the first time that begins in ``start``..``ceiling``."""
        at = bisect_left(self._starts, start)
        return self._dates[at] if at < len(self._starts) and self._starts[at] < ceiling else None

    def last(self, position: int, floor: int) -> Date | None:
        """Return the last time that begins in ``floor``..``position``."""
        at = bisect_left(self._starts, position)
        return self._dates[at - 1] if at and self._starts[at - 1] >= floor else None

    def before(self, position: int, floor: int) -> Sequence[Date]:
        """Return the times that begin in ``floor``..``position``, the nearest first."""
        low = bisect_left(self._starts, floor)
        high = bisect_left(self._starts, position, low)
        return self._dates[low:high][::-1] if low < high else ()

    def between(self, start: int, ceiling: int) -> Sequence[Date]:
        """Return the times that begin in ``start``..``ceiling``, the nearest first."""
        low = bisect_left(self._starts, start)
        high = bisect_left(self._starts, ceiling, low)
        return self._dates[low:high] if low < high else ()

    def _part(self, found: Date) -> Part:
        folded, start = self._folded, found.start
        head = folded[max(0, start - 48) : start]
        if _COMPARED.search(head) or _COMPARED_VALUE.search(head):
            return "compared"
        if _ASIDE.search(head):
            return "aside"
        if _PLANNED.search(head):
            return "planned"
        if self._is_aimed(found, head):
            return "aimed"
        if found.relative and folded.endswith(_RELATIVE_PAST, start, found.end):
            return "past"
        line = self._layout.line(start)
        is_past = _LOOK_BACK.match(folded, *line.span) or _LOOK_BACK.match(folded, *line.sentence(start))
        return "past" if is_past else "told"

    def _is_aimed(self, found: Date, head: str) -> bool:
        """Tell whether the words beside ``found`` wish for something: «phấn đấu năm 2025», «năm 2025, tỉnh
        đặt mục tiêu», «đến năm 2030» in a text of 2024."""
        until = found.value[-4:] if found.grain in {"year", "range"} else found.value[:4]
        if self._published is not None and self._published < until < "2100":
            return True
        if _BY.search(head) and self._published is None:
            return True
        marks, start, end = self._marks, found.start, found.end
        wish = marks.last("target", start, max(0, start - _NEAR))
        if wish is not None and not self._is_cut(wish.end, start) and not self._is_reached(wish.end, start):
            return True
        wish = marks.first("target", end, end + _NEAR)
        return (
            wish is not None and not self._is_cut(end, wish.start) and not self._is_reached(end, wish.start)
        )

    def _is_cut(self, start: int, end: int) -> bool:
        return any(mark in self._folded[start:end] for mark in _CLAUSE)

    def _is_reached(self, start: int, end: int) -> bool:
        return (
            self._marks.first("reached", start, end) is not None
            or self._marks.first("not_target", start, end) is not None
        )


def drawn(found: Date) -> Drawn:
    """Return the value of ``found`` as said by its words."""
    # «Năm nay» says no year by itself.
    return Drawn(found.value, found.start, found.end, "published_on" if found.relative else "text")


def is_fitting(found: Date, indicator: str | None, *, is_near: bool = False) -> bool:
    """Tell whether an index can be measured over a time as long as ``found``; ``is_near``: it is named with
    the value."""
    if found.grain == "year" or indicator not in (_YEARLY if is_near else _USUALLY_YEARLY):
        return True
    return found.grain == "range" and "-" not in found.value


def is_lasting(period: str | None, indicator: str | None) -> bool:
    """Tell whether values of the index in later paragraphs may be of ``period`` too: a part of a year ends
    with its paragraph, but for the index that is published monthly."""
    return indicator in {None, "DVC"} or "-" not in (period or "")


def year_before(period: Drawn | None) -> Drawn | None:
    """Return the year before a year, told by its words; None for anything finer or unknown."""
    year = "" if period is None else period.value or ""
    return period._replace(value=str(int(year) - 1)) if period is not None and year.isdigit() else None


_STEPS = {"Q": 4, "H": 2}


def year_behind(period: Drawn) -> Drawn | None:
    """Return the year, half, quarter or month after ``period``, told by its words; None after a range."""
    value = period.value or ""
    year, _, part = value.partition("-")
    if value.isdigit():
        return period._replace(value=str(int(value) + 1))
    if not year.isdigit() or "/" in value or not part:
        return None
    letter, number = part.rstrip("0123456789"), int(part.lstrip("QH"))
    is_last = number == _STEPS.get(letter, 12)
    after = 1 if is_last else number + 1
    written = f"{letter}{after}" if letter else f"{after:02d}"
    return period._replace(value=f"{int(year) + is_last}-{written}")
