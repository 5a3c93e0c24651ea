"""Dates of a text: points and spans of time with their own precision, as ``Date`` facts."""

from collections.abc import Sequence
from datetime import date

from extractors.anchors import Crowd
from extractors.basis import Drawn, basis_of
from extractors.date_chains import Chain, read_chains
from extractors.date_patterns import FIXED_DAYS, HEAD_WORDS
from extractors.date_relative import SPOKEN_WORDS, read_spoken, resolve_spoken_year
from extractors.date_values import Grain, Mention
from extractors.date_years import lend_years
from extractors.facts import Date
from extractors.symbols import symbol_spans
from extractors.text import Span

# A day below and above which a document of this genre names no calendar year.
_EARLIEST, _LATEST = 1000, 2199
_ANCHORS = Crowd(heads=HEAD_WORDS, spoken=SPOKEN_WORDS)


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
        places = _ANCHORS.of(text)
        self._spoken = places["spoken"]
        self._chains = [_Read(chain) for chain in read_chains(text, taken, places["heads"])]
        #: Whether every date is written with its year, so that no reference changes any.
        self.is_complete = True
        for read in self._chains:
            self.is_complete = self.is_complete and read.is_complete

    def written(self, reference: date | None) -> list[Date]:
        """Return the written dates, in order; ``reference`` as for ``find_dates``."""
        if self.is_complete:
            chains = [read.chain for read in self._chains]
        else:
            chains = [read.chain if read.is_complete else _copied(read.chain) for read in self._chains]
            mentions = [mention for chain in chains for mention in chain.members]
            if reference is not None:
                for mention in mentions:
                    resolve_spoken_year(mention, reference)
            lend_years(self._text, mentions, reference)
        dates: list[Date] = []
        for read, chain in zip(self._chains, chains, strict=True):
            dates += read.dates(self._text) if read.is_complete else _dates_of(self._text, chain)
        return _disjoint(dates)

    def with_spoken(self, written: list[Date], reference: date | None) -> list[Date]:
        """Return ``written`` with the times named from ``reference``, in order."""
        if reference is None or not self._spoken:
            return written
        return _merge(written, _spoken_dates(self._text, reference, self._spoken))


class _Read:
    """A chain, and its dates where no reference changes them."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.is_complete = True
        for mention in chain.members:
            if mention.year is None or mention.spoken is not None:
                self.is_complete = False
        self._dates: list[Date] | None = None

    def dates(self, text: str) -> list[Date]:
        """Return the dates of a complete chain, made once."""
        if self._dates is None:
            self._dates = _dates_of(text, self.chain)
        return self._dates


def _copied(chain: Chain) -> Chain:
    """Return ``chain`` with copies of its members, which years may be lent to."""
    return Chain([mention.copied() for mention in chain.members], chain.links)


def _disjoint(dates: list[Date]) -> list[Date]:
    """Drop the shorter of two dates that share a word: «tháng 6 tháng đầu năm» names six months."""
    kept: list[Date] = []
    for found in dates:
        if not kept or kept[-1].end <= found.start:
            kept.append(found)
        elif found.end - found.start > kept[-1].end - kept[-1].start:
            kept[-1] = found
    return kept


def _dates_of(text: str, chain: Chain) -> list[Date]:
    members, links, at = chain.members, chain.links, 0
    dates: list[Date] = []
    while at < len(members):
        one, found = members[at], None
        if at < len(links) and links[at] == "range" and not _are_apart(one, members[at + 1]):
            at += 1
            found = _range_date(text, one, members[at])
        else:
            found = _single_date(text, one)
        at += 1
        if found is not None:
            dates.append(found)
    return dates


def _are_apart(first: Mention, last: Mention) -> bool:
    """Whether a dash joins two days and no time between: «(19/4/1972 - 19/4/2025)», «lễ 30/4 - 01/5»."""
    if (first.number, first.month) in FIXED_DAYS and (last.number, last.month) in FIXED_DAYS:
        return first.grain == last.grain == "day"
    same_day = (first.grain, first.month, first.number) == ("day", last.month, last.number)
    return same_day and last.grain == "day" and first.year != last.year


def _single_date(text: str, mention: Mention) -> Date | None:
    value = _value_of(mention)
    return None if value is None else _date(text, mention, mention, value, mention.grain)


def _value_of(mention: Mention) -> str | None:
    """Return the ISO value, None where there is no such day or no such year in this genre."""
    year = mention.year
    if year is None:
        return None if mention.spoken is not None else mention.value
    return mention.value if _EARLIEST <= year <= _LATEST else None


def _range_date(text: str, first: Mention, last: Mention) -> Date | None:
    start, end = _value_of(first), _value_of(last)
    if start is None:
        return None if end is None else _date(text, last, last, end, last.grain)
    if end is None:
        return _date(text, first, first, start, first.grain)
    return _date(text, first, last, f"{start}/{end}", "range")


def _date(text: str, first: Mention, last: Mention, value: str, grain: Grain) -> Date:
    """Return the date from ``first`` to ``last``, which may be one mention."""
    relative = first.relative or last.relative
    is_lent = relative or first.lent or last.lent
    drawn = first.year_from or last.year_from
    start, end = first.start, last.end
    return Date(
        start=start,
        end=end,
        text=text[start:end],
        rule=f"date.{grain}.year_lent" if is_lent else f"date.{grain}",
        flags=("glued_text",) if first.glued or last.glued else (),
        value=value,
        grain=grain,
        relative=relative,
        basis=() if drawn is None else basis_of(year=drawn),
    )


def _spoken_dates(text: str, reference: date, places: list[int]) -> list[Date]:
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
        for start, end, value, grain in read_spoken(text, reference, places)
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
