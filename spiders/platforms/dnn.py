"""DNN: pages by query or by postback, a server clock before the publish time, labels known by id endings."""

import re
import unicodedata
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from spiders.listing import Answer, Ask, ListingPage, linked_items, postback
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, host_of, split_url

NAME = "dnn"
VERSION = "1"

# The page name says what the number counts: news and documents are numbered apart.
_ITEM = re.compile(r"(?:/([^/]+))?/id/(\d+)/?$", re.IGNORECASE)
_LINKS = re.compile(r"/id/\d+/?$|Default\.aspx\?(?=.*\bID=\d)|\.cpx\?(?:uuid|item)=", re.IGNORECASE)
_POSTBACK = re.compile(r"__doPostBack\('([^']+)','Page\$(\d+)'\)")
_QUERY_PAGE = re.compile(r"[?&]page=(\d+)(?:&|$)", re.IGNORECASE)
_HEADINGS = "h2 a, h3 a, h4 a, .tieu-de a, .title a"
_BOXES = ("li", "tin", "item", "article")
_DATES = (".ngay", ".date", "span")
_SUMMARIES = ("p",)

READING = Reading(
    title=("[id$=_lblTieuDe]", "[id*=_ctr][id*=TieuDe]", "[id*=_ctr] h1", "[id*=_ctr] h2"),
    lead=("[id$=_lblTomTat]", "[id$=_lblNoiDung] > .sapo", "[id$=_lblNoiDung] > p > strong:only-child"),
    body=("[id$=_lblNoiDung]", "[id*=_ctr][id*=NoiDung]"),
    visible_date=("[id$=_lblNgayDang]",),
    author=("[id$=_lblTacGia]",),
    section=("[id$=lblBreadCrumb] a",),
    files=('[id*=_ctr] a[href*="LinkClick.aspx"]', '[id*=_ctr] a[href*="/Portals/"]'),
    related=(".tin-khac a",),
)


def item_key(url: str, portal: Portal) -> str:
    """Return the key of an item: the page that shows it and its number.

    A department is served both as a host and as a path before that page, so that neither counts.
    """
    parts = split_url(url)
    if match := _ITEM.search(re.sub(r"/{2,}", "/", unquote(parts.path))):
        page = unicodedata.normalize("NFC", match[1] or "").casefold()
        base = host_of(portal.base_url).removeprefix("www.")
        return f"{base}/{page}/id/{match[2]}" if page else f"{base}/id/{match[2]}"
    return canonical_key(url, fold_case=portal.fold_case, keep_query={"tabid", "id", "uuid", "item"})


def first_page(section_url: str) -> Ask:
    """Return the request for page 1."""
    return Ask(url=section_url)


def read_listing(answer: Answer) -> ListingPage:
    """Read a listing page; a number past the end shows the last page again."""
    tree = answer.tree()
    links = [link for link in tree.css(_HEADINGS) if _LINKS.search(link.attributes.get("href") or "")]
    items = linked_items(links, answer.final_url, _BOXES, _DATES, _SUMMARIES)
    return ListingPage(items=items, following=_following(tree, answer))


def _following(tree: LexborHTMLParser, answer: Answer) -> Ask | None:
    wanted = answer.ask.page + 1
    for link in tree.css("a[href]"):
        href = link.attributes.get("href") or ""
        if (match := _QUERY_PAGE.search(href)) and int(match[1]) == wanted:
            url = absolute(answer.final_url, href)
            return Ask(url=url, page=wanted) if url else None
        if (match := _POSTBACK.search(href)) and int(match[2]) == wanted:
            return postback(tree, answer, (match[1], f"Page${wanted}"), wanted)
    return None
