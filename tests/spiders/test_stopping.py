"""A stop that comes while the crawl is still starting is kept, not forgotten."""

import asyncio
from types import SimpleNamespace

from spiders.run import _stop_when_running


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
        stopping = asyncio.create_task(_stop_when_running(crawler))
        await asyncio.sleep(0)
        await crawler.start()
        await asyncio.wait_for(stopping, 5)
        return crawler

    assert asyncio.run(story()).stopped_while_running == [True]
