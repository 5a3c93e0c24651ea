"""The clauses tasks stand in: where one ends, and by when it asks the task to be done."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.facts import Date
from extractors.lexicon import alternatives, load_table
from extractors.phrase_table import PhraseTable
from extractors.text import Span, line_spans

_TASKS = load_table("tasks")["tasks"]
_BEFORE = PhraseTable(_TASKS["before"])
_WITHIN = PhraseTable(_TASKS["within"])
_ENUMERATOR = re.compile(
    r"(?:(?P<article>điều [0-9]{1,3}[.:])|(?P<roman>[ivx]{1,5}[.)])"
    r"|(?P<number>[0-9]{1,2}(?:[.)]|(?:\.[0-9]{1,2})+[.)]?)(?= ))"
    r"|(?P<letter>[a-zđ][.)])|(?P<mark>[-+*•–]))\s*"
)
# Where a source lost its line breaks an enumerator is glued to the word before it.
_GLUED = re.compile(
    r"(?=[a-eđ]\) ?[A-ZĐÀ-Ỹ])(?<=[a-zà-ỹđ:;.,])|(?=[1-9]\. [A-ZĐÀ-Ỹ])(?:(?<=[^\W\d_])|(?<=20[0-9]{2}))"
)
_END = re.compile(r";|\./\.|\.(?= *\Z)|[.!?](?= +[\"“‘(]?(?P<next>[^\W_])| +-)")
_SHORT = re.compile(r"(?:(?<!\w)(?:tp|tx|tt|ts|ths|pgs|gs|bs|ks|q|p|h))\Z")
_EMBEDDED = re.compile(r"(?<!\w)được [^,;]{0,60}\Z")
_DAY = re.compile(r"ngày \Z")
_DONE = re.compile(rf",? ?(?:{alternatives(_TASKS['done'])})?[ ,(:]*\Z")


_LONGEST_CLAUSE = 4000


class Segment(NamedTuple):
    """A line, or a part of one: its span, its ``kind`` of enumerator and where its words begin."""

    start: int
    end: int
    kind: str
    body: int


class Term(NamedTuple):
    """By when: an ISO value, and where in the clause the words about it begin and end."""

    value: str
    start: int
    end: int
    is_inner: bool


def segments(text: str, folded: str) -> Iterator[Segment]:
    """Yield the lines of ``text``, split where an enumerator is glued to the words before it."""
    for line in line_spans(text):
        source = text[line.start : line.end]
        cuts = [0, *(cut.start() for cut in _GLUED.finditer(source)), len(source)]
        for begin, end in pairwise(cuts):
            mark = _ENUMERATOR.match(folded, line.start + begin, line.start + begin + 16)
            yield Segment(
                line.start + begin,
                line.start + end,
                (mark.lastgroup or "") if mark else "",
                mark.end() if mark else line.start + begin,
            )


def clause_end(text: str, at: int, limit: int) -> int:
    """Return where the clause that holds ``at`` ends: at a semicolon, its sentence's end or ``limit``."""
    limit = min(limit, at + _LONGEST_CLAUSE)
    for mark in _END.finditer(text, at, limit):
        if mark["next"] and mark["next"].islower():
            continue
        if mark[0] == "." and _SHORT.search(text[max(0, mark.start() - 4) : mark.start()].lower()):
            continue
        if _is_quoted(text, at, mark.start()):
            continue
        return mark.start()
    return limit


def term_of(folded: str, dates: Sequence[Date], clause: Span) -> Term | None:
    """Return the last term set inside ``clause``, or None. ``dates`` are in order of their place."""
    found = None
    for date in dates_in(dates, clause):
        day = _DAY.search(folded, max(0, date.start - 5), date.start)
        start = day.start() if day else date.start
        before = _BEFORE.start_before(folded, start - 1, 28) if start > clause.start else -1
        if before >= clause.start:
            found = Term(date.value, before, date.end, is_inner=False)
        elif start > clause.start and _WITHIN.start_before(folded, start - 1, 12) >= clause.start:
            within = _WITHIN.start_before(folded, start - 1, 12)
            late = _BEFORE.start_before(folded, within - 1, 28) if within > clause.start else -1
            found = Term(date.value, late if late >= clause.start else within, date.end, is_inner=True)
    return found


def without_term(folded: str, term: Term | None, clause: Span) -> Span:
    """Return ``clause`` less a term that closes it («…, hoàn thành trước ngày 10/12/2025»)."""
    if term is None or term.end != clause.end:
        return clause
    window = folded[clause.start : term.start]
    # «… chỉ tiêu được Chính phủ giao trong năm 2022»: the year belongs to what was given, not to the task.
    if term.is_inner and _EMBEDDED.search(window):
        return clause
    done = _DONE.search(window)
    end = clause.start + (done.start() if done else len(window))
    return Span(clause.start, end) if end > clause.start else clause


def dates_in(dates: Sequence[Date], clause: Span) -> Iterator[Date]:
    """Yield the ``dates`` (in order) that lie inside ``clause``."""
    at = bisect_left(dates, clause.start, key=lambda date: date.start)
    while at < len(dates) and dates[at].end <= clause.end:
        yield dates[at]
        at += 1


def _is_quoted(text: str, start: int, at: int) -> bool:
    """Whether ``at`` lies inside typographic quotes opened since ``start``."""
    opened = text.rfind("“", start, at)
    return opened >= 0 and text.find("”", opened, at) < 0 and text.find("”", at, at + 400) >= 0
