"""The archive: every page as it was received, in WARC files, one gzip member per record.

A record is written and flushed to disk before the ledger vouches for it with offset and length. What lies
behind the last record vouched for is a torn tail of a killed run and is cut off before anything is appended.
Bodies are stored as decoded from the transfer (chunks and compression undone); headers say what was undone.
Every record carries in ``X-Gat-Capture`` what the ledger knows of it, so that a lost ledger can be made anew.
A page that is in the archive already, with the same bytes, is a revisit record that points to them. What a
run learned and no response says is a metadata record (``spiders.notes``).
"""

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow
from spiders.pages import Listed, RawPage

_UNDONE = {"content-encoding", "transfer-encoding", "content-length"}
#: What the ledger knows of a record and the record itself does not say, as JSON in letters of ASCII.
CAPTURE_HEADER = "X-Gat-Capture"
_SAME_AS = "X-Gat-Same-As"
#: Method and body of a request that was no GET.
REQUEST_HEADER = "X-Gat-Request"
#: What kind of note a metadata record is.
NOTE_HEADER = "X-Gat-Note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and the response to it, as they are archived. ``fetched_at`` is aware.

    ``extra`` are further headers of the record, one line each.
    """

    url: str
    method: str
    request_body: bytes
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    fetched_at: datetime
    extra: Mapping[str, str] = field(default_factory=dict)


def digest_of(body: bytes) -> str:
    """Return the digest of a body as archives write it: its SHA-1 in base32."""
    return base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def noted(values: Mapping[str, str | None]) -> dict[str, str]:
    """Return the header that carries what the ledger knows of a record."""
    return {CAPTURE_HEADER: json.dumps({name: value for name, value in values.items() if value is not None})}


def warc_name(portal: str, run_id: str) -> str:
    """Return the archive file of a portal's run, relative to the archive folder."""
    return f"{portal}/{run_id}.warc.gz"


class WarcFile:
    """An archive file open for appending; a context manager. One process writes one file."""

    def __init__(self, archive_dir: Path, name: str, good_length: int) -> None:
        path = archive_dir / name
        # The pages are their publishers'; what of them is for others is published.
        archive_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(exist_ok=True)
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
        headers = [
            (f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name, _one_line(value))
            for name, value in exchange.headers
        ]
        headers.append(("Content-Length", str(len(exchange.body))))
        record = self._writer.create_warc_record(
            exchange.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=StatusAndHeaders(str(exchange.status), headers, protocol="HTTP/1.1"),
            warc_headers_dict=_record_headers(exchange),
        )
        return self._write(record)

    def append_same(self, exchange: Exchange, stored: CaptureRow) -> tuple[int, int]:
        """Write that a page came with the bytes of a stored capture; return the record's offset and length.

        The ``body`` of the exchange does not count.
        """
        headers = _record_headers(exchange)
        headers[_SAME_AS] = f"{stored.warc_offset} {stored.warc_length} {stored.warc_file}"
        status = StatusAndHeaders(str(exchange.status), list(exchange.headers), protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(
            exchange.url,
            f"sha1:{stored.digest}" if stored.digest else f"sha256:{stored.sha256}",
            stored.final_url,
            _warc_date(stored.fetched_at),
            http_headers=status,
            warc_headers_dict=headers,
        )
        return self._write(record)

    def append_note(self, url: str, at: datetime, name: str, body: bytes) -> tuple[int, int]:
        """Write what a run learned of an address, as JSON; return the record's offset and length."""
        record = self._writer.create_warc_record(
            url,
            "metadata",
            payload=BytesIO(body),
            length=len(body),
            warc_content_type="application/json",
            warc_headers_dict={"WARC-Date": _warc_date(at), NOTE_HEADER: name},
        )
        return self._write(record)

    def _write(self, record: ArcWarcRecord) -> tuple[int, int]:
        offset = self._file.tell()
        self._writer.write_record(record)
        self._file.flush()
        os.fsync(self._file.fileno())
        return offset, self._file.tell() - offset


def _record_headers(exchange: Exchange) -> dict[str, str]:
    headers = {"WARC-Date": _warc_date(exchange.fetched_at)}
    if exchange.method != "GET":
        asked = f"{exchange.method} {exchange.request_body.decode('ascii', 'replace')}"
        headers[REQUEST_HEADER] = _one_line(asked)
    return headers | {name: _one_line(value) for name, value in exchange.extra.items()}


def _warc_date(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def read_capture(archive_dir: Path, row: CaptureRow) -> RawPage:
    """Return the page of a ledger row. Raises ArchiveError when the bytes are not those it vouches for."""
    path = archive_dir / row.warc_file
    try:
        body = _body_at(archive_dir, row.warc_file, row.warc_offset, row.warc_length)
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
        listed=Listed(
            title=row.listed_title,
            published=row.listed_published,
            section=row.listed_section,
            parent_key=row.listed_parent,
        ),
        source_kind=row.source_kind,
    )


def _body_at(archive_dir: Path, name: str, offset: int, length: int, *, may_point: bool = True) -> bytes:
    """Return the body of a record; of one that only points to the bytes, those it points to."""
    with (archive_dir / name).open("rb") as file:
        file.seek(offset)
        member = file.read(length)
    if len(member) < length:
        raise EOFError("the file ends before the record does")
    record = next(iter(ArchiveIterator(BytesIO(member))))
    stored = record.rec_headers.get_header(_SAME_AS)
    if stored is None or not may_point:
        body: bytes = record.content_stream().read()
        return body
    at, size, other = stored.split(" ", 2)
    return _body_at(archive_dir, other, int(at), int(size), may_point=False)


def _advice(row: CaptureRow) -> str:
    return f"restore the archive file from a copy (capture {row.capture_id} of {row.url})"


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
