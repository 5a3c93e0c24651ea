"""Days and years in words: «ngày mùng một tháng bảy», «năm hai nghìn không trăm hai mươi lăm»."""

import re

from extractors.date_patterns import MONTH_WORDS
from extractors.date_values import Mention
from extractors.lexicon import alternatives, load_table
from extractors.numbers import number_words

_NUMBERS = {word: value for word, value in number_words().items() if word not in {"nhất", "nhì"}}
_DAYS = {word: value for word, value in _NUMBERS.items() if value <= 31}
_UNITS: dict[str, int] = {**load_table("numbers")["units"], "không": 0}
_DAY = re.compile(
    rf"(?:m[ùồ]ng )?(?P<d>{alternatives(_DAYS)})"
    rf" tháng (?P<m>{alternatives(MONTH_WORDS)}|0?[1-9]|1[0-2])(?! ?[0-9]|[\w/])"
    r"(?:,? năm (?P<y>(?:19|20)[0-9]{2})(?![0-9])| năm (?P<r>nay|ngoái|trước|tới|sau)(?!\w))?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    rf"(?P<k>một|hai) (?:nghìn|ngàn) (?P<h>{alternatives(_UNITS)}) trăm "
    rf"(?:(?:linh|lẻ) (?P<u>{alternatives(_UNITS)})|(?P<t>{alternatives(_NUMBERS)}))(?!\w)",
    re.IGNORECASE,
)
_YEAR_LEADS = (" năm ", ", năm ", " Năm ", " NĂM ")
# «Mỗi ngày hai tháng …» counts days.
_COUNTED_BEFORE = re.compile(
    rf"(?:[0-9]|(?<!\w)(?:mỗi|hàng|hằng|từng|các|những|mấy|{alternatives(_NUMBERS)})) \Z", re.IGNORECASE
)
#: The day in words before «tháng», which is no month alone: «ngày hai mươi tư tháng …».
_DAY_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:ngày|m[ùồ]ng) (?:m[ùồ]ng )?{alternatives(_NUMBERS)}"
    rf"|{alternatives(word for word in _NUMBERS if word != 'năm')}) (?:tháng )?\Z",
    re.IGNORECASE,
)


def read_worded_day(text: str, start: int, at: int) -> Mention | None:
    """Return the day in words at ``at`` («mùng một tháng bảy»), whose «ngày» stands at ``start``."""
    found = _DAY.match(text, at)
    if found is None or _COUNTED_BEFORE.search(text[max(0, start - 10) : start]):
        return None
    named = found["m"].casefold()
    month = MONTH_WORDS[named] if named in MONTH_WORDS else int(named)
    mention = Mention(found.start("d"), found.end(), "day", number=_DAYS[found["d"].casefold()], month=month)
    if found["y"]:
        mention.year = int(found["y"])
    elif found["r"]:
        mention.spoken = found["r"].casefold()
    else:
        take_worded_year(mention, text)
    return mention


def stands_behind_day(head: str) -> bool:
    """Tell whether ``head``, the text before a month, ends in a day in words."""
    return _DAY_BEFORE.search(head) is not None


def worded_year(text: str, at: int) -> tuple[int, int] | None:
    """Return the year in words at ``at`` and where it ends, or None."""
    found = _YEAR.match(text, at)
    if found is None:
        return None
    below = _UNITS[found["u"].casefold()] if found["u"] else _NUMBERS[found["t"].casefold()]
    year = _UNITS[found["k"].casefold()] * 1000 + _UNITS[found["h"].casefold()] * 100 + below
    return (year, found.end()) if 1800 <= year < 2100 else None


def take_worded_year(mention: Mention, text: str) -> None:
    """Give ``mention``, which has no year, the year in words that stands right behind it, if one does."""
    lead = next((words for words in _YEAR_LEADS if text.startswith(words, mention.end)), None)
    found = worded_year(text, mention.end + len(lead)) if lead else None
    if found is not None:
        mention.year, mention.end = found
