"""A page made light and clean enough to be kept as a case: what no reader of pages looks at is dropped.

Scripts go, but for those that the platforms read (a listing's category and size stand in one); so do styles,
comments, tracking, pictures inside the page, and all but the beginning of view states. Personal data goes
before anything else is done with the page: see ``privacy``.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from spiders.decoding import decode_page
from spiders.privacy import drop_readers, without_contacts

# What platforms read of a listing, what tells the CMS, and dates for machines.
_READ_SCRIPT = re.compile(
    r"decode64\(|VHV\.using\(|article_category_id|categoryIds|maxPage|_spPageContextInfo|ChangePage\("
)
_MOST_SCRIPT = 20_000
_DROPPED = (
    "style, noscript, iframe, object, embed, svg, canvas, audio, video, link:not([rel=canonical]), "
    'img[width="1"], img[height="1"], img[src*="facebook.com/tr"], img[src*="analytics"], [data-cfemail]'
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE_PICTURE = re.compile(r"data:[\w+.-]+/[\w+.-]+;base64,[A-Za-z0-9+/=%\s]+")
_TOKEN = re.compile(
    r"""((?:securityToken|checkss|_csrf|csrf[-_]?token|__RequestVerificationToken)["']?\s*[:=]\s*["'])[^"']+""",
    re.IGNORECASE,
)
_SECRET_FIELDS = frozenset({"__requestdigest", "__requestverificationtoken", "checkss", "securitytoken"})
_SHOWN_STATE = 16
_LONG_STATE = 120
_BLANK_LINES = re.compile(r"\n\s*\n+")


@dataclass(slots=True)
class Trimmed:
    """A page that may be kept, and what was taken out of it: how many of what."""

    html: str
    removed: Counter[str] = field(default_factory=Counter)


def trimmed(body: bytes, content_type: str | None, kept: Sequence[str]) -> Trimmed:
    """Return a page trimmed, as text that is to be written in UTF-8.

    ``kept`` are selectors of what must stay: the article's own parts.
    """
    removed: Counter[str] = Counter()
    tree = LexborHTMLParser(decode_page(body, content_type).text)
    removed["blocks of readers"] = drop_readers(tree, kept)
    removed["scripts"] = _drop_scripts(tree)
    for node in tree.css(_DROPPED):
        removed["styles, frames and tracking"] += 1
        node.decompose()
    removed["view states"] = _shorten_states(tree)
    for node in tree.css("meta[charset], meta[http-equiv='Content-Type' i]"):
        node.decompose()
    html, contacts = without_contacts(tree.html or "")
    html, removed["comments"] = _COMMENT.subn("", html)
    html, removed["inline pictures"] = _INLINE_PICTURE.subn("data:,", html)
    html = _TOKEN.sub(r"\1", html)
    html = html.replace("<head>", '<head><meta charset="utf-8">', 1)
    return Trimmed(_BLANK_LINES.sub("\n", html).strip() + "\n", +(removed + contacts))


def _drop_scripts(tree: LexborHTMLParser) -> int:
    dropped = 0
    for node in tree.css("script"):
        text = node.text() or ""
        is_data = node.attributes.get("type") == "application/ld+json"
        is_read = is_data or (_READ_SCRIPT.search(text) and len(text) <= _MOST_SCRIPT)
        if not is_read:
            node.decompose()
            dropped += 1
    return dropped


def _shorten_states(tree: LexborHTMLParser) -> int:
    """Cut the values of hidden fields: long ones hold a server's state, short ones may hold a session."""
    cut = 0
    for node in tree.css("input[value]"):
        value = node.attributes.get("value") or ""
        kind = (node.attributes.get("type") or "text").lower()
        is_secret = (node.attributes.get("name") or "").lower() in _SECRET_FIELDS
        if is_secret or (kind in {"text", "email", "tel", "password"} and value):
            node.attrs["value"] = ""
            cut += is_secret
        elif len(value) > _LONG_STATE:
            node.attrs["value"] = value[:_SHOWN_STATE]
            cut += 1
    return cut
