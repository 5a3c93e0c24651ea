"""Reads years, intervals of years and parts of years: «năm 2021», «PAPI 2022», «6 tháng đầu năm 2019»."""

import re

from extractors import date_patterns as p
from extractors.date_values import Mention
from extractors.date_worded import take_worded_year, worded_year

# How far back a bare year is looked at for the word that makes it a time.
_LOOK_BACK = 28
_JOINTS = frozenset("-–/")
# What a decade ends in before its year.
_DECADE_ENDS = ("những ", "niên ", "kỷ ", "năm ")


def with_year(mention: Mention, found: re.Match[str]) -> Mention:
    """Return ``mention`` with the year that ``found`` holds in digits or as a spoken word, if any."""
    written, names = found["y"], found.re.groupindex
    if written is None and "y2" in names:
        written = found["y2"] or found["y3"] or found["y4"]
    if written:
        year, end = int(written), found.end()
        mention.year = year if len(written) == 4 else year + (2000 if year < 50 else 1900)
        mention.glued = found.string[end : end + 1].isdigit()
    elif "r" in names and found["r"]:
        mention.spoken = found["r"].casefold()
    else:
        take_worded_year(mention, found.string)
    return mention


def read_years(text: str, at: int) -> Mention | None:
    """Return «2021-2025» at ``at``, or None."""
    # Most years are alone: no dash stands behind their digits.
    if text[at].isdigit() and text[at + 4 : at + 6].lstrip(" ")[:1] not in _JOINTS:
        return None
    found = p.YEARS.match(text, at)
    if not found or not 0 < int(found["z"]) - int(found["y"]) <= 100:
        return None
    return Mention(at, found.end(), "range", year=int(found["y"]), until=int(found["z"]))


def read_year(text: str, at: int, *, named: bool) -> Mention | None:
    """Return the year at ``at`` behind «năm» (``named``) or in a list of years, or None."""
    found = p.YEAR.match(text, at)
    if named and not found and (said := worded_year(text, at)):
        # «Mỗi năm một nghìn chín trăm bảy mươi hộ» counts.
        if p.COUNT_BEFORE.search(text[max(0, at - 16) : at].rstrip(" ")[:-3]):
            return None
        return Mention(at, said[1], "year", year=said[0])
    if not found or not (named or 1800 <= int(found["y"]) < 2200):
        return None
    return with_year(Mention(at, found.end(), "year"), found)


def read_bare_year(text: str, at: int, *, chained: bool) -> Mention | None:
    """Read four digits that no «năm» stands before: «PAPI 2022», «(2021)», «từ 2016 đến 2020»."""
    found = p.BARE_YEAR.match(text, at)
    if not found or not (chained or _names_time(text, at, found.end())):
        return None
    if chained and not p.ends_freely(text, found.end()):
        return None
    return with_year(Mention(at, found.end(), "year"), found)


def _names_time(text: str, start: int, end: int) -> bool:
    after = text[end : end + 2]
    if text[start - 1 : start] == "(" and after[:1] in {")", ":", ",", ";"}:
        return True
    head = text[max(0, start - _LOOK_BACK) : start]
    if head[-6:].casefold().endswith(_DECADE_ENDS) and p.DECADE_BEFORE.search(head):
        return False
    if after[:1] == ":" and p.CELL_BEFORE.search(head):
        return True
    if after[:1] in {".", ",", "/", "-"} and after[1:].isalnum():
        return False
    acronym = p.ACRONYM_BEFORE.search(head) if head[-2:-1] in p.ACRONYM_ENDS else None
    if acronym:
        return acronym["w"] not in p.EDITIONS and not p.counts(text, end)
    return p.BEFORE_YEAR.ends(head) and p.ends_freely(text, end)


def read_months_of_year(text: str, at: int) -> Mention | None:
    """Return «6 tháng đầu năm 2019» or «nửa cuối năm 2020», where ``at`` is the place of «tháng» or «nửa»."""
    found = p.HALF.match(text, at)
    if found:
        number = 1 if found["part"].casefold() == "đầu" else 2
        return with_year(Mention(at, found.end(), "half", number=number), found)
    found = p.MONTHS_OF.match(text, at)
    if not found:
        return _read_running(text, at)
    counted = p.MONTH_COUNT.search(text[max(0, at - 12) : at])
    if not counted:
        return None
    word = counted["n"].casefold()
    count = p.MONTH_WORDS[word] if word in p.MONTH_WORDS else int(word)
    start = max(0, at - 12) + counted.start()
    if not 1 <= count <= 12:
        return None
    first_months = (found["part"] or "đầu").casefold() == "đầu"
    if count == 6 and found["part"]:
        return with_year(Mention(start, found.end(), "half", number=1 if first_months else 2), found)
    months = (1, count) if first_months else (13 - count, 12)
    return with_year(Mention(start, found.end(), "range", months=months), found)


def _read_running(text: str, at: int) -> Mention | None:
    """Return «8 tháng» behind «lũy kế», where ``at`` is the place of «tháng»."""
    counted = p.MONTH_COUNT.search(text[max(0, at - 12) : at])
    start = max(0, at - 12) + counted.start() if counted else at
    if not counted or not p.RUNNING_BEFORE.search(text[max(0, start - 20) : start]):
        return None
    word = counted["n"].casefold()
    count = p.MONTH_WORDS[word] if word in p.MONTH_WORDS else int(word)
    found = p.RUNNING.match(text, at)
    if not found or not 1 <= count <= 12:
        return None
    year = int(found["y"]) if found["y"] else None
    return Mention(start, found.end(), "range", months=(1, count), year=year)


def read_short_months(text: str, at: int) -> Mention | None:
    """Return «9T/2023» at ``at``, the first nine months of 2023, or None."""
    found = p.MONTHS_SHORT.match(text, at)
    if not found:
        return None
    count, year = int(found["n"]), int(found["y"])
    if count == 6:
        return Mention(at, found.end(), "half", number=1, year=year)
    return Mention(at, found.end(), "range", months=(1, count), year=year)
