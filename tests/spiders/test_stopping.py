"""How a crawl ends early: by a signal, also while it is still starting, or by damage to what it writes."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.exceptions import CloseSpider

from spiders.errors import ArchiveError
from spiders.health import Yield, judge
from spiders.keeping import KeepingSpider, Visit
from spiders.outcome import overridden
from spiders.portal import SHIPPED, load_portal
from spiders.tally import Tally
from spiders.watch import stop_when_running


class StartingCrawler:
    """A crawler whose engine comes up after some turns of the loop, and which notes when it is stopped."""

    def __init__(self) -> None:
        self.engine: SimpleNamespace | None = None
        self.stopped_while_running: list[bool] = []

    async def start(self) -> None:
        self.engine = SimpleNamespace(running=False)
        await asyncio.sleep(0.06)
        self.engine.running = True

    async def stop_async(self) -> None:
        self.stopped_while_running.append(self.engine is not None and self.engine.running)


def test_a_crawl_that_is_only_starting_is_stopped_once_it_runs() -> None:
    async def story() -> StartingCrawler:
        crawler = StartingCrawler()
        stopping = asyncio.create_task(stop_when_running(crawler))
        await asyncio.sleep(0)
        await crawler.start()
        await asyncio.wait_for(stopping, 5)
        return crawler

    assert asyncio.run(story()).stopped_while_running == [True]


def test_damage_of_the_ledger_ends_the_crawl_and_says_so() -> None:
    portal, tally = load_portal(SHIPPED / "sonla.toml"), Tally()
    visit = cast("Visit", SimpleNamespace(portal=portal, tally=tally))
    spider = cast("Any", SimpleNamespace(visit=visit))
    with pytest.raises(CloseSpider), KeepingSpider.kept(spider):
        raise ArchiveError("ledger.sqlite: the crawl ledger is damaged; restore it")
    verdict = overridden(judge(portal, tally, Yield(), None), portal.slug, tally, [])
    assert (verdict.status, verdict.exit_code) == ("failed", 9)
    assert verdict.reason == "sonla: ledger.sqlite: the crawl ledger is damaged; restore it"
