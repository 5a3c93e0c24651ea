"""When a page that no module knows was published: the line under or above its title, then what machines read.

The server's clock stands near the top of many pages and is the first date on them. A date above the title
that bears no label may be that clock, and is not believed when it tells the day of the fetch.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from extractors.published import parse_published
from spiders.dating import PORTAL_ZONE, Published, parse_shown, parse_system, published_among
from spiders.generic_body import Region
from spiders.generic_layout import Layout
from spiders.generic_title import json_ld
from spiders.pages import RawPage
from spiders.wording import one_line

_METAS = (
    'meta[property="article:published_time"]',
    "meta[itemprop=datePublished]",
    "meta[name=pubdate]",
    'meta[name="DC.date.issued"]',
    'meta[name="DC.Date"]',
    "[itemprop=datePublished]",
    "time[datetime]",
)
_LABELLED = re.compile(r"\(?(?:ngày|đăng|cập nhật|publi|post|xuất bản)", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2}|\d{4}-\d{2}-\d{2}|tháng \d{1,2}", re.IGNORECASE)
_DATE_CHARS = 100
#: So many blocks above the title and below the text's first block may show its date.
_ABOVE = 5
_BELOW = 2


def find_published(
    tree: LexborHTMLParser, layout: Layout, title: int | None, region: Region, raw: RawPage
) -> Published:
    """Return when the page was published; a date after the fetch is refused."""
    shown = _shown(layout, title, region, raw.fetched_at.astimezone(PORTAL_ZONE).date())
    return published_among(chain(shown, _machine(tree)), tree.root, raw)


def _shown(layout: Layout, title: int | None, region: Region, fetched_on: date) -> Iterator[Published]:
    """Yield the dates beside the title: those below it first, then those above, nearest first."""
    first = region.kept[0] if region.kept else 0
    anchor = first if title is None else title
    below = range(anchor, min(first + _BELOW + 1, len(layout.blocks)))
    for number in [*below, *range(anchor - 1, max(anchor - _ABOVE, 0) - 1, -1)]:
        block = layout.blocks[number]
        text = one_line(block.text)
        if number == title or block.weight or len(text) > _DATE_CHARS or not _DAY.search(text):
            continue
        at = parse_shown(text)
        is_sure = number > anchor or _LABELLED.match(text) is not None
        if at is not None and (is_sure or at.astimezone(PORTAL_ZONE).date() != fetched_on):
            yield Published(at, "visible")


def _machine(tree: LexborHTMLParser) -> Iterator[Published]:
    for one in json_ld(tree):
        if isinstance(one.get("datePublished"), str):
            yield Published(parse_system(one["datePublished"]), "system")
    for selector in _METAS:
        for node in tree.css(selector):
            attributes = node.attributes
            text = attributes.get("content") or attributes.get("datetime") or one_line(node.text())
            yield Published(parse_system(text) or parse_published(text), "system")
