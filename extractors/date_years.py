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


def lend_years(text: str, mentions: Sequence[Mention], reference: date | None) -> None:
    """Fill in the missing years of ``mentions`` (in order of the text) in place."""
    if all(mention.year is not None or mention.spoken for mention in mentions):
        return
    years: dict[int, Mention] = {}
    for mention in mentions:
        if mention.year is not None and mention.until is None:
            years.setdefault(mention.year, mention)
    present = _present_year(text, mentions)
    before: Mention | None = None
    for mention in mentions:
        if mention.year is None and mention.spoken is None:
            _lend(text, mention, before, years, present, reference)
        elif mention.year is not None and mention.grain != "day":
            before = _bearer(text, mention) or before


def _lend(
    text: str,
    mention: Mention,
    before: Mention | None,
    years: Mapping[int, Mention],
    present: Mention | None,
    reference: date | None,
) -> None:
    near = _bearer_in_sentence(text, mention, before)
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


def _bearer(text: str, mention: Mention) -> Mention | None:
    """A mention whose year is what its sentence speaks of: no goal, no comparison, no interval."""
    if mention.until is not None or _is_aside(text, mention):
        return None
    return mention


def _is_aside(text: str, mention: Mention) -> bool:
    head = text[max(0, mention.start - 24) : mention.start]
    return p.BEFORE_GOAL.search(head) is not None or p.BEFORE_COMPARISON.search(head) is not None


def _bearer_in_sentence(text: str, mention: Mention, before: Mention | None) -> Mention | None:
    """The mention that bears the year spoken of in the same sentence before a month, quarter or half."""
    if mention.grain == "day" or before is None or mention.start - before.end > _REACH:
        return None
    return None if _SENTENCE_END.search(text, before.end, mention.start) else before


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
        and p.BEFORE_GOAL.search(text[max(0, m.start - 24) : m.start]) is None
    ]
    return max(other, key=_year, default=None)


def _year(mention: Mention) -> int:
    return mention.year or 0
