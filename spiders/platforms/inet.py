"""iNet smartcloud (``.cpx``), the CMS of departments before DNN: ids tell when an item was made.

Seen are the addresses (``…/page/xemtin.cpx?uuid=<24 hex>``, ``?item=``, ``…/page/home.cpx``). The markup is
inferred: where no selector fits, the generic reader reads the page.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from spiders.listing import Answer, Ask, Item, ListingPage, linked_items
from spiders.pages import Article
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, host_of, split_url

NAME = "inet"
VERSION = "1"

_IDS = ("uuid", "item")
_ID = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)
_ARTICLE = re.compile(r"\.cpx\?(?:[^#]*&)?(?:uuid|item)=[0-9a-f]{24}", re.IGNORECASE)
_PAGE = re.compile(r"[?&]page=(\d+)(?:&|$)", re.IGNORECASE)
_BOXES = ("li", "item", "tin", "article", "tr")
_DATES = (".ngay", ".ngaydang", ".date", ".time")
_SUMMARIES = (".tomtat", ".trichdan", ".sapo", "p")
# The system began in the years after 2000; what says otherwise is no time.
_FIRST = datetime(2005, 1, 1, tzinfo=UTC)

READING = Reading(
    title=(".xemtin .tieude", "h1.tieude", ".tieude", "h1.title", "h1"),
    lead=(".xemtin .tomtat", ".trichdan", ".sapo"),
    body=(".xemtin .noidung", ".noidung", "#noidung", ".news-content"),
    visible_date=(".xemtin .ngaydang", ".ngaydang", ".date"),
    author=(".tacgia",),
    section=(".duongdan a",),
    files=(".xemtin a[href*='.pdf']", ".dinhkem a"),
    related=(".tinkhac a",),
)


def item_key(url: str, portal: Portal) -> str:
    """Return the key of an item: its id, whatever page of whatever folder shows it."""
    if number := _id_of(url):
        return f"{host_of(url).removeprefix('www.')}/?id={number}"
    return canonical_key(url, fold_case=portal.fold_case)


def first_page(section_url: str) -> Ask:
    """Return the request for page 1."""
    return Ask(url=section_url)


def read_listing(answer: Answer) -> ListingPage:
    """Read a listing page; an item without a date has that of its id."""
    tree = answer.tree()
    links = [link for link in tree.css("a[href]") if _ARTICLE.search(link.attributes.get("href") or "")]
    items = [_dated(item) for item in linked_items(links, answer.final_url, _BOXES, _DATES, _SUMMARIES)]
    wanted = answer.ask.page + 1
    for link in tree.css("a[href]"):
        href = link.attributes.get("href") or ""
        match = _PAGE.search(href)
        url = absolute(answer.final_url, href) if match and int(match[1]) == wanted else None
        if url:
            return ListingPage(items=items, following=Ask(url=url, page=wanted))
    return ListingPage(items=items)


def created_at(url: str) -> datetime | None:
    """Return when an item was made: the first eight digits of its id are Unix seconds."""
    number = _id_of(url)
    at = datetime.fromtimestamp(int(number[:8], 16), UTC) if number else None
    return at if at is not None and at > _FIRST else None


def amend(article: Article) -> Article:
    """Give an article on whose page no date was found that of its id."""
    at = created_at(article.url)
    if at is None or article.published_at is not None:
        return article
    return replace(article, published_at=at, published_source="id")


def _dated(item: Item) -> Item:
    at = created_at(item.url)
    if item.published or at is None:
        return item
    return replace(item, published=str(int(at.timestamp())))


def _id_of(url: str) -> str | None:
    query = {name.lower(): value for name, value in parse_qsl(split_url(url).query)}
    found = next((query[name] for name in _IDS if name in query), "")
    return found.lower() if _ID.fullmatch(found) else None
