"""One CMS family, one module. The registry that finds the module of a portal, and the one way to parse."""

from collections.abc import Callable
from dataclasses import dataclass

from spiders.listing import Answer, Ask, ListingPage
from spiders.pages import Article, RawPage
from spiders.platforms import dnn, nukeviet, sharepoint, vhv, vnpt
from spiders.portal import Portal
from spiders.reading import Reading, read_article


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


PLATFORMS: dict[str, Platform] = {
    vhv.NAME: Platform(vhv.NAME, vhv.VERSION, vhv.READING, vhv.item_key, vhv.first_page, vhv.read_listing),
    nukeviet.NAME: Platform(
        nukeviet.NAME,
        nukeviet.VERSION,
        nukeviet.READING,
        nukeviet.item_key,
        nukeviet.first_page,
        nukeviet.read_listing,
    ),
    vnpt.NAME: Platform(
        vnpt.NAME, vnpt.VERSION, vnpt.READING, vnpt.item_key, vnpt.first_page, vnpt.read_listing
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
}


def platform_of(portal: Portal) -> Platform:
    """Return the platform of a portal."""
    return PLATFORMS[portal.platform]


def parse_page(raw: RawPage, portal: Portal) -> list[Article]:
    """Read a captured page: one article, or every row of a document list.

    Pure: bytes in, articles out, no network, clock or file. Raises PageRejected for a page that is neither.
    """
    platform = platform_of(portal)
    if raw.kind == "document_list" and platform.read_documents is not None:
        return platform.read_documents(raw, portal)
    return [read_article(raw, portal, platform.reading, platform.name, platform.version)]
