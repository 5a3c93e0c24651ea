"""The archive: every page as it was received, in WARC files, one gzip member per record.

A record is written and flushed to disk before the ledger vouches for it with offset and length. What lies
behind the last record vouched for is a torn tail of a killed run and is cut off before anything is appended.
Bodies are stored as decoded from the transfer (chunks and compression undone); headers say what was undone.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow
from spiders.pages import Listed, RawPage

_UNDONE = {"content-encoding", "transfer-encoding", "content-length"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and the response to it, as they are archived. ``fetched_at`` is aware."""

    url: str
    method: str
    request_body: bytes
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    fetched_at: datetime


def warc_name(portal: str, run_id: str) -> str:
    """Return the archive file of a portal's run, relative to the archive folder."""
    return f"{portal}/{run_id}.warc.gz"


class WarcFile:
    """An archive file open for appending; a context manager. One process writes one file."""

    def __init__(self, archive_dir: Path, name: str, good_length: int) -> None:
        path = archive_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.name = name
        self._file: BinaryIO = path.open("r+b" if path.exists() else "x+b")
        size = self._file.seek(0, os.SEEK_END)
        if size < good_length:
            self._file.close()
            raise ArchiveError(
                f"{path}: {size} bytes, the ledger vouches for {good_length}; restore the file"
            )
        self._file.truncate(good_length)
        self._file.seek(good_length)
        self._writer = WARCWriter(self._file, gzip=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; every record is on disk already."""
        self._file.close()

    def append(self, exchange: Exchange) -> tuple[int, int]:
        """Write one record, flush it to disk, and return its offset and length in bytes."""
        offset = self._file.tell()
        headers = [
            (f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name, _one_line(value))
            for name, value in exchange.headers
        ]
        headers.append(("Content-Length", str(len(exchange.body))))
        extra = {"WARC-Date": exchange.fetched_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        if exchange.method != "GET":
            extra["X-Gat-Request"] = _one_line(
                f"{exchange.method} {exchange.request_body.decode('ascii', 'replace')}"
            )
        record = self._writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(str(exchange.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict=extra,
        )
        self._writer.write_record(record)
        self._file.flush()
        os.fsync(self._file.fileno())
        return offset, self._file.tell() - offset


def read_capture(archive_dir: Path, row: CaptureRow) -> RawPage:
    """Return the page of a ledger row. Raises ArchiveError when the bytes are not those it vouches for."""
    path = archive_dir / row.warc_file
    try:
        with path.open("rb") as file:
            file.seek(row.warc_offset)
            member = file.read(row.warc_length)
        if len(member) < row.warc_length:
            raise EOFError("the file ends before the record does")
        record = next(iter(ArchiveIterator(BytesIO(member))))
        body = record.content_stream().read()
    except (OSError, EOFError, StopIteration, ValueError, ArchiveLoadFailed) as error:
        raise ArchiveError(
            f"{path}: no record at byte {row.warc_offset} ({error}); {_advice(row)}"
        ) from error
    if hashlib.sha256(body).hexdigest() != row.sha256:
        raise ArchiveError(f"{path}: the record at byte {row.warc_offset} was altered; {_advice(row)}")
    return RawPage(
        capture_id=row.capture_id,
        run_id=row.run_id,
        portal=row.portal,
        kind=row.kind,
        url=row.url,
        final_url=row.final_url,
        url_key=row.url_key,
        fetched_at=row.fetched_at,
        status=row.status,
        content_type=row.content_type,
        sha256=row.sha256,
        body=body,
        warc_file=row.warc_file,
        warc_offset=row.warc_offset,
        warc_length=row.warc_length,
        listed=Listed(title=row.listed_title, published=row.listed_published, section=row.listed_section),
    )


def _advice(row: CaptureRow) -> str:
    return f"restore the archive file from a copy (capture {row.capture_id} of {row.url})"


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
