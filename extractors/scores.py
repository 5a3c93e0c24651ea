"""Candidates for scores: numbers in points or percent, or bare decimals behind a word that carries a value.

A candidate only says what the number and the words beside it say. Whether it is the value of an index, and of
which, is decided by the context (``extractors.context``).
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractors.lexicon import load_table
from extractors.moves import Move, MoveReader
from extractors.numbers import has_digits
from extractors.phrases import Word, folded_set, phrase_ending, words_before
from extractors.score_patterns import ON_SCALE, THRESHOLD_AFTER, VALUE, is_left, range_before, tail_at
from extractors.score_refusals import is_free, is_refused, is_share

_WORDS = load_table("score_words")
_CARRIERS = folded_set(_WORDS["changes"]["carriers"])
_MOVES = MoveReader(_WORDS["changes"])
_NEEDS_COMPARISON = frozenset({"vượt", "thêm", "lùi", "tốt hơn"})

# A table cell under a column of percent: «Kết quả (%): 88,66».
_PERCENT_LABEL = "(%):"
# «lần lượt là 5,21; 4,98 và 3,45 điểm»: values in a row share their unit.
_LINK = re.compile(r"\s?(?:[;,]|và|[;,]\svà)\s")
_LISTED = re.compile(r"\d(?:\s?(?:điểm|%))?(?:\s\((?:năm\s)?\d{4}\))?\s?(?:[;,]|và|[;,]\svà)\s$")
# «0,65 (kỳ trước 0,61)»: a parenthesis that names an earlier time carries its value.
_EARLIER = re.compile(r"\((?:cùng kỳ )?(?:(?:năm|kỳ|lần|quý) (?:trước|ngoái)|(?:năm )?20\d\d)\s$")
# «tổng 100 điểm» is the full mark; nobody has reached it.
_FULL = 100
_REACHED = folded_set(["đạt", "được", "giành", "đạt mức"])
# No index goes by more points at a time; a range of higher values is one of levels.
_BY = 10
# «tăng mạnh nhất (85,2%)» tells where it got to.
_MOST_BY = 25


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True)
class ScoreCandidate:
    """A number that may be a score. ``number`` is where its digits begin, ``start`` where its expression
    does.

    ``unit`` is None for a bare decimal, ``needs_name`` marks one that only a name right before it makes a
    value
    («tính minh bạch 6.62»); ``is_older`` marks the first value of «từ 40,14 lên 40,87».
    """

    start: int
    end: int
    number: int
    value: Decimal
    unit: Literal["point", "percent"] | None
    scale_max: Decimal | None
    kind: Literal["level", "change"]
    rule: str
    is_older: bool = False
    has_decimals: bool = False
    needs_name: bool = False


def find_scores(folded: str) -> list[ScoreCandidate]:
    """Return the score candidates of a folded text, in order. Linear in its length."""
    found: list[ScoreCandidate] = []
    for match in VALUE.finditer(folded) if has_digits(folded) else ():
        _read(folded, match, found)
    for at in range(len(found) - 2, -1, -1):
        if found[at].unit is None:
            _join_mate(folded, found[at], found[at + 1])
    return found


def decimal_of(written: str) -> Decimal:
    """Return the number written with either decimal mark: ``88,66``, ``87.87``, ``41.944``. No index has
    thousands."""
    return Decimal(written.replace(",", "."))


def _read(folded: str, match: re.Match[str], found: list[ScoreCandidate]) -> None:
    """Add to ``found`` what a number may be the score of; of a range both ends."""
    start, end = match.span("value")
    tail = tail_at(folded, end)
    if tail is None:
        bare = _bare(folded, match)
        if bare is not None:
            found.append(bare)
        return
    written, scale, end = match["value"], tail["scale"], tail.end()
    if scale is not None and tail["of"] is None and not _is_scaled(written, scale):
        return
    if not is_free(folded, end):
        return
    words = words_before(folded, start)
    if is_refused(folded, start, words) or is_share(folded, match.end("value"), words):
        return
    unit: Literal["point", "percent"] = "percent" if tail["unit"] not in {None, "điểm"} else "point"
    candidate = ScoreCandidate(
        start,
        end,
        start,
        decimal_of(written),
        unit,
        None if scale is None else decimal_of(scale),
        "level",
        "score.scaled" if scale is not None else f"score.{unit}",
        has_decimals="," in written or "." in written,
    )
    _take_scale(folded, candidate)
    is_full = unit == "point" and candidate.value == _FULL and candidate.scale_max is None
    if is_full and not phrase_ending(words, _REACHED):
        return
    _add_with_range(folded, candidate, words, found)


def _take_scale(folded: str, candidate: ScoreCandidate) -> None:
    """Take in a scale written behind the unit: «8,2 điểm trên thang điểm 10»."""
    behind = ON_SCALE.match(folded, candidate.end) if candidate.scale_max is None else None
    if behind is not None:
        candidate.end, candidate.rule = behind.end(), "score.scaled"
        candidate.scale_max = decimal_of(behind["scale"])


def _add_with_range(
    folded: str, candidate: ScoreCandidate, words: list[Word], found: list[ScoreCandidate]
) -> None:
    """Add the candidate, before it the first end of a range («từ 56 - 60/60 điểm»); nothing for a threshold.

    ``words`` stand before its number.
    """
    number = candidate.number
    first = range_before(folded, number)
    if (first is not None and first["below"]) or THRESHOLD_AFTER.match(folded, candidate.end):
        return
    if first is not None and "%" not in first[0]:
        _add_range(folded, candidate, first, found)
        return
    move = _move(folded, candidate, number, words) if candidate.scale_max is None else None
    if move is not None:
        candidate.start, candidate.kind, candidate.rule = move.start, "change", "score.change"
        candidate.value *= move.sign
    else:
        candidate.is_older = is_left(folded, words, candidate.end)
    found.append(candidate)


def _add_range(
    folded: str, candidate: ScoreCandidate, first: re.Match[str], found: list[ScoreCandidate]
) -> None:
    at = first.start("first")
    words = words_before(folded, at)
    if is_refused(folded, at, words):
        return
    # «tăng từ 1 - 2%» is by so much; «tăng từ 66,2 - 67,1» may be a journey.
    is_whole = first["first"].isdigit() and not candidate.has_decimals
    if is_whole and candidate.value <= _BY and words and words[-1].text == "từ":
        words = words[:-1]
    # «tăng 1 - 2 điểm»: both ends are changes.
    move = _move(folded, candidate, at, words) if candidate.scale_max is None else None
    sign = 1 if move is None else move.sign
    candidate.rule = "score.range"
    candidate.value *= sign
    if move is not None:
        candidate.kind = "change"
    low = decimal_of(first["first"]) * sign
    begin = at if move is None else move.start
    found.append(replace(candidate, start=begin, number=at, end=first.end("first"), value=low))
    found.append(candidate)


def _move(folded: str, candidate: ScoreCandidate, number: int, words: list[Word]) -> Move | None:
    """Return the change that the number at ``number``, behind ``words``, is; the candidate ends with it."""
    move = _MOVES.read(folded, number, words)
    if move is None:
        return None
    if candidate.value > _MOST_BY and folded.endswith("nhất (", 0, number):
        return None
    verb = folded[move.start : number].strip()
    # «vượt 85%» is a level passed, «vượt 2,1 điểm so với bình quân» a difference.
    if (
        verb in _NEEDS_COMPARISON
        and "cộng" not in verb
        and "so với" not in folded[candidate.end : candidate.end + 40]
    ):
        return None
    return move


def _bare(folded: str, match: re.Match[str]) -> ScoreCandidate | None:
    """Read a decimal without a unit: «lên 40,87», «DTI đạt 0,6512», «từ 41,71 xuống 41,56»."""
    written, start, end = match["value"], *match.span("value")
    whole, mark, fraction = written.replace(",", ".").partition(".")
    # A lone group of three may be thousands; behind a comma of two digits it is none («38,524»).
    is_grouped = len(fraction) == 3 and whole != "0" and "," not in written
    if not mark or is_grouped or not is_free(folded, end):
        return None
    words = words_before(folded, start)
    if is_refused(folded, start, words):
        return None
    move = _MOVES.read(folded, start, words)
    is_carried = move is not None or _is_carried(folded, start, words)
    if not (is_carried or folded[start - 1 : start] == " "):
        return None
    is_change = move is not None and not _ends_with_level_verb(words)
    sign, begin = (move.sign, move.start) if move is not None and is_change else (1, start)
    candidate = ScoreCandidate(
        begin,
        end,
        start,
        decimal_of(written) * sign,
        "percent" if folded[max(0, start - 5) : start].rstrip() == _PERCENT_LABEL else None,
        None,
        "change" if is_change else "level",
        "score.bare",
        is_older=is_left(folded, words, end),
        has_decimals=True,
        needs_name=not is_carried,
    )
    if not is_change:
        _take_scale(folded, candidate)
    return candidate


def _is_carried(folded: str, start: int, words: list[Word]) -> bool:
    """Whether what stands before a bare decimal at ``start``, also its ``words``, makes it a value."""
    return (
        phrase_ending(words, _CARRIERS) > 0
        or folded[max(0, start - 2) : start] == ": "
        or folded[start - 1 : start] == "("
        or _EARLIER.search(folded, max(0, start - 32), start) is not None
        or _LISTED.search(folded, max(0, start - 20), start) is not None
    )


def _join_mate(folded: str, one: ScoreCandidate, after: ScoreCandidate) -> None:
    """Give the bare first value of «từ 85,2 lên 88,1%», or of a list «5,2; 4,9 và 3,4%», the unit ahead."""
    if _LINK.fullmatch(folded, one.end, after.start) or (one.is_older and after.number - one.end < 40):
        one.unit = after.unit


def _is_scaled(value: str, scale: str) -> bool:
    """Tell «85,5/100» from a rank «13/63» or a count «17/40»: by its decimals."""
    return any(mark in written for mark in ",." for written in (value, scale))


def _ends_with_level_verb(words: list[Word]) -> bool:
    last = words[-1].text if words else ""
    return last in {"lên", "xuống", "còn", "từ", "sang", "thành"}
