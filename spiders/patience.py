"""Second tries: the wait before them, answers that broke off, and hosts that are given up.

A host is given up that asks for a longer wait than a run has, that forbids every page, or whose certificate
is refused: its pages stay due, none is charged for it.
"""

import asyncio
import email.utils
import logging
from collections import Counter
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import load_object

from spiders.causes import AnswerCut, HostClosed
from spiders.tls import STAT
from spiders.unpacking import CODINGS, CodingError, unpacked

logger = logging.getLogger(__name__)

#: Seconds. A host that asks for more by Retry-After is left alone until the next run.
MAX_WAIT = 120.0
#: Answers «forbidden» in a row after which a host is left alone: it forbids this address, not its pages.
MOST_FORBIDDEN = 10
#: The flag of a response that broke off.
CUT = "gat-cut"


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
        self._forbidden: Counter[str] = Counter()

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

        Raises HostClosed when the server asks for a longer wait than ``MAX_WAIT`` or forbids everything, and
        AnswerCut for an answer that broke off in every try.
        """
        self._count_forbidden(request, response)
        if CUT in response.flags:
            again = self._again(request, "answer cut short")
            if again is None:
                raise AnswerCut(f"{response.url} answers with a body that breaks off")
            await self._wait(again, None)
            return again
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
        """Return after a wait the request to send again, or None when the tries are used up.

        Raises HostClosed where the host's certificate was refused: it is the same in every try.
        """
        self._refuse_certificate(request)
        again = self._again(request, exception) if isinstance(exception, self._exceptions) else None
        if again is not None:
            await self._wait(again, None)
        return again

    def _count_forbidden(self, request: Request, response: Response) -> None:
        netloc = urlparse_cached(request).netloc
        if response.status != 403:
            self._forbidden[netloc] = 0
            return
        self._forbidden[netloc] += 1
        if self._forbidden[netloc] >= MOST_FORBIDDEN:
            why = f"answers 403 to all of {MOST_FORBIDDEN} requests (does it block this network address?)"
            raise HostClosed(self._give_up(request, why))

    def _refuse_certificate(self, request: Request) -> None:
        parts = urlparse_cached(request)
        problem = self.crawler.stats.get_value(f"{STAT}{parts.hostname}")
        is_strict = self.crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        if problem and is_strict and parts.scheme == "https":
            why = (
                f"its certificate is {problem} (verify_certificates = false in the portal's file accepts it)"
            )
            raise HostClosed(self._give_up(request, why))

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
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(0.0, (at - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):  # no date, or one no calendar has
        return None


class WholeAnswers:
    """Mark answers whose compressed body breaks off: what is there of it unpacks, and would pass for a page.

    Stands between the network and Scrapy's decompression, which takes what it can get. What unpacks to more
    than a download may be, and what is no Brotli or Zstandard, is left to that, which refuses it.
    """

    def __init__(self, most: int) -> None:
        self._most = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read how many bytes a download may have."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response, or what is left of it, unpacked and marked."""
        if not response.body and response.status != 200:
            return response  # a redirect or a 304 that names the coding of what it does not bring
        rest = _rest_of(response, int(request.meta.get("download_maxsize", self._most)))
        if rest is None:
            return response
        headers = response.headers.copy()
        headers.pop("Content-Encoding")
        return response.replace(body=rest, headers=headers, flags=[*response.flags, CUT])


def _rest_of(response: Response, most: int) -> bytes | None:
    """Return what unpacks of a body that breaks off in one of its codings; None for a whole one.

    None too for one that unpacks to more than ``most`` bytes, of which no more is unpacked: a bomb of a few
    megabytes would hold up the crawl for minutes.
    """
    named = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1").lower()
    body = response.body
    for coding in reversed([name.strip() for name in named.split(",")]):
        if coding not in CODINGS:
            return None  # Scrapy undoes none of those before it either
        try:
            found = unpacked(body, coding, most)
        except CodingError:
            return None
        if found is None:
            return None
        body, is_whole = found
        if not is_whole:
            return body
    return None
