"""Whose value it is: a province, an agency, or nobody's (an average, a region, the country)."""

import re
from collections import Counter
from collections.abc import Iterator

from extractors.basis import UNKNOWN, Drawn
from extractors.context_layout import Layout, Line
from extractors.context_marks import Kind, Mark, Marks

_REACH = 500
# «so với Hà Nội», «chỉ sau Hải Phòng», «cao hơn bình quân cả nước»: only measured against.
_COMPARED = re.compile(
    r"(?<!\w)(?:so với|hơn|sau|cùng với|cùng|bằng|vượt qua|vượt|trên|dưới|kém|như|tại|giữa|ngang|theo|so|"
    r"trừ)\s(?:cả\s|mức\s|tỉnh\s|thành phố\s|tp\.?\s|các tỉnh\s|cùng kỳ\s|kết quả\s|với\s|điểm\s|giá trị\s|"
    r"chung\s|của\s|hai tỉnh\s)*$"
)
# «đứng đầu là Hải Phòng», «ngôi quán quân thuộc về Quảng Ninh»: the subject follows.
_NAMED_BEHIND = re.compile(
    r"[^.;:\d\n]{0,60}?(?<!\w)(?:là|thuộc về|gọi tên|có tên|tiếp tục là|vẫn là|:)\s(?:tỉnh\s|thành phố\s|"
    r"tp\.?\s|về\s)*$"
)
_AGENCY_GAP = re.compile(
    r"\s?(?:\([^()\n]{0,30}\)\s?)?(?:[:(,-]\s?)?(?:(?:đạt|dẫn|đứng|xếp|với|có|được|tiếp|là|giữ|tăng|giảm|"
    r"tụt|vươn|ở|thuộc|nằm|cũng|chỉ|vẫn|giành|đã|đang|chấm|bị|lên|xuống|cùng|sau|năm|trong|đó|nhóm|vị|trí|"
    r"ngôi|đầu|quán|quân|khối)(?!\w)[^.;\n]{0,60})?$"
)


_RANKED = re.compile(r"(?:đầu|nhất|nhì|hai|ba|tư|cuối|chót|bảng|\d)\s$")
_BLOC_GAP = re.compile(r"khối|nhóm")
_BLOC_VALUE = re.compile(r"\s?:?\s?(?:đạt|có|được|là|với|tăng|giảm|chỉ|đều|\s)*$")


_OWN = re.compile(r"(?<!\w)(?:tỉnh|thành phố) (?:đã|phấn đấu|đặt|sẽ|đang|tiếp tục|mới|còn|cần)(?!\w)")


class SubjectReader:
    """Answers for one document. ``home`` is its province, where the text allows one."""

    def __init__(self, folded: str, layout: Layout, marks: Marks, home: Drawn) -> None:
        self._folded, self._layout, self._marks, self._home = folded, layout, marks, home

    def read(self, start: int, end: int, indicator: str | None, *, is_place: bool) -> Drawn:
        """Return the subject of the value at ``start``..``end``; ``is_place`` for a rank with a subject
        behind."""
        line = self._layout.line(start)
        sentence = line.sentence(start)
        floor = max(sentence.start, start - _REACH)
        if is_place:
            behind = self._named_behind(end, min(sentence.end, end + 90))
            if behind is not None:
                return _drawn(behind)
        nearest = max(self._heard(line, start, floor, indicator), key=lambda mark: mark.start, default=None)
        if nearest is None:
            return self._home
        return self._meaning(nearest)

    def _meaning(self, mark: Mark) -> Drawn:
        if mark.kind == "own":
            return self._own(mark)
        if mark.kind == "anaphora":
            last = next(self._marks.before("place", mark.start, max(0, mark.start - _REACH)), None)
            return self._own(mark) if last is None else _drawn(last)
        return UNKNOWN if mark.kind in {"average", "scope"} else _drawn(mark)

    def _own(self, mark: Mark) -> Drawn:
        """Return the home that «tỉnh» means: told by its name in the text, else led to by ``mark``."""
        home = self._home
        return home if home.source == "text" else home._replace(start=mark.start, end=mark.end)

    def _heard(self, line: Line, start: int, floor: int, indicator: str | None) -> Iterator[Mark]:
        kinds: tuple[Kind, ...] = ("place", "own", "average", "anaphora")
        # «so với Hà Nội (92,1%)», «bình quân cả nước (42,5 điểm)»: a parenthesis is of what it stands behind.
        paren = line.paren(start)
        for kind in kinds:
            for mark in self._marks.before(kind, start, floor):
                is_host = paren is not None and 0 <= paren.start - mark.end <= 12
                # «dẫn đầu toàn tỉnh», «thứ hai toàn tỉnh»: among whom, not whose.
                if kind == "own" and _RANKED.search(self._folded, max(0, mark.start - 12), mark.start):
                    continue
                if is_host or (
                    self._layout.is_visible(line, mark.start, start) and not self._is_compared(mark)
                ):
                    yield mark
                    break
        # «Khối sở, ngành đạt 82,6%»: of the bloc as a whole.
        bloc = next(self._marks.before("scope", start, floor), None)
        if (
            bloc is not None
            and _BLOC_GAP.match(self._folded, bloc.start)
            and self._folded[max(0, bloc.start - 2) : bloc.start].strip() in {"", ";", ":", ".", ",", "-"}
            and not self._folded[max(0, bloc.start - 2) : bloc.start - 1].isalnum()
            and _BLOC_VALUE.fullmatch(self._folded[bloc.end : start])
        ):
            yield bloc
        for mark in self._marks.before("agency", start, floor):
            gap = self._folded[mark.end : start]
            if not self._is_compared(mark) and (indicator == "DDCI" or _AGENCY_GAP.fullmatch(gap)):
                yield mark
                break

    def _named_behind(self, end: int, ceiling: int) -> Mark | None:
        followers = [m for kind in ("place", "agency") for m in self._marks.after(kind, end, ceiling)]
        first = min(followers, key=lambda mark: mark.start, default=None)
        if first is not None and _NAMED_BEHIND.fullmatch(self._folded[end : first.start]):
            return first
        return None

    def _is_compared(self, mark: Mark) -> bool:
        return _COMPARED.search(self._folded, max(0, mark.start - 40), mark.start) is not None


def home_province(folded: str, marks: Marks, title_marks: Marks, given: str | None) -> Drawn:
    """Return the province a text speaks for: the portal's if the text allows it, else the one it is about.

    The portal's province is not assumed in a text that names other provinces and never its own.
    """
    named = Counter(mark.value for mark in marks.all("place") if mark.value is not None)
    titled = [mark.value for mark in title_marks.all("place") if mark.value is not None]
    if given is not None:
        speaks_of_own = named[given] or given in titled or marks.all("own") or _OWN.search(folded)
        return Drawn(given, source="portal") if speaks_of_own or not named else UNKNOWN
    if len(set(titled)) == 1:
        return Drawn(titled[0], source="title")
    if not named:
        return UNKNOWN
    (first, count), *others = named.most_common(2)
    if not others or count > others[0][1]:
        is_main = count > 1 or not others
        return next(_drawn(m) for m in marks.all("place") if m.value == first) if is_main else UNKNOWN
    opening = next(_drawn(mark) for mark in marks.all("place") if mark.value is not None)
    return opening if named[opening.value or ""] == count and count > 1 else UNKNOWN


def _drawn(mark: Mark) -> Drawn:
    return Drawn.words(mark.value, mark.start, mark.end)
