"""The year of a date that is written without one.

A date takes the year that the document's own text gives. With a reference date (the publication) the year
nearest to it is preferred, and the reference gives the year where the text has none near it. Only a year
that stands nowhere in the text makes a date ``relative``: then it was worked out from the reference.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from extractors import date_patterns as p
from extractors.basis import Drawn
from extractors.date_values import Mention

_SENTENCE_END = re.compile(r"[.!?] |\n")
# How far before a month or quarter its year may stand in the same sentence.
_REACH = 240
# How far before a day the full one that it goes on from may stand; also how many days it goes on.
_BESIDE = 62
_RANGE_GAP, _ONE_YEAR = 16, 372
# How many days before its publication a report tells of without a year.
_NEWS = 10
# How many years away a text that names no other is one of history: «kỷ niệm … 27/7/1947».
_PAST = 5
_LEAP_YEAR, _HALF_YEAR = 366, 183
_SCHOOL_YEAR = re.compile(
    r"(?:năm học|niên khóa|niên khoá) (?P<y>20[0-9]{2}) ?[-–/] ?(?P<z>20[0-9]{2})\Z", re.IGNORECASE
)
# The month of summer from which on a school year is the first of its two.
_TERM_BEGINS = 7


def lend_years(text: str, mentions: Sequence[Mention], reference: date | None) -> None:
    """Fill in the missing years of ``mentions`` (in order of the text) in place."""
    if all(mention.year is not None or mention.spoken for mention in mentions):
        return
    years: dict[int, Mention] = {}
    for mention in mentions:
        if mention.year is not None and mention.until is None:
            years.setdefault(mention.year, mention)
    present = _present_year(text, mentions)
    own = None if reference is None or reference.year in years else _own_year(text, mentions, reference)
    for at, mention in enumerate(mentions):
        if mention.year is None and mention.spoken is None:
            if at and _take_beside(text, mentions[at - 1], mention):
                continue
            near = _bearer_in_sentence(text, mentions, at)
            if near is None and own is not None and reference is not None:
                near = None if _is_recent(mention, reference) else own
            _lend(mention, near, years, present, reference)


def _take_beside(text: str, before: Mention, mention: Mention) -> bool:
    """Give a day or month the year that the date right before it in the sentence tells, if it tells one.

    «khai mạc 17/6/2024, bế mạc 21/6» go on in time; «năm học 2024 - 2025 vào 5/9» begins in autumn.
    """
    if before.year is None or mention.grain not in {"day", "month"} or mention.start - before.end > _BESIDE:
        return False
    if _SENTENCE_END.search(text, before.end, mention.start):
        return False
    if before.grain == "year" or before.until is not None:
        school = _SCHOOL_YEAR.search(text, max(0, before.end - 26), before.end)
        if school is None or int(school["z"]) != int(school["y"]) + 1:
            return False
        month = mention.month or mention.number
        mention.year = int(school["y" if month >= _TERM_BEGINS else "z"])
    elif before.issues or not _goes_on(before, mention):
        return False
    else:
        mention.year, mention.relative = before.year, before.relative
    mention.lent = True
    is_told = before.year_from is None
    told = Drawn.words(str(mention.year), before.start, before.end)
    mention.year_from = told if is_told else before.year_from
    return True


def _goes_on(before: Mention, mention: Mention) -> bool:
    """Whether a day follows within two months of the day ``before``, or later in the year where nothing but
    the word of a range parts two days without a year."""
    if not before.grain == mention.grain == "day" or before.month is None or mention.month is None:
        return False
    is_range = before.lent and mention.start - before.end <= _RANGE_GAP
    away = (mention.month - before.month) * 31 + mention.number - before.number
    return 0 <= away <= (_ONE_YEAR if is_range else _BESIDE)


def _lend(
    mention: Mention,
    near: Mention | None,
    years: Mapping[int, Mention],
    present: Mention | None,
    reference: date | None,
) -> None:
    if near is None and reference is not None:
        year = _nearest_year(mention, years, reference)
        bearer = years.get(year)
        mention.year, mention.relative = year, bearer is None
        # Of the years that the text names the day of publication chose this one.
        start, end = (None, None) if bearer is None else (bearer.start, bearer.end)
        mention.year_from = Drawn(str(year), start, end, "published_on")
    elif (lender := near or present) is not None:
        mention.year = lender.year
        mention.year_from = Drawn.words(str(lender.year), lender.start, lender.end)
    mention.lent = mention.year is not None


def _is_bearer(text: str, mention: Mention) -> bool:
    """Whether the year written with a mention is what its sentence speaks of: no day, goal, comparison or
    interval."""
    if mention.year is None or mention.lent or mention.grain == "day" or mention.until is not None:
        return False
    return not _is_aside(text, mention)


def _is_aside(text: str, mention: Mention) -> bool:
    head = text[max(0, mention.start - 24) : mention.start]
    return p.BEFORE_GOAL.ends(head) or p.BEFORE_COMPARISON.ends(head)


def _bearer_in_sentence(text: str, mentions: Sequence[Mention], at: int) -> Mention | None:
    """The mention that bears the year spoken of in the same sentence before the month, quarter or half at
    ``at``."""
    mention = mentions[at]
    if mention.grain == "day":
        return None
    for index in range(at - 1, -1, -1):
        before = mentions[index]
        if mention.start - before.end > _REACH:
            return None
        if _is_bearer(text, before):
            return None if _SENTENCE_END.search(text, before.end, mention.start) else before
    return None


def _nearest_year(mention: Mention, years: Mapping[int, Mention], reference: date) -> int:
    """The year, of the reference or named in the text beside it, that puts the date nearest the reference."""
    month = mention.month or (mention.months or (mention.number,))[-1]
    if mention.grain in {"quarter", "half"}:
        month = mention.number * (3 if mention.grain == "quarter" else 6)
    ahead = month - reference.month
    if ahead > 6 and reference.year - 1 in years:
        return reference.year - 1
    if ahead < -6 and reference.year + 1 in years and reference.year not in years:
        return reference.year + 1
    return reference.year


def _present_year(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """The mention that bears the year the document speaks from.

    That of its latest day, month or quarter, days of issue behind a symbol only where nothing else is dated;
    else of its latest year that is no goal.
    """
    dated = [m for m in mentions if m.year is not None and m.grain in {"day", "month", "quarter"}]
    if dated:
        return max([m for m in dated if not m.issues] or dated, key=_year)
    other = [
        m
        for m in mentions
        if m.year is not None
        and m.until is None
        and not p.BEFORE_GOAL.ends(text[max(0, m.start - 24) : m.start])
    ]
    return max(other, key=_year, default=None)


def _own_year(text: str, mentions: Sequence[Mention], reference: date) -> Mention | None:
    """The mention that bears the one year of all full days, months and quarters that the text reports."""
    dated = [
        m
        for m in mentions
        if m.year is not None
        and not m.issues
        and m.grain in {"day", "month", "quarter"}
        and not _is_aside(text, m)
    ]
    is_told = len({m.year for m in dated}) == 1 and abs(reference.year - _year(dated[0])) <= _PAST
    return dated[0] if is_told else None


def _is_recent(mention: Mention, reference: date) -> bool:
    """Whether a time without a year lies just before or around the day of publication."""
    if mention.grain == "day" and mention.month is not None:
        day = date(2024, mention.month, 1).toordinal() + mention.number
        away = date(2024, reference.month, 1).toordinal() + reference.day - day
        return -2 <= (away + _HALF_YEAR) % _LEAP_YEAR - _HALF_YEAR <= _NEWS
    length = {"quarter": 3, "half": 6}.get(mention.grain, 1)
    last = mention.months[1] if mention.months else mention.number * length
    return -length <= last - reference.month < length


def _year(mention: Mention) -> int:
    return mention.year or 0
