"""Under which document a task is given: «thực hiện Chỉ thị số 05/CT-UBND», «tại Công văn số 12/UBND-NC»."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from extractors.facts import Directive
from extractors.lexicon import alternatives, load_table

_TASKS = load_table("tasks")["tasks"]
_BETWEEN = rf"(?:,? {alternatives(_TASKS['under_between'])})*"
_UNDER = re.compile(
    rf"(?<!\w)(?<!kèm )(?:(?P<place>{alternatives(_TASKS['under_places'])})|{alternatives(_TASKS['under'])})"
    rf"{_BETWEEN} \Z"
)
# What is asked for or laid down in a document was not ordered by it.
_NOT_ORDERED = re.compile(rf"(?<!\w){alternatives(_TASKS['not_under'])}(?!\w)[^,;.:]*\Z")
_ISSUED = re.compile(
    rf"(?<!\w){alternatives(_TASKS['issues'])}(?: {alternatives(_TASKS['issued_between'])})* \Z"
)
_FIRST = re.compile(r"[-+*•\"“(\s]*(?:[0-9]{1,2}[.)] ?|[a-zđ][.)] ?)?\Z")
_REACH = 90
_POINTERS = tuple(_TASKS["pointers"])
_FAR = 600


class Sources:
    """The documents that a text names, of which some are those that tasks are given under."""

    def __init__(self, folded: str, directives: Iterable[Directive]) -> None:
        proposals = set(_TASKS["proposals"])
        self._folded = folded
        self._directives = sorted(
            (one for one in directives if one.doc_type not in proposals), key=lambda one: one.start
        )

    def in_clause(self, start: int, end: int) -> str | None:
        """Return the first document that the clause ``start``..``end`` says its task is done under."""
        for one in self._within(start, end):
            if self._is_followed(start, one.start):
                return _written(one)
        return None

    def in_head(self, start: int, end: int) -> str | None:
        """Return the first document in ``start``..``end``, the head of a sentence that gives a task, which it
        follows, is given by, or begins with; «theo đó» points to the one named last before."""
        if self._folded.startswith(_POINTERS, start):
            low = max(0, start - _FAR)
            named = [one for one in self._within(low, start) if self._is_head(low, one)]
            return _written(named[-1]) if named else None
        for one in self._within(start, end):
            if _FIRST.fullmatch(self._folded, start, one.start) or self._is_head(start, one):
                return _written(one)
        return None

    def _is_head(self, start: int, one: Directive) -> bool:
        is_issued = _ISSUED.search(self._folded, max(start, one.start - _REACH), one.start) is not None
        return is_issued or self._is_followed(start, one.start)

    def _within(self, start: int, end: int) -> Iterator[Directive]:
        at = bisect_left(self._directives, start, key=lambda one: one.start)
        while at < len(self._directives) and self._directives[at].end <= end:
            yield self._directives[at]
            at += 1

    def _is_followed(self, start: int, at: int) -> bool:
        low = max(start, at - _REACH)
        under = _UNDER.search(self._folded, low, at)
        if under is None:
            return False
        return under["place"] is None or _NOT_ORDERED.search(self._folded, low, under.start() - 1) is None


def _written(directive: Directive) -> str:
    return directive.symbol or directive.text
