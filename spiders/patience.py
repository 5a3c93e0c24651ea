"""Waiting before a second try, and giving a host up that asks for a longer wait than a run has."""

import asyncio
import email.utils
import logging
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

from spiders.causes import HostClosed

logger = logging.getLogger(__name__)

#: Seconds. A host that asks for more by Retry-After is left alone until the next run.
MAX_WAIT = 120.0


class PatientRetry:
    """Try again after a wait that doubles each time, or as long as the server's Retry-After asks.

    One request is under way at a time, so the wait holds back the whole portal, as it should.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._statuses = {int(status) for status in crawler.settings.getlist("RETRY_HTTP_CODES")}
        names = crawler.settings.getlist("RETRY_EXCEPTIONS")
        self._exceptions = tuple(load_object(name) if isinstance(name, str) else name for name in names)
        self._given_up: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read Scrapy's settings of what is worth a second try."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise HostClosed for a host that was given up."""
        if reason := self._given_up.get(urlparse_cached(request).netloc):
            raise HostClosed(reason)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or after a wait the request to send again.

        Raises HostClosed when the server asks for a longer wait than ``MAX_WAIT``.
        """
        if response.status not in self._statuses:
            return response
        asked = retry_after(response)
        if asked is not None and asked > MAX_WAIT:
            raise HostClosed(self._give_up(request, f"asks to wait {asked:.0f} s (status {response.status})"))
        again = self._again(request, f"status {response.status}")
        if again is None:
            return response
        await self._wait(again, asked)
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return after a wait the request to send again, or None when the tries are used up."""
        again = self._again(request, exception) if isinstance(exception, self._exceptions) else None
        if again is not None:
            await self._wait(again, None)
        return again

    def _give_up(self, request: Request, reason: str) -> str:
        netloc = urlparse_cached(request).netloc
        logger.warning("%s: %s; the host is left alone for this run", netloc, reason)
        self._given_up[netloc] = reason
        if self.crawler.stats is not None:
            self.crawler.stats.set_value(f"gat/closed/{netloc}", reason)
        return reason

    def _again(self, request: Request, reason: str | Exception) -> Request | None:
        spider = self.crawler.spider
        if spider is None:
            return None
        # At once after its wait: put behind all others, a dead host would be asked for every page first.
        return get_retry_request(
            request, spider=spider, reason=reason, priority_adjust=1, give_up_log_level="INFO"
        )

    async def _wait(self, request: Request, asked: float | None) -> None:
        base = self.crawler.settings.getfloat("GAT_BACKOFF")
        doubled = base * 2.0 ** int(request.meta.get("retry_times", 1))
        left = max(min(doubled, MAX_WAIT), asked or 0.0)
        # In slices, so that a crawl asked to stop does not sit out a long wait.
        while left > 0 and self.crawler.crawling:
            await asyncio.sleep(min(left, 1.0))
            left -= 1.0


def retry_after(response: Response) -> float | None:
    """Return the seconds that the server asks to wait, or None where it asks for nothing readable."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        at = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
