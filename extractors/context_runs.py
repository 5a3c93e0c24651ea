"""Whose value a number is and of when, from its own words first, then from the values told before it."""

from typing import NamedTuple

from extractors.basis import Drawn
from extractors.context_index import Binding
from extractors.context_layout import Spot
from extractors.context_periods import PeriodReader, year_before
from extractors.context_subjects import SubjectReader


class Whose(NamedTuple):
    """Period and subject of a value, and the period that stands with the value itself."""

    period: Drawn | None
    subject: Drawn
    own: Drawn | None


class RunReader:
    """Answers for the values of one document, asked in order."""

    def __init__(self, periods: PeriodReader, subjects: SubjectReader) -> None:
        self._periods, self._subjects = periods, subjects
        self._hosts: dict[int, bool] = {}
        self._told_of: dict[str, tuple[int, Drawn | None]] = {}
        self._last: tuple[int, Drawn | None] = (-9, None)

    def read(self, spot: Spot, binding: Binding, *, older: bool, is_place: bool = False) -> Whose:
        """Return whose value stands at ``spot``, and of when."""
        indicator, component = binding.indicator, binding.component
        line = spot.line
        own = self._periods.own(spot, older=older)
        period = (
            own
            or self._hosted_period(spot)
            or self._periods.near(spot)
            or self._run_period(line.index, indicator, component)
            or self._periods.elsewhere(spot, indicator)
        )
        if own is None and (older or self._periods.is_of_year_before(spot.start)):
            period = year_before(period)
        self._last = (spot.end, period)
        if indicator is not None and component is None and not (older or line.is_row):
            self._told_of[indicator] = (line.index, period)
        return Whose(period, self._subjects.read(spot, indicator, is_place=is_place), own)

    def _run_period(self, line_index: int, indicator: str | None, component: str | None) -> Drawn | None:
        """Return the period of the whole index told right before, for the components of it that follow."""
        if component is None:
            return None
        line, period = self._told_of.get(indicator or "", (-9, None))
        return period if line_index - line <= 1 else None

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
