"""Whose value it is: a province, an agency, or nobody's (an average, a region, the country)."""

import re
from collections import Counter

from extractors.basis import UNKNOWN, Drawn
from extractors.context_layout import Spot
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
    r"ngôi|đầu|quán|quân|khối|đội|chót|về|đoạt|thứ|hạng|ghi|thấp|cao|vượt|cải|thăng|nhảy)(?!\w)[^.;\n]{0,60})?"
    r"(?:\s?\(?\d[\d,/]*(?:%|\sđiểm)?\)?,?\s?(?:(?:xếp|đứng|ở|và|với|vị trí)\s?)*)?$"
)


# What joins the name of an agency with its province.
_OF_PLACE = frozenset({" ", " tỉnh ", " thành phố ", " tp ", " tp. ", " của tỉnh "})
_RANKED = re.compile(r"(?:đầu|nhất|nhì|hai|ba|tư|cuối|chót|bảng|\d)\s$")
_HEARD: tuple[Kind, ...] = ("place", "own", "average", "anaphora")
_FOLLOWERS: tuple[Kind, ...] = ("place", "agency")
_SUBJECTS = frozenset({*_HEARD, "scope", "agency"})
_SUPERLATIVES = ("cao nhất", "thấp nhất")
_HAVING = ("đạt ", "có ", "được ")
_BLOC_HEADS = frozenset({"", ";", ":", ".", ",", "-"})
_BLOC_GAP = re.compile(r"khối|nhóm")
_BLOC_VALUE = re.compile(r"\s?:?\s?(?:đạt|có|được|là|với|tăng|giảm|chỉ|đều|\s)*$")


_OWN = re.compile(r"(?<!\w)(?:tỉnh|thành phố) (?:đã|phấn đấu|đặt|sẽ|đang|tiếp tục|mới|còn|cần)(?!\w)")


class SubjectReader:
    """Answers for one document. ``home`` is its province, where the text allows one."""

    def __init__(self, folded: str, marks: Marks, home: Drawn) -> None:
        self._folded, self._marks, self._home = folded, marks, home
        self._compared: dict[int, bool] = {}
        self._among: dict[int, bool] = {}

    def read(self, spot: Spot, indicator: str | None, *, is_place: bool) -> Drawn:
        """Return the subject of the value at ``spot``; ``is_place`` for a rank with a subject behind."""
        if is_place:
            behind = self._named_behind(spot, min(spot.sentence[1], spot.end + 90))
            if behind is not None:
                return _drawn(behind)
        if _SUBJECTS.isdisjoint(spot.kinds):
            return self._home
        nearest: Mark | None = None
        floor = max(spot.sentence[0], spot.start - _REACH)
        agency = self._agency(spot, floor, indicator)
        for mark in (*[self._heard(spot, kind, floor) for kind in _HEARD], self._bloc(spot, floor), agency):
            if mark is not None and (nearest is None or mark.start > nearest.start):
                nearest = mark
        if agency is not None and nearest is not None and nearest.start < self._end_of(agency):
            nearest = agency
        return self._home if nearest is None else self._meaning(nearest)

    def _meaning(self, mark: Mark) -> Drawn:
        if mark.kind == "own":
            return self._own(mark)
        if mark.kind == "anaphora":
            last = self._marks.last("place", mark.start, mark.start - _REACH)
            return self._own(mark) if last is None else _drawn(last)
        return UNKNOWN if mark.kind in {"average", "scope"} else _drawn(mark)

    def _own(self, mark: Mark) -> Drawn:
        """Return the home that «tỉnh» means: told by its name in the text, else led to by ``mark``."""
        home = self._home
        return home if home.source == "text" else home._replace(start=mark.start, end=mark.end)

    def _heard(self, spot: Spot, kind: Kind, floor: int) -> Mark | None:
        """Return the nearest mark of ``kind`` that may be the subject."""
        mark = spot.marks.last(kind, spot.start, floor)
        while mark is not None and not self._is_subject(spot, mark):
            mark = spot.marks.last(kind, mark.start, floor)
        return mark

    def _is_subject(self, spot: Spot, mark: Mark) -> bool:
        # «dẫn đầu toàn tỉnh», «thứ hai toàn tỉnh»: among whom, not whose.
        if mark.kind == "own" and (self._is_among(mark.start) or self._is_of_agency(mark.start)):
            return False
        # «Hai nội dung đạt điểm cao nhất là»: a superlative of one's own.
        if mark.kind == "average" and self._folded.endswith(_SUPERLATIVES, mark.start, mark.end):
            return not self._folded.endswith(_HAVING, 0, mark.start)
        # «so với Hà Nội (92,1%)», «bình quân cả nước (42,5 điểm)»: a parenthesis is of what it stands behind.
        if spot.paren is not None and 0 <= spot.paren[0] - mark.end <= 12:
            return True
        return spot.sees(mark.start) and not self._is_compared(mark.start)

    def _is_of_agency(self, start: int) -> bool:
        """Tell whether «tỉnh» at ``start`` ends the name of an agency: «Ban Quản lý khu kinh tế tỉnh đạt»."""
        agency = self._marks.last("agency", start, max(0, start - 60))
        return agency is not None and agency.end == start - 1

    def _bloc(self, spot: Spot, floor: int) -> Mark | None:
        """Return the bloc that the value is of as a whole: «Khối sở, ngành đạt 82,6%»."""
        folded, bloc = self._folded, spot.marks.last("scope", spot.start, floor)
        if bloc is None or not _BLOC_GAP.match(folded, bloc.start):
            return None
        before = folded[max(0, bloc.start - 2) : bloc.start]
        if before.strip() not in _BLOC_HEADS or before[:-1].isalnum():
            return None
        return bloc if _BLOC_VALUE.fullmatch(folded, bloc.end, spot.start) else None

    def _agency(self, spot: Spot, floor: int, indicator: str | None) -> Mark | None:
        for mark in spot.marks.before("agency", spot.start, floor):
            if self._is_compared(mark.start):
                continue
            if indicator == "DDCI" or _AGENCY_GAP.fullmatch(self._folded, self._end_of(mark), spot.start):
                return mark
        return None

    def _end_of(self, agency: Mark) -> int:
        """Return where the name of ``agency`` ends, with the place it is of: «Sở Nội vụ tỉnh Sơn La»."""
        place = self._marks.first("place", agency.end, agency.end + 20)
        is_part = place is not None and self._folded[agency.end : place.start] in _OF_PLACE
        return place.end if place is not None and is_part else agency.end

    def _named_behind(self, spot: Spot, ceiling: int) -> Mark | None:
        first: Mark | None = None
        for kind in _FOLLOWERS:
            mark = spot.marks.first(kind, spot.end, ceiling)
            if mark is not None and (first is None or mark.start < first.start):
                first = mark
        if first is not None and _NAMED_BEHIND.fullmatch(self._folded[spot.end : first.start]):
            return first
        return None

    def _is_compared(self, start: int) -> bool:
        known = self._compared.get(start)
        if known is None:
            found = _COMPARED.search(self._folded, max(0, start - 40), start)
            known = self._compared[start] = found is not None or self._is_joined(start)
        return known

    def _is_joined(self, start: int) -> bool:
        """Tell whether the place at ``start`` ends a list of places that is measured against: «sau Bắc Giang
        và Phú Thọ»."""
        if not self._folded.endswith(" và ", 0, start):
            return False
        before = self._marks.last("place", start, max(0, start - 40))
        end = start - len(" và ")
        while before is not None and before.end == end:
            if self._is_compared(before.start):
                return True
            end = before.start - len(", ")
            before = self._marks.last("place", before.start, max(0, end - 40))
        return False

    def _is_among(self, start: int) -> bool:
        known = self._among.get(start)
        if known is None:
            found = _RANKED.search(self._folded, max(0, start - 12), start)
            known = self._among[start] = found is not None
        return known


def home_province(folded: str, marks: Marks, title_marks: Marks, given: str | None) -> Drawn:
    """Return the province a text speaks for: the portal's if the text allows it, else the one it is about.

    The portal's province is not assumed in a text that names other provinces and never its own.
    """
    places = [mark for mark in marks.all("place") if mark.value is not None]
    titled = [mark.value for mark in title_marks.all("place") if mark.value is not None]
    if given is not None:
        is_named = given in titled or any(mark.value == given for mark in places)
        speaks_of_own = not places or is_named or marks.all("own") or _OWN.search(folded)
        return Drawn(given, source="portal") if speaks_of_own else UNKNOWN
    if len(set(titled)) == 1:
        return Drawn(titled[0], source="title")
    if not places:
        return UNKNOWN
    named = Counter(mark.value for mark in places)
    (first, count), *others = named.most_common(2)
    if not others or count > others[0][1]:
        is_main = count > 1 or not others
        return next(_drawn(m) for m in places if m.value == first) if is_main else UNKNOWN
    opening = _drawn(places[0])
    return opening if named[opening.value or ""] == count and count > 1 else UNKNOWN


def _drawn(mark: Mark) -> Drawn:
    return Drawn.words(mark.value, mark.start, mark.end)
