"""The figures of a crawl that has ended, and the verdict on them: noted in the history, alarms raised."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from statistics import median

from spiders.alarms import raise_alarms
from spiders.dating import PORTAL_ZONE
from spiders.health import Verdict, Yield
from spiders.history import ARCHIVED, STOPPED, Figures, History
from spiders.keeping import Visit
from spiders.ledger import CaptureRow, Ledger, now_utc
from spiders.sample import FIELDS
from spiders.scene import Scene
from spiders.tally import Tally

#: Reasons for which a page was kept from the crawler, whoever looked at it.
_KEEPS_OUT = frozenset(
    {
        "blocked",
        "cookie_gate",
        "login_page",
        "challenge",
        "error_page",
        "maintenance",
        "empty_shell",
        "empty_body",
        "http_401",
        "http_403",
        "http_429",
        "http_451",
        "http_503",
    }
)
# Statuses that do not pass by themselves.
_FORBIDDEN = ("401", "403", "451")
#: Verdicts of these codes are about the pages; the others about the machine, or a stop that was asked for.
_ON_PAGES = frozenset({0, 5, 8})


def heed(
    ledger: Ledger,
    archive_dir: Path,
    visit: Visit,
    found: Yield,
    verdict: Verdict,
    at: datetime | None = None,
) -> Verdict:
    """Note the figures of a run that ended ``at`` in the history and return the verdict with its alarms."""
    if visit.tally.broken is not None:
        return verdict  # the ledger, or the disk it is on, is what failed
    at = at or now_utc()
    history = History(ledger, visit.portal)
    now = figures_of(visit.tally, found, verdict, history.listing_pages(visit.orders.run_id))
    status = STOPPED
    if verdict.exit_code in _ON_PAGES:
        scene = scene_of(visit, found, verdict, now, history, history, archive_dir, at)
        verdict = with_alarms(verdict, visit.portal.slug, scene)
        status = verdict.status
    history.note(visit.orders.run_id, at, status, replace(now, alarms=[one.kind for one in verdict.alarms]))
    return verdict


def note_archived(ledger: Ledger, visit: Visit, found: Yield, verdict: Verdict) -> None:
    """Note the figures of a run over an archive. What it holds of a portal is no measure of the portal."""
    if visit.tally.broken is None:
        history, run_id = History(ledger, visit.portal), visit.orders.run_id
        now = figures_of(visit.tally, found, verdict, history.listing_pages(run_id))
        history.note(run_id, now_utc(), ARCHIVED, now)


def with_alarms(verdict: Verdict, slug: str, scene: Scene) -> Verdict:
    """Return a verdict with its alarms: never better than they are, its reason that of the first of them."""
    alarms = raise_alarms(scene)
    if not alarms:
        return verdict
    is_failed = verdict.status == "failed" or any(one.is_grave for one in alarms)
    others = len(alarms) - 1
    reason = f"{slug}: {alarms[0].text}" + (f" (and {others} more alarms)" if others else "")
    if verdict.reason is not None:
        reason = verdict.reason if verdict.status == "failed" else f"{verdict.reason}; {alarms[0].text}"
    return replace(
        verdict,
        status="failed" if is_failed else "partial",
        exit_code=8 if is_failed else 5,
        reason=reason,
        alarms=alarms,
    )


def figures_of(tally: Tally, found: Yield, verdict: Verdict, listing_pages: dict[str, int]) -> Figures:
    """Return what is kept of a run."""
    rejected = tally.refused + found.rejected + tally.hidden_listings
    blocked = {reason: count for reason, count in sorted(rejected.items()) if reason in _KEEPS_OUT}
    for status in _FORBIDDEN:  # listings and robots.txt too
        if tally.statuses[status]:
            blocked[f"http_{status}"] = max(tally.statuses[status], blocked.get(f"http_{status}", 0))
    lengths = [one.chars for one in found.glances]
    fields = Counter(name for one in found.glances for name in one.fields)
    return Figures(
        pages={
            "listing": tally.listing_pages,
            "article": tally.article_pages,
            "not_modified": tally.not_modified,
            "read": found.pages,
        },
        items={"new": tally.items_new, "known": tally.items_known, "changed": tally.items_changed},
        articles=len(found.glances),
        fields={name: fields[name] for name in FIELDS},
        read_by=dict(Counter(one.read_by for one in found.glances)),
        tried=found.tried,
        fired={part: dict(counts) for part, counts in found.fired.items()},
        chars=int(median(lengths)) if lengths else 0,
        first_pages=dict(tally.first_pages),
        listing_pages=listing_pages,
        stops=dict(tally.stops),
        seconds=_seconds(tally.seconds),
        statuses=dict(sorted(tally.statuses.items())),
        blocked=blocked,
        rejected=dict(tally.refused + found.rejected),
        lost=tally.lost(),
        expectations={one.name: one.ok for one in verdict.expectations},
    )


def _seconds(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    ranked = sorted(seconds)
    p95 = ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))]
    return {"median": round(median(ranked), 3), "p95": round(p95, 3)}


def scene_of(  # noqa: PLR0913, PLR0917 - what alarms are raised from
    visit: Visit,
    found: Yield,
    verdict: Verdict,
    now: Figures,
    history: History,
    kept: History,
    archive_dir: Path,
    at: datetime,
) -> Scene:
    """Return what the alarms of a run that ended ``at`` are raised from."""
    return Scene(
        portal=visit.portal,
        run_id=visit.orders.run_id,
        today=at.astimezone(PORTAL_ZONE).date(),
        now=now,
        nights=history.nights(but=visit.orders.run_id),
        history=history,
        kept=kept,
        archive_dir=archive_dir,
        examples=_examples(visit, found, now, kept),
        unmet={one.name: one.detail for one in verdict.expectations if not one.ok},
        looks_since=_looks_since(visit),
    )


def _looks_since(visit: Visit) -> date:
    """Return the first day that was looked at; listings that were not had tell nothing of what is new."""
    orders = visit.orders
    if orders.until is not None or not visit.tally.first_pages:
        return date.max
    return orders.since or date.min


def _examples(visit: Visit, found: Yield, now: Figures, kept: History) -> dict[str, CaptureRow]:
    """Return a page by reason of rejection, and one that was read as ``good``."""
    examples = dict(found.examples)
    if found.good is not None:
        examples["good"] = found.good
    for urls in (visit.tally.soft_urls, visit.tally.examples):
        for reason, url in urls.items():
            page = kept.page_of(visit.orders.run_id, ("other",), final_url=url)
            if page is not None:
                examples.setdefault(reason, page)
    for kind in now.blocked:
        page = kept.page_of(visit.orders.run_id, ("other",), status=kind.removeprefix("http_"))
        if page is not None:
            examples.setdefault(kind, page)
    return examples
