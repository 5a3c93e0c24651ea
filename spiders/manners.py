"""Downloader middlewares: where the crawler may go, how it waits, and what it never does."""

import ipaddress
import logging
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.causes import HostClosed, LeavesPortal, cause_in
from spiders.urls import host_of

logger = logging.getLogger(__name__)

#: In a request's meta: it asks for a file, which may stand on one of the portal's file hosts.
IS_FILE = "gat_is_file"
#: Begins the reason of a host that was closed because nothing at all came from it.
UNREACHABLE = "robots.txt cannot be fetched"
_MAX_CRAWL_DELAY = 30.0


class OnSite(OffsiteMiddleware):
    """Let through requests to the portal's own hosts only: http(s), usual ports, redirects included.

    Scrapy's own check lets start requests and ``dont_filter`` pass; this one knows no exception. Nor does it
    look when a request is scheduled, as Scrapy's does: refused there, a request vanishes without its errback.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the check, and leave it out of the scheduler."""
        guard = cls(crawler.stats)
        guard.crawler = crawler
        return guard

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise LeavesPortal for a request that leaves the portal."""
        parts = urlparse_cached(request)
        spider = self.crawler.spider or spider
        hosts = set(getattr(spider, "allowed_domains", ()))
        if request.meta.get(IS_FILE) or parts.path == "/robots.txt":
            hosts.update(getattr(spider, "file_hosts", ()))
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme in {"http", "https"} and parts.hostname in hosts and port in {None, 80, 443}:
            return
        self.stats.inc_value("offsite/filtered")
        raise LeavesPortal(f"leaves the portal: {parts.scheme}://{parts.netloc}")


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

    So does 429, which says «not now» and permits nothing. Scrapy takes all of them for permission, and does
    not apply ``Crawl-delay``.
    """

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
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
        if isinstance(exc, (LeavesPortal, HostClosed)):
            self._close(netloc, f"robots.txt {exc}")
            return
        private = PublicResolver.refused.get(netloc.partition(":")[0])
        self._close(netloc, f"{UNREACHABLE} ({private or cause_in(type(exc).__name__, str(exc))})")

    def _close(self, netloc: str, reason: str) -> None:
        logger.warning("%s: %s; the host is closed for this run", netloc, reason)
        self._stats.set_value(f"gat/closed/{netloc}", reason)
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser = _Closed(reason)
        if isinstance(waiting, Deferred):
            waiting.callback(parser)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise HostClosed with the reason of a closed host, or IgnoreRequest for a forbidden path."""
        if isinstance(rp, _Closed):
            raise HostClosed(rp.reason)
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


class PublicResolver(CachingThreadedResolver):
    """Resolve names to public addresses only, whatever a redirect or a poisoned name leads to.

    It is asked for literal addresses too. Only the configured proxy may stand in a private network.
    """

    proxy_host = ""
    #: Why names were refused in this process: Twisted tells only that they have no address.
    refused: ClassVar[dict[str, str]] = {}

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
            answer.addCallback(self._public, name)
        return answer

    def _public(self, address: str, name: str) -> str:
        try:
            return _public(address, name)
        except DNSLookupError as error:
            logger.warning("%s", error.args[0])
            self.refused[name] = str(error.args[0])
            raise


def _public(address: str, name: str) -> str:
    parsed = ipaddress.ip_address(address)
    if not parsed.is_global or parsed.is_multicast:
        raise DNSLookupError(f"{name} leads to the private address {address}: refused")
    return address
