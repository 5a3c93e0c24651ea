"""Bounds that define groups or count places, and are nobody's value: «nhóm A, từ 90% trở lên», «13 tỉnh đạt
trên 80%»."""

import re
from collections.abc import Collection

from extractors.context_phrases import DIVIDED, WEIGHTS
from extractors.phrases import holds_any
from extractors.ranks import NOUN

_BOUND_WORDS = ("từ", "trên", "dưới", "hơn", "tối thiểu", "ít nhất", "không dưới")
_BOUND = rf"(?:{'|'.join(_BOUND_WORDS)})\s?$"
_BOUNDS = (*_BOUND_WORDS, *(f"{word} " for word in _BOUND_WORDS))
# A member of a group that goes on with its own verb («ở nhóm A, đạt trên 43 điểm») is told its value.
_DEFINED = re.compile(
    r"(?<!\w)(?:(?<!vào )(?<!thuộc )(?<!ở )(?<!trong )nhóm\s(?:[a-e]|[^\W\d][^.;,:(\d\n]{1,23})\s?[,:(-]\s?"
    r"(?:(?!đạt)[^.;,:(\n]{0,30}\s)?"
    rf"|(?:nhóm|loại|xếp loại)\s\S{{1,12}}\s(?:là\s|khi\s|nếu\s|đạt\s)+){_BOUND}"
)
_COUNTED = re.compile(
    rf"(?<![\w/.,])(?:\d{{1,3}}|các|những|một số|nhiều|số|không có|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|"
    rf"mỗi)\s{NOUN}(?!\w)(?:[^.,;:\d\n]|,(?=\s{NOUN}(?!\w))){{0,70}}(?<!\w){_BOUND}"
)
# «thang điểm 100, chia cho năm nhóm việc: … 18 điểm; … 20 điểm»: a full mark handed out, nobody's value.
_WEIGHED = re.compile(
    r"(?<!\w)(?:(?:thang|cơ cấu|khung) điểm|tổng (?:số )?điểm tối đa|điểm tối đa|trọng số)(?!\w)"
    r"(?![^.\n]*(?<!\w)(?:đạt|xếp|được chấm|tăng|giảm)(?!\w))[^.\n]*"
    r"(?<!\w)(?:chia|phân bổ|gồm|trong đó|bao gồm|như sau|cho|là)(?!\w)[^.\n]*$"
)
# «gồm 8 lĩnh vực: thể chế 10 điểm, tổ chức bộ máy 12 điểm»: whole marks of the parts.
_PARTS = re.compile(
    r"(?:gồm|chia thành|chia làm)\s(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s"
    r"(?:lĩnh vực|nhóm|tiêu chí|nội dung|trục|phần|chỉ số thành phần)[^.:\n]{0,40}:"
    r"(?![^.\n]*(?<!\w)(?:đạt|được|xếp|tăng|giảm)(?!\w))[^.\n]*$"
)
# «từ 90 điểm trở lên xếp loại Xuất sắc», «dưới 75 điểm thì bị phê bình»: what follows from a mark.
_BOUND_BEFORE = re.compile(r"(?<!\w)(?:từ|dưới|đến|tới|trên)\s$")
_GRADES = tuple(f"{word}{space}" for word in ("từ", "dưới", "đến", "tới", "trên") for space in " \n")
_GRADED = re.compile(
    r"(?:\s(?:trở lên|trở xuống))?(?:\s?[:-])?\s?(?:thì\s|phải\s|sẽ bị\s|bị\s"
    r"|(?:được\s)?(?:xếp loại|xếp hạng|đạt loại|đánh giá|phân loại)\s)"
)
_COUNT_BEHIND = re.compile(rf"\s(?:trở lên|trở xuống)?\s?(?:có|gồm|là|:)\s(?:\d{{1,3}}|các)\s{NOUN}(?!\w)")

#: The kinds of marks without which some bounds are none.
_SIGNALS = frozenset({"weight", "divided"})


def is_threshold(folded: str, start: int, end: int, *, kinds: Collection[str] = _SIGNALS) -> bool:
    """Tell whether the value at ``start``..``end`` only bounds a group or counts those beyond it; ``kinds``
    are those of the marks in its document, where they are known."""
    return (
        _is_graded(folded, start, end)
        or ("weight" in kinds and _is_full_mark(folded, start))
        or ("divided" in kinds and _is_part(folded, start, end))
        or _is_bound(folded, start)
    )


def _is_graded(folded: str, start: int, end: int) -> bool:
    if folded.startswith((" ", "\n"), end) and _COUNT_BEHIND.match(folded, end):
        return True
    if not folded.endswith(_GRADES, max(0, start - 8), start):
        return False
    return (
        _BOUND_BEFORE.search(folded, max(0, start - 8), start) is not None
        and _GRADED.match(folded, end) is not None
    )


def _is_full_mark(folded: str, start: int) -> bool:
    floor = max(0, start - 320)
    if not holds_any(folded, WEIGHTS, floor, start):
        return False
    in_line = max(folded.rfind("\n", floor, start), floor)
    return _WEIGHED.search(folded[in_line:start]) is not None


def _is_part(folded: str, start: int, end: int) -> bool:
    floor = max(0, start - 320)
    if not holds_any(folded, DIVIDED, floor, start):
        return False
    return "," not in folded[start:end] and _PARTS.search(folded[floor:start]) is not None


def _is_bound(folded: str, start: int) -> bool:
    if not folded.endswith(_BOUNDS, max(0, start - 12), start):
        return False
    window = folded[max(0, start - 110) : start]
    window = window[max(window.rfind("\n"), window.rfind(";")) + 1 :]
    return _DEFINED.search(window) is not None or _COUNTED.search(window) is not None
