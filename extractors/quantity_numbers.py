"""The numbers that may count something: their forms, and the words before them that say they only name."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractors.anchors import matches_at
from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.numbers import NUMBER, number_starts, parse_count, parse_number
from extractors.phrases import words_before
from extractors.quantity_units import folded_words, multiplier_letters, read_noun

#: A number that nothing glues to a name or a symbol: not «QL1», «F0-1», «61/2018», nor the «%20» of a link.
#: «96 .214» has a stray space. The pattern begins with a digit, to which a scan can skip, and looks then at
#: what stands before it.
_TOKEN = re.compile(
    r"\d(?<![\w.,/%]\d)"
    r"(?:(?<=[1-9])\d{0,2}(?:(?: | \.)\d{3}(?!\d))+(?![.,]\d)|\d*(?:[.,]\d+)*)(?!\d)"
)
_OUT_OF = re.compile(
    rf" ?/ ?(?P<slash>{NUMBER})(?![\w/]|[.,]\d|-\w)"
    rf"| (?:trên|trong)(?: tổng(?: số)?| số)? (?P<words>{NUMBER})(?= [^\W\d_])"
)
_DONE = re.compile(
    r"(?<!\w)(?:hoàn thành|đạt|xong|thực hiện|giải quyết|xử lý|làm|được|có|công nhận)(?: được)?"
    r"(?: tới| cả| đủ)? $"
)
_MORE_SCALES = re.compile(r" (?P<number>\d{1,3}(?:,\d+)?) ?(?=[^\W\d_])")
_RANGE = re.compile(
    rf" ?(?:-|đến|tới) ?(?:dưới |hơn |trên |gần |khoảng )?(?P<second>{NUMBER})(?![\w/]|[.,]\d)"
)
_CLOCK = re.compile(r":\d|h(?![\w])|h\d|g\d|[^\W\d_%]\d|-[^\W\d_]|/\D|\.\d|,\d|x{2,}| [x×] ?\d")
_GLUED = re.compile(r"k?m[23²³](?!\w)")
_CODE_BEFORE = re.compile(r"(?:[^\W\d]|\d{5})-$")
_MAP_SCALE = re.compile(r"t[ỷỉ] lệ $")
#: How far before a number the words stand that make it a name; marks that part them from it, or edge them.
_NAME_REACH = 28
_CUTS = ",;:.!?)"
_EDGES = "(\"'[+-/"
_SCALE = re.compile(r" ?(?P<word>[^\W\d_]+)")


class Amount(NamedTuple):
    """A number at ``start``..``end`` with its value; ``out_of`` of «17/40»."""

    start: int
    end: int
    value: Decimal
    out_of: Decimal | None = None


def find_amounts(text: str, folded: str, taken: Sequence[tuple[int, int]]) -> Iterator[Amount]:
    """Yield every number in digits that may count something and stands in none of the ``taken`` spans.

    ``folded`` is the folded twin of ``text``. ``taken`` are sorted and apart from each other. Linear in the
    length of the text.
    """
    reached, index = 0, 0
    for token in matches_at(_TOKEN, folded, number_starts(text)):
        start = token.start()
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        if start < reached or (index < len(taken) and taken[index][0] <= start):
            continue
        amount = _read(folded, token)
        if amount is not None and not (index < len(taken) and taken[index][0] < amount.end):
            reached = amount.end
            yield amount


def read_range(folded: str, end: int) -> tuple[int, int] | None:
    """Return the span of the second number of a range («10 - 15%») that goes on at ``end``, or None."""
    second = _RANGE.match(folded, end)
    return None if second is None else second.span("second")


def read_more_scales(folded: str, value: Decimal, end: int) -> tuple[Decimal, int] | None:
    """Read «1 triệu 200 nghìn», whose first number ended at ``end``: the whole value, and where the last
    multiplier ends; None where no second multiplier follows."""
    if folded[end : end + 1].isalpha() or folded[end + 1 : end + 2] in multiplier_letters():
        scale = _scale_at(folded, end)
    else:
        return None
    total, at, parts = Decimal(0), end, 0
    current: Decimal | None = value
    while scale is not None and current is not None and parts < 4:
        total, at, parts = total + current * Decimal(10) ** scale[0], scale[1], parts + 1
        more = _MORE_SCALES.match(folded, at)
        following = _scale_at(folded, more.end("number")) if more is not None else None
        if more is None or following is None or following[0] >= scale[0]:
            break
        current, scale = parse_number(more["number"]), following
    return (total, at) if parts > 1 else None


def _scale_at(folded: str, at: int) -> tuple[int, int] | None:
    word = _SCALE.match(folded, at)
    if word is None:
        return None
    power = _powers().get(word[1])
    return None if power is None else (power, word.end())


@cache
def _powers() -> dict[str, int]:
    return {fold(word): power for word, power in load_table("units")["multipliers"].items()}


def _read(folded: str, token: re.Match[str]) -> Amount | None:
    start, end = token.span()
    written = token[0]
    if folded[start - 1 : start] == "-" and _CODE_BEFORE.search(folded, max(0, start - 7), start):
        return None
    value = Decimal(written) if written.isdecimal() else parse_count(written.replace(" .", "."))
    if value is None or _is_code(written):
        return None
    over = _OUT_OF.match(folded, end) if folded[end : end + 1] in " /" else None
    if over is not None:
        if value == 1 and _MAP_SCALE.search(folded, max(0, start - 8), start):
            return None
        total = parse_count(over["slash"] or over["words"])
        is_number = total is not None and not _is_code(over["slash"] or over["words"])
        if total is not None and is_number and (total >= value or _is_exceeded(folded, start, over.end())):
            return Amount(start, over.end(), value, total)
    return None if _CLOCK.match(folded, end) and not _is_measure(folded, end) else Amount(start, end, value)


def _is_exceeded(folded: str, start: int, end: int) -> bool:
    """Tell more done than planned («hoàn thành 42/40 nhiệm vụ») from «30/4», «số 42/3» and the like."""
    is_done = _DONE.search(folded, max(0, start - 24), start) is not None
    return is_done and read_noun(folded, end + 1) is not None


def _is_code(written: str) -> bool:
    """Tell «0256» and «1.2.3.4», which are no amounts, by their form."""
    return written[0] == "0" and len(written.replace(",", ".").split(".")[0]) > 2


def _is_measure(folded: str, end: int) -> bool:
    return _GLUED.match(folded, end) is not None


@cache
def _last_of_names() -> frozenset[str]:
    """Return the last words of the phrases that make the number behind them a name."""
    groups = (folded_words("names", key) for key in ("strong", "weak", "of_time"))
    return frozenset(phrase.rpartition(" ")[2] for group in groups for phrase in group)


def is_name(folded: str, start: int, end: int, *, is_counted: bool) -> bool:
    """Tell whether the words before ``start`` make the number a name: «Điều 4», «cấp 3», «bão số 3».

    ``is_counted`` says that a known noun or unit follows ``end``, which some of those words give way to.
    """
    if start == 0 or folded[start - 1] not in " (":
        return False
    sure = _told_by_last(folded, start, end, is_counted=is_counted)
    if sure is not None:
        return sure
    words = [word.text for word in words_before(folded, start, _NAME_REACH)][-3:]
    if not words or " ".join(words[-2:]) in folded_words("names", "free_pairs"):
        return False
    if words[-1] in folded_words("names", "of_time") and is_counted:
        return _may_be_date(folded[start:end])
    strong, weak = folded_words("names", "strong"), folded_words("names", "weak")
    phrases = [" ".join(words[-count:]) for count in range(1, len(words) + 1)]
    return any(phrase in strong or (phrase in weak and not is_counted) for phrase in phrases)


def _told_by_last(folded: str, start: int, end: int, *, is_counted: bool) -> bool | None:
    """Return what ``is_name`` does where the last word before ``start`` is sure to decide it, else None."""
    last = folded[max(0, start - _NAME_REACH) : start].split()[-2:]
    if last and last[-1][-1] in _CUTS:
        return False
    # Only a word without marks, and not clipped by this look, is sure to be the last one.
    if len(last) < 2 or not last[1].isalpha():
        return None
    if last[1] not in _last_of_names():
        return False
    pair = f"{last[0].lstrip(_EDGES)} {last[1]}"
    if last[1] not in folded_words("names", "strong") or pair in folded_words("names", "free_pairs"):
        return None
    is_time = is_counted and last[1] in folded_words("names", "of_time")
    return not is_time or _may_be_date(folded[start:end])


def _may_be_date(written: str) -> bool:
    """Tell a day or a year from «1.500» in «đầu tháng 1.500 hồ sơ»: years have no mark, days two digits."""
    return written.isdigit() and (len(written) < 3 or written[:2] in {"19", "20"})
