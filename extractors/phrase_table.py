"""Phrases of the lexicon looked up at a place of a folded text.

``PhraseFinder`` walks a whole text; a ``PhraseTable`` answers what stands at one offset, which is all that a
reader anchored on rare words asks.
"""

import re
from collections.abc import Iterable

from extractors.folding import fold

WORD = re.compile(r"\w+")


class PhraseTable:
    """Phrases by their first word; the longest that ends at a word's end wins."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for phrase in {fold(phrase) for phrase in phrases}:
            first = WORD.match(phrase)
            if first is None:
                raise ValueError(f"phrase {phrase!r} does not begin with a word")
            self._by_first.setdefault(first[0], []).append(phrase)
        for group in self._by_first.values():
            group.sort(key=lambda phrase: -len(phrase))

    @property
    def first_words(self) -> frozenset[str]:
        """The folded words that a phrase can begin with."""
        return frozenset(self._by_first)

    def end_at(self, folded: str, at: int) -> int:
        """Return where the longest phrase that begins at ``at`` ends, or -1."""
        word = WORD.match(folded, at)
        if word is None:
            return -1
        for phrase in self._by_first.get(word[0], ()):
            end = at + len(phrase)
            if folded.startswith(phrase, at) and not folded[end : end + 1].isalnum():
                return end
        return -1

    def start_before(self, folded: str, end: int, reach: int = 40) -> int:
        """Return where the longest phrase that ends at ``end`` begins, or -1."""
        at = max(0, end - reach)
        for word in WORD.finditer(folded, at, end):
            start = word.start()
            if start and (folded[start - 1].isalnum()):
                continue
            for phrase in self._by_first.get(word[0], ()):
                if start + len(phrase) == end and folded.startswith(phrase, start):
                    return start
        return -1
