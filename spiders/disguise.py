"""Pages that read as an article and are none: a notice, a login or the home page in the site's own template.

Unlike the signs of ``blocking``, which explain a page that did not read, these judge one that did, so they
must not hit an article: only short texts are judged by their words, and only by words of the page itself.
"""

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from spiders.errors import PageRejected
from spiders.pages import Article

_SHORT_TEXT = 500
_SHORT_NOTICE = 300
# A letter or two that were cut make no short page unreadable.
_FEW_BROKEN = 4
_PAGE = r"(?:trang|bài viết|tin bài|nội dung|đường dẫn|liên kết|địa chỉ)"
_MISSING = re.compile(
    rf"\b{_PAGE}\b[^.!?\n]{{0,60}}\bkhông (?:còn tồn tại|tồn tại|được tìm thấy|tìm thấy|có sẵn)\b"
    rf"|\b{_PAGE}\b[^.!?\n]{{0,60}}\bđã bị (?:xóa|gỡ)\b"
    rf"|\bkhông tìm thấy (?:{_PAGE}|dữ liệu|thông tin|tài liệu|bản ghi|kết quả)\b"
    r"|\b(?:lỗi|error) (?:404|403|500|hệ thống|máy chủ)\b|\b(?:404|403|500)\b.{0,20}\b(?:error|not found)\b"
    r"|\b(?:có|đã xảy ra|xảy ra) lỗi (?:xảy ra|trong quá trình)\b|\bkhông có quyền (?:truy cập|xem)\b"
    r"|\b(?:page (?:was )?not found|server error|runtime error|access denied|service unavailable)\b",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(?:vui lòng|xin|(?:bạn|quý khách) (?:hãy|cần|phải|chưa)) đăng nhập\b"
    r"|\bphiên (?:làm việc|đăng nhập)\b.{0,30}\bhết hạn\b",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(
    r"\b(?:đang|tạm ngừng|tạm dừng)\b[^.!?\n]{0,40}\b(?:bảo trì|nâng cấp)\b|\bunder maintenance\b",
    re.IGNORECASE,
)
_COME_BACK = re.compile(
    r"\b(?:quay|trở) lại\b|\btruy cập lại\b|\bthông cảm\b|\bxin lỗi\b|\bcome back\b", re.IGNORECASE
)
_CHALLENGE = re.compile(r"\bmã captcha\b|\bchecking your browser\b|\bverify you are human\b", re.IGNORECASE)
_NOTICE_TITLE = re.compile(
    r"^(?:(?:thông báo )?lỗi\b.{0,30}|error\b.{0,30}|404\b.{0,30}|đăng nhập(?: hệ thống)?|login|sign in"
    r"|(?:hệ thống |trang web |website )?(?:đang )?bảo trì(?: hệ thống)?|không tìm thấy.{0,30})$",
    re.IGNORECASE,
)


def refuse_disguised(title: str, text: str, body: LexborNode, portal_name: str) -> None:
    """Raise PageRejected for what only looks like an article; ``body`` is the element ``text`` is from."""
    if any(not _is_a_readers(field, body) for field in body.css("input[type=password]")):
        raise PageRejected("login_page", "a login form stands where the article should")
    if title.casefold() == portal_name.casefold():
        raise PageRejected("home_page", f"the title is the portal's own name: {title!r}")
    if len(text) > _SHORT_TEXT:
        return
    said = f"{title}\n{text}"
    for reason, found in (
        ("maintenance", _MAINTENANCE.search(said) and _COME_BACK.search(said)),
        ("login_page", len(text) <= _SHORT_NOTICE and _LOGIN.search(said)),
        ("challenge", len(text) <= _SHORT_NOTICE and _CHALLENGE.search(said)),
        ("error_page", _MISSING.search(said) or _NOTICE_TITLE.search(title)),
    ):
        if found:
            raise PageRejected(reason, f"a short page that says {found[0]!r}")


def refuse_broken(articles: Sequence[Article]) -> None:
    """Raise PageRejected where letters were lost before the page came here: more than 1 % are U+FFFD."""
    said = "".join(f"{article.title}{article.text}" for article in articles)
    broken = said.count("\ufffd")
    if broken > _FEW_BROKEN and 100 * broken > len(said):
        raise PageRejected("broken_characters", f"{broken} of {len(said)} characters are lost (U+FFFD)")


def _is_a_readers(field: LexborNode, body: LexborNode) -> bool:
    """Tell whether a form belongs to the comments of readers, which are no part of the article."""
    node = field.parent
    while node is not None and node.mem_id != body.mem_id:
        if "comment" in (node.attributes.get("id") or "").casefold():
            return True
        node = node.parent
    return False
