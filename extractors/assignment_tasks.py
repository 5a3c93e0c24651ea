"""The task of an order as a fact: where it ends, by when it is due, under which document it was given."""

import re

from extractors.assignment_clauses import Segment, clause_end, sentence_start
from extractors.assignment_orders import Order
from extractors.assignment_sources import Sources
from extractors.assignment_terms import Term, Terms, without_term
from extractors.facts import Assignment
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.text import Span

_TASKS = load_table("tasks")["tasks"]
_CLOSING = re.compile(
    rf"(?:{alternatives(_TASKS['duties'])} )?{alternatives(fold(words) for words in _TASKS['closing'])}"
)
# What may close a clause and belongs to the next one.
_LINKS = ("đồng thời", "và")


class Tasks:
    """Makes facts of the orders of a text."""

    def __init__(self, text: str, folded: str, terms: Terms, sources: Sources) -> None:
        self.text, self.folded = text, folded
        self.terms, self.sources = terms, sources

    def has_term(self, order: Order, segment: Segment) -> bool:
        """Whether a term is set in the clause of ``order``, and not only a time that the task is of."""
        task = segment.start + order.task
        term = self.terms.last_in(Span(task, clause_end(self.text, task, segment.end)))
        return term is not None and not term.is_inner

    def source_before(self, segment: Segment, at: int) -> str | None:
        """Return the document named in the head of the sentence of ``segment`` that goes on at ``at``."""
        return self.sources.in_head(sentence_start(self.text, segment, at), at)

    def task(
        self,
        order: Order,
        end: int,
        segment: Segment,
        *,
        leading: Term | None = None,
        inherited_term: str | None = None,
        source: str | None = None,
    ) -> Assignment | None:
        """Return the task of ``order`` whose clause ends at ``end`` of its ``segment``, or None.

        What its clause does not say is given with it: the ``leading`` term of its sentence, the
        ``inherited_term`` of the list and the ``source``, a document.
        """
        begin = segment.start + order.task
        end = begin + len(_without_tail(self.text[begin : segment.start + end]))
        if end <= begin or _CLOSING.match(self.folded, begin, end):
            return None
        clause = Span(begin, end)
        term = self.terms.last_in(clause)
        task = without_term(self.folded, term, clause)
        start, term = segment.start + order.start, leading or term
        return Assignment(
            start=start,
            end=end,
            text=self.text[start:end],
            rule=order.rule,
            assignee=", ".join(order.names),
            cooperating=order.cooperating,
            task=self.text[task.start : task.end],
            deadline=term.value if term else inherited_term,
            directive=self.sources.in_clause(start, end) or source,
        )


def _without_tail(clause: str) -> str:
    """Return ``clause`` without the marks, and a word that goes on to the next one, at its end."""
    clause = clause.rstrip(" ,:./")
    for link in _LINKS:
        if clause.endswith(link):
            return clause[: -len(link)].rstrip(" ,")
    return clause
