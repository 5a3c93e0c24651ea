"""Documents of a portal: rows of a list, or pages of labels and values, each read into one Article.

Every CMS shows the same few things (number, date, subject, who signed, the file) under labels of its own,
some in decomposed letters. Known labels are told in one form, those that say which document it is first, so
that a row reads ``Số ký hiệu: … | Ngày ban hành: … | Trích yếu: … | Người ký: …`` wherever it comes from.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.text import canonical_text
from spiders.blocking import DOCUMENT_DETAILS, explain, refuse_unreadable
from spiders.dating import parse_listed
from spiders.decoding import decode_page
from spiders.listing import Item, node_text
from spiders.pages import Article, Attachment, RawPage
from spiders.portal import Portal
from spiders.reading import article_id_of, text_sha256
from spiders.urls import is_trap, unwrapped

_FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z)(?:$|[?#])|linkclick\.aspx|download|/attachments/", re.IGNORECASE
)
_DOWNLOAD_CALL = re.compile(r"downloadFile\(\s*'[^']*'\s*,\s*'([^']+)'", re.IGNORECASE)
_IGNORED = re.compile(r"^\W*$|^stt$|^tt$|^tải|tệp|đính kèm|^file|^lượt|^xem")
#: A label in one form, and how sites word it: those that say which document it is, in the order of the text.
_KNOWN = (
    ("Số ký hiệu", re.compile(r"ký hiệu|^số(?: hiệu)?(?: văn bản)?$|^số vb$")),
    ("Ngày ban hành", re.compile(r"^ngày (?:ban hành|văn bản|ký|vb)\b|^ngày$|^ban hành$")),
    ("Trích yếu", re.compile(r"trích yếu|^nội dung|^tên văn bản$|^tiêu đề$")),
    ("Người ký", re.compile(r"người ký")),
    ("Chức vụ", re.compile(r"^chức (?:vụ|danh)")),
)
_SYMBOL, _DATE, _SUBJECT = (label for label, _ in _KNOWN[:3])
_MOST_HEADS = 30


class Record:
    """One document: its labelled values, its files, and the address that identifies it.

    ``cells`` are what a reader is told, known labels first; ``url`` is the file's address where the list has
    no page of its own for the document, and of one without a file the list's, behind ``#`` number and date.
    """

    __slots__ = ("cells", "date", "files", "subject", "symbol", "url")

    def __init__(
        self,
        named: Sequence[tuple[str, str]],
        files: Sequence[tuple[str, str]],
        page: str | None,
        list_url: str,
    ) -> None:
        known: dict[str, str] = {}
        others: list[tuple[str, str]] = []
        for label, value in named:
            plain = label.casefold().replace("ð", "đ").rstrip(" :")
            form = next((form for form, words in _KNOWN if words.search(plain)), None)
            if not value or _IGNORED.search(plain):
                continue
            if form is not None:
                known.setdefault(form, value)
            else:
                others.append((label.rstrip(" :"), value))
        self.cells = [(form, known[form]) for form, _ in _KNOWN if form in known] + others
        self.symbol = known.get(_SYMBOL, "")
        self.date = known.get(_DATE, "")
        self.subject = known.get(_SUBJECT) or self.symbol
        self.files = list(files)
        # A number comes again in other years: only with its date it says which document.
        bare = f"{list_url}#{self.symbol} {self.date}".rstrip()
        self.url = page or (self.files[0][0] if self.files else bare)

    @property
    def item(self) -> Item:
        """The record as an item of its listing."""
        return Item(url=self.url, title=self.subject, published=self.date or None, summary=self.symbol)


def records(
    tree: LexborHTMLParser, list_url: str, tables: Sequence[str], labels: Sequence[str] = ()
) -> list[Record]:
    """Return the rows of the first document table, each once, in their order; empty where there is none.

    ``tables`` are CSS selectors, most trusted first; ``labels`` name the columns of a table without a head. A
    table with a head must have one column for the number or the subject.
    """
    for selector in tables:
        for table in tree.css(selector):
            if found := _rows(table, list_url, labels):
                return list(found.values())
    return []


def _rows(table: LexborNode, list_url: str, labels: Sequence[str]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for row in table.css("tr"):
        cells = row.css("td")
        if heads := row.css("th"):
            labels = [node_text(head) for head in heads]
        elif not labels and _is_head(cells):
            labels = [node_text(cell) for cell in cells]
        elif labels and len(cells) == len(labels):
            files, page = _links(row, list_url)
            named = list(zip(labels, map(node_text, cells), strict=True))
            record = Record(named, files, page, list_url)
            if record.subject and (record.symbol or record.date):
                found.setdefault(record.url, record)
    return found


def _is_head(cells: Sequence[LexborNode]) -> bool:
    """Tell whether the first row of a table names its columns, in plain cells."""
    texts = [node_text(cell).casefold() for cell in cells[:_MOST_HEADS]]
    return sum(any(words.search(text) for text in texts) for _, words in _KNOWN) >= 2


def _links(row: LexborNode, base: str) -> tuple[list[tuple[str, str]], str | None]:
    """Return the files of a row or page (address, name), and the first link to a page."""
    files: dict[str, str] = {}
    page = None
    for link in row.css("a"):
        href = link.attributes.get("href") or ""
        call = _DOWNLOAD_CALL.search(link.attributes.get("onclick") or href)
        url = unwrapped(base, call[1] if call else href)
        if url is None or (not call and not href.strip("# ")):
            continue
        if call or _FILE.search(url) or "download" in (link.attributes.get("class") or ""):
            files.setdefault(url, _file_name(url) or node_text(link))
        elif page is None and not is_trap(url):
            page = url
    return list(files.items()), page


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def read_rows(
    raw: RawPage,
    portal: Portal,
    parser: tuple[str, str],
    find: Callable[[LexborHTMLParser, str], Sequence[Record]],
    key_of: Callable[[str, Portal], str],
) -> list[Article]:
    """Return one Article per row of a captured document list.

    ``parser`` is the platform's name and version. Raises PageRejected when there is no table.
    """
    refuse_unreadable(raw.body, raw.status)
    tree = LexborHTMLParser(decode_page(raw.body, raw.content_type).text)
    rows = find(tree, raw.final_url.partition("?")[0])
    if not rows:
        raise explain(tree, "table")
    return [article_of(row, raw, portal, parser, (row.url, key_of(row.url, portal))) for row in rows]


def read_detail(root: LexborNode, raw: RawPage, portal: Portal, parser: tuple[str, str]) -> Article | None:
    """Return the document a page of labels and values shows, or None for any other page."""
    for selector in DOCUMENT_DETAILS:
        named: list[tuple[str, str]] = []
        tables = _tables(root, selector)
        for table in tables:
            named += [pair for row in table.css("tr") for pair in _pairs(row)]
        if not named:
            continue
        if heading := node_text(root.css_first("h1.lawh3")):
            named.append((_SUBJECT, heading))
        files: dict[str, str] = {}
        for box in [*tables, *root.css(".laws-download-file")]:
            files |= dict(_links(box, raw.final_url)[0])
        record = Record(named, list(files.items()), raw.url, raw.final_url)
        if record.symbol and record.subject:
            return article_of(record, raw, portal, parser, (raw.url, raw.url_key))
    return None


def _tables(root: LexborNode, selector: str) -> list[LexborNode]:
    """Return the tables that ``selector`` finds a row or a cell of, each once."""
    found: dict[int, LexborNode] = {}
    for node in root.css(selector):
        table: LexborNode | None = node
        while table is not None and table.tag != "table":
            table = table.parent
        if table is not None:
            found.setdefault(table.mem_id, table)
    return list(found.values())


def _pairs(row: LexborNode) -> Iterator[tuple[str, str]]:
    """Yield label and value of a row of two cells, or of four."""
    cells = [node_text(cell) for cell in row.css("td, th")]
    if len(cells) % 2 == 0:
        yield from zip(cells[::2], cells[1::2], strict=True)


def article_of(
    record: Record, raw: RawPage, portal: Portal, parser: tuple[str, str], place: tuple[str, str]
) -> Article:
    """Return a record as an Article; ``place`` is its address and its key."""
    url, key = place
    text = canonical_text(" | ".join(f"{label}: {value}" for label, value in record.cells))
    issued = parse_listed(record.date)
    return Article(
        article_id=article_id_of(portal.slug, key),
        portal=portal.slug,
        kind="document",
        url=url,
        url_key=key,
        title=record.subject,
        lead=None,
        text=text,
        text_sha256=text_sha256(text),
        author=None,
        published_at=issued,
        published_source="document" if issued else None,
        section=raw.listed.section,
        attachments=tuple(Attachment(url=file, name=name) for file, name in record.files),
        parser=parser[0],
        parser_version=parser[1],
    )
