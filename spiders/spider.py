"""The one spider: walks a portal's listings, fetches what is due, keeps every page.

Callbacks store bytes and follow listings; articles are read elsewhere, since a page parsed in the reactor
thread stops everything else.
"""

import json
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from scrapy import FormRequest, Request, Spider
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.blocking import is_cookie_gate
from spiders.causes import cause_of
from spiders.frontier import Frontier, StopReason, Target
from spiders.keeper import Keeper
from spiders.ledger import now_utc
from spiders.listing import Answer, Ask
from spiders.pages import CaptureKind, Listed
from spiders.platforms import platform_of
from spiders.portal import Portal
from spiders.tally import Tally
from spiders.walk import Orders, Walk

_LISTING_PRIORITY = 10
_GONE = frozenset({404, 410})
_TRY_LATER = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
_FOREVER = 36500  # days
#: Requests in a row that found no server before the crawl gives the portal up for this run.
_MAX_FAILURES_IN_A_ROW = 8


@dataclass(kw_only=True)
class Visit:
    """What one run needs: the portal, its orders, its memory, its archive, and the tally it leaves."""

    portal: Portal
    orders: Orders
    frontier: Frontier
    keeper: Keeper
    tally: Tally = field(default_factory=Tally)


class PortalSpider(Spider):
    """Crawls one portal; give it a Visit."""

    name = "portal"

    def __init__(self, visit: Visit, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.visit = visit
        self.portal = visit.portal
        self.platform = platform_of(visit.portal)
        self.allowed_domains = sorted(visit.portal.hosts)
        self._requested: set[str] = set()
        self._failures_in_a_row = 0

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first page of every listing, then for what earlier runs left and for young articles."""
        for section in self.portal.sections:
            url = self.portal.section_url(section)
            walk = Walk(section, url, self.visit.orders, self.visit.frontier)
            yield self._listing_request(self.platform.first_page(url), walk)
        for target in self._left_over():
            yield self._article_request(target)

    def _left_over(self) -> Iterator[Target]:
        orders, frontier = self.visit.orders, self.visit.frontier
        targets = list(frontier.due())
        if orders.recheck_days:
            targets += frontier.to_recheck(now_utc() - timedelta(days=min(orders.recheck_days, _FOREVER)))
        yield from self._wanted([target for target in targets if orders.wants(target.published_at)])

    def _wanted(self, targets: Iterable[Target]) -> Iterator[Target]:
        """Pass on what was not asked for in this run, up to its limit."""
        limit = self.visit.orders.limit
        for target in targets:
            if limit is not None and len(self._requested) >= limit:
                return
            if target.url_key not in self._requested:
                self._requested.add(target.url_key)
                yield target

    # Listings

    def _listing_request(self, ask: Ask, walk: Walk, *, is_confirming: bool = False) -> Request:
        keywords: dict[str, Any] = {
            "callback": self.read_listing,
            "errback": self.lose_listing,
            "cb_kwargs": {"ask": ask, "walk": walk, "is_confirming": is_confirming},
            "priority": _LISTING_PRIORITY,
            # The same address may be asked twice on purpose: an empty page is confirmed, a POST repeats.
            "dont_filter": True,
        }
        if ask.form is None:
            return Request(ask.url, **keywords)
        headers = {"Referer": ask.state.get("referer", walk.url), "X-Requested-With": "XMLHttpRequest"}
        return FormRequest(ask.url, formdata=dict(ask.form), headers=headers, **keywords)

    def read_listing(
        self, response: Response, ask: Ask, walk: Walk, *, is_confirming: bool
    ) -> Iterator[Request]:
        """Keep a listing page, note its items, ask for those that are due and for the next page."""
        tally = self.visit.tally
        self._failures_in_a_row = 0
        if response.status != 200 or is_cookie_gate(response.body):
            reason = f"status {response.status}" if response.status != 200 else "a cookie gate"
            self._fail_walk(walk, f"{response.url} answers with {reason}")
            return
        tally.listing_pages += 1
        answer = Answer(
            ask=ask,
            final_url=response.url,
            body=response.body,
            content_type=_header(response, "Content-Type"),
        )
        page = self.platform.read_listing(answer)
        listed = Listed(section=walk.section.name)
        # Rows are known from the moment their page is kept, and not a moment earlier.
        with self._kept(), self.visit.frontier.transaction():
            step = walk.take(page, ask, self.portal, is_confirming=is_confirming)
            kind: CaptureKind = "document_list" if step.has_new_rows else "listing"
            self.visit.keeper.keep(response, kind, f"{walk.url_key}#{ask.page}", listed, is_always_kept=True)
        tally.count_items(step)
        self._tell("listing")
        if step.confirm:
            yield self._listing_request(ask, walk, is_confirming=True)
            return
        for target in self._wanted(step.targets):
            yield self._article_request(target)
        limit = self.visit.orders.limit
        is_full = limit is not None and len(self._requested) >= limit
        if step.following is not None and not is_full:
            yield self._listing_request(step.following, walk)
        else:
            self._end_walk(walk, "limit" if step.following is not None else step.stop)

    def _end_walk(self, walk: Walk, stop: StopReason) -> None:
        walk.finish(stop)
        self.visit.tally.stops[walk.section.name] = walk.stop or stop
        if walk.problem:
            self.visit.tally.problems.append(walk.problem)

    def lose_listing(self, failure: Failure) -> None:
        """Note a listing page that could not be had; its walk counts as not done."""
        request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
        self._fail_walk(request.cb_kwargs["walk"], f"{request.url}: {cause_of(failure)}")

    def _fail_walk(self, walk: Walk, problem: str) -> None:
        self._end_walk(walk, "error")
        self.visit.tally.failures.append(problem)

    # Articles

    def _article_request(self, target: Target) -> Request:
        headers = {}
        if target.etag:
            headers["If-None-Match"] = target.etag
        if target.last_modified:
            headers["If-Modified-Since"] = target.last_modified
        return Request(
            target.url,
            callback=self.keep_article,
            errback=self.lose_article,
            headers=headers,
            cb_kwargs={"target": target},
            dont_filter=True,
        )

    def keep_article(self, response: Response, target: Target) -> None:
        """Keep an article page, or note that the server still has the one in the archive."""
        visit = self.visit
        if response.status in _TRY_LATER:
            self._fail_article(target, f"{response.url} answers with status {response.status}")
            return
        self._failures_in_a_row = 0
        if response.status == 304:
            visit.frontier.unchanged(target.url_key)
            visit.tally.not_modified += 1
        elif response.status != 200:
            visit.frontier.failed(target.url_key, is_gone=response.status in _GONE)
            visit.tally.refuse(f"http_{response.status}", response.url)
        else:
            visit.tally.article_pages += 1
            self._store_article(response, target)
        self._tell("article")

    def _store_article(self, response: Response, target: Target) -> None:
        visit = self.visit
        if not response.body.strip() or is_cookie_gate(response.body):
            visit.frontier.failed(target.url_key, is_gone=False)
            visit.tally.refuse("cookie_gate" if response.body.strip() else "empty_body", response.url)
            return
        listed = Listed(title=target.title, published=target.published, section=target.section)
        with self._kept():
            capture = visit.keeper.keep(response, "article", target.url_key, listed, url=target.url)
            validators = _header(response, "ETag"), _header(response, "Last-Modified")
            visit.frontier.fetched(target.url_key, capture.capture_id, *validators)
        visit.tally.new_captures += capture.run_id == visit.orders.run_id

    def lose_article(self, failure: Failure) -> None:
        """Note an article that could not be had; it stays due."""
        request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
        self._fail_article(request.cb_kwargs["target"], f"{request.url}: {cause_of(failure)}")

    def _fail_article(self, target: Target, problem: str) -> None:
        self.visit.frontier.failed(target.url_key, is_gone=False)
        self.visit.tally.failures.append(problem)
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= _MAX_FAILURES_IN_A_ROW:
            self.visit.tally.problems.append(
                f"{self.portal.base_url} stopped answering ({problem}); the next run goes on from here"
            )
            raise CloseSpider("host_down")

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """End the crawl when a page cannot be kept: going on would fetch pages only to lose them."""
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            self.visit.tally.broken = error
            raise CloseSpider("cannot_keep_pages") from error

    def _tell(self, kind: str) -> None:
        tally = self.visit.tally
        event = {
            "event": "page",
            "kind": kind,
            "pages": tally.pages,
            "articles": tally.article_pages,
            "new": tally.items_new,
        }
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
