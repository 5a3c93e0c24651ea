"""A file that an archived page offers, as a find; an offer of it again; the file that came, as an answer."""

from dataclasses import replace
from datetime import UTC, datetime

from scrapy.http import Response

from spiders.attachments import Offer
from spiders.file_answers import name_of
from spiders.filebook import FileTarget
from spiders.pages import Listed
from spiders.sources.source import Captured, Find


def find_of(offer: Offer, page: Find) -> Find:
    """Return a file of a page as a find: beside where its page was had, at the page's time."""
    place = {**page.place, "offer": "1"} | ({"other": offer.other_url} if offer.other_url else {})
    published = offer.published_at.astimezone(UTC).isoformat() if offer.published_at else None
    listed = Listed(title=offer.name, published=published, section=offer.section, parent_key=offer.parent_key)
    return Find(
        url=offer.url,
        url_key=offer.url_key,
        kind="file",
        captured_at=page.captured_at,
        digest="",
        place=place,
        listed=listed,
        asked=offer.url,
    )


def offer_of(find: Find) -> Offer:
    """Return a file as a page offers it."""
    listed = find.listed
    return Offer(
        url=find.asked or find.url,
        other_url=find.place.get("other"),
        url_key=find.url_key,
        name=listed.title or "",
        parent_key=listed.parent_key or "",
        page_url=None,
        published_at=datetime.fromisoformat(listed.published) if listed.published else None,
        section=listed.section,
    )


def named(find: Find, captured: Captured) -> Find:
    """Return a find under the name that came with its file; one of an archive of ours has it already."""
    if "offer" not in find.place:
        return find
    target = FileTarget(
        url=find.asked or find.url,
        other_url=None,
        url_key=find.url_key,
        name=find.listed.title or "",
        parent_key="",
        page_url=None,
        published_at=None,
        section=None,
    )
    return replace(find, listed=replace(find.listed, title=name_of(target, response_of(captured))))


def response_of(captured: Captured) -> Response:
    """Return a captured file as an answer of its portal."""
    headers = {name: value.encode("utf-8", "replace") for name, value in captured.headers}
    return Response(captured.url, status=captured.status, headers=headers, body=captured.body)
