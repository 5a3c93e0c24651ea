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
#: A whole line that heads what readers wrote.
READERS_LINE = re.compile(
    r"(?:ý kiến (?:bạn đọc|của bạn|phản hồi)|bình luận|phản hồi của bạn đọc|(?:gửi|viết) bình luận)"
    r"(?: \(\d+\)| \d+)?\s*:?",
    re.IGNORECASE,
)


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
    """Return how many ``lines`` stand before what readers wrote.

    A heading alone is not believed, an article may use it: below it somebody left a contact.
    """
    for place, line in enumerate(lines):
        if place and READERS_LINE.fullmatch(line) and any(map(has_contact, lines[place + 1 :])):
            return place
    return len(lines)
