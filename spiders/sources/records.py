"""One WARC record -> the page that was captured; for files of ours, of others, and of Common Crawl."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple, Protocol

import brotli  # type: ignore[import-untyped]  # it has no types
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from spiders.errors import PageRejected
from spiders.sources.digests import agrees
from spiders.sources.source import Captured

#: What reading a record of a damaged file may raise, in the library that reads it too.
DAMAGE = (ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError, AttributeError)
#: Bytes of the largest page that is taken, packed or unpacked: the limit of a download from a live site.
LARGEST = 20 * 1024 * 1024
_AT_ONCE = 1 << 16


class Readable(Protocol):
    """What bytes can be read from, some at a time."""

    def read(self, length: int, /) -> bytes:
        """Return at most so many of the next bytes, none at the end."""


class Payload(NamedTuple):
    """The body of a record, decoded, and in the forms that its digest may be of."""

    body: bytes
    forms: tuple[bytes, ...]


def read_member(member: bytes) -> ArcWarcRecord:
    """Return the one record of a gzip member. Raises PageRejected for what is none."""
    try:
        return next(iter(ArchiveIterator(BytesIO(member))))
    except (*DAMAGE, StopIteration) as error:
        raise PageRejected("archive_damaged", f"no WARC record: {error}") from error


def captured_of(record: ArcWarcRecord, origin: str, wanted_digest: str = "") -> Captured:
    """Return the page of a response record; ``wanted_digest`` is what an index says its digest is.

    Raises PageRejected for a record that holds no page, too large a one, or other bytes than its digests say.
    """
    if record.rec_type != "response" or record.http_headers is None:
        raise PageRejected("archive_no_page", f"{origin} is a record of type {record.rec_type}")
    said = record.rec_headers.get_header
    try:
        payload = payload_of(record, read_whole(record.raw_stream))
    except DAMAGE as error:
        raise PageRejected("archive_damaged", f"{origin}: its body cannot be read: {error}") from error
    is_truncated = said("WARC-Truncated") is not None or _is_short(record)
    for digest in (said("WARC-Payload-Digest"), wanted_digest):
        if digest and not is_truncated and agrees(digest, payload.forms) is False:
            raise PageRejected("digest_mismatch", f"the bytes of {origin} are not those of digest {digest}")
    try:
        url, at, status = address_of(record), date_of(record), status_of(record)
    except DAMAGE as error:
        raise PageRejected("archive_damaged", f"{origin}: its head cannot be read: {error}") from error
    return Captured(
        url=url,
        captured_at=at,
        status=status,
        headers=[(name, value) for name, value in record.http_headers.headers],
        body=payload.body,
        is_truncated=is_truncated,
        origin=origin,
    )


def read_whole(stream: Readable) -> bytes:
    """Return all that a stream holds. Raises PageRejected for more than the largest page has."""
    parts, size = [], 0
    while data := stream.read(_AT_ONCE):
        size += len(data)
        if size > LARGEST:
            raise PageRejected("too_large", f"the page has more than {LARGEST} bytes")
        parts.append(data)
    return b"".join(parts)


def payload_of(record: ArcWarcRecord, raw: bytes) -> Payload:
    """Undo the codings of a record's body. Raises PageRejected where one is broken or unpacks to too much."""
    forms = list(dict.fromkeys([raw, *_decoded(record, raw)]))
    return Payload(forms[-1], tuple(forms))


def address_of(record: ArcWarcRecord) -> str:
    """Return of which address a record is. Raises ValueError for one that does not say."""
    text = record.rec_headers.get_header("WARC-Target-URI")
    if not text:
        raise ValueError("no WARC-Target-URI")
    return str(text).strip("<>")


def date_of(record: ArcWarcRecord) -> datetime:
    """Return when a record was captured, to the second. Raises ValueError for one that does not say."""
    at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def status_of(record: ArcWarcRecord) -> int:
    """Return the status of the answer in a record, 0 where it has none. Raises ValueError."""
    return int((record.http_headers and record.http_headers.get_statuscode()) or 0)


def _decoded(record: ArcWarcRecord, raw: bytes) -> Iterator[bytes]:
    """Yield the body without its chunks, then without its compression, where it has any."""
    headers = record.http_headers
    if headers is None:
        return
    body = raw
    if (headers.get_header("transfer-encoding") or "").lower() == "chunked":
        # A body whose chunks an archive took away still has the header: the reader finds that out.
        body = read_whole(ChunkedDataReader(BytesIO(raw)))
        yield body
    coding = (headers.get_header("content-encoding") or "").lower()
    if coding in BufferedReader.get_supported_decompressors():
        try:
            yield read_whole(_unpacking(body, coding))
        except DAMAGE as error:
            raise PageRejected("archive_damaged", f"its {coding} coding is broken: {error}") from error


class _Brotli:
    """What warcio asks of a decompressor; its own for Brotli fails with the Brotli of today.

    A block of the other codings is at most about a thousand times as large unpacked, one of Brotli a million:
    so no more of one is unpacked than shows that it is too much.
    """

    unused_data = None

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    def decompress(self, data: bytes) -> bytes:
        """Return what bytes unpack to; of too much, its beginning."""
        unpacked: bytes = self._inner.process(data, output_buffer_limit=LARGEST + 1)
        return unpacked


def _unpacking(body: bytes, coding: str) -> BufferedReader:
    if coding != "br":
        return BufferedReader(BytesIO(body), decomp_type=coding)
    reader = BufferedReader(BytesIO(body))
    reader.decomp_type, reader.decompressor = coding, _Brotli()
    return reader


def _is_short(record: ArcWarcRecord) -> bool:
    """Tell whether fewer bytes were captured than the portal announced."""
    headers = record.http_headers
    announced = headers.get_header("content-length") or "" if headers else ""
    return (
        announced.isdecimal()
        and not headers.get_header("content-encoding")
        and 0 <= record.payload_length < int(announced)
    )
