"""Portals that stop, or give less than they did, judged against their own rhythm."""

from collections.abc import Iterator
from datetime import date, timedelta

from spiders.alarm import Alarm, AlarmKind
from spiders.portal import Section
from spiders.rhythm import UNLIKELY, silence_of, week_yield
from spiders.scene import Scene


def watch_silence(scene: Scene) -> Iterator[Alarm]:
    """Yield an alarm for no new items for longer than the rhythm of the portal, or of a section, explains."""
    portal = scene.portal
    days = scene.history.item_days(scene.today)
    if portal.has_ended(scene.today) or days is None or scene.looks_since > days.last_sign:
        return
    silence = silence_of(days.published, days.last_sign, scene.today)
    if silence is not None and silence.is_alarming():
        yield _silent("silent", portal.slug, silence.days, silence.longest, scene, silence.since)
        return
    week = week_yield(days.published, days.observed_since, scene.today)
    if week is not None and week.is_alarming():
        yield Alarm(
            kind="yield_dropped",
            what=f"{portal.slug} gave {week.items} items in the last 5 working days"
            f" (as a rule {week.usual:.0f}, seldom fewer than {week.low})",
            advice="look whether its listings show all that the site publishes: a section may have moved",
            since=week.since,
            evidence=scene.listing(portal.sections[0]),
        )
    yield from _silent_sections(scene)


def _silent_sections(scene: Scene) -> Iterator[Alarm]:
    sections = scene.portal.sections
    for section in sections if len(sections) > 1 else ():
        if not scene.now.first_pages.get(section.name):
            continue  # its listing was not had, which is told elsewhere
        days = scene.history.item_days(scene.today, section.name)
        silence = silence_of(days.published, days.last_sign, scene.today) if days else None
        if silence is not None and silence.is_alarming(UNLIKELY / len(sections)):
            name = f"section «{section.name}» of {scene.portal.slug}"
            yield _silent(
                "section_silent", name, silence.days, silence.longest, scene, silence.since, section
            )


def _silent(
    kind: AlarmKind,
    who: str,
    days: int,
    longest: int,
    scene: Scene,
    since: date,
    section: Section | None = None,
) -> Alarm:
    page = scene.listing(section or scene.portal.sections[0])
    return Alarm(
        kind=kind,
        what=f"{who} lists nothing new for {days} working days (in half a year never more than {longest})",
        advice="open the listing in a browser; if it shows newer items there, its address or paging changed:"
        f" mend {scene.file}; if it does not, the portal has stopped, or moved: look for its successor",
        since=since + timedelta(days=1),
        evidence=page,
        is_grave=kind == "silent",
    )
