"""Whose value a number is and of when, from its own words first, then from the values told before it."""

from typing import NamedTuple

from extractors.basis import Drawn
from extractors.context_ago import is_of_year_before
from extractors.context_index import Binding
from extractors.context_layout import Spot
from extractors.context_periods import PeriodReader
from extractors.context_subjects import SubjectReader
from extractors.context_times import is_lasting, year_before

#: The line of a period that was never told.
_NOWHERE = -9


class Whose(NamedTuple):
    """Period and subject of a value, and the period that stands with the value itself."""

    period: Drawn | None
    subject: Drawn
    own: Drawn | None


class RunReader:
    """Answers for the values of one document, asked in order."""

    def __init__(self, folded: str, periods: PeriodReader, subjects: SubjectReader) -> None:
        self._folded, self._periods, self._subjects = folded, periods, subjects
        self._hosts: dict[int, bool] = {}
        self._told_of: dict[str | None, tuple[int, Drawn]] = {}
        self._last: tuple[int, Drawn | None] = (-9, None)

    def read(self, spot: Spot, binding: Binding, *, older: bool, is_place: bool = False) -> Whose:
        """Return whose value stands at ``spot``, and of when."""
        periods, indicator = self._periods, binding.indicator
        own = periods.own(spot, older=older)
        period = own or self._hosted_period(spot) or periods.in_sentence(spot, binding.named)
        if period is None:
            line_told, last_told = self._told_of.get(indicator, (_NOWHERE, None))
            # The components of an index follow its own value: «DTI năm 2023: 0,71 điểm», «Ba trụ cột: …».
            is_run = binding.component is not None and spot.line.index - line_told == 1
            if not is_run and last_told is not None and not is_lasting(last_told.value, indicator):
                last_told = None
            told = last_told if is_run else periods.elsewhere(spot, indicator, last_told)
            period = periods.year_after(spot, told)
        if own is None and (older or is_of_year_before(self._folded, spot)):
            period = year_before(period) or periods.ago(spot)
        elif spot.paren is None and not older and period is not None and not spot.line.is_row:
            self.tell(indicator, period, spot)
        self._last = (spot.end, period)
        return Whose(period, self._subjects.read(spot, indicator, is_place=is_place), own)

    def tell(self, indicator: str | None, period: Drawn, spot: Spot) -> None:
        """Keep ``period`` where it is the newest that values of the index were told of, and the last line
        that told it."""
        told = self._told_of.get(indicator)
        is_newest = told is None or (told[1].value or "") <= (period.value or "")
        if is_newest and (spot.line.is_row or self._periods.is_edition(period, spot)):
            self._told_of[indicator] = (spot.line.index, period)

    def _hosted_period(self, spot: Spot) -> Drawn | None:
        """Return the period of the fact that the parenthesis around ``spot`` explains: «41,2 điểm (thứ
        40/63)»."""
        paren = spot.paren
        last_end, period = self._last
        if paren is None or last_end > paren.end:
            return None
        if last_end >= paren.start:
            return period if self._hosts.get(paren.start) else None
        is_host = 0 <= paren.start - last_end <= 2
        self._hosts[paren.start] = is_host
        return period if is_host else None
