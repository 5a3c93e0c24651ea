"""Personal data that never becomes an article: phone books and questions of citizens.

An article may well name a hot line or tell how a question was answered; what is refused consists of contacts,
or shows the form in which a portal publishes who asked what.
"""

import re
import unicodedata

from spiders.contacts import has_contact
from spiders.errors import PageRejected
from spiders.pages import Article
from spiders.urls import is_personal

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
