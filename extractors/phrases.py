"""Finding the phrases of the lexicon in a folded text, by their words.

Two tools replace big alternations, which read no more than a megabyte per second: a ``PhraseFinder`` finds
all phrases in one pass, and ``words_before`` lets a rule read the few words that stand before a number.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

from extractors.folding import fold
from extractors.literals import Literals

Value = TypeVar("Value")

_WORD = re.compile(r"\w+")
_CUT = re.compile(r"[,;:.\n!?)]")
_EDGE = "(\"'[+-/"


class Hit(NamedTuple, Generic[Value]):
    """A phrase found at ``start``..``end`` and what the lexicon says it stands for."""

    start: int
    end: int
    value: Value


class PhraseFinder(Generic[Value]):
    """All phrases of a lexicon; at each place the longest one wins, and found phrases do not overlap."""

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        for phrase in phrases:
            if not _WORD.match(phrase):
                raise ValueError(f"phrase {phrase!r} does not begin with a word")
        folded = {fold(phrase): value for phrase, value in phrases.items()}
        self._values = tuple(folded.values())
        self._literals = Literals(folded)

    def find(self, folded: str, start: int = 0, end: int | None = None) -> Iterator[Hit[Value]]:
        """Yield the phrases that stand as whole words in ``folded[start:end]``, in order."""
        hits = self._literals.hits(folded[start:end])
        hits.sort(key=_longest_first)
        reached, values = start, self._values
        for index, ahead, behind in hits:
            at, until = start + ahead, start + behind
            if at < reached or (at > start and _continues(folded, at - 1)) or _continues(folded, until):
                continue
            yield Hit(at, until, values[index])
            reached = until


def _longest_first(hit: tuple[int, int, int]) -> tuple[int, int]:
    return hit[1], -hit[2]


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
