"""A page that was looked at to get to know a site: nothing is known of its portal yet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.decoding import decode_page
from spiders.detect import detect_platform
from spiders.listing import node_text
from spiders.portal_keys import twins
from spiders.urls import absolute, host_of, is_trap
from spiders.wording import one_line

_MENUS = (
    "nav a[href], [id*=menu i] a[href], [class*=menu i] a[href], .breadcrumb a[href], "
    ".temp-breadcrumbs a[href], [class*=breadcrumb i] a[href], [class*=pathway i] a[href], "
    "header li a[href], [id*=BreadCrumb] a[href]"
)
# What a listing of news is called, the surest first, in addresses and in names.
_NEWS = (
    re.compile(r"tin-tuc|tin-tong-hop|tintuc|/news|su-kien", re.IGNORECASE),
    re.compile(r"\btin\b|tin-|cai-cach|hoat-dong|chi-dao|dieu-hanh", re.IGNORECASE),
    re.compile(r"thong-bao|thong-tin|van-ban|bao-cao", re.IGNORECASE),
)


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A page as it came, asked for under ``url``. ``seen_at`` is aware."""

    url: str
    final_url: str
    body: bytes = field(repr=False)
    content_type: str | None
    seen_at: datetime
    server: str | None = None

    @cached_property
    def html(self) -> str:
        """The page as text."""
        return decode_page(self.body, self.content_type).text

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page parsed."""
        return LexborHTMLParser(self.html)

    @cached_property
    def platform(self) -> str | None:
        """The CMS that is recognised on the page, one that Gặt has no module for included."""
        return detect_platform(self.html)


def traces(sights: Sequence[Sight]) -> str:
    """Return in a few words what a site of an unknown CMS shows of itself."""
    first = sights[0]
    generator = first.tree.css_first("meta[name=generator i]")
    links = [node.attributes.get("href") or "" for node in first.tree.css("a[href]")]
    endings = {match[1].lower() for link in links if (match := re.search(r"\.(\w{2,5})(?:$|[?#])", link))}
    title = first.tree.css_first("title")
    told = {
        "generator": one_line(generator.attributes.get("content") or "") if generator is not None else "",
        "server": first.server or "",
        "links ending in": ", ".join(sorted(endings)[:5]),
        "title": node_text(title)[:60],
    }
    return "; ".join(f"{name} {value!r}" for name, value in told.items() if value) or "an empty page"


def menu(sight: Sight) -> list[tuple[str, str]]:
    """Return address and name of the links of the menu that may lead to a listing, the likeliest first."""
    hosts = twins(sight.final_url)
    found: dict[str, str] = {}
    for node in sight.tree.css(_MENUS):
        for url, name in _link(node, sight.final_url):
            if host_of(url) in hosts and not is_trap(url) and urlsplit(url).path.strip("/"):
                found.setdefault(url, name)
    return sorted(found.items(), key=_doubt)


def _link(node: LexborNode, base: str) -> Iterator[tuple[str, str]]:
    url = absolute(base, node.attributes.get("href") or "")
    name = node_text(node) or one_line(node.attributes.get("title") or "")
    if url is not None and name:
        yield url, name


def _doubt(link: tuple[str, str]) -> int:
    path = urlsplit(link[0]).path
    is_file = re.search(r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png)$", path, re.IGNORECASE)
    place = next((place for place, words in enumerate(_NEWS) if words.search(path)), len(_NEWS))
    return place + (10 if is_file else 0)
