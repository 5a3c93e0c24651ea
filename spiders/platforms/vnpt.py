"""VNPT Portal: page 1 carries its values in a script, further pages are posted for as HTML fragments."""

import re
from urllib.parse import parse_qsl, urljoin

from selectolax.lexbor import LexborHTMLParser

from spiders.documents import Record, read_rows, records
from spiders.listing import Answer, Ask, Item, ListingPage, linked_items, node_text, postback
from spiders.pages import Article, RawPage
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, host_of, split_url

NAME = "vnpt"
VERSION = "1"

_FRAGMENT = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_ARTICLE = re.compile(r"-(\d+)/?$")
_OLD_ARTICLE = re.compile(r"^https?://[^/]+/\d+/\d+/\d+/(\d+)(?:/|$)")
_VALUES = re.compile(
    r"(article_category_id|categoryIds|site_id|page_size|maxPage)\s*(?::|=)\s*(?:parseInt\()?[\"']?(\d+(?:,\d+)*)"
)
# Documents stand under the number of their module, whatever page shows them: `?pageid=27218&p_steering=153`.
_DOCUMENT = "p_steering"
_TABLES = ("[class*=Library] table", "[class*=UIDocument] table", "[class*=VanBan] table", "table")
_POSTBACK = re.compile(r"__doPostBack\('([^']+)'\s*,\s*'([^']*)'\)")
_NEXT = frozenset({">", "›", "tiếp", "trang sau", "sau", "next", "..."})
_LINKS = (
    ".ArticleInMenu .Title a, .ArticleList .Title a",
    ".UIListNews_Default .item a, .item .Title a",
    ".Title a",
)
_BOXES = ("item", "ArticleItem", "li")
_DATES = (".PostDate",)
_SUMMARIES = (".Summary", ".ArticleSummary")

READING = Reading(
    title=(".ArticleHeader", ".title-news", "h1", "meta[name=title]"),
    title_without=(".Location",),
    lead=(".ArticleSummary", "meta[name=description]"),
    # The site-wide description stands in for a missing summary.
    lead_unless="Cổng thông tin điện tử",
    body=(".ArticleContent",),
    visible_date=(
        ".ArticleDetailControl .PostDate",
        ".UIArticleDetail_Default .PostDate",
        "#content > .PostDate",
    ),
    files=(".FileAttach a", 'a[href*="/files/"]'),
    related=(".ArticleOther a",),
)


def item_key(url: str, portal: Portal) -> str:
    """Return the key of an item: its number, which ends the path or stands fourth in the old addresses.

    A document has its number in the query.
    """
    bare = url.partition("?")[0]
    numbers = {name.lower(): value for name, value in parse_qsl(split_url(url).query)}
    if numbers.get(_DOCUMENT, "").isdecimal():
        return f"{host_of(url).removeprefix('www.')}/?{_DOCUMENT}={numbers[_DOCUMENT]}"
    # The slug of an old address may end in a number too: its own form is looked for first.
    if match := _OLD_ARTICLE.match(bare) or _ARTICLE.search(bare):
        return f"{host_of(url).removeprefix('www.')}/-{match[1]}"
    # A document without a page of its own is known by its list, its number and its date.
    page, _, symbol = url.partition("#")
    queries = {name for name in numbers if name == "pageid" or name.startswith("p_")}
    key = canonical_key(page, fold_case=portal.fold_case, keep_query=queries)
    return f"{key}#{symbol.casefold()}" if symbol else key


def first_page(section_url: str) -> Ask:
    """Return the request for page 1."""
    return Ask(url=section_url)


def read_listing(answer: Answer) -> ListingPage:
    """Read page 1 or a fragment of news, or a page of a document list."""
    tree = answer.tree()
    values = dict(_VALUES.findall(answer.text))
    is_posted_back = "__EVENTTARGET" in (answer.ask.form or {})
    # A listing of news may show the newest documents beside them.
    is_news = "article_category_id" in values or tree.css_first(_LINKS[0]) is not None
    found = _records(tree, answer.final_url) if is_posted_back or not is_news else []
    if found or is_posted_back:
        return _documents(tree, answer, found)
    items = _items(tree, answer.final_url if answer.ask.form is None else answer.ask.state["referer"])
    if answer.ask.form is None:
        if "article_category_id" not in values or "page_size" not in values:
            return ListingPage(items=items, following=_linked_next(tree, answer))
        state = {"referer": answer.final_url, "last": values.get("maxPage", "0")}
        form = _form(values)
    else:
        state, form = dict(answer.ask.state), dict(answer.ask.form)
    page = answer.ask.page + 1
    last = int(state["last"])
    # Without a page count the walk goes on until a page is empty.
    if last and page > last:
        return ListingPage(items=items)
    following = Ask(
        url=urljoin(answer.final_url, _FRAGMENT), page=page, form={**form, "page": str(page)}, state=state
    )
    return ListingPage(items=items, following=following)


def _linked_next(tree: LexborHTMLParser, answer: Answer) -> Ask | None:
    """Return the next page of sites that link it: ``?page=N`` of the listing itself."""
    wanted, here = answer.ask.page + 1, split_url(answer.final_url).path.rstrip("/").casefold()
    for link in tree.css("a[href*='page=' i]"):
        url = absolute(answer.final_url, link.attributes.get("href") or "")
        parts = split_url(url) if url else None
        if url and parts and parts.path.rstrip("/").casefold() == here:
            query = {name.lower(): value for name, value in parse_qsl(parts.query)}
            if query.get("page") == str(wanted):
                return Ask(url=url, page=wanted)
    return None


def read_documents(raw: RawPage, portal: Portal) -> list[Article]:
    """Return one Article per row of a document list. Raises PageRejected when there is no table."""
    return read_rows(raw, portal, (NAME, VERSION), _records, item_key)


def _records(tree: LexborHTMLParser, list_url: str) -> list[Record]:
    return records(tree, list_url, _TABLES)


def _documents(tree: LexborHTMLParser, answer: Answer, found: list[Record]) -> ListingPage:
    """Return a page of documents. One whose pager says another number is not the page that was asked for."""
    here = node_text(tree.css_first("[class*=currentpage i]"))
    if here.isdecimal() and int(here) != answer.ask.page:
        return ListingPage(items=[])
    wanted = answer.ask.page + 1
    events = {
        node_text(link).casefold(): (match[1], match[2])
        for link in tree.css("a[href*=__doPostBack]")
        if (match := _POSTBACK.search(link.attributes.get("href") or "")) and "pager" in match[1].casefold()
    }
    named = (event for name, event in events.items() if name in _NEXT)
    event = events.get(str(wanted)) or next(named, None)
    following = postback(tree, answer, event, wanted) if event else None
    return ListingPage(items=[record.item for record in found], following=following)


def _items(tree: LexborHTMLParser, base: str) -> list[Item]:
    for selector in _LINKS:
        links = [link for link in tree.css(selector) if _ARTICLE.search(link.attributes.get("href") or "")]
        if found := linked_items(links, base, _BOXES, _DATES, _SUMMARIES):
            return found
    return []


def _form(values: dict[str, str]) -> dict[str, str]:
    size = values["page_size"]
    category = values["article_category_id"]
    return {
        "article_category_id": category,
        "categoryIds": values.get("categoryIds", category),
        "site_id": values.get("site_id", ""),
        "page_size": size,
        "keyword": "",
        "date_begin": "",
        "date_end": "",
        "show_no": "False",
        "show_post_date": "True",
        "num_of_text": "0",
        "show_view_count": "False",
        "filter_order_in_list": "",
        "is_default": "True",
        "new": "",
        "number_of_day": "3",
        "no": f"-{size}",
        "articlelang": "vi-VN",
        "lang": "vi-VN",
        "is_authenticated": "False",
    }
