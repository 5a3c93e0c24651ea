"""Clauses that are tasks because they say by when, and those whose subject no order before them names."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from extractors.assignment_clauses import Segment, clause_end
from extractors.assignment_orders import read_order
from extractors.assignment_parties import begins_with_many, party_at
from extractors.assignment_tasks import Tasks
from extractors.facts import Assignment
from extractors.text import Span

_CLAUSE_START = re.compile(r"(?:\A(?:[-+*•–] |[0-9]{1,2}[.)] |[a-zđ]\) )?|(?<=[.;!?]) )(?=\w)")
_LINK = re.compile(r"(?:và|còn|riêng|đồng thời) ")
_LEADING = re.compile(r"(?:trước|chậm nhất|đến hết|hết|đến|muộn nhất)[^,;.\n]{3,40}, ")


def tasks_by_term(
    tasks: Tasks, text: str, folded: str, taken: Iterable[Span], segment: Segment
) -> Iterator[Assignment]:
    """Yield the clauses of a segment whose subject is an agency and that say by when: «Các sở gửi … trước
    ngày …». None that holds one of the ``taken`` spans or a part of it, counted from the segment's start."""
    spans = sorted(taken)
    starts, reached = [span.start for span in spans], list(accumulate((span.end for span in spans), max))
    for mark in _CLAUSE_START.finditer(folded):
        at = mark.end()
        party = party_at(text, folded, at)
        leading = None
        if party is None and (lead := _LEADING.match(folded, at)):
            leading = tasks.terms.last_in(Span(segment.start + at, segment.start + lead.end() - 2))
            party = party_at(text, folded, lead.end()) if leading else None
        order = read_order(text, folded, at, party, "assignment.by_term") if party else None
        if order is None:
            continue
        is_told = folded.startswith(" được giao ", party.end) and not party.is_general if party else False
        if not is_told and leading is None and not tasks.has_term(order, segment):
            continue
        end = clause_end(text, order.task, len(text))
        before = bisect_left(starts, end)
        if before and reached[before - 1] > at:
            continue
        found = tasks.task(order, end, segment, leading=leading)
        if found is not None:
            yield found


def subject_start(folded: str, at: int) -> int:
    """Return where the subject of the clause at ``at`` begins, behind «riêng», «còn», «và»."""
    link = _LINK.match(folded, at)
    return link.end() if link is not None else at


def has_own_subject(text: str, folded: str, at: int) -> bool:
    """Whether the clause at ``at`` is told of others than the one before: «các địa phương rà soát», «thủ
    trưởng các đơn vị kiểm tra», «trước ngày 30/9, Sở Y tế báo cáo»."""
    lead = _LEADING.match(folded, at)
    begin = lead.end() if lead is not None else at
    if begins_with_many(folded, begin):
        return True
    party = party_at(text, folded, begin)
    return party is not None and (party.is_general or lead is not None)
