"""What the crawl hands on: a page as it was received, and the article read from it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

#: ``other`` is whatever else was answered: robots.txt, redirects, errors, pages that stand for no article.
CaptureKind = Literal["listing", "article", "document_list", "file", "other"]
#: Where a page was had from: the portal itself, a WARC file, or one of the two public archives.
SourceKind = Literal["live", "warc", "wayback", "commoncrawl"]

#: Who read a page: the portal's own platform module, that of another platform recognised on it, or the reader
#: for pages no module knows. The last two on a live page mean that its layout changed.
ReadBy = Literal["platform", "detected", "generic"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a listing said about an item: the fallback where the item's own page is silent.

    Of a file it is what its page said: the name of the link, the page's date and section, and ``parent_key``,
    the key of the article that offers it.
    """

    title: str | None = None
    published: str | None = None  # as written there; of a file an ISO instant
    section: str | None = None
    parent_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPage:
    """The bytes of one page as received, and where they lie in the archive.

    ``fetched_at`` is aware (UTC); of a page from an archive it is when that archive captured it. ``body``
    hashes to ``sha256`` and is never changed. ``warc_file`` is relative to the archive folder;
    ``warc_offset`` and ``warc_length`` are bytes of the compressed record.
    """

    capture_id: str
    run_id: str
    portal: str
    kind: CaptureKind
    url: str
    final_url: str
    url_key: str
    fetched_at: datetime
    status: int
    content_type: str | None
    sha256: str
    body: bytes = field(repr=False)
    warc_file: str
    warc_offset: int
    warc_length: int
    listed: Listed = Listed()
    source_kind: SourceKind = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file an article offers: its direct address, and the download page it stands behind, if any."""

    url: str
    name: str
    other_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedLink:
    """A link to another article of the same portal, as the page offers it."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, one row of a document list, or the text of a file that one of them offers.

    ``article_id`` depends on the portal and the item's canonical URL key only, so an edited article keeps it.
    ``text`` is canonical: the lead, then the body, paragraph by paragraph; captions, furniture and comments
    are left out. ``published_at`` is aware, or None where the page gives no date; ``published_source`` says
    which of a page's dates it is. ``text_sha256`` decides what a new version is.

    Of a file, ``parent_id`` is the article_id of the page that offers it, ``page_starts`` tells where in
    ``text`` each of its pages begins, and ``ocr_pages`` (from 1) which of them were read by OCR.
    """

    article_id: str
    portal: str
    kind: Literal["news", "document", "file"]
    url: str
    url_key: str
    title: str
    lead: str | None
    text: str
    text_sha256: str
    author: str | None
    published_at: datetime | None
    published_source: str | None
    section: str | None
    attachments: tuple[Attachment, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    parser: str
    parser_version: str
    read_by: ReadBy = "platform"
    parent_id: str | None = None
    page_starts: tuple[int, ...] = ()
    ocr_pages: tuple[int, ...] = ()
