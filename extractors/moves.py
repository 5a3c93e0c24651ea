"""Verbs of change before a number: «tăng thêm 1,36», «tụt 34», «cao hơn bình quân cả nước 2,1», «+0,5»."""

import re
from dataclasses import dataclass
from typing import Any

from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.phrases import Word, folded_set, phrase_ending, words_before

# «tăng so với năm 2022 là 0,73 điểm»: what the change is measured against stands between verb and number.
_AGAINST = (
    r"(?:so với|mức (?:bình|trung)|bình quân|trung bình|điểm (?:bình|trung)|giá trị (?:bình|trung)|mặt bằng)"
)
# «tăng mạnh nhất (1,2 điểm)»: what stands between the verb and its number.
_MOST = ("nhất (", "nhất ", "nhất là ")
_BETWEEN = r"[^.,;:%()\d\n]*(?:\d{4}(?![\d.,])[^.,;:%()\d\n]*)?"
_PLACES = alternatives(fold(name) for name in load_table("provinces")["provinces"])
_AVERAGES = (
    r"(?:mức\s)?(?:bình quân|trung bình|mặt bằng chung|trung vị)"
    r"(?:\s(?:chung|cả nước|toàn quốc|của|vùng|khu vực|toàn|tỉnh))*"
)
_OTHERS = (
    r"(?:(?:tỉnh|nhóm|đơn vị|địa phương|khối|sở|huyện)\s)?(?:\w+\s){0,2}?"
    r"(?:(?:đứng|dẫn) đầu|(?:đứng|xếp|liền) (?:trên|dưới)|liền (?:kề|sau)|đứng cuối|quán quân)"
    r"|khối\s\w+"
    r"|(?:của\s)?(?:năm\s(?:trước|ngoái|20\d\d)|cùng kỳ(?:\snăm\s(?:trước|ngoái|20\d\d))?|kỳ trước|lần trước)"
)
_LEVEL_AGAIN = re.compile(r"(?:đạt|lên|xuống|với|được|còn|từ|trên|mức|ở)\s?$")
_ENDING_VALUE = re.compile(
    r"\d+(?:,\d+)?\s?(?:%|điểm|bậc|hạng|vị trí)\s?(?:%|phần trăm)?\s?(?:,|và|/|\+)\s?$"
)
_DENIALS = frozenset({"không", "chẳng", "chưa"})
# What may stand between a negation and its verb.
_MODAL = frozenset({"bị", "được", "thể", "hề", "phải"})
# What ``_ENDING_VALUE`` ends in.
_COORDINATING = (",", "và", "/", "+")


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True)
class Move:
    """The direction of a change (+1 or -1) and where its expression begins."""

    sign: int
    start: int


class MoveReader:
    """Reads the change before a number with the verbs and adverbs of one lexicon table."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._up = folded_set(table["up"])
        self._down = folded_set(table["down"])
        self._adverbs = folded_set(table["adverbs"])
        phrases = (*self._up, *self._down, *self._adverbs)
        self._last_words = frozenset(phrase.rpartition(" ")[2] for phrase in phrases)
        verbs = alternatives(sorted(self._up | self._down))
        compared = alternatives(
            [*folded_set(["hơn", "vượt qua", "vượt xa", "hơn hẳn"]), *self._up, *self._down]
        )
        self._beside = re.compile(
            rf"(?:^|[\s(])({compared})\s(?:tỉnh\s|thành phố\s|tp\.?\s?)?(?:{_PLACES}|{_AVERAGES}|{_OTHERS})\s"
            r"(?:tới\s|đến\s|là\s|khoảng\s|gần\s|hơn\s)?$"
        )
        self._most = re.compile(
            rf"(?:^|[\s(])({verbs})\s(?:điểm\s)?(?:mạnh|nhiều|cao|lớn|sâu|nhanh|ít|thấp|đáng kể) nhất"
            r"\s(?:\(|là\s)?$"
        )
        self._far = re.compile(rf"(?:^|[\s(])({verbs})\s{_AGAINST}{_BETWEEN}$")

    def read(self, folded: str, number: int, words: list[Word] | None = None) -> Move | None:
        """Return the change that the number at ``number`` belongs to, or None for a level.

        ``words`` are those before it (``words_before``), given where the caller has them already.
        """
        signed = _signed(folded, number)
        if signed is not None:
            return signed
        near = self._near(words_before(folded, number) if words is None else words)
        if near is not None:
            return near
        if folded.endswith(_MOST, 0, number):
            return self._farthest(folded, number)
        return (
            self._against(folded, number) or self._than(folded, number) or self._coordinated(folded, number)
        )

    def _near(self, words: list[Word]) -> Move | None:
        if not words or words[-1].text not in self._last_words:
            return None
        left, found = len(words), None
        while left:
            head = words[:left]
            if count := phrase_ending(head, self._up):
                found = Move(1, head[-count].start)
            elif count := phrase_ending(head, self._down):
                found = Move(-1, head[-count].start)
            else:
                count = phrase_ending(head, self._adverbs)
            if not count:
                break
            # «tăng thêm»: a verb that is also an adverb gives way to one before it.
            if found is not None and " ".join(w.text for w in head[-count:]) not in self._adverbs:
                break
            left -= count
        # «không thấp hơn 85%» is a floor, not a difference.
        return None if found is None or _is_denied(words, found.start) else found

    def _farthest(self, folded: str, number: int) -> Move | None:
        match = self._most.search(folded, max(0, number - 40), number)
        if match is None:
            return None
        start = number if folded[number - 1] == "(" else match.start(1)
        return Move(1 if match[1] in self._up else -1, start)

    def _against(self, folded: str, number: int) -> Move | None:
        window = folded[max(0, number - 90) : number]
        if "so với" not in window and "bình" not in window:
            return None
        match = self._far.search(window)
        if match is None or _LEVEL_AGAIN.search(window):
            return None
        return Move(1 if match[1] in self._up else -1, number)

    def _than(self, folded: str, number: int) -> Move | None:
        """Read «kém Hải Dương 1,2 điểm», «hơn bình quân cả nước 1,05%»: measured against another's value."""
        window = folded[max(0, number - 64) : number]
        # One by one: an alternation is searched five times as long.
        is_compared = (
            "hơn" in window or "kém" in window or "thua" in window or "vượt" in window or "bỏ xa" in window
        )
        match = self._beside.search(window) if is_compared else None
        return None if match is None else Move(-1 if match[1] in self._down else 1, number)

    def _coordinated(self, folded: str, number: int) -> Move | None:
        """Read «tăng 1,2 điểm và 5 bậc»: the second number shares the verb of the first."""
        window_start = max(0, number - 24)
        if not folded[window_start:number].rstrip().endswith(_COORDINATING):
            return None
        match = _ENDING_VALUE.search(folded, window_start, number)
        if match is None:
            return None
        shared = self._near(words_before(folded, match.start()))
        return None if shared is None else Move(shared.sign, number)


def _is_denied(words: list[Word], verb: int) -> bool:
    """Whether a negation stands at the verb: «không thể thấp hơn», not «chi phí không chính thức giảm»."""
    before = [word.text for word in words if word.start < verb]
    while before and before[-1] in _MODAL:
        before.pop()
    return bool(before) and before[-1] in _DENIALS


def _signed(folded: str, number: int) -> Move | None:
    if number == 0 or folded[number - 1] not in "+-":
        return None
    before = folded[number - 2] if number > 1 else "("
    # «So với năm 2022: -0,65%»: in a cell the sign stands behind its label.
    if folded[number - 1] == "-" and before != "(" and folded[number - 3 : number - 1] not in {": ", "| "}:
        return None
    return Move(1 if folded[number - 1] == "+" else -1, number - 1)
