"""Candidates for the places of a contest told by bare ordinals: «Sở A xếp thứ nhất, Sở B nhì, Sở C ba»."""

import re
from collections.abc import Iterator, Sequence

from extractors.lexicon import alternatives
from extractors.ranks import ORDINALS, RankCandidate

# «(95,2 điểm)», «với 95,2 điểm» may stand between a place and the next body.
_MARK = r"(?:\s\([^()\n]{0,40}\)|\s(?:với|đạt)\s\d{1,3}(?:[.,]\d{1,4})?\s?(?:điểm|%))?\s?(?:,\svà|,|;|và)\s"
_BODY = r"[^,;.:()\d\n]{2,70}?"
_SECOND = re.compile(rf"(?<!\w)(?P<word>(?:thứ|hạng|đứng|xếp|về)\s)?(?P<first>nhất){_MARK}(?P<body>{_BODY})$")
_NEXT = re.compile(
    rf"{_MARK}(?P<body>{_BODY})\s(?P<ordinal>{alternatives(ORDINALS)})(?=\s?[,;.()\n]|\s(?:và|với|đạt)\s|$)"
)
# What makes bare ordinals places: «xếp hạng: Sở Nội vụ nhất, Sở Tài chính nhì».
_HEADING = re.compile(r"(?<!\w)(?:xếp hạng|thứ hạng|xếp thứ|thứ tự|thứ bậc)(?!\w)[^.;\n]{0,60}$")
# Behind these an ordinal is a prize, or a place with a rank word of its own.
_WORDED = ("giải", "thứ", "hạng", "đứng", "xếp", "về", "ngôi", "chương", "nhất")


def find_contests(folded: str, seconds: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield the bare places of contests whose second («nhì») stands at ``seconds``."""
    for at in seconds:
        opening = _SECOND.search(folded, max(0, at - 130), at - 1) if at else None
        if opening is None or opening["body"].endswith(_WORDED):
            continue
        if opening["word"] is None:
            if not _HEADING.search(folded, max(0, opening.start() - 90), opening.start()):
                continue
            yield _place(opening.start("first"), opening.end("first"), 1)
        end, place = at + len("nhì"), 2
        yield _place(at, end, place)
        while (further := _NEXT.match(folded, end)) is not None and ORDINALS[further["ordinal"]] == place + 1:
            end, place = further.end(), place + 1
            if not further["body"].endswith(_WORDED):
                yield _place(further.start("ordinal"), end, place)


def _place(start: int, end: int, place: int) -> RankCandidate:
    return RankCandidate(start=start, end=end, number=start, rule="rank.worded", rank=place, is_weak=True)
