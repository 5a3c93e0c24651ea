"""The lines, the items and the clauses that tasks stand in."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractors.lexicon import load_table
from extractors.literals import Literals

_ENUMERATOR = re.compile(
    r"(?:(?P<article>điều [0-9]{1,3}[.:])|(?P<roman>[ivx]{1,5}[.)])"
    r"|(?P<number>[0-9]{1,2}(?:[.)]|(?:\.[0-9]{1,2})+[.)]?)(?= ))"
    r"|(?P<letter>[a-zđ][.)])|(?P<mark>[-+*•–]))\s*"
)
# Where a source lost its line breaks an enumerator is glued to the word before it.
_GLUED = re.compile(
    r"(?=[a-eđ]\) ?[A-ZĐÀ-Ỹ])(?<=[a-zà-ỹđ:;.,])|(?=[1-9]\. [A-ZĐÀ-Ỹ])(?:(?<=[^\W\d_])|(?<=20[0-9]{2}))"
)
_END = re.compile(r";|\./\.|\.(?= *\Z)|[.!?](?= +[\"“‘(]?(?P<next>[^\W_])| +-)")
_SHORT = re.compile(r"(?:(?<!\w)(?:tp|tx|tt|ts|ths|pgs|gs|bs|ks|q|p|h))\Z")
_LONGEST_CLAUSE = 4000


# The verbs of giving, then what else orders are opened with, then what a glued enumerator begins with.
_VERBS = ("giao", "yêu cầu", "đề nghị", "chỉ đạo", "phân công", "lưu ý")
_OPENINGS = (
    "như sau",
    "sau:",
    "sau :",
    "đây:",
    "đây :",
    "tổ chức thực hiện",
    "cần làm ngay",
    "nhiệm vụ:",
    "nhiệm vụ :",
    "trách nhiệm",
    *load_table("tasks")["tasks"]["headings"],
)
_GLUABLE = (*(f"{letter})" for letter in "abcdeđ"), *(f"{number}. " for number in range(1, 10)))
_LITERALS = Literals((*_VERBS, *_OPENINGS, *_GLUABLE))
_FIRST_OPENING, _FIRST_GLUED = len(_VERBS), len(_VERBS) + len(_OPENINGS)
# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__


class Line(NamedTuple):
    """A line, where verbs of giving begin in it, whether it may open orders, and where glued items may
    begin."""

    start: int
    end: int
    verbs: list[int]
    may_open: bool
    glued: list[int]


class Segment(NamedTuple):
    """A line, or a part of one: its span, its ``kind`` of enumerator and where its words begin."""

    start: int
    end: int
    kind: str
    body: int


class Lines:
    """The lines of a text, of which most are passed over: those without any of the words of orders."""

    def __init__(self, text: str, folded: str) -> None:
        self._text = text
        self._hits = _LITERALS.hits(folded)
        self._anchors = [start for index, start, _ in self._hits if index < _FIRST_GLUED]
        self._next_hit = self._next_anchor = 0
        #: Where the next line begins.
        self.at = 0

    def next(self, place: int | None) -> Line | None:
        """Return the next line; with a ``place``, which stands in none of those before, the next that holds
        it or a word of orders. None where there is none."""
        text = self._text
        at = self.at if place is None else min(place, self._anchor())
        if at >= len(text):
            return None
        line = self._around(at)
        # An empty line is none.
        self.at = line.end + 1
        while text.startswith("\n", self.at):
            self.at += 1
        return line

    def _anchor(self) -> int:
        """Return where a verb of giving or an opening stands in the first line from here on that has any;
        the end of the text where none is left."""
        anchors = self._anchors
        while self._next_anchor < len(anchors):
            if anchors[self._next_anchor] >= self.at:
                return anchors[self._next_anchor]
            self._next_anchor += 1
        return len(self._text)

    def _around(self, at: int) -> Line:
        """Return the line that holds ``at``."""
        text, hits = self._text, self._hits
        start = text.rfind("\n", self.at, at) + 1 or self.at
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        verbs: list[int] = []
        glued: list[int] = []
        may_open = False
        here, count = self._next_hit, len(hits)
        while here < count and hits[here][1] < end:
            index, found, _ = hits[here]
            here += 1
            if found < start:
                continue
            if index < _FIRST_OPENING:
                verbs.append(found)
            elif index < _FIRST_GLUED:
                may_open = True
            else:
                glued.append(found)
        self._next_hit = here
        return _new(Line, (start, end, verbs, may_open, glued))


def segments(text: str, folded: str, line: Line) -> Iterator[Segment]:
    """Yield a ``line`` of ``text``, split where an enumerator is glued to the words before it."""
    cuts = [line.start]
    if line.glued:
        cuts += [at for at in sorted(line.glued) if _GLUED.match(text, at)]
    cuts.append(line.end)
    for begin, end in pairwise(cuts):
        mark = _ENUMERATOR.match(folded, begin, begin + 16)
        kind, body = ((mark.lastgroup or ""), mark.end()) if mark else ("", begin)
        yield _new(Segment, (begin, end, kind, body))


def clause_end(text: str, at: int, limit: int) -> int:
    """Return where the clause that holds ``at`` ends: at a semicolon, its sentence's end or ``limit``."""
    limit = min(limit, at + _LONGEST_CLAUSE)
    for mark in _END.finditer(text, at, limit):
        if mark["next"] and mark["next"].islower():
            continue
        if mark[0] == "." and _SHORT.search(text[max(0, mark.start() - 4) : mark.start()].lower()):
            continue
        if _is_quoted(text, at, mark.start()):
            continue
        return mark.start()
    return limit


def sentence_start(text: str, segment: Segment, at: int) -> int:
    """Return where the sentence of ``segment`` begins that stands before ``at``."""
    low = max(segment.start, at - _LONGEST_CLAUSE)
    end = max(text.rfind(mark, low, max(low, at - 1)) for mark in (". ", "! ", "? "))
    return max(segment.body, end + 2 if end >= 0 else 0)


def _is_quoted(text: str, start: int, at: int) -> bool:
    """Whether ``at`` lies inside typographic quotes opened since ``start``."""
    opened = text.rfind("“", start, at)
    return opened >= 0 and text.find("”", opened, at) < 0 and text.find("”", at, at + 400) >= 0
