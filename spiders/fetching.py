"""Fetching the files that pages offer: after their page, in its session, within the portal's limits."""

import re
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from scrapy import Request
from scrapy.exceptions import CloseSpider, DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.attachments import Offer, OfferReader, file_name, refusal_of_address
from spiders.blocking import passing_trouble
from spiders.causes import asked_first, cause_of, refusal_of, status_reason
from spiders.filebook import FileBook, FileTarget
from spiders.keeping import header_of
from spiders.ledger import now_utc
from spiders.manners import IS_FILE
from spiders.notes import MissNote
from spiders.pages import CaptureKind, Listed, RawPage

if TYPE_CHECKING:
    from spiders.spider import PortalSpider

#: Before the next page, for a session may forget which page was opened; files of earlier runs come last.
_PRIORITY, _LATE = 5, -5
_SECONDS = 300.0
_MEGABYTE = 1 << 20
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|meta|!--)", re.IGNORECASE)
#: Answers that may be other ones tomorrow.
_PASSING_STATUS = frozenset({401, 403, 408, 425, 429})


class FileFetcher:
    """What a spider does about files. Callbacks end in the archive and in the ledger's book of files."""

    def __init__(self, spider: "PortalSpider", book: FileBook) -> None:
        self._spider = spider
        self._portal = spider.portal
        self._book = book
        self._reader = OfferReader(spider.portal)
        self._asked: set[str] = set()
        self._opened: set[str] = set()

    def close(self) -> None:
        """End the child that reads pages."""
        self._reader.close()

    def offers(self, response: Response, kind: CaptureKind, url_key: str, listed: Listed) -> list[Offer]:
        """Return the files that a page of the portal offers."""
        if not self._portal.fetch_files:
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
        return list(self._reader.read(raw).offers)

    def plan(self, offers: Iterable[Offer]) -> list[FileTarget]:
        """Note the files of a page; called in the transaction that notes the page."""
        return self._book.plan(offers)

    def again(self, parent_key: str) -> Iterator[Request]:
        """Yield requests for the files of a page that has not changed: they may have."""
        if self._portal.fetch_files:
            yield from self.requests(self._book.of_page(parent_key))

    def left_over(self) -> Iterator[Request]:
        """Yield requests for the files that earlier runs did not get."""
        if self._portal.fetch_files:
            yield from self.requests(self._book.due(), priority=_LATE)

    def requests(self, targets: Iterable[FileTarget], priority: int = _PRIORITY) -> Iterator[Request]:
        """Yield requests for those of the files that may be asked for, and note why the others are not."""
        for target in targets:
            if target.url_key in self._asked:
                continue
            if reason := refusal_of_address(target.url, self._portal):
                self._miss(target, reason, target.url, is_settled=True)
            elif len(self._asked) >= self._portal.max_files:
                self._miss(target, "run_limit", f"more than {self._portal.max_files} files in one run")
            else:
                self._asked.add(target.url_key)
                yield self._request(target, target.url, priority)

    def _request(self, target: FileTarget, url: str, priority: int, *, is_again: bool = False) -> Request:
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
            cb_kwargs={"target": target, "is_again": is_again},
            priority=priority,
            meta=meta,
            dont_filter=True,
        )

    def keep(self, response: Response, target: FileTarget, *, is_again: bool) -> Iterator[Request]:
        """Keep a file, note that it is still the same, or look for another way to it."""
        visit = self._spider.visit
        if response.status == 304:
            self._book.unchanged(target.url_key)
            return
        trouble = self._trouble(response)
        if trouble is not None:
            another = self._other_way(response, target, is_again=is_again)
            if another is not None:
                yield another
                return
            if response.status == 200:
                self._spider.keep_other(response)
            is_settled = response.status != 200 and not _may_pass(response.status)
            self._miss(target, trouble, response.url, is_settled=is_settled)
            return
        listed = Listed(
            title=_name_of(target, response),
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

    def _trouble(self, response: Response) -> str | None:
        """Return why an answer is no file; a page that only stands in for one is not believed to be it."""
        if response.status != 200:
            return status_reason(response)
        if not response.body.strip():
            return "empty_body"
        if not _HTML.match(response.body[:1024]):
            return None
        rejection = passing_trouble(response.body, header_of(response, "Content-Type"), ())
        return rejection.reason if rejection is not None else None

    def _other_way(self, response: Response, target: FileTarget, *, is_again: bool) -> Request | None:
        """Return the request for the download page, or for the page whose session the file asks for."""
        if target.other_url and response.url != target.other_url and not is_again:
            if refusal_of_address(target.other_url, self._portal) is None:
                return self._request(target, target.other_url, _PRIORITY, is_again=True)
            return None
        if target.page_url and target.page_url not in self._opened and not is_again:
            self._opened.add(target.page_url)
            return Request(
                target.page_url,
                callback=self.open_page,
                errback=self.lose,
                cb_kwargs={"target": target, "is_again": True},
                priority=_PRIORITY,
                dont_filter=True,
            )
        return None

    def open_page(self, response: Response, target: FileTarget, *, is_again: bool) -> Iterator[Request]:
        """Ask for a file again, now that its page was opened in this session."""
        if response.status == 200:
            self._spider.keep_other(response)
        yield self._request(target, target.url, _PRIORITY, is_again=is_again)

    def lose(self, failure: Failure) -> None:
        """Note a file that could not be had; one that was lost on the way is asked for in the next run."""
        if isinstance(failure.value, CloseSpider):
            failure.raiseException()
        request = getattr(failure, "request")  # noqa: B009 - Scrapy hangs it on the failure, untyped
        target: FileTarget = request.cb_kwargs["target"]
        reason = _oversized(failure) or refusal_of(failure)
        if reason is not None:
            is_settled = reason in {"offsite", "too_large", "robots", "redirect_limit"}
            self._miss(target, reason, asked_first(failure), is_settled=is_settled)
            return
        self._spider.visit.tally.failures.append(f"{request.url}: {cause_of(failure)}")
        self._miss(target, "no_answer", cause_of(failure))

    def _miss(self, target: FileTarget, reason: str, detail: str, *, is_settled: bool = False) -> None:
        if target.is_known:
            return
        visit = self._spider.visit
        visit.tally.missing_files[reason] += 1
        if reason == target.reason == "run_limit":
            return  # as it was: nothing was tried
        note = MissNote(
            portal=self._portal.slug,
            run_id=visit.orders.run_id,
            offer=target.offer,
            reason=reason,
            detail=detail,
            is_settled=is_settled,
        )
        with self._spider.kept(), visit.frontier.transaction():
            visit.keeper.keep_note(note)
            self._book.missed(target.url_key, reason, detail, is_settled=is_settled)


def _may_pass(status: int) -> bool:
    return status in _PASSING_STATUS or status >= 500


def _oversized(failure: Failure) -> str | None:
    return "too_large" if isinstance(failure.value, DownloadCancelledError) else None


def _name_of(target: FileTarget, response: Response) -> str:
    """Return the name of a file: as its link says, or else as the server calls it."""
    path_name = file_name("", target.url)
    if target.name != path_name:
        return target.name
    sent = response.headers.get("Content-Disposition") or b""
    # Servers send names as UTF-8, which no standard allows.
    said = "".join(letter if letter.isprintable() else " " for letter in sent.decode("utf-8", "replace"))
    header = EmailMessage()
    header["Content-Disposition"] = said or "inline"
    return file_name(unquote(header.get_filename() or ""), target.url)
