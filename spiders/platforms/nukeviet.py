"""NukeViet and NukeViet eGovernment: ``page-N/`` listings, articles known by the number that ends the URL."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl

from selectolax.lexbor import LexborHTMLParser

from spiders.documents import Record, read_rows, records
from spiders.feeds import is_feed, is_feed_address, read_feed
from spiders.listing import Answer, Ask, Item, ListingPage, linked_items, unique
from spiders.pages import Article, RawPage
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, host_of, split_url

NAME = "nukeviet"
VERSION = "1"

_ARTICLE = re.compile(r"-(\d+)\.html$", re.IGNORECASE)
# The same before it is rewritten: «index.php?language=vi&nv=news&op=tin/ten-bai-12».
_UNREWRITTEN = re.compile(r"[?&]nv=[^#]*[?&]op=[^&#]*-\d+(?:\.html)?(?:&|#|$)", re.IGNORECASE)
_LANGUAGES = re.compile(r"[a-z]{2}", re.IGNORECASE)
# What a site may leave out of its addresses.
_LANGUAGE = "vi"
_MODULE = "news"
_PAGE = re.compile(r"/page-(\d+)/?$|[?&]page=(\d+)(?:&|$)")
# The laws module; themes differ, so that a table counts by its head.
_TABLES = (".laws-list table", "[class*=law] table", "table.table", "table")
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
    """Return the key of an item: language, module and number.

    Alias and category do not count, a wrong one leads to the same page. Every module numbers from one, in
    every language.
    """
    url = rewritten(url)
    host = host_of(url).removeprefix("www.")
    steps = [step for step in split_url(url).path.split("/") if step and step.lower() != "index.php"]
    match = _ARTICLE.search(steps[-1]) if steps else None
    if match is None:
        return canonical_key(url, fold_case=portal.fold_case)
    language = steps.pop(0).lower() if _LANGUAGES.fullmatch(steps[0]) else _LANGUAGE
    return f"{host}/{language}/{_module(steps[:-1], portal)}/-{match[1]}.html"


def rewritten(url: str) -> str:
    """Return the address that a site would give for one of before rewriting (``?language=&nv=&op=``).

    News end in ``.html``; the laws module's documents (``op=detail/…``) are folders.
    """
    parts = split_url(url)
    query = dict(parse_qsl(parts.query))
    if "nv" not in query or parts.path.lower() not in {"", "/", "/index.php"}:
        return url
    op = query.get("op", "").strip("/")
    end = "" if op.endswith(".html") else "/" if op.startswith("detail/") or not op else ".html"
    path = "/".join(step for step in (query.get("language", _LANGUAGE), query["nv"], op) if step)
    return parts._replace(path=f"/{path}{end}", query="").geturl()


def _is_article(href: str) -> bool:
    return bool(_ARTICLE.search(href) or _UNREWRITTEN.search(href))


def _module(above: Sequence[str], portal: Portal) -> str:
    """Return the module of an item below ``above``; a site may leave that of its news out."""
    if not above:
        return _MODULE
    categories = {portal.section_url(section).rstrip("/").rpartition("/")[2] for section in portal.sections}
    return _MODULE if len(above) == 1 and above[0] in categories else above[0].lower()


def first_page(section_url: str) -> Ask:
    """Return the request for page 1; without the last slash the server answers with a redirect."""
    if is_feed_address(section_url):
        return Ask(url=section_url)
    is_whole = section_url.endswith("/") or "?" in section_url
    return Ask(url=section_url if is_whole else section_url + "/")


def read_listing(answer: Answer) -> ListingPage:
    """Read a listing page or a feed. A page past the end is an empty 200, the pager's markup is broken."""
    if is_feed(answer.body):
        return read_feed(answer)
    tree = answer.tree()
    items: list[Item] = []
    # A listing of news may show the newest documents beside them.
    if tree.css_first(_LINKS[0]) is None:
        items += [record.item for record in _records(tree, answer.final_url)]
    for selector in () if items else _LINKS:
        links = [link for link in tree.css(selector) if _is_article(link.attributes.get("href") or "")]
        items += linked_items(links, answer.final_url, _BOXES, _DATES, _SUMMARIES)
    following = None
    wanted = answer.ask.page + 1
    for link in tree.css("ul.pagination a"):
        url = absolute(answer.final_url, link.attributes.get("href") or "")
        match = _PAGE.search(url) if url else None
        if url and match and int(match[1] or match[2]) == wanted:
            following = Ask(url=url, page=wanted)
    return ListingPage(items=unique(items), following=following)


def _records(tree: LexborHTMLParser, list_url: str) -> list[Record]:
    return records(tree, list_url, _TABLES)


def read_documents(raw: RawPage, portal: Portal) -> list[Article]:
    """Return one Article per row of a list of laws. Raises PageRejected when there is no table."""
    return read_rows(raw, portal, (NAME, VERSION), _records, item_key)
