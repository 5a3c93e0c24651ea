"""Bytes of an article page -> Article, by ranked selectors that a platform declares.

A fast parser finds the pieces on the whole page; BeautifulSoup cleans only the piece chosen as body.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.text import canonical_text
from spiders.blocking import explain, refuse_unreadable
from spiders.body import Body, read_body, unlabelled
from spiders.dating import DateSelectors, published_of
from spiders.decoding import decode_page
from spiders.disguise import refuse_disguised
from spiders.listing import node_text
from spiders.pages import Article, Attachment, RawPage, RelatedLink
from spiders.portal import Portal
from spiders.urls import absolute, canonical_key, host_of, is_trap
from spiders.wording import many_lines, one_line

_FILE_ENDINGS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar")
_OTHER_NEWS = ("Tin liên quan", "Các tin khác", "Tin khác", "Những tin mới hơn", "Những tin cũ hơn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Where a platform keeps the parts of an article: CSS selectors, most trusted first."""

    title: Sequence[str]
    body: Sequence[str]
    lead: Sequence[str] = ()
    visible_date: Sequence[str] = ()
    system_date: Sequence[str] = ()
    clock: Sequence[str] = ()
    author: Sequence[str] = ()
    labelled_author: Sequence[str] = ()  # believed only behind «Tác giả:» or the like
    section: Sequence[str] = ()
    files: Sequence[str] = ()
    related: Sequence[str] = ()
    title_without: Sequence[str] = ()
    lead_unless: str | None = None
    us_listing_dates: bool = False


def article_id_of(portal: str, url_key: str) -> str:
    """Return the id of an article: it depends on the portal and the canonical key only."""
    return hashlib.sha256(f"{portal}\n{url_key}".encode()).hexdigest()[:16]


def text_sha256(text: str) -> str:
    """Return the digest that decides what a new version of an article is."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_article(raw: RawPage, portal: Portal, reading: Reading, parser: str, version: str) -> Article:
    """Read one article. Raises PageRejected for a page without a title or a body."""
    refuse_unreadable(raw.body, raw.status)
    tree = LexborHTMLParser(decode_page(raw.body, raw.content_type).text)
    root = tree.root
    if root is None:
        raise explain(tree, "body")
    own = portal.selectors
    title = _title(root, [*own.title, *reading.title], reading.title_without)
    node, body = _body(root, [*own.body, *reading.body])
    if not title:
        raise explain(tree, "title")
    if node is None:
        raise explain(tree, "body")
    lead, is_shown = _lead(root, [*own.lead, *reading.lead], reading.lead_unless, body)
    text = canonical_text(f"{lead}\n\n{body.text}" if lead and is_shown else body.text)
    refuse_disguised(title, text, node, portal.name)
    dates = DateSelectors([*own.date, *reading.visible_date], reading.system_date, reading.clock)
    published = published_of(
        root, dates, raw.listed.published, raw.fetched_at, us_listing=reading.us_listing_dates
    )
    files = tuple(_files(root, node, reading.files, raw.final_url))
    return Article(
        article_id=article_id_of(portal.slug, raw.url_key),
        portal=portal.slug,
        kind="news",
        url=raw.url,
        url_key=raw.url_key,
        title=title,
        lead=lead,
        text=text,
        text_sha256=text_sha256(text),
        author=_author(root, [*own.author, *reading.author], reading.labelled_author) or body.byline,
        published_at=published.at,
        published_source=published.source,
        section=_section(root, reading.section, raw, portal),
        attachments=files,
        related=tuple(_related(root, reading.related, raw, portal, {file.url for file in files})),
        parser=parser,
        parser_version=version,
    )


def _title(root: LexborNode, selectors: Sequence[str], without: Sequence[str]) -> str:
    for selector in selectors:
        for node in root.css(selector):
            if node.tag == "meta":
                text = one_line(node.attributes.get("content") or "")
            else:
                text = node_text(node)
                for mark in without:
                    for inner in node.css(mark):
                        text = text.removeprefix(node_text(inner)).strip()
            if text:
                return text
    return ""


def _body(root: LexborNode, selectors: Sequence[str]) -> tuple[LexborNode | None, Body]:
    """Return the first candidate that holds text, and what it says."""
    for selector in selectors:
        for node in root.css(selector):
            body = read_body(node.html or "")
            if body.text:
                return node, body
    return None, Body("", "", None)


def _lead(
    root: LexborNode, selectors: Sequence[str], unless: str | None, body: Body
) -> tuple[str | None, bool]:
    """Return the lead, and whether it stands before the body instead of in it or in the page's head."""
    for selector in selectors:
        for node in root.css(selector):
            is_meta = node.tag == "meta"
            text = many_lines(node.attributes.get("content") or "") if is_meta else node_text(node)
            if not text or (unless and unless in text):
                continue
            if body.first_line == text:
                return text, False
            # Bold words inside the body, or the start of it cut for a search engine, are no lead.
            if text in body.text or (is_meta and body.text.startswith(text.rstrip(" .…"))):
                continue
            return text, not is_meta
    return None, False


def _author(root: LexborNode, selectors: Sequence[str], labelled: Sequence[str]) -> str | None:
    for selector in [*selectors, *labelled]:
        for node in root.css(selector):
            text = node_text(node)
            name = unlabelled(text)
            if name and (selector in selectors or name != text):
                return name
    return None


def _section(root: LexborNode, selectors: Sequence[str], raw: RawPage, portal: Portal) -> str | None:
    """Return the breadcrumb's end, else the listing above the URL, else the one that listed the page."""
    for selector in selectors:
        names = [node_text(node) for node in root.css(selector) if node_text(node)]
        if names and names[-1] != "Trang chủ":
            return names[-1]
    path = urlsplit(raw.url).path.casefold()
    for section in portal.sections:
        listing = urlsplit(portal.section_url(section)).path.casefold().rstrip("/")
        if listing and path.startswith(listing + "/"):
            return section.name
    return raw.listed.section


def _files(root: LexborNode, body: LexborNode, selectors: Sequence[str], base: str) -> Iterator[Attachment]:
    links = [link for selector in selectors for link in root.css(selector)]
    links += [link for link in body.css("a[href]") if _path_of(link).endswith(_FILE_ENDINGS)]
    seen: set[str] = set()
    for link in links:
        url = absolute(base, link.attributes.get("href") or "")
        if url is None or url in seen:
            continue
        seen.add(url)
        strong = link.css_first("strong")
        name = node_text(strong) or node_text(link) or unquote(urlsplit(url).path.rpartition("/")[2])
        yield Attachment(url=url, name=name)


def _path_of(link: LexborNode) -> str:
    return urlsplit(link.attributes.get("href") or "").path.lower()


def _related(
    root: LexborNode, selectors: Sequence[str], raw: RawPage, portal: Portal, files: set[str]
) -> Iterator[RelatedLink]:
    links = [link for selector in selectors for link in root.css(selector)] or _under_headings(root)
    seen = set(files)
    own = canonical_key(raw.final_url, fold_case=portal.fold_case)
    for link in links:
        url = absolute(raw.final_url, link.attributes.get("href") or "")
        title = node_text(link)
        if url is None or not title or url in seen or is_trap(url) or host_of(url) not in portal.hosts:
            continue
        seen.add(url)
        if "?" in url or canonical_key(url, fold_case=portal.fold_case) != own:
            yield RelatedLink(url=url, title=title)


def _under_headings(root: LexborNode) -> list[LexborNode]:
    for heading in root.css("h2, h3, h4, p.h3"):
        if node_text(heading) in _OTHER_NEWS and heading.parent is not None:
            return heading.parent.css("a[href]")
    return []
