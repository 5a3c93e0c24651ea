"""Looking at a few pages of a site, as politely as a crawl: ``python -m spiders.scout``.

Orders come as JSON on standard input, what was seen goes as one line of JSON to standard output. Nothing is
kept on disk: a page may hold personal data, and nobody has looked at it yet.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.causes import asked_first, cause_of, status_reason
from spiders.keeping import header_of
from spiders.ledger import now_utc
from spiders.proposing import next_step
from spiders.redaction import guard_stderr, know_address
from spiders.scouting import Orders, Report
from spiders.settings import crawl_settings
from spiders.sights import Sight


class ScoutSpider(Spider):
    """Looks at one page, and where it is told to explore at those it leads to, one at a time."""

    name = "scout"

    def __init__(self, orders: Orders, report: Report, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.orders = orders
        self.report = report
        self.allowed_domains = sorted(orders.portal.hosts)
        self._asked: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield self._request(self.orders.url)

    def keep_other(self, response: Response) -> None:
        """Keep nothing; the middlewares of a crawl hand over what is no page."""

    def look(self, response: Response) -> Iterator[Request]:
        """Note a page, and ask for the next."""
        if response.status == 200:
            self.report.sights.append(
                Sight(
                    url=response.meta["asked"],
                    final_url=response.url,
                    body=response.body,
                    content_type=header_of(response, "Content-Type"),
                    seen_at=now_utc(),
                    server=header_of(response, "Server"),
                )
            )
        else:
            self.report.problems.append(f"{response.url}: {status_reason(response)}")
        yield from self._next()

    def lose(self, failure: Failure) -> Iterator[Request]:
        """Note a page that could not be had, and ask for the next."""
        self.report.problems.append(f"{asked_first(failure)}: {cause_of(failure)}")
        yield from self._next()

    def _next(self) -> Iterator[Request]:
        if not self.orders.explores:
            return
        url = next_step(self.report.sights, self._asked)
        if url is not None:
            yield self._request(url)

    def _request(self, url: str) -> Request:
        self._asked.add(url)
        return Request(url, callback=self.look, errback=self.lose, meta={"asked": url}, dont_filter=True)


def main() -> int:
    """Look, and tell."""
    guard_stderr()
    orders, report = Orders.read(sys.stdin.read()), Report()
    know_address(orders.proxy or "")
    settings = crawl_settings(
        orders.portal, delay=orders.delay, proxy=orders.proxy, is_live=orders.is_live, data=orders.data
    )
    asyncio.set_event_loop(asyncio.new_event_loop())
    process = AsyncCrawlerProcess(settings | {"LOG_LEVEL": "ERROR"})
    process.crawl(ScoutSpider, orders=orders, report=report)
    process.start()
    sys.stdout.write(report.as_json() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
