"""Among whom a place is counted: «cả nước», «Đông Nam bộ», «vùng»; as written."""

import re

from extractors.basis import Drawn
from extractors.context_layout import Spot
from extractors.context_marks import Kind, Mark, Marks
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.ranks import NOUN

_LEAD = re.compile(r"(?:khu vực|vùng|cả vùng|trên)\s")
_INDICES = alternatives(
    fold(name) for entry in load_table("indicators").values() for name in entry["abbreviations"]
)
_GAP_BEHIND = re.compile(
    rf"\s?(?:{NOUN})?\s?(?:,\s?)?(?:(?:trên|của|trong|ở|toàn|tại|so với|về|bảng xếp hạng|bảng|danh sách|"
    rf"xếp hạng|phạm vi|cấp|các|chung|tỉnh|khu vực|vùng|miền|địa phương|số|khối|{_INDICES}|thuộc|giữa|cả|63|"
    rf"34|dẫn đầu|{NOUN})\s?)*$"
)
_TO_PLACE = re.compile(
    r"\s(?:(?:vươn|tăng|tiến|nhảy|leo|tụt|rơi|rớt|giảm|trượt)\s)?(?:lên|xuống|còn)\s(?:đến\s|tới\s)?"
    r"(?:(?:vị trí|thứ hạng|thứ|hạng)\s)*\d{1,3}(?:/\d{1,3})?"
)
_CLAUSE_CUT = re.compile(r"[;.:\n]")
_ADVERBIAL = re.compile(
    r"(?<!\w)(?:trong|trên|xét|ở|so với|tại|tính|riêng|phạm vi|bình diện|với|của)\s(?:phạm vi\s|các\s|"
    r"toàn\s|cả\s|vùng\s|khu vực\s|tỉnh\s|bình diện\s|khối\s|riêng\s)*$"
)
_BEHIND: tuple[Kind, ...] = ("scope", "bare_scope", "own")
_BEFORE: tuple[Kind, ...] = ("scope", "bare_scope")
_SCOPES = frozenset(_BEHIND)
_REGION = re.compile(r"(?:vùng|khu vực)\s(?P<name>[^\W\d_]\w*(?:(?:\s(?:và|-|&)\s|\s|-)[^\W\d_]\w*)*)")


class ScopeReader:
    """Answers for the ranks of one document, asked in order: a scope behind one rank is not before the
    next."""

    def __init__(self, text: str, folded: str, marks: Marks) -> None:
        self._text, self._folded, self._marks = text, folded, marks
        self._claimed: set[int] = set()

    def read(self, spot: Spot, after_last: int, until_next: int) -> Drawn | None:
        """Return the scope of the rank at ``spot``, between the facts beside it."""
        if _SCOPES.isdisjoint(spot.kinds):
            return None
        start, end, marks = spot.start, spot.end, spot.marks
        behind = self._behind(marks, end, min(spot.sentence[1], until_next, end + 80))
        if behind is not None:
            self._claimed.add(behind.start)
            return self._written(behind)
        before = self._before(marks, start, max(spot.sentence[0], start - 160), after_last)
        return None if before is None else self._written(before)

    def of_journey(self, end: int) -> Drawn | None:
        """Return the scope of the place arrived at, of «từ hạng 49 lên hạng 31 cả nước»."""
        arrival = _TO_PLACE.match(self._folded, end)
        found = None if arrival is None else self._behind(self._marks, arrival.end(), arrival.end() + 60)
        return None if found is None else self._written(found)

    def _behind(self, marks: Marks, end: int, ceiling: int) -> Mark | None:
        for kind in _BEHIND:
            mark = marks.first(kind, end, ceiling)
            if mark is None or (kind == "own" and not self._folded.startswith("toàn", mark.start)):
                continue
            if _GAP_BEHIND.fullmatch(self._folded, end, mark.start):
                return mark
        return None

    def _before(self, marks: Marks, start: int, floor: int, after_last: int) -> Mark | None:
        for kind in _BEFORE:
            mark = marks.last(kind, start, floor)
            if mark is None or mark.start in self._claimed:
                continue
            between = self._folded[mark.end : start]
            if _CLAUSE_CUT.search(between):
                continue
            # «Trong khối huyện, Thuận An đứng nhất (85,4%), Phú Giáo xếp thứ 9/9»: an adverbial rules what
            # follows.
            if _ADVERBIAL.search(self._folded, max(0, mark.start - 30), mark.start):
                return mark
            if mark.start >= after_last and ("," not in between or kind == "bare_scope"):
                return mark
        return None

    def _written(self, mark: Mark) -> Drawn:
        written = self._text[mark.start : mark.end]
        if mark.kind == "bare_scope":
            name = "khu vực" if "khu vực" in written.lower() else "vùng"
            return Drawn.words(name, mark.start, mark.end)
        lead = _LEAD.match(written.lower())
        skipped = lead.end() if lead else 0
        return Drawn.words(written[skipped:], mark.start + skipped, mark.end)
