"""Tasks given to agencies: who was told to do what, with whom, by when.

Three forms carry them. A verb of giving names the agency («giao Sở Nội vụ chủ trì, phối hợp với …»); an item
of a list of orders begins with it («2. Sở Tài chính bố trí kinh phí …»); a heading names it and the items
below inherit it. Clauses behind a semicolon inherit as well.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.assignment_clauses import Line, Segment, clause_end, lines_with_anchors, segments
from extractors.assignment_orders import (
    Order,
    begins_giving,
    begins_together,
    giving_verbs,
    is_blank,
    read_order,
)
from extractors.assignment_parties import Party, party_at
from extractors.assignment_terms import Term, Terms, without_term
from extractors.facts import Assignment, Date
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.text import Span

_TASKS = load_table("tasks")["tasks"]
_CLOSING = re.compile(alternatives(fold(words) for words in _TASKS["closing"]))
_OPENER = re.compile(
    r"như sau(?: ?:|\Z)|sau(?: đây)? ?:\Z|tổ chức thực hiện|phân công (?:thực hiện|nhiệm vụ)|cần làm ngay"
    r"|(?:yêu cầu|giao|đề nghị|nhiệm vụ|trách nhiệm[^.:]{0,60}) ?:\Z"
)
# What the pattern above finds ends with a colon or holds one of these, which are found much faster.
_OPENING = ("như sau", "tổ chức thực hiện", "phân công", "cần làm ngay")
_CLOSER = re.compile(alternatives(_TASKS["closers"]))
_NEXT = re.compile(r"(?:;|[.!?])\s+(?:- )?")
_RANKS = {"article": 0, "roman": 1, "number": 2, "letter": 3, "mark": 4, "": 5}


def find_assignments(text: str, dates: Sequence[Date], folded: str | None = None) -> list[Assignment]:
    """Return the tasks given in canonical ``text``, in order; the span is the clause.

    ``dates`` are those of the text, in order, and give the deadlines; ``folded`` is ``fold(text)`` where the
    caller has it. Linear in the length of the text.
    """
    found = _Reader(text, fold(text) if folded is None else folded, dates).read()
    return sorted(found, key=lambda one: (one.start, one.end))


class _Reader:
    """Walks the segments of a text and remembers whose orders the next ones are."""

    def __init__(self, text: str, folded: str, dates: Sequence[Date]) -> None:
        self.text, self.folded = text, folded
        self.terms = Terms(folded, dates)
        self.in_orders = False
        self.heading: tuple[str, Party, int] | None = None
        self.heading_term: str | None = None

    def read(self) -> Iterator[Assignment]:
        for line in lines_with_anchors(self.text, self.folded):
            # Outside of orders only these make a line worth reading.
            if line.verbs or line.may_open or self.in_orders or self.heading or self.terms.any_in(*line[:2]):
                for segment in segments(self.text, self.folded, line):
                    yield from self._segment(segment, line)

    def _segment(self, segment: Segment, line: Line) -> Iterator[Assignment]:
        text, folded = self.text[segment.start : segment.end], self.folded[segment.start : segment.end]
        if _CLOSER.match(folded):
            self.in_orders, self.heading = False, None
        verbs = [at - segment.start for at in line.verbs if segment.start <= at < segment.end]
        found = list(self._read_line(text, folded, verbs, segment))
        if (verbs or line.may_open) and _opens_orders(folded):
            self.in_orders = True
            self._remember_term(segment)
        yield from found

    def _remember_term(self, segment: Segment) -> None:
        term = self.terms.last_in(Span(segment.start, segment.end))
        self.heading_term = term.value if term is not None and term.end >= segment.end - 2 else None

    def _read_line(self, text: str, folded: str, verbs: list[int], segment: Segment) -> Iterator[Assignment]:
        orders = self._given(text, folded, verbs, segment) if verbs else []
        if orders:
            self.heading = None
        else:
            order = self._headed(text, folded, segment.body - segment.start, segment)
            orders = [order] if order else []
        if self.terms.any_in(segment.start, segment.end) or (verbs and " được giao " in folded):
            yield from self._by_term(text, folded, [order.task for order in orders], segment)
        for at, order in enumerate(orders):
            limit = orders[at + 1].start if at + 1 < len(orders) else len(text)
            yield from self._clauses(text, folded, order, limit, segment)

    def _given(self, text: str, folded: str, verbs: list[int], segment: Segment) -> list[Order]:
        """Return the orders of a segment that a verb of giving opens."""
        orders: list[Order] = []
        reached = 0
        for at, start in giving_verbs(folded, verbs):
            party = party_at(text, folded, start) if at >= reached else None
            if party is None:
                continue
            order = read_order(text, folded, at, party, "assignment.given")
            if order is None:
                if is_blank(folded, party.end):
                    self.heading, self.in_orders = (segment.kind, party, segment.start + at), True
                    return orders
                continue
            if party.is_general and not self._has_term(order, segment):
                continue
            orders.append(order)
            reached = order.task
        return orders

    def _has_term(self, order: Order, segment: Segment) -> bool:
        end = clause_end(self.text, segment.start + order.task, segment.end)
        clause = Span(segment.start + order.task, end)
        term = self.terms.last_in(clause)
        return term is not None and not term.is_inner

    def _headed(self, text: str, folded: str, body: int, segment: Segment) -> Order | None:
        """Return the order of a segment that begins with its agency, or inherits it from a heading."""
        party = party_at(text, folded, body) if self.in_orders else None
        if party is not None and not party.is_general:
            rest = folded[party.end :].strip()
            if rest in {"", ":", "."}:
                self.heading = (segment.kind, party, segment.start + body)
                return None
            order = read_order(text, folded, body, party, "assignment.item")
            if order is not None and segment.kind:
                self.heading = None
                return order
        if self.heading is None:
            return None
        kind, named, first = self.heading
        if _RANKS[segment.kind] <= _RANKS[kind] and segment.kind:
            self.heading = None
            return None
        order = read_order(
            text, folded, body, Party(body, named.names, is_general=False), "assignment.inherited"
        )
        if order is None:
            self.heading = self.heading if segment.kind else None
            return None
        # The first task below a heading stands in one clause with it.
        self.heading = (kind, named, -1)
        return order if first < 0 else replace(order, start=first - segment.start)

    def _clauses(
        self, text: str, folded: str, order: Order, limit: int, segment: Segment
    ) -> Iterator[Assignment]:
        """Yield the task of ``order`` and of the clauses behind it that inherit its agency."""
        current = order
        while True:
            end = clause_end(text, current.task, limit)
            found = self._assignment(text, folded, current, end, segment)
            if found is not None:
                yield found
            following = _NEXT.match(folded, end)
            if following is None or following.end() >= limit:
                return
            is_same = folded[end] == ";"
            at = following.end()
            again = read_order(
                text, folded, at, Party(at, order.names, is_general=False), "assignment.inherited"
            )
            inherits = (
                is_same or segment.kind or order.rule == "assignment.inherited" or begins_together(folded, at)
            )
            if again is None or not inherits or begins_giving(folded, at):
                return
            if is_same and not again.cooperating:
                again = Order(again.start, again.names, current.cooperating, again.task, again.rule)
            current = again

    def _by_term(self, text: str, folded: str, taken: list[int], segment: Segment) -> Iterator[Assignment]:
        """Yield the clauses whose subject is an agency and that say by when: «Các sở gửi … trước ngày …»."""
        for mark in _CLAUSE_START.finditer(folded):
            at = mark.end()
            party = party_at(text, folded, at)
            leading = None
            if party is None and (lead := _LEADING.match(folded, at)):
                leading = self.terms.last_in(Span(segment.start + at, segment.start + lead.end() - 2))
                party = party_at(text, folded, lead.end()) if leading else None
            order = read_order(text, folded, at, party, "assignment.by_term") if party else None
            if order is None:
                continue
            is_told = folded.startswith(" được giao ", party.end) and not party.is_general if party else False
            if not is_told and leading is None and not self._has_term(order, segment):
                continue
            end = clause_end(text, order.task, len(text))
            following = bisect_left(taken, at)
            if following < len(taken) and taken[following] < end:
                continue
            found = self._assignment(text, folded, order, end, segment, leading)
            if found is not None:
                yield found

    def _assignment(
        self, text: str, folded: str, order: Order, end: int, segment: Segment, leading: Term | None = None
    ) -> Assignment | None:
        end = order.task + len(re.sub(r"[ ,]*(?:đồng thời|và)?[ ,:./]*\Z", "", text[order.task : end]))
        if end <= order.task or _CLOSING.match(folded, order.task, end):
            return None
        clause = Span(segment.start + order.task, segment.start + end)
        term = self.terms.last_in(clause)
        task = without_term(self.folded, term, clause)
        start = segment.start + order.start
        term = leading or term
        value = term.value if term else self.heading_term if order.rule == "assignment.inherited" else None
        return Assignment(
            start=start,
            end=clause.end,
            text=self.text[start : clause.end],
            rule=order.rule,
            assignee=", ".join(order.names),
            cooperating=order.cooperating,
            task=self.text[task.start : task.end],
            deadline=value,
        )


def _opens_orders(folded: str) -> bool:
    """Whether orders follow the line: «… có ý kiến như sau:», «TỔ CHỨC THỰC HIỆN»."""
    may_open = folded.endswith(":") or any(words in folded for words in _OPENING)
    return may_open and _OPENER.search(folded) is not None


_CLAUSE_START = re.compile(r"(?:\A(?:[-+*•–] |[0-9]{1,2}[.)] |[a-zđ]\) )?|(?<=[.;!?]) )(?=\w)")
_LEADING = re.compile(r"(?:trước|chậm nhất|đến hết|hết|đến|muộn nhất)[^,;.\n]{3,40}, ")
