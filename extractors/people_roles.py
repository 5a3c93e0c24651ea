"""Where the titles of officials begin: the roles of the lexicon, found in one pass."""

import re
from collections.abc import Iterator

from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.literals import Literals
from extractors.phrase_table import PhraseTable, shared_beginnings
from extractors.text import Span

_ROLES = load_table("roles")["roles"]
HEADS = (*_ROLES["heads"], *(f"trưởng {unit}" for unit in _ROLES["led_units"]))
WORDS_BEFORE = tuple(_ROLES["before"])
ROLE_HEADS = PhraseTable(HEADS)
_LITERALS = Literals(fold(head) for head in HEADS)
_HAS_SPACE = tuple(" " in word for word in _LITERALS.words)
_BEFORE = re.compile(rf"(?:(?<!\w)|(?<=\w)(?=phó)){alternatives(fold(word) for word in WORDS_BEFORE)} \Z")


_BEFORE_ENDS = tuple(f"{fold(word)} " for word in WORDS_BEFORE)


def role_starts(folded: str) -> Iterator[Span]:
    """Yield the roles of a folded text in order, each with what stands before it («nguyên Phó …»)."""
    reached, glued = 0, -1
    hits = _LITERALS.hits(folded)
    hits.sort(key=_longest_first)
    last = len(hits) - 1
    for place, (index, at, until) in enumerate(hits):
        if at < reached:
            continue
        end = until
        if folded[until : until + 1].isalnum():
            # A word glued to a role of several words ends it too («VĂN PHÒNGTrịnh …»), if nothing else does.
            if glued < 0 and _HAS_SPACE[index]:
                glued = until
            if glued < 0 or (place < last and hits[place + 1][1] == at):
                continue
            end = glued
        yield Span(_with_words_before(folded, at, reached), end)
        reached, glued = end, -1


def _longest_first(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[1], -hit[2]


def role_at(folded: str, at: int) -> Span | None:
    """Return the role that begins at ``at``, words before it («nguyên», «Phó») counted in, or None."""
    start, end = at, ROLE_HEADS.end_at(folded, at)
    while end < 0 and (before := _BEFORE_HERE.match(folded, at)) is not None:
        at = before.end()
        end = ROLE_HEADS.end_at(folded, at)
    return Span(start, end) if end > 0 else None


_BEFORE_HERE = re.compile(shared_beginnings({fold(word): " " for word in WORDS_BEFORE}))


def _with_words_before(folded: str, at: int, reached: int) -> int:
    """Return where the role at ``at`` begins with «phó», «nguyên», «quyền» … before it."""
    while folded.endswith(_BEFORE_ENDS, reached, at):
        before = _BEFORE.search(folded, max(reached, at - 12), at)
        if before is None:
            break
        at = before.start()
    return at
