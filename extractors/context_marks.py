"""The words that give numbers their meaning, found in one pass over a document and asked for by position."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import product
from operator import itemgetter
from typing import Literal, NamedTuple

from extractors.context_localities import CITIES, LOCALITY_NOUNS, localities
from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.phrases import PhraseFinder

Kind = Literal[
    "indicator", "weak_indicator", "known_component", "component", "place", "agency", "own", "average",
    "measure",
    "topic", "target", "not_target", "reached", "scope", "bare_scope", "anaphora", "same_component",
    "ignored", "trigger",
]  # fmt: skip


class Mark(NamedTuple):
    """A meaningful phrase: where it stands, what kind it is, what it stands for (a code, a name, or None)."""

    start: int
    end: int
    kind: Kind
    value: str | None


_CHECKED = frozenset({"place", "agency", "ignored"})
_BY_PLACE = itemgetter(0, 1)
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
    """Return all lexical marks of ``text`` (``folded`` is its folded twin): phrases, triggers, localities."""
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
_TRIGGERS: list[str] = load_table("context_words")["components"]["triggers"]
_MEASURED_TOPICS: list[str] = load_table("context_words")["measures"]["of_topics"]
_FINDERS: list[PhraseFinder[tuple[Kind, str | None]]] = []


def _finder() -> PhraseFinder[tuple[Kind, str | None]]:
    if not _FINDERS:
        _FINDERS.append(PhraseFinder(_phrases(), _pieces()))
    return _FINDERS[0]


def _phrases() -> dict[str, tuple[Kind, str | None]]:
    """Return every phrase of the lexicon -> what it marks; later entries give way to earlier ones."""
    phrases: dict[str, tuple[Kind, str | None]] = {}
    for phrase, kind, value in (*_index_phrases(), *_place_phrases(), *_word_phrases()):
        phrases.setdefault(fold(phrase), (kind, value))
    return phrases


def _pieces() -> dict[str, tuple[Kind, str | None]]:
    """Return the triggers of components and the nouns of localities, which stand inside phrases too -> what
    they mark."""
    pieces: dict[str, tuple[Kind, str | None]] = {f"{noun} ": ("ignored", None) for noun in LOCALITY_NOUNS}
    # A trigger that another begins with finds that other's places too.
    heads = [head for head in _TRIGGERS if not head.startswith(tuple(t for t in _TRIGGERS if t != head))]
    pieces.update((fold(head), ("trigger", None)) for head in heads)
    return pieces


def _index_phrases() -> Iterator[tuple[str, Kind, str | None]]:
    for code, entry in load_table("indicators").items():
        for name in (*expanded(entry["names"]), *entry["abbreviations"]):
            yield name, "indicator", code
            if not name.lower().startswith(("chỉ số", "bộ chỉ số")):
                yield f"chỉ số {name}", "indicator", code
                yield f"bộ chỉ số {name}", "indicator", code
    for code, entry in load_table("indicators").items():
        yield from ((name, "known_component", code) for name in entry["components"])
    for code, entry in load_table("indicators").items():
        yield from ((name, "weak_indicator", code) for name in entry["topics"])
        # «tổng điểm CCHC», «bảng xếp hạng về chuyển đổi số»: a measured topic is its index.
        for name in entry["topics"]:
            for head, about in product(_MEASURED_TOPICS, ("", "về ", "công tác ", "về công tác ")):
                yield f"{head} {about}{name}", "indicator", code
        yield from ((name, "measure", code) for name in entry.get("measures", ()))


def expanded(templates: Iterable[str]) -> Iterator[str]:
    """Yield every phrase of ``templates``: «{mức độ|chỉ số} hài lòng» stands for two."""
    for template in templates:
        parts = re.split(r"\{([^}]*)\}", template)
        choices = [part.split("|") if odd % 2 else [part] for odd, part in enumerate(parts)]
        yield from (" ".join("".join(choice).split()) for choice in product(*choices))


def _place_phrases() -> Iterator[tuple[str, Kind, str | None]]:
    table = load_table("provinces")
    for name in table["lookalikes"]["names"]:
        yield name, "ignored", None
    for name, entry in table["provinces"].items():
        for written in (name, *entry.get("aliases", ()), *entry.get("renamed", ())):
            yield written, "place", name
    for name in table["country"]["names"]:
        yield name, "place", None
    agencies = load_table("agencies")
    for name in (*agencies["departments"]["names"], *agencies["ministries"]["names"]):
        yield name, "agency", name


def _word_phrases() -> Iterator[tuple[str, Kind, str | None]]:
    words = load_table("context_words")
    for name in words["averages"]["words"]:
        yield name, "average", None
    for name in words["measures"]["words"]:
        yield name, "measure", None
    for name in words["topics"]["words"]:
        yield name, "topic", None
    for name in words["own"]["words"]:
        yield name, "own", None
    for name in words["targets"]["not_targets"]:
        yield name, "not_target", None
    for name in words["targets"]["words"]:
        yield name, "target", None
    for name in words["reached"]["words"]:
        yield name, "reached", None
    scopes = words["scopes"]
    for name in (*scopes["country"], *scopes["local"], *scopes["regions"], *scopes["blocs"]):
        yield name, "scope", None
    for name in scopes["bare"]:
        yield name, "bare_scope", None
    for name in words["anaphora"]["places"]:
        yield name, "anaphora", None
    for name in words["anaphora"]["components"]:
        yield name, "same_component", None
