"""Which index, and which component of it, a number is a value of; and whether it is of an index at all."""

import re
from operator import itemgetter
from typing import NamedTuple

from extractors.basis import UNKNOWN, Drawn
from extractors.context_components import component_owners, find_components
from extractors.context_layout import Layout, Line, Spot
from extractors.context_marks import Kind, Mark, Marks, PlacedMarks
from extractors.context_spoken import REACH, SpokenReader, drawn

# «Từ vị trí 53 năm 2021, PCI lên vị trí 38»
_DATED = re.compile(r"^\s\(?năm \d{4}\)?")
# «dẫn đầu cả nước ở nội dung “Trách nhiệm giải trình với người dân”»
_PART_BEHIND = re.compile(r"\s(?:[^.,;:()\d]{1,24}\s)?(?:ở|về|tại)\s(?:[^.,;:()\d]{1,30}\s)?[\"]?$")
_NONE = PlacedMarks(())
_START = itemgetter(0)
#: What a number may be measured of.
_MEASURED: tuple[Kind, ...] = ("indicator", "measure", "average", "topic")
_SUBJECTS: frozenset[Kind] = frozenset({"place", "own", "average", "agency", "scope"})


class Binding(NamedTuple):
    """What a number is measured of.

    ``named`` is the index and ``part`` its component, each with where it is named. ``strength``: 3 named
    beside the number, 2 in its paragraph, 1 by the document, 0 none. ``is_foreign`` tells that the nearest
    thing measured is no index («tỷ lệ giải ngân»).
    """

    named: Drawn
    part: Drawn
    strength: int
    is_foreign: bool
    head_is_index: bool
    is_named_right_before: bool = False
    has_subject: bool = False

    @property
    def indicator(self) -> str | None:
        """The code of the index."""
        return self.named.value

    @property
    def component(self) -> str | None:
        """The component as written."""
        return self.part.value


class IndexReader:
    """Answers for one document."""

    def __init__(self, text: str, folded: str, layout: Layout, marks: Marks, title_codes: list[str]) -> None:
        self._text, self._folded, self._marks = text, folded, marks
        self._spoken = SpokenReader(folded, layout, marks, title_codes)
        self._components: dict[int, PlacedMarks] = {}
        self._owned: tuple[int, Drawn] = (-9, UNKNOWN)
        self._last: tuple[Spot | None, Binding] = (None, Binding(UNKNOWN, UNKNOWN, 0, False, False))

    def read(self, spot: Spot) -> Binding:
        """Return what the number at ``spot`` is measured of."""
        if self._last[0] is not spot:
            self._last = spot, self._read(spot)
        return self._last[1]

    def _read(self, spot: Spot) -> Binding:
        start, end, line = spot.start, spot.end, spot.line
        floor = max(spot.sentence[0], start - REACH)
        parts = self.components(line)
        component = self._component(spot, parts, floor)
        head = self._head(spot, parts, floor)
        said = self._indicator_in_sentence(spot, parts, floor, min(spot.sentence[1], end + 160))
        kind = None if head is None else head.kind
        is_foreign = kind == "topic"
        head_is_index = component is not None or (head is not None and not is_foreign)
        right_before = head is not None and kind in {"component", "indicator"} and start - head.end <= 2
        if head is not None and kind == "measure" and head.value is not None and said is None:
            said, is_foreign = (head, False) if head.value in self._spoken.told else (None, True)
        named = UNKNOWN if said is None else drawn(said)
        part = UNKNOWN if component is None else drawn(component)
        if component is not None and said is None:
            named = self._owner(component, line, start)
        if named.value is not None:
            return Binding(named, part, 3, is_foreign, head_is_index, right_before)
        carried, strength = self._spoken.carried(line, start)
        has_subject = not _SUBJECTS.isdisjoint(spot.kinds) and _has_subject(spot.marks, start, floor)
        return Binding(carried, part, strength, is_foreign, head_is_index, right_before, has_subject)

    def components(self, line: Line) -> PlacedMarks:
        """Return the component names of ``line``."""
        known = self._components.get(line.index)
        if known is None:
            found = [
                mark._replace(kind="component")
                for mark in find_components(self._text, self._folded, line, self._marks)
                if self._is_spoken_of(mark, line)
            ]
            known = self._components[line.index] = PlacedMarks(found) if found else _NONE
        return known

    def _is_spoken_of(self, mark: Mark, line: Line) -> bool:
        """Accept a plain known name («dịch vụ công trực tuyến») only where its own index is being told."""
        if mark.kind == "component":
            return True
        owners = component_owners().get((mark.value or "").casefold(), frozenset())
        carried, strength = self._spoken.carried(line, mark.start)
        is_main = strength == 2 or carried.value == self._spoken.main().value
        return carried.value in owners and is_main

    def _component(self, spot: Spot, parts: Marks, floor: int) -> Mark | None:
        """Return the component named before the number, unless a whole index is named after it."""
        if parts is _NONE:
            return None
        mark = parts.last("component", spot.start, floor)
        while mark is not None and not spot.sees(mark.start):
            mark = parts.last("component", mark.start, floor)
        behind = parts.first("component", spot.end, min(spot.sentence[1], spot.end + 70))
        if behind is not None and _PART_BEHIND.fullmatch(self._folded, spot.end, behind.start):
            return behind
        if mark is None:
            return self._component_again(spot, parts, floor)
        for indicator in spot.marks.before("indicator", spot.start, mark.end):
            if spot.sees(indicator.start) and not self._spoken.is_of(indicator.start):
                return None
        return mark

    def _component_again(self, spot: Spot, parts: Marks, floor: int) -> Mark | None:
        """Follow «lĩnh vực này» to the component named last in the paragraph."""
        if spot.marks.last("same_component", spot.start, floor) is None:
            return None
        return parts.last("component", floor, spot.line.span[0])

    def _head(self, spot: Spot, parts: Marks, floor: int) -> Mark | None:
        """Return the nearest thing measured before the number: index, component, «điểm số», or a foreign
        topic."""
        heads: list[Mark] = []
        marks, line_start = spot.marks, spot.line.span[0]
        for kind in _MEASURED:
            if kind not in spot.kinds:
                continue
            mark = marks.last(kind, spot.start, floor)
            while mark is not None and (not spot.sees(mark.start) or _is_inside(mark, parts, line_start)):
                mark = marks.last(kind, mark.start, floor)
            if mark is not None:
                heads.append(mark)
        mark = None if parts is _NONE else parts.last("component", spot.start, floor)
        while mark is not None and not spot.sees(mark.start):
            mark = parts.last("component", mark.start, floor)
        if mark is not None:
            heads.append(mark)
        if len(heads) < 2:
            return heads[0] if heads else None
        heads.sort(key=_START)
        # «giải ngân đạt 58,6%, cao hơn bình quân cả nước 2,1%»: an average is of what was measured before it.
        if heads[-1].kind == "average" and heads[-2].kind == "topic":
            return heads[-2]
        return heads[-1]

    def _indicator_in_sentence(self, spot: Spot, parts: Marks, floor: int, ceiling: int) -> Mark | None:
        marks, end = spot.marks, spot.end
        # One in a closed parenthesis counts behind its full name.
        before = marks.last("indicator", spot.start, floor)
        while before is not None and _is_inside(before, parts, spot.line.span[0]):
            before = marks.last("indicator", before.start, floor)
        after = marks.first("indicator", end, ceiling)
        if after is not None and not self._is_same_clause(end, after.start):
            after = None
        if after is not None and (before is None or self._spoken.is_of(after.start)):
            return after
        if before is not None:
            return before
        weak = marks.first("weak_indicator", end, ceiling)
        if weak is not None and self._spoken.is_of(weak.start) and "," not in self._folded[end : weak.start]:
            return weak
        weak = marks.last("weak_indicator", spot.start, floor)
        return weak if weak is not None and self._spoken.is_of(weak.start) else None

    def _is_same_clause(self, end: int, start: int) -> bool:
        """Tell whether no clause ends in ``end``..``start``: «đứng thứ 5 cả nước về chỉ số PAPI»."""
        between = _DATED.sub("", self._folded[end:start], count=1)
        return between.startswith(",") or not (";" in between or "," in between)

    def _owner(self, component: Mark, line: Line, position: int) -> Drawn:
        """Return the index that has a component of this name, the one spoken of if several do. A component
        that no index is known to have goes with the one told before it in the line."""
        codes = component_owners().get((component.value or "").casefold(), frozenset())
        carried, _ = self._spoken.carried(line, position)
        if carried.value in codes:
            return carried
        told_in, owned = self._owned
        is_since = told_in == line.index and (owned.start or 0) > (carried.start or 0)
        if is_since and (not codes or owned.value in codes):
            return owned
        if len(codes) != 1:
            return carried
        owner = next(iter(codes))
        if carried.value is not None and owner not in self._spoken.told:
            return carried
        self._owned = line.index, Drawn.words(owner, component.start, component.end)
        return self._owned[1]


def _has_subject(marks: Marks, position: int, floor: int) -> bool:
    return any(marks.last(kind, position, floor) is not None for kind in _SUBJECTS)


def _is_inside(mark: Mark, parts: Marks, line_start: int) -> bool:
    """Tell whether ``mark`` stands in the name of a component."""
    if parts is _NONE:
        return False
    around = parts.last("component", mark.start + 1, line_start)
    return around is not None and mark.end <= around.end
