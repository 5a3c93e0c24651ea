"""SharePoint with Lạc Việt web parts: ``PageIndex`` listings that leak list items, and document tables.

Letter case counts nowhere, one page has many addresses, ids carry GUIDs that change per page, listing
dates are American, and a detail page's clock is not its publish time.
"""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.text import canonical_text
from spiders.blocking import explain, refuse_unreadable
from spiders.dating import parse_listed
from spiders.decoding import decode_page
from spiders.listing import Answer, Ask, Item, ListingPage, first_text, node_text, unique
from spiders.pages import Article, Attachment, RawPage
from spiders.portal import Portal
from spiders.reading import Reading, article_id_of, text_sha256
from spiders.urls import absolute, canonical_key, is_trap

NAME = "sharepoint"
VERSION = "1"

_US_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2} [AP]M")
_PAGE = re.compile(r"(?:pageindex=|ChangePage\()(\d+)", re.IGNORECASE)
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
    """Return the key of an item: path and ID, blind to case, port and ``www.``."""
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
    rows = [_document_item(row) for row in document_rows(tree, answer.final_url)]
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
    base, _, _ = answer.ask.url.partition("?")
    return Ask(url=f"{base}?PageIndex={wanted}", page=wanted)


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


def _document_item(row: "DocumentRow") -> Item:
    return Item(url=row.url, title=row.subject, published=row.date or None, summary=row.symbol)


class DocumentRow:
    """One row of a document list: its labelled cells, its file, and the address that identifies it."""

    __slots__ = ("cells", "date", "file", "subject", "symbol", "url")

    def __init__(self, labels: Sequence[str], cells: Sequence[str], file: str | None, list_url: str) -> None:
        named = list(zip(labels, cells, strict=False))
        self.cells = [(label, cell) for label, cell in named if cell and not _IGNORED.search(label)]
        self.symbol = _labelled(named, "ký hiệu", "số văn bản")
        self.date = _labelled(named, "ngày")
        self.subject = _labelled(named, "trích yếu", "nội dung") or self.symbol
        self.file = file
        # A number comes again in other years: only with its date it says which document.
        self.url = file or f"{list_url}#{self.symbol} {self.date}".rstrip()


_IGNORED = re.compile(r"^\s*$|stt|tải|tệp|đính kèm", re.IGNORECASE)
_DEFAULT_LABELS = ("STT", "Số ký hiệu", "Ngày ban hành", "Trích yếu", "Hiệu lực", "Tải về")


def document_rows(tree: LexborHTMLParser, list_url: str) -> list[DocumentRow]:
    """Return the rows of the document table, one per file, in their order; empty when there is no table."""
    for selector in _TABLES:
        if tables := tree.css(selector):
            break
    else:
        return []
    labels: Sequence[str] = _DEFAULT_LABELS
    found: dict[str, DocumentRow] = {}
    for row in tables[0].css("tr"):
        if heads := row.css("th"):
            labels = [node_text(head) for head in heads]
            continue
        cells = row.css("td")
        if len(cells) != len(labels):
            continue
        document = DocumentRow(labels, [node_text(cell) for cell in cells], _file(row, list_url), list_url)
        if document.subject:
            found.setdefault(document.url, document)
    return list(found.values())


def _labelled(named: Sequence[tuple[str, str]], *wanted: str) -> str:
    for label, cell in named:
        if any(word in label.casefold() for word in wanted):
            return cell
    return ""


def _file(row: LexborNode, base: str) -> str | None:
    for link in row.css("a[href]"):
        href = link.attributes.get("href") or ""
        if not href.lower().startswith("javascript:"):
            return unwrapped(base, href)
    return None


def unwrapped(base: str, href: str) -> str | None:
    """Return the file behind a download page's address, or the address itself."""
    query = {name.lower(): value for name, value in parse_qsl(urlsplit(href).query)}
    inner = query.get("fileurl")
    return absolute(base, unquote(inner) if inner and "%" in inner else inner or href)


def read_documents(raw: RawPage, portal: Portal) -> list[Article]:
    """Return one Article per row of a document list. Raises PageRejected when there is no table."""
    refuse_unreadable(raw.body, raw.status)
    tree = LexborHTMLParser(decode_page(raw.body, raw.content_type).text)
    rows = document_rows(tree, raw.final_url.partition("?")[0])
    if not rows:
        raise explain(tree, "table")
    return [_document(row, raw, portal) for row in rows]


def _document(row: DocumentRow, raw: RawPage, portal: Portal) -> Article:
    key = item_key(row.url, portal)
    text = canonical_text(" | ".join(f"{label}: {cell}" for label, cell in row.cells))
    issued = parse_listed(row.date)
    name = unquote(urlsplit(row.file).path.rpartition("/")[2]) if row.file else ""
    return Article(
        article_id=article_id_of(portal.slug, key),
        portal=portal.slug,
        kind="document",
        url=row.url,
        url_key=key,
        title=row.subject,
        lead=None,
        text=text,
        text_sha256=text_sha256(text),
        author=None,
        published_at=issued,
        published_source="document" if issued else None,
        section=raw.listed.section,
        attachments=(Attachment(url=row.file, name=name),) if row.file else (),
        parser=NAME,
        parser_version=VERSION,
    )
