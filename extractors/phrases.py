"""Finding the phrases of the lexicon in a folded text, by their words.

Two tools replace big alternations, which cost a megabyte per second: a ``PhraseFinder`` looks only at words
that
can begin a phrase, and ``words_before`` lets a rule read the few words that stand before a number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from extractors.folding import fold

Value = TypeVar("Value")

_WORD = re.compile(r"\w+")
_NEXT_WORD = re.compile(r"\W{1,4}(\w+)")
_CUT = re.compile(r"[,;:.\n!?)]")
_EDGE = "(\"'[+-/"


# Letters of a phrase behind its first word that are looked at before the phrase itself.
_OPENING = 3


class Hit(NamedTuple, Generic[Value]):
    """A phrase found at ``start``..``end`` and what the lexicon says it stands for."""

    start: int
    end: int
    value: Value


class _Node(Generic[Value]):
    """A step in the tree of words: the steps after it, and the phrases that end here."""

    __slots__ = ("ends", "following", "openings")

    def __init__(self) -> None:
        #: How the phrases of a first word go on, a few letters of each.
        self.openings: tuple[str, ...] = ()
        self.following: dict[str, _Node[Value]] = {}
        self.ends: list[tuple[str, Value]] = []


class PhraseFinder(Generic[Value]):
    """All phrases of a lexicon; at each word the longest one wins, and found phrases do not overlap."""

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        self._roots: dict[str, _Node[Value]] = {}
        for phrase, value in phrases.items():
            folded = fold(phrase)
            words = _WORD.findall(folded)
            if not words or not folded.startswith(words[0]):
                raise ValueError(f"phrase {phrase!r} does not begin with a word")
            node = root = self._roots.setdefault(words[0], _Node())
            root.openings = tuple({*root.openings, folded[: len(words[0]) + _OPENING]})
            for word in words[1:]:
                node = node.following.setdefault(word, _Node())
            node.ends.append((folded, value))

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[Hit[Value]]:
        """Yield the phrases in ``folded[start:end]``, in order."""
        stop = len(folded) if end is None else end
        roots, reached = self._roots, start
        for word in _WORD.finditer(folded, start, stop):
            root = roots.get(word[0])
            if root is None:
                continue
            start = word.start()
            # Most words that begin a phrase begin none here: its first letters tell at once.
            if start < reached or not folded.startswith(root.openings, start):
                continue
            hit = _longest(root, folded, start, word.end(), stop)
            if hit is not None:
                yield hit
                reached = hit.end


def _longest(node: _Node[Value], folded: str, start: int, reached: int, stop: int) -> Hit[Value] | None:
    """Return the longest phrase of the tree that stands at ``start``, letter for letter."""
    best: Hit[Value] | None = None
    while True:
        for phrase, value in node.ends:
            end = start + len(phrase)
            if end <= stop and folded.startswith(phrase, start) and not _continues(folded, end):
                best = Hit(start, end, value)
        ahead = _NEXT_WORD.match(folded, reached, stop) if node.following else None
        following = None if ahead is None else node.following.get(ahead[1])
        if ahead is None or following is None:
            return best
        node, reached = following, ahead.end()


class Word(NamedTuple):
    """A token between spaces, without the brackets and quotes at its edges; ``start`` is where it begins."""

    start: int
    text: str


# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__


def words_before(folded: str, position: int, reach: int = 64) -> list[Word]:
    """Return the words in the ``reach`` characters before ``position`` that no punctuation cuts off, in
    order."""
    window_start = max(0, position - reach)
    window = folded[window_start:position]
    # A full stop or comma inside a number («46,5%») cuts as well: what is before it was another number's.
    last_cut = _CUT.search(window[::-1])
    cut = -1 if last_cut is None else len(window) - 1 - last_cut.start()
    words: list[Word] = []
    at = window_start + cut
    for token in window[cut + 1 :].split(" "):
        at += len(token) + 1
        if bare := token.lstrip(_EDGE):
            words.append(_new(Word, (at - len(bare), bare)))
    # A word that the window or a cut clipped is no word.
    if words and cut < 0 < window_start and folded[window_start - 1].isalnum():
        words = words[1:]
    return words


def phrase_ending(words: list[Word], phrases: frozenset[str], longest: int = 4) -> int:
    """Return how many of the last ``words`` form one of ``phrases`` (the longest such), or 0."""
    if not words or (isinstance(phrases, PhraseSet) and words[-1].text not in phrases.last_words):
        return 0
    for count in range(min(longest, len(words)), 0, -1):
        if " ".join(word.text for word in words[-count:]) in phrases:
            return count
    return 0


def phrase_before(folded: str, position: int, phrases: frozenset[str], reach: int = 64) -> int:
    """Return ``phrase_ending`` of the words before ``position``, at once where the last word rules it out."""
    if isinstance(phrases, PhraseSet):
        last = folded[max(0, position - 32) : position].split()[-2:]
        # Only a word without marks, and not clipped by this short look, is sure to be the last one.
        if len(last) == 2 and last[1].isalpha() and last[1] not in phrases.last_words:
            return 0
    return phrase_ending(words_before(folded, position, reach), phrases)


class PhraseSet(frozenset[str]):
    """Phrases with their last words, of which a text has to end in one."""

    last_words: frozenset[str]

    def __new__(cls, phrases: Iterable[str]) -> "PhraseSet":
        """Return the set of ``phrases`` as they are."""
        made = super().__new__(cls, phrases)
        made.last_words = frozenset(phrase.rpartition(" ")[2] for phrase in made)
        return made


def folded_set(phrases: Iterable[str]) -> frozenset[str]:
    """Return the ``phrases`` folded."""
    return PhraseSet(fold(phrase) for phrase in phrases)


def _continues(folded: str, position: int) -> bool:
    return position < len(folded) and (folded[position].isalnum() or folded[position] == "_")
