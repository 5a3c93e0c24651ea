"""VNPT Portal: page 1 carries its values in a script, further pages are posted for as HTML fragments."""

import re
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from spiders.listing import Answer, Ask, Item, ListingPage, linked_items
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import canonical_key, host_of

NAME = "vnpt"
VERSION = "1"

_FRAGMENT = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
_ARTICLE = re.compile(r"-(\d+)/?$")
_OLD_ARTICLE = re.compile(r"^https?://[^/]+/\d+/\d+/\d+/(\d+)(?:/|$)")
_VALUES = re.compile(
    r"(article_category_id|categoryIds|site_id|page_size|maxPage)\s*(?::|=)\s*(?:parseInt\()?[\"']?(\d+(?:,\d+)*)"
)
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
    """Return the key of an item: its number, which ends the path or stands fourth in the old addresses."""
    bare = url.partition("?")[0]
    # The slug of an old address may end in a number too: its own form is looked for first.
    if match := _OLD_ARTICLE.match(bare) or _ARTICLE.search(bare):
        return f"{host_of(url).removeprefix('www.')}/-{match[1]}"
    return canonical_key(url, fold_case=portal.fold_case)


def first_page(section_url: str) -> Ask:
    """Return the request for page 1."""
    return Ask(url=section_url)


def read_listing(answer: Answer) -> ListingPage:
    """Read page 1, or a fragment."""
    tree = answer.tree()
    items = _items(tree, answer.final_url if answer.ask.form is None else answer.ask.state["referer"])
    if answer.ask.form is None:
        values = dict(_VALUES.findall(answer.text))
        if "article_category_id" not in values or "page_size" not in values:
            return ListingPage(items=items)
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
