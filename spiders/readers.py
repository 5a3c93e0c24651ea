"""Where readers begin to speak: lines that head their words, and what tells them from an article's own.

A heading alone is believed only where it names its readers. «Bình luận» and the like need a sign below them,
a heading that an article has as well («Thảo luận», «Bình luận của chuyên gia») a stronger one: a name with
the time of writing, or two signs of which each may be chance.
"""

import re
from collections.abc import Sequence

from extractors.folding import fold
from extractors.people_names import name_end
from extractors.provinces import canonical_province
from spiders.contacts import has_contact

# What stands around a heading: «» Bình luận (2):», «3 bình luận», «Bình luận - 3».
_DECORATION = re.compile(r"^\W*(?:có\s+)?(?:\d{1,5}\b\W*)?|\W+\d{0,5}\W*$", re.IGNORECASE)
_NOBODY = re.compile(r"(?<!\d)0(?!\d)")
_WORDS = r"(?:ý kiến|bình luận|phản hồi|góp ý|nhận xét)"
_THEIRS = re.compile(
    r"(?:các |những )?(?:ý kiến|bình luận|phản hồi|góp ý)(?: (?:phản hồi|đóng góp|bình luận))?(?: của| từ)?"
    r" (?:bạn đọc|độc giả)"
)
_FIRM = re.compile(
    r"(?:(?:các|những|tất cả|danh sách) )*(?:(?:gửi|viết|thêm|đăng|để lại) )?(?:một )?"
    rf"{_WORDS}(?: (?:ý kiến|bình luận|phản hồi|đóng góp|của bạn|mới nhất|khác))*"
    r"(?: (?:(?:cho|về|của|trong|dưới) )?(?:bài viết|bài báo|tin bài|bài|tin)(?: này)?)?"
    r"|(?:leave a )?(?:comments?|reply)"
)
_LOOSE = re.compile(rf"(?:các |những |phần )?(?:{_WORDS}|thảo luận|trao đổi)\b[^.,;:!?]{{0,25}}")
_TIME = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\b\d{1,2}[:h]\d{2}(?::\d{2})?\b|\bvừa xong\b|\bhôm (?:nay|qua)\b"
    r"|\b\d+ (?:giây|phút|giờ|ngày|tuần|tháng|năm) trước(?: đây)?\b)"
)
# «23/06/2022 08:15», «2 giờ trước»: beside or below a name it says who wrote, and when.
_STAMP = re.compile(_TIME, re.IGNORECASE)
_WITH_STAMP = r"(?:\W|\b(?:lúc|ngày|vào|đăng|at|chủ nhật|thứ \w+)\b)*"
_STAMP_LINE = re.compile(rf"{_WITH_STAMP}(?:{_TIME}{_WITH_STAMP})+(?:[sc]h|[ap]m)?", re.IGNORECASE)
_BEFORE_STAMP = re.compile(r"(?:\W|\b(?:lúc|ngày|vào|đã|đăng|viết|gửi|bình luận)\b)+$", re.IGNORECASE)
_SAYS = re.compile(r"\s(?:(?:đã )?(?:viết|bình luận|gửi)|says|wrote)\s*:.*$", re.IGNORECASE)
_TELLS = re.compile(r"\s(?:nói|trả lời|said)\s*:.*$", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:gửi|viết|đăng) bởi|(?:posted )?by)\s*:?\s*", re.IGNORECASE)
# Who is told of so does not sign so; «Bà Rịa» neither.
_TOLD_OF = re.compile(r"(?:ông|bà|đồng chí|đ/c) ", re.IGNORECASE)
# What stands around comments: fields and buttons, nothing else in their line.
_TOOL = re.compile(
    r"(?:trả lời|thích|báo vi phạm|họ (?:và )?tên|họ tên của bạn|tên của bạn|mã (?:bảo mật|xác nhận)|reply"
    r"|nội dung (?:bình luận|ý kiến|phản hồi|góp ý)|gửi (?:bình luận|ý kiến|phản hồi))(?: của bạn)?"
    r"(?:\W*\d{0,4}\W*)"
    r"|(?:chưa có|hãy là người) .{0,40}(?:bình luận|ý kiến|phản hồi).{0,20}|sắp xếp theo\b.{0,30}"
    r"|.{0,30}đăng nhập .{0,20}(?:bình luận|ý kiến|phản hồi).{0,20}",
    re.IGNORECASE,
)
# What stands between a heading that is a button and the date of the page.
_PAGE_TOOL = re.compile(
    r"(?:chia sẻ|in|lưu|nghe|đọc|gửi|xem|cỡ chữ|lượt xem|facebook|zalo|twitter|cập nhật|ngày|thứ|chủ nhật|a)"
    r"\b.*",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"\w[\w.@-]{0,29}")
# One word before a date that is no name: «Sáng 23/6», «Quý 2».
_OF_TIME = re.compile(
    r"sáng|trưa|chiều|tối|đêm|ngày|lúc|từ|đến|hôm|năm|tháng|quý|tuần|thứ|trước|sau|tính|ngay|đầu|cuối",
    re.IGNORECASE,
)
_INITIALED = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]+)*(?: [^\W\d_]\.?)+")
_NAME_WORDS, _NAME_CHARS = 5, 40
# So many lines below a heading tell whose words follow.
_TELLING = 5
_HEADING_CHARS = 60


def is_readers_line(line: str) -> bool:
    """Tell whether a line heads what readers wrote, by its own words: «Ý kiến bạn đọc (2)»."""
    return _THEIRS.fullmatch(_core(line)) is not None


def may_head_readers(line: str) -> bool:
    """Tell whether a line is worded as the heading of comments, not as their count: «Phản hồi: 2»."""
    core = _core(line)
    return _is_firm(core) and re.fullmatch(_WORDS, core.replace("bình luận", "")) is None


def before_readers(lines: Sequence[str]) -> int:
    """Return how many ``lines`` stand before what readers wrote."""
    for place, line in enumerate(lines):
        if place and heads_readers(line, lines[place + 1 :]):
            return place
    return len(lines)


def heads_readers(line: str, below: Sequence[str]) -> bool:
    """Tell whether a line heads what readers wrote; ``below`` are the lines that follow it."""
    core = _core(line)
    if _THEIRS.fullmatch(core):
        return True
    is_firm = _is_firm(core)
    if not is_firm and _LOOSE.fullmatch(core) is None:
        return False
    first = below[:_TELLING]
    tools = sum(_TOOL.fullmatch(one) is not None for one in first)
    if _NOBODY.search(line):
        return is_firm and tools > 0
    if any(_is_signed(below, place, is_firm=is_firm) for place in range(len(first))):
        return True
    contacts = sum(map(has_contact, first))
    # A bare name is a reader's where something follows; below a text it is its writer's.
    alone = first[: len(below) - 1]
    names = sum(map(_is_persons_name, alone))
    if is_firm and tools + contacts + names:
        return True
    likely = [place for place, one in enumerate(alone) if _is_name(one)]
    # Name, words, name, words.
    is_row = len(likely) > 1 and likely[1] - likely[0] > 1
    return is_row or tools + contacts > 1


def _core(line: str) -> str:
    """Return the words of a heading without marks and counts around them, in small letters."""
    return _DECORATION.sub("", line[:_HEADING_CHARS]).casefold()


def _is_firm(core: str) -> bool:
    return _FIRM.fullmatch(core) is not None or _THEIRS.fullmatch(core) is not None


def _is_signed(lines: Sequence[str], place: int, *, is_firm: bool) -> bool:
    """Tell whether somebody signed in this line: «Lê Văn A - 23/06/2022 08:15», a time below a short line."""
    line = lines[place]
    if _STAMP_LINE.fullmatch(line):
        if place:
            above = lines[place - 1]
            return _is_short(above) if is_firm else _is_name(above)
        # The date of the page may stand below a button.
        return len(lines) > 1 and _signs(lines[1])
    line = _BY.sub("", line)
    stamp = _STAMP.search(line)
    if stamp is not None and stamp.start() <= 2 * _NAME_CHARS:
        who = _BEFORE_STAMP.sub("", line[: stamp.start()])
        is_all = _STAMP_LINE.fullmatch(line[stamp.start() :]) is not None
        return _is_name(who) or (is_all and _signs(who))
    if said := _SAYS.search(line):
        return _signs(line[: said.start()])
    told = _TELLS.search(line)
    return told is not None and _is_name(line[: told.start()])


def _is_short(line: str) -> bool:
    """Tell whether a line above a time is somebody's name, whatever it is."""
    is_name = 0 < len(line.split()) <= _NAME_WORDS and len(line) <= _NAME_CHARS and line[-1] not in ".:;!?"
    return is_name and not _PAGE_TOOL.fullmatch(line) and not _STAMP.search(line)


def _signs(text: str) -> bool:
    """Tell whether a text is what somebody calls himself: a name, in small letters too, or a nickname."""
    if _is_name(text) or _is_persons_name(text):
        return True
    is_word = _NICKNAME.fullmatch(text) is not None and not text.isdecimal()
    return is_word and _OF_TIME.fullmatch(text) is None


def _is_name(text: str) -> bool:
    """Tell whether a text is two to five words with capitals that name no province and nobody told of."""
    words = text.split()
    is_short = 1 < len(words) <= _NAME_WORDS and len(text) <= _NAME_CHARS
    is_capital = all(word[0].isupper() and word.rstrip(".").isalpha() for word in words)
    return is_short and is_capital and not _TOLD_OF.match(text) and canonical_province(text) is None


def _is_persons_name(text: str) -> bool:
    """Tell whether a text is a Vietnamese name and nothing else: «Lê Văn A», «nguyễn văn an», «Lê V. A»."""
    if len(text) > _NAME_CHARS:
        return False
    words = text.split()
    if len(words) > 2 and text.islower():
        text = text.title()
    if _INITIALED.fullmatch(text) and all(word[0].isupper() for word in words):
        return True
    return bool(text) and name_end(text, fold(text), 0) == len(text)
