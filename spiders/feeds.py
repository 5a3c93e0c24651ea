"""Feeds of a site as listings: RSS and sitemaps name what is new in one small answer.

A feed is a section like any other (``url = "/vi/news/rss/"``), beside the listings and never in their place:
it holds the newest items only. NukeViet's RSS writes the month where the minutes belong, so that of its times
the day is believed. A sitemap says when a page changed last, which is no time of publication: it counts as
what a listing shows of an item, and an item whose time moved is asked for again.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from spiders.dating import PORTAL_ZONE
from spiders.listing import Answer, Item, ListingPage, unique
from spiders.urls import absolute, is_trap
from spiders.wording import many_lines, one_line

_FEED = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:rss|urlset)[\s>]", re.DOTALL
)
_ADDRESS = re.compile(r"/rss(?:/|$)|\.(?:xml|rss)$", re.IGNORECASE)
# «Wed, 22 Jun 2022 09:06:07 GMT»: the minutes are the month.
_SAID = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):\d{2}(?::\d{2})? (GMT|UTC|[+-]\d{4})")
_MARKUP = re.compile(r"<[^>]*>")


def is_feed_address(url: str) -> bool:
    """Tell whether a section's address is that of a feed, to be asked for as it stands."""
    return _ADDRESS.search(url.partition("?")[0]) is not None


def is_feed(body: bytes) -> bool:
    """Tell whether an answer is a feed that can be read."""
    return _FEED.match(body[:2000]) is not None


def read_feed(answer: Answer) -> ListingPage:
    """Return what an RSS feed or a sitemap lists, in its order. It has one page."""
    # No entity is resolved, nothing is fetched, and what is broken ends the list.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(answer.body, parser)
    if root is None:
        return ListingPage(items=[])
    return ListingPage(items=unique(list(_items(root, answer.final_url))))


def _items(root: etree._Element, base: str) -> Iterator[Item | None]:
    for row in root.iter("{*}item", "{*}url"):
        said = {etree.QName(part).localname: part.text or "" for part in row.iterchildren("{*}*")}
        url = absolute(base, said.get("link") or said.get("loc") or "")
        if url is None or url == base or is_trap(url):
            continue
        summary = many_lines(_MARKUP.sub(" ", said["description"])) if "description" in said else None
        yield Item(
            url=url,
            title=one_line(said.get("title", "")),
            published=_day(said.get("pubDate", "")),
            summary=summary or said.get("lastmod") or None,
            form="feed",
        )


def _day(text: str) -> str | None:
    """Return the day of an RSS time in Vietnam, seven whole hours ahead, as listings write it."""
    match = _SAID.search(text)
    if match is None:
        return None
    day, month, year, hour, zone = match.groups()
    offset = "+0000" if zone in {"GMT", "UTC"} else zone
    try:
        at = datetime.strptime(f"{day} {month} {year} {hour} {offset}", "%d %b %Y %H %z")
    except ValueError:
        return None
    return at.astimezone(UTC).astimezone(PORTAL_ZONE).strftime("%d/%m/%Y")
