"""A lost ledger made anew from the archive: every record of ours says what the ledger knew of it.

What only the ledger knew stays lost: how far listings were walked, validators of pages, what an archive's
index told. The next crawl walks the listings anew and asks for no page that is in the archive.
"""

import json
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from spiders.archive import CAPTURE_HEADER
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger

#: How a gzip member and what is in it begin.
_GZIP, _WARC = b"\x1f\x8b\x08", b"WARC/"
_AT_ONCE = 1 << 16
#: So many damaged places are named in a message.
_NAMED = 5


def restore_ledger(ledger: Ledger, archive_dir: Path) -> int:
    """Add what the files of an archive say of themselves, in the order of the runs; return how many captures.

    A torn tail of a file ends it, as it does when a killed crawl goes on. Raises ArchiveError for files that
    are damaged before their end, and leaves the ledger as it was: part of an archive is not the archive.
    """
    count = 0
    damaged: list[str] = []
    with ledger.transaction():
        for path in sorted(archive_dir.glob("*/*.warc.gz"), key=lambda path: (path.name, path.parent.name)):
            try:
                for row in _rows(path, f"{path.parent.name}/{path.name}"):
                    count += ledger.add_capture(row)
                    _recall_page(ledger, row)
            except _DamageError as damage:
                damaged.append(f"{path} is damaged at byte {damage.offset}")
        if damaged:
            more = f"; and {len(damaged) - _NAMED} files more" if len(damaged) > _NAMED else ""
            raise ArchiveError(
                f"{'; '.join(damaged[:_NAMED])}{more}: records follow that can be read, so this is no torn"
                " tail; restore what is named here from a copy, then run the same command again"
            )
    return count


class _DamageError(Exception):
    """A file cannot be read at ``offset``, and records follow."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def _recall_page(ledger: Ledger, row: CaptureRow) -> None:
    if row.kind == "article" and row.source_kind == "live":
        _recall(ledger, row)
    if row.kind == "file":
        _recall_file(ledger, row)


def _recall(ledger: Ledger, row: CaptureRow) -> None:
    """Note an item whose page is in the archive, so that it is not asked for again."""
    ledger.connection.execute(
        "INSERT OR REPLACE INTO items (portal, url_key, url, section, title, published, first_walk, is_due,"
        " capture_id) VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)",
        (
            row.portal,
            row.url_key,
            row.url,
            row.listed_section or "",
            row.listed_title,
            row.listed_published,
            row.capture_id,
        ),
    )


def _recall_file(ledger: Ledger, row: CaptureRow) -> None:
    """Note a file that is in the archive, so that it is asked for only with its page."""
    ledger.connection.execute(
        "INSERT OR REPLACE INTO files (portal, url_key, url, name, parent_key, published_at, section, run_id,"
        " is_due, capture_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
        (
            *(row.portal, row.url_key, row.url, row.listed_title or "", row.listed_parent or ""),
            *(row.listed_published, row.listed_section, row.run_id, row.capture_id),
        ),
    )


def _rows(path: Path, name: str) -> Iterator[CaptureRow]:
    """Yield what the records of a file say, up to a torn tail. Raises _DamageError."""
    offset, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while offset < size:
            length = _member_length(file, offset)
            record = _record_at(file, offset) if length else None
            if record is None:
                if _begins_behind(file, offset):
                    raise _DamageError(offset)
                return
            said = record.rec_headers.get_header(CAPTURE_HEADER)
            if said is not None:
                yield _row(record, json.loads(said), (name, offset, length))
            offset += length


def _member_length(file: BinaryIO, offset: int) -> int:
    """Return how long the gzip member at an offset is; 0 for one that is cut or whose bytes were altered."""
    file.seek(offset)
    inflating = zlib.decompressobj(wbits=31)  # with the checksum at its end, which warcio does not look at
    taken = 0
    try:
        while not inflating.eof:
            data = inflating.unconsumed_tail or file.read(_AT_ONCE)
            if not data:
                return 0
            taken += 0 if inflating.unconsumed_tail else len(data)
            inflating.decompress(data, _AT_ONCE)
    except zlib.error:
        return 0
    return taken - len(inflating.unused_data)


def _record_at(file: BinaryIO, offset: int) -> Any:
    """Return the record of a whole gzip member; None for one that holds none."""
    file.seek(offset)
    try:
        return next(iter(ArchiveIterator(file)))
    except (StopIteration, ArchiveLoadFailed, EOFError, ValueError, OSError):
        return None


def _begins_behind(file: BinaryIO, offset: int) -> bool:
    """Tell whether a record begins anywhere behind an offset."""
    at = offset + 1
    while True:
        file.seek(at)
        data = file.read(_AT_ONCE)
        found = data.find(_GZIP)
        if found >= 0:
            at += found
            if _is_record(file, at):
                return True
            at += 1
        elif len(data) < len(_GZIP):
            return False
        else:
            at += len(data) - len(_GZIP) + 1


def _is_record(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    try:
        return zlib.decompressobj(wbits=31).decompress(file.read(_AT_ONCE), len(_WARC)) == _WARC
    except zlib.error:
        return False


def _row(record: Any, told: dict[str, Any], place: tuple[str, int, int]) -> CaptureRow:
    said = record.rec_headers.get_header
    return CaptureRow(
        **told,
        final_url=said("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(said("WARC-Date")),
        status=int(record.http_headers.get_statuscode()),
        warc_file=place[0],
        warc_offset=place[1],
        warc_length=place[2],
    )
