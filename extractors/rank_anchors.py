"""Where ranks without a rank word before them may begin: found from the rarer words behind their numbers."""

import re
from collections.abc import Iterator
from typing import Any

from extractors.anchors import Places
from extractors.lexicon import alternatives, load_table
from extractors.numbers import number_words
from extractors.phrases import folded_set

_WORDS: dict[str, Any] = load_table("rank_words")
_MOVED_NOUNS = Places(noun.split()[0] for noun in folded_set(_WORDS["moves"]["nouns"]))
_ORDINAL_WORDS = tuple(folded_set([*number_words(), *_WORDS["ordinals"]]))
_LEADING_MARKS = Places(phrase.split()[-1] for phrase in folded_set(_WORDS["tops"]["leading"]))
_SLASHES = Places("/")
_COUNT_BEFORE = re.compile(rf"\d\s(?={alternatives(folded_set(_WORDS['tops']['nouns']))})")
_COUNT_HEADS = ("nhóm", "top", "tốp")
# No count of those who lead is longer than this.
_LONGEST_AMONG = 160


def before_nouns(folded: str) -> list[int]:
    """Return where a number of places may begin: before a noun of moves, in digits or words."""
    starts: set[int] = set()
    for noun in _MOVED_NOUNS.of(folded):
        end = noun - 1
        if end > 0 and folded[end].isspace():
            if folded[end - 1].isdigit():
                starts.update(at for at in range(max(0, end - 3), end) if folded[at].isdigit())
            elif folded.endswith(_ORDINAL_WORDS, 0, end):
                starts.update(end - len(word) for word in _ORDINAL_WORDS if folded.endswith(word, 0, end))
    return sorted(starts)


def before_leading(folded: str) -> list[int]:
    """Return where a count of those who lead may begin: «nhóm 5 tỉnh đứng đầu», «10 địa phương cao nhất»."""
    starts: set[int] = set()
    for last in _LEADING_MARKS.of(folded):
        first = max(0, last - _LONGEST_AMONG)
        for count in _COUNT_BEFORE.finditer(folded, first, last):
            at = count.start()
            while at > first and count.start() - at < 2 and folded[at - 1].isdigit():
                at -= 1
            starts.add(at)
            if folded.endswith(_COUNT_HEADS, first, max(first, at - 1)):
                starts.add(folded.rindex("n" if folded[at - 2] == "m" else "t", first, at))
    return sorted(starts)


def before_slashes(folded: str) -> Iterator[int]:
    """Yield where a number before a slash begins."""
    for slash in _SLASHES.of(folded):
        end = slash - 1 if slash and folded[slash - 1].isspace() else slash
        start = end
        while start > 0 and end - start < 4 and folded[start - 1].isdigit():
            start -= 1
        if 0 < end - start < 4:
            yield start
