"""What passes between the spider and a platform's listings: what to ask, what came, what it lists."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.text import canonical_text
from spiders.decoding import decode_page
from spiders.urls import absolute, is_trap

_LISTED_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request for a listing page. ``form`` makes it a POST; ``state`` is what later pages need."""

    url: str
    page: int = 1
    form: Mapping[str, str] | None = None
    state: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The response to an Ask: its bytes and where they came from in the end."""

    ask: Ask
    final_url: str
    body: bytes
    content_type: str | None = None

    @property
    def text(self) -> str:
        """The body as text."""
        return decode_page(self.body, self.content_type).text

    def tree(self) -> LexborHTMLParser:
        """Return the body parsed."""
        return LexborHTMLParser(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One listed item. ``published`` is as written, ``form`` says in which kind of listing it stood."""

    url: str
    title: str
    published: str | None = None
    summary: str | None = None
    form: str = "html"

    @property
    def title_mark(self) -> str:
        """A fingerprint of the title alone, comparable across kinds of listings."""
        return _mark(self.title)

    @property
    def mark(self) -> str:
        """A fingerprint of title, date and summary, comparable within one kind of listing."""
        return _mark(self.title, self.published or "", self.summary or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPage:
    """What a listing page lists, how to ask for the next, and the site's own count where it tells it."""

    items: Sequence[Item]
    following: Ask | None = None
    total: int | None = None


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(canonical_text(part) for part in parts).encode()).hexdigest()[:16]


def node_text(node: LexborNode | None) -> str:
    """Return the text of a node on one line, or an empty string."""
    return " ".join(canonical_text(node.text(deep=True, separator=" ")).split()) if node is not None else ""


def first_text(root: LexborNode, selectors: Sequence[str]) -> str | None:
    """Return the text of the first selector that gives any, in their order."""
    for selector in selectors:
        for node in root.css(selector):
            if text := node_text(node):
                return text
    return None


def linked_item(
    link: LexborNode, base: str, box: LexborNode, dates: Sequence[str], summaries: Sequence[str]
) -> Item | None:
    """Return the item a ``link`` inside its ``box`` stands for, or None when it is no item."""
    url = absolute(base, link.attributes.get("href") or "")
    title = node_text(link) or " ".join((link.attributes.get("title") or "").split())
    if url is None or not title or is_trap(url):
        return None
    written = first_text(box, dates) or ""
    date = _LISTED_DATE.search(written) or _LISTED_DATE.search(node_text(box))
    return Item(url=url, title=title, published=date[0] if date else None, summary=first_text(box, summaries))


def box_of(link: LexborNode, names: Sequence[str]) -> LexborNode:
    """Return the nearest ancestor of ``link`` that is of one of these tags or classes, else its parent."""
    node = link.parent
    while node is not None and node.tag != "body":
        classes = (node.attributes.get("class") or "").split()
        if node.tag in names or any(name in names for name in classes):
            return node
        node = node.parent
    return link.parent or link


def unique(items: Sequence[Item | None]) -> list[Item]:
    """Return the items without gaps and without a second link to one URL, in their order."""
    found: dict[str, Item] = {}
    for item in items:
        if item is not None:
            found.setdefault(item.url, item)
    return list(found.values())
