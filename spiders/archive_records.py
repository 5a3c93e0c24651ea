"""The records of an archive file in their order; a torn tail ends it, damage before other records is told."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from spiders.archive import CAPTURE_HEADER
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger
from spiders.notes import miss_in

#: How a gzip member and what is in it begin.
_GZIP, _WARC = b"\x1f\x8b\x08", b"WARC/"
_AT_ONCE = 1 << 16
#: So many damaged places are named in a message.
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Stored:
    """One record as warcio reads it, and where its gzip member lies in its file, in bytes."""

    record: Any
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Torn:
    """Bytes in which no record can be read, up to the next one or the end of the file."""

    offset: int
    length: int


class _DamageError(Exception):
    """A file cannot be read at ``offset``, and records follow."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def refuse_damaged(paths: Iterable[Path]) -> None:
    """Raise ArchiveError where files are damaged before their end: part of an archive is not the archive."""
    damaged: list[str] = []
    for path in paths:
        try:
            for _ in records(path):
                pass
        except _DamageError as damage:
            damaged.append(f"{path} is damaged at byte {damage.offset}")
    if damaged:
        more = f"; and {len(damaged) - _NAMED} files more" if len(damaged) > _NAMED else ""
        raise ArchiveError(
            f"{'; '.join(damaged[:_NAMED])}{more}: records follow that can be read, so this is no torn"
            " tail; restore what is named here from a copy, then run the same command again"
        )


def unknown_files(ledger: Ledger, archive_dir: Path) -> Iterator[tuple[str, int]]:
    """Yield the files of an archive with captures that a ledger does not know, and how many bytes it does.

    It was lost, or is an older copy, and runs went on with it. A torn tail of a killed run is no capture.
    """
    for path in sorted(archive_dir.glob("*/*.warc.gz")):
        name = f"{path.parent.name}/{path.name}"
        good = ledger.good_length(name)
        if path.stat().st_size > good and _has_capture_behind(path, good):
            yield name, good


def _has_capture_behind(path: Path, offset: int) -> bool:
    """Tell whether a capture, or a note, of ours follows in a file, or damage that records follow."""
    try:
        return any(_is_ours(one) for one in records(path, offset))
    except _DamageError:
        return True


def _is_ours(stored: Stored) -> bool:
    """Tell whether a record says what the ledger knew of it."""
    said = stored.record.rec_headers.get_header
    return said(CAPTURE_HEADER) is not None or miss_in(stored.record) is not None


def records(path: Path, offset: int = 0) -> Iterator[Stored]:
    """Yield the records of a file that ``refuse_damaged`` let pass, from an offset up to a torn tail."""
    size = path.stat().st_size
    for stretch in stretches(path, offset):
        if isinstance(stretch, Torn):
            if stretch.offset + stretch.length < size:
                raise _DamageError(stretch.offset)
            return
        yield stretch


def stretches(path: Path, offset: int = 0) -> Iterator[Stored | Torn]:
    """Yield all of a file from an offset: its records, and what lies between them and can be read as none.

    A record is to be read before the next one is asked for.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        while offset < size:
            length = _member_length(file, offset)
            record = _record_at(file, offset) if length else None
            if record is None:
                length = (_next_record(file, offset) or size) - offset
                yield Torn(offset, length)
            else:
                yield Stored(record, offset, length)
            offset += length


def record_at(path: Path, offset: int) -> Stored:
    """Return the record at an offset of a file. Raises ArchiveError where there is none."""
    first = next(stretches(path, offset), None)
    if not isinstance(first, Stored):
        raise ArchiveError(f"{path}: no record at byte {offset}; run gat verify")
    return first


def told_row(stored: Stored, warc_file: str) -> CaptureRow | None:
    """Return what a record in ``warc_file`` says the ledger knew of it; None for one that says nothing."""
    said = stored.record.rec_headers.get_header
    told = said(CAPTURE_HEADER)
    if told is None:
        return None
    return CaptureRow(
        # What is not known is not noted: answers without a body come without a type.
        **{"content_type": None, **json.loads(told)},
        final_url=said("WARC-Target-URI"),
        fetched_at=datetime.fromisoformat(said("WARC-Date")),
        status=int(stored.record.http_headers.get_statuscode()),
        warc_file=warc_file,
        warc_offset=stored.offset,
        warc_length=stored.length,
    )


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


def _next_record(file: BinaryIO, offset: int) -> int | None:
    """Return where the first record begins behind an offset, or None."""
    at = offset + 1
    while True:
        file.seek(at)
        data = file.read(_AT_ONCE)
        found = data.find(_GZIP)
        if found >= 0:
            at += found
            if _is_record(file, at):
                return at
            at += 1
        elif len(data) < len(_GZIP):
            return None
        else:
            at += len(data) - len(_GZIP) + 1


def _is_record(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    try:
        return zlib.decompressobj(wbits=31).decompress(file.read(_AT_ONCE), len(_WARC)) == _WARC
    except zlib.error:
        return False
