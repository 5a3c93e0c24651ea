"""By when tasks are to be done: the dates of a text that words before them make terms."""

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.facts import Date
from extractors.lexicon import alternatives, load_table
from extractors.phrase_table import PhraseTable
from extractors.text import Span

_TASKS = load_table("tasks")["tasks"]
_BEFORE = PhraseTable(_TASKS["before"])
_WITHIN = PhraseTable(_TASKS["within"])
_DAY = "ngày "
_EMBEDDED = re.compile(r"(?<!\w)được [^,;]{0,60}\Z")
_DONE = re.compile(rf",? ?(?:{alternatives(_TASKS['done'])})?[ ,(:]*\Z")


class Term(NamedTuple):
    """By when: an ISO value, and where in the clause the words about it begin and end."""

    value: str
    start: int
    end: int
    is_inner: bool


class _Due(NamedTuple):
    """A date at ``start``..``end`` with where «trước» (``before``), «trong» (``within``) and words before
    these (``late``) begin; -1 for what is not there."""

    start: int
    end: int
    value: str
    before: int
    within: int
    late: int


class Terms:
    """The terms set in a folded text by its ``dates``, which are in order."""

    def __init__(self, folded: str, dates: Sequence[Date]) -> None:
        self._dues = list(_dues(folded, dates))
        self._starts = [due.start for due in self._dues]

    def any_in(self, start: int, end: int) -> bool:
        """Whether a date that may be a term stands in ``start``..``end``."""
        at = bisect_left(self._starts, start)
        return at < len(self._dues) and self._dues[at].end <= end

    def next_date(self, at: int) -> int:
        """Return where the next date that may be a term begins, at or behind ``at``; a place beyond any text
        where none does."""
        index = bisect_left(self._starts, at)
        return self._starts[index] if index < len(self._starts) else sys.maxsize

    def last_in(self, clause: Span) -> Term | None:
        """Return the last term set inside ``clause``, or None."""
        found = None
        at = bisect_left(self._starts, clause.start)
        while at < len(self._dues) and self._dues[at].end <= clause.end:
            found = _term(self._dues[at], clause.start) or found
            at += 1
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


def _dues(folded: str, dates: Sequence[Date]) -> Iterator[_Due]:
    for date in dates:
        start = date.start - len(_DAY) if folded.endswith(_DAY, 0, date.start) else date.start
        if start < 1:
            continue
        before = _BEFORE.start_before(folded, start - 1, 28)
        within = _WITHIN.start_before(folded, start - 1, 12)
        if before < 0 and within < 0:
            continue
        late = _BEFORE.start_before(folded, within - 1, 28) if within > 0 else -1
        yield _Due(date.start, date.end, date.value, before, within, late)


def _term(due: _Due, clause_start: int) -> Term | None:
    if due.before >= clause_start:
        return Term(due.value, due.before, due.end, is_inner=False)
    if due.within >= clause_start:
        start = due.late if due.late >= clause_start and due.within > clause_start else due.within
        return Term(due.value, start, due.end, is_inner=True)
    return None
