"""Times named from the day of writing («hôm qua», «tháng trước», «cùng kỳ năm trước»), once that day is known."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from extractors.date_values import Grain, Mention, iso_day, iso_month
from extractors.lexicon import alternatives, load_table

_TABLE: dict[str, Any] = load_table("calendar")
_SPOKEN: dict[str, tuple[str, int]] = {
    word: (unit, away) for unit, words in _TABLE["spoken"].items() for word, away in words.items()
}
_YEARS: dict[str, int] = _TABLE["spoken_years"]
# Every spoken time ends in one of these short words; looking for what is before them is the quickest scan.
_LAST = sorted({word.rpartition(" ")[2] for word in _SPOKEN})
_FIRST = sorted({word.partition(" ")[0] for word in _SPOKEN})


def _variants(word: str) -> list[str]:
    return [word, word.capitalize(), word.upper()]


_SCAN = re.compile(
    f"[{''.join(sorted({v[0] for w in _FIRST for v in _variants(w)}))}]"
    rf"(?:{'|'.join(f'(?<={v[0]}){re.escape(v[1:])}' for w in _FIRST for v in _variants(w))})"
    rf"(?: kỳ năm| KỲ NĂM)? {alternatives(v for w in _LAST for v in _variants(w))}(?!\w)"
)
_LENGTH_BEFORE = re.compile(
    rf"(?:[0-9]|(?<!\w){alternatives(_TABLE['unspoken']['before'])}) \Z", re.IGNORECASE
)


def read_spoken(text: str, reference: date) -> Iterator[tuple[int, int, str, Grain]]:
    """Yield (start, end, ISO value, grain) of the times of ``text`` that are named from ``reference``."""
    for found in _SCAN.finditer(text):
        known = _SPOKEN.get(found.group().casefold())
        if known is None or _LENGTH_BEFORE.search(text[max(0, found.start() - 8) : found.start()]):
            continue
        value, grain = _resolve(*known, reference)
        yield found.start(), found.end(), value, grain


def resolve_spoken_year(mention: Mention, reference: date) -> None:
    """Give «tháng 5 năm ngoái» its year and mark it as worked out from ``reference``."""
    if mention.spoken is not None:
        mention.year = reference.year + _YEARS[mention.spoken]
        mention.relative = True


def _resolve(unit: str, away: int, reference: date) -> tuple[str, Grain]:
    if unit == "day":
        day = reference + timedelta(days=away)
        return str(iso_day(day.year, day.month, day.day)), "day"
    if unit == "week":
        monday = reference - timedelta(days=reference.weekday() - 7 * away)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", "range"
    if unit == "year":
        return f"{reference.year + away:04d}", "year"
    months = reference.year * 12 + reference.month - 1 + away * (3 if unit == "quarter" else 1)
    year, month = months // 12, months % 12 + 1
    if unit == "month":
        return iso_month(year, month), "month"
    return f"{year:04d}-Q{(month - 1) // 3 + 1}", "quarter"
