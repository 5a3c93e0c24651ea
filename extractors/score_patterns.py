"""The shapes of values: a number, its unit or scale behind it, the first end of its range before it."""

import re

from extractors.lexicon import alternatives, load_table
from extractors.phrases import Word, folded_set, phrase_ending

_NUMBER = r"\d{1,4}(?:[.,]\d{1,4})?"
_POINT_PERCENT = alternatives(load_table("score_words")["units"]["percent_points"])
_UNIT = rf"(?:{_POINT_PERCENT}|%(?:\sđiểm)?|điểm)(?!\w)"
#: A number with a decimal mark, or with the beginning of a scale or unit behind it.
VALUE = re.compile(
    r"(?P<value>\d(?<![\w.,/]\d)\d{0,3}(?:[.,]\d{1,4})?)(?!(?!điểm)\w|[.,]\d)"
    r"(?:(?<=[.,]\d)|(?<=[.,]\d\d)|(?<=[.,]\d{3})|(?<=[.,]\d{4})|(?=\s?(?:[/%đp]|tr[êo]n)))"
)
_TAIL = re.compile(
    rf"(?:\s?điểm)?\s?(?:/|trên(?:\stổng(?:\ssố)?)?|trong tổng số)\s?(?P<scale>{_NUMBER})(?!\w|"
    rf"[.,/]\d)(?P<of>\s?điểm(?!\w))?"
    rf"|\s?(?P<unit>{_UNIT})"
)
#: A scale behind the unit: «8,2 điểm trên thang điểm 10».
ON_SCALE = re.compile(
    rf"\s(?:trên|theo|/)\s?thang(?: điểm)?\s(?P<scale>{_NUMBER})(?!\w|[.,/]\d)(?:\sđiểm(?!\w))?"
)
# What a unit or a scale behind a number begins with, past a space.
_TAIL_STARTS = frozenset("/%đtp")
# The words in between that make a number the second end of a range: ``_RANGE_BEFORE`` ends in one.
_RANGE_LINKS = ("-", "đến", "tới", "dưới")
_RANGE_BEFORE = re.compile(rf"(?<![\w.,/])(?P<first>{_NUMBER})\s?%?\s?(?:-|đến|tới)\s?(?P<below>dưới\s)?$")
#: What makes the number before it the lower bound of a class.
THRESHOLD_AFTER = re.compile(r"\s?(?:-|đến|tới)\s?(?:dưới|cận)")

_RISING = re.compile(
    r"\s(?:lên|xuống|còn|sang|thành|tới|đến)\s(?:còn\s|mức\s|đến\s|tới\s|thành\s|gần\s|trên\s)?(?=\d)"
)
_FROM = folded_set(["từ", "từ mức", "từ điểm số", "từ điểm", "từ chỗ", "từ chỗ đạt", "từ con số"])


def tail_at(folded: str, end: int) -> re.Match[str] | None:
    """Match the unit or the scale behind a number that ends at ``end``."""
    char = folded[end : end + 1]
    if char.isspace():
        char = folded[end + 1 : end + 2]
    return _TAIL.match(folded, end) if char in _TAIL_STARTS else None


def range_before(folded: str, number: int) -> re.Match[str] | None:
    """Match the first end of a range whose second begins at ``number``."""
    if not folded[max(0, number - 6) : number].rstrip().endswith(_RANGE_LINKS):
        return None
    return _RANGE_BEFORE.search(folded, max(0, number - 18), number)


def is_left(folded: str, words: list[Word], end: int) -> bool:
    """Whether the value that ends at ``end``, behind ``words``, is one that was left: «từ 40,14 lên …»."""
    if not phrase_ending(words, _FROM):
        return False
    # A parenthesis may hold the older year: «từ 40,14 (2021) lên 40,87».
    rising = _RISING.search(folded, end, end + 60)
    return rising is not None and not any(mark in folded[end : rising.start()] for mark in ".;\n")
