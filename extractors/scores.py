"""Candidates for scores: numbers in points or percent, or bare decimals behind a word that carries a value.

A candidate only says what the number and the words beside it say. Whether it is the value of an index, and of
which, is decided by the context (``extractors.context``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractors.lexicon import alternatives, load_table
from extractors.moves import Move, MoveReader
from extractors.phrases import Word, folded_set, phrase_ending, words_before
from extractors.score_refusals import is_free, is_refused

_WORDS = load_table("score_words")
_CARRIERS = folded_set(_WORDS["changes"]["carriers"])
_MOVES = MoveReader(_WORDS["changes"])
_NEEDS_COMPARISON = frozenset({"vượt", "thêm", "lùi", "tốt hơn"})

_NUMBER = r"\d{1,4}(?:[.,]\d{1,4})?"
_POINT_PERCENT = alternatives(_WORDS["units"]["percent_points"])
_UNIT = rf"(?:{_POINT_PERCENT}|%(?:\sđiểm)?|điểm)(?!\w)"
# A number with a decimal mark, or with the beginning of a scale or unit behind it.
_VALUE = re.compile(
    r"(?P<value>\d(?<![\w.,/]\d)\d{0,3}(?:[.,]\d{1,4})?)(?![\w]|[.,]\d)"
    r"(?:(?<=[.,]\d)|(?<=[.,]\d\d)|(?<=[.,]\d{3})|(?<=[.,]\d{4})|(?=\s?(?:[/%đp]|tr[êo]n)))"
)
_TAIL = re.compile(
    rf"(?:\s?điểm)?\s?(?:/|trên(?:\stổng(?:\ssố)?)?|trong tổng số)\s?(?P<scale>{_NUMBER})(?!\w|"
    rf"[.,/]\d)(?P<of>\s?điểm(?!\w))?"
    rf"|\s?(?P<unit>{_UNIT})"
)
_ON_SCALE = re.compile(
    rf"\s(?:trên|theo|/)\s?thang(?: điểm)?\s(?P<scale>{_NUMBER})(?!\w|[.,/]\d)(?:\sđiểm(?!\w))?"
)
_RANGE_BEFORE = re.compile(rf"(?<![\w.,/])(?P<first>{_NUMBER})\s?%?\s?(?:-|đến|tới)\s?(?P<below>dưới\s)?$")
_THRESHOLD_AFTER = re.compile(r"\s?(?:-|đến|tới)\s?(?:dưới|cận)")
# A table cell under a column of percent: «Kết quả (%): 88,66».
_PERCENT_LABEL = re.compile(r"\(%\):\s$")
# «lần lượt là 5,21; 4,98 và 3,45 điểm»: values in a row share their unit.
_LINK = re.compile(r"\s?(?:[;,]|và|[;,]\svà)\s")
_LISTED = re.compile(r"\d(?:\s?(?:điểm|%))?(?:\s\((?:năm\s)?\d{4}\))?\s?(?:[;,]|và|[;,]\svà)\s$")
_RISING = re.compile(
    r"\s(?:lên|xuống|còn|sang|thành|tới|đến)\s(?:còn\s|mức\s|đến\s|tới\s|thành\s|gần\s|trên\s)?(?=\d)"
)
_FROM = frozenset({"từ", "từ mức", "từ điểm số", "từ điểm", "từ chỗ", "từ chỗ đạt", "từ con số"})


@dataclass(frozen=True, slots=True)
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
    for match in _VALUE.finditer(folded):
        found.extend(_read(folded, match))
    for at in range(len(found) - 2, -1, -1):
        found[at] = _with_mate(folded, found[at], found[at + 1])
    return found


def decimal_of(written: str) -> Decimal:
    """Return the number written with either decimal mark: ``88,66``, ``87.87``, ``41.944``. No index has
    thousands."""
    return Decimal(written.replace(",", "."))


def _read(folded: str, match: re.Match[str]) -> Iterator[ScoreCandidate]:
    start, end = match.span("value")
    tail = _TAIL.match(folded, end)
    if tail is None:
        bare = _bare(folded, match)
        if bare is not None:
            yield bare
        return
    scale = tail["scale"]
    if scale is not None and tail["of"] is None and not _is_scaled(match["value"], scale):
        return
    if not is_free(folded, tail.end()) or is_refused(folded, start):
        return
    unit: Literal["point", "percent"] = "percent" if tail["unit"] not in {None, "điểm"} else "point"
    candidate = ScoreCandidate(
        start,
        tail.end(),
        start,
        decimal_of(match["value"]),
        unit,
        None if scale is None else decimal_of(scale),
        "level",
        "score.scaled" if scale is not None else f"score.{unit}",
        has_decimals="," in match["value"] or "." in match["value"],
    )
    yield from _in_range(folded, _on_scale(folded, candidate))


def _on_scale(folded: str, candidate: ScoreCandidate) -> ScoreCandidate:
    """Take in a scale written behind the unit: «8,2 điểm trên thang điểm 10»."""
    behind = _ON_SCALE.match(folded, candidate.end) if candidate.scale_max is None else None
    if behind is None:
        return candidate
    return replace(candidate, end=behind.end(), scale_max=decimal_of(behind["scale"]), rule="score.scaled")


def _in_range(folded: str, candidate: ScoreCandidate) -> Iterator[ScoreCandidate]:
    """Yield the candidate, before it the first end of a range («từ 56 - 60/60 điểm»); nothing for a
    threshold."""
    first = _RANGE_BEFORE.search(folded, max(0, candidate.number - 18), candidate.number)
    if (first is not None and first["below"]) or _THRESHOLD_AFTER.match(folded, candidate.end):
        return
    if first is not None and "%" not in first[0]:
        at = first.start("first")
        if is_refused(folded, at):
            return
        # «tăng 1 - 2 điểm»: both ends are changes.
        move = _move(folded, replace(candidate, number=at)) if candidate.scale_max is None else None
        sign = 1 if move is None else move.sign
        candidate = replace(candidate, rule="score.range", value=candidate.value * sign)
        candidate = candidate if move is None else replace(candidate, kind="change")
        low = decimal_of(first["first"]) * sign
        begin = at if move is None else move.start
        yield replace(candidate, start=begin, number=at, end=first.end("first"), value=low)
        yield candidate
        return
    move = _move(folded, candidate)
    if move is not None and candidate.scale_max is None:
        value = candidate.value * move.sign
        yield replace(candidate, start=move.start, value=value, kind="change", rule="score.change")
    else:
        yield replace(candidate, is_older=_is_older(folded, candidate.number, candidate.end))


def _move(folded: str, candidate: ScoreCandidate) -> Move | None:
    move = _MOVES.read(folded, candidate.number)
    if move is None:
        return None
    verb = folded[move.start : candidate.number].strip()
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
    move = _MOVES.read(folded, start)
    level_verb = phrase_ending(words, _CARRIERS)
    behind_colon = folded[max(0, start - 2) : start] == ": "
    in_parens = folded[start - 1 : start] == "("
    is_listed = _LISTED.search(folded, max(0, start - 20), start) is not None
    is_carried = bool(level_verb) or behind_colon or in_parens or is_listed or move is not None
    if is_refused(folded, start) or not (is_carried or folded[start - 1 : start] == " "):
        return None
    is_change = move is not None and not _ends_with_level_verb(words)
    sign, begin = (move.sign, move.start) if move is not None and is_change else (1, start)
    unit: Literal["percent"] | None = (
        "percent" if _PERCENT_LABEL.search(folded, max(0, start - 8), start) else None
    )
    candidate = ScoreCandidate(
        begin,
        end,
        start,
        decimal_of(written) * sign,
        unit,
        None,
        "change" if is_change else "level",
        "score.bare",
        is_older=_is_older(folded, start, end),
        has_decimals=True,
        needs_name=not is_carried,
    )
    return candidate if is_change else _on_scale(folded, candidate)


def _with_mate(folded: str, one: ScoreCandidate, after: ScoreCandidate) -> ScoreCandidate:
    """Give the bare first value of «từ 85,2 lên 88,1%», or of a list «5,2; 4,9 và 3,4%», the unit ahead."""
    if one.unit is not None:
        return one
    if _LINK.fullmatch(folded, one.end, after.start) or (one.is_older and after.number - one.end < 40):
        return replace(one, unit=after.unit)
    return one


def _is_scaled(value: str, scale: str) -> bool:
    """Tell «85,5/100» from a rank «13/63» or a count «17/40»: by its decimals."""
    return any(mark in written for mark in ",." for written in (value, scale))


def _is_older(folded: str, start: int, end: int) -> bool:
    words = words_before(folded, start, 24)
    if not phrase_ending(words, _FROM):
        return False
    # A parenthesis may hold the older year: «từ 40,14 (2021) lên 40,87».
    rising = _RISING.search(folded, end, end + 60)
    return rising is not None and not any(mark in folded[end : rising.start()] for mark in ".;\n")


def _ends_with_level_verb(words: list[Word]) -> bool:
    last = words[-1].text if words else ""
    return last in {"lên", "xuống", "còn", "từ", "sang", "thành"}
