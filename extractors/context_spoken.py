"""Which index a document speaks of at a place, where the sentence itself names none."""

from bisect import bisect_left
from collections import Counter

from extractors.basis import UNKNOWN, Drawn
from extractors.context_layout import Layout, Line
from extractors.context_marks import Mark, Marks
from extractors.phrases import words_before

#: How far a number looks around itself, in characters: keeps the reading linear on lines without sentences.
REACH = 700
_ABOUT = frozenset({"về", "trong", "của", "theo", "hạng", "số"})


class SpokenReader:
    """Answers for one document; ``told`` are the codes of the indices that it names anywhere («mức hài lòng»
    is SIPAS only where SIPAS is told)."""

    def __init__(self, folded: str, layout: Layout, marks: Marks, title_codes: list[str]) -> None:
        self._folded, self._layout, self._marks = folded, layout, marks
        self._title_codes = title_codes
        self.told = {mark.value for mark in marks.all("indicator")}.union(title_codes)
        self._of: dict[int, bool] = {}
        self._single: list[Mark] | None = None
        self._main: Drawn | None = None

    def is_of(self, start: int) -> bool:
        """Tell whether the words before ``start`` make what stands there what something is about."""
        known = self._of.get(start)
        if known is None:
            words = words_before(self._folded, start, 24)
            known = self._of[start] = any(word.text in _ABOUT for word in words[-2:])
        return known

    def carried(self, line: Line, position: int) -> tuple[Drawn, int]:
        """Return the index spoken of before, and how near: 2 in the paragraph, a heading or the line before,
        1 farther."""
        single = self._single
        if single is None:
            single = self._single = _unlisted(self._marks.all("indicator"))
        at = bisect_left(single, (position,))
        last = single[at - 1] if at and single[at - 1].start >= position - 8 * REACH else None
        if last is not None and (last.start >= line.span[0] or self._is_near(last, line)):
            return drawn(last), 2
        main = self.main()
        if main.value is not None:
            return main, 1
        return (drawn(last), 1) if last is not None else (UNKNOWN, 0)

    def _is_near(self, mark: Mark, line: Line) -> bool:
        distance = line.index - self._layout.line(mark.start).index
        if distance <= 1:
            return True
        if not line.is_item:
            return False
        lines = self._layout.lines
        for index in range(max(line.index - 40, line.index - distance + 1), line.index):
            if not lines[index].is_item:
                return False
        return True

    def main(self) -> Drawn:
        """Return the index the document is about: named in the title, else most often."""
        if self._main is None:
            self._main = self._find_main()
        return self._main

    def _find_main(self) -> Drawn:
        if len(set(self._title_codes)) == 1:
            return Drawn(self._title_codes[0], source="title")
        counts = Counter(mark.value for mark in self._marks.all("indicator") if mark.value != "OTHER")
        if not counts:
            weak = [drawn(m) for m in self._marks.all("weak_indicator")[:1] if self.is_of(m.start)]
            return weak[0] if weak else UNKNOWN
        (code, count), *others = counts.most_common(2)
        if others and count < 2 * others[0][1]:
            return UNKNOWN
        return next(drawn(mark) for mark in self._marks.all("indicator") if mark.value == code)


def _unlisted(indicators: list[Mark]) -> list[Mark]:
    """Return those that are not one of an enumeration of indices («PAR INDEX, SIPAS, PAPI và PCI»)."""
    marks = Marks(indicators)
    single: list[Mark] = []
    for mark in indicators:
        neighbours = [
            *marks.after("indicator", mark.end, mark.end + 12),
            *marks.before("indicator", mark.start, max(0, mark.start - 14)),
        ]
        if all(other.value == mark.value for other in neighbours):
            single.append(mark)
    return single


def drawn(mark: Mark) -> Drawn:
    """Return what ``mark`` stands for as said by its words."""
    return Drawn.words(mark[3], mark[0], mark[1])
