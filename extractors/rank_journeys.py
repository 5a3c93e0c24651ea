"""Candidates for the places of a journey: «từ vị trí 53 lên 46»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.anchors import matches_at
from extractors.phrases import folded_set, phrase_before, words_before
from extractors.ranks import RankCandidate

_FROM = folded_set(
    [
        "từ",
        "ra khỏi",
        "thoát khỏi",
        "rời",
        "khỏi",
        "từ chỗ",
        "từ chỗ xếp",
        "từ xếp",
        "từ đứng",
        "từ chỗ đứng",
        "rời khỏi",
        "từ nhóm",
        "từ vị trí",
        "từ hạng",
        "từ thứ hạng",
    ]
)
_ARRIVAL = re.compile(
    r"\s(?:lên|xuống|còn|thành|sang|tới|đến)\s(?:còn\s|đến\s|tới\s)?(?:(?:vị trí\sthứ|thứ hạng|thứ|hạng|"
    r"vị trí)\s)?(?P<rank>\d{1,3})(?:\s?/\s?(?P<out_of>\d{1,3}))?(?![\w/%]|[.,]\d|\s(?:điểm|bậc|%))"
)
_JOURNEY = re.compile(
    r"(?<!\w)từ\s(?P<rank>\d{1,3})(?:\s?/\s?(?P<out_of>\d{1,3}))?(?=\s(?:\([^)\n]{0,24}\)\s)?(?:lên|xuống|"
    r"còn)\s\d{1,3}(?![\w%]|[.,]\d))"
)


def find_journeys(folded: str, froms: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield the first place of «từ 11 lên 10», where no rank word stands beside it; ``froms`` are the places
    of «từ»."""
    for match in matches_at(_JOURNEY, folded, froms):
        out_of = match["out_of"]
        yield RankCandidate(
            start=match.start("rank"),
            end=match.end(),
            number=match.start("rank"),
            rule="rank.journey",
            rank=int(match["rank"]),
            out_of=None if out_of is None else int(out_of),
            is_weak=True,
            is_older=True,
        )


def dated(folded: str, candidate: RankCandidate) -> RankCandidate:
    """Mark the place or group that was left: «từ vị trí 53 ... lên 46», «ra khỏi nhóm Thấp nhất để vào nhóm
    ...»."""
    if candidate.kind == "change" or candidate.is_older:
        return candidate
    count = phrase_before(folded, candidate.start, _FROM, 28)
    if not count:
        return candidate
    is_from = words_before(folded, candidate.start, 28)[-count].text == "từ"
    if is_from and candidate.kind == "level" and _arrival(folded, candidate.end) is None:
        return candidate
    return replace(candidate, is_older=True)


def find_arrivals(folded: str, found: Sequence[RankCandidate]) -> Iterator[RankCandidate]:
    """Yield the second place of a journey where it stands without a rank word: «lên 46»."""
    for candidate in found:
        if not candidate.is_older or candidate.kind != "level":
            continue
        arrival = _arrival(folded, candidate.end)
        if arrival is None:
            continue
        out_of = arrival["out_of"]
        yield RankCandidate(
            start=arrival.start("rank"),
            end=arrival.end(),
            number=arrival.start("rank"),
            rule="rank.journey",
            rank=int(arrival["rank"]),
            out_of=None if out_of is None else int(out_of),
            is_weak=candidate.is_weak,
        )


def _arrival(folded: str, end: int) -> re.Match[str] | None:
    arrival = _ARRIVAL.search(folded, end, end + 70)
    if arrival is None or any(mark in folded[end : arrival.start()] for mark in ".;\n"):
        return None
    return arrival
