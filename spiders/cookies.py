"""Cookies: each host has its own, and the one that a gate's script would set is set without the script."""

import logging
from collections.abc import Iterable
from http.cookiejar import Cookie
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response
from scrapy.http.cookies import CookieJar
from scrapy.utils.httpobj import urlparse_cached

from spiders.blocking import gate_cookie

logger = logging.getLogger(__name__)

#: In a request's meta: the cookies of gates it was sent again with.
PASSED = "gat_gates"
_MOST_GATES = 3


class HostCookies(CookiesMiddleware):
    """Give a cookie back to the host that set it and to no other, whatever domain it names.

    Scrapy's own would hand it on to sister hosts, and asks a list on the network which domains are public.
    """

    def _process_cookies(self, cookies: Iterable[Cookie], *, jar: CookieJar, request: Request) -> None:
        # Overrides the one place through which Scrapy sets cookies; it has no public one.
        host = urlparse_cached(request).hostname
        for cookie in cookies:
            if host and _covers(cookie.domain, host):
                cookie.domain, cookie.domain_specified, cookie.domain_initial_dot = host, False, False
                jar.set_cookie_if_ok(cookie, request)


def _covers(domain: str, host: str) -> bool:
    """Tell whether a cookie of a domain may be set by a host: its own, or one above it."""
    bare = domain.removeprefix(".").lower()
    return not bare or host == bare or host.endswith(f".{bare}")


class CookieGate:
    """Pass the page that only sets a cookie and reloads, once for each cookie, as a browser would.

    A gate that asks for the same cookie again does not open: its page goes on to the spider, which calls it
    ``cookie_gate``, and the host's further gates are not tried until one of its pages comes.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._shut: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the response, or the request to send again with the cookie."""
        cookie = gate_cookie(response.body) if response.status == 200 else None
        host = urlparse_cached(request).netloc
        tried: tuple[str, ...] = request.meta.get(PASSED, ())
        if cookie is None:
            if tried:
                self._shut.discard(host)
            return response
        name, value = cookie
        if name in tried or len(tried) == _MOST_GATES:
            logger.warning("%s: its cookie gate asks for %s again and stays shut", host, name)
            self._shut.add(host)
        if host in self._shut:
            return response
        response.request = request
        keep = getattr(self.crawler.spider, "keep_other")  # noqa: B009 - only our spider has it
        keep(response)
        return request.replace(
            cookies={name: value},
            meta={**request.meta, PASSED: (*tried, name)},
            dont_filter=True,
            priority=request.priority + 1,
        )
