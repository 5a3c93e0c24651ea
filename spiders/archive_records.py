"""The records of an archive file in their order; a torn tail ends it, damage before other records is told."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from spiders.errors import ArchiveError

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


def records(path: Path) -> Iterator[Stored]:
    """Yield the records of a file that ``refuse_damaged`` let pass, up to a torn tail."""
    offset, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while offset < size:
            length = _member_length(file, offset)
            record = _record_at(file, offset) if length else None
            if record is None:
                if _begins_behind(file, offset):
                    raise _DamageError(offset)
                return
            yield Stored(record, offset, length)
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
