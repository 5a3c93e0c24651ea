"""One CMS family, one module. The registry that finds the module of a portal, and the one way to parse."""

from collections.abc import Callable
from dataclasses import dataclass

from spiders.detect import detect_platform
from spiders.disguise import refuse_broken
from spiders.documents import read_detail
from spiders.errors import PageRejected
from spiders.generic import read_generic
from spiders.listing import Answer, Ask, ListingPage
from spiders.pages import Article, RawPage
from spiders.personal import refuse_personal
from spiders.platforms import dnn, inet, nukeviet, sharepoint, vhv, vnpt
from spiders.portal import Portal
from spiders.reading import OpenPage, Reader, Reading, open_page, read_article

#: What a platform says of a page it cannot read, rather than of one that is no article.
_UNREAD = frozenset({"no_title", "no_body"})


@dataclass(frozen=True, slots=True)
class Platform:
    """What a CMS family knows: how items are keyed, how listings read on, where an article's parts are."""

    name: str
    version: str
    reading: Reading
    item_key: Callable[[str, Portal], str]
    first_page: Callable[[str], Ask]
    read_listing: Callable[[Answer], ListingPage]
    read_documents: Callable[[RawPage, Portal], list[Article]] | None = None
    amend: Callable[[Article], Article] | None = None  # what the address of an article adds to its page


PLATFORMS: dict[str, Platform] = {
    vhv.NAME: Platform(
        vhv.NAME,
        vhv.VERSION,
        vhv.READING,
        vhv.item_key,
        vhv.first_page,
        vhv.read_listing,
        vhv.read_documents,
    ),
    nukeviet.NAME: Platform(
        nukeviet.NAME,
        nukeviet.VERSION,
        nukeviet.READING,
        nukeviet.item_key,
        nukeviet.first_page,
        nukeviet.read_listing,
        nukeviet.read_documents,
    ),
    vnpt.NAME: Platform(
        vnpt.NAME,
        vnpt.VERSION,
        vnpt.READING,
        vnpt.item_key,
        vnpt.first_page,
        vnpt.read_listing,
        vnpt.read_documents,
    ),
    dnn.NAME: Platform(dnn.NAME, dnn.VERSION, dnn.READING, dnn.item_key, dnn.first_page, dnn.read_listing),
    sharepoint.NAME: Platform(
        sharepoint.NAME,
        sharepoint.VERSION,
        sharepoint.READING,
        sharepoint.item_key,
        sharepoint.first_page,
        sharepoint.read_listing,
        sharepoint.read_documents,
    ),
    inet.NAME: Platform(
        inet.NAME,
        inet.VERSION,
        inet.READING,
        inet.item_key,
        inet.first_page,
        inet.read_listing,
        amend=inet.amend,
    ),
}


def platform_of(portal: Portal) -> Platform:
    """Return the platform of a portal."""
    return PLATFORMS[portal.platform]


def parse_page(raw: RawPage, portal: Portal) -> list[Article]:
    """Read a captured page: one article, one document, or every row of a document list.

    Three ways, in this order: the portal's own platform, the platform that is recognised on the page (an
    archive holds the years before a change of CMS), the generic reader. Only a page in which the platform
    finds no title or no body goes on; an error page, a login or a notice is none whoever reads it, and so
    are phone books and questions of citizens.
    ``read_by`` of the article tells the way. Pure: bytes in, articles out, no network, clock or file.
    Raises PageRejected for a page that none of them reads, for the reason that the portal's platform gives,
    and for one whose letters are lost.
    """
    articles = _articles_of(raw, portal)
    refuse_broken(articles)
    return articles


def _articles_of(raw: RawPage, portal: Portal) -> list[Article]:
    platform = platform_of(portal)
    if raw.kind == "document_list" and platform.read_documents is not None:
        return platform.read_documents(raw, portal)
    page = open_page(raw)
    if (document := read_detail(page.root, raw, portal, (platform.name, platform.version))) is not None:
        return [document]
    try:
        article = read_article(page, portal, platform.reading, Reader(platform.name, platform.version))
    except PageRejected as refused:
        if refused.reason not in _UNREAD:
            raise
        article = _read_otherwise(page, portal, refused)
    refuse_personal(article)
    return [platform.amend(article) if platform.amend is not None else article]


def _read_otherwise(page: OpenPage, portal: Portal, refused: PageRejected) -> Article:
    """Read a page in which the portal's platform found nothing; ``refused`` is what it said."""
    other = PLATFORMS.get(detect_platform(page.html) or "")
    try:
        if other is not None and other.name != portal.platform:
            try:
                return read_article(
                    page, portal, other.reading, Reader(other.name, other.version, "detected")
                )
            except PageRejected as unread:
                if unread.reason not in _UNREAD:
                    raise
        return read_generic(page, portal)
    except PageRejected as rejected:
        # Why the last way is not sure is of less use than what the portal's own platform missed.
        raise (refused if rejected.reason in _UNREAD else rejected) from None
