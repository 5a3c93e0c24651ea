"""Lists and ranges of dates: «ngày 21 và 22/6/2018», «tháng 4, 5, 6», «từ ngày 15/6 đến 30/8/2024».

A chain is read from its first member on. Members lend each other what the writing leaves out: the month and
year of a later day to the days before it, the year of any member to the others of its grain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors import date_patterns as p
from extractors.anchors import matches_at
from extractors.date_grammar import read_mention, unit_of
from extractors.date_values import Grain, Mention
from extractors.date_worded import read_worded_day
from extractors.date_year_forms import read_months_of_year
from extractors.numbers import number_starts
from extractors.text import Span

_LIST, _RANGE = "list", "range"
# Between a symbol and its day of issue: «, ngày ».
_ISSUE_GAP = 12
# How many months the days of a list may lie apart over New Year.
_NEAR_MONTHS = 3


@dataclass(slots=True)
class Chain:
    """Dates that stand together; ``links[i]`` tells how ``members[i]`` and ``members[i + 1]`` are joined."""

    members: list[Mention]
    links: list[str] = field(default_factory=list)


def read_chains(text: str, taken: list[Span], places: Sequence[int]) -> Iterator[Chain]:
    """Yield the chains of ``text`` in order, none of them inside the ``taken`` spans (ordered, disjoint).

    ``places`` are those of ``HEAD_WORDS`` in the text, in order.
    """
    done, at = 0, 0
    for start, end in _heads(text, places):
        if start < done:
            continue
        while at < len(taken) and taken[at].end <= start:
            at += 1
        if at < len(taken) and taken[at].start <= start:
            continue
        limit = taken[at].start if at < len(taken) else len(text)
        first = _read_first(text, start, end)
        if first is None or first.end > limit:
            continue
        # «Kế hoạch số 12/KH-UBND ngày 20/12/2022»: a day of issue says little about the present.
        first.issues = (at > 0 and start - taken[at - 1].end <= _ISSUE_GAP) or _follows_number(text, start)
        chain = _read_on(text, first, limit)
        # Also what is dropped was read: reading it again from each of its members would take quadratic time.
        done = chain.members[-1].end
        if _is_dated(text, chain):
            yield chain


def _heads(text: str, places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the spans of what a date may open with, in order."""
    heads = [found.span() for found in matches_at(p.WORD_HEAD, text, places)]
    match = p.DIGIT_HEAD.match
    heads += [found.span() for at in number_starts(text) if (found := match(text, at)) is not None]
    heads.sort()
    return heads


def _follows_number(text: str, at: int) -> bool:
    """Whether «ngày» at ``at`` follows the bare number of a document: «Nghị quyết số 18 ngày …»."""
    # No number before it is longer than a digit, a letter, a comma and a space, as far as the pattern asks.
    if text[at - 1 : at] != " " or not p.NUMBER_BEFORE.search(text, max(0, at - 4), at):
        return False
    return not p.CLOCK_BEFORE.search(text[max(0, at - 12) : at])


def _read_on(text: str, first: Mention, limit: int) -> Chain:
    chain = Chain([first])
    while link := _read_link(text, chain, limit):
        kind, member = link
        chain.links.append(kind)
        chain.members.append(member)
    _lend_inside(chain)
    return chain


def _read_first(text: str, start: int, end: int) -> Mention | None:
    """Read the date whose head stands at ``start``..``end``."""
    if text[start].isdigit():
        return read_mention(text, start, None, chained=False)
    word = text[start:end]
    if word.casefold().startswith("nửa"):
        return read_months_of_year(text, start)
    unit = unit_of(word)
    mention = None
    if unit == "month":
        mention = read_months_of_year(text, start)
    elif unit == "day" and not text[end].isdigit():
        mention = read_worded_day(text, start, end)
    if mention is not None or end == len(text):
        return mention
    is_blank_day = unit == "day" and text[end].isalpha()
    if is_blank_day or (unit == "year" and _is_decade(text, start, end)):
        return None
    return _keep_unit(read_mention(text, end, unit, chained=False), start)


def _is_decade(text: str, start: int, at: int) -> bool:
    return (
        text[at + 3 : at + 4] == "0" and p.DECADE_BEFORE.search(text[max(0, start - 12) : start]) is not None
    )


def _keep_unit(mention: Mention | None, start: int) -> Mention | None:
    """Stretch the span over «tháng», «quý» and «năm»; «ngày» stays outside."""
    if mention is not None and mention.grain != "day":
        mention.start = start
    return mention


def _read_link(text: str, chain: Chain, limit: int) -> tuple[str, Mention] | None:
    last = chain.members[-1]
    mark = text[last.end : last.end + 2].lstrip(" ")[:1]
    found = p.CONNECTOR.match(text, last.end) if mark in p.CONNECTOR_MARKS else None
    if not found or found.end() >= limit or last.until is not None or last.months is not None:
        return None
    word = found["unit"]
    unit: Grain | None = unit_of(word) if word else last.grain
    at = found.end()
    if text[at].isdigit() or word or p.ROMAN.match(text, at) or _is_worded_month(text, at, last):
        member = read_mention(text, at, unit, chained=not word)
        if (
            member is None
            and not word
            and last.grain in {"month", "quarter", "year"}
            and (found["dash"] or found["to"])
        ):
            member = read_mention(text, at, None, chained=True)
    else:
        member = None
    if member is None or member.end > limit or member.until is not None:
        return None
    if word:
        _keep_unit(member, found.start("unit"))
    kind = _RANGE if found["dash"] or found["to"] else _LIST
    return (kind, member) if _may_join(text, chain, kind, member) else None


def _is_worded_month(text: str, at: int, last: Mention) -> bool:
    """Whether a list of months goes on with one in words: «tháng mười một, mười hai năm 2024»."""
    found = p.MONTH.match(text, at) if last.grain == "month" else None
    return found is not None and found["y"] is not None


def _may_join(text: str, chain: Chain, kind: str, member: Mention) -> bool:
    """Refuse what only looks like a list or range: another grain, a number that counts, an event's name."""
    last = chain.members[-1]
    if kind == _LIST:
        bare = member.grain == "day" and member.month is None
        return member.grain == last.grain and (not bare or last.month is None)
    if chain.links and chain.links[-1] == _RANGE:
        return False
    if member.grain == last.grain:
        return member.month is not None or member.grain != "day" or last.month is None
    head = text[max(0, last.start - 24) : last.start]
    return p.BEFORE_FROM.ends(head)


def _lend_inside(chain: Chain) -> None:
    members = chain.members
    if len(members) == 1:
        return
    for (earlier, later), link in reversed(list(zip(pairwise(members), chain.links, strict=True))):
        if earlier.grain != later.grain:
            if earlier.year is None and earlier.spoken is None and later.grain != "year":
                earlier.year = later.year
            continue
        if earlier.month is None:
            earlier.month = later.month
        if earlier.year is None and earlier.spoken is None:
            earlier.year, earlier.spoken = _year_before(earlier, later, link), later.spoken
    for earlier, later in pairwise(members):
        if earlier.grain == later.grain and later.year is None and later.spoken is None:
            later.year, later.spoken = earlier.year, earlier.spoken


def _year_before(earlier: Mention, later: Mention, link: str) -> int | None:
    """The year of the first end of a range over New Year («từ 15/12 đến 15/01/2024») is the one before.

    A list is over New Year only where its days are near: «đến 30/6; ngày 30/4, 1/5 năm 2024» are of one year.
    """
    if later.year is None or earlier.grain != "day" or earlier.month is None or later.month is None:
        return later.year
    if link == _LIST and later.month + 12 - earlier.month > _NEAR_MONTHS:
        return later.year
    return later.year - 1 if (earlier.month, earlier.number) > (later.month, later.number) else later.year


def _is_dated(text: str, chain: Chain) -> bool:
    """Drop days without a month, recurring days («ngày 20 hàng tháng») and days of the lunar year."""
    while chain.members and not chain.members[-1].is_complete:
        chain.members.pop()
        if chain.links:
            chain.links.pop()
    if not chain.members:
        return False
    first, last = chain.members[0], chain.members[-1]
    if last.year is None and p.RECURRING.match(text, last.end):
        return False
    if last.grain in {"day", "month"} and p.LUNAR_AFTER.match(text, last.end):
        return False
    return not (first.year is None and p.BEFORE_LUNAR.ends(text[max(0, first.start - 28) : first.start]))
