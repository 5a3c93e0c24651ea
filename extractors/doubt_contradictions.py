"""What one document says in two ways: two values of a thing, a change that its levels belie, two issue dates.

Only statements that are surely of one thing are compared: the index, the subject and the period must be
known, and values behind «tự đánh giá», «thẩm định» or «bình quân» are of another thing than the published
one. Two values in one sentence, and three values of one thing, are more likely several things that the reader
could not tell apart.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractors.doubt_times import VALUED, issue_day
from extractors.facts import Date, Directive, Fact, Rank, Score
from extractors.folding import fold

Doubt = tuple[int, str]
Levels = dict[Hashable, list[int]]

_SENTENCE_END = re.compile(r"[.!?;] |\n")
# A sentence is looked through no further than this.
_REACH = 160
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Stages of a measurement, and values of many: beside them a number is not the published value.
_OTHER_THING = re.compile(
    r"(?<!\w)(?:tự (?:đánh giá|chấm)|thẩm định|phúc khảo|sơ bộ|tạm tính|dự kiến|ước(?: đạt)?|xã hội học|"
    r"điều chỉnh|"
    r"bình quân|trung vị|trung bình(?! (?:cao|thấp|khá))|"
    r"cao nhất|thấp nhất|trước đó|trước đây|"
    r"ban đầu|lần \d)(?!\w)"
)
_MOVED = re.compile(
    r"\(?(?:[+-]|(?:đã |tiếp tục )?(?:tăng|giảm|tụt|lùi|sụt|rớt|rơi|thăng|cải thiện|"
    r"vượt lên))(?! gấp)"
)
_BASE = re.compile(
    r"so với (?!(?:(?:kết quả|điểm số|thứ hạng|xếp hạng|vị trí|chỉ số|cùng kỳ|của)\s)*(?:năm|cùng kỳ năm))"
)
_NATIONAL = frozenset({"cả nước", "toàn quốc", "63 tỉnh, thành phố", "34 tỉnh, thành phố"})
_PROVINCES = frozenset({63, 34})
# The service index is counted anew every day: two values of one year are of two days.
_RUNNING = frozenset({"DVC"})


def contradictions(facts: Sequence[Fact], text: str) -> Iterator[Doubt]:
    """Yield where in ``facts`` (in the order of ``text``) one contradicts another, with the flag."""
    levels: Levels = defaultdict(list)
    changes: list[int] = []
    documents: list[int] = []
    for at, fact in enumerate(facts):
        if isinstance(fact, VALUED):
            if fact.kind == "change":
                changes.append(at)
            elif (about := _about(fact)) is not None:
                levels[about].append(at)
        elif isinstance(fact, Directive) and fact.symbol is not None and fact.issued_on is not None:
            documents.append(at)
    for group in levels.values():
        if len(group) > 1 and _is_conflict(facts, text, group):
            yield from ((at, "conflicting_values") for at in group)
    if changes and levels:
        yield from _belied_changes(facts, text, levels, changes)
    if len(documents) > 1:
        yield from _two_issue_dates(facts, text, documents)


def _about(fact: Score | Rank) -> Hashable | None:
    """Return what a level reached is of, or None where it is not surely of one thing."""
    if fact.kind != "level" or fact.status != "actual":
        return None
    if fact.subject is None or fact.period is None or fact.indicator in {None, *_RUNNING}:
        return None
    if isinstance(fact, Score):
        return None if fact.rule == "score.range" else (*_thing(fact), fact.scale_max, fact.period)
    if fact.rank is None or fact.bound != "exact":
        return None
    return (*_thing(fact), _field(fact), fact.period)


def _thing(fact: Score | Rank) -> tuple[Hashable, ...]:
    """Return the kind, index, component and subject of a fact, and a score's unit."""
    unit = fact.unit if isinstance(fact, Score) else None
    component = fold(fact.component) if fact.component else ""
    return fact.type, fact.indicator, component, fact.subject, unit


def _field(rank: Rank) -> Hashable:
    """Return among whom a place is: the provinces of the country, a region, or so many."""
    scope = fold(rank.scope) if rank.scope else ""
    if scope in _NATIONAL or (not scope and rank.out_of in _PROVINCES):
        return "cả nước"
    return scope or rank.out_of


def _value(fact: Fact) -> Decimal:
    if isinstance(fact, Score):
        return fact.value
    return Decimal(fact.rank or 0) if isinstance(fact, Rank) else Decimal(0)


def _grain(value: Decimal) -> Decimal:
    """Return the last decimal place a value is written with: 0.01 of 88.66."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def _agree(one: Decimal, other: Decimal, *, is_rank: bool) -> bool:
    """Tell whether two values are one, rounded or cut to fewer decimals, or told times a hundred."""
    if is_rank:
        return one == other
    near = abs(one - other) < max(_grain(one), _grain(other))
    return near or (min(one, other) <= 1 and min(one, other) * 100 == max(one, other))


def _is_conflict(facts: Sequence[Fact], text: str, group: list[int]) -> bool:
    values: list[Decimal] = []
    is_rank = isinstance(facts[group[0]], Rank)
    for at in group:
        value = _value(facts[at])
        if not any(_agree(value, known, is_rank=is_rank) for known in values):
            values.append(value)
        if len(values) > 2:
            return False
    if len(values) < 2:
        return False
    for one, other in pairwise(group):
        differ = not _agree(_value(facts[one]), _value(facts[other]), is_rank=is_rank)
        if differ and not _SENTENCE_END.search(_between(text, facts[one], facts[other])):
            return False
    return not any(_OTHER_THING.search(_sentence(text, facts[at])) for at in group)


def _between(text: str, one: Fact, other: Fact) -> str:
    # Two facts far apart do not share a sentence: what is cut off counts as its end.
    return text[one.end : other.start] if other.start - one.end < 4 * _REACH else "\n"


def _sentence(text: str, fact: Fact) -> str:
    """Return the words of a fact's sentence around it, folded, no further than ``_REACH`` on either side."""
    before = _SENTENCE_END.split(text[max(0, fact.start - _REACH) : fact.start])[-1]
    after = _SENTENCE_END.split(text[fact.end : fact.end + _REACH])[0]
    return fold(before + text[fact.start : fact.end] + after)


@dataclass(frozen=True, slots=True)
class _Level:
    """The level that all statements of one thing agree on; ``is_sure`` is False where they do not."""

    fact: Score | Rank
    is_sure: bool


def _stated(facts: Sequence[Fact], levels: Levels) -> dict[Hashable, dict[str, dict[Hashable, _Level]]]:
    """Return the levels by thing, period, and by the field or the scale they are told in."""
    stated: dict[Hashable, dict[str, dict[Hashable, _Level]]] = defaultdict(lambda: defaultdict(dict))
    for group in levels.values():
        first = facts[group[0]]
        if isinstance(first, VALUED) and first.period is not None:
            is_rank = isinstance(first, Rank)
            value = _value(first)
            is_sure = all(_agree(_value(facts[at]), value, is_rank=is_rank) for at in group)
            among = _field(first) if isinstance(first, Rank) else first.scale_max
            stated[_thing(first)][first.period][among] = _Level(first, is_sure)
    return stated


def _belied_changes(
    facts: Sequence[Fact], text: str, levels: Levels, changes: Sequence[int]
) -> Iterator[Doubt]:
    """Yield which of ``changes`` are not the difference of the levels of their year and the year before."""
    stated = _stated(facts, levels)
    for at in changes:
        change = facts[at]
        if not isinstance(change, VALUED) or not (change.period or "").isdecimal():
            continue
        years, year = stated.get(_thing(change), {}), int(change.period or 0)
        newer, older = years.get(str(year), {}), years.get(str(year - 1), {})
        if not newer or not older or not _is_beside(facts, at) or not _is_yearly(text, change, year):
            continue
        pairs = [(newer[among], older[among]) for among in newer.keys() & older.keys()]
        if pairs and not any(_may_be(change, new, old) for new, old in pairs):
            yield at, "change_contradicts_levels"


def _is_beside(facts: Sequence[Fact], at: int) -> bool:
    """Tell whether the level next to a change, of its kind and within a sentence's reach, is of its thing."""
    change = facts[at]
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(facts) and abs(facts[near].start - change.start) < _REACH:
            beside = facts[near]
            if isinstance(beside, VALUED) and beside.type == change.type:
                if beside.kind != "level":
                    break
                return isinstance(change, VALUED) and _thing(beside) == _thing(change)
            near += step
    return False


def _is_yearly(text: str, change: Score | Rank, year: int) -> bool:
    """Tell whether a change is against the year before: no average, leader or other year beside it."""
    sentence = _sentence(text, change)
    if not _MOVED.match(fold(change.text)) or _BASE.search(sentence) or _OTHER_THING.search(sentence):
        return False
    return all(int(found) in {year, year - 1} for found in _YEAR.findall(sentence))


def _may_be(change: Score | Rank, new: _Level, old: _Level) -> bool:
    """Tell whether the change fits the levels, in one reading at least; also where those are in doubt."""
    if not (new.is_sure and old.is_sure):
        return True
    later, earlier, told = new.fact, old.fact, _value(change)
    after, before = _value(later), _value(earlier)
    if isinstance(later, Rank) and isinstance(earlier, Rank):
        return len({later.out_of, earlier.out_of} - {None}) > 1 or before - after == told
    slack = Decimal("1.5") * max(_grain(after), _grain(before), _grain(told))
    # Of a percentage, a change in percent may be a share of it; of values up to 1, it may be in hundredths.
    by_points = abs(after - before - told) <= slack
    by_share = before != 0 and abs((after - before) / before * 100 - told) <= slack
    return by_points or by_share or max(after, before) <= 1 < abs(told)


def _two_issue_dates(facts: Sequence[Fact], text: str, documents: Sequence[int]) -> Iterator[Doubt]:
    """Yield the mentions of one symbol, by one body, that the text dates differently within one year.

    ``documents`` are the places of the documents with a symbol and a day of issue.
    """
    dates = [fact for fact in facts if isinstance(fact, Date)]
    starts = [fact.start for fact in dates]
    groups: dict[Hashable, list[tuple[int, str]]] = defaultdict(list)
    for at in documents:
        fact = facts[at]
        day = issue_day(fact, text, dates, starts) if isinstance(fact, Directive) else None
        if isinstance(fact, Directive) and day is not None:
            symbol = fold(fact.symbol or "").replace("-", "").replace("–", "")
            groups[symbol, fold(fact.issuer or ""), day.value[:4]].append((at, day.value))
    for group in groups.values():
        if len({value for _, value in group}) > 1:
            yield from ((at, "conflicting_issue_dates") for at, _ in group)
