"""Whether an amount is reached, demanded, or the norm of a procedure."""

import re
from functools import cache, lru_cache

from extractors.context_layout import Layout
from extractors.context_marks import Marks
from extractors.context_phrases import DIVIDED, WEIGHTS
from extractors.context_status import StatusReader
from extractors.context_thresholds import is_threshold
from extractors.facts import Status
from extractors.folding import fold
from extractors.lexicon import alternatives
from extractors.phrases import holds_any
from extractors.quantity_numbers import Amount
from extractors.quantity_units import folded_words, table
from extractors.text import Span

_REACH = 200
_SENTENCE = 600
#: A count of things that exist, inside a demand: «trong 10 chỉ tiêu», «của 63 tỉnh»; a habit; a change.
_EXISTING = re.compile(
    r"(?<!\w)(?:của|thuộc|trong|giữa|trong số|trong tổng số)\s(?:cả\s|toàn bộ\s)?$"
    r"|(?<!\w)(?:xử lý|dứt điểm|duy tu|"
    r"tháo gỡ|khắc phục|rà soát|quản lý|theo dõi|sửa chữa|cải tạo|nâng cấp)\s$"
)
#: How that ends, and how what is handled does.
_EXISTING_ENDS = tuple(
    f"{word} "
    for word in (
        "của", "thuộc", "trong", "giữa", "số", "cả", "bộ", "lý", "điểm", "tu", "gỡ", "phục", "soát", "dõi",
        "chữa", "tạo", "cấp",
    )
)  # fmt: skip
#: Longer than anything it matches.
_EXISTING_REACH = 24
_SO_FAR = re.compile(
    r"(?<!\w)(?:đến nay (?:đã |mới )?(?:xong|có|hoàn thành|đạt)[^,;]*"
    r"|(?:trung bình|bình quân) mỗi [^;]*|(?:tăng|giảm) từ [^;,]*)$"
)
#: Behind a mark of two characters a clause begins.
_CLAUSE_MARKS = (", ", "; ", ": ")
_DEMANDED = re.compile(r"(?<!\w)không (?:quá|vượt quá|được quá)\s$")
_PER_TIME = re.compile(r"/\s?(?:năm|tháng|ngày|quý|tuần|nhiệm kỳ|giờ)$")
_EACH_TIME = re.compile(r"\s(?:mỗi|một|trong)\s(?:năm|tháng|quý|tuần|ngày)(?!\w)")
_EVERY = re.compile(r"(?<!\w)(?:mỗi|một|hằng|hàng) (?:năm|tháng|quý|tuần|ngày) $")
_HANDLED_REACH = 12
_HANDLED = re.compile(r"(?<!\w)(?:xử lý|tháo gỡ|khắc phục|rà soát|quản lý|cải tạo|nâng cấp)\s$")
_BOUND = re.compile(
    r"(?<!\w)(?:nhóm|ngưỡng|xếp loại|mức)\s[^;]{0,60}"
    r"(?:từ|trên|dưới|hơn|đến|tới|-)\s?(?:\d[\d,.]*%?\s?(?:đến|-)\s?)?"
    r"(?:dưới\s|cận\s)?$"
)
#: What it begins with.
_BOUND_WORDS = ("nhóm", "ngưỡng", "xếp loại", "mức")
#: Longer than the words of a norm with what may stand between them and the number.
_NORM_REACH = 48
_EXCESS = ("quá ", "vượt ", "tối thiểu ", "ít nhất ")
_EXCEEDED = re.compile(
    r"(?<!\w)(?:để|nếu|trường hợp|khi)\s[^.;,]{1,40}(?<!\w)(?:quá|vượt quá|vượt)\s$"
    r"|(?<!\w)để quá\s$|(?<!\w)mỗi\s[^.;,]{1,30}\s(?:tối thiểu|ít nhất)\s$"
)
#: Sentences that set tasks: by whom they are given, by how they begin, by their deadline.
_TASK = re.compile(
    r"(?<!được )(?<!\w)giao\s(?:cho\s)?(?:các\s)?"
    r"(?:sở|ubnd|ban|công an|cục|chi cục|văn phòng|trung tâm|ngành|bộ|chủ tịch)(?!\w)"
    r"|(?:xong|hoàn thành|bàn giao|báo cáo|trình)[^.;]{0,40} (?:trước|chậm nhất)[^.;]{0,24}\d"
)
#: One of these stands in all that tells a task.
_TASK_WORDS = ("giao", " trước", " chậm nhất")
_MARKED = re.compile(r"(?:đạt|được|bình quân|trung bình|chấm[^,;.]*)\s$")


class AmountStatus:
    """Answers for one document; the sentences and marks are those of the scores and ranks."""

    def __init__(self, folded: str, layout: Layout, marks: Marks, *, title_sets_targets: bool) -> None:
        self._folded, self._layout = folded, layout
        whole = len(folded)
        # Which words that make some bounds stand anywhere in the document.
        self._bounds = [
            kind
            for kind, words in (("weight", WEIGHTS), ("divided", DIVIDED))
            if holds_any(folded, words, 0, whole)
        ]
        self._reader = StatusReader(folded, layout, marks, title_sets_targets, None)
        self._tasks: dict[Span, bool] = {}

    def read(self, amount: Amount, unit: str, of: str | None) -> Status | None:
        """Return the status of ``amount``, None for the norm of a procedure and for a frequency."""
        start, end = amount.start, amount.end
        sentence = self._layout.line(start).sentence(start)
        window = self._folded[max(start - _REACH, sentence.start) : start]
        clause = window[_clause_start(window) :]
        if self._is_norm(clause, amount, unit, of):
            return None
        if clause.endswith("quá ") and _DEMANDED.search(clause):
            return "target"
        is_open = self._folded.startswith(" trở lên", end)
        if not is_open and _exists(window, is_share=unit == "%"):
            return "actual"
        told = self._reader.read(start, end, None, None)
        if told == "target" or (of is not None and "dự kiến" in of.lower()):
            return "target"
        if is_open or is_threshold(self._folded, start, end, kinds=self._bounds):
            return None
        return "target" if self._is_task(sentence) else told

    def _is_task(self, sentence: Span) -> bool:
        """Tell whether a sentence tells somebody to do something."""
        known = self._tasks.get(sentence)
        if known is None:
            start, end = sentence.start, sentence.start + _SENTENCE
            words = self._folded[start:end].lstrip("-+*• 0123456789.)")
            known = self._tasks[sentence] = _orders().match(words) is not None or _sets_task(
                self._folded, start, min(sentence.end, end)
            )
        return known

    def _is_norm(self, clause: str, amount: Amount, unit: str, of: str | None) -> bool:
        unit = _folded(unit)
        if unit in folded_words("norms", "units"):
            is_whole = amount.out_of is None and amount.value == amount.value.to_integral_value()
            if is_whole or _MARKED.search(clause) is None:
                return amount.out_of is not None or is_whole
        if unit.startswith("lần") and (
            _PER_TIME.search(unit) or _EACH_TIME.match(self._folded, amount.end) or _EVERY.search(clause)
        ):
            return True
        if unit == "%" and "chiếm" in clause and ("điểm" in clause or "điểm" in (of or "")):
            return True
        return _limits(clause) or _behind().match(self._folded, amount.end) is not None


def _sets_task(folded: str, start: int, end: int) -> bool:
    """Tell whether a sentence sets a task by whom it is given to, or by when it is due."""
    return holds_any(folded, _TASK_WORDS, start, end) and _TASK.search(folded, start, end) is not None


def _clause_start(window: str) -> int:
    """Return where the last clause of ``window`` begins: behind a mark and its space."""
    begin = 0
    for mark in _CLAUSE_MARKS:
        at = window.rfind(mark, begin)
        if at >= 0:
            begin = at + 2
    return begin


def _limits(clause: str) -> bool:
    """Tell whether the words of a clause make the number behind it a limit or a rate of some rule."""
    last = clause.rstrip(" (").rpartition(" ")[2]
    may_be_norm = last in _ends_of_norms() or not last.isalpha()
    return (
        (may_be_norm and _norm().search(clause, max(0, len(clause) - _NORM_REACH)) is not None)
        or (clause.endswith(_EXCESS) and _EXCEEDED.search(clause) is not None)
        or (holds_any(clause, _BOUND_WORDS, 0, len(clause)) and _BOUND.search(clause) is not None)
    )


def _exists(window: str, *, is_share: bool) -> bool:
    """Tell whether the words before an amount say that what it counts is there, and not asked for."""
    if window.endswith(_EXISTING_ENDS):
        if is_share and _HANDLED.search(window, max(0, len(window) - _HANDLED_REACH)):
            return False
        if _EXISTING.search(window, max(0, len(window) - _EXISTING_REACH)):
            return True
    is_told = "đến nay " in window or " mỗi " in window or " từ " in window
    return is_told and _SO_FAR.search(window) is not None


@lru_cache(maxsize=512)
def _folded(unit: str) -> str:
    return fold(unit)


@cache
def _ends_of_norms() -> frozenset[str]:
    """Return the words that a norm ends with, or what may stand behind it."""
    words = [fold(phrase).rpartition(" ")[2] for phrase in table()["norms"]["before"]]
    return frozenset([*words, "là", "bằng", "tới", "khoảng", "đến", "quá", "từ"])


@cache
def _norm() -> re.Pattern[str]:
    words = alternatives(map(fold, table()["norms"]["before"]))
    return re.compile(
        rf"(?<!\w){words}\s(?:là\s|bằng\s|tới\s|khoảng\s|đến\s|không quá\s|từ\s|"
        rf"\d[\d,.]*%?\s(?:đến|-)\s)?(?:\(\s?)?$"
    )


@cache
def _behind() -> re.Pattern[str]:
    words = alternatives(map(fold, table()["norms"]["behind"]))
    return re.compile(rf"\s{words}(?!\w)|[^.;,\n]{{0,24}}\skhông được (?:xét|xếp|công nhận|khen)")


@cache
def _orders() -> re.Pattern[str]:
    return re.compile(rf"(?:[a-zđ]\) )?(?:{alternatives(map(fold, table()['norms']['orders']))}|để)\s")
