"""One door to all extractors: a document in, its facts out."""

import gc
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from extractors.assignments import find_assignments
from extractors.context import Context, Known
from extractors.context_evidence import Neighbours
from extractors.dates import DateReading, find_dates
from extractors.directives import find_directives
from extractors.doubts import with_doubts
from extractors.facts import KINDS, Date, Directive, Fact, Rank, Score
from extractors.folding import fold
from extractors.people import find_people
from extractors.quantities import find_quantities
from extractors.rank_places import find_ranks
from extractors.ranks import RankCandidate
from extractors.rules import Claims
from extractors.scores import ScoreCandidate, find_scores
from extractors.symbols import find_symbols, spans_of
from extractors.tables import Row, find_cells, find_rows, is_decided

#: Raised whenever a rule changes what is read, so that stored facts say which reader made them.
EXTRACTOR_VERSION = "0.3.0"

#: Facts this near before a number belong to the same run of figures («14,23/15 điểm, thứ 2/63, tăng 14 bậc»).
_CLOSE = 60
_WITHOUT_FOLDING = frozenset({"directive", "date"})
_MEASURED = frozenset({"score", "rank", "quantity"})
#: New objects after which Python looks for unused cycles while a document is read.
_COLLECTED_AFTER = 50_000


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader knows before reading.

    ``text`` is canonical. ``title`` helps the context and is never quoted. ``published_on`` is the reference
    date of relative and year-less dates. ``province`` is the canonical name of the portal's own province.
    """

    text: str
    title: str | None = None
    published_on: date | None = None
    province: str | None = None


def extract_facts(document: Document, kinds: Collection[str] = KINDS) -> list[Fact]:
    """Return the facts of ``document`` of the asked ``kinds``, ordered by where they stand.

    Overlaps between kinds are resolved here and nowhere else: directives take their span before dates, dates
    before scores and ranks, these before quantities. A kind competes whether it is asked for or not, so that
    asking for fewer kinds never changes the facts of the others; people and assignments do not compete, since
    a task may hold any other fact. Linear in the length of the text.
    """
    with _few_collections():
        return _read(document, kinds)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for unused cycles less often.

    A reading makes many objects and hardly a cycle. Looked through again and again, those of a long text take
    a third more time for each letter than those of a short one.
    """
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], _COLLECTED_AFTER) if usual[0] else 0, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _read(document: Document, kinds: Collection[str]) -> list[Fact]:
    text, claims = document.text, Claims()
    symbols = list(find_symbols(text))
    reading = DateReading(text, spans_of(symbols))
    written = reading.written(document.published_on)
    # A document is issued on the day that its own words say, whatever the day of publication.
    days = written if reading.is_complete else reading.written(None)
    directives: list[Directive] = claims.take(find_directives(text, days, symbols))
    dates: list[Date] = claims.take(reading.with_spoken(written, document.published_on))
    facts: list[Fact] = [*directives, *dates]
    if not _WITHOUT_FOLDING.issuperset(kinds):
        facts += _read_folded(document, kinds, facts, dates, claims)
    ordered = sorted(facts, key=lambda fact: (fact.start, fact.end))
    return [fact for fact in with_doubts(ordered, text, document.published_on) if fact.type in kinds]


def _read_folded(
    document: Document, kinds: Collection[str], before: Sequence[Fact], dates: Sequence[Date], claims: Claims
) -> list[Fact]:
    """Return the facts of the kinds that are read in the folded text, and of those they compete with."""
    text, folded = document.text, fold(document.text)
    facts: list[Fact] = []
    if not _MEASURED.isdisjoint(kinds):
        measured, context = _measured(document, folded, dates, claims)
        facts += measured
        if "quantity" in kinds:
            layout, marks = (context.layout, context.marks) if context else (None, None)
            taken = [*before, *measured]
            facts += find_quantities(
                text, taken, folded=folded, layout=layout, marks=marks, title=document.title
            )
    if "person" in kinds:
        facts += find_people(text, folded)
    if "assignment" in kinds:
        directives = [one for one in before if isinstance(one, Directive)]
        facts += find_assignments(text, sorted(dates, key=lambda found: found.start), folded, directives)
    return facts


def _measured(
    document: Document, folded: str, dates: Sequence[Date], claims: Claims
) -> tuple[list[Score | Rank], Context | None]:
    """Return the scores and ranks among the candidates whose spans are free, and what they were read in."""
    rows = find_rows(folded)
    found: list[ScoreCandidate | RankCandidate] = [*find_scores(folded), *find_ranks(document.text, folded)]
    if rows:
        found = [*_outside_cells(folded, rows, found), *find_cells(folded, document.text, rows)]
    # Of a score and a rank over the same words the longer reading wins.
    candidates = claims.take(sorted(found, key=lambda c: (c.start, -c.end)))
    if not candidates:
        return [], None
    title_dates = find_dates(document.title, document.published_on) if document.title else []
    published = None if document.published_on is None else str(document.published_on.year)
    known = Known(document.title, title_dates, document.province, published)
    context = Context(document.text, folded, known, dates, rows)
    rank_starts = [c.start for c in candidates if isinstance(c, RankCandidate) and not c.is_weak]
    facts: list[Score | Rank] = []
    last_end = -1
    for index, candidate in enumerate(candidates):
        if isinstance(candidate, ScoreCandidate) and not context.names_index:
            continue
        until = candidates[index + 1].start if index + 1 < len(candidates) else len(document.text)
        spot = context.spot(candidate)
        beside = Neighbours(
            after_last=max(last_end, 0),
            until_next=until,
            is_close=0 <= candidate.start - last_end < _CLOSE and last_end > 0,
            is_close_after=until - candidate.end < _CLOSE,
            has_rank_in_sentence=_any_between(rank_starts, spot.sentence[0], candidate.start + 200),
        )
        fact = (
            context.score(candidate, spot, beside)
            if isinstance(candidate, ScoreCandidate)
            else context.rank(candidate, spot, beside)
        )
        if fact is not None:
            last_end = fact.end
            facts.append(fact)
    return context.in_turn(facts), context


def _outside_cells(
    folded: str, rows: list[Row], found: list[ScoreCandidate | RankCandidate]
) -> Iterator[ScoreCandidate | RankCandidate]:
    """Yield the candidates that stand in no bare cell of a table: what a bare number is its column says."""
    starts = [row.span.start for row in rows]
    for candidate in found:
        at = bisect_right(starts, candidate.number) - 1
        row = rows[at] if at >= 0 else None
        if row is None or candidate.number >= row.span.end or not is_decided(folded, row, candidate.number):
            yield candidate


def _any_between(starts: list[int], low: int, high: int) -> bool:
    at = bisect_right(starts, low - 1)
    return at < len(starts) and starts[at] < high
