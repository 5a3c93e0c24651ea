"""Candidates for the places of a contest told by bare ordinals: «Sở A xếp thứ nhất, Sở B nhì, Sở C ba»."""

import re
from collections.abc import Iterator, Sequence

from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set, holds_any
from extractors.ranks import ORDINALS, RankCandidate

# «(95,2 điểm)», «với 95,2 điểm» may stand between a place and the next body.
_MARK = r"(?:\s\([^()\n]{0,40}\)|\s(?:với|đạt)\s\d{1,3}(?:[.,]\d{1,4})?\s?(?:điểm|%))?\s?(?:,\svà|,|;|và)\s"
_BODY = r"[^,;.:()\d\n]{2,70}?"
_SECOND = re.compile(
    rf"(?<!\w)(?P<first>(?P<word>(?:thứ|hạng|đứng|xếp|về)\s)?nhất)(?:\s(?:là|thuộc về)\s{_BODY})?{_MARK}"
    rf"(?P<body>{_BODY})(?P<second>\s(?:thứ|hạng))?$"
)
_NEXT = re.compile(
    rf"{_MARK}(?P<body>{_BODY})\s(?P<place>(?:(?:thứ|hạng)\s)?(?P<ordinal>{alternatives(ORDINALS)}))"
    r"(?=\s?[,;.()\n]|\s(?:và|với|đạt)\s|$)"
)
# What makes bare ordinals places: «xếp hạng: Sở Nội vụ nhất, Sở Tài chính nhì».
_HEADING = re.compile(r"(?<!\w)(?:xếp hạng|thứ hạng|xếp thứ|thứ tự|thứ bậc)(?!\w)[^.;\n]{0,60}$")
# Near these an ordinal is that of a prize, an order or a class.
_AWARDS = tuple(folded_set([*load_table("rank_words")["worded"]["awards"], "giải", "lái xe"]))


def find_contests(folded: str, seconds: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield the bare places of contests whose second («nhì») stands at ``seconds``."""
    for at in seconds:
        opening = _SECOND.search(folded, max(0, at - 200), at - 1) if at else None
        if opening is None or not _is_opening(folded, opening):
            continue
        yield _place(opening.start("first"), opening.end("first"), 1)
        end, place = at + len("nhì"), 2
        yield _place(opening.start("second") + 1 if opening["second"] else at, end, place)
        while (further := _NEXT.match(folded, end)) is not None and ORDINALS[further["ordinal"]] == place + 1:
            end, place = further.end(), place + 1
            yield _place(further.start("place"), end, place)


def _is_opening(folded: str, opening: re.Match[str]) -> bool:
    """Whether the first of a contest is told as a place: behind a rank word, or under «xếp hạng»."""
    if " " not in opening["body"] or holds_any(folded, _AWARDS, max(0, opening.start() - 40), opening.end()):
        return False
    # «Thứ nhất, …» opens an enumeration of another kind.
    if opening["word"] is not None:
        return folded[max(0, opening.start() - 2) : opening.start()].strip().isalnum()
    return _HEADING.search(folded, max(0, opening.start() - 90), opening.start()) is not None


def _place(start: int, end: int, place: int) -> RankCandidate:
    return RankCandidate(start=start, end=end, number=start, rule="rank.worded", rank=place, is_weak=True)
