"""What a change is measured against: an earlier time, an average, or something else that is named."""

import re

from extractors.facts import Fact, Rank, Score

#: Characters looked at on either side of the quote.
_REACH = 160

_BEHIND = re.compile(r"\W{0,3}(?:(?:điểm|bậc|hạng)\W{0,2})?(?:so với|so|hơn)(?!\w)(?P<what>[^,;.()\n]{1,60})")
_AHEAD = re.compile(r"[Ss]o với(?P<what>[^,;.()\n]{1,60})")
_AVERAGE = re.compile(r"bình quân|trung bình|trung vị|mức chung|cả nước|toàn quốc", re.IGNORECASE)
_EARLIER = re.compile(r"(?<!\w)(?:năm|cùng kỳ|kỳ|quý|tháng|lần|trước)(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GAP = re.compile(r"(?:(?:cao|thấp|lớn|nhiều|ít|nhỏ)\s+hơn|hơn|kém|vượt)\W+(?:\w+\W+){0,2}\Z", re.IGNORECASE)
_SENTENCE = re.compile(r"[.;!?]\s|\n")


def baseline(fact: Fact, text: str) -> str | None:
    """Return what a change of ``text`` is measured against, or None for facts that are no change.

    ``earlier`` (the time before the fact's period, which is also what a bare «tăng 2 điểm» means), ``earlier
    2019`` (a year that is not the one before), ``average``, the words of another thing named, or ``gap`` for
    a difference («cao hơn 2 điểm») to something that is not.
    """
    if not isinstance(fact, Score | Rank) or fact.kind != "change":
        return None
    before = _SENTENCE.split(text[max(0, fact.start - _REACH) : fact.start])[-1]
    named = _BEHIND.match(text, fact.end, fact.end + _REACH)
    if named is None:
        ahead = list(_AHEAD.finditer(before))
        named = ahead[-1] if ahead else None
    if named is not None:
        return _class_of(named["what"], fact.period)
    has_verb_inside = bool(re.search(r"hơn|kém|vượt", fact.text, re.IGNORECASE))
    return "gap" if has_verb_inside or _GAP.search(before) else "earlier"


def _class_of(what: str, period: str | None) -> str:
    if _AVERAGE.search(what):
        return "average"
    year = _YEAR.search(what)
    if year is None:
        return "earlier" if _EARLIER.search(what) else " ".join(what.casefold().split())
    before = int(period[:4]) - 1 if period and period[:4].isdecimal() else None
    return "earlier" if before in {None, int(year[0])} else f"earlier {year[0]}"
