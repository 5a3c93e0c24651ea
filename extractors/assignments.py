"""Tasks given to agencies: who was told to do what, with whom, by when.

Three forms carry them. A verb of giving names the agency («giao Sở Nội vụ chủ trì, phối hợp với …»); an item
of a list of orders begins with it («2. Sở Tài chính bố trí kinh phí …»); a heading names it and the items
below inherit it. Clauses behind a semicolon inherit as well.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.assignment_by_term import has_own_subject, subject_start, tasks_by_term
from extractors.assignment_clauses import (
    Line,
    Lines,
    Segment,
    clause_end,
    segments,
    sentence_start,
)
from extractors.assignment_orders import (
    Heading,
    Order,
    begins_giving,
    begins_together,
    giving_verbs,
    is_heading,
    opens_orders,
    read_order,
)
from extractors.assignment_parties import Party, party_at
from extractors.assignment_sources import Sources
from extractors.assignment_tasks import Tasks
from extractors.assignment_terms import Terms
from extractors.facts import Assignment, Date, Directive
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.text import Span

_TASKS = load_table("tasks")["tasks"]
_CLOSER = re.compile(alternatives(_TASKS["closers"]))
_NEXT = re.compile(r"(?:;|[.!?])\s+(?:- )?")
_RANKS = {"article": 0, "roman": 1, "number": 2, "letter": 3, "mark": 4}


def find_assignments(
    text: str, dates: Sequence[Date], folded: str | None = None, directives: Iterable[Directive] = ()
) -> list[Assignment]:
    """Return the tasks given in canonical ``text``, in order; the span is the clause.

    ``dates`` are those of the text, in order, and give the deadlines; ``directives`` are the documents it
    names, which tasks are given under; ``folded`` is ``fold(text)`` where the caller has it. Linear in the
    length of the text.
    """
    folded = fold(text) if folded is None else folded
    tasks = Tasks(text, folded, Terms(folded, dates), Sources(folded, directives))
    found = _Reader(tasks).read()
    return sorted(found, key=lambda one: (one.start, one.end))


class _Reader:
    """Walks the segments of a text and remembers whose orders the next ones are."""

    def __init__(self, tasks: Tasks) -> None:
        self.text, self.folded, self.terms, self.tasks = tasks.text, tasks.folded, tasks.terms, tasks
        self.in_orders = False
        self.heading: Heading | None = None
        self.heading_term: str | None = None
        # The document that the list being read was given under.
        self.list_source: str | None = None

    def read(self) -> Iterator[Assignment]:
        lines, terms, is_open = Lines(self.text, self.folded), self.terms, False
        # Outside of orders only their words and terms make a line worth reading.
        while (line := lines.next(None if is_open else terms.next_date(lines.at))) is not None:
            if line.verbs or line.may_open or is_open or terms.any_in(line.start, line.end):
                for segment in segments(self.text, self.folded, line):
                    yield from self._segment(segment, line)
            is_open = self.in_orders or self.heading is not None

    def _segment(self, segment: Segment, line: Line) -> Iterator[Assignment]:
        text, folded = self.text[segment.start : segment.end], self.folded[segment.start : segment.end]
        if _CLOSER.match(folded):
            self.in_orders, self.heading, self.list_source = False, None, None
        verbs = [at - segment.start for at in line.verbs if segment.start <= at < segment.end]
        found = list(self._read_line(text, folded, verbs, segment))
        if (verbs or line.may_open) and opens_orders(folded):
            self.in_orders = True
            self.list_source = self.tasks.source_before(segment, segment.end)
            self._remember_term(segment)
        yield from found

    def _remember_term(self, segment: Segment) -> None:
        term = self.terms.last_in(Span(segment.start, segment.end))
        self.heading_term = term.value if term is not None and term.end >= segment.end - 2 else None

    def _read_line(self, text: str, folded: str, verbs: list[int], segment: Segment) -> Iterator[Assignment]:
        before = self.heading
        orders = self._given(text, folded, verbs, segment) if verbs else []
        # A heading that the segment itself opens is of the segments behind it.
        if self.heading is before and orders:
            self.heading = None
        elif self.heading is before:
            order = self._headed(text, folded, segment.body - segment.start, segment)
            orders = [order] if order else []
        found: list[Assignment] = []
        sources = self._sources_of(orders, segment)
        for at, (order, source) in enumerate(zip(orders, sources, strict=True)):
            limit = orders[at + 1].start if at + 1 < len(orders) else len(text)
            found += self._clauses(text, folded, order, limit, segment, source)
        yield from found
        if self.terms.any_in(segment.start, segment.end) or (verbs and " được giao " in folded):
            taken = [Span(order.task, order.task + 1) for order in orders]
            taken += [Span(one.start - segment.start, one.end - segment.start) for one in found]
            yield from tasks_by_term(self.tasks, text, folded, taken, segment)

    def _sources_of(self, orders: list[Order], segment: Segment) -> Iterator[str | None]:
        """Yield for each of ``orders`` the document that the head of its sentence, its heading or its list
        names; orders of one sentence share its head."""
        head, source = -1, None
        for order in orders:
            begin = sentence_start(self.text, segment, segment.start + order.start)
            if begin != head:
                head, source = begin, self.tasks.sources.in_head(begin, segment.start + order.start)
            if self.heading is not None:
                yield self.heading.source
            else:
                yield source or (self.list_source if segment.kind else None)

    def _given(self, text: str, folded: str, verbs: list[int], segment: Segment) -> list[Order]:
        """Return the orders of a segment that a verb of giving opens."""
        orders: list[Order] = []
        reached = 0
        for at, start in giving_verbs(folded, verbs):
            party = party_at(text, folded, start) if at >= reached else None
            if party is None:
                continue
            is_head = is_heading(folded, party.end)
            order = None if is_head else read_order(text, folded, at, party, "assignment.given")
            if order is None:
                if is_head:
                    first = segment.start + at
                    source = self.tasks.source_before(segment, first) or self.list_source
                    self.heading, self.in_orders = Heading(segment.kind, party, first, source), True
                    return orders
                continue
            if party.is_general and not self.tasks.has_term(order, segment):
                continue
            orders.append(order)
            # «giao A chỉ đạo B …» gives one task, to direct B.
            reached = order.task + 1
        return orders

    def _headed(self, text: str, folded: str, body: int, segment: Segment) -> Order | None:
        """Return the order of a segment that begins with its agency, or inherits it from a heading."""
        party = party_at(text, folded, body) if self.in_orders else None
        if party is not None and not party.is_general:
            if is_heading(folded, party.end):
                self.heading = Heading(segment.kind, party, segment.start + body, self.list_source)
                return None
            order = read_order(text, folded, body, party, "assignment.item")
            if order is not None and segment.kind:
                self.heading = None
                return order
        if self.heading is None:
            return None
        first, names = self.heading.start, self.heading.party.names
        # Below a heading that is a paragraph every item is its own; below an item only the finer ones.
        if segment.kind:
            is_over = bool(self.heading.kind) and _RANKS[segment.kind] <= _RANKS[self.heading.kind]
        else:
            is_over = self.heading.is_listed
        if is_over:
            self.heading = None
            return None
        is_own = has_own_subject(text, folded, body)
        inherits = Party(body, names, is_general=False)
        order = None if is_own else read_order(text, folded, body, inherits, "assignment.inherited")
        if order is None:
            # The items beside one that is of others are still of the heading; no paragraph is.
            below = self.heading._replace(start=-1, is_listed=True) if is_own else self.heading
            self.heading = below if segment.kind else None
            return None
        # The first task below a heading stands in one clause with it.
        self.heading = self.heading._replace(start=-1, is_listed=bool(segment.kind))
        return order if first < 0 else replace(order, start=first - segment.start)

    def _clauses(
        self, text: str, folded: str, order: Order, limit: int, segment: Segment, source: str | None
    ) -> Iterator[Assignment]:
        """Yield the task of ``order`` and of the clauses behind it that inherit its agency and ``source``."""
        current = order
        while True:
            end = clause_end(text, current.task, limit)
            term = self.heading_term if current.rule == "assignment.inherited" else None
            found = self.tasks.task(current, end, segment, inherited_term=term, source=source)
            if found is not None:
                yield found
            following = _NEXT.match(folded, end)
            if following is None or following.end() >= limit:
                return
            is_same = folded[end] == ";"
            at = following.end()
            is_listed = bool(segment.kind) or order.rule == "assignment.inherited"
            begin = subject_start(folded, at)
            again = self._next_agency(text, folded, begin) if is_same or is_listed else None
            if again is not None:
                order = current = again
                continue
            if has_own_subject(text, folded, begin):
                return
            again = read_order(
                text, folded, at, Party(at, order.names, is_general=False), "assignment.inherited"
            )
            inherits = is_same or is_listed or begins_together(folded, at)
            if again is None or not inherits or begins_giving(folded, at):
                return
            if is_same and not again.cooperating:
                again = Order(again.start, again.names, current.cooperating, again.task, again.rule)
            current = again

    @staticmethod
    def _next_agency(text: str, folded: str, at: int) -> Order | None:
        """Return the order of another agency in the next clause: «giao Sở A …; Sở B bố trí …»."""
        party = party_at(text, folded, at)
        if party is None or party.is_general:
            return None
        return read_order(text, folded, at, party, "assignment.item")
