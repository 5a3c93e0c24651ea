"""Candidates for ranks: places, moves of places, groups, in digits or words.

A candidate says what the rank word and its number say; ``is_weak`` marks one that is a rank only where an
index
is spoken of («13/63» alone, «nhóm B», «dẫn đầu»). The context decides (``extractors.context``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.anchors import matches_at
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.moves import MoveReader
from extractors.numbers import number_words
from extractors.phrases import folded_set, phrase_ending, words_before
from extractors.rank_anchors import before_leading, before_nouns

_WORDS = load_table("rank_words")
_FOLLOWERS = folded_set(load_table("score_words")["units"]["followers"])
_MOVES = MoveReader(_WORDS["moves"])
_NOT_MOVED = tuple(folded_set(_WORDS["moves"]["not_before"]))
_RANK_VERBS = folded_set(_WORDS["levels"]["verbs"])
_EVENTS = folded_set(_WORDS["levels"]["events"])
_TITLES = folded_set(_WORDS["levels"]["titles"])
_STRONG_VERBS = folded_set(
    [
        "xếp",
        "đứng",
        "vị trí",
        "hạng",
        "xếp hạng",
        "thứ hạng",
        "xếp vị trí",
        "đứng vị trí",
        "giữ",
        "về",
        "vươn lên",
        "giành",
        "ngôi",
        "ở vị trí",
        "lên",
    ]
)
ORDINALS: dict[str, int] = {
    fold(word): place for word, place in {**number_words(), **_WORDS["ordinals"]}.items()
}
NOUN = alternatives(folded_set(_WORDS["tops"]["nouns"]))
_LEADING = alternatives(folded_set(_WORDS["tops"]["leading"]))

_ORDINAL = alternatives(ORDINALS)
_OUT_OF = r"(?: ?/ ?|\s(?:trên|trong)(?:\stổng)?(?:\ssố)?\s)(?P<out_of>\d{1,3})"
_LEVEL = re.compile(
    r"(?<!\w)(?P<word>thứ hạng|vị trí số|thứ|hạng|vị trí|vị thứ|"
    r"số)(?P<colon> ?:)? ?(?P<rank>\d{1,3})(?![\d%]|[.,]\d)"
    r"(?:\s?(?:-|đến|tới)\s?(?:thứ\s|vị trí\s|hạng\s)?(?P<until>\d{1,3})(?![\d%]|[.,]\d))?"
    rf"(?:{_OUT_OF}(?![\d/%]|[.,]\d))?"
)
_WORDED = re.compile(
    rf"(?<!\w)(?P<word>thứ|hạng|tốp|top|số)\s(?P<ordinal>{_ORDINAL})(?!\w)(?:{_OUT_OF}(?![\d/%]|[.,]\d))?"
)
_MOVED = re.compile(
    rf"(?<![\w.,/])(?P<places>\d{{1,3}}|"
    rf"{_ORDINAL})\s{alternatives(folded_set(_WORDS['moves']['nouns']))}(?!\w)"
)
_TOP = re.compile(
    r"(?<!\w)(?:top|tốp)\s?(?P<first>\d{1,3}\s?-\s?)?(?P<rank>\d{1,3})(?:\s?/\s?(?P<out_of>\d{1,3}))?(?![\w%]|[.,/]\d)"
)
_AMONG = re.compile(
    rf"(?<![\w.,/])(?P<head>nhóm\s|top\s|tốp\s)?(?P<rank>\d{{1,3}})\s{NOUN}(?:\s(?:của\s)?(?:cả nước|"
    rf"toàn quốc))?\s{_LEADING}(?!\w)"
)
_AMONG_CUE = re.compile(
    r"(?:trong|trong số|thuộc|vào|nằm trong|lọt|của|là một trong|nhóm|giữ|trong các|ở)\s$"
)
_GROUP_OF = re.compile(
    r"(?<!\w)nhóm\s(?P<rank>\d{1,3})(?=\s(?:của\s)?(?:cả nước|toàn quốc|tỉnh|địa phương)(?!\w))"
    r"(?![^.,;\n]{0,40}(?:thấp nhất|cuối|kém nhất|yếu nhất))"
)


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True, kw_only=True)
class RankCandidate:
    """A place, a move or a group that may be a rank; ``number`` is where its digits (or its name) begin."""

    start: int
    end: int
    number: int
    rule: str
    kind: Literal["level", "change", "group"] = "level"
    rank: int | None = None
    bound: Literal["exact", "at_most"] = "exact"
    out_of: int | None = None
    group: str | None = None
    is_weak: bool = False
    is_older: bool = False


def find_levels(folded: str, places: Sequence[int], worded: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield places with their rank word: «hạng 13/63», «thứ 2», «vị trí 10 - 15/63», «đứng thứ ba».

    Rank words that digits may follow stand at ``places``, those before number words at ``worded``.
    """
    for match in matches_at(_LEVEL, folded, places):
        candidate = _level(folded, match)
        if candidate is not None:
            yield candidate
    for match in matches_at(_WORDED, folded, worded):
        candidate = _worded(folded, match)
        if candidate is not None:
            yield candidate


def find_moves(folded: str, nouns: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield moves of places: «tăng 46 bậc», «vượt lên 29 bậc», «(+3 bậc)», «tụt hai hạng»; their ``nouns``
    are at these places."""
    for match in matches_at(_MOVED, folded, before_nouns(folded, nouns)):
        number, end = match.start("places"), match.end()
        if not is_followed(folded, end) or folded.startswith(_NOT_MOVED, end + 1):
            continue
        move = _MOVES.read(folded, number)
        if move is None:
            continue
        written = match["places"]
        places = int(written) if written.isdigit() else ORDINALS[written]
        yield RankCandidate(
            start=move.start,
            end=end,
            number=number,
            rule="rank.change",
            kind="change",
            rank=places * move.sign,
        )


def find_tops(
    folded: str, tops: Sequence[int], groups: Sequence[int], leading: Sequence[int]
) -> Iterator[RankCandidate]:
    """Yield places with an upper bound: «TOP 10», «nhóm 20 địa phương dẫn đầu», «trong 5 tỉnh đứng đầu».

    The words stand at ``tops``, ``groups`` («nhóm») and ``leading`` («dẫn đầu»).
    """
    for match in matches_at(_TOP, folded, tops):
        yield _bounded(match, match.start(), "rank.top")
    for match in matches_at(_AMONG, folded, before_leading(folded, leading)):
        begin = match.start()
        if match["head"] is None and not _AMONG_CUE.search(folded, max(0, begin - 12), begin):
            continue
        yield _bounded(match, begin, "rank.among")
    for match in matches_at(_GROUP_OF, folded, groups):
        yield replace(_bounded(match, match.start(), "rank.among"), is_weak=True)


NOUN_START = frozenset(noun.split()[0].rstrip(",") for noun in folded_set(_WORDS["tops"]["nouns"]))


_WORD = re.compile(r"\w+")


def is_followed(folded: str, end: int, more: frozenset[str] = frozenset()) -> bool:
    """Tell whether what follows ``end`` is punctuation or a word that may follow a value (or one of
    ``more``)."""
    if folded[end : end + 1] != " ":
        return not folded[end : end + 1].isalnum()
    word = _WORD.match(folded, end + 1)
    return word is None or word[0] in _FOLLOWERS or word[0] in more or word[0].isdigit()


def _level(folded: str, match: re.Match[str]) -> RankCandidate | None:
    start, word = match.start(), match["word"]
    words = words_before(folded, start, 40)
    after = folded[match.end() : match.end() + 32]
    if word == "thứ" and ("hàng tuần" in after or "hằng tuần" in after):
        return None
    if phrase_ending(words, _TITLES) or after.startswith((" sao", " hàng ", ", ngày", " ngày", " tuần", "/")):
        return None
    is_ranked = phrase_ending(words, _RANK_VERBS) > 0
    if word == "số" and not (words and words[-1].text in {"đứng", "xếp", "ngôi", "hạng"}):
        return None
    if word == "thứ" and not is_ranked and phrase_ending(words, _EVENTS):
        return None
    until, out_of = match["until"], match["out_of"]
    start = match.start("rank") if match["colon"] else start
    rank = int(until or match["rank"])
    if until is not None and int(until) < int(match["rank"]):
        return None
    return RankCandidate(
        start=start,
        end=match.end(),
        number=match.start("rank"),
        rule="rank.range" if until else "rank.level",
        rank=rank,
        bound="at_most" if until else "exact",
        out_of=None if out_of is None else int(out_of),
        is_weak=not is_ranked and out_of is None,
    )


def _worded(folded: str, match: re.Match[str]) -> RankCandidate | None:
    words = words_before(folded, match.start(), 40)
    verb = phrase_ending(words, _STRONG_VERBS)
    word, out_of = match["word"], match["out_of"]
    top = word in {"top", "tốp"}
    if top and match["ordinal"] in {"nhất", "đầu"}:
        return None
    if not top and (not verb or phrase_ending(words, _TITLES) or phrase_ending(words, _EVENTS)):
        return None
    if word == "số" and match["ordinal"] not in {"một", "hai", "ba"}:
        return None
    return RankCandidate(
        start=match.start(),
        end=match.end(),
        number=match.start("ordinal"),
        rule="rank.worded",
        rank=ORDINALS[match["ordinal"]],
        bound="at_most" if top else "exact",
        out_of=None if out_of is None else int(out_of),
    )


def _bounded(match: re.Match[str], start: int, rule: str) -> RankCandidate:
    out_of = match.groupdict().get("out_of")
    return RankCandidate(
        start=start,
        end=match.end(),
        number=match.start("rank"),
        rule=rule,
        rank=int(match["rank"]),
        bound="at_most",
        out_of=None if out_of is None else int(out_of),
    )
