"""Finding the phrases of the lexicon in a folded text, by their words.

Two tools replace big alternations, which read no more than a megabyte per second: a ``PhraseFinder`` finds
all phrases in one pass, and ``words_before`` lets a rule read the few words that stand before a number.
"""

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from extractors.folding import fold
from extractors.literals import Literals

Value = TypeVar("Value")

_WORD = re.compile(r"\w+")
_LAST_CUT = re.compile(r".*[,;:.\n!?)]", re.DOTALL)
_EDGE = "(\"'[+-/"


class Hit(NamedTuple, Generic[Value]):
    """A phrase found at ``start``..``end`` and what the lexicon says it stands for."""

    start: int
    end: int
    value: Value


class PhraseFinder(Generic[Value]):
    """All phrases of a lexicon; at each place the longest one wins, and found phrases do not overlap.

    ``pieces`` are looked for in the same pass, inside words, phrases and each other too.
    """

    def __init__(self, phrases: Mapping[str, Value], pieces: Mapping[str, Value] | None = None) -> None:
        for phrase in phrases:
            if not _WORD.match(phrase):
                raise ValueError(f"phrase {phrase!r} does not begin with a word")
        whole = {fold(phrase): value for phrase, value in phrases.items()}
        loose = {fold(piece): value for piece, value in (pieces or {}).items()}
        self._literals = Literals((*whole, *loose))
        self._whole = tuple(whole.get(word) for word in self._literals.words)
        self._loose = tuple(loose.get(word) for word in self._literals.words)

    def find(self, folded: str, start: int = 0, end: int | None = None) -> list[Hit[Value]]:
        """Return the phrases that stand as whole words in ``folded[start:end]``, in order."""
        return self._scan(folded, start, end)[0]

    def scan(self, folded: str) -> tuple[list[Hit[Value]], list[Hit[Value]]]:
        """Return what ``find`` does, and the pieces, ordered by their end."""
        return self._scan(folded, 0, None)

    def _scan(self, folded: str, start: int, end: int | None) -> tuple[list[Hit[Value]], list[Hit[Value]]]:
        found: list[tuple[int, int, Value]] = []
        pieces: list[Hit[Value]] = []
        whole, loose, size = self._whole, self._loose, len(folded)
        for index, ahead, behind in self._literals.hits(folded[start:end]):
            at, until = start + ahead, start + behind
            piece, value = loose[index], whole[index]
            if piece is not None:
                pieces.append(_new(Hit, (at, until, piece)))
            if (
                value is None
                or (until < size and ((after := folded[until]).isalnum() or after == "_"))
                or (at > start and ((before := folded[at - 1]).isalnum() or before == "_"))
            ):
                continue
            found.append((at, -until, value))
        found.sort(key=_PLACE)
        hits: list[Hit[Value]] = []
        reached = start
        for at, minus_until, value in found:
            if at >= reached:
                reached = -minus_until
                hits.append(_new(Hit, (at, reached, value)))
        return hits, pieces


#: Where a phrase begins, then the longest first.
_PLACE = itemgetter(0, 1)
# A third of the time that the constructor of a named tuple takes.
_new = tuple.__new__


class Word(NamedTuple):
    """A token between spaces, without the brackets and quotes at its edges; ``start`` is where it begins."""

    start: int
    text: str


def words_before(folded: str, position: int, reach: int = 64) -> list[Word]:
    """Return the words in the ``reach`` characters before ``position`` that no punctuation cuts off, in
    order."""
    begin = window_start = position - reach if position > reach else 0
    # A full stop or comma inside a number («46,5%») cuts as well: what is before it was another number's.
    last_cut = _LAST_CUT.match(folded, window_start, position)
    if last_cut is not None:
        begin = last_cut.end()
    words: list[Word] = []
    at = begin
    for token in folded[begin:position].split(" "):
        if token:
            if token[0] not in _EDGE:
                words.append(_new(Word, (at, token)))
            elif bare := token.lstrip(_EDGE):
                words.append(_new(Word, (at + len(token) - len(bare), bare)))
            at += len(token)
        at += 1
    # A word that the window or a cut clipped is no word.
    if words and last_cut is None and window_start and folded[window_start - 1].isalnum():
        del words[0]
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


def holds_any(folded: str, words: Iterable[str], start: int, end: int) -> bool:
    """Tell whether any of a few ``words`` stands in ``folded[start:end]``, also inside other words: quicker
    than a pattern that would look for them at every letter."""
    find = folded.find
    for word in words:  # noqa: SIM110 - a generator takes twice the time
        if find(word, start, end) >= 0:
            return True
    return False
