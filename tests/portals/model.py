"""What a replica publishes: pages made of blocks, and the truth a reader must get out of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Literal

from extractors.text import canonical_text

#: The zone of every portal.
ICT = timezone(timedelta(hours=7))


@dataclass(slots=True)
class Block:
    """One block of a body. Captions stand under a picture and are no part of the text.

    ``lines`` holds the paragraph (one line), the items of a list, or the words of a caption; ``rows`` the
    cells of a table, of which the first row is its header.
    """

    kind: Literal["p", "list", "table", "caption"]
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block as canonical text shows it: a line per list item and per table row."""
        if self.kind == "caption":
            return ""
        if self.kind != "table":
            return "\n".join(self.lines)
        header, *rows = self.rows
        return "\n".join(
            " | ".join(f"{label}: {cell}" for label, cell in zip(header, row, strict=True) if cell)
            for row in rows
        )


def paragraph(text: str) -> Block:
    return Block("p", [text])


def bullets(*items: str) -> Block:
    return Block("list", list(items))


def table(*rows: list[str]) -> Block:
    return Block("table", rows=list(rows))


def caption(text: str) -> Block:
    return Block("caption", [text])


#: What a file is: a good one of its kind, or one with a fault.
Shape = Literal["pdf", "docx", "xlsx", "zip", "scan", "html", "encrypted", "oversized"]


@dataclass(slots=True)
class File:
    """A file an article offers: its address on the replica, and the name shown.

    ``pages`` are the texts of its pages, of a workbook its sheets, and ``facts`` what is planted in them,
    with spans in the pages joined by blank lines; None where nothing is.
    """

    url: str
    name: str
    shape: Shape = "pdf"
    pages: list[str] = field(default_factory=list)
    facts: list[dict[str, Any]] | None = None

    @property
    def text(self) -> str:
        """The text that must be read from it."""
        return "\n\n".join(self.pages)


@dataclass(slots=True)
class Page:
    """One article or document row, and everything that must be read from it.

    ``sections`` are the keys of the listings that carry it, its own first. ``tight`` pages separate their
    paragraphs by one line break, as two of the seeds do. ``facts`` is None where nothing was planted.
    """

    key: str
    path: str
    title: str
    published_at: datetime | None
    sections: tuple[str, ...]
    section: str
    blocks: list[Block]
    lead: str | None = None
    author: str | None = None
    attachments: list[File] = field(default_factory=list)
    kind: Literal["news", "document"] = "news"
    facts: list[dict[str, Any]] | None = None
    tight: bool = False
    traits: frozenset[str] = frozenset()
    template: str | None = None
    revision: int = 0

    @property
    def paragraphs(self) -> list[str]:
        """The texts of the body's blocks, without the lead and without captions."""
        return [block.text for block in self.blocks if block.kind != "caption"]

    @property
    def text(self) -> str:
        """The canonical text a parser must return: the lead, then the body."""
        parts = [self.lead] if self.lead else []
        return canonical_text(("\n" if self.tight else "\n\n").join([*parts, *self.paragraphs]))


@dataclass(slots=True)
class Section:
    """A listing: its key in ``Page.sections``, its name as shown, its path, its number in the CMS."""

    key: str
    name: str
    path: str
    number: int


@dataclass(slots=True)
class Site:
    """One replica: where it answers, what it lists, and the truth about every article.

    ``libraries`` are listings of documents that have pages of their own, ``documents`` what they list: kept
    apart from the articles, since the shipped portal files do not crawl them.
    """

    host: str
    slug: str
    province: str
    sections: list[Section]
    articles: list[Page]
    libraries: list[Section] = field(default_factory=list)
    documents: list[Page] = field(default_factory=list)

    def listed(self, section: str) -> list[Page]:
        """Return the pages of a listing, newest first, as every portal orders them."""
        found = [page for page in (*self.articles, *self.documents) if section in page.sections]
        return sorted(found, key=lambda page: (_instant(page), page.key), reverse=True)

    def page(self, path_or_key: str) -> Page:
        """Return the page with this path or key; raise KeyError when there is none."""
        for page in (*self.articles, *self.documents):
            if path_or_key in {page.key, page.path}:
                return page
        raise KeyError(f"{self.host} has no article {path_or_key!r}")


def _instant(page: Page) -> datetime:
    return page.published_at or datetime(1970, 1, 1, tzinfo=ICT)
