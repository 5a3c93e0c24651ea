"""A check of one portal as a process of its own: ``python -m spiders.probe --portal SLUG --run-id ID``.

It asks for robots.txt, the first page of one listing and three articles, at the portal's own pace. Nothing of
it enters the crawl's memory: the pages are kept under ``checks/<slug>`` of the data folder, with the letter.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from spiders.checks import LETTER, check_folder
from spiders.dating import PORTAL_ZONE
from spiders.errors import CrawlError
from spiders.figures import figures_of, scene_of, with_alarms
from spiders.frontier import Frontier
from spiders.health import judge, read_yield
from spiders.history import History
from spiders.keeper import Keeper
from spiders.keeping import Visit
from spiders.ledger import Ledger, now_utc
from spiders.letter import Examination, letter
from spiders.lock import portal_lock
from spiders.options import asks_people, chosen_portal, orders_of, read_options
from spiders.outcome import closed_host, overridden
from spiders.portal import Portal
from spiders.redaction import guard_stderr
from spiders.rhythm import Silence, silence_of
from spiders.run import run_spider
from spiders.sample import read_sample
from spiders.scene import Scene
from spiders.settings import crawl_settings, require_contact
from spiders.spider import PortalSpider

_ARTICLES = 3
_FRESH = timedelta(days=3)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one portal and return the exit code; errors are one line."""
    guard_stderr()
    options = read_options(arguments)
    try:
        portal = chosen_portal(options)
        if asks_people(portal, None, options):
            require_contact(portal)
        with portal_lock(options.data, portal.slug, options.run_id):
            return _check(portal, options)
    except CrawlError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code


def _check(portal: Portal, options: argparse.Namespace) -> int:
    folder = check_folder(options.data, portal.slug)
    shutil.rmtree(folder, ignore_errors=True)
    orders = replace(orders_of(options, portal), limit=_ARTICLES, page_budget=1, recheck_days=0)
    # The first listing of news, or of documents where there is no other.
    section = next((one for one in portal.sections if one.kind == "articles"), portal.sections[0])
    part = portal.model_copy(update={"sections": (section,), "fetch_files": False})
    with ExitStack() as stack:
        kept = stack.enter_context(Ledger(folder / "ledger.sqlite"))
        known = options.data / "ledger.sqlite"
        past = stack.enter_context(Ledger(known)) if known.is_file() else kept
        keeper = Keeper(kept, folder / "archive", portal.slug, orders.run_id)
        visit = Visit(portal=part, orders=orders, frontier=Frontier(kept, portal.slug), keeper=keeper)
        live = asks_people(portal, None, options)
        settings = crawl_settings(part, delay=options.delay, proxy=options.proxy, is_live=live)
        stats, caught = run_spider(visit, PortalSpider, settings)
        seen = _examine(visit, portal, (kept, past), folder / "archive", stats)
        verdict = overridden(seen.verdict, portal.slug, visit.tally, caught)
    _write(folder / LETTER, replace(seen, verdict=verdict))
    return verdict.exit_code


def _examine(
    visit: Visit,
    portal: Portal,
    ledgers: tuple[Ledger, Ledger],
    archive_dir: Path,
    stats: Mapping[str, Any],
) -> Examination:
    """Judge what came: ``ledgers`` are that of the check and that of the portal's own runs."""
    kept, past, run_id = History(ledgers[0], portal), History(ledgers[1], portal), visit.orders.run_id
    found = read_yield(ledgers[0], archive_dir, visit.portal, run_id, visit.tally)
    verdict = judge(visit.portal, visit.tally, found, closed_host(stats, portal.file_hosts))
    now = figures_of(visit.tally, found, verdict, kept.listing_pages(run_id))
    at = now_utc()
    scene = scene_of(visit, found, verdict, now, past, kept, archive_dir, at)
    newest = _newest(kept, scene.today)
    silence = _silence(past, scene, newest)
    if silence is None or silence.since == newest:
        scene = replace(scene, looks_since=date.max)
    rows = [row for row in ledgers[0].captures([portal.slug], run_id) if row.kind == "article"]
    return Examination(
        scene=replace(scene, portal=portal),
        tally=visit.tally,
        stats=stats,
        readings=list(read_sample(rows, archive_dir, portal)),
        verdict=with_alarms(verdict, portal.slug, replace(scene, portal=portal)),
        section=visit.portal.sections[0].name,
        newest=newest,
        silence=silence,
    )


def _silence(past: History, scene: Scene, newest: date | None) -> Silence | None:
    """Return how long the portal is silent; None where its runs are too few, or too old to tell.

    One listing alone tells of new items, and not that there are none.
    """
    days = past.item_days(scene.today)
    if days is None or not scene.nights or scene.today - scene.nights[0].day > _FRESH:
        return None
    sign = max(days.last_sign, newest or days.last_sign)
    return silence_of(days.published, sign, scene.today)


def _newest(kept: History, today: date) -> date | None:
    """Return the newest day of publication that the listing shows, not behind today."""
    return max((day for day in kept.listed_days() if day <= today), default=None)


def _write(path: Path, seen: Examination) -> None:
    verdict = seen.verdict
    points = [asdict(one) for one in letter(seen)]
    at = now_utc().astimezone(PORTAL_ZONE).isoformat(timespec="minutes")
    text = {"portal": seen.scene.portal.slug, "at": at, "status": verdict.status, "reason": verdict.reason}
    path.write_text(json.dumps({**text, "points": points}, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
