"""What a quantity is of: the noun phrase behind its number, else the label before it, else the last."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.context_layout import Layout
from extractors.quantity_labels import (
    described_before,
    goes_on,
    label_before,
    points_back,
    stands_beside,
    sums_up,
)
from extractors.quantity_phrases import after_measure, after_percent, bounds_of, phrase_after, said_behind
from extractors.quantity_units import Unit, folded_words

_REACH = 160
#: A share that repeats the count before it, and one that compares with what the last label names.
_BESIDE = re.compile(r"\(\s?$")
_COMPARED = re.compile(r"(?<!\w)(?:cao|thấp|tăng|giảm|vượt|nhiều|ít|so với)(?!\w)[^,;.]*$")
_VALUED = re.compile(r"(?<!\w)(?:đạt|là|còn|ước|lên)\s(?:khoảng\s|gần\s|hơn\s|trên\s)?$")
_DIGIT = re.compile(r"\d")


class CountedReader:
    """Answers for one document, from its begin to its end: later numbers inherit what earlier ones are of."""

    def __init__(self, text: str, folded: str, layout: Layout, spans: Sequence[tuple[int, int]]) -> None:
        self._text, self._folded, self._layout = text, folded, layout
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._last: tuple[int, str | None] | None = None
        self._label: tuple[int, str] | None = None
        self._consumed = 0

    def remember(self, start: int, of: str | None) -> None:
        """Take note of what the number at ``start`` is of, for those after it."""
        self._last = (start, of)

    def read(self, start: int, unit: Unit) -> str | None:
        """Return the noun phrase behind the number, else the label before it."""
        begin = self._layout.line(start).sentence(start).start
        floor = min(max(begin, start - _REACH, self._consumed), start)
        follows = floor == self._consumed > begin
        is_noun = unit.kind in {"noun", "unknown", "law"}
        behind = self._behind(start, unit, is_noun=is_noun)
        bare = self._text[unit.noun : unit.end] if is_noun else None
        if behind is not None and behind != bare:
            return behind
        if is_noun and not self._has_label(start, unit, floor):
            return self._described(start, unit, floor) or behind
        if sums_up(self._folded, floor, start):
            return behind
        if follows and self._last is not None and goes_on(self._folded, floor, start):
            return self._last[1]
        return self._labelled(start, floor, begin) or behind

    def _described(self, start: int, unit: Unit, floor: int) -> str | None:
        """Return the bare noun with what describes it in the subject: «các TTHC cấp tỉnh là 1.225 TTHC»."""
        noun = self._folded[unit.noun : unit.end]
        at = described_before(self._folded, floor, start, noun)
        if at is None:
            return None
        end = at + len(noun)
        ends = frozenset({"verbs", "acts", "links"})
        return self._text[at : phrase_after(self._folded, self._text, at, end, start, ends=ends)]

    def _behind(self, begin: int, unit: Unit, *, is_noun: bool) -> str | None:
        start = unit.noun
        if unit.kind == "percent":
            said = said_behind(self._folded, unit.end)
            if said is not None:
                self._consumed = said[1]
                return self._text[said[0] : said[1]]
            start = after_percent(self._folded, unit.end)
        elif unit.kind in {"measure", "money", "multiplier"}:
            start = after_measure(self._folded, unit.end)
        end = max(unit.end, start) if is_noun else start
        ends = bounds_of(self._folded, begin) if is_noun else frozenset()
        reached = phrase_after(self._folded, self._text, start, end, self._stop(end), ends=ends)
        self._consumed = max(unit.end, reached)
        return self._text[start:reached].strip(" -") or None

    def _stop(self, end: int) -> int:
        """Return where a phrase from ``end`` on must end: before a fact that has a number of its own."""
        for index in range(bisect_left(self._starts, end), len(self._starts)):
            start = self._starts[index]
            if start - end >= _REACH:
                break
            if _DIGIT.search(self._folded, start, self._ends[index]) is not None:
                return start
        return min(len(self._text), end + _REACH)

    def _has_label(self, start: int, unit: Unit, floor: int) -> bool:
        """Tell whether a bare noun leaves it to a label to say what is counted."""
        if stands_beside(self._folded, floor, start):
            return True
        is_empty = self._folded[unit.noun : unit.end] in folded_words("heads", "words")
        return is_empty and _VALUED.search(self._folded, floor, start) is not None

    def _labelled(self, start: int, floor: int, begin: int) -> str | None:
        label = label_before(self._folded, self._text, floor, start)
        has_last = self._last is not None and self._last[0] >= begin
        is_empty = label is not None and (
            points_back(label) or label.lower() in folded_words("labels", "deeds")
        )
        if label is not None and not (has_last and is_empty):
            self._label = (start, label)
            return label
        if self._last is None or not has_last:
            return None
        is_compared = _COMPARED.search(self._folded, floor, start) is not None
        if self._label is not None and self._label[0] >= begin and is_compared:
            return None if _BESIDE.search(self._folded, floor, start) else self._label[1]
        return self._last[1]
