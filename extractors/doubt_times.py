"""What cannot have been when a document was published, and days that contradict their weekday or symbol.

Plans and deadlines name future days rightly: only a day of issue, a meeting that was held and a value reached
are past. A day of grace is given, since portals print local time and some publish ahead of the day they
state.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from extractors.facts import Date, Directive, Fact, Rank, Score
from extractors.folding import fold

#: The kinds that measure something; a tuple is told faster than a union.
VALUED: Final = (Score, Rank)
_GRACE = timedelta(days=1)
_PERIOD = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|H(?P<half>[12])))?"
)
_DIRECT = re.compile(r"[ ,(]{0,3}(?:được |đã )?(?:ban hành |ký |ra )?(?:ngày )?$")
# «Ngày 25/12/2025, UBND tỉnh đã ban hành …» opens a sentence that tells what is past.
_OPENING = re.compile(r"(?:^|[.!?;] |\n|\) ?[-–] ?)(?:(?:vào |trong )?(?:sáng |chiều |tối )?(?:ngày )?)$")
_DONE = re.compile(
    r"(?: ?\([^()\n]{0,20}\))?,? (?:(?!sẽ )[^.;\n]){0,90}(?<!\w)đã (?:ban hành|ký|tổ chức|diễn ra|họp|"
    r"chủ trì|tham dự|công bố|khai mạc|thông qua|làm việc|trao|phê duyệt)(?!\w)"
)
_WANTED = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|kế hoạch|dự kiến|ước|yêu cầu|phải|sẽ|đến (?:hết )?năm|định hướng|"
    r"cam kết|kỳ vọng|quyết tâm|giao)(?!\w)"
)
_WEEKDAY = re.compile(
    r"(?:^|[.,;:(\n]\s?|(?<!\w)(?:sáng|chiều|tối|trưa|vào|hôm)\s)"
    r"(?P<day>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"
    r"(?: ?,)? ?\(?(?:ngày )?$"
)
_WEEKDAYS = {
    **{f"thứ {name}": at for at, name in enumerate(("hai", "ba", "tư", "năm", "sáu", "bảy"))},
    **{f"thứ {at + 2}": at for at in range(6)},
    "chủ nhật": 6,
}
# How far from its document an issue date stands, and how far back a sentence is read.
_NEAR, _REACH = 120, 240


def untimely(facts: Sequence[Fact], text: str, published_on: date | None) -> Iterator[tuple[int, str]]:
    """Yield where in ``facts`` (in the order of ``text``) a time cannot be, with the flag."""
    days = [(at, fact) for at, fact in enumerate(facts) if isinstance(fact, Date) and fact.grain == "day"]
    dates = [fact for _, fact in days]
    starts = [fact.start for fact in dates]
    for at, fact in enumerate(facts):
        if isinstance(fact, Directive):
            for flag, day in _directive(fact, text, dates, starts, published_on):
                yield at, flag
                if day is not None and flag == "issued_after_publication":
                    yield days[bisect_left(starts, day.start)][0], "date_after_publication"
        elif isinstance(fact, Date):
            if fact.grain == "day":
                yield from ((at, flag) for flag in _day(fact, text, published_on))
        elif isinstance(fact, VALUED) and published_on is not None and _is_early(fact, text, published_on):
            yield at, "period_after_publication"


def issue_day(
    directive: Directive, text: str, dates: Sequence[Date], starts: Sequence[int], *, direct: bool = True
) -> Date | None:
    """Return the date that ``issued_on`` was read from, its year written out; None where there is none.

    ``dates`` are in order and begin at ``starts``. ``direct`` asks that it stands right behind the document.
    """
    at = bisect_left(starts, directive.end)
    for day in dates[at : at + 2]:
        if day.value == directive.issued_on and day.start - directive.end < _NEAR:
            if not _has_year(day):
                return None
            return day if not direct or _DIRECT.fullmatch(fold(text[directive.end : day.start])) else None
    if direct or not at:
        return None
    day = dates[at - 1]
    is_near = directive.start - day.end < _NEAR and day.value == directive.issued_on
    return day if is_near and _has_year(day) else None


def _is_after(day: date, published_on: date) -> bool:
    return day - published_on > _GRACE


def _has_year(day: Date) -> bool:
    written = day.text[-5:]
    if day.relative or not written[-4:].isdecimal() or written[-4:-3] not in {"1", "2"}:
        return False
    return len(written) < 5 or not written[0].isdecimal()


def _directive(
    fact: Directive, text: str, dates: Sequence[Date], starts: Sequence[int], published_on: date | None
) -> Iterator[tuple[str, Date | None]]:
    signed = fact.year if fact.year is not None and f"/{fact.year}/" in (fact.symbol or "") else None
    if published_on is not None:
        issued, day = fact.issued_on, None
        if issued is not None and _is_after(date.fromisoformat(issued), published_on):
            day = issue_day(fact, text, dates, starts, direct=False)
        if day is not None or (signed is not None and _is_after(date(signed, 1, 1), published_on)):
            yield "issued_after_publication", day
    direct = issue_day(fact, text, dates, starts) if signed is not None else None
    if direct is not None and int(direct.value[:4]) != signed:
        yield "year_conflicts_with_issue_date", direct


def _day(fact: Date, text: str, published_on: date | None) -> Iterator[str]:
    ahead = text[max(0, fact.start - 24) : fact.start]
    lowered = ahead.lower()
    is_late = published_on is not None and fact.value > published_on.isoformat()
    if not (is_late or "thứ" in lowered or "nhật" in lowered) or not _has_year(fact):
        return
    day, ahead = date.fromisoformat(fact.value), fold(ahead)
    if (
        published_on is not None
        and _is_after(day, published_on)
        and _OPENING.search(ahead)
        and _DONE.match(fold(text[fact.end : fact.end + 130]))
    ):
        yield "date_after_publication"
    weekday = _WEEKDAY.search(ahead)
    if weekday is not None and _WEEKDAYS[weekday["day"]] != day.weekday():
        yield "weekday_conflicts_with_date"


def _is_early(fact: Score | Rank, text: str, published_on: date) -> bool:
    """Tell whether a value is told as reached though its period had not begun; words of a plan excuse it."""
    period = fact.period
    # Most periods are of the years before.
    if period is None or fact.status != "actual" or period < f"{published_on.year:04d}":
        return False
    began = _PERIOD.match(period)
    if began is None:
        return False
    quarter, half = int(began["quarter"] or 1), int(began["half"] or 1)
    month = int(began["month"] or (quarter - 1) * 3 + (half - 1) * 6 + 1)
    if not _is_after(date(int(began["year"]), month, 1), published_on):
        return False
    return _WANTED.search(fold(text[max(0, fact.start - _REACH) : fact.end + 60])) is None
