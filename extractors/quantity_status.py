"""Whether an amount is reached, demanded, or the norm of a procedure."""

import re
from functools import cache

from extractors.context_layout import Layout
from extractors.context_marks import Marks
from extractors.context_status import StatusReader
from extractors.facts import Status
from extractors.folding import fold
from extractors.lexicon import alternatives
from extractors.quantity_units import table

_REACH = 60
#: A count of things that exist, inside a demand: «trong 10 chỉ tiêu», «của 63 tỉnh».
_EXISTING = re.compile(r"(?<!\w)(?:của|thuộc|trong|giữa|trong số|trong tổng số|trong đó có)\s(?:cả\s)?$")
_RATE = re.compile(
    r"\s?/\s?(?:năm|tháng|ngày|quý|tuần|nhiệm kỳ)|\s(?:mỗi|một|trong)\s(?:năm|tháng|quý|tuần)(?!\w)"
)


class AmountStatus:
    """Answers for one document; the sentences and marks are those of the scores and ranks."""

    def __init__(self, folded: str, layout: Layout, marks: Marks, *, title_sets_targets: bool) -> None:
        self._folded, self._layout = folded, layout
        self._reader = StatusReader(folded, layout, marks, title_sets_targets, None)

    def read(self, start: int, end: int, unit: str) -> Status | None:
        """Return the status of the amount at ``start``..``end``, whose folded unit is ``unit``."""
        if self._is_norm(start, end, unit):
            return None
        if _EXISTING.search(self._folded, max(0, start - 24), start):
            return "actual"
        return self._reader.read(start, end, None, None)

    def _is_norm(self, start: int, end: int, unit: str) -> bool:
        if unit in {fold(word) for word in table()["norms"]["units"]}:
            return True
        if unit.startswith("lần") and _RATE.match(
            self._folded, end - unit.count("/") * 4 if "/" in unit else end
        ):
            return True
        if "/" in unit and unit.startswith("lần"):
            return True
        floor = max(start - _REACH, self._layout.line(start).sentence(start).start)
        clause = re.split(r"[,;:]\s", self._folded[floor:start])[-1]
        return _norm().search(clause) is not None or _behind().match(self._folded, end) is not None


@cache
def _norm() -> re.Pattern[str]:
    words = alternatives(map(fold, table()["norms"]["before"]))
    return re.compile(
        rf"(?<!\w){words}\s(?:là\s|bằng\s|tới\s|khoảng\s|đến\s|không quá\s|từ\s|\d+\s)?(?:\(\s?)?$"
        rf"|(?<!\w)(?:để|nếu|trường hợp|khi)\s[^.;,]{{1,40}}\s(?:quá|vượt quá|vượt)\s$"
    )


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\s{alternatives(map(fold, table()['norms']['behind']))}(?!\w)")
