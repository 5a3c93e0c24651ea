"""Phrases of the lexicon looked up at a place of a folded text.

``PhraseFinder`` walks a whole text; a ``PhraseTable`` answers what stands at one offset, which is all that a
reader anchored on rare words asks.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from extractors.folding import fold

WORD = re.compile(r"\w+")


class PhraseTable:
    """Phrases that begin with a word; the longest that ends at a word's end wins."""

    # The match of the pattern, once it was asked for: quicker to reach than the pattern.
    _match: Callable[[str, int], re.Match[str] | None] | None = None

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(dict.fromkeys(fold(phrase) for phrase in phrases))
        for phrase in self._phrases:
            if WORD.match(phrase) is None:
                raise ValueError(f"phrase {phrase!r} does not begin with a word")

    def _built(self) -> Callable[[str, int], re.Match[str] | None]:
        self._match = self.pattern.match
        return self._match

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """The phrases by their first word, the longest first."""
        groups: dict[str, list[str]] = {}
        for phrase in sorted(self._phrases, key=len, reverse=True):
            groups.setdefault(re.split(r"\W", phrase, maxsplit=1)[0], []).append(phrase)
        return groups

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One pattern of all phrases, with no groups of its own, which one call matches at a place."""
        # A phrase of one word ends where a word of a text does; an underscore joins words.
        ends = {phrase: r"(?!\w)" if WORD.fullmatch(phrase) else r"(?![^\W_])" for phrase in self._phrases}
        return re.compile(shared_beginnings(ends) if ends else r"(?!)")

    def end_at(self, folded: str, at: int) -> int:
        """Return where the longest phrase that begins at ``at`` ends, or -1."""
        found = (self._match or self._built())(folded, at)
        return -1 if found is None else found.end()

    def start_before(self, folded: str, end: int, reach: int = 40) -> int:
        """Return where the longest phrase that ends at ``end`` begins, or -1."""
        at = max(0, end - reach)
        if not folded.endswith(self._phrases, at, end):
            return -1
        for word in WORD.finditer(folded, at, end):
            start = word.start()
            if start and (folded[start - 1].isalnum()):
                continue
            for phrase in self._by_first.get(word[0], ()):
                if start + len(phrase) == end and folded.startswith(phrase, start):
                    return start
        return -1


def shared_beginnings(words: Mapping[str, str]) -> str:
    """Return a pattern of the ``words``, each before the pattern it maps to, the longest first.

    It matches what a group of alternatives does and tries each beginning once, at a fifth of the time.
    """
    tree: dict[str, Any] = {}
    for word, behind in words.items():
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = behind
    return _branches(tree)


def _branches(tree: dict[str, Any]) -> str:
    """Return the pattern of a ``tree`` of characters; what goes on is tried before what ends."""
    ways = [re.escape(char) + _branches(below) for char, below in tree.items() if char]
    if "" in tree:
        ways.append(tree[""])
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
