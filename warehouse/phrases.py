"""What is typed into search: words and quoted phrases, and where they stand in a passage."""

import re
from dataclasses import dataclass

from warehouse.errors import BadRequest
from warehouse.folding import Word, words_of

_PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]|([^\s"“”„«»]+)')
_LONGEST = 300
_MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several that must follow each other, as they are compared. No accents typed: none count."""

    folded: str
    spelt: str

    @property
    def is_spelt(self) -> bool:
        """Whether it was typed with accents."""
        return self.spelt != self.folded


def parse(typed: str) -> tuple[Term, ...]:
    """Return the terms of a search: phrases in quotes, else words; «482/QĐ-BNV» is a phrase too.

    Raises BadRequest if there is no letter or number in it, or too much of them.
    """
    if len(typed) > _LONGEST:
        raise BadRequest(f"the search is {len(typed)} characters long: at most {_LONGEST} are looked for")
    found = (words_of(quoted or bare) for quoted, bare in _PIECE.findall(typed))
    terms = tuple(dict.fromkeys(_term(words) for words in found if words))
    if not terms:
        raise BadRequest("nothing to look for: give a word, with or without accents")
    if len(terms) > _MOST_TERMS:
        raise BadRequest(f"the search has {len(terms)} words: at most {_MOST_TERMS} are looked for")
    return terms


def _term(words: list[Word]) -> Term:
    return Term(" ".join(word.folded for word in words), " ".join(word.spelt for word in words))


def places(passage: str, terms: tuple[Term, ...]) -> list[tuple[int, int]]:
    """Return where ``terms`` stand in ``passage``, in order, those that touch joined. Unit: code points."""
    words = words_of(passage)
    marked = [False] * len(words)
    for wanted in (term.folded.split(" ") for term in terms):
        for at in range(len(words) - len(wanted) + 1):
            if [word.folded for word in words[at : at + len(wanted)]] == wanted:
                marked[at : at + len(wanted)] = [True] * len(wanted)
    found: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if not marked[at]:
            continue
        if at and marked[at - 1]:
            found[-1] = found[-1][0], word.end
        else:
            found.append((word.start, word.end))
    return found
