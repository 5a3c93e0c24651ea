"""«Lần lượt»: values told in turn, each of the name at its own place in a list before them."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.basis import Basis, with_basis
from extractors.context_layout import Layout
from extractors.context_marks import Kind, Mark, Marks
from extractors.facts import Date, Rank, Score

_IN_TURN = re.compile(r"(?<!\w)lần lượt(?!\w)")
_REACH = 400
#: What a list may name -> the key of a fact that it gives.
_KEYS: dict[Kind, str] = {
    "indicator": "indicator",
    "place": "subject",
    "known_component": "component",
    "agency": "subject",
}


class ListReader:
    """Hands the names of one document's lists out to the values told in turn."""

    def __init__(self, text: str, folded: str, layout: Layout, marks: Marks, dates: Sequence[Date]) -> None:
        self._text, self._folded, self._layout, self._marks = text, folded, layout, marks
        self._turns = [match.start() for match in _IN_TURN.finditer(folded)] if "lần lượt" in folded else []
        self._years = [d for d in dates if d.grain in {"year", "range"}]
        self._year_starts = [d.start for d in self._years]

    def distribute(self, facts: Sequence[Score | Rank]) -> list[Score | Rank]:
        """Return ``facts`` with the names of the lists before «lần lượt» given to the values behind it."""
        handed = list(facts)
        starts = [fact.start for fact in handed]
        for turn in self._turns:
            sentence = self._layout.line(turn).sentence(turn)
            first = bisect_left(starts, turn)
            behind = range(first, bisect_left(starts, min(sentence.end, turn + _REACH), first))
            for kind in ("score", "rank"):
                told = [at for at in behind if handed[at].type == kind and handed[at].kind == "level"]
                told = self._in_clause(handed, told)
                if len(told) > 1:
                    self._hand_out(handed, told, max(sentence.start, turn - _REACH), turn)
                    _share_scope(handed, told)
        return handed

    def _hand_out(self, facts: list[Score | Rank], told: list[int], floor: int, turn: int) -> None:
        behind = facts[told[-1]].end
        until = self._layout.line(turn).sentence(turn).end
        for kind, key in _KEYS.items():
            names = self._names(kind, floor, turn)
            if len(names) != len(told) and all(getattr(facts[at], key) is None for at in told[1:]):
                # «lần lượt xếp thứ 25, 36 và 41 về PAR INDEX, SIPAS và PAPI»
                names = _without_repeats(list(self._marks.after(kind, behind, until)))
            if len(names) == len(told):
                for at, name in zip(told, names, strict=True):
                    facts[at] = self._named(facts[at], name)
        for years in (self._years_in(floor, turn, len(told)), self._years_in(behind, until, len(told))):
            if len(years) != len(told):
                continue
            for at, (value, year) in zip(told, years, strict=True):
                said = Basis("period", year.start, year.end, "published_on" if year.relative else "text")
                facts[at] = replace(facts[at], period=value, basis=with_basis(facts[at].basis, said))
            return

    def _names(self, kind: Kind, floor: int, turn: int) -> list[Mark]:
        """Return the names listed before «lần lượt»: those of its own clause, where it has any."""
        clause = self._folded.rfind("; ", floor, turn) + 1
        names = list(self._marks.after(kind, clause, turn)) if clause else []
        return _without_repeats(names or list(self._marks.after(kind, floor, turn)))

    def _in_clause(self, facts: Sequence[Score | Rank], told: list[int]) -> list[int]:
        """Return the values of ``told`` up to the clause that names something else: «lần lượt đạt 67,2 và
        84,1 điểm; PAPI đạt 43 điểm»."""
        for count, (at, after) in enumerate(pairwise(told), 1):
            cut = self._folded.find("; ", facts[at].end, facts[after].start)
            if cut >= 0 and any(self._marks.first(kind, cut, facts[after].start) for kind in _KEYS):
                return told[:count]
        return told

    def _years_in(self, start: int, end: int, count: int) -> list[tuple[str, Date]]:
        """Return the years named in ``start``..``end``, or those of the one span that holds ``count``."""
        first = bisect_left(self._year_starts, start)
        years = self._years[first : bisect_left(self._year_starts, end, first)]
        spans = [year for year in years if year.grain == "range"]
        if not spans:
            return [(year.value, year) for year in years]
        opened, _, closed = spans[-1].value.partition("/")
        if not (opened.isdigit() and closed.isdigit()) or int(closed) - int(opened) + 1 != count:
            return [(year.value, year) for year in years if year.grain == "year"]
        return [(str(year), spans[-1]) for year in range(int(opened), int(closed) + 1)]

    def _named(self, fact: Score | Rank, name: Mark) -> Score | Rank:
        basis = with_basis(fact.basis, Basis(_KEYS[name.kind], name.start, name.end, "text"))
        if name.kind == "indicator":
            return replace(fact, indicator=name.value, basis=basis)
        if name.kind in {"place", "agency"}:
            return replace(fact, subject=name.value, basis=basis)
        return replace(fact, component=self._text[name.start : name.end], basis=basis)


def _share_scope(facts: list[Score | Rank], told: Sequence[int]) -> None:
    """Give the scope of the last place to those told in turn before it: «thứ 15, 20 và 31 cả nước»."""
    last = facts[told[-1]]
    if not isinstance(last, Rank) or last.scope is None:
        return
    said = next((basis for basis in last.basis if basis.key == "scope"), None)
    for at in told[:-1]:
        fact = facts[at]
        if isinstance(fact, Rank) and fact.scope is None and said is not None:
            facts[at] = replace(fact, scope=last.scope, basis=with_basis(fact.basis, said))


def _without_repeats(names: list[Mark]) -> list[Mark]:
    """Drop the second of two names of one thing side by side: «Chỉ số cải cách hành chính (PAR INDEX)»."""
    pairs = zip([None, *names], names, strict=False)
    return [
        name
        for last, name in pairs
        if last is None or name.kind == "known_component" or name.value != last.value
    ]
