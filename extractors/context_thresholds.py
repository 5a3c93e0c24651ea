"""Bounds that define groups or count places, and are nobody's value: «nhóm A, từ 90% trở lên», «13 tỉnh đạt
trên 80%»."""

import re

from extractors.ranks import NOUN

_BOUND = r"(?:từ|trên|dưới|hơn|tối thiểu|ít nhất|không dưới)\s?$"
_DEFINED = re.compile(
    r"(?<!\w)(?:nhóm\s[^.;,:(\n]{1,24}\s?[,:(-]\s?(?:[^.;,:(\n]{0,30}\s)?"
    rf"|(?:nhóm|loại|xếp loại)\s\S{{1,12}}\s(?:là\s|khi\s|nếu\s|đạt\s)+){_BOUND}"
)
_COUNTED = re.compile(
    rf"(?<![\w/.,])(?:\d{{1,3}}|các|những|một số|nhiều|số|không có|"
    rf"mỗi)\s{NOUN}(?!\w)[^.;:\d\n]{{0,70}}(?<!\w){_BOUND}"
)
_COUNT_BEHIND = re.compile(rf"\s(?:trở lên|trở xuống)?\s?(?:có|gồm|là|:)\s(?:\d{{1,3}}|các)\s{NOUN}(?!\w)")


def is_threshold(folded: str, start: int, end: int) -> bool:
    """Tell whether the value at ``start``..``end`` only bounds a group or counts those beyond it."""
    window = folded[max(0, start - 110) : start]
    window = window[max(window.rfind("\n"), window.rfind(";")) + 1 :]
    if _COUNT_BEHIND.match(folded, end):
        return True
    return _DEFINED.search(window) is not None or _COUNTED.search(window) is not None
