"""What a portal's file should say, proposed from a few pages of a site that nobody described yet.

Pure: pages in, proposal out. Every value is given with how it was come by, for the person who checks it.
"""

import re
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from extractors.provinces import canonical_province, provinces_on, successor_of
from spiders.errors import CrawlError, PageRejected
from spiders.listing import Answer, Item, node_text
from spiders.platforms import PLATFORMS, Platform
from spiders.portal_keys import SectionKind
from spiders.sights import Sight, menu, traces
from spiders.urls import canonical_key, host_of
from spiders.wording import one_line

_DOMAIN = ".gov.vn"
_OWN_NAME = re.compile(
    r"((?:Cổng|Trang) thông tin điện tử[^|<>\n]{2,80}"
    r"|(?:Sở|Ban|UBND|Ủy ban nhân dân|Văn phòng) [^|<>\n]{2,70})"
)
_NAMES = {'meta[property="og:site_name"]': "head", "title": "title", "header": "header", "footer": "footer"}
_NEWS_ENOUGH, _MOST_ASKED = 3, 6
#: A page that shows fewer links to articles is no listing.
_LEAST_ITEMS = 3


class SiteUnknownError(CrawlError):
    """A site is not one that a portal file can be proposed for."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Value:
    """A value, and how it was come by: «seen …», «inferred …», «assumed …»."""

    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Found:
    """A listing that was looked at: its address, its name, what it lists."""

    url: str
    name: str
    kind: SectionKind
    items: tuple[Item, ...]
    sight: Sight


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a portal's file should say."""

    slug: str
    name: Value
    province: Value
    successor: str | None
    platform: Value
    base_url: str
    listings: tuple[Found, ...]
    not_looked_at: tuple[tuple[str, str], ...]  # path and name of further links in the menu


def refuse_foreign(url: str, known: Collection[str]) -> None:
    """Raise SiteUnknownError for a host that is no portal of the government and none that is configured."""
    host = host_of(url)
    if not host.endswith(_DOMAIN) and host not in known:
        raise SiteUnknownError(
            f"{url}: {host or 'this'} is no *{_DOMAIN} host and none of a configured portal; Gặt crawls the"
            " portals of provincial governments only"
        )


def next_step(sights: Sequence[Sight], asked: Set[str]) -> str | None:
    """Return the address to look at next, or None when enough is known: listings first, then an article."""
    if not sights or len(asked) >= _MOST_ASKED:
        return None
    found = _listings(sights)
    if len(found) < _NEWS_ENOUGH and len(asked) < _MOST_ASKED - 1:
        for url, _ in menu(sights[0]):
            if url not in asked:
                return url
    articles = [item.url for one in found if one.kind == "articles" for item in one.items]
    return articles[0] if articles and asked.isdisjoint(articles) else None


def propose(
    url: str, sights: Sequence[Sight], *, province: str | None = None, slug: str | None = None
) -> Proposal:
    """Return a proposal from the pages seen. Raises SiteUnknownError for what none can be made of."""
    platform = _platform_of(url, sights)
    found = _listings(sights)
    if not found:
        raise SiteUnknownError(
            f"{url}: the site is made with {platform.name}, but no page that was looked at lists articles"
            f" ({', '.join(sight.url for sight in sights)}); give the address of a listing instead"
        )
    where = _province_of(url, province)
    successor = successor_of(where.text) if where.text in provinces_on(date.min) else where.text
    looked_at = {canonical_key(one.url) for one in found} | {canonical_key(sight.url) for sight in sights}
    rest = [one for one in menu(sights[0]) if canonical_key(one[0]) not in looked_at]
    marks = sum(sight.platform == platform.name for sight in sights)
    parts = urlsplit(url)
    return Proposal(
        slug=slug or _slug(url),
        name=_name_of(url, sights, where.text),
        province=where,
        successor=successor if successor != where.text else None,
        platform=Value(platform.name, f"seen: its marks are on {marks} of {len(sights)} pages"),
        base_url=f"{parts.scheme}://{parts.netloc}",
        listings=tuple(found),
        not_looked_at=tuple((urlsplit(link).path, name) for link, name in rest[:12]),
    )


def _platform_of(url: str, sights: Sequence[Sight]) -> Platform:
    """Return the platform of a site. Raises SiteUnknownError saying what was seen instead."""
    seen = [sight.platform for sight in sights if sight.platform is not None]
    for name in seen:
        if name in PLATFORMS:
            return PLATFORMS[name]
    known = ", ".join(sorted(PLATFORMS))
    if seen:
        raise SiteUnknownError(
            f"{url}: the site is made with {seen[0]}; Gặt reads listings of {known}, and a module for"
            f" {seen[0]} has to be written first (spiders/README.md, «Adding to it»)"
        )
    raise SiteUnknownError(
        f"{url}: no mark of a known CMS on {len(sights)} pages (known: {known}); seen: {traces(sights)}"
    )


def _listings(sights: Sequence[Sight]) -> list[Found]:
    """Return those of the pages that list items, as the platform of the site reads them."""
    names = [sight.platform for sight in sights if sight.platform in PLATFORMS]
    if not names:
        return []
    platform = PLATFORMS[names[0] or ""]
    found = [_listing(sight, platform, sights[0]) for sight in sights if urlsplit(sight.url).path.strip("/")]
    return [one for one in found if one is not None]


def _listing(sight: Sight, platform: Platform, first: Sight) -> Found | None:
    try:
        answer = Answer(
            ask=platform.first_page(sight.url),
            final_url=sight.final_url,
            body=sight.body,
            content_type=sight.content_type,
        )
        page = platform.read_listing(answer)
    except (PageRejected, ValueError, LookupError):
        return None
    # Other news beside an article are no listing of their own.
    is_article = any(sight.tree.css_first(selector) is not None for selector in platform.reading.body)
    if len(page.items) < _LEAST_ITEMS or (is_article and page.following is None):
        return None
    is_documents = sum("ngày ban hành" in node_text(head).casefold() for head in sight.tree.css("th, td")) > 0
    kind: SectionKind = "documents" if is_documents and platform.read_documents is not None else "articles"
    name = _name_of_listing(sight, first)
    return Found(sight.url, name, kind, tuple(page.items), sight)


def _name_of_listing(sight: Sight, first: Sight) -> str:
    named = dict(menu(first))
    title = sight.tree.css_first("title")
    heading = node_text(title).partition(" - ")[0].partition(" | ")[0]
    return named.get(sight.url) or heading or urlsplit(sight.url).path.strip("/").rpartition("/")[2]


def _slug(url: str) -> str:
    labels = host_of(url).removeprefix("www.").removesuffix(_DOMAIN).split(".")
    return "-".join(re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") for label in labels)


def _province_of(url: str, said: str | None) -> Value:
    if said is not None:
        province = canonical_province(said)
        if province is None:
            raise SiteUnknownError(f"--province {said!r}: no province is or was called so")
        return Value(province, "as told")
    label = host_of(url).removesuffix(_DOMAIN).rpartition(".")[2]
    province = canonical_province(label)
    if province is None:
        raise SiteUnknownError(f"{url}: the host names no province; say which it is with --province NAME")
    return Value(province, "inferred from the host")


def _name_of(url: str, sights: Sequence[Sight], province: str) -> Value:
    for sight in sights:
        for selector, place in _NAMES.items():
            node = sight.tree.css_first(selector)
            text = (node.attributes.get("content") or _lines(node)) if node is not None else ""
            if match := _OWN_NAME.search(text):
                return Value(one_line(match[1]).strip(" -–|,."), f"seen in the {place} of a page")
    label = host_of(url).removeprefix("www.").removesuffix(_DOMAIN)
    if canonical_province(label) == province:
        return Value(f"Cổng thông tin điện tử tỉnh {province}", "assumed: what such portals are called")
    return Value(label, "assumed from the host: FILL IN the site's own name, no page that was seen tells it")


def _lines(node: LexborNode) -> str:
    """Return the text of a node, that of each element on a line of its own."""
    return "\n".join(one_line(part) for part in node.text(deep=True, separator="\0").split("\0"))
