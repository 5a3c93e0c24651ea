"""NukeViet and NukeViet eGovernment: ``page-N/`` listings, articles known by the number that ends the URL."""

import re

from spiders.listing import Answer, Ask, Item, ListingPage, box_of, linked_item, unique
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, host_of

NAME = "nukeviet"
VERSION = "1"

_ARTICLE = re.compile(r"-(\d+)\.html$", re.IGNORECASE)
_PAGE = re.compile(r"/page-(\d+)/?$")
_LINKS = (
    ".news_column .panel-body h3 > a, .news_column .panel-body h2 > a",
    ".list-group a.list-group-item",
    "ul.related.list-items li > a",
)
_BOXES = ("panel-body", "list-group-item", "li")
_DATES = (".text-muted", "em")
_SUMMARIES = (".hometext",)

READING = Reading(
    title=("h1[itemprop=headline]", ".newsdetail h1.title", "#print h1", "h1.title"),
    lead=(".newsdetail .hometext", "#hometext", "div.hometext"),
    body=("#news-bodyhtml", "#bodytext", ".bodytext"),
    visible_date=(".newsdetailmetatop span.h5", ".newsdetail span.h5"),
    # Built with a broken format string in the meta tag; the hidden element is right.
    system_date=("[itemprop=datePublished]",),
    # The hidden itemprop=author names the account that typed it, not the writer.
    author=("#print #author",),
    labelled_author=(".newsdetail p.h5.text-right", ".newsdetail p.text-right"),
    section=("ul.temp-breadcrumbs li a", ".breadcrumb li a"),
    files=(".news-download-file a",),
    related=("#news-relatednew a", "#news-related a", ".other-news ul.related a"),
)


def item_key(url: str, portal: Portal) -> str:
    """Return the key of an item: only its number counts, a wrong alias or category leads to the same page."""
    if match := _ARTICLE.search(url.partition("?")[0]):
        return f"{host_of(url).removeprefix('www.')}/-{match[1]}.html"
    return canonical_key(url, fold_case=portal.fold_case)


def first_page(section_url: str) -> Ask:
    """Return the request for page 1; without the last slash the server answers with a redirect."""
    return Ask(url=section_url if section_url.endswith("/") else section_url + "/")


def read_listing(answer: Answer) -> ListingPage:
    """Read a listing page. A page past the end is an empty 200, and the pager's markup is broken."""
    tree = answer.tree()
    items: list[Item] = []
    for selector in _LINKS:
        items += unique(
            [
                linked_item(link, answer.final_url, box_of(link, _BOXES), _DATES, _SUMMARIES)
                for link in tree.css(selector)
                if _ARTICLE.search(link.attributes.get("href") or "")
            ]
        )
    following = None
    wanted = answer.ask.page + 1
    for link in tree.css("ul.pagination a"):
        url = absolute(answer.final_url, link.attributes.get("href") or "")
        match = _PAGE.search(url) if url else None
        if url and match and int(match[1]) == wanted:
            following = Ask(url=url, page=wanted)
    return ListingPage(items=unique(items), following=following)
