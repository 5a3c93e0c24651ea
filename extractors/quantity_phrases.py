"""The noun phrase behind a number that says what it counts, and where that phrase ends."""

import re
from functools import cache

from extractors.numbers import NUMBER
from extractors.quantity_units import phrases_of, read_noun, read_unit, table, things

_LONGEST = 16
#: A word, an abbreviation in parentheses, or a name in quotes.
_STEP = re.compile(r" ?(?:(\w[\w/&-]*\w|\w)| (\([A-ZĐ][\w&]{1,11}\))|([“\"«][^”\"»\n]{1,60}[”\"»]))")
_SKIPPED = re.compile(r" (?:là|của|trên|trong) (?=[^\W\d])")
_SOURCE = re.compile(r" từ (?=(?:nguồn|các|quỹ|ngân sách|vốn|kinh phí|dự phòng)(?!\w))")
_GRADED = re.compile(r"(?: trở (?:lên|xuống))? (?=xếp loại )")
#: «38% cho biết phải chờ hơn một tháng»: the share is of what they say, up to the end of the clause.
_SAID = re.compile(
    r" (?:cho biết|cho rằng|khẳng định|trả lời)(?: là| rằng)? "
    r"(?P<said>[^\W\d][^,.;:()\n]{4,90})(?=[,.;:()\n]|$)"
)
_PLANNED = re.compile(r" ?(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|tổng số|nhu cầu|công suất)(?!\w)")
#: «mức độ 3, mức độ 4» is one phrase.
_NEXT_LEVEL = re.compile(r", (?:mức độ|cấp độ) (\d)(?!\w)")
_LEVEL = re.compile(r"(?:mức độ|cấp độ|cấp|loại|nhóm) $")
_LEVELS = r"(?:trung ương|tỉnh|huyện|xã|sở|ngành|thành phố|cơ sở|thôn)"
#: A number by which the things are chosen: «5 đơn vị đạt từ 90% trở lên», «tàu dài từ 15 m trở lên»,
#: «26 sản phẩm 4 sao», «38 tàu mất kết nối trên 10 ngày».
_BOUND = re.compile(
    rf"(?: đạt| dài| rộng| cao)? từ {NUMBER}(?: ?%| [^\W\d_]+){{0,2}}?"
    rf"(?: trở (?:lên|xuống)| (?:đến|tới)(?: dưới)? {NUMBER}(?: ?%| [^\W\d_]+)?)(?!\w)"
    rf"| {NUMBER} sao(?!\w)| (?:trên|dưới|hơn|quá) {NUMBER} (?:năm|tháng|ngày|tuần|giờ|tuổi)(?!\w)"
)
#: «cấp sở, huyện, xã»: levels of government that share their head.
_FIRST_LEVEL = re.compile(rf"(?<!\w)cấp {_LEVELS}$")
_NEXT_LEVELS = re.compile(rf"(?:(?:, | và ){_LEVELS}(?!\w))+")
#: «chương trình hành động, kế hoạch về»: a noun that goes on with the one before the comma ends the phrase.
_LAST_OF_LIST = re.compile(r" (?:về|của|và|trong|tại|để|được) |[.;)\n]|$")
_NUMBER = re.compile(rf" ?{NUMBER}")
_OF = (" của", " thuộc")
#: The number of a possessor: what is told behind it is told of the thing possessed.
_POSSESSED = re.compile(r"(?<!\w)(?:của|thuộc|giữa) (?:cả |toàn bộ |tất cả )?$")
#: Where the subject of a clause may begin, unless «có» makes the clause one that says what there is.
_SUBJECT = re.compile(
    r"(?:^|\n|[.;:] |[-+] )(?:cả |toàn bộ |gần |hơn |khoảng |trên |có tới )?$", re.IGNORECASE
)
#: How these end where words stand before the number.
_POSSESSED_ENDS = ("của ", "thuộc ", "giữa ", "cả ", "bộ ")
_SUBJECT_ENDS = ("cả ", "bộ ", "gần ", "hơn ", "khoảng ", "trên ", "tới ")
_TOLD_AND_ACTS = frozenset({"told", "acts"})
_ACTS = frozenset({"acts"})
_NOTHING: frozenset[str] = frozenset()
_LOOSE = frozenset(
    ["của", "thuộc", "các", "những", "cho", "được", "có", "phải", "đã", "một", "bị", "đang", "vẫn", "cũng"]
)
#: «3 đơn vị không tới ngưỡng»: what is denied describes; «còn để vật chứa nước» goes on, «còn 5%» does not.
_DENIED = (" không ", " chưa ")
_REMAINS = re.compile(
    r"còn (?:lại )?(?:\d|(?:là|có|hơn|gần|khoảng|trên|dưới|chỉ|từ|các|những|một|hai|ba|ở|tại|tỉnh|huyện|xã) )"
)
#: Words that end a phrase except behind these: «liên quan đến», «nhà ở», «đi lên».
_LINKED = {"đến": "liên quan ", "ở": "nhà ", "để": "còn ", "lên": "đi ", "xuống": "đi "}
_ANY_WORD = re.compile(r"\w+")
_EQUIPPED = ("thiết bị", "trang bị", "chuẩn bị")
_WORD_BEFORE = 24


def phrase_after(folded: str, text: str, start: int, end: int, stop: int, *, ends: frozenset[str]) -> int:
    """Return where the noun phrase that begins at ``start``, whose noun ends at ``end``, ends.

    Where ``start`` equals ``end`` no noun stands there yet: then ``start`` is returned unless one follows.
    ``stop`` is where the phrase must end at the latest; ``ends`` are the lists of words that end it beside
    the usual ones (``bounds_of``).
    """
    return _Walk(folded, text, start, end, stop, ends).end()


def bounds_of(folded: str, start: int) -> frozenset[str]:
    """Return the lists of words that end the phrase behind the count that begins at ``start``.

    A possessor («của 03 cấp chính quyền được tiếp nhận») ends before what is told of the thing it has, the
    subject of a clause («159 xã niêm yết …») before what it does.
    """
    low = max(0, start - _WORD_BEFORE)
    if folded.endswith(_POSSESSED_ENDS, low, start) and _POSSESSED.search(folded, low, start):
        return _TOLD_AND_ACTS
    # Behind a word of another kind no subject begins.
    is_behind_word = folded[start - 1 : start] == " " and folded[start - 2 : start - 1].isalpha()
    if is_behind_word and not folded.endswith(_SUBJECT_ENDS, low, start):
        return _NOTHING
    return _ACTS if _SUBJECT.search(folded, low, start) else _NOTHING


def is_whole(folded: str, start: int) -> bool:
    """Tell whether a share is of what was planned («60% kế hoạch không …»), of which no more is told."""
    return _PLANNED.match(folded, start) is not None


def said_behind(folded: str, end: int) -> tuple[int, int] | None:
    """Return the span of what a share of those asked say, or None where they say nothing."""
    said = _SAID.match(folded, end)
    return None if said is None else said.span("said")


def source_behind(folded: str, end: int) -> int | None:
    """Return where the source of an amount of money begins («từ nguồn dự phòng»), or None."""
    source = _SOURCE.match(folded, end)
    return None if source is None else source.end()


def after_percent(folded: str, end: int) -> int:
    """Return where the noun phrase behind a share may begin: past «là» in «54% là phụ nữ»."""
    skipped = _SKIPPED.match(folded, end)
    return end if skipped is None else skipped.end()


def after_measure(folded: str, end: int) -> int:
    """Return where what a measure is of may begin: past «trở lên» in «90 điểm trở lên xếp loại Tốt»."""
    graded = _GRADED.match(folded, end)
    return end if graded is None else graded.end()


class _Walk:
    """One walk from word to word until a boundary; ``loose`` is where the phrase ends if it stops here."""

    def __init__(self, folded: str, text: str, start: int, end: int, stop: int, ends: frozenset[str]) -> None:
        self._folded, self._text, self._stop, self._ends = folded, text, stop, ends
        self._noun_end, self._at, self._loose = end, end, end
        self._has_noun = end > start
        self._possessed = -1  # where the possessor that was met last begins
        if not self._has_noun:
            first = start + (folded[start : start + 1] == " ")
            noun = read_noun(folded, first) or _whole(folded, first)
            if noun is not None and noun <= stop:
                self._at = self._loose = noun
                self._has_noun = True
        self._bare = self._loose

    def end(self) -> int:
        """Walk, and return where the phrase ends."""
        for _ in range(_LONGEST):
            step = _STEP.match(self._text, self._at, self._stop)
            if step is None and self._loose == self._at:
                step = _NEXT_LEVEL.match(self._text, self._at, self._stop)
            if step is None or (not self._has_noun and not step[1]):
                break
            word_at, end = step.start(step.lastindex or 0), step.end()
            word = self._folded[word_at:end]
            if step[1] and self._is_boundary(word_at, word):
                if self._take_bound():
                    continue
                return self._with_number(word_at) or self._with_list()
            if word == "của":
                self._possessed = self._loose
            self._at, self._has_noun = end, True
            if word not in _LOOSE or (word == "bị" and self._folded.endswith(_EQUIPPED, 0, end)):
                self._loose = end
        return self._with_list()

    def _take_bound(self) -> bool:
        """Go past a bound by which the things are chosen, if one stands here."""
        bound = _BOUND.match(self._folded, self._loose, self._stop) if self._has_noun else None
        if bound is None:
            return False
        self._at = self._loose = bound.end()
        return True

    def _is_boundary(self, at: int, word: str) -> bool:
        folded = self._folded
        if word[0].isdigit():
            # «mức độ 3» and «4G» belong to the phrase, other numbers end it.
            return word.isdigit() and _LEVEL.search(folded, max(0, at - 8), at) is None
        if word.isalpha() and at + len(word) < self._stop and word not in _first_words():
            return False
        if not self._has_noun:
            return phrases_of("boundaries", "not_nouns").match(folded, at) is not None
        for key in self._ends:
            # What a subject does stands right behind it; further on the words belong to its description.
            if key == "acts" and self._loose != self._bare:
                continue
            if phrases_of("boundaries", key).match(folded, at) is not None:
                return True
        return phrases_of("boundaries", "words").match(folded, at) is not None and not self._goes_on(at, word)

    def _goes_on(self, at: int, word: str) -> bool:
        """Tell whether a word that ends most phrases is a part of this one."""
        folded = self._folded
        if folded.endswith(_DENIED, 0, at) or (word == "còn" and _REMAINS.match(folded, at) is None):
            return True
        if phrases_of("boundaries", "kept").match(folded, at) is not None:
            return True
        return word in _LINKED and folded.endswith(_LINKED[word], 0, at)

    def _with_number(self, at: int) -> int | None:
        """Return where the possessor whose number stands at ``at`` ends, where a description needs it: «hồ sơ
        thuộc thẩm quyền của 03 cấp chính quyền», but not «12 thôn của 06 xã»."""
        number = _NUMBER.match(self._folded, at)
        is_described = self._bare < self._loose < self._at and self._folded.endswith(_OF, 0, self._at)
        if number is None or not is_described:
            return None
        unit = read_unit(self._folded, self._text, number.end())
        return unit.end if unit is not None and unit.kind == "noun" and unit.end <= self._stop else None

    def _with_list(self) -> int:
        """Return where the phrase ends, with what is coordinated to its last noun."""
        folded, at = self._folded, self._loose
        levels = _NEXT_LEVELS.match(folded, at, self._stop)
        if levels is not None and _FIRST_LEVEL.search(folded, max(0, at - 24), at) is not None:
            # Several possessors tell whose it is, at length, and no longer what.
            return levels.end() if self._possessed < 0 else self._possessed
        following = things().match(folded, at + 2) if folded.startswith(", ", at) else None
        if following is None or following[0] > self._stop:
            return at
        is_last = _LAST_OF_LIST.match(folded, following[0]) is not None
        return following[0] if is_last and following[1] in self._group() else at

    def _group(self) -> frozenset[str]:
        """Return the group of the last noun that the walk has met, if any."""
        groups = [
            known[1]
            for word in _ANY_WORD.finditer(self._folded, self._noun_end, self._loose)
            if (known := things().match(self._folded, word.start())) is not None
        ]
        return frozenset(groups[-1:]) - {"measure", "money", "time", "places"}


@cache
def _first_words() -> frozenset[str]:
    """Return the words that what bounds a phrase begins with."""
    lists = (phrases_of("boundaries", key).first_words() for key in table()["boundaries"])
    return frozenset().union(*lists)


def _whole(folded: str, at: int) -> int | None:
    known = phrases_of("wholes", "words").match(folded, at)
    return None if known is None else known[0]
