"""What is raised when a crawl has ended: the figures of the run against the portal's own history."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from statistics import median

from spiders.alarm import Alarm
from spiders.archive import read_capture
from spiders.blocking import passing_trouble
from spiders.drift import drifts
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow
from spiders.portal import Section
from spiders.sample import LAYOUT_CHANGED
from spiders.scene import Scene
from spiders.silence import watch_silence

#: Kinds of listing walks that saw the end of their listing.
_WHOLE = frozenset({"end", "repeat", "gap"})
_USUAL = frozenset({"end", "repeat", "gap", "overlap"})
#: Expectations on article pages.
_ON_ARTICLES = ("article_share", "dated_share", "text_chars")
_LEAST_NIGHTS = 5
_LEAST_BLOCKED, _BLOCKED_SHARE = 3, 0.05


def raise_alarms(scene: Scene) -> list[Alarm]:
    """Return every alarm of a run, the gravest first, each since the night on which it was first raised."""
    found = [alarm for watch in _WATCHES for alarm in watch(scene)]
    return sorted((_dated(alarm, scene) for alarm in found), key=lambda alarm: not alarm.is_grave)


def _dated(alarm: Alarm, scene: Scene) -> Alarm:
    """Return an alarm with the day of the first of the nights in a row that raised it."""
    since = alarm.since
    for night in scene.nights:
        if alarm.kind not in night.figures.alarms:
            break
        since = min(since, night.day)
    return replace(alarm, since=since)


def _blocked(scene: Scene) -> Iterator[Alarm]:
    now = scene.now
    count, answers = sum(now.blocked.values()), now.answers
    if not count or (count < max(_LEAST_BLOCKED, _BLOCKED_SHARE * answers) and count < answers):
        return
    kinds = ", ".join(f"{number} x {kind.replace('_', ' ')}" for kind, number in now.blocked.items())
    evidence = next((row for kind in now.blocked if (row := scene.examples.get(kind))), None)
    yield Alarm(
        kind="blocked",
        what=f"{scene.portal.base_url} keeps the crawler out: {count} of {answers} answers ({kinds})",
        advice="open the page in a browser from this network; if it shows there, the site blocks the crawler"
        " or this address: ask its operator, or crawl by a proxy in Vietnam (GAT_PROXY)",
        since=scene.today,
        evidence=evidence,
        is_grave=2 * count > answers,
    )


def _listings(scene: Scene) -> Iterator[Alarm]:
    """Listings without items, or with fewer of them, or fewer pages, than usual."""
    for section in scene.portal.sections:
        items = scene.now.first_pages.get(section.name)
        if items is None:
            continue  # not fetched: a failure of its own
        page = scene.listing(section)
        if items == 0:
            yield _empty_listing(scene, section, page)
        elif said := _shrunk(scene, section, items):
            yield Alarm(
                kind="listing_shrunk",
                what=f"the listing «{section.name}» of {scene.portal.slug} shows {said}",
                advice="compare it with the page in a browser; the site may have moved its older items, or"
                f" the pager or the items changed their markup (platform {scene.portal.platform!r})",
                since=scene.today,
                evidence=page,
            )


def _empty_listing(scene: Scene, section: Section, page: CaptureRow | None) -> Alarm:
    if page is not None and (trouble := _standing_in(scene, page)):
        return Alarm(
            kind="blocked",
            what=f"the listing «{section.name}» of {scene.portal.slug} is hidden: {trouble}",
            advice="open it in a browser; if it stays so, the site blocks the crawler or is being mended",
            since=scene.today,
            evidence=page,
            is_grave=not any(scene.now.first_pages.values()),
        )
    return Alarm(
        kind="listing_changed",
        what=f"the listing «{section.name}» of {scene.portal.slug} shows no items",
        advice=f"compare the page with the selectors of platform {scene.portal.platform!r}; if the section"
        f" moved, give its new address in {scene.file}",
        since=scene.today,
        evidence=page,
        is_grave=not any(scene.now.first_pages.values()),
    )


def _standing_in(scene: Scene, page: CaptureRow) -> str:
    """Return what a page without items is, where it only stands in for the listing."""
    try:
        raw = read_capture(scene.archive_dir, page)
    except ArchiveError:
        return ""
    trouble = passing_trouble(raw.body, raw.content_type, ())
    return trouble.detail if trouble is not None else ""


def _shrunk(scene: Scene, section: Section, items: int) -> str:
    name = section.name
    usual = [one for one in scene.usual("listing_shrunk") if one.stops.get(name) in _USUAL]
    if len(usual) < _LEAST_NIGHTS:
        return ""
    middle = median(one.first_pages.get(name, 0) for one in usual)
    if items < middle / 2:
        return f"{items} items on its first page (as a rule {middle:g})"
    fewest = min(one.listing_pages.get(name, 0) for one in usual)
    pages = scene.now.listing_pages.get(name, 0)
    if pages < fewest and scene.now.stops.get(name) in _WHOLE:
        return f"{pages} pages (in {len(usual)} runs never fewer than {fewest})"
    return ""


def _layout(scene: Scene) -> Iterator[Alarm]:
    now = scene.now
    found = [str(one) for one in drifts(now, scene.usual("layout_changed"))]
    broken = [name for name in _ON_ARTICLES if name in scene.unmet]
    told = sum(now.blocked.values())
    if not found and (
        not broken or ("article_share" in broken and told and LAYOUT_CHANGED not in now.rejected)
    ):
        return
    said = found or [scene.unmet[name].partition("; ")[0] for name in broken]
    unread = ("no_body", "no_title", "unlike_any_page")
    names = (LAYOUT_CHANGED, *unread, *scene.examples, "good")
    evidence = next((row for name in names if (row := scene.examples.get(name))), None)
    read = now.read_by.get("platform", 0)
    more = f" (and {len(said) - 2} more signs)" if len(said) > 2 else ""
    yield Alarm(
        kind="layout_changed",
        what=f"the article pages of {scene.portal.slug} are not built as they were:"
        f" {'; '.join(said[:2])}{more}",
        advice="compare the page with an older one, then put the new selectors under [selectors] of"
        f" {scene.file}, or mend platform {scene.portal.platform!r}",
        since=scene.today,
        evidence=evidence,
        is_grave=read * 2 < now.pages.get("read", 0),
    )


_WATCHES: tuple[Callable[[Scene], Iterable[Alarm]], ...] = (_blocked, _listings, _layout, watch_silence)
