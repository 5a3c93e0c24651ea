"""A portal's rhythm: on which days it publishes, how long it may be silent, how much a week brings.

Time is counted in working days of Vietnam, so that weekends, holidays and Tết neither make a silence longer
nor a rhythm slower. Portals publish in bursts: a day without news is likelier behind another one, and the
likelihood of a silence is reckoned so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import exp, lgamma, log, log1p, sqrt
from statistics import fmean, pvariance

from spiders.workdays import is_working, working_days

#: A silence or a drop that is less likely than this is an alarm.
UNLIKELY = 0.001
_WINDOW = timedelta(days=180)
_LEAST_DAYS, _LEAST_ACTIVE = 20, 8
_LEAST_SILENCE = 2
_DAY = timedelta(days=1)
# So unlikely that an equally long silence in the past does not excuse it.
_BEYOND_DOUBT = 1e-6
_WEEK, _LEAST_WEEKS = 5, 8


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence: its length in working days, how likely it is, and the longest one seen before."""

    since: date
    days: int
    likelihood: float
    longest: int
    active_share: float

    def is_alarming(self, unlikely: float = UNLIKELY) -> bool:
        """Tell whether it is longer than is plausible."""
        if self.days < _LEAST_SILENCE or self.likelihood >= unlikely:
            return False
        return self.days > 1.25 * self.longest or self.likelihood < _BEYOND_DOUBT


@dataclass(frozen=True, slots=True)
class WeekYield:
    """Items of the last five working days (``since`` the first of them), beside those of earlier weeks.

    ``low`` is what all but two of them reached.
    """

    since: date
    items: int
    usual: float
    low: int
    likelihood: float

    def is_alarming(self) -> bool:
        """Tell whether it is less than chance and season explain."""
        is_low = self.items < self.usual / 2 and self.items < self.low
        return is_low and self.likelihood < UNLIKELY


def silence_of(published: Iterable[date], last_sign: date, today: date) -> Silence | None:
    """Return the silence of a portal up to yesterday; None where its history is too short to tell.

    ``published`` holds one day for each item. ``last_sign`` is the last day it was known to live.
    """
    active = {day for day in published if day <= last_sign}
    before = _observed(active, last_sign)
    if before is None:
        return None
    runs = _silences(before, active)
    days = sum(1 for _ in working_days(last_sign, today))
    likelihood = _likelihood(before, active, days)
    share = sum(day in active for day in before) / len(before)
    return Silence(last_sign, days, likelihood, max(runs, default=0), share)


def _observed(active: set[date], last_sign: date) -> list[date] | None:
    """Return the working days of the history, or None where there is too little of it."""
    recent = [day for day in active if day > last_sign - _WINDOW]
    if not recent:
        return None
    days = list(working_days(min(recent) - _DAY, last_sign + _DAY))
    if len(days) < _LEAST_DAYS or sum(day in active for day in days) < _LEAST_ACTIVE:
        return None
    return days


def _silences(days: Sequence[date], active: set[date]) -> list[int]:
    """Return the lengths of the silences between the first and the last active day."""
    lengths, length = [], 0
    for day in days:
        if day in active:
            lengths.append(length)
            length = 0
        else:
            length += 1
    return lengths


def _likelihood(days: Sequence[date], active: set[date], silent: int) -> float:
    """Return how likely so many silent days in a row are, counted from a day with news."""
    pairs = Counter((first in active, second in active) for first, second in pairwise(days))
    falls = (pairs[True, False] + 1) / (pairs[True, False] + pairs[True, True] + 2)
    # Where there is little to learn from, silence is taken to breed silence.
    stays = (pairs[False, False] + 2 * sqrt(falls)) / (pairs[False, False] + pairs[False, True] + 2)
    return float(falls * max(stays, falls) ** (silent - 1)) if silent else 1.0


def week_yield(published: Iterable[date], observed_since: date, today: date) -> WeekYield | None:
    """Return the yield of the last five working days; None where too little is known to judge it.

    The days must lie behind ``observed_since``, the day of the first crawl.
    """
    counts = Counter(published)
    weeks = _weeks(counts, today)
    if len(weeks) <= _LEAST_WEEKS or weeks[0][0] <= observed_since:
        return None
    (since, items), earlier = weeks[0], [count for _, count in weeks[1:]]
    return WeekYield(since, items, fmean(earlier), sorted(earlier)[2], _at_most(items, earlier))


def _weeks(counts: Mapping[date, int], today: date) -> list[tuple[date, int]]:
    """Return begin and items of spans of five working days, the newest first, none before the first item."""
    oldest = max(min(counts, default=today), today - _WINDOW)
    spans, days, items = [], 0, 0
    day = today - _DAY
    while day >= oldest:
        items += counts.get(day, 0)
        days += is_working(day)
        if days == _WEEK:
            spans.append((day, items))
            days = items = 0
        day -= _DAY
    return spans


def _at_most(items: int, earlier: Sequence[int]) -> float:
    """Return the likelihood of at most so many items under a negative binomial fitted to earlier weeks."""
    mean = fmean(earlier)
    if mean == 0:
        return 1.0
    # Never as regular as chance alone: weeks differ, and few of them show how much.
    spread = max(pvariance(earlier), mean + (0.25 * mean) ** 2) * (1 + 1 / len(earlier))
    size = mean * mean / (spread - mean)
    return sum(exp(_log_weight(count, size, mean)) for count in range(items + 1))


def _log_weight(count: int, size: float, mean: float) -> float:
    failures = size * -log1p(mean / size)
    return (
        lgamma(count + size) - lgamma(size) - lgamma(count + 1) + failures + count * log(mean / (size + mean))
    )
