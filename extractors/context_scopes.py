"""Among whom a place is counted: «cả nước», «Đông Nam bộ», «vùng», «khối sở, ngành»; as written."""

import re

from extractors.basis import Drawn
from extractors.context_headings import Headings
from extractors.context_layout import Layout, Spot
from extractors.context_marks import Kind, Mark, Marks
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set
from extractors.ranks import NOUN, RankCandidate

_WORDS = load_table("context_words")["scopes"]
_LEAD = re.compile(r"(?:khu vực|vùng|cả vùng|trên)\s")
_INDICES = alternatives(
    fold(name) for entry in load_table("indicators").values() for name in entry["abbreviations"]
)
_GAP_BEHIND = re.compile(
    rf"\s?(?:{NOUN})?\s?(?:,\s?)?(?:(?:trên|của|trong|ở|toàn|tại|so với|về|bảng xếp hạng|bảng|danh sách|"
    rf"xếp hạng|phạm vi|cấp|các|chung|tỉnh|khu vực|vùng|miền|địa phương|số|khối|{_INDICES}|thuộc|giữa|cả|"
    rf"\d{{1,2}}|tổng số|dẫn đầu|về [^.,;:\d\n]{{2,40}}(?=\s(?:trong|của|trên|ở|tại|cả|toàn))|{NOUN})\s?)*$"
)
_TO_PLACE = re.compile(
    r"\s(?:(?:vươn|tăng|tiến|nhảy|leo|tụt|rơi|rớt|giảm|trượt)\s)?(?:lên|xuống|còn)\s(?:đến\s|tới\s)?"
    r"(?:(?:vị trí|thứ hạng|thứ|hạng)\s)*\d{1,3}(?:/\d{1,3})?"
)
_CLAUSE_CUT = re.compile(r"[;.:\n]")
_ADVERBIAL = re.compile(
    r"(?<!\w)(?:trong|trên|xét|ở|so với|tại|tính|riêng|phạm vi|bình diện|với|của)\s(?:phạm vi\s|các\s|"
    r"toàn\s|cả\s|vùng\s|khu vực\s|tỉnh\s|bình diện\s|khối\s|riêng\s|số\s|\d{1,2}\s|địa phương\s|"
    r"tỉnh, thành phố\s|tỉnh, thành\s|thuộc\s)*$"
)
_ADVERBS = ("trong ", "của ", "trên ")
_BEHIND: tuple[Kind, ...] = ("scope", "bare_scope", "own")
_BEFORE: tuple[Kind, ...] = ("scope", "bare_scope")
_SCOPES = frozenset(_BEHIND)
_RIVALS: tuple[Kind, ...] = ("agency", "place")
_BLOC = ("khối", "nhóm", "cụm")
_MEMBER = alternatives(folded_set(_WORDS["members"]))
_NAMED_BLOC = re.compile(
    rf"(?:khối|nhóm|cụm)[ ](?:các[ ])?{_MEMBER}(?:(?:,[ ]|[ ]-[ ]|[ ]và[ ]|/|[ ])(?:các[ ])?{_MEMBER})*(?!\w)"
)
_LAST_MEMBER = re.compile(r"(?:,[ ]|[ ]và[ ])[^\W\d_]+(?:[ ][^\W\d_]+)?$")
_REGION_WORD = alternatives(folded_set(_WORDS["region_words"]))
_NAMED_REGION = re.compile(rf"[ ](?P<name>{_REGION_WORD}(?:[ ](?:(?:và|-|&)[ ])?{_REGION_WORD})*)(?!\w)")
# «khu vực công», «vùng sâu»: no region.
_NO_REGION = re.compile(rf"[ ]{alternatives(folded_set(_WORDS['no_regions']))}(?!\w)")
_JOINED = frozenset({" và ", " - ", " – ", "-"})
_COUNTRY = folded_set(_WORDS["country"])
_WIDE = _COUNTRY | folded_set(_WORDS["local"])
#: As many provinces as the largest region has.
_LARGEST = 14
_WHOLE = frozenset({34, 61, 63})


class ScopeReader:
    """Answers for the ranks of one document, asked in order: a scope behind one rank is not before the next,
    and rivals told in turn are counted among the same."""

    def __init__(self, text: str, folded: str, layout: Layout, marks: Marks) -> None:
        self._text, self._folded, self._marks = text, folded, marks
        self._headings = Headings(layout)
        self._has_blocs = any(_is_bloc(folded, mark) for mark in marks.all("scope"))
        self._claimed: set[int] = set()
        self._mate: tuple[RankCandidate, Drawn | None] | None = None

    def read(self, candidate: RankCandidate, spot: Spot, after_last: int, until_next: int) -> Drawn | None:
        """Return the scope of ``candidate`` at ``spot``, between the facts beside it."""
        scope = self._said(spot, after_last, until_next) or self._shared(candidate, spot)
        if scope is None and candidate.is_older:
            scope = self._of_journey(candidate.end)
        if scope is None and candidate.kind == "level" and self._has_blocs:
            scope = self._above(spot)
        if scope is not None and self._is_too_far(candidate, scope):
            scope = None
        self._mate = candidate, scope
        return scope

    def _said(self, spot: Spot, after_last: int, until_next: int) -> Drawn | None:
        if _SCOPES.isdisjoint(spot.kinds):
            return None
        start, end, marks = spot.start, spot.end, spot.marks
        behind = self._behind(marks, end, min(spot.sentence[1], until_next, end + 100))
        if behind is not None:
            self._claimed.add(behind.start)
            return self._written(behind)
        before = self._before(marks, spot, max(spot.sentence[0], start - 240), after_last)
        return None if before is None else self._written(before)

    def _is_too_far(self, candidate: RankCandidate, scope: Drawn) -> bool:
        """Tell whether a place before which a region is named is behind the last of it: «Ở khu vực Bắc Trung
        Bộ, Thanh Hóa đạt 66,79 điểm (xếp thứ 30)» is told of the country."""
        if candidate.kind != "level" or candidate.out_of is not None or (candidate.rank or 0) <= _LARGEST:
            return False
        is_before = scope.start is not None and scope.start < candidate.start
        written = fold(scope.value or "")
        return is_before and written not in _WIDE and not written.startswith(_BLOC)

    def _of_journey(self, end: int) -> Drawn | None:
        """Return the scope of the place arrived at, of «từ hạng 49 lên hạng 31 cả nước»."""
        arrival = _TO_PLACE.match(self._folded, end)
        found = None if arrival is None else self._behind(self._marks, arrival.end(), arrival.end() + 60)
        return None if found is None else self._written(found)

    def _shared(self, candidate: RankCandidate, spot: Spot) -> Drawn | None:
        """Return the scope of the rank before, where both are of one race: of a journey's first place, of the
        host of a parenthesis, of the rivals told in turn («dẫn đầu toàn tỉnh; xã Ia Hrung đứng thứ hai»)."""
        if self._mate is None or self._mate[1] is None:
            return None
        mate, scope = self._mate
        paren = spot.paren
        is_hosted = paren is not None and mate.end <= paren.start and paren.start - mate.end < 60
        if is_hosted and candidate.out_of == mate.out_of and candidate.out_of is not None:
            return scope
        is_arrival = mate.is_older and candidate.start - mate.end < 70 and not self._is_parted(spot, mate)
        if not candidate.is_older and (candidate.rule == "rank.journey" or is_arrival):
            return scope
        is_rival = candidate.kind == "level" and self._is_rival(candidate, spot, mate, self._mate[1])
        return scope if is_rival else None

    def _is_rival(self, candidate: RankCandidate, spot: Spot, mate: RankCandidate, scope: Drawn) -> bool:
        """Tell whether ``candidate`` places another one in the race of ``mate``."""
        is_bloc = scope.start is not None and self._folded.startswith(_BLOC, scope.start)
        if mate.start < (spot.line.span[0] if is_bloc else spot.sentence[0]):
            return False
        whole = fold(scope.value or "") in _COUNTRY
        is_other = mate.out_of not in {None, candidate.out_of} or (candidate.out_of in _WHOLE and not whole)
        if candidate.out_of is not None and is_other:
            return False
        if self._is_parted(spot, mate) or (spot.paren is not None and mate.start < spot.paren[0]):
            return False
        kinds = _RIVALS[:1] if is_bloc else _RIVALS
        floor = max(mate.end, spot.start - 160)
        return any(self._is_told(spot, self._marks.last(kind, spot.start, floor)) for kind in kinds)

    def _is_parted(self, spot: Spot, mate: RankCandidate) -> bool:
        """Tell whether another scope is named since ``mate``."""
        for kind in _BEFORE:
            other = self._marks.last(kind, spot.start, mate.end)
            if other is not None and other.start not in self._claimed:
                return True
        return False

    def _is_told(self, spot: Spot, rival: Mark | None) -> bool:
        return rival is not None and spot.sees(rival.start)

    def _above(self, spot: Spot) -> Drawn | None:
        """Return the bloc that the heading of a list or a table names."""
        for heading in self._headings.above(spot.line):
            mark = self._marks.first("scope", *heading.span)
            if mark is not None and _is_bloc(self._folded, mark):
                is_of_rival = any(self._marks.first(kind, *spot.line.span) is not None for kind in _RIVALS)
                return self._written(mark) if is_of_rival else None
        return None

    def _behind(self, marks: Marks, end: int, ceiling: int) -> Mark | None:
        for kind in _BEHIND:
            mark = marks.first(kind, end, ceiling)
            if mark is None or (kind == "own" and not self._folded.startswith("toàn", mark.start)):
                continue
            if kind == "bare_scope" and _NO_REGION.match(self._folded, mark.end):
                continue
            if _GAP_BEHIND.fullmatch(self._folded, end, mark.start):
                return mark
        return None

    def _before(self, marks: Marks, spot: Spot, floor: int, after_last: int) -> Mark | None:
        folded, start = self._folded, spot.start
        for kind in _BEFORE:
            mark = marks.last(kind, start, floor)
            while mark is not None and mark.start in self._claimed:
                mark = marks.last(kind, mark.start, floor)
            if mark is None or (kind == "bare_scope" and _NO_REGION.match(folded, mark.end)):
                continue
            is_bloc = _is_bloc(folded, mark)
            between = folded[mark.end : start]
            # «Khối sở, ngành: Sở Nội vụ đứng đầu»
            opens = mark.start == spot.sentence[0] or folded[mark.start - 2 : mark.start] in {"; ", "- "}
            if is_bloc and opens and between[:1] in {":", ","}:
                return mark
            if _CLAUSE_CUT.search(between):
                continue
            # «Trong khối huyện, Thuận An đứng nhất (85,4%), Phú Giáo xếp thứ 9/9»: an adverbial rules what
            # follows.
            is_adverbial = (
                folded.startswith(_ADVERBS, mark.start)
                or (opens and between.startswith(","))
                or _ADVERBIAL.search(folded, max(0, mark.start - 40), mark.start) is not None
            )
            # «Trong vùng, sau Long An là Đồng Tháp (69,66 điểm, thứ 5)»: it does not reach into parentheses.
            if is_adverbial and not is_bloc and spot.paren is not None and mark.start < spot.paren[0]:
                continue
            if is_adverbial and (kind == "scope" or opens or mark.start >= after_last):
                return mark
            is_plain = kind == "scope" and "," not in between and spot.sees(mark.start)
            if mark.start >= after_last and is_plain:
                return mark
        return None

    def _written(self, mark: Mark) -> Drawn:
        folded, end = self._folded, mark.end
        if mark.kind == "bare_scope":
            named = _NAMED_REGION.match(folded, end)
            if named is not None:
                return Drawn.words(self._text[slice(*named.span("name"))], *named.span("name"))
            name = "khu vực" if "khu vực" in folded[mark.start : end] else "vùng"
            return Drawn.words(name, mark.start, end)
        if _is_bloc(folded, mark):
            return self._bloc(mark)
        joined = self._marks.first("scope", end + 1, end + 4)
        if joined is not None and folded[end : joined.start] in _JOINED and not _is_bloc(folded, joined):
            end = joined.end
        lead = _LEAD.match(folded, mark.start)
        start = lead.end() if lead else mark.start
        return Drawn.words(self._text[start:end], start, end)

    def _bloc(self, mark: Mark) -> Drawn:
        """Return the whole name of a bloc, less the noun of a place that follows: «khối huyện, thành phố Sông
        Công»."""
        found = _NAMED_BLOC.match(self._folded, mark.start)
        start, end = mark.start, max(mark.end, found.end() if found else 0)
        if self._text[end : end + 1] == " " and self._text[end + 1 : end + 2].isupper():
            last = _LAST_MEMBER.search(self._folded, start, end)
            end = last.start() if last is not None else end
        return Drawn.words(self._text[start:end], start, end)


def _is_bloc(folded: str, mark: Mark) -> bool:
    return mark.kind == "scope" and folded.startswith(_BLOC, mark.start)
