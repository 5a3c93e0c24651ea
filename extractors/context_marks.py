"""The words that give numbers their meaning, found in one pass over a document and asked for by position."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Set
from operator import itemgetter
from typing import NamedTuple, get_args

from extractors.context_localities import CITIES, LOCALITY_NOUNS, localities
from extractors.context_phrases import BY_YEARS, DEMANDS, DIVIDED, WEIGHTS, Kind, lexical_phrases
from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.phrases import PhraseFinder

__all__ = ["Kind", "Mark", "Marks", "PlacedMarks", "find_marks"]


class Mark(NamedTuple):
    """A meaningful phrase: where it stands, what kind it is, what it stands for (a code, a name, or None)."""

    start: int
    end: int
    kind: Kind
    value: str | None


_CHECKED = frozenset({"place", "agency", "ignored"})
_BY_PLACE = itemgetter(0, 1)
_KINDS = frozenset[str](get_args(Kind))
_NONE: list[Mark] = []
# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__


class Marks:
    """Marks by kind, in order. A subclass may place them otherwise: all others ask ``all``, ``before`` and
    ``after``."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._ordered = sorted(marks, key=_BY_PLACE)
        self._by_kind: dict[str, list[Mark]] = {}
        for mark in self._ordered:
            known = self._by_kind.get(mark[2])
            if known is None:
                self._by_kind[mark[2]] = [mark]
            else:
                known.append(mark)

    @property
    def kinds(self) -> Set[str]:
        """The kinds that there may be marks of."""
        return _KINDS

    def within(self, start: int, end: int) -> "Marks":  # noqa: ARG002 - a subclass may pick them
        """Return marks that include those that begin in ``start``..``end``."""
        return self

    def all(self, kind: Kind) -> list[Mark]:
        """Return every mark of ``kind``, in order."""
        return self._by_kind.get(kind, [])

    def before(self, kind: Kind, position: int, floor: int = 0) -> Iterator[Mark]:
        """Yield the marks of ``kind`` that begin in ``floor``..``position``, the nearest first."""
        found = self._by_kind.get(kind, _NONE)
        low = bisect_left(found, (floor,))
        return reversed(found[low : bisect_left(found, (position,), low)])

    def after(self, kind: Kind, position: int, ceiling: int) -> Iterator[Mark]:
        """Yield the marks of ``kind`` that begin in ``position``..``ceiling``, the nearest first."""
        found = self._by_kind.get(kind, _NONE)
        low = bisect_left(found, (position,))
        return iter(found[low : bisect_left(found, (ceiling,), low)])

    def last(self, kind: Kind, position: int, floor: int = 0) -> Mark | None:
        """Return the mark of ``kind`` that begins last in ``floor``..``position``."""
        return next(self.before(kind, position, floor), None)

    def first(self, kind: Kind, position: int, ceiling: int) -> Mark | None:
        """Return the mark of ``kind`` that begins first in ``position``..``ceiling``."""
        return next(self.after(kind, position, ceiling), None)


class PlacedMarks(Marks):
    """The marks of a whole document, or of a part of it, which are asked for most often."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        super().__init__(marks)
        self._part, self._part_at = self, (-1, -1)

    @property
    def kinds(self) -> Set[str]:
        """The kinds of these marks."""
        return self._by_kind.keys()

    def within(self, start: int, end: int) -> "PlacedMarks":
        """Return the marks that begin in ``start``..``end``: asked for the same part again, the same
        object."""
        if self._part_at != (start, end):
            low = bisect_left(self._ordered, (start,))
            high = bisect_left(self._ordered, (end,), low)
            self._part_at = (start, end)
            is_all = high - low == len(self._ordered)
            self._part = self if is_all else PlacedMarks(self._ordered[low:high])
        return self._part

    def last(self, kind: Kind, position: int, floor: int = 0) -> Mark | None:
        """Return the mark of ``kind`` that begins last in ``floor``..``position``."""
        found = self._by_kind.get(kind)
        if found is None:
            return None
        at = bisect_left(found, (position,))
        return found[at - 1] if at and found[at - 1][0] >= floor else None

    def first(self, kind: Kind, position: int, ceiling: int) -> Mark | None:
        """Return the mark of ``kind`` that begins first in ``position``..``ceiling``."""
        found = self._by_kind.get(kind)
        if found is None:
            return None
        at = bisect_left(found, (position,))
        return found[at] if at < len(found) and found[at][0] < ceiling else None


def find_marks(text: str, folded: str) -> list[Mark]:
    """Return all lexical marks of ``text`` (``folded`` is its folded twin): phrases, signals, localities."""
    marks: list[Mark] = []
    phrases, pieces = _finder().scan(folded)
    for start, end, (kind, value) in phrases:
        mark = _new(Mark, (start, end, kind, value))
        if kind not in _CHECKED or _is_written_so(text, folded, mark):
            marks.append(mark)
    places: list[int] = []
    for start, end, (kind, value) in pieces:
        if kind == "ignored":
            places.append(start)
        else:
            marks.append(_new(Mark, (start, end, kind, value)))
    if places:
        marks += [_new(Mark, (start, end, "agency", name)) for start, end, name in localities(text, places)]
    return marks


def _is_written_so(text: str, folded: str, mark: Mark) -> bool:
    """Check what folding hides: names of places are capitalised, and a province is not the name of a
    street."""
    start = mark[0]
    if mark[2] == "place":
        if not text[start].isupper():
            return False
        head = folded[max(0, start - 14) : start]
        return not head.endswith(_SMALLER) or (mark[3] in CITIES and head.endswith("thành phố "))
    return mark[2] == "agency" and (text[start].isupper() or text[start] == "u")


# What a smaller place than a province is called, or what is named after one.
_SMALLER = tuple(
    f"{noun} "
    for noun in (
        "huyện", "phường", "xã", "đường", "thành phố", "tp", "tp.", "thị xã", "quận", "cầu", "sông", "trường",
        "khu", "quốc lộ",
    )
)  # fmt: skip
#: What the patterns of the readers begin with, which look only where it stands.
_SIGNALS: dict[Kind, tuple[str, ...]] = {
    "trigger": tuple(load_table("context_words")["components"]["triggers"]),
    "demand": DEMANDS,
    "by_year": BY_YEARS,
    "weight": WEIGHTS,
    "divided": DIVIDED,
}
_FINDERS: list[PhraseFinder[tuple[Kind, str | None]]] = []


def _finder() -> PhraseFinder[tuple[Kind, str | None]]:
    if not _FINDERS:
        _FINDERS.append(PhraseFinder(lexical_phrases(), _pieces()))
    return _FINDERS[0]


def _pieces() -> dict[str, tuple[Kind, str | None]]:
    """Return the signals and the nouns of localities, which stand inside phrases too -> what they mark."""
    pieces: dict[str, tuple[Kind, str | None]] = {f"{noun} ": ("ignored", None) for noun in LOCALITY_NOUNS}
    for kind, words in _SIGNALS.items():
        # A word that another begins with finds that other's places too.
        heads = [word for word in words if not word.startswith(tuple(w for w in words if w != word))]
        pieces.update((fold(head), (kind, None)) for head in heads)
    return pieces
