"""Which index, and which component of it, a number is a value of; and whether it is of an index at all."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from extractors.basis import UNKNOWN, Drawn
from extractors.context_components import component_owners, find_components
from extractors.context_layout import Layout, Line
from extractors.context_marks import Kind, Mark, Marks
from extractors.phrases import words_before

#: How far a number looks around itself, in characters: keeps the reading linear on lines without sentences.
REACH = 700
_ABOUT = frozenset({"về", "trong", "của", "theo", "hạng", "số"})


@dataclass(frozen=True, slots=True)
class Binding:
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
        self._text, self._folded, self._layout, self._marks = text, folded, layout, marks
        self._title_codes = title_codes
        self._components: dict[int, Marks] = {}

    def read(self, position: int, end: int) -> Binding:
        """Return what the number at ``position``..``end`` is measured of."""
        line = self._layout.line(position)
        sentence = line.sentence(position)
        floor = max(sentence.start, position - REACH)
        component = self._component(line, position, floor)
        head = self._head(line, position, floor)
        said = self._indicator_in_sentence(line, position, end, floor, min(sentence.end, end + 160))
        is_foreign = head is not None and head.kind == "topic"
        head_is_index = component is not None or (head is not None and head.kind != "topic")
        is_name = head is not None and head.kind in {"component", "indicator"}
        right_before = head is not None and is_name and position - head.end <= 2
        if head is not None and head.kind == "measure" and head.value is not None and said is None:
            said, is_foreign = (head, False) if self._is_told(head.value) else (None, True)
        named = UNKNOWN if said is None else _drawn(said)
        part = UNKNOWN if component is None else _drawn(component)
        if component is not None and said is None:
            named = self._owner(component, line, position)
        if named.value is not None:
            return Binding(named, part, 3, is_foreign, head_is_index, right_before)
        carried, strength = self._carried(line, position)
        return Binding(
            carried,
            part,
            strength,
            is_foreign,
            head_is_index,
            right_before,
            self._has_subject(position, floor),
        )

    def _has_subject(self, position: int, floor: int) -> bool:
        kinds: tuple[Kind, ...] = ("place", "own", "average", "agency", "scope")
        return any(next(self._marks.before(kind, position, floor), None) is not None for kind in kinds)

    def components(self, line: Line) -> Marks:
        """Return the component names of ``line``."""
        if line.index not in self._components:
            found = find_components(self._text, self._folded, line, self._marks)
            self._components[line.index] = Marks(
                [m._replace(kind="component") for m in found if self._is_spoken_of(m, line)]
            )
        return self._components[line.index]

    def _is_told(self, code: str) -> bool:
        """Tell whether the document names the index anywhere («mức hài lòng» is SIPAS only then)."""
        return code in self._title_codes or any(mark.value == code for mark in self._marks.all("indicator"))

    def _is_spoken_of(self, mark: Mark, line: Line) -> bool:
        """Accept a plain known name («dịch vụ công trực tuyến») only where its own index is being told."""
        if mark.kind == "component":
            return True
        owners = component_owners().get((mark.value or "").casefold(), frozenset())
        carried, strength = self._carried(line, mark.start)
        is_main = strength == 2 or carried.value == self._main_indicator.value
        return carried.value in owners and is_main

    def _component(self, line: Line, position: int, floor: int) -> Mark | None:
        """Return the component named before the number, unless a whole index is named after it."""
        for mark in self.components(line).before("component", position, floor):
            if not self._layout.is_visible(line, mark.start, position):
                continue
            for indicator in self._marks.before("indicator", position, mark.end):
                if self._layout.is_visible(line, indicator.start, position) and not self._is_of(
                    indicator.start
                ):
                    return None
            return mark
        return self._component_again(line, position, floor)

    def _component_again(self, line: Line, position: int, floor: int) -> Mark | None:
        """Follow «lĩnh vực này» to the component named last in the paragraph."""
        if next(self._marks.before("same_component", position, floor), None) is None:
            return None
        return next(self.components(line).before("component", floor, line.span.start), None)

    def _head(self, line: Line, position: int, floor: int) -> Mark | None:
        """Return the nearest thing measured before the number: index, component, «điểm số», or a foreign
        topic."""
        heads: list[Mark] = []
        for kind in ("indicator", "measure", "average", "topic"):
            for mark in self._marks.before(kind, position, floor):
                if self._layout.is_visible(line, mark.start, position) and not self._in_component(line, mark):
                    heads.append(mark)
                    break
        for mark in self.components(line).before("component", position, floor):
            if self._layout.is_visible(line, mark.start, position):
                heads.append(mark)
                break
        heads.sort(key=lambda mark: mark.start)
        # «giải ngân đạt 58,6%, cao hơn bình quân cả nước 2,1%»: an average is of what was measured before it.
        if len(heads) > 1 and heads[-1].kind == "average" and heads[-2].kind == "topic":
            return heads[-2]
        return heads[-1] if heads else None

    def _in_component(self, line: Line, mark: Mark) -> bool:
        around = next(self.components(line).before("component", mark.start + 1, line.span.start), None)
        return around is not None and mark.end <= around.end

    def _indicator_in_sentence(
        self, line: Line, position: int, end: int, floor: int, ceiling: int
    ) -> Mark | None:
        before = self._nearest_before(line, position, floor)
        after = self._just_after(end, ceiling)
        if after is not None and (before is None or self._is_of(after.start)):
            return after
        if before is not None:
            return before
        weak = next(self._marks.after("weak_indicator", end, ceiling), None)
        if weak is not None and self._is_of(weak.start) and "," not in self._folded[end : weak.start]:
            return weak
        weak = next(self._marks.before("weak_indicator", position, floor), None)
        return weak if weak is not None and self._is_of(weak.start) else None

    def _nearest_before(self, line: Line, position: int, floor: int) -> Mark | None:
        """Return the index named last before the number; one in a closed parenthesis counts behind its full
        name."""
        for mark in self._marks.before("indicator", position, floor):
            if not self._in_component(line, mark):
                return mark
        return None

    def _just_after(self, end: int, ceiling: int) -> Mark | None:
        """Return the index named after the number in the same clause: «đứng thứ 5 cả nước về chỉ số PAPI»."""
        for mark in self._marks.after("indicator", end, ceiling):
            between = self._folded[end : mark.start]
            return None if any(cut in between for cut in ";,") and not between.startswith(",") else mark
        return None

    def _is_of(self, start: int) -> bool:
        words = words_before(self._folded, start, 24)
        return any(word.text in _ABOUT for word in words[-2:])

    def _owner(self, component: Mark, line: Line, position: int) -> Drawn:
        """Return the index that has a component of this name, the one spoken of if several do."""
        codes = component_owners().get((component.value or "").casefold(), frozenset())
        carried, _ = self._carried(line, position)
        if not codes or carried.value in codes or len(codes) > 1:
            return carried
        owner = next(iter(codes))
        is_owned = carried.value is None or self._is_told(owner)
        return Drawn.words(owner, component.start, component.end) if is_owned else carried

    def _carried(self, line: Line, position: int) -> tuple[Drawn, int]:
        """Return the index spoken of before, and how near: 2 in the paragraph, a heading or the line before,
        1 farther."""
        floor = max(0, position - 8 * REACH)
        last = next(
            (m for m in self._marks.before("indicator", position, floor) if not self._is_listed(m)), None
        )
        if last is not None:
            near = last.start >= line.span.start or self._is_near(last, line)
            if near:
                return _drawn(last), 2
        main = self._main_indicator
        if main.value is not None:
            return main, 1
        return (_drawn(last), 1) if last is not None else (UNKNOWN, 0)

    def _is_near(self, mark: Mark, line: Line) -> bool:
        distance = line.index - self._layout.line(mark.start).index
        if distance <= 1:
            return True
        return line.is_item and all(
            between.is_item
            for between in self._layout.lines[max(line.index - 40, line.index - distance + 1) : line.index]
        )

    def _is_listed(self, mark: Mark) -> bool:
        """Tell whether the mark is one of an enumeration of indices («PAR INDEX, SIPAS, PAPI và PCI»)."""
        neighbours = [
            *self._marks.after("indicator", mark.end, mark.end + 12),
            *self._marks.before("indicator", mark.start, max(0, mark.start - 14)),
        ]
        return any(other.value != mark.value for other in neighbours)

    @cached_property
    def _main_indicator(self) -> Drawn:
        """The index the document is about: named in the title, else most often."""
        if len(set(self._title_codes)) == 1:
            return Drawn(self._title_codes[0], source="title")
        counts = Counter(mark.value for mark in self._marks.all("indicator") if mark.value != "OTHER")
        if not counts:
            weak = [_drawn(m) for m in self._marks.all("weak_indicator")[:1] if self._is_of(m.start)]
            return weak[0] if weak else UNKNOWN
        (code, count), *others = counts.most_common(2)
        if others and count < 2 * others[0][1]:
            return UNKNOWN
        return next(_drawn(mark) for mark in self._marks.all("indicator") if mark.value == code)


def _drawn(mark: Mark) -> Drawn:
    return Drawn.words(mark.value, mark.start, mark.end)
