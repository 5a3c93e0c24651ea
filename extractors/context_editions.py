"""The editions of an index that a text names: «PAPI 2022», «Chỉ số CCHC tỉnh năm 2023»."""

from extractors.basis import Drawn
from extractors.context_marks import Marks
from extractors.context_times import Times, drawn, is_fitting

#: How far behind the name of an index its year may stand.
_REACH = 60


class Editions:
    """Answers for one document."""

    def __init__(self, folded: str, marks: Marks, times: Times) -> None:
        self._folded, self._marks, self._times = folded, marks, times
        self._named: dict[str | None, list[Drawn]] | None = None

    def newest(self, position: int, indicator: str | None, last_told: Drawn | None) -> Drawn | None:
        """Return the newest edition of the index that was named before ``position`` or ``last_told`` of its
        values, else the first behind."""
        if indicator is None:
            return None
        if self._named is None:
            self._named = self._find()
        named = self._named.get(indicator, [])
        newest = last_told
        for edition in named:
            if (edition.start or 0) > position:
                break
            if newest is None or (edition.value or "") > (newest.value or ""):
                newest = edition
        return newest or (named[0] if named else None)

    def _find(self) -> dict[str | None, list[Drawn]]:
        """Return index code -> the years it is named with, in order."""
        editions: dict[str | None, list[Drawn]] = {}
        times = self._times
        for mark in self._marks.all("indicator"):
            found = times.first(mark.end, mark.end + _REACH)
            if found is None or not times.carries(found, wished=False):
                continue
            if found.relative and not times.is_sure(found, mark.value):
                continue
            gap = self._folded[mark.end : found.start]
            if not any(cut in gap for cut in ".;\n") and is_fitting(found, mark.value, is_near=True):
                editions.setdefault(mark.value, []).append(drawn(found))
        return editions
