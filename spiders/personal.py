"""Personal data that never becomes an article: phone books, questions of citizens, words of readers.

An article may well name a hot line or tell how a question was answered; what is refused consists of contacts,
or shows the form in which a portal publishes who asked what.
"""

import re
import unicodedata
from collections.abc import Sequence

from spiders.errors import PageRejected
from spiders.pages import Article
from spiders.urls import is_personal

_E_MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Nine to twelve digits from 0 or +84, in groups; a slash, a letter or decimals beside them: another number.
_TELEPHONE = re.compile(
    r"(?<![\w.,/+-])(?:\(?\+?84\)?[ .-]?|\(?0)\d{1,4}\)?(?:[ .-]?\d{1,4}){2,4}(?![\w/]|[.,-]\d)"
)
_DIGITS = re.compile(r"\d[\d .()-]{7}")  # what most lines do not have is looked for first
_LEAST_DIGITS, _MOST_DIGITS = 9, 12
_CONTACT_LINES = 5
_LABEL_CHARS = 40
_PHONE_BOOK = re.compile(
    r"\bdanh bạ\b|(?<![^\W_])danh[_+-]b[aạ](?![^\W_])"
    r"|\bsố điện thoại (?:của )?(?:cán bộ|lãnh đạo|công chức)\b",
    re.IGNORECASE,
)
_QUESTIONS = re.compile(
    r"^(?:hỏi\s*(?:-|–|và|,)?\s*đáp|câu hỏi|ý kiến (?:công dân|cử tri|bạn đọc))\b", re.IGNORECASE
)
# The labels under which portals publish a question.
_ASKER = re.compile(
    r"^(?:người (?:hỏi|gửi)(?: câu hỏi)?|họ (?:và )?tên(?: người (?:hỏi|gửi))?|công dân)\s*:",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^(?:nội dung (?:câu )?hỏi|câu hỏi|hỏi|tiêu đề câu hỏi)\s*:", re.IGNORECASE)
_ANSWERED = re.compile(
    r"^(?:(?:nội dung )?trả lời|(?:cơ quan|đơn vị|người) trả lời|câu trả lời)\s*:",
    re.IGNORECASE,
)
# In a file the label may stand in an empty form, which asks nobody by name.
_FILLED = re.compile(r"[^:]*:\s*[^\W\d_]")
_COUNT = r"(?: \(\d+\)| \d+)?\s*:?"
#: A whole line that heads what readers wrote, and nothing else.
READERS_LINE = re.compile(
    rf"(?:\d+ )?(?:ý kiến|bình luận|phản hồi|góp ý)(?: của| từ)? (?:bạn đọc|độc giả){_COUNT}", re.IGNORECASE
)
# One that may also be a heading of the article's own, or a button beside its title.
_MAYBE_READERS_LINE = re.compile(
    r"(?:\d+ )?(?:ý kiến (?:của bạn|phản hồi)|(?:gửi |viết |thêm )?(?:ý kiến|bình luận|phản hồi)(?: của bạn)?"
    rf"|để lại (?:một )?(?:bình luận|phản hồi|ý kiến)|thảo luận|(?:leave a )?(?:comments?|reply)){_COUNT}",
    re.IGNORECASE,
)
# «23/06/2022 08:15», «2 giờ trước»: behind a name it says who wrote, and when.
_STAMP = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\b\d{1,2}[:h]\d{2}\b|\b\d+ (?:phút|giờ|ngày|tuần|tháng|năm) trước"
)
_SAYS = re.compile(r"\s(?:nói|(?:đã )?(?:viết|bình luận|gửi|trả lời)|says|said|wrote)\s*:.*$", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:gửi|viết|đăng) bởi|(?:posted )?by)\s*:?\s*", re.IGNORECASE)
# What stands around comments: fields and buttons.
_COMMENT_TOOL = re.compile(
    r"(?:trả lời|thích|báo vi phạm|họ (?:và )?tên|tên của bạn|nội dung|mã (?:bảo mật|xác nhận))\b.{0,20}"
    r"|(?:chưa có|hãy là người) .{0,40}(?:bình luận|ý kiến|phản hồi).{0,20}|sắp xếp theo\b.{0,30}"
    r"|.{0,30}đăng nhập .{0,20}(?:bình luận|ý kiến|phản hồi).{0,20}|reply",
    re.IGNORECASE,
)
_NAME_WORDS, _NAME_CHARS = 5, 40
# So many lines below a heading tell whose words follow.
_TELLING = 4


def has_contact(text: str) -> bool:
    """Tell whether an e-mail address or a telephone number stands in ``text``."""
    if "@" in text and _E_MAIL.search(text) is not None:
        return True
    return _DIGITS.search(text) is not None and any(
        _LEAST_DIGITS <= sum(map(str.isdigit, found[0])) <= _MOST_DIGITS
        for found in _TELEPHONE.finditer(text)
    )


def without_contacts(name: str) -> str:
    """Return a byline without the telephone number behind it."""
    return _TELEPHONE.sub("", re.sub(r"(?:ĐT|SĐT|Điện thoại|Tel)\s*[.:]?\s*(?=[+(]?\d)", "", name))


def refuse_personal(article: Article) -> None:
    """Raise PageRejected for a page or file that is a phone book or a question of a citizen."""
    if is_personal(article.url):
        raise PageRejected(
            "personal_data", f"a folder of phone books or questions of citizens: {article.url}"
        )
    if reason := _what_it_is(article):
        what = "file" if article.kind == "file" else "page"
        raise PageRejected(
            "personal_data", f"the {what} is {reason}; it is no article and is not kept as one"
        )


def _what_it_is(article: Article) -> str | None:
    lines = article.text.split("\n")
    contacts = sum(has_contact(line) for line in lines)
    # Some systems write the names of files decomposed.
    is_called = _PHONE_BOOK.search(unicodedata.normalize("NFC", article.title)) is not None
    if contacts >= _CONTACT_LINES and (is_called or 2 * contacts >= sum(map(bool, lines))):
        return "a phone book"
    labelled = [line for line in lines if ":" in line[:_LABEL_CHARS]]
    asks, answers = (any(map(label.match, labelled)) for label in (_ASKED, _ANSWERED))
    askers = filter(_ASKER.match, labelled)
    if (asks or answers) and any(article.kind != "file" or _FILLED.match(line) for line in askers):
        return "a question of a citizen"
    if asks and answers and any(_QUESTIONS.match(name) for name in (article.section or "", article.title)):
        return "a question of a citizen"
    return None


def before_readers(lines: Sequence[str]) -> int:
    """Return how many ``lines`` stand before what readers wrote."""
    for place, line in enumerate(lines):
        if place and heads_readers(line, lines[place + 1 :]):
            return place
    return len(lines)


def heads_readers(line: str, below: Sequence[str]) -> bool:
    """Tell whether a line heads what readers wrote; ``below`` are the lines that follow it.

    «Ý kiến bạn đọc» as a line of its own is believed. «Bình luận» is not by itself, an article may use it:
    below it somebody signed, left a contact, or is asked to write.
    """
    if READERS_LINE.fullmatch(line):
        return True
    return _MAYBE_READERS_LINE.fullmatch(line) is not None and _is_readers(below)


def _is_readers(lines: Sequence[str]) -> bool:
    """Tell whether the lines below a heading are what readers wrote."""
    first = lines[:_TELLING]
    if any(_is_signature(line) or _COMMENT_TOOL.fullmatch(line) for line in first):
        return True
    # A bare name is a reader's where something follows; below a text it is its writer's.
    is_named = any(_is_name(line) and " " in line for line in first[: len(lines) - 1])
    return is_named or any(map(has_contact, lines))


def _is_signature(line: str) -> bool:
    """Tell whether a line says who wrote and when: «Lê Văn A - 23/06/2022 08:15», «Lê Văn A viết:»."""
    line = _BY.sub("", line)
    if stamp := _STAMP.search(line):
        return _is_name(re.sub(r"(?:\W|lúc|ngày|vào)+$", "", line[: stamp.start()]))
    return _is_name(_SAYS.sub("", line)) and _SAYS.search(line) is not None


def _is_name(text: str) -> bool:
    words = text.split()
    is_short = 0 < len(words) <= _NAME_WORDS and len(text) <= _NAME_CHARS
    return is_short and all(word[0].isupper() and word.isalpha() for word in words)
