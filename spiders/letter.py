"""What a check of one portal found, as a doctor would write it: point by point, then what to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from spiders.dating import PORTAL_ZONE
from spiders.health import Verdict
from spiders.history import Night
from spiders.outcome import closed_host
from spiders.rhythm import Silence
from spiders.sample import Reading
from spiders.scene import Scene
from spiders.selecting import PARTS
from spiders.tally import Tally
from spiders.tls import STAT, handshake_problem
from spiders.urls import host_of

Mark = Literal["ok", "note", "ill"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One point of the letter: ``ill`` needs somebody, a ``note`` is worth knowing."""

    mark: Mark
    name: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All that a check learnt: the scene of its small crawl, what reading each page gave, and the past."""

    scene: Scene
    tally: Tally
    stats: Mapping[str, Any]
    readings: Sequence[Reading]
    verdict: Verdict
    section: str
    newest: date | None
    silence: Silence | None


def letter(seen: Examination) -> list[Finding]:
    """Return the points of the letter, in the order in which a crawl meets them."""
    points = [_reached(seen), _tls(seen), _robots(seen)]
    if seen.tally.pages:
        points += [
            _listing(seen),
            _articles(seen),
            _selectors(seen),
            _dates(seen),
            _parts(seen),
            _files(seen),
        ]
    points += [_rhythm(seen), _history(seen.scene.nights), *_changes(seen)]
    return points


def _reached(seen: Examination) -> Finding:
    url, tally = seen.scene.portal.base_url, seen.tally
    closed = closed_host(seen.stats, seen.scene.portal.file_hosts)
    if closed is not None:
        return Finding("ill", "reached", f"{url} is closed to the crawler: {closed}")
    if not tally.statuses:
        why = tally.failures[0] if tally.failures else "no request was made"
        return Finding("ill", "reached", f"{url} gives no answer: {why}")
    told = ", ".join(f"{count} x {status}" for status, count in sorted(tally.statuses.items()))
    seconds = seen.scene.now.seconds
    pace = f"median {seconds['median']:g} s, slowest {max(tally.seconds):.1f} s" if seconds else ""
    blocked = ", ".join(f"{count} x {kind}" for kind, count in seen.scene.now.blocked.items())
    mark: Mark = "ill" if blocked or not tally.pages else "ok"
    return Finding(
        mark, "reached", f"{url} answers ({told}; {pace})" + (f"; blocked: {blocked}" if blocked else "")
    )


def _tls(seen: Examination) -> Finding:
    portal = seen.scene.portal
    problems = [
        f"{name.removeprefix(STAT)}: {said}" for name, said in seen.stats.items() if name.startswith(STAT)
    ]
    handshake = next(filter(None, map(handshake_problem, map(str.lower, seen.tally.failures))), None)
    if problems or handshake:
        said = "; ".join(problems) or f"the server {handshake}"
        if portal.verify_certificates:
            return Finding(
                "ill", "tls", f"{said}; verify_certificates = false in {seen.scene.file} accepts it"
            )
        return Finding("note", "tls", f"{said}; accepted, as {seen.scene.file} says")
    if not portal.base_url.startswith("https:"):
        return Finding("note", "tls", "none: the address is plain http")
    return Finding("ok", "tls", "the certificate is in order" if seen.tally.pages else "not reached")


def _robots(seen: Examination) -> Finding:
    prefix = "robotstxt/response_status_count/"
    status = next((name.removeprefix(prefix) for name in seen.stats if name.startswith(prefix)), None)
    forbidden = int(seen.stats.get("robotstxt/forbidden", 0))
    host = host_of(seen.scene.portal.base_url)
    if status is None:
        return Finding("ill", "robots.txt", f"could not be had from {host}")
    if forbidden:
        return Finding(
            "ill", "robots.txt", f"forbids {forbidden} of the pages asked for; they are not fetched"
        )
    if status != "200":
        return Finding("note", "robots.txt", f"answers {status}")
    return Finding("ok", "robots.txt", "allows the pages asked for")


def _listing(seen: Examination) -> Finding:
    count = seen.tally.first_pages.get(seen.section, 0)
    least = seen.scene.portal.expect.first_page_items
    said = f"«{seen.section}» shows {count} items on page 1 (at least {least} expected)"
    newest = f", the newest of {seen.newest.isoformat()}" if seen.newest else ", none of them dated"
    return Finding("ok" if count >= least else "ill", "listing", said + (newest if count else ""))


def _articles(seen: Examination) -> Finding:
    read = [one for one in seen.readings if one.reason is None and one.articles]
    strange = [one for one in seen.readings if one.reason is not None]
    others = [f"{one.capture.url}: {one.reason}" for one in strange]
    if strange:
        others[0] += f" ({strange[0].detail})"
    said = f"{len(read)} of {len(seen.readings)} pages read by platform {seen.scene.portal.platform!r}"
    if seen.tally.soft_errors:
        others.append(seen.tally.soft_example)
    return Finding("ill" if others or not read else "ok", "articles", "; ".join([said, *others]))


def _selectors(seen: Examination) -> Finding:
    tried = [dict(one.fired) for one in seen.readings if one.articles]
    said = []
    for part in PARTS:
        names = dict.fromkeys(one.get(part, "none") for one in tried)
        said.append(f"{part}: {' / '.join(names)}" if names else f"{part}: none")
    lost = [part for part in ("title", "body") if not all(part in one for one in tried)]
    return Finding("ill" if lost or not tried else "ok", "selectors", "; ".join(said))


def _dates(seen: Examination) -> Finding:
    articles = [article for one in seen.readings for article in one.articles]
    days = [one.published_at.astimezone(PORTAL_ZONE) for one in articles if one.published_at is not None]
    said = f"{len(days)} of {len(articles)} articles have a publication time"
    shown = ", ".join(f"{day:%Y-%m-%d %H:%M}" for day in days)
    is_short = len(days) < len(articles) * seen.scene.portal.expect.dated_share
    return Finding("ill" if is_short else "ok", "dates", f"{said}: {shown}" if shown else said)


def _parts(seen: Examination) -> Finding:
    articles = [article for one in seen.readings for article in one.articles]
    counts = {name: sum(name in one.fields for one in articles) for name in ("lead", "author", "section")}
    chars = ", ".join(str(one.chars) for one in articles)
    said = ", ".join(f"{name} in {count}" for name, count in counts.items())
    mark: Mark = "ok" if counts["lead"] else "note"
    return Finding(mark, "lead", f"{said} of {len(articles)} articles; characters of text: {chars or 'none'}")


def _files(seen: Examination) -> Finding:
    articles = [article for one in seen.readings for article in one.articles]
    count = sum(one.attachments for one in articles)
    return Finding("ok", "attachments", f"{count} listed in {len(articles)} articles")


def _rhythm(seen: Examination) -> Finding:
    silence = seen.silence
    if silence is None:
        needs = "twenty working days of items and a run within the last three days"
        return Finding("note", "rhythm", f"not known: it takes {needs}")
    said = (
        f"new items on {silence.active_share:.0%} of the working days, never more than {silence.longest} days"
        f" without; now {silence.days} without"
    )
    return Finding("ill" if silence.is_alarming() else "ok", "rhythm", said)


def _history(nights: Sequence[Night]) -> Finding:
    if not nights:
        return Finding("note", "history", "no run of this portal as it is configured now")
    last = nights[0]
    raised = f", alarms: {', '.join(last.figures.alarms)}" if last.figures.alarms else ""
    mark: Mark = "ok" if last.status == "ok" else "note"
    return Finding(
        mark, "history", f"{len(nights)} runs, the last of {last.day.isoformat()} was {last.status}{raised}"
    )


def _changes(seen: Examination) -> Iterator[Finding]:
    verdict = seen.verdict
    for alarm in verdict.alarms:
        yield Finding("ill", "what changed", alarm.text)
    if not verdict.alarms and verdict.reason is not None:
        yield Finding("ill", "complaint", verdict.reason)
    if verdict.exit_code == 0:
        yield Finding("ok", "advice", "nothing to do")
    elif not verdict.alarms:
        yield Finding("note", "advice", _advice(seen))


def _advice(seen: Examination) -> str:
    closed = closed_host(seen.stats, seen.scene.portal.file_hosts) or ""
    if "robots.txt answers" in closed or "hours" in closed:
        return "run the check again later; the host says when it may be crawled"
    if closed or not seen.tally.pages:
        return (
            "open the address in a browser; if it opens there, this network is kept out (set GAT_PROXY),"
            " else the site is down, or moved: look for its successor"
        )
    return f"compare the pages kept with what a browser shows, and mend {seen.scene.file}"
