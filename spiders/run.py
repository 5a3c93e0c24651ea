"""The crawl of one portal as a process of its own: ``python -m spiders.run --portal SLUG ...``.

Scrapy takes over signals and can run only once in a process, so every portal gets one. Progress goes to
stdout as JSON lines, logs go to stderr, and the last thing written is the result file, by rename.
"""

import argparse
import asyncio
import json
import logging
import os
import re
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from spiders.errors import ArchiveError, CrawlError, PortalConfigError
from spiders.frontier import Frontier
from spiders.health import Verdict, Yield, judge, read_yield
from spiders.keeper import Keeper
from spiders.keeping import Visit
from spiders.ledger import Ledger, now_utc
from spiders.lock import portal_lock
from spiders.portal import SHIPPED, Portal, load_portal
from spiders.settings import crawl_settings, is_live, require_contact
from spiders.spider import PortalSpider
from spiders.tally import Tally
from spiders.walk import Orders
from spiders.watch import ABANDONED, silence_stdout, stop_when_running, watch_reader

_EXIT_CODES = {signal.SIGINT: 11, signal.SIGTERM: 13}
_CREDENTIALS = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl one portal and return the exit code; errors are one line on stderr."""
    options = _options(arguments)
    try:
        portal = _portal(options)
        orders = _orders(options, portal)
        if _is_live(portal, options):
            require_contact(portal)
        with portal_lock(options.data, portal.slug, orders.run_id):
            return _crawl(portal, orders, options)
    except CrawlError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m spiders.run", description="Crawl one portal.")
    parser.add_argument("--portal", required=True, metavar="SLUG")
    parser.add_argument("--portals-dir", type=Path, default=SHIPPED)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("GAT_DATA", "data")))
    parser.add_argument("--run-id", required=True)
    parser.add_argument("--since", type=date.fromisoformat, help="first publication day wanted")
    parser.add_argument("--until", type=date.fromisoformat, help="last publication day wanted")
    parser.add_argument("--limit", type=int, help="fetch at most so many articles")
    parser.add_argument("--recheck-days", type=int, help="ask again for articles published since then")
    parser.add_argument("--rehost", metavar="OLD=NEW", help="swap the host suffix, e.g. .gov.vn=.test")
    parser.add_argument("--proxy", help="HTTP proxy to use; the environment's proxies are ignored")
    parser.add_argument("--delay", type=float, help="shortest pause between two requests, in seconds")
    return parser.parse_args(arguments)


def _portal(options: argparse.Namespace) -> Portal:
    path = options.portals_dir / f"{options.portal}.toml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in options.portals_dir.glob("*.toml"))) or "none"
        raise PortalConfigError(f"no portal {options.portal!r} in {options.portals_dir}; known are: {known}")
    portal = load_portal(path)
    if options.rehost:
        old, separator, new = options.rehost.partition("=")
        if not (old and separator and new):
            raise PortalConfigError(f"--rehost {options.rehost!r}: write it as OLD=NEW, e.g. .gov.vn=.test")
        portal = portal.rehosted(old, new)
    return portal


def _is_live(portal: Portal, options: argparse.Namespace) -> bool:
    """Tell whether people run the portal: it is not moved to replicas, nor on this machine."""
    return not options.rehost and is_live(portal)


def _orders(options: argparse.Namespace, portal: Portal) -> Orders:
    if not re.fullmatch(r"[A-Za-z0-9][\w.+-]*", options.run_id):
        raise PortalConfigError(f"--run-id {options.run_id!r}: letters, digits and . _ + - only")
    return Orders(
        run_id=options.run_id,
        since=options.since,
        until=options.until,
        limit=options.limit,
        recheck_days=portal.recheck_days if options.recheck_days is None else options.recheck_days,
        page_budget=portal.page_budget,
        overlap_items=portal.overlap_items,
    )


def _crawl(portal: Portal, orders: Orders, options: argparse.Namespace) -> int:
    started_at = now_utc()
    archive_dir = options.data / "archive"
    with Ledger(options.data / "ledger.sqlite") as ledger:
        keeper = Keeper(ledger, archive_dir, portal.slug, orders.run_id)
        visit = Visit(portal=portal, orders=orders, frontier=Frontier(ledger, portal.slug), keeper=keeper)
        try:
            live = _is_live(portal, options)
            settings = crawl_settings(portal, delay=options.delay, proxy=options.proxy, is_live=live)
            crawler, caught = _run_spider(visit, settings)
        finally:
            keeper.close()
        for number in _EXIT_CODES:
            signal.signal(number, lambda number, _: caught.append(number))
        visit.tally.overdue = visit.frontier.overdue()
        found = read_yield(ledger, archive_dir, portal, orders.run_id, visit.tally, lambda: bool(caught))
    stats = crawler.stats.get_stats()
    verdict = _verdict(visit, found, stats, caught)
    result = _result(visit, found, verdict, stats, started_at)
    _write(options.data / "runs" / orders.run_id / f"{portal.slug}.json", result)
    if verdict.reason:
        with suppress(BrokenPipeError):
            sys.stderr.write(f"error: {verdict.reason}\n")
    return verdict.exit_code


def _run_spider(visit: Visit, settings: dict[str, Any]) -> tuple[Crawler, list[int]]:
    """Run the spider to its end; return the crawler and the signals that asked it to stop."""
    process = AsyncCrawlerProcess(settings)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_redact)
    crawler = process.create_crawler(PortalSpider)
    crawler.signals.connect(_note_crash(visit.tally), signal=signals.spider_error, weak=False)
    caught: list[int] = []
    loop = asyncio.get_event_loop_policy().get_event_loop()
    stopping: set[asyncio.Task[None]] = set()

    def stop_soon() -> None:
        stopping.add(loop.create_task(stop_when_running(crawler)))

    def stop(number: int) -> None:
        caught.append(number)
        stop_soon()

    for number in _EXIT_CODES:
        loop.add_signal_handler(number, stop, number)
    watching = loop.create_task(watch_reader(sys.stdout.fileno(), lambda: _abandon(visit, stop_soon)))
    process.crawl(crawler, visit=visit)
    process.start(install_signal_handlers=False)
    watching.cancel()
    return crawler, caught


def _abandon(visit: Visit, stop: Callable[[], None]) -> None:
    silence_stdout()
    visit.tally.problems.append(ABANDONED)
    stop()


def _note_crash(tally: Tally) -> Any:
    def note(failure: Any) -> None:
        tally.problems.append(f"the crawler itself failed: {failure.getErrorMessage()[:200]}; see its log")

    return note


def _verdict(visit: Visit, found: Yield, stats: dict[str, Any], caught: Sequence[int]) -> Verdict:
    portal, tally = visit.portal, visit.tally
    closed = next((str(value) for name, value in stats.items() if name.startswith("gat/closed/")), None)
    verdict = judge(portal, tally, found, closed)
    if isinstance(tally.broken, ArchiveError):
        reason = f"{portal.slug}: {tally.broken}"
        return Verdict(
            status="failed",
            reason=reason,
            exit_code=tally.broken.exit_code,
            expectations=verdict.expectations,
        )
    if tally.broken is not None:
        reason = f"{portal.slug}: pages cannot be kept: {tally.broken}; free space or mend the data folder"
        return Verdict(status="failed", reason=reason, exit_code=3, expectations=verdict.expectations)
    if caught:
        number = signal.Signals(caught[0])
        reason = f"{portal.slug}: stopped by {number.name}; the next run goes on from here"
        return Verdict(
            status="partial", reason=reason, exit_code=_EXIT_CODES[number], expectations=verdict.expectations
        )
    return verdict


def _result(
    visit: Visit, found: Yield, verdict: Verdict, stats: dict[str, Any], started_at: datetime
) -> dict[str, Any]:
    tally = visit.tally
    return {
        "portal": visit.portal.slug,
        "run_id": visit.orders.run_id,
        "status": verdict.status,
        "reason": verdict.reason,
        "started_at": started_at.isoformat(),
        "finished_at": now_utc().isoformat(),
        "counts": {
            "requests": int(stats.get("downloader/request_count", 0)),
            "listing_pages": tally.listing_pages,
            "article_pages": tally.article_pages,
            "not_modified": tally.not_modified,
            "items_seen": tally.items_new + tally.items_known + tally.items_changed,
            "items_new": tally.items_new,
            "items_known": tally.items_known,
            "items_changed": tally.items_changed,
            "items_overdue": len(tally.overdue),
        },
        "rejected": dict(tally.refused + found.rejected),
        "stops": tally.stops,
        "expectations": [asdict(one) for one in verdict.expectations],
    }


def _write(path: Path, result: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".json.part")
    part.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def _redact(record: logging.LogRecord) -> bool:
    """Take user names and passwords out of the URLs of a log line."""
    message = record.getMessage()
    cleaned = _CREDENTIALS.sub("***", message)
    if cleaned != message:
        record.msg, record.args = cleaned, ()
    return True


if __name__ == "__main__":
    sys.exit(main())
