"""Reads one date at a place: a day, month, quarter, half or year in any writing.

``read_mention`` is given the place and what the place is inside of (the unit of a list), and returns what the
words say, without any year lent from elsewhere.
"""

import re
from functools import lru_cache

from extractors import date_patterns as p
from extractors.date_values import GRAINS, Grain, Mention
from extractors.date_worded import stands_behind_day
from extractors.date_year_forms import read_bare_year, read_short_months, read_year, read_years, with_year

# How far back a place is looked at for the word that makes it a date.
_LOOK_BACK = 28
# Other words of the units.
_SAID = {"quí": "quý", "mùng": "ngày", "mồng": "ngày", "đêm": "ngày", "t": "tháng", "q": "quý"}
# What stands between a day and its month, or a month and its year, past a space; before «tháng» a comma.
_DASHES = frozenset("-–")
_BEFORE_MONTH_WORD = frozenset(",tT")
_DAY_MARKS = _DASHES | _BEFORE_MONTH_WORD | frozenset("/.")


def read_mention(text: str, at: int, unit: Grain | None, *, chained: bool) -> Mention | None:
    """Return the date that begins at ``at``, or None.

    ``unit`` is the grain that a unit word before ``at`` or the list around it sets; ``chained`` says that a
    list or range leads here, which makes bare numbers and days without a year acceptable.
    """
    if not text[at].isdigit():
        return _read_worded(text, at, unit)
    if unit == "month":
        return _read_month(text, at, chained=chained)
    if unit == "quarter":
        return _read_quarter(text, at)
    if unit == "year":
        return read_years(text, at) or read_year(text, at, named=not chained)
    return _read_numeric(text, at, unit, chained=chained)


def _read_worded(text: str, at: int, unit: Grain | None) -> Mention | None:
    if unit == "month":
        return _read_month(text, at, chained=False)
    if unit == "quarter":
        return _read_quarter(text, at)
    return read_year(text, at, named=True) if unit == "year" else None


def _read_numeric(text: str, at: int, unit: Grain | None, *, chained: bool) -> Mention | None:
    """Read at a digit that no unit but «ngày» stands before."""
    end = at + 2 if "0" <= text[at + 1 : at + 2] <= "9" else at + 1
    if end == at + 2 and "0" <= text[end : end + 1] <= "9":
        return _read_long(text, at, unit, chained=chained)
    mark = text[end : end + 2].lstrip(" ")[:1]
    if mark not in _DAY_MARKS:
        return _bare_day(text, at) if unit == "day" else None
    if mark in _BEFORE_MONTH_WORD:
        return _read_before_word(text, at, unit, chained=chained)
    return _read_before_mark(text, at, unit, is_dash=mark in _DASHES, chained=chained)


def _read_before_word(text: str, at: int, unit: Grain | None, *, chained: bool) -> Mention | None:
    """Read a day before «tháng»."""
    found = p.DAY_WORD_MONTH.match(text, at)
    if unit == "day":
        return _sure_day(text, at, found)
    if found is None:
        return read_short_months(text, at)
    return _day(found) if _is_spoken_day(text, found, chained=chained) else None


def _read_before_mark(
    text: str, at: int, unit: Grain | None, *, is_dash: bool, chained: bool
) -> Mention | None:
    """Read a day or month whose month or year stands behind a mark."""
    found = p.DAY_MONTH_YEAR.match(text, at)
    if found:
        return _day(found)
    found = p.DAY_TO_DAY.match(text, at) if is_dash else None
    if found and (unit == "day" or found["y"] or _stands_behind(p.BEFORE_DAY, text, at)):
        return Mention(at, found.end("n"), "day", number=int(found["n"]))
    found = p.DAY_MONTH.match(text, at)
    if unit == "day":
        return _sure_day(text, at, found or p.SHORT_YEAR_DAY.match(text, at))
    if found and _is_day(text, found, chained=chained):
        return _day(found)
    return _read_month_year(text, at, chained=chained)


def _read_long(text: str, at: int, unit: Grain | None, *, chained: bool) -> Mention | None:
    """Read at more digits than a day or month has."""
    found = p.ISO_DAY.match(text, at)
    if found:
        return _day(found)
    return None if unit == "day" else read_years(text, at) or read_bare_year(text, at, chained=chained)


def _sure_day(text: str, at: int, found: re.Match[str] | None) -> Mention | None:
    """Read a day behind «ngày», where even a lone number is one."""
    if found is None:
        return _bare_day(text, at)
    return None if _is_percentage(text, found) else _day(found)


def _is_percentage(text: str, found: re.Match[str]) -> bool:
    return text.startswith("%", found.end())


def _read_month_year(text: str, at: int, *, chained: bool) -> Mention | None:
    found = p.MONTH_YEAR.match(text, at)
    if found and _is_month_year(text, found, chained=chained):
        return with_year(Mention(at, found.end(), "month", number=int(found["m"])), found)
    return None


def _day(found: re.Match[str]) -> Mention:
    named = found["m"].casefold()
    month = p.MONTH_WORDS[named] if named in p.MONTH_WORDS else int(named)
    mention = Mention(found.start(), found.end(), "day", number=int(found["d"]), month=month)
    return with_year(mention, found)


def _bare_day(text: str, at: int) -> Mention | None:
    """A day whose month the next member of its list gives: «ngày 21 và 22/6»."""
    found = p.BARE_NUMBER.match(text, at)
    if found and 1 <= int(found["n"]) <= 31:
        return Mention(at, found.end(), "day", number=int(found["n"]))
    return None


def _is_spoken_day(text: str, found: re.Match[str], *, chained: bool) -> bool:
    """Whether «27 tháng 3» is a day and not «2 tháng 7 và 8» or «3 tháng 5 ngày»."""
    if found["y"] or chained:
        return True
    if p.DURATION_AFTER.match(text, found.end()):
        return False
    return _stands_behind(p.BEFORE_DAY, text, found.start()) or _stands_behind(
        p.BEFORE_WEAK, text, found.start()
    )


def _is_day(text: str, found: re.Match[str], *, chained: bool) -> bool:
    """Whether «15/6» without a year is a day and no fraction, rank or decimal."""
    head = text[max(0, found.start() - _LOOK_BACK) : found.start()]
    if p.BEFORE_PLACE.ends(head) or p.BEFORE_RANKED.ends(head):
        return False
    if found["y"] or found["r"] or p.BEFORE_DAY.ends(head):
        return not _is_percentage(text, found)
    if p.TO_FULL_DAY.match(text, found.end()):
        return True
    if _is_due(text, found, head):
        return True
    return p.ends_freely(text, found.end()) and _is_led_to(text, found, head, chained=chained)


def _is_due(text: str, found: re.Match[str], head: str) -> bool:
    """Whether «đến» or «trước» leads to a day that is no share of what follows: «đến 30/6 giải ngân»."""
    if found["s"] != "/" or text[found.end() : found.end() + 1] != " ":
        return False
    if int(found["d"]) > int(found["m"]):
        return p.BEFORE_DUE.ends(head) or (p.BEFORE_WEAK.ends(head) and not p.counts(text, found.end()))
    is_due = p.BEFORE_DUE.ends(head) and not p.BEFORE_SHARE.ends(head)
    return is_due and not p.shares(text, found.end())


def _is_led_to(text: str, found: re.Match[str], head: str, *, chained: bool) -> bool:
    """Whether a list, the name of a day, or a verb of issuing leads to a day and month."""
    if chained:
        return found["s"].strip() in {"/", "."}
    if (
        (int(found["d"]), int(found["m"])) in p.FIXED_DAYS
        and found["s"] == "/"
        and p.NAME_BEFORE.search(head)
    ):
        return True
    return p.BEFORE_WEAK.ends(head) and not _counts(text, found)


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether a decimal follows its verb («tăng từ 5.6 lên 7.8»): only one with a mark behind it is a day."""
    return found["s"] == "." and not re.match(r"[,;)]|\.?(?:\n|\Z)|\. ", text[found.end() : found.end() + 2])


def _is_month_year(text: str, found: re.Match[str], *, chained: bool) -> bool:
    if not 1900 <= int(found["y"]) <= 2100:
        return False
    head = text[max(0, found.start() - _LOOK_BACK) : found.start()]
    free = p.ends_freely(text, found.end())
    if found["s"] == "/":
        return (free or chained) and not head.casefold().rstrip(": ").endswith("số")
    return free and p.BEFORE_YEAR.ends(head)


def _read_month(text: str, at: int, *, chained: bool) -> Mention | None:
    found = p.MONTH.match(text, at)
    if not found:
        return None
    named = found["m"].casefold()
    is_word = named in p.MONTH_WORDS
    if chained and not (found["y"] or is_word) and not p.ends_freely(text, found.end()):
        return None
    head = text[max(0, at - _LOOK_BACK) : at].casefold()
    if p.DURATION_AFTER.match(text, found.end()) and p.AMOUNT_BEFORE.search(head):
        return None
    if is_word and (_is_event(head) or not _names_month(text, found, head)):
        return None
    number = p.MONTH_WORDS[named] if is_word else int(named)
    return with_year(Mention(at, found.end(), "month", number=number), found)


def _names_month(text: str, found: re.Match[str], head: str) -> bool:
    """Whether a month in words is one: not «tháng hai lần», nor what is left of «ngày hai mươi tháng Tư»."""
    if stands_behind_day(head):
        return False
    if found["m"][0].isupper():
        return True
    head = head.removesuffix("tháng ")
    if p.COUNT_BEFORE.search(head):
        return False
    said = with_year(Mention(found.start(), found.end(), "month"), found)
    if said.year is not None:
        return True
    named = found["m"].casefold()
    is_sure = " " in named or (named != "năm" and p.BEFORE_MONTH.ends(head))
    return (is_sure and p.ends_freely(text, found.end())) or p.NEXT_MONTH.match(text, found.end()) is not None


def _is_event(head: str) -> bool:
    return p.BEFORE_EVENT.ends(head.removesuffix("tháng ").rstrip() + " ")


def _read_quarter(text: str, at: int) -> Mention | None:
    found = p.QUARTER.match(text, at)
    if not found:
        return None
    quarter = p.QUARTER_WORDS[found["q"].casefold()]
    return with_year(Mention(at, found.end(), "quarter", number=quarter), found)


def _stands_behind(words: p.Before, text: str, at: int) -> bool:
    return words.ends(text[max(0, at - _LOOK_BACK) : at])


@lru_cache(maxsize=128)
def unit_of(word: str) -> Grain:
    """Return the grain of a unit word as written: «Ngày», «QUÍ», «mồng»."""
    folded = word.casefold().split()[0].rstrip(".…([")
    return GRAINS[_SAID.get(folded, folded)]
