"""Bytes of an article page -> Article, by ranked selectors that a platform declares.

A fast parser finds the pieces on the whole page; BeautifulSoup cleans only the piece chosen as body.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.beside import files_of, links_under_headings, related_of, section_of
from spiders.blocking import explain, refuse_unreadable
from spiders.body import Body, read_body, unlabelled
from spiders.dating import DateSelectors, Published, published_of
from spiders.decoding import decode_page
from spiders.disguise import refuse_disguised
from spiders.listing import node_text
from spiders.pages import Article, Attachment, RawPage, ReadBy, RelatedLink
from spiders.portal import Portal
from spiders.wording import many_lines, one_line


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


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A captured page, decoded and parsed once for all who read it; ``root`` is its root element."""

    raw: RawPage
    html: str
    tree: LexborHTMLParser
    root: LexborNode


def open_page(raw: RawPage) -> OpenPage:
    """Decode and parse a page. Raises PageRejected for what cannot be an article."""
    refuse_unreadable(raw.body, raw.status)
    html = decode_page(raw.body, raw.content_type).text
    tree = LexborHTMLParser(html)
    root = tree.root
    if root is None:
        raise explain(tree, "body")
    return OpenPage(raw, html, tree, root)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page: the name and version of its rules, and how they came to read it."""

    name: str
    version: str
    read_by: ReadBy = "platform"


def read_article(page: OpenPage, portal: Portal, reading: Reading, reader: Reader) -> Article:
    """Read one article by the selectors of a platform. Raises PageRejected where they find none."""
    raw, root, own = page.raw, page.root, portal.selectors
    title = _title(root, [*own.title, *reading.title], reading.title_without)
    if not title:
        raise explain(page.tree, "title")
    node, body = _body(root, [*own.body, *reading.body])
    if node is None:
        raise explain(page.tree, "body")
    lead, is_shown = _lead(root, [*own.lead, *reading.lead], reading.lead_unless, body)
    text = f"{lead}\n\n{body.text}" if lead and is_shown else body.text  # both are canonical
    refuse_disguised(title, text, node, portal.name)
    dates = DateSelectors([*own.date, *reading.visible_date], reading.system_date, reading.clock)
    files = tuple(files_of(root, node, reading.files, raw.final_url))
    links = [link for selector in reading.related for link in root.css(selector)]
    return article_of(
        raw,
        portal,
        reader,
        title=title,
        lead=lead,
        text=text,
        author=_author(root, [*own.author, *reading.author], reading.labelled_author) or body.byline,
        published=published_of(
            root, dates, raw.listed.published, raw.fetched_at, us_listing=reading.us_listing_dates
        ),
        section=section_of(root, reading.section, raw, portal),
        attachments=files,
        related=tuple(related_of(links or links_under_headings(root), raw, portal, files)),
    )


def article_of(  # noqa: PLR0913 - the parts of an article
    raw: RawPage,
    portal: Portal,
    reader: Reader,
    *,
    title: str,
    lead: str | None,
    text: str,
    author: str | None,
    published: Published,
    section: str | None,
    attachments: tuple[Attachment, ...],
    related: tuple[RelatedLink, ...],
) -> Article:
    """Return the article of a page from the parts that were read."""
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
        author=author,
        published_at=published.at,
        published_source=published.source,
        section=section,
        attachments=attachments,
        related=related,
        parser=reader.name,
        parser_version=reader.version,
        read_by=reader.read_by,
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
