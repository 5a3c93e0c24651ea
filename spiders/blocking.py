"""Pages that answer 200 and are no article: gates, logins, error pages, empty shells.

The hard signs are looked for before a page is read. The soft ones explain a page that did not read as an
article; a good article may well mention maintenance or carry a login link.
"""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from spiders.decoding import decode_page
from spiders.errors import PageRejected

# Seen on .gov.vn hosts: 177 bytes that set D1N and reload.
_COOKIE_GATE = re.compile(rb"document\.cookie\s*=\s*[\"'](\w{1,32})=([0-9a-f]{16,64})\b", re.IGNORECASE)
_GATE_BYTES = 1024
_FILE_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
# One tag of this many bytes costs a parser minutes; no page of a portal needs it.
_LONGEST_TAG = 100_000
_TAG = re.compile(rb"<[a-zA-Z]")
# So many tags are read in seconds; where they nest, twice as many take four times as long. A page of news has
# some thousand.
_MOST_TAGS = 50_000
_TAG_OR_WIDE = re.compile(rb"<\x00?[a-zA-Z]")
_ERROR_WORDS = re.compile(
    r"không tồn tại|không tìm thấy|đã bị xóa|page not found|\b404\b|server error|runtime error"
    r"|access denied|request rejected|viewstate|service unavailable",
    re.IGNORECASE,
)
_MAINTENANCE_WORDS = re.compile(r"bảo trì|nâng cấp hệ thống|under maintenance", re.IGNORECASE)
_CHALLENGE_WORDS = re.compile(r"captcha|checking your browser|verify you are human", re.IGNORECASE)
# What only a firewall's own page says: its number of the incident, or its headline.
_INCIDENT = re.compile(
    r"\battack id\s*[:#]?\s*\d|\bray id\s*[:#]?\s*[0-9a-f]{8}|\bincapsula incident id\b|_incapsula_resource\b"
    r"|\byour support id is\b",
    re.IGNORECASE,
)
_BLOCKED_HEADING = re.compile(r"\byou have been blocked\b|\bweb page blocked\b", re.IGNORECASE)
_TURNED_AWAY = re.compile(
    r"\b(?:truy cập|yêu cầu|kết nối|địa chỉ ip|request|access|connection)\b[^.!?]{0,60}"
    r"\b(?:bị (?:chặn|từ chối|khóa|khoá|ngăn chặn)|(?:was|is|has been) (?:blocked|denied))(?!\w)",
    re.IGNORECASE,
)
_FIREWALL = re.compile(r"\btường lửa\b|\bfirewall\b|\bWAF\b", re.IGNORECASE)
# A notice speaks to its reader, news do not.
_TO_READER = re.compile(r"\bcủa (?:bạn|quý khách)\b|\bvui lòng\b|\byou(?:r)?\b|\bcontact\b", re.IGNORECASE)
_SHORT_PAGE = 1500
_SHORT_NOTICE = 700
_SHELL_CHARS = 200
# A larger page is no error page, and not worth the time of looking for one.
_ERROR_PAGE_BYTES = 300_000

#: Where pages of documents keep labels and values (VNPT Portal, NukeViet, VHV): selectors of rows or cells.
DOCUMENT_DETAILS = ("div.LibraryDetail table tr", "tr.hoatim", "td.td-title", "table td.title")

#: Reasons that pass by themselves: the article may be there tomorrow.
PASSING = frozenset(
    {
        "empty_body",
        "cookie_gate",
        "login_page",
        "maintenance",
        "challenge",
        "blocked",
        "error_page",
        "empty_shell",
    }
)


def refuse_unreadable(body: bytes, status: int) -> None:
    """Raise PageRejected for what cannot be an HTML article at all."""
    if status != 200:
        raise PageRejected(f"http_{status}", f"the server answered with status {status}")
    if not body.strip():
        raise PageRejected("empty_body", "the server answered 200 without a body")
    if body.startswith(_FILE_MAGIC):
        raise PageRejected("not_html", "a file came instead of a page")
    if gate_cookie(body) is not None:
        raise PageRejected("cookie_gate", "the server asks for a cookie that a script sets")
    if _has_oversized_tag(body):
        raise PageRejected("oversized_tag", f"a tag of more than {_LONGEST_TAG} bytes")
    if _has_many_tags(body):
        raise PageRejected("too_many_tags", f"more than {_MOST_TAGS} tags are opened on the page")


def passing_trouble(body: bytes, content_type: str | None, selectors: Iterable[str]) -> PageRejected | None:
    """Return why a page that came with status 200 only stands in for an article, or None.

    A cheap look before a page is believed: where one of the ``selectors`` finds an article's body, on a
    page of a document, or where the trouble would not pass by itself, the answer is None: reading decides.
    """
    try:
        refuse_unreadable(body, 200)
    except PageRejected as refused:
        return refused if refused.reason in PASSING else None
    if len(body) > _ERROR_PAGE_BYTES:
        return None
    tree = LexborHTMLParser(decode_page(body, content_type).text)
    if any(tree.css_first(selector) is not None for selector in (*selectors, *DOCUMENT_DETAILS)):
        return None
    rejection = explain(tree, "body")
    return rejection if rejection.reason in PASSING else None


def _has_oversized_tag(body: bytes) -> bool:
    """Look at every byte once: a page of nothing but tag starts must not cost a minute."""
    # So long a tag leaves one of these windows without an end of tag.
    window = _LONGEST_TAG // 2
    if all(body.find(b">", at, at + window) >= 0 for at in range(0, len(body) - window, window)):
        return False
    start = 0
    while tag := _TAG.search(body, start):
        end = body.find(b">", tag.end())
        if (end if end >= 0 else len(body)) - tag.start() > _LONGEST_TAG:
            return True
        if end < 0:
            return False
        start = end + 1
    return False


def _has_many_tags(body: bytes) -> bool:
    """Count the tags that are opened, in UTF-16 too; every one ends with a ``>`` of its own."""
    if body.count(b">") <= _MOST_TAGS:
        return False
    return sum(_TAG_OR_WIDE.search(part) is not None for part in body.split(b">")) > _MOST_TAGS


def gate_cookie(body: bytes) -> tuple[str, str] | None:
    """Return name and value of the cookie that a body sets by script and nothing else, or None for a page."""
    match = _COOKIE_GATE.search(body) if len(body) < _GATE_BYTES else None
    return (match[1].decode(), match[2].decode()) if match else None


def _is_block_page(tree: LexborHTMLParser, heading: str, text: str) -> bool:
    """Tell whether a short page is a firewall's; a short article about firewalls is none."""
    if _BLOCKED_HEADING.search(heading) or _INCIDENT.search(text):
        return True
    frame = tree.css_first("iframe[src*=_Incapsula_Resource]")
    if frame is not None or len(text) >= _SHORT_NOTICE:
        return frame is not None
    speaks = len(text) < _SHELL_CHARS or _TO_READER.search(text)
    return bool(speaks and _FIREWALL.search(text) and _TURNED_AWAY.search(heading))


def explain(tree: LexborHTMLParser, missing: str) -> PageRejected:
    """Return why a page is no article, when its ``missing`` part (``title`` or ``body``) was not found."""
    body = tree.body
    text = " ".join(body.text(separator=" ").split()) if body is not None else ""
    title = tree.css_first("title")
    heading = (title.text() if title is not None else "") + " " + text[:300]
    # A login in the head of every page is none of a page whose layout changed.
    if len(text) < 2 * _SHORT_PAGE and tree.css_first("input[type=password]") is not None:
        return PageRejected("login_page", "the server shows its login form")
    if len(text) < _SHORT_PAGE:
        if not _CHALLENGE_WORDS.search(heading) and _is_block_page(tree, heading, text):
            return PageRejected("blocked", f"a firewall turns the crawler away: {heading.strip()[:80]!r}")
        for words, reason, detail in (
            (_MAINTENANCE_WORDS, "maintenance", "the site says it is under maintenance"),
            (_CHALLENGE_WORDS, "challenge", "the site asks whether a person is reading"),
            (_ERROR_WORDS, "error_page", "an error page that answers 200"),
        ):
            if words.search(heading):
                return PageRejected(reason, f"{detail}: {heading.strip()[:80]!r}")
    if len(text) < _SHELL_CHARS and tree.css_first("script") is not None:
        return PageRejected("empty_shell", "no text without running scripts: the page needs a browser")
    return PageRejected(
        f"no_{missing}", f"no selector of the platform finds the {missing}: has the layout changed?"
    )
