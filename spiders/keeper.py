"""Keeping a page: bytes into the archive first, then the ledger's word for them."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.archive import Exchange, WarcFile, digest_of, noted, read_capture, warc_name
from spiders.clock import ClockWatch
from spiders.ledger import CaptureRow, Ledger, capture_id_of, now_utc
from spiders.notes import MISSED_FILE, MissNote
from spiders.pages import CaptureKind, Listed, RawPage, SourceKind

_UNLISTED = Listed()
_TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a captured page is: the address it was asked under, its key, what a listing said of it."""

    kind: CaptureKind
    url: str
    url_key: str
    listed: Listed = _UNLISTED
    source_kind: SourceKind = "live"


class Keeper:
    """Keeps the pages of one run of one portal."""

    def __init__(self, ledger: Ledger, archive_dir: Path, portal: str, run_id: str) -> None:
        self._ledger = ledger
        self._portal = portal
        self._run_id = run_id
        self._archive_dir = archive_dir
        name = warc_name(portal, run_id)
        self._file = WarcFile(archive_dir, name, ledger.good_length(name))
        last = ledger.last_fetch(portal)
        self._not_before = last and last + _TICK
        self._clock = ClockWatch(ledger.last_fetch(but_of=run_id))

    @property
    def ledger(self) -> Ledger:
        """The ledger it writes."""
        return self._ledger

    def stored(self, row: CaptureRow) -> RawPage:
        """Return a page that is in the archive. Raises ArchiveError."""
        return read_capture(self._archive_dir, row)

    def close(self) -> None:
        """Close the archive file."""
        self._file.close()

    def keep(
        self,
        response: Response,
        kind: CaptureKind,
        url_key: str,
        listed: Listed,
        *,
        url: str | None = None,
        is_always_kept: bool = False,
    ) -> CaptureRow:
        """Keep a page and return its row. A page with the bytes of its last capture is not kept twice.

        Raises ClockError where the server's clock shows that ours is wrong.
        """
        self._clock.check(response)
        sha256 = hashlib.sha256(response.body).hexdigest()
        capture_id = capture_id_of(self._portal, self._run_id, f"{kind}\n{url_key}", sha256)
        known = self._known(capture_id, kind, url_key, sha256, in_any_run=not is_always_kept)
        if known is not None:
            return known
        asked = url or (response.request.url if response.request is not None else response.url)
        exchange = _exchange(response, self._now())
        page = Page(kind=kind, url=asked, url_key=url_key, listed=listed)
        row = self._row(exchange, page, (capture_id, sha256, digest_of(response.body)))
        return self._add(row, exchange, None)

    def keep_other(self, response: Response) -> CaptureRow:
        """Keep an answer that is no page of the portal, to have all that came."""
        return self.keep(
            response, "other", f"{response.status} {response.url}", Listed(), is_always_kept=True
        )

    def keep_note(self, note: MissNote) -> None:
        """Keep what was learned of a file that did not come."""
        offset, length = self._file.append_note(note.offer.url, now_utc(), MISSED_FILE, note.as_json())
        self._ledger.vouch(self._file.name, offset + length)

    def keep_archived(self, exchange: Exchange, page: Page) -> CaptureRow:
        """Keep a page that an archive captured and return its row.

        Bytes that are in the archive already for this page are not stored again: the row points to them,
        or, where they were captured earlier still, is the one there.
        """
        sha256 = hashlib.sha256(exchange.body).hexdigest()
        stored = self._ledger.earliest_capture(self._portal, page.kind, page.url_key, "sha256", sha256)
        if stored is not None:
            return self.keep_sighting(stored, exchange, page)
        digests = (self._archived_id(exchange, page, sha256), sha256, digest_of(exchange.body))
        return self._add(self._row(exchange, page, digests), exchange, None)

    def keep_sighting(self, stored: CaptureRow, exchange: Exchange, page: Page) -> CaptureRow:
        """Note that an archive saw the bytes of a ``stored`` capture, and return the row that says so.

        That is the stored one itself where it is of this page and no later. The ``body`` of the exchange
        does not count.
        """
        is_this_page = (stored.kind, stored.url_key) == (page.kind, page.url_key)
        if is_this_page and stored.fetched_at <= exchange.fetched_at:
            return stored
        capture_id = self._archived_id(exchange, page, stored.sha256)
        known = self._ledger.capture(capture_id)
        if known is not None:
            return known
        row = self._row(exchange, page, (capture_id, stored.sha256, stored.digest or ""))
        return self._add(replace(row, content_type=stored.content_type), exchange, stored)

    def _now(self) -> datetime:
        """Return the present, but no instant before the pages of earlier runs.

        Which version of a page is the newer one is told by when they were fetched. A clock that was set back
        would let an old one stand for good.
        """
        return now_utc() if self._not_before is None else max(now_utc(), self._not_before)

    def _archived_id(self, exchange: Exchange, page: Page, sha256: str) -> str:
        """Return the id of a page of an archive: the same in every run."""
        moment = f"{page.source_kind} {exchange.fetched_at.isoformat()}"
        return capture_id_of(self._portal, moment, f"{page.kind}\n{page.url_key}", sha256)

    def _row(self, exchange: Exchange, page: Page, digests: tuple[str, str, str]) -> CaptureRow:
        """Return the row of a page whose place in the archive is not known yet.

        ``digests``: the capture's id, its SHA-256 in hex, its SHA-1 in base32.
        """
        headers = {name.lower(): value for name, value in exchange.headers}
        return CaptureRow(
            capture_id=digests[0],
            run_id=self._run_id,
            portal=self._portal,
            kind=page.kind,
            url=page.url,
            final_url=exchange.url,
            url_key=page.url_key,
            fetched_at=exchange.fetched_at,
            status=exchange.status,
            content_type=headers.get("content-type") or None,
            sha256=digests[1],
            warc_file=self._file.name,
            warc_offset=0,
            warc_length=0,
            listed_title=page.listed.title,
            listed_published=page.listed.published,
            listed_section=page.listed.section,
            listed_parent=page.listed.parent_key,
            source_kind=page.source_kind,
            digest=digests[2] or None,
        )

    def _add(self, row: CaptureRow, exchange: Exchange, stored: CaptureRow | None) -> CaptureRow:
        """Write the record of a row, then the row; ``stored`` has the bytes already."""
        exchange = replace(exchange, extra={**exchange.extra, **_noted(row)})
        if stored is None:
            offset, length = self._file.append(exchange)
        else:
            offset, length = self._file.append_same(exchange, stored)
        row = replace(row, warc_offset=offset, warc_length=length)
        self._ledger.add_capture(row)
        return row

    def _known(
        self, capture_id: str, kind: CaptureKind, url_key: str, sha256: str, *, in_any_run: bool
    ) -> CaptureRow | None:
        known = self._ledger.capture(capture_id)
        if known is None and in_any_run:
            last = self._ledger.last_capture(self._portal, kind, url_key)
            known = last if last is not None and last.sha256 == sha256 else None
        return known


def _noted(row: CaptureRow) -> dict[str, str]:
    """Return the header that lets a lost ledger be made anew; what else it needs, the record says."""
    names = (
        "capture_id",
        "run_id",
        "portal",
        "kind",
        "url",
        "url_key",
        "sha256",
        "digest",
        "content_type",
        "source_kind",
        "listed_title",
        "listed_published",
        "listed_section",
        "listed_parent",
    )
    return noted({name: getattr(row, name) for name in names})


def _exchange(response: Response, fetched_at: datetime) -> Exchange:
    request = response.request
    return Exchange(
        url=response.url,
        method=request.method if request is not None else "GET",
        request_body=request.body if request is not None else b"",
        status=response.status,
        headers=[
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
        ],
        body=response.body,
        fetched_at=fetched_at,
    )


class KeepOthers:
    """Downloader middleware: what is answered besides pages goes into the archive too.

    That is robots.txt, redirects, errors that are tried again, and answers without a body. Pages that come
    with status 200 are kept by the spider, which knows what they are.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Hand an answer that is no page to the spider's keeper, and pass it on."""
        if response.status != 200 or request.callback is NO_CALLBACK:
            response.request = request
            keep = getattr(self.crawler.spider, "keep_other")  # noqa: B009 - only our spider has it
            keep(response)
        return response
