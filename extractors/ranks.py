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
from extractors.moves import Move, MoveReader
from extractors.numbers import number_words
from extractors.phrases import folded_set, phrase_ending, words_before
from extractors.rank_anchors import before_leading, before_nouns

_WORDS = load_table("rank_words")
_FOLLOWERS = folded_set(load_table("score_words")["units"]["followers"])
_MOVES = MoveReader(_WORDS["moves"])
_NOT_MOVED = tuple(folded_set(_WORDS["moves"]["not_before"]))
_RANK_VERBS = folded_set(_WORDS["levels"]["verbs"])
EVENTS = folded_set(_WORDS["levels"]["events"])
TITLES = folded_set(_WORDS["levels"]["titles"])
ORDINALS: dict[str, int] = {
    fold(word): place for word, place in {**number_words(), **_WORDS["ordinals"]}.items()
}
NOUN = alternatives(folded_set(_WORDS["tops"]["nouns"]))
_LEADING = alternatives(folded_set(_WORDS["tops"]["leading"]))

ORDINAL = alternatives(ORDINALS)
OUT_OF = r"(?: ?/ ?|\s(?:trên|trong)(?:\stổng)?(?:\ssố)?\s)(?P<out_of>\d{1,3})"
_LEVEL = re.compile(
    r"(?<!\w)(?P<word>thứ hạng|thứ bậc|vị trí số|thứ|hạng|vị trí|vị thứ|"
    r"số)(?P<colon> ?:)? ?(?P<rank>\d{1,3})(?![\d%]|[.,]\d)"
    r"(?:\s?(?:-|đến|tới)\s?(?:thứ\s|vị trí\s|hạng\s)?(?P<until>\d{1,3})(?![\d%]|[.,]\d))?"
    rf"(?:{OUT_OF}(?![\d/%]|[.,]\d))?"
)
_PARTING = frozenset({"(", "-"})
_MOVED = re.compile(
    rf"(?<![\w.,/])(?P<places>\d{{1,3}}|"
    rf"{ORDINAL})\s{alternatives(folded_set(_WORDS['moves']['nouns']))}(?!\w)"
)
# «tăng 3 - 5 bậc»: the fewer places of a range stand before the more.
_FEWER = re.compile(r"(?<![\w.,/])(?P<places>\d{1,2})\s?(?:-|đến|tới|hoặc)\s?$")
_DIGITS = re.compile(r"\d+")
# «nhóm 20 tỉnh cuối bảng», «top 10 thấp nhất»: of the last ones none is a place from above.
_NOT_LAST = (
    r"(?![^.,;:()\d\n]{0,40}(?:thấp nhất|cuối(?! (?:năm|kỳ|nhiệm kỳ|giai đoạn|tháng|quý))"
    r"|kém nhất|yếu nhất|chót|đội sổ|thấp điểm|điểm thấp|dưới cùng|từ dưới))"
)
_TOP = re.compile(
    r"(?<!\w)(?:top|tốp)\s?(?P<first>\d{1,3}\s?-\s?)?(?P<rank>\d{1,3})(?:\s?/\s?(?P<out_of>\d{1,3}))?(?![\w%]|[.,/]\d)"
    rf"{_NOT_LAST}"
)
_AMONG = re.compile(
    rf"(?<![\w.,/])(?P<head>nhóm\s|top\s|tốp\s)?(?P<rank>\d{{1,3}})\s{NOUN}(?:\s(?:của\s)?(?:cả nước|"
    rf"toàn quốc))?\s{_LEADING}(?!\w)"
)
_AMONG_CUE = re.compile(
    r"(?:trong|trong số|thuộc|vào|nằm trong|lọt|của|là một trong|nhóm|giữ|trong các|ở)\s$"
)
# «nhóm 15 - 20 tỉnh dẫn đầu»
_FEWER_AMONG = re.compile(r"(?<!\w)(?:nhóm|top|tốp)\s\d{1,3}\s?(?:-|đến)\s?$")
_GROUP_OF = re.compile(
    r"(?<!\w)nhóm\s(?P<rank>\d{1,3})(?=\s(?:của\s)?(?:cả nước|toàn quốc|tỉnh|địa phương)(?!\w))"
    rf"{_NOT_LAST}"
)
# «thoát khỏi nhóm 30 của cả nước»: a group that one gets out of is one of the last.
_LEFT = re.compile(r"(?<!\w)khỏi\s$")
# «tăng 3, 5 và 9 bậc»: the moves before the last.
_EARLIER_MOVES = re.compile(r"(?<![\w.,/])\d{1,2}(?:,\s\d{1,2})*,?\svà\s$")


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


def find_levels(folded: str, places: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield places with their rank word: «hạng 13/63», «thứ 2», «vị trí 10 - 15/63».

    Rank words that digits may follow stand at ``places``.
    """
    for match in matches_at(_LEVEL, folded, places):
        candidate = _level(folded, match)
        if candidate is not None:
            yield candidate


def find_moves(folded: str, nouns: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield moves of places: «tăng 46 bậc», «vượt lên 29 bậc», «(+3 bậc)», «tụt hai hạng»; their ``nouns``
    are at these places."""
    for match in matches_at(_MOVED, folded, before_nouns(folded, nouns)):
        number, end = match.start("places"), match.end()
        if not is_followed(folded, end) or folded.startswith(_NOT_MOVED, end + 1):
            continue
        written = match["places"]
        places = int(written) if written.isdigit() else ORDINALS[written]
        move = _MOVES.read(folded, number)
        if move is None:
            yield from _several_moves(folded, number, end, places)
            continue
        yield _moved(move, number, end, places)


def _several_moves(folded: str, number: int, end: int, places: int) -> Iterator[RankCandidate]:
    """Yield both ends of «tăng 3 - 5 bậc», all of «tăng 3, 5 và 9 bậc»; the last stands at ``number``."""
    if not folded[number].isdigit():
        return
    listed = _EARLIER_MOVES.search(folded, max(0, number - 30), number)
    shared = None if listed is None else _MOVES.read(folded, listed.start())
    if listed is not None and shared is not None:
        for earlier in _DIGITS.finditer(folded, listed.start(), number):
            at = shared.start if earlier.start() == listed.start() else earlier.start()
            yield _moved(Move(shared.sign, at), earlier.start(), earlier.end(), int(earlier[0]))
        yield _moved(Move(shared.sign, number), number, end, places)
        return
    first = _FEWER.search(folded, max(0, number - 9), number)
    move = _MOVES.read(folded, first.start("places")) if first is not None else None
    if first is not None and move is not None and int(first["places"]) < places:
        yield _moved(move, first.start("places"), first.end("places"), int(first["places"]))
        yield _moved(Move(move.sign, number), number, end, places)


def _moved(move: Move, number: int, end: int, places: int) -> RankCandidate:
    return RankCandidate(
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
        if match["head"] is None:
            fewer = _FEWER_AMONG.search(folded, max(0, begin - 16), begin)
            if fewer is None and not _AMONG_CUE.search(folded, max(0, begin - 12), begin):
                continue
            begin = begin if fewer is None else fewer.start()
        yield _bounded(match, begin, "rank.among")
    for match in matches_at(_GROUP_OF, folded, groups):
        if not _LEFT.search(folded, max(0, match.start() - 6), match.start()):
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
    # «thứ 7, ngày 12/11» is a weekday, «thứ 10/10 ngày 12/11» none.
    is_dated = match["out_of"] is None and after.startswith((", ngày", " ngày", " tuần"))
    if is_dated or (word == "thứ" and ("hàng tuần" in after or "hằng tuần" in after)):
        return None
    if phrase_ending(words, TITLES) or after.startswith((" sao", " hàng ", "/")):
        return None
    is_ranked = phrase_ending(words, _RANK_VERBS) > 0
    if word == "số" and not (words and words[-1].text in {"đứng", "xếp", "ngôi", "hạng"}):
        return None
    # «43,2 điểm (thứ 15)», «0,725 điểm - thứ 3»: a mark parts the place from a word of events.
    is_ordinal = word == "thứ" and not is_ranked and phrase_ending(words, EVENTS) > 0
    if is_ordinal and folded[start - 2 : start].strip() not in _PARTING:
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
