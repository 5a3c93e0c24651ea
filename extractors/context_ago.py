"""«Năm ngoái», «kỳ trước»: values told of the period before the one that is spoken of."""

import re

from extractors.context_layout import Spot

_AGO = (
    r"(?:kỳ trước|năm trước|năm trước đó|năm liền trước|năm liền kề|năm ngoái|lần trước|kỳ công bố trước|"
    r"lần công bố trước|kỳ đánh giá trước|lần đánh giá trước|kỳ xếp hạng trước|lần xếp hạng trước)"
)
# «trong khi kỳ trước được 43.25 điểm»: the year before the one that is told.
_YEAR_BEFORE = re.compile(
    r"(?<!\w)(?<!so với )(?<!cùng )(?<!kỳ )(?<!hơn )(?<!với kết quả )(?<!với mức )(?<!của )(?<!bằng )"
    rf"(?<!so ){_AGO}(?!\w)[^.;\n\d]{{0,40}}(?:\d+(?:[.,]\d+)? điểm[^.;\n\d]{{0,24}})?$"
)
# «Năm ngoái, tỉnh chỉ xếp thứ 47 với 62,5 điểm»: a clause that it opens is of it to the end.
_YEAR_BEFORE_ALL = re.compile(
    rf"(?:^|[.;]\s|,\s|\(|\n|(?:trong khi|còn|riêng|kết quả|khi)\s){_AGO}(?!\w)"
    r"(?:[^.;\n()]|(?<=\d)\.(?=\d)){0,120}$"
)
_FULL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# «vị trí thứ 8 của lần trước», «so với lần công bố trước (thứ 30/63)»
_OF_YEAR_BEFORE = re.compile(rf"\s(?:của\s|hồi\s|ở\s|trong\s)?{_AGO}(?!\w)")
_AGO_ENDING = re.compile(rf"(?<!\w){_AGO}\s$")


def is_of_year_before(folded: str, spot: Spot) -> bool:
    """Tell whether the value at ``spot`` is told of «kỳ trước», the period before the one told."""
    start = spot.start
    floor = max(0, start - 80)
    window = folded[floor : spot.end + 32]
    if "trước" not in window and "ngoái" not in window:
        return False
    if _YEAR_BEFORE.search(folded, floor, start) or _OF_YEAR_BEFORE.match(folded, spot.end):
        return True
    clause = _YEAR_BEFORE_ALL.search(folded[max(spot.sentence[0], start - 160) : start])
    if clause is not None and _FULL_YEAR.search(clause[0]) is None:
        return True
    paren = spot.paren
    return paren is not None and _AGO_ENDING.search(folded, max(0, paren[0] - 32), paren[0]) is not None
