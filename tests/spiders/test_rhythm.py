"""The working days of Vietnam, and what a silence weighs."""

from datetime import date, timedelta

import pytest

from spiders.rhythm import silence_of, week_yield
from spiders.workdays import hung_kings, is_working, tet, working_days

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1985, 1, 21),  # a month before China's
        (2007, 2, 17),  # a day before China's
        (2015, 2, 19),
        (2020, 1, 25),
        (2023, 1, 22),
        (2024, 2, 10),
        (2025, 1, 29),
        (2026, 2, 17),
        (2030, 2, 2),  # a day before China's
        (2034, 2, 19),
    ],
)
def test_tet_is_on_its_day(year: int, month: int, day: int) -> None:
    assert tet(year) == date(year, month, day)


@pytest.mark.parametrize("day", [date(2023, 4, 29), date(2024, 4, 18), date(2025, 4, 7), date(2026, 4, 26)])
def test_the_hung_kings_have_their_day(day: date) -> None:
    assert hung_kings(day.year) == day


def test_weekends_holidays_and_bridges_are_no_working_days() -> None:
    rest = [
        date(2026, 11, 21),  # a Saturday
        date(2026, 2, 16),
        date(2026, 2, 20),
        date(2026, 4, 30),
        date(2024, 9, 2),
        date(2024, 4, 29),  # a Monday between a Sunday and the holiday
    ]
    assert [day for day in rest if is_working(day)] == []
    assert len(list(working_days(date(2026, 2, 12), date(2026, 2, 25)))) == 1
    assert is_working(date(2026, 11, 23))


def daily(last: date, days: int = 180) -> list[date]:
    return [day for back in range(days) if is_working(day := last - back * DAY)]


def test_a_daily_portal_may_be_silent_over_a_weekend_and_not_for_three_days() -> None:
    friday = date(2026, 11, 13)
    found = [silence_of(daily(friday), friday, friday + number * DAY) for number in range(7)]
    assert [one.days for one in found if one] == [0, 0, 0, 0, 1, 2, 3]
    assert [one.is_alarming() for one in found if one] == [False, False, False, False, False, True, True]


def test_a_silence_as_long_as_one_before_is_no_alarm() -> None:
    friday = date(2026, 11, 13)
    gap = set(working_days(date(2026, 9, 6), date(2026, 9, 13)))
    days = [day for day in daily(friday) if day not in gap]
    silence = silence_of(days, friday, date(2026, 11, 21))
    assert silence is not None
    assert (silence.days, silence.longest, silence.is_alarming()) == (5, 5, False)


def test_a_short_history_says_nothing() -> None:
    friday = date(2026, 11, 13)
    assert silence_of(daily(friday, 20), friday, date(2026, 12, 30)) is None
    assert silence_of([friday - 30 * number * DAY for number in range(6)], friday, date(2026, 12, 30)) is None
    assert silence_of([], friday, date(2026, 12, 30)) is None
    assert week_yield(daily(friday, 40), friday - 40 * DAY, friday + DAY) is None
    assert week_yield([], friday, friday + DAY) is None


def test_a_week_is_weighed_only_when_it_was_watched() -> None:
    friday = date(2026, 11, 13)
    days = daily(friday - 7 * DAY) * 10
    assert week_yield(days, friday, friday + DAY) is None
    week = week_yield(days, friday - 30 * DAY, friday + DAY)
    assert week is not None
    assert (week.items, week.usual, week.is_alarming()) == (0, 50, True)
