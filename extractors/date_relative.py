"""Times named from the day of writing («hôm qua», «cùng kỳ năm trước»), once that day is known."""

import re
from collections.abc import Iterable, Iterator
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
# Every spoken time ends in two words that are one by themselves.
_SHORT = tuple(known for known in _SPOKEN if known.count(" ") == 1)
#: What the last two words of a spoken time look like in a text.
SPOKEN_WORDS = frozenset(
    f"{first} {last}"
    for known in _SHORT
    for word, _, rest in (known.partition(" "),)
    for first in (word, word.capitalize(), word.upper())
    for last in (rest, rest.upper())
)
# A spoken time opens the text, a line, a bracket or a quote, or stands behind a space or another mark.
_BEFORE = frozenset(" \n(\"“”'‘«[,;:.-–—…/|")
_TWO_WORDS = re.compile(r"\w+ \w+")
# «tháng sau khi …», «năm trước đó» tell an order of events.
_ONWARD = tuple(f" {word}" for word in _TABLE["unspoken"]["after"])
_LONG = tuple(known for known in _SPOKEN if known.count(" ") > 1)
_LENGTH_BEFORE = re.compile(
    rf"(?:[0-9]|(?<!\w){alternatives(_TABLE['unspoken']['before'])}) \Z", re.IGNORECASE
)


def read_spoken(text: str, reference: date, places: Iterable[int]) -> Iterator[tuple[int, int, str, Grain]]:
    """Yield (start, end, ISO value, grain) of the times of ``text`` that are named from ``reference``.

    ``places`` are those of ``SPOKEN_WORDS`` in the text.
    """
    for start, end in sorted(_spoken_spans(text, places)):
        if not _LENGTH_BEFORE.search(text[max(0, start - 8) : start]):
            value, grain = _resolve(*_SPOKEN[text[start:end].casefold()], reference)
            yield start, end, value, grain


def _spoken_spans(text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield where the longest spoken times stand whose last two words stand at ``places``."""
    for start in places:
        found = _TWO_WORDS.match(text, start)
        if found is None or (start and text[start - 1] not in _BEFORE):
            continue
        end = found.end()
        if found.group().casefold() not in _SPOKEN or text.startswith(_ONWARD, end):
            continue
        longer = next((known for known in _LONG if _ends_with(text, end, known)), None)
        yield (start if longer is None else end - len(longer)), end


def _ends_with(text: str, end: int, known: str) -> bool:
    return text[max(0, end - len(known)) : end].casefold() == known


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
