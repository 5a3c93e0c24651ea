"""When a crawl may ask: its hours of the day, and one turnstile for the crawls of all portals."""

import asyncio
import fcntl
import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from spiders.causes import HostClosed
from spiders.dating import PORTAL_ZONE

#: A turn later than this is a clock that was set back, not a queue.
_LONGEST_QUEUE = 60.0


def is_open(hours: str, at: datetime) -> bool:
    """Tell whether ``at`` lies in hours such as «22-06»: of Vietnam, the first included, the last not."""
    first, _, last = hours.partition("-")
    hour = at.astimezone(PORTAL_ZONE).hour
    if int(first) < int(last):
        return int(first) <= hour < int(last)
    return hour >= int(first) or hour < int(last)


class CrawlHours:
    """Close a portal outside its ``crawl_hours``: what is due stays due, the next run goes on from there."""

    def __init__(self, crawler: Crawler, clock: Callable[[], datetime]) -> None:
        self.crawler = crawler
        self.hours = str(crawler.settings.get("GAT_CRAWL_HOURS") or "")
        self._clock = clock
        if not self.hours:
            raise NotConfigured

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware, or none for a portal that is open at all hours."""
        return cls(crawler, lambda: datetime.now(PORTAL_ZONE))

    def process_request(self, request: Request) -> None:
        """Raise HostClosed outside the hours."""
        now = self._clock()
        if is_open(self.hours, now):
            return
        reason = f"its crawl_hours are {self.hours}, and it is {now.astimezone(PORTAL_ZONE):%H:%M} in Vietnam"
        self.crawler.stats.set_value(f"gat/closed/{urlparse_cached(request).netloc}", reason)
        raise HostClosed(reason)


class Turnstile:
    """Let one request through at a time, of all processes that crawl into one data folder.

    Sister portals stand on the same machines: each keeps its own pause, this keeps that of all together. The
    file holds when the next turn is, in seconds since 1970.
    """

    def __init__(self, path: Path, pause: float) -> None:
        self._path = path
        self._pause = pause
        path.parent.mkdir(parents=True, exist_ok=True)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings GAT_TURNSTILE and GAT_TURNSTILE_PAUSE; without them there is no turnstile."""
        path, pause = crawler.settings.get("GAT_TURNSTILE"), crawler.settings.getfloat("GAT_TURNSTILE_PAUSE")
        if not path or pause <= 0:
            raise NotConfigured
        return cls(Path(path), pause)

    async def process_request(self, request: Request) -> None:  # noqa: ARG002 - Scrapy's name
        """Wait for a turn."""
        await asyncio.sleep(self.take(time.time()))

    def take(self, now: float) -> float:
        """Take the next turn; return the seconds until it comes."""
        with os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT), "r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            written = file.read()
            turn = float(written) if written else now
            turn = now if turn > now + _LONGEST_QUEUE else max(now, turn)
            file.seek(0)
            file.truncate()
            file.write(repr(turn + self._pause))
        return turn - now
