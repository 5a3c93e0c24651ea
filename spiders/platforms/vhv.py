"""The VHV platform. Page 1 of a listing is HTML; its ``?page=`` is ignored, further pages are JSON.

The category and the site's own total stand in page 1 as base64 JSON. ``items`` of the JSON is an object
keyed by id, or an empty list when there are none. A widget without a category is asked for page by page as a
fragment of HTML. The address of the API may be a section itself, all its pages asked for by GET.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from spiders.documents import Record, read_rows, records
from spiders.listing import SESSION_FIELD, Answer, Ask, Item, ListingPage, linked_items, unique
from spiders.pages import Article, RawPage
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, is_trap
from spiders.wording import without_controls

NAME = "vhv"
VERSION = "1"

_API = "/api/Content/Article/selectAll"
_CONFIG = re.compile(r"decode64\('([A-Za-z0-9+/=]+)'\)")
_TOKEN = re.compile(rf"""{SESSION_FIELD}["']?\s*[:=]\s*["']([^"'<>]+)["']""")
_TOKEN_FIELD = re.compile(rf"""name=["']?{SESSION_FIELD}["']?\s[^>]*?value=["']?([^"'<>\s]+)""")
# What a fragment is asked for with, of what the page tells of its widget.
_WIDGET = (
    "layout", "itemsPerPage", "service", "widgetCode", "parentId", "type", "categoryId", "widgetTemplateId",
    "modulePosition", "moduleParentId", "orderBy",
)  # fmt: skip
_FRAGMENT = {"phpModuleName": "Content.Listing", "page": "Article.News.list"}
_LINKS = (
    ".section-list a.article-title.common-title, .section-list .article-title.common-title > a, "
    ".section-list h2.h4.title > a, .section-list h4.entry-title > a",
    "a.article-title.common-title, .article-title.common-title > a, h2.h4.title > a, h4.entry-title > a",
)
_TABLES = ("div.list-legal-document-table table",)
_BOXES = ("article", "item")
_DATES = ("time.post-date", ".article-date", ".post-date")
_SUMMARIES = (".brief", ".article-brief", ".common-brief")

READING = Reading(
    title=("h1.title-detail", "h1[itemprop=headline]", 'meta[property="og:title"]'),
    lead=(".article-brief", ".common-brief", ".brief.font-size-text"),
    body=(
        ".block-core-a5 .common-content",
        ".content-detail[itemprop=articleBody]",
        ".article-content .article-content",
    ),
    visible_date=("span.post-date",),
    system_date=("meta[itemprop=datePublished]", 'meta[property="article:published_time"]'),
    author=(".aritcle-author", ".author"),
    section=(".pathway-category li.last-item a", "ol.breadcrumb li a"),
    files=("a.link-download", 'article a[href^="/upload/"]'),
    related=(".frame-tinlquan a", "#section18 a"),
)


def item_key(url: str, portal: Portal) -> str:
    """Return the key of an item: VHV has no numbers, the whole path counts, and it is never cleaned."""
    return canonical_key(url, fold_case=portal.fold_case)


def first_page(section_url: str) -> Ask:
    """Return the request for page 1."""
    return Ask(url=section_url)


def read_listing(answer: Answer) -> ListingPage:
    """Read page 1 (HTML), a fragment of it, or an answer of the API (JSON)."""
    is_json = answer.ask.form is not None or urlsplit(answer.ask.url).path.lower() == _API.lower()
    return _read_json(answer) if is_json else _read_html(answer)


def _read_html(answer: Answer) -> ListingPage:
    tree = answer.tree()
    items = _items(tree, answer)
    if "last" in answer.ask.state:  # a fragment
        page = answer.ask.page + 1
        is_over = page > int(answer.ask.state["last"])
        return ListingPage(items=items, following=None if is_over else _numbered(answer.ask, page))
    config = _config(answer.text)
    if not config.get("categoryId"):
        config |= _from_menu(tree, answer.ask.url)
    total = _number(config.get("totalItems"))
    size = _number(config.get("itemsPerPage")) or len(items) or 12
    following = None
    if config.get("categoryId"):
        following = _api_page(config, size, answer) if total is None or total > size else None
    elif config.get("widgetCode") and total is not None:
        following = _fragment(config, -(-total // size), answer) if total > size else None
    else:
        following = _classic_next(tree, answer)
    return ListingPage(items=items, following=following, total=total)


def _items(tree: LexborHTMLParser, answer: Answer) -> list[Item]:
    items: list[Item] = []
    # A listing of news may show the newest documents beside them.
    if tree.css_first(_LINKS[0]) is None:
        items += [record.item for record in _records(tree, answer.final_url)]
    for selector in () if items else _LINKS:
        links = [link for link in tree.css(selector) if link.attributes.get("href")]
        items = linked_items(links, answer.final_url, _BOXES, _DATES, _SUMMARIES)
        if items:
            break
    return items


def _api_page(config: Mapping[str, Any], size: int, answer: Answer) -> Ask:
    """Return the request that posts for page 2, with the session's token where page 1 gave one."""
    form = {
        "categoryId": str(config["categoryId"]),
        "pageNo": "2",
        "itemsPerPage": str(size),
        "orderBy": str(config.get("orderBy") or "publishTime DESC"),
        "type": str(config.get("type") or "Article.News"),
    }
    if token := _TOKEN.search(answer.text) or _TOKEN_FIELD.search(answer.text):
        form[SESSION_FIELD] = token[1]
    return Ask(url=urljoin(answer.final_url, _API), page=2, form=form)


def _fragment(config: Mapping[str, Any], last: int, answer: Answer) -> Ask:
    """Return the request for page 2 of a widget that has no category: the listing, told which widget."""
    told = {name: str(config[name]) for name in _WIDGET if config.get(name) is not None}
    url = urljoin(answer.final_url, "?" + urlencode({**told, **_FRAGMENT, "pageNo": "2"}))
    return Ask(url=url, page=2, state={"last": str(last)})


def _numbered(ask: Ask, page: int) -> Ask:
    """Return the request for another page, in the form of ``ask``: posted, or in the query."""
    if ask.form is not None:
        return replace(ask, page=page, form={**ask.form, "pageNo": str(page)})
    parts = urlsplit(ask.url)
    query = urlencode({**dict(parse_qsl(parts.query)), "pageNo": str(page)}, safe="[]")
    return replace(ask, page=page, url=parts._replace(query=query).geturl())


def _classic_next(tree: LexborHTMLParser, answer: Answer) -> Ask | None:
    """Return the next page of layouts that link it; where the address is ignored the walk sees a repeat."""
    link = tree.css_first(".wrapper-pagination a.next-pages")
    url = absolute(answer.final_url, link.attributes.get("href") or "") if link is not None else None
    return Ask(url=url, page=answer.ask.page + 1) if url and url != answer.ask.url else None


def _records(tree: LexborHTMLParser, list_url: str) -> list[Record]:
    return records(tree, list_url, _TABLES)


def read_documents(raw: RawPage, portal: Portal) -> list[Article]:
    """Return one Article per row of a table of legal documents. Raises PageRejected without a table."""
    return read_rows(raw, portal, (NAME, VERSION), _records, item_key)


def _read_json(answer: Answer) -> ListingPage:
    try:
        data = json.loads(answer.text)
    except ValueError:
        return ListingPage(items=[])
    listed = data.get("items") if isinstance(data, dict) else None
    rows = list(listed.values()) if isinstance(listed, dict) else listed if isinstance(listed, list) else []
    items = unique([_json_item(row, answer.final_url) for row in rows if isinstance(row, dict)])
    told = answer.ask.form or dict(parse_qsl(urlsplit(answer.ask.url).query))
    total = _number(data.get("totalItems")) if isinstance(data, dict) else None
    page = answer.ask.page
    # A section that names no size has that of its first page, which is full where another one follows.
    size = _number(told.get("itemsPerPage") or answer.ask.state.get("size")) or len(rows)
    following = None
    if total is None or page * size < total:
        following = replace(_numbered(answer.ask, page + 1), state={**answer.ask.state, "size": str(size)})
    return ListingPage(items=items, following=following, total=total)


def _json_item(row: Mapping[str, Any], base: str) -> Item | None:
    link, title = row.get("rewriteURL"), row.get("title")
    if not isinstance(link, str) or not isinstance(title, str) or not title.strip():
        return None
    url = absolute(base, link if "://" in link else "/" + link.lstrip("/"))
    if url is None or is_trap(url):
        return None
    brief = row.get("brief")
    return Item(
        url=url,
        title=without_controls(title),
        published=without_controls(str(row.get("publishTime") or "")) or None,
        summary=without_controls(brief) if isinstance(brief, str) else None,
        form="json",
    )


def _config(text: str) -> dict[str, Any]:
    """Return what the page tells of its widget: one with a category before one without."""
    widget: dict[str, Any] = {}
    for match in _CONFIG.finditer(text):
        try:
            config = json.loads(base64.b64decode(match[1], validate=True))
        except (binascii.Error, ValueError):
            continue
        if isinstance(config, dict) and config.get("categoryId"):
            return config
        if isinstance(config, dict) and config.get("widgetCode"):
            widget = widget or config
    return widget


def _from_menu(tree: LexborHTMLParser, section_url: str) -> dict[str, Any]:
    path = urlsplit(section_url).path
    for node in tree.css("nav li.item[data-id]"):
        link = node.css_first("a")
        if link is not None and urlsplit(link.attributes.get("href") or "").path == path:
            return {"categoryId": node.attributes.get("data-id")}
    return {}


def _number(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None
