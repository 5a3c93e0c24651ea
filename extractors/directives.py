"""Numbered official documents: ``Quyết định số 1037/QĐ-UBND ngày 01/6/2024 của Chủ tịch UBND tỉnh``."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.basis import Drawn, basis_of, value_of
from extractors.dates import find_dates
from extractors.directive_mentions import Numbered, find_numbered, is_coordinated, is_joined
from extractors.directive_sources import Source, read_source
from extractors.facts import Date, Directive
from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.symbols import Symbol

# Several bodies sign with these: «18-NQ/TW» is the Central Committee's, «05-CT/TW» the Politburo's.
_SHARED_OFFICES = frozenset({"TW", "TƯ", "TU", "HU", "ĐU"})
_SENTENCE_END = re.compile(r"[.!?;] |\n")

_BODIES: dict[str, tuple[str, ...]] = {
    office: tuple(fold(word) for word in words) for office, words in load_table("issuers")["bodies"].items()
}


def find_directives(
    text: str, dates: Sequence[Date] | None = None, symbols: Sequence[Symbol] | None = None
) -> list[Directive]:
    """Return the numbered documents that canonical ``text`` mentions, in order, repeated ones too.

    ``dates`` are the dates of the text (``find_dates``) and ``symbols`` its symbols (``find_symbols``), given
    where the caller has them already. Type, issuer, year and issue date are read from the words that stand
    with each mention.
    """
    numbered = find_numbered(text, symbols)
    if not numbered:
        return []
    days = [found for found in (find_dates(text) if dates is None else dates) if found.grain == "day"]
    starts = [day.start for day in days]
    sources = [_source(text, numbered, at, days, starts) for at in range(len(numbered))]
    _share_issuers(text, numbered, sources)
    _share_subjects(text, numbered, sources)
    return [_directive(text, mention, source) for mention, source in zip(numbered, sources, strict=True)]


def _source(text: str, numbered: list[Numbered], at: int, days: list[Date], starts: list[int]) -> Source:
    mention = numbered[at]
    next_day = bisect_left(starts, mention.end)
    behind = days[next_day] if next_day < len(days) else None
    ahead = days[next_day - 1] if next_day else None
    limit = numbered[at + 1].start if at + 1 < len(numbered) else len(text)
    if behind is not None and behind.start >= limit:
        behind = None
    floor = numbered[at - 1].end if at else 0
    if ahead is not None and ahead.start < floor:
        ahead = None
    return read_source(text, mention, behind, ahead)


def _share_issuers(text: str, numbered: list[Numbered], sources: list[Source]) -> None:
    """Give coordinated documents the issuer that stands once: behind the last, or before the first.

    «Nghị định 77 và Nghị định 133 của Chính phủ» are both the Government's. Documents of different types or
    offices may come from different hands and share nothing.
    """
    pairs = list(pairwise(range(len(numbered))))
    for one, other in reversed(pairs):
        shares = sources[one].issuer is None and sources[other].issuer_follows
        if shares and _share_behind(text, numbered[one], numbered[other]):
            sources[one] = replace(sources[one], body=sources[other].body, issuer_follows=True)
    for one, other in pairs:
        shares = (
            sources[other].issuer is None
            and sources[one].issuer is not None
            and not sources[one].issuer_follows
        )
        if shares and _share_ahead(text, numbered[one], numbered[other]):
            sources[other] = replace(sources[other], body=sources[one].body)


def _share_subjects(text: str, numbered: list[Numbered], sources: list[Source]) -> None:
    """Give the documents of a sentence its subject as issuer, where their symbols name the same office.

    «UBND tỉnh ban hành Quyết định số …/QĐ-UBND …, tiếp đến là Kế hoạch số …/KH-UBND»: one body did both.
    """
    for one, other in pairwise(range(len(numbered))):
        before, source = sources[one], sources[other]
        if source.issuer is not None or before.issuer is None or before.issuer_follows:
            continue
        office = numbered[other].office
        between = text[numbered[one].end : numbered[other].start]
        if office is not None and office == numbered[one].office and not _SENTENCE_END.search(between):
            sources[other] = replace(source, body=before.body)


def _share_ahead(text: str, one: Numbered, other: Numbered) -> bool:
    """Whether the issuer told before ``one`` is that of ``other`` too: «ban hành kế hoạch số 12, số 13»."""
    if is_joined(text, one, other):
        return True
    return one.office is not None and one.office == other.office and is_coordinated(text, one, other)


def _share_behind(text: str, one: Numbered, other: Numbered) -> bool:
    """Whether the issuer behind ``other`` is that of ``one`` before it too: they are coordinated, and of one
    type or office. What the Party's offices sign may come from several of its bodies."""
    if not is_coordinated(text, one, other):
        return False
    if one.office is not None and one.office == other.office and one.office not in _SHARED_OFFICES:
        return True
    return one.doc_type == other.doc_type and (
        None in {one.office, other.office} or one.office == other.office
    )


def _directive(text: str, mention: Numbered, source: Source) -> Directive:
    year = source.told_year
    if mention.year:
        year = Drawn.words(str(mention.year), mention.start, mention.end)
    return Directive(
        start=mention.start,
        end=mention.end,
        text=text[mention.start : mention.end],
        rule=mention.rule,
        flags=_doubts(mention, source),
        doc_type=mention.doc_type,
        number=mention.number,
        symbol=mention.symbol,
        year=None if year is None else int(year.value or 0),
        issued_on=value_of(source.day),
        issuer=source.issuer,
        basis=basis_of(year=year, issued_on=source.day, issuer=source.body),
    )


def _doubts(mention: Numbered, source: Source) -> tuple[str, ...]:
    """Return what the words say against the sign: another type, or another body than the one it names."""
    doubts = ("type_conflicts_with_symbol",) if mention.contradicts else ()
    bodies, issuer = _BODIES.get(mention.office or ""), source.issuer
    if not issuer or bodies is None:
        return doubts
    issuer = fold(issuer)
    is_other = not any(body in issuer for body in bodies)
    return (*doubts, "issuer_conflicts_with_symbol") if is_other else doubts
