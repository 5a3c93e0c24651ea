"""Where ranks may begin: their words are found in one pass over a text.

Ranks without a rank word before them are found from the rarer words behind their numbers.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.anchors import Crowd
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.numbers import number_words
from extractors.phrases import folded_set

_WORDS: dict[str, Any] = load_table("rank_words")
#: Words that are a place by themselves, folded -> the place, None for the last.
FIXED_PLACES: dict[str, int | None] = {
    fold(phrase): place
    for table, place in (("first", 1), ("second", 2), ("last", None))
    for phrase in _WORDS["fixed"][table]
}
_ORDINAL_WORDS = tuple(folded_set([*number_words(), *_WORDS["ordinals"]]))
#: What the readers of ranks begin at, by reader. Rank words are common: what follows them tells more.
ANCHORS = Crowd(
    levels=[
        *(
            f"{word}{mark}{digit}"
            for word in ("thứ", "thứ hạng", "hạng", "vị trí", "vị trí số", "vị thứ", "số")
            for mark in ("", " ", ":", " :", ": ", " : ")
            for digit in range(10)
        ),
        *(f"thứ bậc: {digit}" for digit in range(10)),
    ],
    worded=(
        f"{word}{space}{ordinal}"
        for word in ("thứ", "hạng", "tốp", "top", "số")
        for space in " \n"
        for ordinal in _ORDINAL_WORDS
    ),
    tops=("top", "tốp"),
    groups=("nhóm",),
    journeys=("từ",),
    titles=("hạng",),
    verbs=[f"{verb} {digit}" for verb in ("xếp", "đứng") for digit in range(10)],
    seconds=("nhì",),
    fixed=FIXED_PLACES,
    nouns=folded_set(_WORDS["moves"]["nouns"]),
    leading=folded_set(_WORDS["tops"]["leading"]),
)
_COUNT_BEFORE = re.compile(rf"\d\s(?={alternatives(folded_set(_WORDS['tops']['nouns']))})")
# What stands right before the words of leading: the end of a noun of «5 tỉnh», or of «cả nước».
_LED = frozenset(
    re.findall(r"\w+", noun)[-1] for noun in folded_set([*_WORDS["tops"]["nouns"], "cả nước", "toàn quốc"])
)
_ORDINAL_ENDS = frozenset(word.rpartition(" ")[2] for word in _ORDINAL_WORDS)
_COUNT_HEADS = ("nhóm", "top", "tốp")
# No count of those who lead is longer than this.
_LONGEST_AMONG = 160


def before_nouns(folded: str, nouns: Iterable[int]) -> list[int]:
    """Return where a number of places may begin: before one of the ``nouns`` of moves, in digits or words."""
    starts: set[int] = set()
    for noun in nouns:
        end = noun - 1
        if end > 0 and folded[end].isspace():
            if folded[end - 1].isdigit():
                starts.update(at for at in range(max(0, end - 3), end) if folded[at].isdigit())
            elif _word_before(folded, end) in _ORDINAL_ENDS:
                starts.update(end - len(word) for word in _ORDINAL_WORDS if folded.endswith(word, 0, end))
    return sorted(starts)


def before_leading(folded: str, leading: Iterable[int]) -> list[int]:
    """Return where a count of those who lead may begin: «nhóm 5 tỉnh đứng đầu», «10 địa phương cao nhất».

    ``leading`` are the places of the words of leading.
    """
    starts: set[int] = set()
    for last in leading:
        if last == 0 or not folded[last - 1].isspace() or _word_before(folded, last - 1) not in _LED:
            continue
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
    slash = folded.find("/")
    while slash >= 0:
        # A digit stands behind, at once or past a space.
        if folded[slash + 1 : slash + 3].lstrip()[:1].isdigit():
            end = slash - 1 if slash and folded[slash - 1].isspace() else slash
            start = end
            while start > 0 and end - start < 4 and folded[start - 1].isdigit():
                start -= 1
            if 0 < end - start < 4:
                yield start
        slash = folded.find("/", slash + 1)


def _word_before(folded: str, end: int) -> str:
    """Return the letters that stand right before ``end``."""
    start = end
    while start > 0 and folded[start - 1].isalpha():
        start -= 1
    return folded[start:end]
