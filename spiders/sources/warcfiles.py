"""WARC files, ours or anybody's: every page of a file, or of all files in a folder, replayed.

A file is read once for its index, some records at a time, and then by offset. gzip with one member a record
and plain files are read. A revisit record gets the bytes of the page that it repeats, by their digest. A file
that is cut or damaged gives what stands before the damage, and is told.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from spiders.archive import CAPTURE_HEADER, digest_of
from spiders.errors import CrawlError, PageRejected
from spiders.pages import Listed, SourceKind
from spiders.portal import Portal
from spiders.sources.digests import plain
from spiders.sources.records import (
    DAMAGE,
    LARGEST,
    address_of,
    captured_of,
    date_of,
    payload_of,
    read_member,
    status_of,
)
from spiders.sources.source import (
    Answered,
    Asked,
    Captured,
    Find,
    IndexPage,
    IndexRow,
    OwnPage,
    Window,
)

_SUFFIXES = (".warc", ".warc.gz")
_AT_ONCE = 500
_BYTES_AT_ONCE = 1 << 16
#: Bytes taken of a record at most; with its head, they are more than the largest page has.
_MOST = LARGEST + 1024 * 1024
_INDEX, _RECORD = "warc-index:", "warc-record:"
_HTML = ("text/html", "application/xhtml+xml")
#: Media types of files that pages offer; scripts, styles, pictures and feeds are none.
_FILE = re.compile(
    r"application/(?!(?:[\w.-]+\+)?(?:xml|json)\b|x?-?(?:java|ecma)script|x-www|font|x-font)", re.IGNORECASE
)
#: What a record of ours says of itself at least.
_OWN = {"portal", "kind", "url", "url_key"}


class WarcPathError(CrawlError):
    """There is no WARC file where one was said to be."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class WarcFiles:
    """A WARC file, or a folder of them."""

    path: Path
    takes_all: bool = True
    kind: SourceKind = "warc"
    is_asked_by_address: bool = False
    hosts: frozenset[str] = frozenset()

    def tasks(self, portal: Portal, window: Window) -> list[str]:  # noqa: ARG002 - the interface's
        """Return a task for every file. One that has grown since is another task."""
        return [f"{one.stat().st_size} {one.resolve()}" for one in self.files()]

    def files(self) -> list[Path]:
        """Return the files. Raises WarcPathError when there is none."""
        files = [self.path] if self.path.is_file() else sorted(self.path.rglob("*"))
        found = [one for one in files if one.is_file() and one.name.endswith(_SUFFIXES)]
        if not found:
            raise WarcPathError(f"{self.path}: no WARC file (*.warc, *.warc.gz) is there")
        return found

    def file_tasks(self, file: Find) -> list[str]:  # noqa: ARG002 - the interface's
        """Return nothing: the files were read for whatever they hold."""
        return []

    def ask_index(self, task: str, resume: str | None) -> Asked:
        """Return the request for the next records of a file."""
        return Asked(url=f"{_INDEX}{task.partition(' ')[2]}#{resume or 0}")

    def read_index(self, task: str, resume: str | None, answer: Answered) -> IndexPage:  # noqa: ARG002 - the interface's
        """Return the rows of the records that were read."""
        told = json.loads(answer.body)
        return IndexPage(
            rows=[_row_of(one) for one in told["rows"]], resume=told["resume"], trouble=told["trouble"]
        )

    def ask_page(self, find: Find) -> Asked:
        """Return the request for one record."""
        return Asked(url=f"{_RECORD}{find.place['file']}#{find.place['offset']}")

    def read_page(self, find: Find, answer: Answered) -> Captured:
        """Return the page of a record. A revisit whose page is known does not come here."""
        origin = f"{find.place['file']} {find.place['offset']}"
        record = read_member(answer.body)
        if record.rec_type == "revisit":
            raise PageRejected("revisit_unresolved", f"{origin} repeats a page that is in none of the files")
        return captured_of(record, origin, find.digest)

    def local(self, asked: Asked) -> Answered:
        """Return some rows of a file as JSON, or the bytes of a record."""
        name, _, offset = asked.url.partition(":")[2].rpartition("#")
        if asked.url.startswith(_INDEX):
            body = json.dumps(_read_rows(Path(name), int(offset))).encode()
        else:
            body = _member(Path(name), int(offset))
        return Answered(url=asked.url, status=200, headers={}, body=body)


def _member(path: Path, offset: int) -> bytes:
    """Return the bytes of the record at an offset; none where there is none any more."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            iterator = ArchiveIterator(file)
            next(iter(iterator))
            length = iterator.get_record_length()
            file.seek(offset)
            return file.read(min(length, _MOST))  # read as too large a page, when cut here
    except (*DAMAGE, StopIteration):
        return b""


def _read_rows(path: Path, offset: int) -> dict[str, Any]:
    """Return the rows of the next records, where to go on (None: nowhere), and what is wrong."""
    rows: list[dict[str, Any]] = []
    end = offset
    try:
        with path.open("rb") as file:
            file.seek(offset)
            iterator = ArchiveIterator(file)
            for record in islice(iter(iterator), _AT_ONCE):
                row = _told(record)
                at = iterator.get_record_offset()
                end = at + iterator.get_record_length()
                if row is not None:
                    rows.append({**row, "file": str(path), "offset": str(at)})
            is_over = next(iter(iterator), None) is None
        return {"rows": rows, "resume": None if is_over else str(end), "trouble": None}
    except DAMAGE as error:
        said = (
            "it is gzip in one piece: warcio recompress makes it readable"
            if "non-chunked" in str(error)
            else error
        )
        trouble = f"{path}: cannot be read behind byte {end} of {path.stat().st_size} ({said})"
        return {"rows": rows, "resume": None, "trouble": trouble}


def _told(record: ArcWarcRecord) -> dict[str, Any] | None:
    """Return what a record says of its page; None for one that holds none. Raises for one that is cut."""
    raw, size = _taken(record)
    if size < record.payload_length:
        raise EOFError("the file ends before the record does")
    if record.rec_type not in {"response", "revisit"}:
        return None
    try:
        return _told_of_page(record, raw)
    except (*DAMAGE, TypeError):
        return None  # a head that says nothing sensible; the file goes on behind it


def _taken(record: ArcWarcRecord) -> tuple[bytes | None, int]:
    """Read a record to its end; return its bytes, None for more than a page may have, and their number."""
    kept, size = bytearray(), 0
    while data := record.raw_stream.read(_BYTES_AT_ONCE):
        size += len(data)
        if size <= LARGEST:
            kept += data
        else:
            kept.clear()
    return (bytes(kept) if size <= LARGEST else None), size


def _told_of_page(record: ArcWarcRecord, raw: bytes | None) -> dict[str, Any] | None:
    said = record.rec_headers.get_header
    is_revisit = record.rec_type == "revisit"
    status = status_of(record)
    mime = (record.http_headers and record.http_headers.get_header("Content-Type")) or ""
    own = json.loads(said(CAPTURE_HEADER) or "null")
    is_page = is_revisit or (status == 200 and (own is not None or mime.lower().startswith(_HTML)))
    is_file = not is_page and status == 200 and _FILE.match(mime) is not None
    if not (is_page or is_file) or (own is not None and not set(own) >= _OWN):
        return None
    digest = said("WARC-Payload-Digest")
    return {
        "url": address_of(record),
        "captured_at": date_of(record).isoformat(),
        "status": None if is_revisit else status,
        "mime": mime,
        "digest": plain(digest) if digest else _digest(record, raw),
        "own": own,
        "is_file": is_file,
    }


def _digest(record: ArcWarcRecord, raw: bytes | None) -> str:
    if raw is None:
        return ""
    try:
        return digest_of(payload_of(record, raw).body)
    except PageRejected:
        return ""  # told when the page is asked for


def _row_of(told: dict[str, Any]) -> IndexRow:
    own = told["own"]
    return IndexRow(
        url=told["url"],
        captured_at=datetime.fromisoformat(told["captured_at"]),
        status=told["status"],
        mime=told["mime"],
        digest=told["digest"],
        place={"file": told["file"], "offset": told["offset"]},
        page=_own_page(own) if own else None,
        is_file=told["is_file"],
    )


def _own_page(own: dict[str, str]) -> OwnPage:
    return OwnPage(
        portal=own["portal"],
        kind=own["kind"],  # type: ignore[arg-type]  # one of the kinds, as we wrote it
        url=own["url"],
        url_key=own["url_key"],
        listed=Listed(
            title=own.get("listed_title"),
            published=own.get("listed_published"),
            section=own.get("listed_section"),
            parent_key=own.get("listed_parent"),
        ),
    )
