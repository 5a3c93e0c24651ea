"""Times named from the day of writing («hôm qua», «cùng kỳ năm trước»), once that day is known."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from extractors.basis import Drawn
from extractors.date_values import Grain, Mention, iso_day, iso_month
from extractors.lexicon import alternatives, load_table

_TABLE: dict[str, Any] = load_table("calendar")
_SPOKEN: dict[str, tuple[str, int]] = {
    word: (unit, away) for unit, words in _TABLE["spoken"].items() for word, away in words.items()
}
_YEARS: dict[str, int] = _TABLE["spoken_years"]
# Every spoken time ends in one of these few words; they are rarer than the words they follow.
_LAST = tuple(
    f" {form}"
    for word in sorted({known.rpartition(" ")[2] for known in _SPOKEN})
    for form in (word, word.upper())
)
# «tháng sau khi …», «năm trước đó» tell an order of events.
_ONWARD = tuple(f" {word}" for word in _TABLE["unspoken"]["after"])
_LONG = tuple(known for known in _SPOKEN if known.count(" ") > 1)
_LONGEST = max(map(len, _SPOKEN))
_LENGTH_BEFORE = re.compile(
    rf"(?:[0-9]|(?<!\w){alternatives(_TABLE['unspoken']['before'])}) \Z", re.IGNORECASE
)


def read_spoken(text: str, reference: date) -> Iterator[tuple[int, int, str, Grain]]:
    """Yield (start, end, ISO value, grain) of the times of ``text`` that are named from ``reference``."""
    for start, end in sorted(_spoken_spans(text)):
        if not _LENGTH_BEFORE.search(text[max(0, start - 8) : start]):
            value, grain = _resolve(*_SPOKEN[text[start:end].casefold()], reference)
            yield start, end, value, grain


def _spoken_spans(text: str) -> Iterator[tuple[int, int]]:
    for last in _LAST:
        at = text.find(last)
        while at >= 0:
            end = at + len(last)
            if (
                not text[end : end + 1].isalnum()
                and not text.startswith(_ONWARD, end)
                and (start := _spoken_start(text, end)) is not None
            ):
                yield start, end
            at = text.find(last, end)


def _spoken_start(text: str, end: int) -> int | None:
    """Return where the longest spoken time that ends at ``end`` begins, or None."""
    head = text[max(0, end - _LONGEST) : end].casefold()
    word = head[head.rfind(" ", 0, head.rfind(" ")) + 1 :]
    if word not in _SPOKEN:
        return None
    longer = next((known for known in _LONG if head.endswith(known)), word)
    return end - len(longer)


def resolve_spoken_year(mention: Mention, reference: date) -> None:
    """Give «tháng 5 năm ngoái» its year and mark it as worked out from ``reference``."""
    if mention.spoken is not None:
        mention.year = reference.year + _YEARS[mention.spoken]
        mention.relative = True
        mention.year_from = Drawn(str(mention.year), source="published_on")


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
