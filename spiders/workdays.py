"""On which days offices of Vietnam work: weekends, holidays and the days of Tết are days of rest.

Tết and the day of the Hùng kings follow the moon as it is seen from Vietnam (UTC+7), which now and then is a
day before China's. New moons by Meeus, Astronomical Algorithms, chapter 49, good to some minutes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from math import radians, sin

from spiders.dating import PORTAL_ZONE

_DAY = timedelta(days=1)
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
_MONTH = 29.530588861  # days from one new moon to the next
_FIRST_MOON = 5.09766  # days from J2000 to the new moon of 6 January 2000
# Offices close some days before the first of the year, and wake up late.
_TET_BEFORE, _TET_AFTER = 4, 6
_FIXED = ((1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (9, 3))


def is_working(day: date) -> bool:
    """Tell whether offices work that day. A single day between days of rest counts as one of them."""
    if _is_rest(day):
        return False
    return not (_is_rest(day - _DAY) and _is_rest(day + _DAY))


def working_days(after: date, before: date) -> Iterator[date]:
    """Yield the working days between two days, both left out."""
    day = after + _DAY
    while day < before:
        if is_working(day):
            yield day
        day += _DAY


def tet(year: int) -> date:
    """Return the first day of the lunar year that begins in ``year``."""
    return next(day for day in _new_moons(year) if day >= date(year, 1, 21))


def hung_kings(year: int) -> date:
    """Return the tenth day of the third lunar month, the one in which the sun reaches Cốc vũ (20 April)."""
    return max(day for day in _new_moons(year) if day <= date(year, 4, 20)) + 9 * _DAY


def _is_rest(day: date) -> bool:
    return day.weekday() >= 5 or day in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    around_tet = {tet(year) + number * _DAY for number in range(-_TET_BEFORE, _TET_AFTER + 1)}
    return frozenset({hung_kings(year), *around_tet, *(date(year, month, day) for month, day in _FIXED)})


def _new_moons(year: int) -> list[date]:
    """Return the days of the new moons of the first months of a year, in Vietnam."""
    first = int((date(year, 1, 1) - _J2000.date()).days / _MONTH) - 1
    return [_new_moon(number) for number in range(first, first + 8)]


def _new_moon(number: int) -> date:
    """Return the day of a new moon; ``number`` 0 is that of 6 January 2000."""
    sun = radians(2.5534 + 29.10535670 * number)
    moon = radians(201.5643 + 385.81693528 * number)
    node = radians(160.7108 + 390.67050284 * number)
    shift = (
        -0.40720 * sin(moon)
        + 0.17241 * sin(sun)
        + 0.01608 * sin(2 * moon)
        + 0.01039 * sin(2 * node)
        + 0.00739 * sin(moon - sun)
        - 0.00514 * sin(moon + sun)
        + 0.00208 * sin(2 * sun)
        - 0.00111 * sin(moon - 2 * node)
    )
    at = _J2000 + timedelta(days=_FIRST_MOON + _MONTH * number + shift)
    return at.astimezone(PORTAL_ZONE).date()
