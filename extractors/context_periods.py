"""Which year (quarter, half) a value is of. Days never: an index is published on a day and measured over a
year."""

import re

from extractors.basis import Drawn
from extractors.context_editions import Editions
from extractors.context_headings import Headings
from extractors.context_layout import Layout, Line, Spot
from extractors.context_marks import Marks
from extractors.context_times import Times, drawn, is_fitting, is_lasting, year_behind
from extractors.facts import Date
from extractors.ranks import NOUN

_GAP_BEHIND = re.compile(
    rf"(?:\s\([^()\n]{{0,30}}\))?\s?\(?"
    rf"(?:(?:trong|của|vào|ở|cho|hồi|trên|{NOUN}|cả nước|toàn quốc|toàn tỉnh)\s?)*$"
)
# «So với năm 2019, chỉ số giảm 0,57%. Khi đó tỉnh đạt 87,04%»: the year that was measured against.
# «so với năm 2022 (từ hạng 30 lên hạng 28)»: a journey is told of both years.
_MOVED = re.compile(r"(?:từ|tăng|giảm|lên|xuống)\s")
_BACK_THEN = re.compile(r"(?:khi đó|lúc đó|năm đó|thời điểm đó|khi ấy|năm ấy|lúc bấy giờ|khi đấy)(?!\w)")
_GAP_LONGER = re.compile(r"[^.;,()\n]{0,40}$")
_GAP_EDITION = re.compile(r"\)?\s(?:[^\W\d]{1,6}\s){0,3}$")
_AGAINST = ("so với", "so sánh với")
_REACH = 700


class PeriodReader:
    """Answers for one document; ``title_period`` is the year of its title."""

    def __init__(
        self, folded: str, layout: Layout, marks: Marks, times: Times, title_period: str | None
    ) -> None:
        self._folded, self._layout, self._times = folded, layout, times
        self._title_period = title_period
        self._left: set[int] = set()
        self._headings = Headings(layout)
        self._editions = Editions(folded, marks, times)

    def elsewhere(self, spot: Spot, indicator: str | None, last_told: Drawn | None) -> Drawn | None:
        """Return the period that the sentences before, headings, the lines before or the title give the value
        at ``spot``; ``last_told`` is the newest that values of its index were told of so far."""
        in_line = self._in_line(spot, indicator)
        return in_line or self._beyond_line(spot, indicator, last_told)

    def _beyond_line(self, spot: Spot, indicator: str | None, last_told: Drawn | None) -> Drawn | None:
        line, is_wished = spot.line, self._times.is_wished(spot)
        told = self._without_index(spot) if indicator is None else None
        told = told or self._heading(line, indicator)
        if told is None and is_wished:
            aimed = self._carried(line.span[0], spot.start - 8 * _REACH, indicator, wished=True)
            told = aimed if aimed is not None and self._is_aimed(aimed) else None
        told = told or self._editions.newest(spot.start, indicator, last_told)
        if told is not None:
            return told
        if self._title_period is not None:
            return Drawn(self._title_period, source="title")
        carried = self._carried(line.span[0], spot.start - 8 * _REACH, indicator, wished=False)
        return carried or self._opening(line, indicator) or self._ahead(spot, indicator)

    def year_after(self, spot: Spot, told: Drawn | None) -> Drawn | None:
        """Return ``told``, or the year after the one that the value is measured against where that is newer:
        «tăng 1,36% so với năm 2023»."""
        against = self._against(spot)
        if against is None:
            return told
        after = year_behind(drawn(against))
        is_older = told is None or (told.value or "")[:4] <= against.value[:4]
        return after if is_older and after is not None else told

    def own(self, spot: Spot, *, older: bool = False) -> Drawn | None:
        """Return the year that stands with the value itself: «40,14 (2021)», «năm 2021 (68,32 điểm)»."""
        times, folded = self._times, self._folded
        behind = times.first(spot.end, spot.end + 40)
        if behind is not None and _GAP_BEHIND.fullmatch(folded, spot.end, behind.start):
            # «41,86 điểm (năm 2021 là 42,10 điểm)»: the parenthesis tells another value.
            paren = spot.line.paren(behind.start)
            is_alone = paren is None or paren == spot.paren or not folded[behind.end : paren[1]].strip()
            if is_alone and times.part(behind) != "past":
                if older:
                    self._left.add(behind.start)
                return drawn(behind)
        paren = spot.paren
        if paren is None:
            return None
        for inside in times.before(spot.start, paren.start):
            if times.part(inside) not in {"compared", "past"}:
                return drawn(inside)
        if _MOVED.match(folded, paren.start + 1):
            return None
        host = times.last(paren.start, max(spot.line.span[0], paren.start - 24))
        is_beside = host is not None and not host.relative and not folded[host.end : paren.start].strip()
        return drawn(host) if host is not None and is_beside else None

    def ago(self, spot: Spot) -> Drawn | None:
        """Return the time that «năm ngoái» before the value at ``spot`` names by itself."""
        found = self._times.last(spot.start, max(spot.sentence[0], spot.start - 80))
        return drawn(found) if found is not None and found.relative else None

    def in_sentence(self, spot: Spot, named: Drawn) -> Drawn | None:
        """Return the period that the sentence of the value at ``spot`` tells, but not beside it;
        ``named`` is its index."""
        indicator = named.value
        times, start, end = self._times, spot.start, spot.end
        floor, ceiling = max(spot.sentence[0], start - _REACH), min(spot.sentence[1], end + _REACH)
        left: Date | None = None
        for found in times.before(start, floor):
            if not spot.sees(found.start):
                continue
            if found.start in self._left:
                # The year that the first value of «từ 41,2 điểm năm 2021 lên 43,5 điểm» was of.
                left = left or found
            elif is_fitting(found, indicator, is_near=True) and self._is_said(found, spot, indicator):
                return drawn(found)
        for found in times.between(end, ceiling):
            if times.part(found) == "compared":
                continue
            # «đạt 88,18%, đứng thứ 9 cả nước về PAR INDEX 2021»: the year of the index named behind.
            since = named.end if named.start is not None and named.start >= end and named.end else end
            gap = _GAP_LONGER if since == end else _GAP_EDITION
            if found.start >= since and gap.fullmatch(self._folded, since, found.start):
                return drawn(found)
        return None if left is None else year_behind(drawn(left))

    def _is_said(self, found: Date, spot: Spot, indicator: str | None) -> bool:
        part = self._times.part(found)
        if part == "aimed":
            # «đến năm 2025 vào tốp 20, trong khi hiện nay đạt 64 điểm»: the value is none of the wish.
            return spot.marks.last("reached", spot.start, found.end) is None
        if part == "planned":
            return self._times.is_wished(spot)
        if found.relative and not self._times.is_wished(spot):
            return part in {"told", "past"} and self._times.is_sure(found, indicator)
        return part in {"told", "past", "aimed"}

    def _in_line(self, spot: Spot, indicator: str | None) -> Drawn | None:
        line, sentence_start = spot.line, spot.sentence[0]
        if sentence_start == line.span[0]:
            return None
        if _BACK_THEN.match(self._folded, sentence_start):
            last = self._times.last(sentence_start, line.span[0])
            return None if last is None else drawn(last)
        floor = max(line.span[0], spot.start - 4 * _REACH)
        return self._carried(sentence_start, floor, indicator, wished=self._times.is_wished(spot))

    def _carried(self, position: int, floor: int, indicator: str | None, *, wished: bool) -> Drawn | None:
        """Return the newest of the last sentence, or line, with a time that carries on."""
        times, newest, sentence_start = self._times, None, floor
        for found in times.before(position, floor):
            if found.start < sentence_start:
                break
            if not times.carries(found, wished=wished) or not is_fitting(found, indicator):
                continue
            if found.relative and not (wished or times.is_sure(found, indicator)):
                continue
            if self._is_over(found, position, indicator):
                continue
            if newest is None:
                line = self._layout.line(found.start)
                # Of the line itself the last sentence counts, of another one all that it tells.
                is_same = line.span[0] <= position <= line.span[1]
                sentence_start = line.sentence(found.start)[0] if is_same else line.span[0]
            if newest is None or found.value > newest.value:
                newest = found
        return None if newest is None else drawn(newest)

    def _is_over(self, found: Date, position: int, indicator: str | None) -> bool:
        """Tell whether a time told in a line before ends there, with its paragraph or the item above it."""
        above = self._layout.line(found.start)
        if position <= above.span[1]:
            return False
        is_ended = self._headings.has_ended(above, self._layout.line(position))
        return is_ended or not is_lasting(found.value, indicator)

    def _heading(self, line: Line, indicator: str | None) -> Drawn | None:
        """Return the time of the headings above ``line`` that a value of ``indicator`` can be of."""
        for heading in self._headings.above(line):
            for found in self._times.between(*heading.span):
                if self._times.part(found) in {"told", "aimed"} and is_fitting(found, indicator):
                    return drawn(found)
        return None

    def _opening(self, line: Line, indicator: str | None) -> Drawn | None:
        opening = self._headings.opening(line)
        found = None if opening is None else self._times.first(*opening.span)
        return drawn(found) if found is not None and is_fitting(found, indicator) else None

    def _ahead(self, spot: Spot, indicator: str | None) -> Drawn | None:
        """Return the first time told behind a heading, or the year after the first that is measured against
        behind: of what a text says before it names a year."""
        for found in self._times.between(spot.end, spot.end + _REACH):
            if found.relative or not is_fitting(found, indicator):
                continue
            if spot.line.is_heading and self._times.carries(found, wished=False):
                return drawn(found)
            if self._times.part(found) == "compared" and self._is_against(found):
                return year_behind(drawn(found))
        return None

    def _is_against(self, found: Date) -> bool:
        return self._folded.endswith(_AGAINST, 0, found.start - 1)

    def _without_index(self, spot: Spot) -> Drawn | None:
        """Return the time of what is ranked by no index, so of no edition: what the document opens with, or
        what is told last, «9 tháng đầu năm 2023» too."""
        line, opening, times = spot.line, self._layout.lines[0], self._times
        if opening is not line and opening.is_heading:
            titled = times.first(*opening.span)
            if titled is not None:
                return drawn(titled)
        is_wished = times.is_wished(spot)
        for found in times.before(line.span[0], spot.start - 2 * _REACH):
            part = times.part(found)
            if part == "told" or (is_wished and part == "aimed"):
                return drawn(found)
        return None

    def is_edition(self, period: Drawn, spot: Spot) -> bool:
        """Tell whether ``period`` is told of the value at ``spot`` in the main line of the text, so that it
        may carry on."""
        if self._times.is_wished(spot):
            return False
        if period.start is None or period.source == "title":
            return True
        found = self._times.first(period.start, period.start + 1)
        if found is None or found.grain == "range":
            return False
        # The year after one that was measured against counts as told.
        return self._times.part(found) == ("told" if found.value == period.value else "compared")

    def _is_aimed(self, period: Drawn) -> bool:
        found = self._times.first(period.start or 0, (period.start or 0) + 1)
        return found is not None and self._times.part(found) == "aimed"

    def _against(self, spot: Spot) -> Date | None:
        """Return the year that the value at ``spot`` is measured against: the nearest before, else behind."""
        start, end = spot.start, spot.end
        floor, ceiling = max(spot.sentence[0], start - _REACH), min(spot.sentence[1], end + _REACH)
        near = min(ceiling, end + 60)
        if not any(self._folded.find(word, floor, near) >= 0 for word in _AGAINST):
            return None
        for found in (*self._times.before(start, floor), *self._times.between(end, ceiling)):
            is_seen = found.start > end or spot.sees(found.start)
            is_plain = is_seen and found.grain != "range" and not found.relative
            if is_plain and self._times.part(found) == "compared":
                return found
        return None
