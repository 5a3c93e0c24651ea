"""Where the titles of officials begin: the roles of the lexicon, found at the cost of one pass each."""

import re
from collections.abc import Iterator

from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.phrase_table import PhraseTable
from extractors.text import Span

_ROLES = load_table("roles")["roles"]
ROLE_HEADS = PhraseTable([*_ROLES["heads"], *(f"trưởng {unit}" for unit in _ROLES["led_units"])])
_KEYS = sorted(
    {fold(head) for head in _ROLES["heads"]} | {f"trưởng {fold(unit)}" for unit in _ROLES["led_units"]}
)
_BEFORE = re.compile(rf"(?:(?<!\w)|(?<=\w)(?=phó)){alternatives(fold(word) for word in _ROLES['before'])} \Z")


def role_starts(folded: str) -> Iterator[Span]:
    """Yield the roles of a folded text in order, each with what stands before it («nguyên Phó …»).

    Every role is looked up by ``str.find``: a pass per role costs less than a pattern over all of them.
    """
    found: list[int] = []
    for key in _KEYS:
        at = folded.find(key)
        while at >= 0:
            found.append(at)
            at = folded.find(key, at + len(key))
    reached = 0
    for at in sorted(found):
        if at < reached:
            continue
        end = ROLE_HEADS.end_at(folded, at)
        if end < 0:
            end = _glued_head(folded, at)
        if end > 0:
            yield Span(_with_words_before(folded, at, reached), end)
            reached = end


def role_at(folded: str, at: int) -> Span | None:
    """Return the role that begins at ``at``, words before it («nguyên», «Phó») counted in, or None."""
    start = at
    while (before := _BEFORE_HERE.match(folded, at)) is not None and ROLE_HEADS.end_at(folded, at) < 0:
        at = before.end()
    end = ROLE_HEADS.end_at(folded, at)
    return Span(start, end) if end > 0 else None


_BEFORE_HERE = re.compile(rf"{alternatives(fold(word) for word in _ROLES['before'])} ")


def _glued_head(folded: str, at: int) -> int:
    """Return the end of a role that the next word is glued to («VĂN PHÒNGTrịnh …»), or -1."""
    return next((at + len(key) for key in _LONG_FIRST if folded.startswith(key, at) and " " in key), -1)


_LONG_FIRST = sorted(_KEYS, key=len, reverse=True)


def _with_words_before(folded: str, at: int, reached: int) -> int:
    """Return where the role at ``at`` begins with «phó», «nguyên», «quyền» … before it."""
    while (before := _BEFORE.search(folded, max(reached, at - 12), at)) is not None:
        at = before.start()
    return at
