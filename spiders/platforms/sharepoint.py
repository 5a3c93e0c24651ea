"""SharePoint with Lạc Việt web parts: ``PageIndex`` listings that leak list items, and document tables.

Letter case counts nowhere, one page has many addresses, ids carry GUIDs that change per page, listing
dates are American, and a detail page's clock is not its publish time.
"""

import re
from urllib.parse import parse_qsl, urlencode

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.documents import Record, read_rows, records
from spiders.listing import Answer, Ask, Item, ListingPage, first_text, node_text, unique
from spiders.pages import Article, RawPage
from spiders.portal import Portal
from spiders.reading import Reading
from spiders.urls import absolute, canonical_key, host_of, is_trap, split_url

NAME = "sharepoint"
VERSION = "1"

_US_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2} [AP]M")
_PAGE = re.compile(r"(?:pageindex=|ChangePage\()(\d+)", re.IGNORECASE)
_FRIENDLY = re.compile(r"/{1,2}tin-tuc/+(?:[^/]+/+)*0*(\d+)-[^/.]+/?", re.IGNORECASE)
_NEWS_ITEM = "/lists/tintucsukien/chitiet.aspx"
_TITLES = (".div-Tonghop-Title", ".tandan-p-article-news-title")
_TABLES = ("[id$=_Result] table", "table.ms-listviewtable")

READING = Reading(
    title=("[id$=Label_Title]", ".tandan-p-article-title", "#MSO_ContentTable h1", "#contentBox h1"),
    lead=("[id$=Label_Summary]", ".tom-tat", ".tandan-p-article-summary"),
    body=(
        "[id$=_RichHtmlField].ms-rtestate-field",
        ".tandan-p-article-main",
        ".divNoiDungTinBai",
        ".ms-rtestate-field",
    ),
    clock=("[id$=Label_DateTime_Now]",),
    us_listing_dates=True,
    section=(".duong-dan a", "[class*=breadcrumb] a"),
    files=('#contentBox a[href*="DownloadFilePage.aspx"]', '#contentBox a[href*="/Attachments/"]'),
    related=(".lien-quan a",),
)


def item_key(url: str, portal: Portal) -> str:
    """Return the key of an item: path and ID, blind to case, port and ``www.``.

    An item of the news list has a friendly address beside that of its list: ``/tin-tuc/…/<ID>-<slug>``.
    """
    if friendly := _FRIENDLY.fullmatch(split_url(url).path):
        return f"{host_of(url).removeprefix('www.')}{_NEWS_ITEM}?id={friendly[1]}"
    # A document without a file is known by its list, its number and its date.
    page, _, symbol = url.partition("#")
    key = canonical_key(page, fold_case=portal.fold_case, keep_query={"id", "itemid"})
    return f"{key}#{symbol.casefold()}" if symbol and "?" not in key else key


def first_page(section_url: str) -> Ask:
    """Return the request for page 1."""
    return Ask(url=section_url)


def read_listing(answer: Answer) -> ListingPage:
    """Read a page of news or of the document table."""
    tree = answer.tree()
    rows = [record.item for record in _records(tree, answer.final_url)]
    items = unique(rows or [_news_item(link, answer.final_url) for link in tree.css("a[phanloai]")])
    return ListingPage(items=items, following=_following(tree, answer))


def _following(tree: LexborHTMLParser, answer: Answer) -> Ask | None:
    wanted = answer.ask.page + 1
    pages = {
        int(match[1])
        for link in tree.css("a[href]")
        for match in _PAGE.finditer(link.attributes.get("href") or "")
    }
    if wanted not in pages:
        return None
    base, _, query = answer.ask.url.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name.lower() != "pageindex"]
    return Ask(url=f"{base}?{urlencode([*kept, ('PageIndex', str(wanted))])}", page=wanted)


def _news_item(link: LexborNode, base: str) -> Item | None:
    url = absolute(base, link.attributes.get("href") or "")
    title = first_text(link, _TITLES) or node_text(link)
    if url is None or not title or is_trap(url):
        return None
    # The dump holds title | title | summary | body | date | state | …, and pay amounts, which are not kept.
    fields = [field.strip() for field in _beside(link).split(" | ")]
    date = next((field for field in fields if _US_DATE.fullmatch(field)), None)
    # Summary and body: an edit of either shows in the listing already.
    summary = "\n".join(fields[2 : fields.index(date)]) if date else None
    return Item(url=url, title=title, published=date, summary=summary)


def _beside(link: LexborNode) -> str:
    """Return the text from a link to the next one beside it: several items may stand in one box."""
    texts = [node_text(link)]
    node = link.next
    while node is not None and not (node.is_element_node and _holds_item(node)):
        texts.append(node_text(node))
        node = node.next
    return " ".join(text for text in texts if text)


def _holds_item(node: LexborNode) -> bool:
    return "phanloai" in node.attributes or node.css_first("a[phanloai]") is not None


_DEFAULT_LABELS = ("STT", "Số ký hiệu", "Ngày ban hành", "Trích yếu", "Hiệu lực", "Tải về")


def _records(tree: LexborHTMLParser, list_url: str) -> list[Record]:
    return records(tree, list_url, _TABLES, _DEFAULT_LABELS)


def read_documents(raw: RawPage, portal: Portal) -> list[Article]:
    """Return one Article per row of a document list. Raises PageRejected when there is no table."""
    return read_rows(raw, portal, (NAME, VERSION), _records, item_key)
