"""Fixed strings looked up all at once.

A text is searched for thousands of phrases in one pass of an Aho-Corasick automaton, at 2 to 3 ms a megabyte
however many they are; a pass of our own over the words of a text takes thirty times that.
"""

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation

#: So many letters of words at most are made a table of all states, which is read fastest and takes 1 MB.
_SMALL = 6000


class Literals:
    """Strings to be found in texts, also inside words and inside each other."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(dict.fromkeys(words))
        is_small = sum(map(len, self.words)) <= _SMALL
        kind = Implementation.DFA if is_small else None
        self._automaton = AhoCorasick(self.words, store_patterns=False, implementation=kind)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Return ``(index in words, start, end)`` of every place where one stands, ordered by the end."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)
