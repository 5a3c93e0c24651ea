"""Counts and measures: numbers in digits with what they count, that no other kind has read.

A number inside the span of another fact is no quantity; one that the readers of scores and ranks refused may
be. Durations, ages, clock times, and numbers that name a thing («Điều 4», «cấp 3») count nothing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.context_layout import Layout
from extractors.context_marks import Marks, find_marks
from extractors.facts import Quantity
from extractors.folding import fold
from extractors.numbers import parse_count, parse_number
from extractors.quantity_numbers import Amount, find_amounts, is_name, read_more_scales, read_range
from extractors.quantity_phrases import label_before, phrase_after
from extractors.quantity_status import AmountStatus
from extractors.quantity_units import Unit, read_unit
from extractors.rules import Spanned

_OF_REACH = 160
#: A whole that a rank is counted among: «đứng đầu 7 tỉnh», «thứ 3 trong 14 tỉnh».
_RANKED = re.compile(r"(?:đầu|cuối|hạng|thứ|vị trí|tốp|top|nhóm)(?!\w)")
_AMONG = frozenset({" ", " trong ", " trong số ", " trong tổng số ", " trên ", " trên tổng số ", "/"})
_WHOLE_MARK = re.compile(r"(?<!\w)thang(?: điểm)?(?: tối đa)?(?: là)? $")


def find_quantities(
    text: str,
    taken: Sequence[Spanned],
    *,
    folded: str | None = None,
    layout: Layout | None = None,
    marks: Marks | None = None,
    title: str | None = None,
) -> list[Quantity]:
    """Return the quantities of a canonical ``text``, in order.

    ``taken`` are the spans of the facts already read (dates, directives, scores, ranks). ``folded``,
    ``layout`` and ``marks`` are worked out here where the caller has none. A number of several multipliers
    («1 triệu 200 nghìn đồng») has its whole value and the unit behind the last one. Linear in the length.
    """
    folded = fold(text) if folded is None else folded
    layout = Layout(text) if layout is None else layout
    marks = Marks(find_marks(text, folded)) if marks is None else marks
    title_marks = Marks(find_marks(title or "", fold(title or "")))
    status = AmountStatus(folded, layout, marks, title_sets_targets=bool(title_marks.all("target")))
    return list(_Reader(text, folded, layout, status, taken).read())


class _Reader:
    """One pass over one document. It remembers the last quantity, whose label later numbers inherit."""

    def __init__(
        self, text: str, folded: str, layout: Layout, status: AmountStatus, taken: Sequence[Spanned]
    ) -> None:
        self._text, self._folded, self._layout, self._status = text, folded, layout, status
        spans = sorted((fact.start, fact.end) for fact in taken)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._last: Quantity | None = None

    def read(self) -> Iterator[Quantity]:
        """Yield the quantities in order."""
        for amount in find_amounts(self._folded):
            if self._is_taken(amount) or self._is_ranked(amount.start):
                continue
            quantity = self._quantity(amount)
            if quantity is not None:
                self._last = quantity
                yield quantity

    def _is_taken(self, amount: Amount) -> bool:
        at = bisect_right(self._starts, amount.start) - 1
        if at >= 0 and self._ends[at] > amount.start:
            return True
        return at + 1 < len(self._starts) and self._starts[at + 1] < amount.end

    def _is_ranked(self, start: int) -> bool:
        """Tell whether the number is the whole of the rank right before it."""
        at = bisect_right(self._starts, start) - 1
        if at < 0 or start - self._ends[at] > 16:
            return False
        gap = self._folded[self._ends[at] : start]
        return gap in _AMONG and _RANKED.search(self._folded, self._starts[at], self._ends[at]) is not None

    def _quantity(self, amount: Amount) -> Quantity | None:
        many = read_more_scales(self._folded, amount.value, amount.end) if amount.out_of is None else None
        value, end = (amount.value, amount.end) if many is None else many
        unit = read_unit(self._folded, self._text, end)
        if many is None and unit is None:
            return self._without_unit(amount)
        if unit is None or unit.kind == "time" or not self._counts(amount.start, unit):
            return None
        if unit.kind in {"percent", "measure", "multiplier", "money"} and many is None:
            value = self._measured(amount, unit)
        return self._build(amount.start, unit.end, value, amount.out_of, unit)

    def _counts(self, start: int, unit: Unit) -> bool:
        is_counted = unit.kind not in {"unknown", "time"}
        # A unit that another fact has taken («9.125 điểm» of a score) is no unit of this number.
        return not is_name(self._folded, start, is_counted=is_counted)

    def _measured(self, amount: Amount, unit: Unit) -> Decimal:
        """Read «9.125%» as a share, and «1.873 tỷ» or «3.940 ha» as thousands."""
        written = self._folded[amount.start : amount.end]
        if unit.kind == "percent" and amount.out_of is None:
            return parse_number(written, measure=True) or amount.value
        return parse_number(written) or amount.value if amount.out_of is None else amount.value

    def _without_unit(self, amount: Amount) -> Quantity | None:
        """Read a number whose unit stands elsewhere: behind the range's second number, or before a scale."""
        second = read_range(self._folded, amount.end)
        if (
            second is not None
            and amount.out_of is None
            and not is_name(self._folded, amount.start, is_counted=True)
        ):
            unit = read_unit(self._folded, self._text, second[1])
            other = parse_count(self._folded[second[0] : second[1]])
            if unit is not None and unit.kind not in {"time", "unknown"} and other is not None:
                return self._build(amount.start, amount.end, self._measured(amount, unit), None, unit)
        if amount.out_of is None and _WHOLE_MARK.search(
            self._folded, max(0, amount.start - 24), amount.start
        ):
            return self._fact(
                amount.start, amount.end, amount.value, None, "điểm", "thang điểm", "quantity.scale"
            )
        return None

    def _build(self, start: int, end: int, value: Decimal, out_of: Decimal | None, unit: Unit) -> Quantity:
        written = self._text[unit.head : unit.end]
        of = self._of(start, unit) or written
        return self._fact(start, end, value, out_of, written, of, f"quantity.{unit.kind}")

    def _fact(
        self, start: int, end: int, value: Decimal, out_of: Decimal | None, unit: str, of: str, rule: str
    ) -> Quantity:
        return Quantity(
            start=start,
            end=end,
            text=self._text[start:end],
            rule=rule,
            flags=("value_exceeds_out_of",) if out_of is not None and value > out_of else (),
            value=value,
            unit=unit,
            out_of=out_of,
            of=of,
            status=self._status.read(start, end, fold(unit)),
        )

    def _of(self, start: int, unit: Unit) -> str | None:
        stop = self._next_taken(unit.end)
        is_noun = unit.kind in {"noun", "unknown"}
        behind = phrase_after(self._folded, self._text, unit.noun if is_noun else unit.end, unit.end, stop)
        sentence = self._layout.line(start).sentence(start)
        floor = max(sentence.start, start - _OF_REACH)
        if self._last is not None:
            floor = max(floor, min(self._last.end, start))
        if behind is not None and not (is_noun and behind == self._text[unit.noun : unit.end]):
            return behind
        if is_noun and not self._stands_beside_label(start, floor):
            return behind
        label = label_before(self._folded, self._text, floor, start)
        if label is not None or self._last is None or self._last.start < sentence.start:
            return label or behind
        return self._last.of

    def _stands_beside_label(self, start: int, floor: int) -> bool:
        """Tell «Cấp huyện: 288 TTHC» from «phát ra 5.400 phiếu»."""
        return self._folded.endswith(": ", floor, start)

    def _next_taken(self, position: int) -> int:
        at = bisect_left(self._starts, position)
        end = self._starts[at] if at < len(self._starts) else len(self._text)
        return min(end, position + _OF_REACH)
