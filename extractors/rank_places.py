"""Candidates for ranks that carry no rank word beside a digit: first and last places, groups, and «lên
46»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from extractors.anchors import matches_at
from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set, phrase_ending, words_before
from extractors.rank_anchors import ANCHORS, FIXED_PLACES
from extractors.rank_bare import find_bare
from extractors.rank_contests import find_contests
from extractors.rank_journeys import dated, find_arrivals, find_journeys
from extractors.rank_lists import find_listed
from extractors.rank_worded import find_worded
from extractors.ranks import (
    NOUN,
    NOUN_START,
    RankCandidate,
    find_levels,
    find_moves,
    find_tops,
    is_followed,
)

_WORDS: dict[str, Any] = load_table("rank_words")
_FIXED = re.compile(rf"(?<!\w){alternatives(FIXED_PLACES)}(?!\w)")
_HEADS_BEFORE = folded_set(_WORDS["heads"]["before"])
_HEADS_AFTER = tuple(folded_set(_WORDS["heads"]["after"]))
_AMONG_N = re.compile(rf"\s(?:trong\s(?:số\s|tổng số\s)?)?(?P<out_of>\d{{1,3}})\s{NOUN}(?!\w)")
_SEVERAL_BEFORE = re.compile(
    rf"(?:\d{{1,3}}|các|những|nhiều|nhóm|tốp|top|hai|ba|bốn|năm|mười)\s(?:các\s)?{NOUN}$"
    r"|(?<!\w)(?:nhóm|tốp|top)\s\d{1,3}$"
)
# «nửa đầu bảng», «tốp đầu bảng»: a stretch of places.
_HALF_BEFORE = re.compile(r"(?:nửa|tốp|top|nhóm)\s$")
# «kém tỉnh đứng đầu 5 điểm», «khoảng cách giữa tỉnh đứng đầu và đứng cuối»: only measured against.
_LEADER = re.compile(
    rf"(?<!\w)(?:(?:so với|kém|cách|hơn|thua|đuổi kịp|bám sát|bắt kịp)\s(?:các\s)?(?:nhóm|tốp|top|{NOUN})"
    r"|(?:khoảng cách|chênh lệch) giữa\s[^.;,\d\n]{0,40})\s$"
)
# «Quảng Ninh (hạng 1), Hải Phòng (hạng 3) dẫn đầu»: their places are told.
_PLACED_BEFORE = re.compile(r"(?:hạng|thứ|vị trí)\s?\d{1,3}[^()\n]{0,12}\)\s$")
# «ba vị trí dẫn đầu» are several places.
_COUNTED_BEFORE = re.compile(r"(?<!\w)(?:\d{1,3}|các|những|hai|ba|bốn|năm|mười)\s$")
_LED_BY = re.compile(r"(?<!\w)(?:do|được)\s[^.,;\n]{0,80}$")
_NUMBERED = re.compile(
    r"\s?[,(:]?\s?(?:thứ\s|hạng\s|vị trí\s)?(?P<rank>\d{1,3})\s?/\s?(?P<out_of>\d{1,3})(?![\d/]|[.,]\d)"
)

_BETWEEN = alternatives(folded_set(_WORDS["groups"]["between"]))
_GROUP = re.compile(
    rf"(?<!\w)nhóm\s(?:{_BETWEEN}\s)?(?P<open>[\"'(]\s?)?(?P<name>[a-e]|"
    rf"{alternatives(folded_set(_WORDS['groups']['names']))})(?!\w)(?:\s?[\"'])?"
)
# «thuộc nhóm B», «thứ 37, nhóm Trung bình thấp»; «nhóm A, từ 90% trở lên» only defines a group.
_MEMBER = folded_set(_WORDS["groups"]["members"])
_RUN = re.compile(r"[,(]\s?$")
_NOT_GROUPED = folded_set(_WORDS["groups"]["not_after"])


def find_ranks(text: str, folded: str) -> list[RankCandidate]:
    """Return the rank candidates of ``text`` (``folded`` is its folded twin), in order. Linear in its
    length."""
    at = ANCHORS.of(folded)
    found = [*find_levels(folded, at["levels"]), *find_worded(folded, at["worded"])]
    found += [
        *find_tops(folded, at["tops"], at["groups"], at["leading"]),
        *find_bare(folded, at["titles"], at["verbs"]),
    ]
    found += [*_fixed_places(folded, at["fixed"]), *_groups(text, folded, at["groups"])]
    found += [*find_moves(folded, at["nouns"]), *find_journeys(folded, at["journeys"])]
    found += find_contests(folded, at["seconds"])
    found = [dated(folded, candidate) for candidate in found]
    found += [*find_arrivals(folded, found), *find_listed(folded, found)]
    return _distinct(found)


def _fixed_places(folded: str, places: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield «đứng đầu», «ngôi quán quân», «đội sổ»; «người đứng đầu» and «dẫn đầu đoàn công tác» are no
    places."""
    for match in matches_at(_FIXED, folded, places):
        start, end = match.span()
        place = FIXED_PLACES[match[0]]
        if match[0].startswith(("đứng đầu", "dẫn đầu")) and _is_head(folded, start, end):
            continue
        if match[0].endswith(("đầu bảng", "cuối bảng")) and _HALF_BEFORE.search(
            folded, max(0, start - 8), start
        ):
            continue
        if _LEADER.search(folded, max(0, start - 60), start):
            continue
        if match[0].startswith("vị trí") and _COUNTED_BEFORE.search(folded, max(0, start - 8), start):
            continue
        if folded.startswith(") ", start - 2) and _PLACED_BEFORE.search(folded, max(0, start - 30), start):
            continue
        if _SEVERAL_BEFORE.search(folded, max(0, start - 40), start - 1):
            continue
        candidate = RankCandidate(
            start=start, end=end, number=start, rule="rank.word", rank=place, is_weak=True
        )
        numbered = _NUMBERED.match(folded, end) if place is None else None
        among = _AMONG_N.match(folded, end) if place == 1 else None
        if numbered is not None:
            rank, out_of = int(numbered["rank"]), int(numbered["out_of"])
            yield replace(candidate, end=numbered.end(), rank=rank, out_of=out_of, is_weak=False)
        elif among is not None:
            yield replace(candidate, end=among.end(), out_of=int(among["out_of"]), is_weak=False)
        else:
            yield candidate


def _is_head(folded: str, start: int, end: int) -> bool:
    words = words_before(folded, start, 40)
    if phrase_ending(words, _HEADS_BEFORE) or folded.startswith(_HEADS_AFTER, end + 1):
        return True
    # «Đoàn công tác do đồng chí X dẫn đầu»: led by a person, unless the people are measured by a number.
    return (
        folded.startswith("dẫn đầu", start) and _LED_BY.search(folded, max(0, start - 90), start) is not None
    )


def _groups(text: str, folded: str, groups: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield «nhóm B», «nhóm “Tốt”», «nhóm có chất lượng điều hành Khá»; letters must be capitals."""
    for match in matches_at(_GROUP, folded, groups):
        start, end = match.span()
        name = text[slice(*match.span("name"))]
        if len(name) == 1 and not name.isupper():
            continue
        if phrase_ending(words_before(folded, start, 32), _NOT_GROUPED):
            continue
        if not name[0].isupper() and not is_followed(folded, end, NOUN_START):
            continue
        if match["open"] is None and folded[end - 1] in "\"'":
            end = match.end("name")
        is_member = phrase_ending(words_before(folded, start, 32), _MEMBER) > 0
        if not is_member and not _RUN.search(folded, max(0, start - 3), start):
            continue
        yield RankCandidate(
            start=start,
            end=end,
            number=match.start("name"),
            rule="rank.group",
            kind="group",
            group=name,
            is_weak=True,
        )


def _distinct(found: list[RankCandidate]) -> list[RankCandidate]:
    """Return the candidates in order, of overlapping ones the longest, of equals the surest."""
    kept: list[RankCandidate] = []
    for candidate in sorted(found, key=lambda c: (c.start, -(c.end - c.start), c.is_weak)):
        if kept and candidate.start < kept[-1].end:
            if candidate.end - candidate.start > kept[-1].end - kept[-1].start:
                kept[-1] = candidate
            continue
        kept.append(candidate)
    return kept
