"""What archive and ledger do not agree on is mended: from the archive where it is whole, else by the crawl.

Nothing is thrown away: a damaged file is copied aside before a byte of it changes, and a capture whose bytes
are lost goes from ``captures`` to ``lost_captures``. Its page is due again; when the same bytes come, a
record that points to them takes the place of the lost one, under the same capture.
"""

import gzip
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path

from spiders.archive import Exchange, WarcFile, noted
from spiders.audit import Fault, is_right
from spiders.ledger import CaptureRow, Ledger, capture_row

_COLUMNS = ", ".join(field.name for field in fields(CaptureRow))
#: What a record says of itself without being told.
_OF_RECORDS = {"final_url", "fetched_at", "status", "warc_file", "warc_offset", "warc_length"}
#: Stands where a damaged record was, as long as that was: other records are found by their offsets.
_STOPGAP = b"WARC/1.0\r\nWARC-Type: metadata\r\nX-Gat-Note: damaged\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
#: Of a gzip header with a comment, which may have any length.
_HEADER, _COMMENT = 10, 0x10


def set_aside(path: Path, aside: Path) -> Path:
    """Copy a file into the folder ``aside``, under a name that is free there, and return the copy's path."""
    aside.mkdir(parents=True, exist_ok=True)
    target, number = aside / path.name, 1
    while target.exists():
        number += 1
        target = aside / f"{path.name}.{number}"
    shutil.copy2(path, target)
    return target


def correct_row(ledger: Ledger, row: CaptureRow) -> None:
    """Let the ledger say of a capture what its record says, and have it loaded again."""
    connection, one = ledger.connection, (row.capture_id,)
    with ledger.transaction():
        place = connection.execute("SELECT seq FROM captures WHERE capture_id = ?", one).fetchone()["seq"]
        connection.execute("DELETE FROM captures WHERE capture_id = ?", one)
        ledger.add_capture(row)
        connection.execute("UPDATE captures SET seq = ? WHERE capture_id = ?", (place, *one))


def close_gaps(ledger: Ledger, archive_dir: Path, faults: Sequence[Fault], aside: Path) -> list[Path]:
    """Make the files of ``faults`` readable from end to end; return the copies of them as they were.

    What is torn inside a file is filled, what is torn at its end is cut off.
    """
    copies = []
    for name in dict.fromkeys(fault.warc_file for fault in faults):
        path = archive_dir / name
        if not path.exists():
            continue
        copies.append(set_aside(path, aside / Path(name).parent))
        for fault in faults:
            if fault.warc_file == name:
                _close(path, fault.offset, fault.length)
        ledger.connection.execute(
            "UPDATE noted SET good_length = min(good_length, ?) WHERE warc_file = ?",
            (path.stat().st_size, name),
        )
    return copies


def _close(path: Path, offset: int, length: int) -> None:
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if offset >= size:
            return
        filling = _filling(length) if offset + length < size else b""
        file.seek(offset)
        file.write(filling)
        if not filling:
            file.truncate(offset)
        file.flush()
        os.fsync(file.fileno())


def _filling(length: int) -> bytes:
    """Return a gzip member of that length; one too short for a record holds nothing, and is skipped."""
    for content in (_STOPGAP, b""):
        member = gzip.compress(content, mtime=0)
        room = length - len(member) - 1
        if room >= 0:
            header = bytearray(member[:_HEADER])
            header[3] |= _COMMENT
            return bytes(header) + b" " * room + b"\0" + member[_HEADER:]
    return b"\0" * length


def give_up(ledger: Ledger, rows: Iterable[CaptureRow]) -> None:
    """Note that the bytes of these captures are lost, and let the crawl ask for their pages again."""
    connection = ledger.connection
    with ledger.transaction():
        for row in rows:
            connection.execute(
                f"INSERT OR REPLACE INTO lost_captures ({_COLUMNS}) SELECT {_COLUMNS} FROM captures"  # noqa: S608 - constants
                " WHERE capture_id = ?",
                (row.capture_id,),
            )
            connection.execute("DELETE FROM captures WHERE capture_id = ?", (row.capture_id,))
            for table in {"article": ["items"], "file": ["files"]}.get(row.kind, []):
                connection.execute(
                    f"UPDATE {table} SET is_due = 1, attempts = 0, capture_id = NULL, etag = NULL,"  # noqa: S608 - constants
                    " last_modified = NULL WHERE portal = ? AND url_key = ?",
                    (row.portal, row.url_key),
                )
            connection.execute(
                "UPDATE finds SET state = 'open', attempts = 0, capture_id = NULL WHERE capture_id = ?",
                (row.capture_id,),
            )


def lost_captures(ledger: Ledger) -> list[CaptureRow]:
    """Return the captures whose bytes were given up and did not come again."""
    rows = ledger.connection.execute("SELECT * FROM lost_captures ORDER BY capture_id").fetchall()
    return [capture_row(row) for row in rows]


def take_back(ledger: Ledger, archive_dir: Path, run_id: str) -> int:
    """Put lost captures back into archive and ledger whose bytes came again; return how many."""
    count = 0
    for lost in lost_captures(ledger):
        same = ledger.earliest_capture(lost.portal, lost.kind, lost.url_key, "sha256", lost.sha256)
        if same is None or not is_right(archive_dir, same):
            continue
        row = _point(ledger, archive_dir, lost, same, f"{lost.portal}/{run_id}-mended.warc.gz")
        if not is_right(archive_dir, row):
            continue
        with ledger.transaction():
            ledger.add_capture(row)
            ledger.connection.execute("DELETE FROM lost_captures WHERE capture_id = ?", (lost.capture_id,))
        count += 1
    return count


def _point(ledger: Ledger, archive_dir: Path, lost: CaptureRow, same: CaptureRow, name: str) -> CaptureRow:
    """Write a record of a lost capture that points to where its bytes are; return the row of it."""
    told = {
        field.name: getattr(lost, field.name) for field in fields(CaptureRow) if field.name not in _OF_RECORDS
    }
    exchange = Exchange(
        url=lost.final_url,
        method="GET",
        request_body=b"",
        status=lost.status,
        headers=[],
        body=b"",
        fetched_at=lost.fetched_at,
        extra=noted(told),
    )
    with WarcFile(archive_dir, name, ledger.good_length(name)) as file:
        offset, length = file.append_same(exchange, same)
    return replace(lost, warc_file=name, warc_offset=offset, warc_length=length)
