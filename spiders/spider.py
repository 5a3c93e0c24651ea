"""The one spider: walks a portal's listings, fetches what is due, keeps every page.

Callbacks store bytes and follow listings; articles are read elsewhere, since a page parsed in the reactor
thread stops everything else.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import timedelta
from typing import Any

from scrapy import FormRequest, Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.blocking import passing_trouble, refuse_unreadable
from spiders.causes import UNTRIED, asked_first, cause_of, refusal_of, status_reason
from spiders.errors import PageRejected
from spiders.fetching import FileFetcher
from spiders.filebook import FileBook
from spiders.hostwatch import TRY_LATER, HostWatch
from spiders.keeping import KeepingSpider, Visit, header_of
from spiders.ledger import now_utc
from spiders.listing import Answer, Ask, ListingPage
from spiders.pages import CaptureKind, Listed
from spiders.platforms import platform_of
from spiders.targets import StopReason, Target
from spiders.urls import host_of
from spiders.walk import Walk

_LISTING_PRIORITY = 10
_GONE = frozenset({404, 410})
_FOREVER = 36500  # days


class PortalSpider(KeepingSpider):
    """Crawls one portal; give it a Visit."""

    name = "portal"

    def __init__(self, visit: Visit, **kwargs: Any) -> None:
        super().__init__(visit, **kwargs)
        self.portal = visit.portal
        self.platform = platform_of(visit.portal)
        self.allowed_domains = sorted(visit.portal.hosts)
        self.file_hosts = visit.portal.file_hosts
        book = FileBook(visit.keeper.ledger, self.portal.slug, visit.orders.run_id)
        self._host = HostWatch(visit, book)
        self.files = FileFetcher(self, book, self._host)
        self._requested: set[str] = set()

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first page of every listing, then for what earlier runs left and for young articles."""
        for section in self.portal.sections:
            url = self.portal.section_url(section)
            walk = Walk(section, url, self.visit.orders, self.visit.frontier)
            yield self._listing_request(self.platform.first_page(url), walk)
        for target in self._left_over():
            yield self._article_request(target)
        for request in self.files.left_over():
            yield request

    def _left_over(self) -> Iterator[Target]:
        orders, frontier = self.visit.orders, self.visit.frontier
        targets = list(frontier.due())
        if orders.recheck_days:
            since = now_utc() - timedelta(days=min(orders.recheck_days, _FOREVER))
            targets += frontier.to_recheck(since, is_thinned=orders.is_recheck_thinned)
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
        self._host.answered(response)
        page = self._listing_page(response, ask, walk)
        if page is None:
            return
        tally.listing_pages += 1
        listed, key = Listed(section=walk.section.name), f"{walk.url_key}#{ask.page}"
        has_rows = walk.section.kind == "documents"
        # Before the transaction: reading may take long, and other crawls write the same ledger.
        offers = self.files.offers(response, "document_list", key, listed) if has_rows else []
        # Rows are known from the moment their page is kept, and not a moment earlier.
        with self.kept(), self.visit.frontier.transaction():
            step = walk.take(page, ask, self.portal, is_confirming=is_confirming)
            kind: CaptureKind = "document_list" if step.rows else "listing"
            self.visit.keeper.keep(response, kind, key, listed, is_always_kept=True)
            files = self.files.plan(offers, step.rows) if has_rows else []
        if offers is None:
            walk.miss_files(ask)
        tally.count_items(step)
        self.tell("listing")
        yield from self.files.requests(files)
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

    def _listing_page(self, response: Response, ask: Ask, walk: Walk) -> ListingPage | None:
        """Read a listing page; None, its walk ended, for an answer that is none."""
        try:
            refuse_unreadable(response.body or b"-", response.status)
            content_type = header_of(response, "Content-Type")
            answer = Answer(ask=ask, final_url=response.url, body=response.body, content_type=content_type)
            return self.platform.read_listing(answer)
        except PageRejected as rejection:
            self.visit.tally.hide_listing(rejection.reason, response.url)
            problem = f"answers with {rejection.reason.replace('_', ' ').replace('http', 'status')}"
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            problem = f"cannot be read: {type(error).__name__}: {error}"[:200]
        if response.status == 200:
            self.keep_other(response)
        self._fail_walk(walk, f"{response.url} {problem}")
        return None

    def _end_walk(self, walk: Walk, stop: StopReason) -> None:
        walk.finish(stop)
        self.visit.tally.stops[walk.section.name] = walk.stop or stop
        if walk.problem:
            self.visit.tally.problems.append(walk.problem)

    def lose_listing(self, failure: Failure) -> None:
        """Note a listing page that could not be had; its walk counts as not done."""
        if isinstance(failure.value, CloseSpider):
            failure.raiseException()
        request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
        if reason := refusal_of(failure):
            self.visit.tally.refuse(reason, asked_first(failure))
        self._fail_walk(request.cb_kwargs["walk"], f"{asked_first(failure)}: {cause_of(failure)}")

    def _fail_walk(self, walk: Walk, problem: str) -> None:
        self._end_walk(walk, "error")
        self.visit.tally.fail(problem)

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

    def keep_article(self, response: Response, target: Target) -> list[Request]:
        """Keep an article page, or note that the archive's is still good; return requests for its files."""
        visit, files = self.visit, list[Request]()
        if response.status in TRY_LATER:
            self._host.failed(target.url_key, f"{response.url} answers with status {response.status}")
            return files
        self._host.answered(response)
        if response.status == 304:
            visit.frontier.unchanged(target.url_key)
            visit.tally.not_modified += 1
            files = list(self.files.again(target.url_key))
        elif response.status != 200:
            visit.frontier.failed(target.url_key, is_gone=response.status in _GONE)
            visit.tally.refuse(status_reason(response), response.url)
        else:
            visit.tally.article_pages += 1
            files = self._store_article(response, target)
        self.tell("article")
        return files

    def _store_article(self, response: Response, target: Target) -> list[Request]:
        visit = self.visit
        selectors = [*self.portal.selectors.body, *self.platform.reading.body]
        trouble = passing_trouble(response.body, header_of(response, "Content-Type"), selectors)
        if trouble is not None:
            # Believed, an error page would keep the article away until its listing changes.
            self.keep_other(response)
            visit.frontier.rejected(target.url_key)
            visit.tally.note_soft_error(trouble, response.url)
            return []
        listed = Listed(title=target.title, published=target.published, section=target.section)
        offers = self.files.offers(response, "article", target.url_key, listed)
        with self.kept():
            capture = visit.keeper.keep(response, "article", target.url_key, listed, url=target.url)
            validators = header_of(response, "ETag"), header_of(response, "Last-Modified")
            with visit.frontier.transaction():
                if offers is None:  # the next run asks again, to learn of them
                    visit.frontier.rejected(target.url_key)
                else:
                    visit.frontier.fetched(target.url_key, capture.capture_id, *validators)
                planned = self.files.plan(offers)
        return list(self.files.requests(planned))

    def lose_article(self, failure: Failure) -> None:
        """Note an article that could not be had; it stays due, unless it was never the portal's."""
        if isinstance(failure.value, CloseSpider):
            failure.raiseException()
        request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
        target: Target = request.cb_kwargs["target"]
        reason = refusal_of(failure)
        if reason is None:
            self._host.failed(target.url_key, f"{request.url}: {cause_of(failure)}")
            return
        self.visit.tally.refuse(reason, asked_first(failure))
        if reason not in UNTRIED:
            is_foreign = reason == "offsite" and host_of(target.url) not in self.portal.hosts
            self.visit.frontier.failed(target.url_key, is_gone=is_foreign)

    def closed(self, reason: str) -> None:
        """Charge what failed last, when the crawl came to its end."""
        if reason == "finished":
            self._host.finished()
