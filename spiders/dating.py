"""When a page was published: the right one of the several dates that stand on it.

A page shows the server's clock, a system time, a shown date and dates in its text, and they disagree. The
shown date wins, then the machine-readable one, then a line «Ngày dd/mm/yyyy hh:mm», then what the listing
said. A clock is believed only where nothing else is, and never on the day the page was fetched.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import NamedTuple
from unicodedata import is_normalized, normalize
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from extractors.published import parse_published
from spiders.listing import node_text
from spiders.pages import RawPage

PORTAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
# Begins with a fixed word, so that a whole page is searched at the speed of one.
_LABELLED = re.compile(r"Ngày(?<!\wNgày)\s+(\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})\s+\d{1,2}:\d{2}(?::\d{2})?)")
# «29/6/26»: portals began with the century. Read only where a date is expected.
_SHORT_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{2})(?![\d/.:-])")
# Vendors build this with broken format strings: `2022-06-22+0716:39:00`, `2026-07-09T15:33:15+0700`.
_SYSTEM = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]|\+07:?(?:00)?(?=\d{2}:))(\d{2}:\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:?\d{2})?"
)
_UNIX_TIME = re.compile(r"\d{9,11}")


class Published(NamedTuple):
    """An instant, and which of the page's dates it is."""

    at: datetime | None
    source: str | None


class DateSelectors(NamedTuple):
    """Where a platform shows dates: ranked CSS selectors."""

    visible: Sequence[str]
    system: Sequence[str]
    clock: Sequence[str]


def published_of(
    root: LexborNode, selectors: DateSelectors, listed: str | None, fetched_at: datetime, *, us_listing: bool
) -> Published:
    """Return the publication time of a page. A date after the fetch is refused as impossible."""
    return _first_possible(_candidates(root, selectors, listed, us_listing=us_listing), fetched_at)


def published_among(found: Iterable[Published], root: LexborNode | None, raw: RawPage) -> Published:
    """Return the first possible of the dates ``found`` on a page, of a labelled line, of the listing."""
    listed = Published(parse_listed(raw.listed.published), "listing")
    return _first_possible(chain(found, _labelled_line(root), [listed]), raw.fetched_at)


def _first_possible(candidates: Iterable[Published], fetched_at: datetime) -> Published:
    latest = fetched_at + timedelta(days=1)
    for at, source in candidates:
        is_clock = source == "clock" and at is not None
        if at is None or at > latest or (is_clock and _day(at) == _day(fetched_at)):
            continue
        return Published(at, source)
    return Published(None, None)


def parse_listed(text: str | None, *, us: bool = False) -> datetime | None:
    """Return the instant a listing wrote: a date in words, an American one, or Unix seconds."""
    if not text:
        return None
    if _UNIX_TIME.fullmatch(text):
        return datetime.fromtimestamp(int(text), UTC)
    return parse_shown(text, us=us)


def parse_shown(text: str, *, us: bool = False) -> datetime | None:
    """Return the instant of a date shown to readers; a year of two digits is of this century."""
    return parse_published(text, us=us) or parse_published(_SHORT_YEAR.sub(r"\1\2\3\g<2>20\4", text), us=us)


def _candidates(
    root: LexborNode, selectors: DateSelectors, listed: str | None, *, us_listing: bool
) -> Iterator[Published]:
    for selector in selectors.visible:
        for node in root.css(selector):
            yield Published(parse_shown(node_text(node)), "visible")
    for selector in selectors.system:
        for node in root.css(selector):
            yield Published(parse_system(node.attributes.get("content") or node_text(node)), "system")
    yield from _labelled_line(root)
    yield Published(parse_listed(listed, us=us_listing), "listing")
    for selector in selectors.clock:
        for node in root.css(selector):
            yield Published(parse_shown(node_text(node)), "clock")


def _labelled_line(root: LexborNode | None) -> Iterator[Published]:
    body = root.css_first("body") if root is not None else None
    if body is None:
        return
    text = body.text(deep=True, separator=" ")
    if match := _LABELLED.search(text if is_normalized("NFC", text) else normalize("NFC", text)):
        yield Published(parse_shown(match[1]), "line")


def parse_system(text: str) -> datetime | None:
    """Return the instant a machine wrote, also with the broken format strings of the vendors."""
    match = _SYSTEM.search(text)
    if match is None:
        return None
    day, minute, second, zone = match.groups()
    try:
        at = datetime.fromisoformat(f"{day}T{minute}:{second or '00'}{zone or ''}")
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=PORTAL_ZONE)


def _day(at: datetime) -> object:
    return at.astimezone(PORTAL_ZONE).date()
