"""Keeping a page: bytes into the archive first, then the ledger's word for them."""

import hashlib
from pathlib import Path

from scrapy.http import Response

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
        known = self._ledger.capture(capture_id)
        if known is None and not is_always_kept:
            last = self._ledger.last_capture(self._portal, kind, url_key)
            known = last if last is not None and last.sha256 == sha256 else None
        if known is not None:
            return known
        request = response.request
        asked = url or (request.url if request is not None else response.url)
        fetched_at = now_utc()
        exchange = Exchange(
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
        offset, length = self._file.append(exchange)
        content_type = response.headers.get("Content-Type")
        row = CaptureRow(
            capture_id=capture_id,
            run_id=self._run_id,
            portal=self._portal,
            kind=kind,
            url=asked,
            final_url=response.url,
            url_key=url_key,
            fetched_at=fetched_at,
            status=response.status,
            content_type=content_type.decode("latin-1") if content_type else None,
            sha256=sha256,
            warc_file=self._file.name,
            warc_offset=offset,
            warc_length=length,
            listed_title=listed.title,
            listed_published=listed.published,
            listed_section=listed.section,
        )
        self._ledger.add_capture(row)
        return row
