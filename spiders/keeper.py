"""Keeping a page: bytes into the archive first, then the ledger's word for them."""

import hashlib
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from spiders.archive import Exchange, WarcFile, warc_name
from spiders.ledger import CaptureRow, Ledger, capture_id_of, now_utc
from spiders.pages import CaptureKind, Listed


class Keeper:
    """Keeps the pages of one run of one portal."""

    def __init__(self, ledger: Ledger, archive_dir: Path, portal: str, run_id: str) -> None:
        self._ledger = ledger
        self._portal = portal
        self._run_id = run_id
        name = warc_name(portal, run_id)
        self._file = WarcFile(archive_dir, name, ledger.good_length(name))

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
        """Keep a page and return its row. A page with the bytes of its last capture is not kept twice."""
        sha256 = hashlib.sha256(response.body).hexdigest()
        capture_id = capture_id_of(self._portal, self._run_id, f"{kind}\n{url_key}", sha256)
        known = self._known(capture_id, kind, url_key, sha256, in_any_run=not is_always_kept)
        if known is not None:
            return known
        asked = url or (response.request.url if response.request is not None else response.url)
        row = self._append(response, kind, (asked, url_key), (capture_id, sha256), listed)
        self._ledger.add_capture(row)
        return row

    def keep_other(self, response: Response) -> CaptureRow:
        """Keep an answer that is no page of the portal, to have all that came."""
        return self.keep(
            response, "other", f"{response.status} {response.url}", Listed(), is_always_kept=True
        )

    def _append(
        self,
        response: Response,
        kind: CaptureKind,
        page: tuple[str, str],
        digests: tuple[str, str],
        listed: Listed,
    ) -> CaptureRow:
        """Archive a response. ``page``: its URL and key; ``digests``: the capture's id and its sha256."""
        url, url_key = page
        capture_id, sha256 = digests
        exchange = _exchange(response)
        offset, length = self._file.append(exchange)
        return CaptureRow(
            capture_id=capture_id,
            run_id=self._run_id,
            portal=self._portal,
            kind=kind,
            url=url,
            final_url=response.url,
            url_key=url_key,
            fetched_at=exchange.fetched_at,
            status=response.status,
            content_type=(response.headers.get("Content-Type") or b"").decode("latin-1") or None,
            sha256=sha256,
            warc_file=self._file.name,
            warc_offset=offset,
            warc_length=length,
            listed_title=listed.title,
            listed_published=listed.published,
            listed_section=listed.section,
        )

    def _known(
        self, capture_id: str, kind: CaptureKind, url_key: str, sha256: str, *, in_any_run: bool
    ) -> CaptureRow | None:
        known = self._ledger.capture(capture_id)
        if known is None and in_any_run:
            last = self._ledger.last_capture(self._portal, kind, url_key)
            known = last if last is not None and last.sha256 == sha256 else None
        return known


def _exchange(response: Response) -> Exchange:
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
        fetched_at=now_utc(),
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
