"""Candidates for places that share the rank word of an earlier one: «xếp thứ 50, 41 và 33», «thứ 25 năm 2022,
21 năm 2023», «hạng 13 (kỳ trước 15)»."""

import re
from collections.abc import Iterator, Sequence

from extractors.ranks import RankCandidate

# Places that may open a list: «xếp thứ 13, 20», «xếp hạng lần lượt là 25/63, 36/63».
_LISTED = frozenset({"rank.level", "rank.titled", "rank.bare"})
# What a further place is joined with begins so, past a space.
_LINK_STARTS = frozenset(",;v(nt")
_PLACE = r"(?P<rank>\d{1,3})(?:\s?/\s?(?P<out_of>\d{1,3}))?(?![\w/%]|[.,]\d|\s(?:điểm|bậc|%))"
_FURTHER = re.compile(rf"\s?(?P<link>,\svà|,|;|và)\s{_PLACE}")
# «lần lượt xếp thứ 50 (giảm 2 bậc) và 41 (tăng 3 bậc)»
_FURTHER_IN_TURN = re.compile(rf"(?:\s\([^()\n]{{0,40}}\))?\s?(?:,\svà|,|;|và)\s{_PLACE}")
# What may follow a list that no «lần lượt» opens; anything else is what its last number counts.
_LIST_END = re.compile(
    r"\s?(?:[,;.:()\n|]|$)"
    r"|\s(?:cả|toàn|trong|trên|của|so|tăng|giảm|với|nhưng|theo|về|tại|bảng|vùng|khu vực|và)(?!\w)"
)
_IN_TURN = "lần lượt"
# «(năm 2022)», «năm 2022», «trong năm 2022»
_YEAR = r"\s(?:\((?:năm\s)?|(?:vào\s|trong\s)?năm\s)20\d\d(?!\d)"
_NEXT_OF_YEAR = re.compile(
    rf"{_YEAR}\)?\s?(?:,\svà|,|;|và)\s(?P<rank>\d{{1,3}})(?:\s?/\s?(?P<out_of>\d{{1,3}}))?(?={_YEAR})"
)
_EARLIER = re.compile(
    r"\s\((?:cùng kỳ\s)?(?:(?:năm|kỳ|lần|quý)\s(?:trước|ngoái)|năm\s20\d\d)\s(?:là\s)?"
    r"(?P<rank>\d{1,3})(?:\s?/\s?(?P<out_of>\d{1,3}))?(?=\s?[),;])"
)


def find_listed(folded: str, found: Sequence[RankCandidate]) -> Iterator[RankCandidate]:
    """Yield the further places of lists, of several years, and of an earlier time, that ``found`` open."""
    for candidate in found:
        if (
            candidate.rule not in _LISTED
            or folded[candidate.end : candidate.end + 2].lstrip()[:1] not in _LINK_STARTS
        ):
            continue
        further = _in_turn(folded, candidate) or _of_years(folded, candidate.end)
        for match in further or _earlier(folded, candidate.end):
            yield _place(match, is_weak=candidate.is_weak and _IN_TURN not in _near(folded, candidate))


def _near(folded: str, candidate: RankCandidate) -> str:
    return folded[max(0, candidate.start - 40) : candidate.start]


def _in_turn(folded: str, candidate: RankCandidate) -> list[re.Match[str]]:
    """Return the places behind the first of «thứ 13, 20, 5 và 40/63»."""
    if _IN_TURN in _near(folded, candidate):
        return _chain(_FURTHER_IN_TURN, folded, candidate.end)
    further = _chain(_FURTHER, folded, candidate.end)
    if not further or candidate.is_weak or not _LIST_END.match(folded, further[-1].end()):
        return []
    # «thứ 25/63, 36/63», «thứ 13, 20 và 40/63», but not «thứ 25/63 và 3/14 của vùng».
    total = None if candidate.out_of is None else str(candidate.out_of)
    if any(match["out_of"] != total for match in further[:-1]) or further[-1]["out_of"] != (
        total or further[-1]["out_of"]
    ):
        return []
    return further if "và" in further[-1]["link"] or _is_in_turn(folded, candidate.start) else []


def _is_in_turn(folded: str, start: int) -> bool:
    """Whether «lần lượt» stands earlier in the sentence."""
    at = folded.rfind(_IN_TURN, max(0, start - 160), start)
    return at >= 0 and "\n" not in folded[at:start] and ". " not in folded[at:start]


def _of_years(folded: str, end: int) -> list[re.Match[str]]:
    """Return the places behind the first of «thứ 25 năm 2022, 21 năm 2023»."""
    return _chain(_NEXT_OF_YEAR, folded, end)


def _earlier(folded: str, end: int) -> list[re.Match[str]]:
    match = _EARLIER.match(folded, end)
    return [] if match is None else [match]


def _chain(pattern: re.Pattern[str], folded: str, end: int) -> list[re.Match[str]]:
    """Return the matches of ``pattern`` that follow each other from ``end`` on."""
    matches: list[re.Match[str]] = []
    while (match := pattern.match(folded, end)) is not None:
        matches.append(match)
        end = match.end()
    return matches


def _place(match: re.Match[str], *, is_weak: bool) -> RankCandidate:
    start, out_of = match.start("rank"), match["out_of"]
    return RankCandidate(
        start=start,
        end=match.end("out_of") if out_of else match.end("rank"),
        number=start,
        rule="rank.list",
        rank=int(match["rank"]),
        out_of=None if out_of is None else int(out_of),
        is_weak=is_weak,
    )
