"""How readers compete: each span of text belongs to one fact, and the surer kind takes it."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Anything that stands at ``start``..``end`` of a text."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        ...


Item = TypeVar("Item", bound=Spanned)


class Claims:
    """The spans already taken, kept apart from each other."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int]] = []

    def take(self, items: Iterable[Item]) -> list[Item]:
        """Claim the span of each of ``items`` that is still free, in order, and return those."""
        kept: list[Item] = []
        for item in items:
            if self.is_free(item.start, item.end):
                self._insert(item.start, item.end)
                kept.append(item)
        return kept

    def is_free(self, start: int, end: int) -> bool:
        """Tell whether nothing in ``start``..``end`` is taken."""
        at = bisect_left(self._spans, (start, start))
        if at < len(self._spans) and self._spans[at][0] < end:
            return False
        return at == 0 or self._spans[at - 1][1] <= start

    def _insert(self, start: int, end: int) -> None:
        if not self._spans or self._spans[-1] < (start, end):
            self._spans.append((start, end))
        else:
            insort(self._spans, (start, end))
