"""What the label of a column of a table says of its cells."""

import re
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set

Column = Literal[
    "score", "percent", "rank", "rank_change", "score_change", "group", "name", "subject", "year", "none"
]

_WORDS: dict[str, Any] = load_table("table_words")
_YEAR = re.compile(r"(?<![\d/])(?:19|20)\d\d(?![\d/])")


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(folded_set(_WORDS['columns'][name]))}(?!\w)")


_REFUSED, _CHANGE, _RANK = _pattern("refused"), _pattern("change"), _pattern("rank")
_GROUPED, _NAME, _SUBJECT = _pattern("group"), _pattern("name"), _pattern("subject")
_POINT, _TARGET = _pattern("point"), _pattern("target")
_LED = r"(?:(?:\d{1,2}|[ivx]{1,4}|[a-d])[.)]\s|[-+•]\s)?"


def _row_words(name: str) -> str:
    return alternatives(folded_set(_WORDS["rows"][name]))


# What a row is called by what it holds: «Xếp hạng toàn quốc», but neither «Hạng mục» nor «Vị trí việc làm».
_OF_RANKS = re.compile(
    rf"{_LED}(?:{_row_words('rank')}"
    rf"|{_row_words('weak_rank')}(?=$|\s?[(:]|\s(?:xếp hạng|toàn quốc|cả nước)))(?!\w|\smục)"
)
_OF_POINTS = re.compile(
    rf"{_LED}{_row_words('point')}"
    rf"(?=$|\s?\(|\s(?:chỉ số(?!\sthành phần)|năm|{_row_words('indices')})(?!\w)|\s20\d\d)"
)
_SHARE = re.compile(rf"{alternatives(folded_set(_WORDS['columns']['share']))}\s?(?:\(%\))?")
_UNITS = frozenset({"", "%", "điểm", "hạng", "bậc", "-", "x"})
_COUNTED = ("đồng", "usd", "hộ", "người", "tấn", "ha", "lượt", "hồ sơ")
_WORDS_ONLY = re.compile(r"[\w ]*")
#: How long the labels are, in characters, of which answers are kept.
_USUAL = 120
_ONLY_YEAR = re.compile(r"(?:năm\s)?(?:19|20)\d\d(?:\s?\(%\))?")


class Label(NamedTuple):
    """What the label of a column says of its cells."""

    written: str
    is_refused: bool
    is_group: bool
    is_name: bool
    is_subject: bool
    of_numbers: Column
    period: str | None
    is_target: bool


def label_of(label: str) -> Label:
    """Return what the folded ``label`` says. Tables repeat their labels in every row, so answers are kept."""
    return _kept(label) if len(label) <= _USUAL else _read(label)


@lru_cache(maxsize=512)
def _kept(label: str) -> Label:
    return _read(label)


def _read(label: str) -> Label:
    is_refused = _REFUSED.search(label) is not None
    is_name = _NAME.match(label) is not None
    # «So với năm 2022» names the year that is measured against.
    years = _YEAR.findall(label.partition("so với")[0])
    return Label(
        written=label,
        is_refused=is_refused,
        is_group=not is_name and _GROUPED.search(label) is not None,
        is_name=is_name,
        is_subject=_SUBJECT.match(label) is not None,
        of_numbers="none" if is_refused else _number_column(label),
        period=years[-1] if years else None,
        is_target=_TARGET.search(label) is not None,
    )


@lru_cache(maxsize=512)
def row_label(name: str) -> Label | None:
    """Return what the folded ``name`` of a row says of its cells, or None where it names a thing measured."""
    if _OF_RANKS.match(name):
        return label_of(name)
    return label_of(name) if _OF_POINTS.match(name) else None


def crossed(column: Column, label: Label, row: Label) -> Column:
    """Tell what the numbers hold where a column of ``label`` crosses a row that ``row`` tells of."""
    if label.is_refused or column in {"rank", "rank_change", "year"}:
        return column
    if row.of_numbers == "rank":
        return "rank_change" if column == "score_change" else "rank"
    return row.of_numbers if column == "none" else column


def word_column(label: Label, value: str) -> Column:
    """Tell what a column of this label holds, given that one of its cells holds ``value``, no number."""
    if label.is_refused:
        return "none"
    if label.is_group:
        return "group"
    if value in _UNITS or (value.endswith(_COUNTED) and _WORDS_ONLY.fullmatch(value)):
        return "none"
    if label.is_subject:
        return "subject"
    return "name" if label.is_name else "none"


def _number_column(label: str) -> Column:
    if _CHANGE.search(label):
        return "rank_change" if _RANK.search(label) else "score_change"
    column: Column = "none"
    if _RANK.search(label):
        column = "rank"
    elif _SHARE.fullmatch(label):
        column = "percent"
    elif label in {"năm", "kỳ", "năm đánh giá"}:
        column = "year"
    elif _POINT.match(label) or _ONLY_YEAR.fullmatch(label):
        column = "percent" if "%" in label else "score"
    return column
