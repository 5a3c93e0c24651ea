"""Downloader middlewares: where the crawler may go, how it waits, and what it never does."""

import asyncio
import email.utils
import ipaddress
import logging
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.urls import host_of

logger = logging.getLogger(__name__)

#: Begins the reason of a host that was closed because nothing at all came from it.
UNREACHABLE = "robots.txt cannot be fetched"
_MAX_CRAWL_DELAY = 30.0
_MAX_WAIT = 120.0


class OnSite(OffsiteMiddleware):
    """Let through requests to the portal's own hosts only: http(s), usual ports, redirects included.

    Scrapy's own check lets start requests and ``dont_filter`` pass; this one knows no exception.
    """

    def process_request(self, request: Request, spider: Spider | None = None) -> None:  # noqa: ARG002 - the base's
        """Raise IgnoreRequest for a request that leaves the portal."""
        parts = urlparse_cached(request)
        hosts = getattr(self.crawler.spider, "allowed_domains", ())
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme in {"http", "https"} and parts.hostname in hosts and port in {None, 80, 443}:
            return
        self.stats.inc_value("offsite/filtered")
        raise IgnoreRequest(f"leaves the portal: {parts.scheme}://{parts.hostname}")


class OwnProxy(HttpProxyMiddleware):
    """Use the proxy of our own setting or none; the environment's proxies count for nothing."""

    def __init__(self, proxy: str | None) -> None:
        super().__init__()
        self.proxies = {}
        if proxy:
            self.proxies = {scheme: self._get_proxy(proxy, scheme) for scheme in ("http", "https")}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the setting GAT_PROXY."""
        return cls(crawler.settings.get("GAT_PROXY"))


class StrictRobots(RobotsTxtMiddleware):
    """Obey robots.txt as RFC 9309 asks: a server error or silence closes the site for this run.

    Scrapy takes both for permission, and does not apply ``Crawl-delay``.
    """

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._close(netloc, f"robots.txt answers {response.status}")
            return
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        delay = (
            parser.crawl_delay(self._robotstxt_useragent or "*") if isinstance(parser, RobotParser) else None
        )
        if delay:
            self._slow_down(urlparse_cached(request).hostname or "", min(delay, _MAX_CRAWL_DELAY))

    def _slow_down(self, host: str, delay: float) -> None:
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, delay)
        # AutoThrottle would talk the slot down again.
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle is not None:
            throttle.mindelay = max(throttle.mindelay, delay)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._close(netloc, f"{UNREACHABLE} ({exc.__class__.__name__}: {exc})")

    def _close(self, netloc: str, reason: str) -> None:
        logger.warning("%s: %s; the host is closed for this run", netloc, reason)
        self._stats.set_value(f"gat/closed/{netloc}", reason)
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser = _Closed(reason)
        if isinstance(waiting, Deferred):
            waiting.callback(parser)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise IgnoreRequest with the reason of a closed host, or for a forbidden path."""
        if isinstance(rp, _Closed):
            raise IgnoreRequest(rp.reason)
        super().process_request_2(rp, request)


class _Closed(RobotParser):
    """Stands for the rules of a host whose robots.txt could not be had: nothing is allowed."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:  # noqa: ARG003 - the base's signature
        return cls("closed")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:  # noqa: ARG002 - the base's signature
        return False


class PatientRetry:
    """Try again after a wait that doubles each time, or as long as the server's Retry-After asks.

    One request is under way at a time, so the wait holds back the whole portal, as it should.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._statuses = {int(status) for status in crawler.settings.getlist("RETRY_HTTP_CODES")}
        names = crawler.settings.getlist("RETRY_EXCEPTIONS")
        self._exceptions = tuple(load_object(name) if isinstance(name, str) else name for name in names)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read Scrapy's settings of what is worth a second try."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or after a wait the request to send again."""
        if response.status not in self._statuses:
            return response
        again = self._again(request, f"status {response.status}")
        if again is None:
            return response
        await self._wait(again, _retry_after(response))
        return again

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """Return after a wait the request to send again, or None when the tries are used up."""
        again = self._again(request, exception) if isinstance(exception, self._exceptions) else None
        if again is not None:
            await self._wait(again, None)
        return again

    def _again(self, request: Request, reason: str | Exception) -> Request | None:
        spider = self.crawler.spider
        if spider is None:
            return None
        # At once after its wait: put behind all others, a dead host would be asked for every page first.
        return get_retry_request(
            request, spider=spider, reason=reason, priority_adjust=1, give_up_log_level="INFO"
        )

    async def _wait(self, request: Request, asked: float | None) -> None:
        base = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        doubled = base * 2.0 ** int(request.meta.get("retry_times", 1))
        left = min(max(doubled, asked or 0.0), _MAX_WAIT)
        # In slices, so that a crawl asked to stop does not sit out a long wait.
        while left > 0 and self.crawler.crawling:
            await asyncio.sleep(min(left, 1.0))
            left -= 1.0


def _retry_after(response: Response) -> float | None:
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return float(value)
    try:
        at = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


class PublicResolver(CachingThreadedResolver):
    """Resolve names to public addresses only, whatever a redirect or a poisoned name leads to.

    It is asked for literal addresses too. Only the configured proxy may stand in a private network.
    """

    proxy_host = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Read the proxy's host from the settings."""
        resolver: Self = super().from_crawler(crawler, reactor)
        resolver.proxy_host = host_of(crawler.settings.get("GAT_PROXY") or "")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802 - Twisted's name
        """Return the address, or fail for one that is not public."""
        answer: Deferred[str] = super().getHostByName(name, timeout)
        if name != self.proxy_host:
            answer.addCallback(_public, name)
        return answer


def _public(address: str, name: str) -> str:
    if not ipaddress.ip_address(address).is_global:
        raise DNSLookupError(f"{name} leads to the private address {address}: refused")
    return address
