"""The spider of archives: asks an index what it has of a portal, then for the captures worth having.

One request is under way at a time, and the next is chosen when the last is settled, so that what a page
proved to be decides what is asked for next: another capture of the same article only where one was no good.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

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
from spiders.sources.course import Course
from spiders.sources.offered import NO_ANSWER, OfferedFiles
from spiders.sources.source import Answered, Captured, Find, IndexTroubled, is_last_word, tells_nothing
from spiders.sources.visit import ArchiveVisit, Step, exchange_of, page_of

#: Answers in a row that are none before the archive is given up for this run.
_MAX_FAILURES_IN_A_ROW = 8
#: What came is not what was asked for, and may be the next time.
_DAMAGED = "archive_damaged"
#: An archive that is asked by address has no capture of it.
_ABSENT = "archive_404"
#: Refusals that settle a file: they would be the same tomorrow.
_OF_A_FILE = frozenset({"too_large", "offsite", "redirect_limit"})
_FIRST_ERROR = 400


class ArchiveSpider(KeepingSpider):
    """Goes through one archive for one portal; give it an ArchiveVisit."""

    name = "archive"

    def __init__(self, visit: ArchiveVisit, **kwargs: Any) -> None:
        super().__init__(visit, **kwargs)
        self.visit: ArchiveVisit = visit
        self.archive = visit.archive
        self.files = OfferedFiles(visit)
        self._course = Course(visit, self.files, self.kept)
        self.allowed_domains = sorted(visit.archive.hosts)
        self._steps = self._course.steps()
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

    # Answers

    def _request(self, step: Step) -> Request:
        is_file = step.find is not None and step.find.kind == "file"
        return Request(
            step.asked.url,
            headers=dict(step.asked.headers),
            meta={"download_maxsize": self.files.most_bytes} if is_file else {},
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
        if reason in _OF_A_FILE and step.find is not None and step.find.kind == "file":
            self._miss(step.find, reason, asked_first(failure))
            yield from self._go_on()
            return
        if reason is not None:
            self.visit.tally.refuse(reason, asked_first(failure))
        self._fail(step, f"{asked_first(failure)}: {cause_of(failure)}", reason or NO_ANSWER)
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
        if tells_nothing(answer):
            self._fail(step, f"{answer.url} answers with status {answer.status}")
        elif step.find is not None and answer.status >= _FIRST_ERROR and not is_last_word(answer):
            self._fail(step, f"{answer.url} answers with status {answer.status}", _DAMAGED)
        elif step.find is None:
            self._take_index(step, answer)
        elif step.find.kind == "file":
            self._take_file(step.find, step, answer)
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
            if rejection.reason == _DAMAGED:
                self._fail(step, f"{answer.url}: {rejection.detail}", rejection.reason)
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

    def _take_file(self, find: Find, step: Step, answer: Answered) -> None:
        try:
            captured = self.archive.read_page(find, answer)
        except PageRejected as rejection:
            if rejection.reason == _DAMAGED:
                self._fail(step, f"{answer.url}: {rejection.detail}", rejection.reason)
            elif rejection.reason == _ABSENT:
                self._failures_in_a_row = 0
                self._course.is_absent = True
            else:
                self._miss(find, rejection.reason, rejection.detail)
            return
        self._failures_in_a_row = 0
        with self.kept(), self.visit.ledger.transaction():
            self.files.keep(find, captured)
        self.tell("file")

    def _miss(self, find: Find, reason: str, detail: str) -> None:
        with self.kept(), self.visit.ledger.transaction():
            self.files.miss(find, reason, detail)

    def _keep(self, find: Find, captured: Captured, trouble: PageRejected | None) -> None:
        """Keep a page, or, where it only stands in for its article, what came in its place."""
        visit = self.visit
        offers = self.files.offers(find, captured) if trouble is None else []
        with self.kept(), visit.ledger.transaction():
            page = page_of(find, self.archive.kind, find.kind if trouble is None else "other")
            row = visit.keeper.keep_archived(exchange_of(captured, self.archive.kind), page)
            had: Literal["unread", "had"] = "unread" if offers is None else "had"
            visit.finds.settle(find, had if trouble is None else "bad", row.capture_id)
            self.files.plan(find, offers or ())
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

    def _fail(self, step: Step, problem: str, reason: str = NO_ANSWER) -> None:
        """Note what could not be had; captures are charged for themselves, never for an outage."""
        tally = self.visit.tally
        self._course.has_failed = True
        tally.fail(problem)
        if step.find is not None and step.find.kind == "file":
            self._miss(step.find, reason, problem)
        if step.find is not None and reason != NO_ANSWER:
            self.visit.finds.failed(step.find)
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= _MAX_FAILURES_IN_A_ROW:
            tally.problems.append(
                f"{self.archive.kind} stopped answering ({problem}); the next run goes on from here"
            )
            raise CloseSpider("host_down")
