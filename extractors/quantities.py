"""Counts and measures: numbers in digits with what they count, that no other kind has read.

A number inside the span of another fact is no quantity; one that the readers of scores and ranks refused may
be. Durations, ages, clock times, and numbers that name a thing («Điều 4», «cấp 3») count nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractors.context_layout import Layout
from extractors.context_marks import Marks, find_marks
from extractors.facts import Quantity
from extractors.folding import fold
from extractors.numbers import parse_number
from extractors.quantity_cells import CellReader
from extractors.quantity_marks import LineMarks
from extractors.quantity_numbers import Amount, find_amounts, is_name, read_more_scales, read_range
from extractors.quantity_of import CountedReader
from extractors.quantity_status import AmountStatus
from extractors.quantity_units import Unit, folded_words, read_unit
from extractors.rules import Spanned

#: A whole that a rank is counted among: «đứng đầu 7 tỉnh», «thứ 3 trong 14 tỉnh».
_RANKED = re.compile(r"(?:đầu|cuối|hạng|thứ|vị trí|tốp|top|nhóm)(?!\w)")
_AMONG = re.compile(r"(?: (?:trong|trên|của)(?: (?:tổng )?số)?)? |/")
_WHOLE_MARK = re.compile(r"(?<!\w)thang(?: điểm)?(?: tối đa)?(?: là)? $")
#: A name that a number ends, unless a sentence begins with it: «Trường Tiểu học Xuân Lãnh 2».
_NAMED = re.compile(r"\w ([^\W\d_]\w*) $")
_PLAIN_KINDS = frozenset({"percent", "measure", "multiplier", "money"})


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
    spans = sorted([(fact.start, fact.end) for fact in taken])
    amounts = list(find_amounts(text, folded, spans))
    if not amounts:
        return []
    layout = Layout(text) if layout is None else layout
    marks = LineMarks(text, folded, layout) if marks is None else marks
    title_marks = Marks(find_marks(title, fold(title)) if title else [])
    status = AmountStatus(folded, layout, marks, title_sets_targets=bool(title_marks.all("target")))
    return list(_Reader(text, folded, layout, status, spans).read(amounts))


class _Reader:
    """One pass over one document."""

    def __init__(
        self, text: str, folded: str, layout: Layout, status: AmountStatus, spans: list[tuple[int, int]]
    ) -> None:
        self._text, self._folded, self._layout, self._status = text, folded, layout, status
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._cells = CellReader(text, folded, layout)
        self._counted = CountedReader(text, folded, layout, spans)

    def read(self, amounts: Iterable[Amount]) -> Iterator[Quantity]:
        """Yield the quantities among the ``amounts``, in order."""
        reached = 0
        for amount in amounts:
            # «200 nghìn» within «1 triệu 200 nghìn USD» is no amount of its own.
            if amount.start < reached or self._is_ranked(amount.start):
                continue
            quantity = self._quantity(amount)
            if quantity is not None:
                reached = quantity.end
                self._counted.remember(quantity.start, quantity.of)
                yield quantity

    def _is_ranked(self, start: int) -> bool:
        """Tell whether the number is the whole of the rank right before it."""
        at = bisect_right(self._starts, start) - 1
        if at < 0 or start - self._ends[at] > 16:
            return False
        return (
            _AMONG.fullmatch(self._folded, self._ends[at], start) is not None
            and _RANKED.search(self._folded, self._starts[at], self._ends[at]) is not None
        )

    def _quantity(self, amount: Amount) -> Quantity | None:
        many = read_more_scales(self._folded, amount.value, amount.end) if amount.out_of is None else None
        value, end = (amount.value, amount.end) if many is None else many
        unit = read_unit(self._folded, self._text, end)
        if unit is None:
            if many is not None:
                return self._built(_valued(amount, value, end), Unit(end, end, "multiplier", end))
            return self._without_unit(amount)
        if unit.kind == "time" or not self._counts(amount, unit):
            return None
        if unit.kind in _PLAIN_KINDS and many is None:
            value = self._measured(amount, unit)
        return self._built(_valued(amount, value, unit.end), unit)

    def _counts(self, amount: Amount, unit: Unit) -> bool:
        """Tell whether the number counts, rather than names a thing or a move of places."""
        noun = self._text[unit.noun : unit.end]
        # «Điều 19 Nghị định»: what follows a name begins a new one with its capital.
        is_counted = unit.kind not in {"unknown", "law"} and (
            unit.kind in _PLAIN_KINDS or noun[:1].islower() or noun[:2].isupper()
        )
        if self._folded[unit.noun : unit.end] in folded_words("names", "places"):
            return False
        if unit.kind in {"percent", "money", "multiplier"}:
            return True
        if unit.kind == "unknown":
            named = _NAMED.search(self._text, max(0, amount.start - 16), amount.start)
            if named is not None and named[1][0].isupper():
                return False
        return not is_name(self._folded, amount.start, amount.end, is_counted=is_counted)

    def _measured(self, amount: Amount, unit: Unit) -> Decimal:
        """Read «9.125%» as a share, «1.873 tỷ» and «3.940 ha» as thousands, and «1,932 tỷ» as decimals."""
        if amount.out_of is not None:
            return amount.value
        written = self._folded[amount.start : amount.end]
        return parse_number(written, measure=unit.kind == "percent") or amount.value

    def _without_unit(self, amount: Amount) -> Quantity | None:
        """Read a number whose unit stands elsewhere: behind a range, in a table's label, before a scale."""
        if amount.out_of is not None or is_name(self._folded, amount.start, amount.end, is_counted=True):
            return None
        second = read_range(self._folded, amount.end)
        if second is not None:
            unit = read_unit(self._folded, self._text, second[1])
            if unit is None or unit.kind in {"time", "unknown"} or not self._counts(amount, unit):
                return None
            return self._built(amount._replace(value=self._measured(amount, unit)), unit)
        before = self._folded[max(0, amount.start - 24) : amount.start]
        if "thang" in before and _WHOLE_MARK.search(before):
            return self._fact(amount, "điểm", "thang điểm", "quantity.scale")
        cell = self._cells.read(amount.start, amount.end)
        return None if cell is None else self._fact(amount, *cell, "quantity.cell")

    def _built(self, amount: Amount, unit: Unit) -> Quantity:
        written = self._text[unit.head : unit.end]
        of = self._counted.read(amount.start, unit) or written or None
        return self._fact(amount, written, of, f"quantity.{unit.kind}")

    def _fact(self, amount: Amount, unit: str, of: str | None, rule: str) -> Quantity:
        return Quantity(
            start=amount.start,
            end=amount.end,
            text=self._text[amount.start : amount.end],
            rule=rule,
            value=amount.value,
            unit=unit,
            out_of=amount.out_of,
            of=of,
            status=self._status.read(amount, unit, of),
        )


def _valued(amount: Amount, value: Decimal, end: int) -> Amount:
    return Amount(amount.start, end, value, amount.out_of)
