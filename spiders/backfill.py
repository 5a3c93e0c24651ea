"""The spider of archives: asks an index what it has of a portal, then for the captures worth having.

One request is under way at a time, and the next is chosen when the last is settled, so that what a page
proved to be decides what is asked for next: another capture of the same article only where one was no good.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.blocking import passing_trouble
from spiders.causes import asked_first, cause_of, refusal_of
from spiders.dating import PORTAL_ZONE
from spiders.eras import seen_as
from spiders.errors import PageRejected
from spiders.keeping import KeepingSpider
from spiders.platforms import platform_of
from spiders.sources.slices import note_finished
from spiders.sources.source import Answered, Captured, Find, IndexTroubled, Window
from spiders.sources.visit import ArchiveVisit, Step, exchange_of, page_of

#: Answers in a row that are none before the archive is given up for this run.
_MAX_FAILURES_IN_A_ROW = 8
_TRY_LATER = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
#: What came is not what was asked for, and may be the next time.
_DAMAGED = frozenset({"archive_damaged"})


class ArchiveSpider(KeepingSpider):
    """Goes through one archive for one portal; give it an ArchiveVisit."""

    name = "archive"

    def __init__(self, visit: ArchiveVisit, **kwargs: Any) -> None:
        super().__init__(visit, **kwargs)
        self.visit: ArchiveVisit = visit
        self.archive = visit.archive
        self.allowed_domains = sorted(visit.archive.hosts)
        self._steps = self._plan()
        self._has_failed = False
        self._failures_in_a_row = 0

    async def start(self) -> AsyncIterator[Any]:
        """Do what needs no network at once, a step at a time; ask for the first thing that does."""
        for step in self._steps:
            answer = self.archive.local(step.asked)
            if answer is None:
                yield self._request(step)
                return
            self._take(step, answer)
            await asyncio.sleep(0)  # lets a signal through
            if not self.crawler.crawling:
                return

    def _plan(self) -> Iterator[Step]:
        """Yield one step after the other; what a step gave is in the ledger when the next is asked for."""
        visit, stops = self.visit, self.visit.tally.stops
        stops[self.archive.kind] = "stopped"
        for window in visit.windows:
            failures = len(visit.tally.failures)
            yield from self._index_steps(window)
            for step in self._page_steps(window):
                if visit.orders.limit is not None and visit.tally.article_pages >= visit.orders.limit:
                    stops[self.archive.kind] = "limit"
                    return
                yield step
            if len(visit.tally.failures) == failures:
                note_finished(visit.ledger, visit.portal, self.archive.kind, window)
        stops[self.archive.kind] = "error" if visit.tally.failures else "end"

    def _index_steps(self, window: Window) -> Iterator[Step]:
        visit, finds = self.visit, self.visit.finds
        tasks = self.archive.tasks(visit.portal, window)
        # Archives still take up what was captured lately: a window that is not over is asked for anew.
        finds.begin(tasks, again=visit.again or (bool(self.archive.hosts) and window.is_open))
        failed: set[str] = set()
        while rest := [one for one in finds.unfinished(tasks) if one[0] not in failed]:
            task, resume = rest[0]
            self._has_failed = False
            yield Step(self.archive.ask_index(task, resume), task, resume)
            if self._has_failed:
                failed.add(task)

    def _page_steps(self, window: Window) -> Iterator[Step]:
        visit = self.visit
        place = ("", 0)
        takes_all = visit.takes_all or self.archive.takes_all
        while following := visit.finds.following(window, place, takes_all=takes_all):
            find, place = following
            if not self._has_bytes(find):
                yield Step(self.archive.ask_page(find), find=find)

    def _has_bytes(self, find: Find) -> bool:
        """Tell whether the bytes of a capture are in the archive; then note that they were seen there too."""
        if not find.digest:
            return False
        visit, portal = self.visit, self.visit.portal.slug
        stored = visit.ledger.earliest_capture(portal, find.kind, find.url_key, "digest", find.digest)
        stored = stored or visit.ledger.same_bytes(portal, find.digest)
        if stored is None:
            return False
        seen = Captured(url=find.url, captured_at=find.captured_at, status=200, headers=(), body=b"")
        with self.kept(), visit.ledger.transaction():
            row = visit.keeper.keep_sighting(
                stored, exchange_of(seen, self.archive.kind), page_of(find, self.archive.kind, find.kind)
            )
            visit.finds.settle(find, "had", row.capture_id)
        visit.tally.items_known += 1
        return True

    # Answers

    def _request(self, step: Step) -> Request:
        return Request(
            step.asked.url,
            headers=dict(step.asked.headers),
            callback=self.read_answer,
            errback=self.lose_answer,
            cb_kwargs={"step": step},
            dont_filter=True,
        )

    def read_answer(self, response: Response, step: Step) -> Iterator[Request]:
        """Take an answer, and ask for the next thing."""
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        if step.find is None and response.status == 200:
            self.keep_other(response)
        self._take(
            step, Answered(url=response.url, status=response.status, headers=headers, body=response.body)
        )
        yield from self._go_on()

    def lose_answer(self, failure: Failure) -> Iterator[Request]:
        """Note what could not be had, and ask for the next thing."""
        if isinstance(failure.value, CloseSpider):
            failure.raiseException()
        step: Step = getattr(failure, "request").cb_kwargs["step"]  # noqa: B009 - Scrapy hangs it on the failure
        reason = refusal_of(failure)
        if reason == "host_closed":
            raise CloseSpider("host_closed")
        if reason is not None:
            self.visit.tally.refuse(reason, asked_first(failure))
        self._fail(step, f"{asked_first(failure)}: {cause_of(failure)}", is_charged=reason is not None)
        yield from self._go_on()

    def _go_on(self) -> Iterator[Request]:
        step = next(self._steps, None)
        if step is not None:
            yield self._request(step)

    def keep_other(self, response: Response) -> None:
        """Keep an answer that is no page. A range of a record is none: its page is kept."""
        if response.status != 206:
            super().keep_other(response)

    def _take(self, step: Step, answer: Answered) -> None:
        if answer.status in _TRY_LATER:
            self._fail(step, f"{answer.url} answers with status {answer.status}")
        elif step.find is None:
            self._take_index(step, answer)
        else:
            self._take_page(step.find, step, answer)

    def _take_index(self, step: Step, answer: Answered) -> None:
        tally = self.visit.tally
        try:
            page = self.archive.read_index(step.task, step.resume, answer)
        except IndexTroubled as trouble:
            self._fail(step, f"{answer.url}: {trouble}")
            return
        self._failures_in_a_row = 0
        with self.kept():
            found, new = self.visit.finds.take(step.task, page)
        tally.listing_pages += 1
        tally.items_new += new
        tally.items_known += found - new
        if page.trouble:
            tally.problems.append(page.trouble)
        self.tell("listing")

    def _take_page(self, find: Find, step: Step, answer: Answered) -> None:
        visit, tally = self.visit, self.visit.tally
        try:
            captured = self.archive.read_page(find, answer)
        except PageRejected as rejection:
            if rejection.reason in _DAMAGED:
                self._fail(step, f"{answer.url}: {rejection.detail}", is_charged=True)
            else:
                visit.finds.settle(find, "bad")
                tally.refuse(rejection.reason, answer.url)
            return
        self._failures_in_a_row = 0
        tally.article_pages += 1
        trouble = self._trouble(captured)
        if trouble is None and captured.is_truncated and visit.finds.has_more(find):
            trouble = PageRejected("truncated", "the archive cut the page; another capture is asked for")
        self._keep(find, captured, trouble)
        self.tell("article")

    def _keep(self, find: Find, captured: Captured, trouble: PageRejected | None) -> None:
        """Keep a page, or, where it only stands in for its article, what came in its place."""
        visit = self.visit
        with self.kept(), visit.ledger.transaction():
            page = page_of(find, self.archive.kind, find.kind if trouble is None else "other")
            row = visit.keeper.keep_archived(exchange_of(captured, self.archive.kind), page)
            visit.finds.settle(find, "had" if trouble is None else "bad", row.capture_id)
        if trouble is not None:
            visit.tally.refuse(trouble.reason, captured.url)
        elif captured.is_truncated:
            visit.tally.refuse("kept_truncated", captured.url)

    def _trouble(self, captured: Captured) -> PageRejected | None:
        day = captured.captured_at.astimezone(PORTAL_ZONE).date()
        view = seen_as(self.visit.portal, captured.url, day) or self.visit.portal
        selectors = [*view.selectors.body, *platform_of(view).reading.body]
        content_type = next(
            (value for name, value in captured.headers if name.lower() == "content-type"), None
        )
        return passing_trouble(captured.body, content_type, selectors)

    def _fail(self, step: Step, problem: str, *, is_charged: bool = False) -> None:
        """Note what could not be had; captures are charged for themselves, never for an outage."""
        tally = self.visit.tally
        self._has_failed = True
        tally.failures.append(problem)
        if step.find is not None and is_charged:
            self.visit.finds.failed(step.find)
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= _MAX_FAILURES_IN_A_ROW:
            tally.problems.append(
                f"{self.archive.kind} stopped answering ({problem}); the next run goes on from here"
            )
            raise CloseSpider("host_down")
