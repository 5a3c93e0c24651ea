"""A portal over the years: which site it was on a day, which addresses are one page, whose it was."""

from collections.abc import Iterator
from datetime import date

from extractors.provinces import MERGED_ON, canonical_province, provinces_on, successor_of
from spiders.platforms import platform_of
from spiders.portal import Era, Portal
from spiders.urls import host_of, moved


def seen_as(portal: Portal, url: str, day: date) -> Portal | None:
    """Return the portal as it was where and when ``url`` was captured: its platform, address, province.

    None for an address that was not the portal's on that day.
    """
    host = host_of(url)
    for era in portal.eras:
        if host in era.all_hosts and era.covers(day):
            return _view(portal, era)
    is_later_host = any(
        host in era.all_hosts and not era.covers(day) for era in portal.eras if era.same_paths
    )
    return None if host not in portal.hosts or is_later_host else portal


def views(portal: Portal, first: date | None, last: date | None) -> Iterator[Portal]:
    """Yield what the portal was between two days of capture, its newest site first."""
    yield portal
    for era in portal.eras:
        if (last is None or era.since is None or era.since <= last) and (
            first is None or era.until is None or era.until >= first
        ):
            yield _view(portal, era)


def item_key(url: str, portal: Portal, day: date | None = None) -> str:
    """Return the key of an item; ``day`` is when its page was captured, None for now.

    A page that moved to another host with its path keeps its key.
    """
    host = host_of(url)
    for era in portal.eras:
        if host not in era.all_hosts or (day is not None and not era.covers(day)):
            continue
        if era.same_paths:
            home = host_of(portal.base_url)
            return platform_of(portal).item_key(moved(url, home), portal)
        if day is not None:
            view = _view(portal, era)
            return platform_of(view).item_key(url, view)
    return platform_of(portal).item_key(url, portal)


def province_on(portal: Portal, day: date) -> tuple[str, str | None]:
    """Return the province a page published on ``day`` belongs to, and the one that took it in later.

    Give the portal as ``seen_as`` returns it. The second is None where no merger concerns the province; one
    that kept its name and grew is its own successor.
    """
    era = next((era for era in portal.eras if era.same_paths and era.province and era.covers(day)), None)
    said = era.province if era is not None and era.province else portal.province
    province = canonical_province(said) or said
    if province not in provinces_on(date.min):
        return province, None
    successor = successor_of(province)
    if day >= MERGED_ON:
        return successor, None
    others = provinces_on(date.min) - {province}
    has_grown = any(successor_of(other) == province for other in others)
    return province, successor if successor != province or has_grown else None


def _view(portal: Portal, era: Era) -> Portal:
    update = {
        "platform": era.platform,
        "base_url": era.base_url,
        "other_hosts": era.hosts,
        "province": era.province or portal.province,
        "fold_case": era.fold_case,
        "archive_paths": era.archive_paths or (portal.archive_paths if era.same_paths else ()),
        "selectors": era.selectors,
        "eras": (),
    }
    if not era.same_paths:
        update["sections"] = ()
    return portal.model_copy(update=update)
