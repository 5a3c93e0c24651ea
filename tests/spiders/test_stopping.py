"""How a crawl ends early: by a signal, also while it is still starting, or by damage to what it writes."""

import asyncio
import errno
import os
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from scrapy.exceptions import CloseSpider

from pipelines.morning.endings import ending
from spiders.errors import ArchiveError
from spiders.health import Yield, judge
from spiders.keeping import KeepingSpider, Visit
from spiders.outcome import overridden
from spiders.portal import SHIPPED, load_portal
from spiders.tally import Tally
from spiders.watch import stop_when_running
from tests.portals.server import running
from tests.spiders.crawls import Crawls
from tests.spiders.dying import nursery


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


@pytest.mark.parametrize(
    ("number", "code", "advice"),
    [
        (errno.ENOSPC, 3, "free some space"),
        (errno.EDQUOT, 3, "free some space"),
        (errno.EFBIG, 3, "free some space"),
        (errno.EACCES, 1, "let this user write there"),
        (errno.EROFS, 1, "let this user write there"),
        (errno.EIO, 1, "Input/output error"),
    ],
)
def test_only_a_full_disk_is_called_one(number: int, code: int, advice: str) -> None:
    portal, tally = load_portal(SHIPPED / "sonla.toml"), Tally()
    tally.broken = OSError(number, os.strerror(number), "archive/sonla")
    verdict = overridden(judge(portal, tally, Yield(), None), portal.slug, tally, [])
    assert (verdict.status, verdict.exit_code) == ("failed", code)
    said = f"sonla: pages cannot be kept: archive/sonla: {os.strerror(number)}"
    assert (verdict.reason or "").startswith(said)
    assert advice in (verdict.reason or "")
    assert ending(tally.broken)[:2] == ("failed", code)
    assert advice in ending(tally.broken)[2]


def test_rows_of_documents_come_once_however_often_the_crawl_is_killed(tmp_path: Path) -> None:
    chance, slug = random.Random(63), "binhduong"
    with running() as site, nursery() as parent:
        crawls = {name: Crawls(site, tmp_path / name) for name in ("whole", "killed")}

        def crawl(name: str, run: str, moment: int | None = None) -> int:
            arguments = ["--portal", slug, "--data", str(crawls[name].data), "--run-id", run, "--delay", "0"]
            arguments += ["--rehost", ".gov.vn=.test", "--proxy", site.proxy]
            return parent.crawl(arguments, moment)[0]

        assert crawl("whole", "r1") == 0
        # Where listings are read and noted; walks of later runs have less to note.
        killed = [crawl("killed", f"k{number}", chance.randrange(500, 9000)) for number in range(6)]
        assert killed == [-9] * 6
        assert crawl("killed", "last") == 0
    keys = {name: crawls[name].keys(slug) for name in crawls}
    assert len(keys["whole"]) == len(set(keys["whole"])) > 60
    assert sorted(keys["killed"]) == sorted(keys["whole"])
