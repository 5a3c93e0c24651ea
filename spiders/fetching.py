"""Fetching the files that pages offer: after their page, in its session, within the portal's limits."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.attachments import NOT_READ, Offer, refusal_of_address, settling_terms
from spiders.causes import UNTRIED, asked_first, cause_of, refusal_of
from spiders.errors import PageRejected
from spiders.file_answers import is_final, name_of, trouble_of
from spiders.filebook import FileBook, FileTarget
from spiders.hostwatch import HostWatch
from spiders.keeping import header_of
from spiders.ledger import now_utc
from spiders.manners import IS_FILE
from spiders.notes import MissNote
from spiders.pages import CaptureKind, Listed, RawPage

if TYPE_CHECKING:
    from spiders.spider import PortalSpider

#: Before the next page, for a session may forget which page was opened; files of earlier runs come last, but
#: those that robots.txt forbade first: where it still does they cost no request, and take no place of others.
_PRIORITY, _LATE, _FIRST = 5, -5, 20
_SECONDS = 300.0
_MEGABYTE = 1 << 20


class FileFetcher:
    """What a spider does about files. Callbacks end in the archive and in the ledger's book of files."""

    def __init__(self, spider: "PortalSpider", book: FileBook, watch: HostWatch) -> None:
        self._spider = spider
        self._portal = spider.portal
        self._book = book
        self._watch = watch
        self._reader = spider.visit.reader if spider.portal.fetch_files else None
        self._terms = settling_terms(spider.portal)
        self._asked: set[str] = set()
        self._forbidden = 0
        self._opened: set[str] = set()

    def offers(
        self, response: Response, kind: CaptureKind, url_key: str, listed: Listed
    ) -> list[Offer] | None:
        """Return the files that a page of the portal offers; None where its reader did not survive it.

        May take as long as the reader is given: not for a transaction.
        """
        if self._reader is None:
            return []
        asked = response.request.url if response.request is not None else response.url
        if kind == "article":
            self._opened.add(asked)
        raw = RawPage(
            capture_id="",
            run_id=self._spider.visit.orders.run_id,
            portal=self._portal.slug,
            kind=kind,
            url=asked,
            final_url=response.url,
            url_key=url_key,
            fetched_at=now_utc(),
            status=response.status,
            content_type=header_of(response, "Content-Type"),
            sha256="",
            body=response.body,
            warc_file="",
            warc_offset=0,
            warc_length=0,
            listed=listed,
        )
        try:
            return list(self._reader.read(raw).offers)
        except PageRejected:
            return None

    def plan(self, offers: Sequence[Offer] | None, rows: Collection[str] | None = None) -> list[FileTarget]:
        """Note the files of a page; called in the transaction that notes the page.

        Of a list of documents only those of its new or changed ``rows`` are asked for, and such as no run
        could read of it before.
        """
        if offers is None:
            self._spider.visit.tally.missing_files[NOT_READ] += 1
            return []
        if rows is not None:
            known = zip(offers, self._book.are_known(offers), strict=True)
            offers = [offer for offer, is_known in known if offer.parent_key in rows or not is_known]
        return self._book.plan(offers)

    def again(self, parent_key: str) -> Iterator[Request]:
        """Yield requests for the files of a page that has not changed: they may have."""
        if self._reader is not None:
            yield from self.requests(self._book.of_page(parent_key))

    def left_over(self) -> Iterator[Request]:
        """Yield requests for the files that earlier runs did not get, or refused by what is allowed now."""
        if self._reader is not None:
            self._book.reopen(self._terms)
            for target in self._book.due():
                yield from self.requests([target], _FIRST if target.reason == "robots" else _LATE)

    def requests(self, targets: Iterable[FileTarget], priority: int = _PRIORITY) -> Iterator[Request]:
        """Yield requests for those of the files that may be asked for, and note why the others are not."""
        for target in targets:
            if target.url_key in self._asked:
                continue
            if reason := refusal_of_address(target.url, self._portal):
                self._miss(target, reason, target.url, is_settled=True)
            elif len(self._asked) - self._forbidden >= self._portal.max_files:
                self._miss(target, "run_limit", f"more than {self._portal.max_files} files in one run")
            else:
                self._asked.add(target.url_key)
                yield self._request(target, target.url, priority)

    def _request(self, target: FileTarget, url: str, priority: int, *, is_opened: bool = False) -> Request:
        headers = {"Accept": "*/*"} | ({"Referer": target.page_url} if target.page_url else {})
        if target.etag and target.is_known:
            headers["If-None-Match"] = target.etag
        if target.last_modified and target.is_known:
            headers["If-Modified-Since"] = target.last_modified
        meta: dict[str, Any] = {
            IS_FILE: True,
            "download_maxsize": int(self._portal.max_file_mb * _MEGABYTE),
            "download_timeout": _SECONDS,
        }
        return Request(
            url,
            callback=self.keep,
            errback=self.lose,
            headers=headers,
            cb_kwargs={"target": target, "is_opened": is_opened},
            priority=priority,
            meta=meta,
            dont_filter=True,
        )

    def keep(self, response: Response, target: FileTarget, *, is_opened: bool) -> Iterator[Request]:
        """Keep a file, note that it is still the same, or look for another way to it."""
        visit = self._spider.visit
        self._watch.answered(response)
        if response.status == 304:
            self._book.unchanged(target.url_key)
            return
        trouble = trouble_of(response)
        if trouble is not None:
            another = self._other_way(response, target, trouble, is_opened=is_opened)
            if another is not None:
                yield another
                return
            if response.status == 200:
                self._spider.keep_other(response)
            self._miss(target, trouble, response.url, is_settled=is_final(response.status))
            return
        listed = Listed(
            title=name_of(target, response),
            published=target.published_at,
            section=target.section,
            parent_key=target.parent_key,
        )
        with self._spider.kept(), visit.frontier.transaction():
            capture = visit.keeper.keep(response, "file", target.url_key, listed, url=target.url)
            validators = header_of(response, "ETag"), header_of(response, "Last-Modified")
            self._book.fetched(target.url_key, capture.capture_id, *validators, at=now_utc())
        visit.tally.files += 1
        self._spider.tell("file")

    def _other_way(
        self, response: Response, target: FileTarget, trouble: str, *, is_opened: bool
    ) -> Request | None:
        """Return the request for the download page, or for the page whose session the file asks for."""
        asked = response.request.url if response.request is not None else response.url
        other = target.other_url
        if other and other not in {asked, response.url} and refusal_of_address(other, self._portal) is None:
            return self._request(target, other, _PRIORITY, is_opened=is_opened)
        if target.page_url and target.page_url not in self._opened and not is_opened:
            self._opened.add(target.page_url)
            return Request(
                target.page_url,
                callback=self.open_page,
                errback=partial(self.lose_page, trouble),
                cb_kwargs={"target": target},
                priority=_PRIORITY,
                dont_filter=True,
            )
        return None

    def open_page(self, response: Response, target: FileTarget) -> Iterator[Request]:
        """Ask for a file again, now that its page was opened in this session."""
        self._watch.answered(response)
        if response.status == 200:
            self._spider.keep_other(response)
        yield self._request(target, target.url, _PRIORITY, is_opened=True)

    def lose_page(self, trouble: str, failure: Failure) -> None:
        """Note a file whose page could not be opened: it is asked for in the next run, whatever the page met.

        ``trouble`` is what the file itself was answered with.
        """
        reason = refusal_of(failure)
        if reason is None or reason in UNTRIED:
            self.lose(failure)
            return
        target: FileTarget = getattr(failure, "request").cb_kwargs["target"]  # noqa: B009 - untyped
        self._miss(target, trouble, f"its page is not to be had ({reason}): {asked_first(failure)}")

    def lose(self, failure: Failure) -> None:
        """Note a file that could not be had; one that was lost on the way is asked for in the next run."""
        if isinstance(failure.value, CloseSpider):
            failure.raiseException()
        request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
        target: FileTarget = request.cb_kwargs["target"]
        reason = refusal_of(failure)
        if reason is not None:
            self._forbidden += reason == "robots"
            is_settled = reason in {"offsite", "too_large", "redirect_limit"}
            self._miss(target, reason, asked_first(failure), is_settled=is_settled)
            return
        self._miss(target, "no_answer", cause_of(failure))
        self._watch.file_failed(target.url_key, request.url, cause_of(failure))

    def _miss(self, target: FileTarget, reason: str, detail: str, *, is_settled: bool = False) -> None:
        if target.is_known:
            return
        visit = self._spider.visit
        visit.tally.missing_files[reason] += 1
        if reason == target.reason and reason in UNTRIED | {"run_limit"}:
            return  # as it was: nothing was tried
        note = MissNote(
            portal=self._portal.slug,
            run_id=visit.orders.run_id,
            offer=target.offer,
            reason=reason,
            detail=detail,
            is_settled=is_settled,
            terms=self._terms.get(reason),
        )
        with self._spider.kept(), visit.frontier.transaction():
            visit.keeper.keep_note(note)
            self._book.missed(target.url_key, reason, detail, is_settled=is_settled, terms=note.terms)
