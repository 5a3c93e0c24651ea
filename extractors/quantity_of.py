"""What a quantity is of: the noun phrase behind its number, else the label before it, else the last."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.context_layout import Layout
from extractors.quantity_labels import (
    described_before,
    first_of,
    label_before,
    points_back,
    stands_beside,
)
from extractors.quantity_phrases import (
    after_measure,
    after_percent,
    bounds_of,
    is_whole,
    phrase_after,
    said_behind,
    source_behind,
)
from extractors.quantity_times import without_time
from extractors.quantity_units import Unit, folded_words

_REACH = 160
#: A share that repeats the count before it, and one that compares with what the last label names.
_BESIDE = re.compile(r"\(\s?$")
_COMPARED = re.compile(r"(?<!\w)(?:cao|thấp|tăng|giảm|vượt|nhiều|ít|so với)(?!\w)[^,;.]*$")
_VALUED = re.compile(r"(?<!\w)(?:đạt|là|còn|ước|lên)\s(?:khoảng\s|gần\s|hơn\s|trên\s)?$")
_DIGIT = re.compile(r"\d")
_GOES_ON = re.compile(
    r" (?:của|thuộc|tại|ở|trên|trong|do) [^.;:()\n\d]{2,80}"
    r" (?:đạt|chiếm|là|tăng|giảm|bằng) (?:khoảng |gần |hơn |trên )?"
)
_SUM = re.compile(r"(?<!\w)(?:cả thảy|tổng cộng|cộng lại|tất cả)(?: là| đạt| được| gồm| có)? $")
#: How that ends.
_SUM_ENDS = ("thảy ", "cộng ", "lại ", "cả ", "là ", "đạt ", "được ", "gồm ", "có ")


class CountedReader:
    """Answers for one document, from its begin to its end: later numbers inherit what earlier ones are of."""

    def __init__(self, text: str, folded: str, layout: Layout, spans: Sequence[tuple[int, int]]) -> None:
        self._text, self._folded, self._layout = text, folded, layout
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._last: tuple[int, str | None] | None = None
        self._label: tuple[int, str] | None = None
        self._consumed = 0
        self._noun: str | None = None
        self._is_bound = False

    def remember(self, start: int, of: str | None) -> None:
        """Take note of what the number at ``start`` is of, for those after it; a bound within a phrase is no
        quantity that others go on with."""
        if not self._is_bound:
            self._last = (start, of)
        self._is_bound = False

    def read(self, start: int, unit: Unit) -> str | None:
        """Return the noun phrase behind the number, else the label before it."""
        begin = self._layout.line(start).sentence(start).start
        floor = min(max(begin, start - _REACH, self._consumed), start)
        follows = floor == self._consumed > begin
        is_noun = unit.kind in {"noun", "unknown", "law"}
        inside = self._noun if start < self._consumed else None
        behind = self._behind(start, unit, is_noun=is_noun)
        bare = self._text[unit.noun : unit.end] if is_noun else None
        if inside is None:
            self._noun = bare
        if behind is not None and behind != bare:
            return behind
        if inside is not None and not is_noun:
            self._is_bound = True
            return inside
        if is_noun and not self._has_label(start, unit, floor):
            first = first_of(self._folded, self._text, floor, start)
            return first or self._described(start, unit, floor) or behind
        if _sums_up(self._folded, floor, start):
            return behind
        if follows and self._last is not None and _goes_on(self._folded, floor, start):
            return self._last[1]
        label = self._labelled(start, floor, begin)
        if label is None and unit.kind == "money":
            label = self._source(unit.end)
        return label or self._inherited(start, floor, begin) or behind

    def _source(self, end: int) -> str | None:
        """Return where money comes from, which is what it is of where nothing else says so."""
        begin = source_behind(self._folded, end)
        if begin is None:
            return None
        reached = phrase_after(self._folded, self._text, begin, begin, self._stop(begin), ends=frozenset())
        return self._text[begin:reached] or None

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
        if is_noun:
            ends = bounds_of(self._folded, begin)
        else:
            ends = frozenset({"verbs"}) if is_whole(self._folded, start) else frozenset()
        reached = phrase_after(self._folded, self._text, start, end, self._stop(end), ends=ends)
        self._consumed = max(unit.end, reached)
        reached = max(end, without_time(self._folded, start, reached))
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
        if stands_beside(self._folded, self._text, floor, start):
            return True
        is_empty = self._folded[unit.noun : unit.end] in folded_words("heads", "words")
        return is_empty and _VALUED.search(self._folded, floor, start) is not None

    def _labelled(self, start: int, floor: int, begin: int) -> str | None:
        """Return the label before the number, unless it only takes up what was counted before."""
        label = label_before(self._folded, self._text, floor, start)
        if label is None:
            return None
        is_empty = points_back(label) or label.lower() in folded_words("labels", "deeds")
        if is_empty and self._last is not None and self._last[0] >= begin:
            return None
        self._label = (start, label)
        return label

    def _inherited(self, start: int, floor: int, begin: int) -> str | None:
        """Return what the last quantity of the sentence is of, or the label that a comparison is told of."""
        if self._last is None or self._last[0] < begin:
            return None
        is_compared = _COMPARED.search(self._folded, floor, start) is not None
        if self._label is not None and self._label[0] >= begin and is_compared:
            return None if _BESIDE.search(self._folded, floor, start) else self._label[1]
        return self._last[1]


def _goes_on(folded: str, floor: int, start: int) -> bool:
    """Tell whether the words from ``floor``, where the last quantity's phrase ends, go on with it up to the
    number: «(1.159 dịch vụ công) của cấp tỉnh, huyện, xã đạt 60,59%»."""
    return _GOES_ON.fullmatch(folded, floor, start) is not None


def _sums_up(folded: str, floor: int, start: int) -> bool:
    """Tell whether the number is a total of what was told, and of none of its parts: «cả thảy 80 điểm»."""
    return (
        folded.endswith(_SUM_ENDS, floor, start)
        and _SUM.search(folded, max(floor, start - 24), start) is not None
    )
