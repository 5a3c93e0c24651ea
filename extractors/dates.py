"""Dates of a text: points and spans of time with their own precision, as ``Date`` facts."""

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date

from extractors.basis import Basis, Drawn, basis_of
from extractors.date_chains import Chain, read_chains
from extractors.date_patterns import FIXED_DAYS
from extractors.date_relative import read_spoken, resolve_spoken_year
from extractors.date_values import Grain, Mention
from extractors.date_years import lend_years
from extractors.facts import Date
from extractors.symbols import symbol_spans
from extractors.text import Span

# A day below and above which a document of this genre names no calendar year.
_EARLIEST, _LATEST = 1000, 2199


def find_dates(text: str, reference: date | None = None, taken: Sequence[Span] | None = None) -> list[Date]:
    """Return the dates of canonical ``text`` in order, with exact spans.

    ``reference`` is the day of publication: it resolves «hôm qua» and the years of days whose document names
    none; both carry ``relative``. Without it such words are no dates and such days are ``--07-27``. ``taken``
    are spans that hold no dates (ordered, disjoint); by default those of document symbols.
    """
    reading = DateReading(text, symbol_spans(text) if taken is None else list(taken))
    return reading.with_spoken(reading.written(reference), reference)


class DateReading:
    """The dates of a text as its words give them, to be dated with a reference or without."""

    def __init__(self, text: str, taken: list[Span]) -> None:
        self._text = text
        self._chains = list(read_chains(text, taken))
        #: Whether every date is written with its year, so that no reference changes any.
        self.is_complete = not any(_lacks_year(m) for chain in self._chains for m in chain.members)

    def written(self, reference: date | None) -> list[Date]:
        """Return the written dates, in order; ``reference`` as for ``find_dates``."""
        chains = self._chains if self.is_complete else [_copied(chain) for chain in self._chains]
        mentions = [mention for chain in chains for mention in chain.members]
        if reference is not None:
            for mention in mentions:
                resolve_spoken_year(mention, reference)
        lend_years(self._text, mentions, reference)
        return _disjoint([found for chain in chains for found in _dates_of(self._text, chain)])

    def with_spoken(self, written: list[Date], reference: date | None) -> list[Date]:
        """Return ``written`` with the times named from ``reference``, in order."""
        return written if reference is None else _merge(written, _spoken_dates(self._text, reference))


def _lacks_year(mention: Mention) -> bool:
    return mention.year is None or mention.spoken is not None


def _copied(chain: Chain) -> Chain:
    """Return ``chain`` with copies of those members that a year may be lent to."""
    return Chain([copy(m) if _lacks_year(m) else m for m in chain.members], chain.links)


def _disjoint(dates: list[Date]) -> list[Date]:
    """Drop the shorter of two dates that share a word: «tháng 6 tháng đầu năm» names six months."""
    kept: list[Date] = []
    for found in dates:
        if not kept or kept[-1].end <= found.start:
            kept.append(found)
        elif found.end - found.start > kept[-1].end - kept[-1].start:
            kept[-1] = found
    return kept


def _dates_of(text: str, chain: Chain) -> Iterable[Date]:
    members, at = chain.members, 0
    while at < len(members):
        if (
            at < len(chain.links)
            and chain.links[at] == "range"
            and not _are_apart(members[at], members[at + 1])
        ):
            found, at = _range_date(text, members[at], members[at + 1]), at + 2
        else:
            found, at = _single_date(text, members[at]), at + 1
        if found is not None:
            yield found


def _are_apart(first: Mention, last: Mention) -> bool:
    """Whether a dash joins two days and no time between: «(19/4/1972 - 19/4/2025)», «lễ 30/4 - 01/5»."""
    if (first.number, first.month) in FIXED_DAYS and (last.number, last.month) in FIXED_DAYS:
        return first.grain == last.grain == "day"
    same_day = (first.grain, first.month, first.number) == ("day", last.month, last.number)
    return same_day and last.grain == "day" and first.year != last.year


def _single_date(text: str, mention: Mention) -> Date | None:
    value = None if mention.spoken is not None and mention.year is None else mention.value
    if value is None or not _EARLIEST <= (mention.year or _EARLIEST) <= _LATEST:
        return None
    return _date(text, Span(mention.start, mention.end), value, mention.grain, [mention])


def _range_date(text: str, first: Mention, last: Mention) -> Date | None:
    start, end = _single_date(text, first), _single_date(text, last)
    if start is None or end is None:
        return start or end
    return _date(text, Span(first.start, last.end), f"{start.value}/{end.value}", "range", [first, last])


def _date(text: str, span: Span, value: str, grain: Grain, mentions: list[Mention]) -> Date:
    lent = any(mention.lent or mention.relative for mention in mentions)
    return Date(
        start=span.start,
        end=span.end,
        text=text[span.start : span.end],
        rule=f"date.{grain}.year_lent" if lent else f"date.{grain}",
        flags=("glued_text",) if any(mention.glued for mention in mentions) else (),
        value=value,
        grain=grain,
        relative=any(mention.relative for mention in mentions),
        basis=_year_basis(mentions),
    )


def _year_basis(mentions: list[Mention]) -> tuple[Basis, ...]:
    return basis_of(year=next((m.year_from for m in mentions if m.year_from is not None), None))


def _spoken_dates(text: str, reference: date) -> list[Date]:
    return [
        Date(
            start=start,
            end=end,
            text=text[start:end],
            rule="date.spoken",
            value=value,
            grain=grain,
            relative=True,
            basis=basis_of(value=Drawn(value, source="published_on")),
        )
        for start, end, value, grain in read_spoken(text, reference)
    ]


def _merge(written: list[Date], spoken: list[Date]) -> list[Date]:
    """Return both in order, without spoken dates that lie in a written one («15/6 năm nay»)."""
    merged: list[Date] = []
    at = 0
    for found in spoken:
        while at < len(written) and written[at].start < found.end:
            merged.append(written[at])
            at += 1
        if not merged or merged[-1].end <= found.start:
            merged.append(found)
    return merged + written[at:]
