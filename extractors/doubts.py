"""Doubts about the source: what a document says that cannot be, or says in two ways.

One pure pass over the facts of a document adds ``flags``; no value is corrected and no fact left out. A doubt
is raised only where the words leave no other reading: what may be a slip of the reader is no doubt about the
source. ``DOUBTS`` is the one table of all flags, also of those that readers raise themselves because they see
more than the facts do (``glued_text`` in ``dates``, the conflicts with a symbol in ``directives``).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from extractors.doubt_contradictions import contradictions
from extractors.doubt_times import untimely
from extractors.facts import Directive, Fact, Quantity, Rank, Score
from extractors.lexicon import load_table

#: Every flag a fact may bear: the kinds that bear it, and what it tells.
DOUBTS: dict[str, tuple[tuple[str, ...], str]] = {
    "value_exceeds_scale": (("score",), "The value is higher than the scale written with it."),
    "value_exceeds_index_scale": (
        ("score",),
        "The value, in points, is higher than the full mark of the whole index in its year.",
    ),
    "value_exceeds_100_percent": (("score",), "A percentage that is the value of an index is above 100."),
    "rank_exceeds_out_of": (("rank",), "The place, or the move, is larger than the number that was ranked."),
    "value_exceeds_out_of": (("quantity",), "The part is larger than the whole written with it."),
    "conflicting_values": (
        ("score", "rank"),
        "Another value is stated of the same thing: index, component, subject, period and field agree.",
    ),
    "change_contradicts_levels": (
        ("score", "rank"),
        "The change is not the difference of the two levels that the document states, beyond rounding.",
    ),
    "period_after_publication": (
        ("score", "rank"),
        "Reported as reached for a period that began after the document was published.",
    ),
    "date_after_publication": (
        ("date",),
        "A day that the document tells of as past (an issue, a meeting held) lies after its publication.",
    ),
    "weekday_conflicts_with_date": (("date",), "The weekday written before the day is not the day's."),
    "glued_text": (("date",), "The year runs into the next number without a space: «12/20251. Văn phòng»."),
    "issued_after_publication": (
        ("directive",),
        "The issue date, or the year in the symbol, lies after the publication of what cites it.",
    ),
    "conflicting_issue_dates": (
        ("directive",),
        "The document gives the same symbol another issue date within the same year.",
    ),
    "year_conflicts_with_issue_date": (
        ("directive",),
        "The year in the symbol is not that of the issue date.",
    ),
    "year_out_of_range": (("directive",), "The year is before 1945 or after 2099."),
    "type_conflicts_with_symbol": (("directive",), "The written type is not the one that the symbol tells."),
    "issuer_conflicts_with_symbol": (
        ("directive",),
        "The written issuer is not the body that the symbol tells.",
    ),
    "from_ocr": (
        ("score", "rank", "date", "directive", "quantity", "person", "assignment"),
        "The page it stands on is a picture that was read by OCR: a letter or a digit may be another one.",
    ),
}
#: The flag of a fact on a page that was read by OCR: raised by who knows the pages, not here.
FROM_OCR = "from_ocr"

_YEARS = range(1945, 2100)
_SCALES: dict[str, list[dict[str, Any]]] = {
    code: entry.get("scales", [])
    for code, entry in load_table("indicators").items()
    if isinstance(entry, dict)
}


def with_doubts(facts: Sequence[Fact], text: str, published_on: date | None) -> list[Fact]:
    """Return ``facts`` (all of one document's, in the order of its ``text``) with their doubts as flags.

    The flags of a kind depend on facts of that kind, and of dates and directives, only. ``published_on`` is
    the day of publication, or None. Linear in the length of the text.
    """
    raised: dict[int, list[str]] = {}
    for at, fact in enumerate(facts):
        flag = _alone(fact)
        if flag is not None:
            raised[at] = [flag]
    for at, flag in (*contradictions(facts, text), *untimely(facts, text, published_on)):
        flags = raised.setdefault(at, [])
        if flag not in flags:
            flags.append(flag)
    doubted = list(facts)
    for at, flags in raised.items():
        known = facts[at].flags
        doubted[at] = replace(facts[at], flags=(*known, *(flag for flag in flags if flag not in known)))
    return doubted


def _alone(fact: Fact) -> str | None:
    """Return the doubt that a fact raises by itself."""
    if isinstance(fact, Score):
        return _score(fact)
    if isinstance(fact, Rank):
        is_beyond = fact.rank is not None and fact.out_of is not None and abs(fact.rank) > fact.out_of
        return "rank_exceeds_out_of" if is_beyond else None
    if isinstance(fact, Quantity):
        return "value_exceeds_out_of" if fact.out_of is not None and fact.value > fact.out_of else None
    if isinstance(fact, Directive) and fact.year is not None and fact.year not in _YEARS:
        return "year_out_of_range"
    return None


def _score(fact: Score) -> str | None:
    if fact.scale_max is not None:
        return "value_exceeds_scale" if abs(fact.value) > fact.scale_max else None
    if fact.kind != "level":
        return None
    if fact.unit == "percent":
        return "value_exceeds_100_percent" if fact.value > 100 else None
    full = _full_mark(fact) if fact.component is None else None
    return "value_exceeds_index_scale" if full is not None and fact.value > full else None


def _full_mark(fact: Score) -> Decimal | None:
    """Return the full mark of the whole index in the fact's year; of no year the highest; None if unknown.

    An index between 0 and 1 is also told times a hundred.
    """
    scales = _SCALES.get(fact.indicator or "", [])
    year = int(fact.period[:4]) if fact.period is not None and fact.period[:4].isdecimal() else None
    fulls = [
        scale["full"]
        for scale in scales
        if year is None or scale["since"] <= year <= scale.get("until", year)
    ]
    if not fulls:
        return None
    return Decimal(100) if max(fulls) == 1 else Decimal(str(max(fulls)))
