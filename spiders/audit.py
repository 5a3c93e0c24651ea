"""Whether archive and ledger agree: every record is read, every body hashed, every row of the ledger met.

One file after the other, record by record; which captures were met stands in a temporary table of SQLite, so
memory does not grow with the archive. Nothing is changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spiders.archive import read_capture
from spiders.archive_records import Stored, Torn, record_at, stretches, told_row
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger, capture_row

#: ``lost``: the ledger has a capture whose bytes are not where it says, or are others. ``disagrees``: the
#: record of a capture is whole, and the ledger says something else. ``unknown``: a whole record of a capture
#: that the ledger does not know. ``torn``: bytes among the records that are none. ``tail``: such bytes at the
#: end of a file, which the ledger does not vouch for: a run was killed while it wrote.
FaultKind = Literal["lost", "disagrees", "unknown", "torn", "tail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place where archive and ledger differ, in bytes of ``warc_file``.

    ``capture`` of a ``lost`` one is the ledger's row, of all others what the archive tells; None for bytes.
    """

    kind: FaultKind
    warc_file: str
    offset: int
    length: int
    capture: CaptureRow | None = None


def audit_archive(ledger: Ledger, archive_dir: Path) -> Iterator[Fault]:
    """Yield where the files of an archive and the rows of a ledger do not agree."""
    connection = ledger.connection
    connection.execute("DROP TABLE IF EXISTS temp.met")
    connection.execute(
        "CREATE TEMP TABLE met (capture_id TEXT PRIMARY KEY, warc_file TEXT, warc_offset INTEGER)"
    )
    for path in sorted(archive_dir.glob("*/*.warc.gz")):
        name = f"{path.parent.name}/{path.name}"
        size, good = path.stat().st_size, ledger.good_length(name)
        for stretch in stretches(path):
            if isinstance(stretch, Torn):
                is_tail = stretch.offset >= good and stretch.offset + stretch.length == size
                yield _fault("tail" if is_tail else "torn", name, stretch)
            elif row := told_row(stretch, name):
                yield from _compared(ledger, archive_dir, row, stretch)
    yield from _not_met(ledger, archive_dir)
    connection.execute("DROP TABLE temp.met")


def file_agrees(ledger: Ledger, archive_dir: Path, name: str) -> bool:
    """Tell whether one file of the archive has what the ledger says, and nothing torn before its end."""
    path, good = archive_dir / name, ledger.good_length(name)
    if path.exists() and any(isinstance(one, Torn) and one.offset < good for one in stretches(path)):
        return False
    rows = ledger.connection.execute("SELECT * FROM captures WHERE warc_file = ?", (name,)).fetchall()
    return all(is_right(archive_dir, capture_row(row)) for row in rows)


def is_right(archive_dir: Path, row: CaptureRow) -> bool:
    """Tell whether the body of a capture can be read and hashes to what its row says."""
    try:
        read_capture(archive_dir, row)
    except ArchiveError:
        return False
    return True


def _compared(ledger: Ledger, archive_dir: Path, row: CaptureRow, stored: Stored) -> Iterator[Fault]:
    """Compare what a record tells with the ledger, and note that it was met."""
    known = ledger.capture(row.capture_id)
    if not is_right(archive_dir, row):
        return  # lost, if the ledger relies on it
    if known is None:
        yield _fault("unknown", row.warc_file, stored, row)
        return
    is_there = (known.warc_file, known.warc_offset) == (row.warc_file, row.warc_offset)
    if is_there and known != row:
        yield _fault("disagrees", row.warc_file, stored, row)
    # A page fetched twice in a run that was killed has two records: the ledger means one of them.
    how = "REPLACE" if is_there else "IGNORE"
    ledger.connection.execute(
        f"INSERT OR {how} INTO met VALUES (?, ?, ?)",  # noqa: S608 - one of two words
        (row.capture_id, row.warc_file, row.warc_offset),
    )


def _not_met(ledger: Ledger, archive_dir: Path) -> Iterator[Fault]:
    """Yield the captures of the ledger that no record was met of, or one at another place."""
    for row in ledger.captures():
        met = ledger.connection.execute(
            "SELECT warc_file, warc_offset FROM temp.met WHERE capture_id = ?", (row.capture_id,)
        ).fetchone()
        if met is None:
            # Records of early versions do not say what they are: their bytes tell.
            if not is_right(archive_dir, row):
                place = Torn(row.warc_offset, row.warc_length)
                yield _fault("lost", row.warc_file, place, row)
        elif tuple(met) != (row.warc_file, row.warc_offset):
            stored = record_at(archive_dir / met["warc_file"], met["warc_offset"])
            yield _fault("disagrees", met["warc_file"], stored, told_row(stored, met["warc_file"]))


def _fault(kind: FaultKind, name: str, place: Stored | Torn, row: CaptureRow | None = None) -> Fault:
    return Fault(kind=kind, warc_file=name, offset=place.offset, length=place.length, capture=row)
