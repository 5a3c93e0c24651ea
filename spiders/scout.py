"""Looking at a few pages of a site, as politely as a crawl: ``python -m spiders.scout``.

Orders come as JSON on standard input, what was seen goes as one line of JSON to standard output. Nothing is
kept on disk: a page may hold personal data, and nobody has looked at it yet.
"""

import asyncio
import base64
import json
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.causes import asked_first, cause_of, status_reason
from spiders.keeping import header_of
from spiders.ledger import now_utc
from spiders.portal import Portal
from spiders.proposing import next_step
from spiders.settings import crawl_settings
from spiders.sights import Sight


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What to look at. ``explores``: on to the listings that the page leads to, and to one article."""

    portal: Portal
    url: str
    explores: bool = False
    is_live: bool = True
    delay: float | None = None
    proxy: str | None = None
    data: Path | None = None

    def as_json(self) -> str:
        """Return the orders as the child reads them."""
        told = {
            "portal": self.portal.model_dump(mode="json"),
            "url": self.url,
            "explores": self.explores,
            "is_live": self.is_live,
            "delay": self.delay,
            "proxy": self.proxy,
            "data": str(self.data) if self.data is not None else None,
        }
        return json.dumps(told)

    @classmethod
    def read(cls, text: str) -> Self:
        """Read orders."""
        told = json.loads(text)
        data = told.pop("data")
        portal = Portal.model_validate(told.pop("portal"))
        return cls(portal=portal, data=Path(data) if data else None, **told)


@dataclass(slots=True)
class Report:
    """What was seen, in the order in which it was asked for, and what could not be had."""

    sights: list[Sight] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> str:
        """Return the report as one line."""
        return json.dumps({"sights": [_told(sight) for sight in self.sights], "problems": self.problems})

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a report."""
        told = json.loads(text)
        return cls([_sight(one) for one in told["sights"]], told["problems"])


def _told(sight: Sight) -> dict[str, Any]:
    return {
        "url": sight.url,
        "final_url": sight.final_url,
        "content_type": sight.content_type,
        "seen_at": sight.seen_at.isoformat(),
        "body": base64.b64encode(sight.body).decode(),
        "server": sight.server,
    }


def _sight(told: dict[str, Any]) -> Sight:
    body, seen_at = base64.b64decode(told.pop("body")), datetime.fromisoformat(told.pop("seen_at"))
    return Sight(body=body, seen_at=seen_at, **told)


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
    orders, report = Orders.read(sys.stdin.read()), Report()
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
