"""The crawl of one portal as a process of its own: ``python -m spiders.run --portal SLUG ...``.

Scrapy takes over signals and can run only once in a process, so every portal gets one. Progress goes to
stdout as JSON lines, logs go to stderr, and the last thing written is the result file, by rename.
"""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess

from spiders import runlog
from spiders.attachments import OfferReader
from spiders.backfill import ArchiveSpider
from spiders.errors import CrawlError
from spiders.figures import heed, note_archived
from spiders.frontier import Frontier
from spiders.health import judge, read_yield
from spiders.keeper import Keeper
from spiders.keeping import Visit
from spiders.ledger import Ledger, now_utc
from spiders.lock import portal_lock
from spiders.options import (
    asks_people,
    chosen_archive,
    chosen_portal,
    chosen_windows,
    orders_of,
    read_options,
)
from spiders.outcome import SIGNAL_CODES, closed_host, leave, overridden, result_of, unwritable
from spiders.portal import Portal
from spiders.redaction import guard_stderr
from spiders.settings import archive_settings, crawl_settings, require_contact
from spiders.sources.finds import Finds
from spiders.sources.source import Archive
from spiders.sources.verdict import judge_archive, read_archived
from spiders.sources.visit import ArchiveVisit
from spiders.spider import PortalSpider
from spiders.tally import Tally
from spiders.walk import Orders
from spiders.watch import ABANDONED, silence_stdout, stop_when_running, watch_reader


def main(arguments: Sequence[str] | None = None) -> int:
    """Crawl one portal, or what an archive has of it, and return the exit code; errors are one line."""
    guard_stderr()
    options = read_options(arguments)
    runlog.join(stage="crawl", portal=options.portal)
    try:
        portal, archive = chosen_portal(options), chosen_archive(options)
        orders = orders_of(options, portal)
        if asks_people(portal, archive, options):
            require_contact(portal)
        # Its process outlives a killed crawl for a moment: made before the lock, it has no hold of it.
        with OfferReader(portal) as reader, portal_lock(options.data, portal.slug, orders.run_id):
            if archive is not None:
                return _backfill(portal, archive, orders, options, reader)
            return _crawl(portal, orders, options, reader)
    except CrawlError as error:
        said, code = str(error), error.exit_code
    except OSError as error:
        said, code = unwritable(options.portal, error)
    sys.stderr.write(f"error: {said}\n")
    return code


def _crawl(portal: Portal, orders: Orders, options: argparse.Namespace, reader: OfferReader) -> int:
    """Crawl the live site."""
    started_at = now_utc()
    archive_dir = options.data / "archive"
    with Ledger(options.data / "ledger.sqlite") as ledger:
        keeper = Keeper(ledger, archive_dir, portal.slug, orders.run_id)
        frontier = Frontier(ledger, portal.slug)
        visit = Visit(portal=portal, orders=orders, frontier=frontier, keeper=keeper, reader=reader)
        live = asks_people(portal, None, options)
        settings = crawl_settings(
            portal, delay=options.delay, proxy=options.proxy, is_live=live, data=options.data
        )
        stats, caught = run_spider(visit, PortalSpider, settings)
        visit.tally.overdue = visit.frontier.overdue()
        found = read_yield(ledger, archive_dir, portal, orders.run_id, visit.tally, lambda: bool(caught))
        verdict = judge(portal, visit.tally, found, closed_host(stats, portal.file_hosts))
        verdict = overridden(verdict, portal.slug, visit.tally, caught)
        verdict = heed(ledger, archive_dir, visit, found, verdict)
    leave(options.data, result_of(visit, found, verdict, stats, started_at))
    return verdict.exit_code


def _backfill(
    portal: Portal, archive: Archive, orders: Orders, options: argparse.Namespace, reader: OfferReader
) -> int:
    """Go through an archive."""
    started_at, windows = now_utc(), chosen_windows(options)
    archive_dir = options.data / "archive"
    with Ledger(options.data / "ledger.sqlite") as ledger:
        visit = ArchiveVisit(
            portal=portal,
            orders=orders,
            frontier=Frontier(ledger, portal.slug),
            keeper=Keeper(ledger, archive_dir, portal.slug, orders.run_id),
            reader=reader,
            archive=archive,
            ledger=ledger,
            finds=Finds(ledger, portal, archive.kind),
            windows=windows,
            takes_all=options.all_captures,
            again=options.again,
        )
        live = asks_people(portal, archive, options)
        settings = archive_settings(portal, delay=options.delay, proxy=options.proxy, is_live=live)
        stats, caught = run_spider(visit, ArchiveSpider, settings)
        found = read_archived(visit, archive_dir, lambda: bool(caught))
        verdict = judge_archive(visit, found, closed_host(stats))
        verdict = overridden(verdict, portal.slug, visit.tally, caught)
        note_archived(ledger, visit, found, verdict)
    leave(options.data, result_of(visit, found, verdict, stats, started_at))
    return verdict.exit_code


def run_spider(
    visit: Visit, spider: type[Spider], settings: dict[str, Any]
) -> tuple[Mapping[str, Any], list[int]]:
    """Run a spider to its end; return its statistics and the signals that asked it to stop.

    The archive is closed behind it. Signals that come later are noted in the same list.
    """
    caught: list[int] = []
    try:
        stats = _run_until_stopped(visit, spider, settings, caught)
    finally:
        visit.keeper.close()
    for number in SIGNAL_CODES:
        signal.signal(number, lambda number, _: caught.append(number))
    return stats, caught


def _run_until_stopped(
    visit: Visit, spider: type[Spider], settings: dict[str, Any], caught: list[int]
) -> Mapping[str, Any]:
    # In a run all goes to its log, by hand to standard error.
    process = AsyncCrawlerProcess(settings | {"LOG_ENABLED": not runlog.is_open()})
    crawler = process.create_crawler(spider)
    crawler.signals.connect(_note_crash(visit.tally), signal=signals.spider_error, weak=False)
    loop = asyncio.get_event_loop_policy().get_event_loop()
    stopping: set[asyncio.Task[None]] = set()

    def stop_soon() -> None:
        stopping.add(loop.create_task(stop_when_running(crawler)))

    def stop(number: int) -> None:
        caught.append(number)
        stop_soon()

    for number in SIGNAL_CODES:
        loop.add_signal_handler(number, stop, number)
    watching = loop.create_task(watch_reader(sys.stdout.fileno(), lambda: _abandon(visit, stop_soon)))
    process.crawl(crawler, visit=visit)
    process.start(install_signal_handlers=False)
    watching.cancel()
    stats: Mapping[str, Any] = crawler.stats.get_stats()
    return stats


def _abandon(visit: Visit, stop: Callable[[], None]) -> None:
    silence_stdout()
    visit.tally.problems.append(ABANDONED)
    stop()


def _note_crash(tally: Tally) -> Any:
    def note(failure: Any) -> None:
        tally.problems.append(f"the crawler itself failed: {failure.getErrorMessage()[:200]}; see its log")

    return note


if __name__ == "__main__":
    sys.exit(main())
