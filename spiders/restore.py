"""A lost ledger made anew from the archive: every record of ours says what the ledger knew of it.

What only the ledger knew stays lost: how far listings were walked, validators of pages, what an archive's
index told. The next crawl walks the listings anew and asks for no page that is in the archive.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from spiders.archive import CAPTURE_HEADER
from spiders.ledger import CaptureRow, Ledger


def restore_ledger(ledger: Ledger, archive_dir: Path) -> int:
    """Add what the files of an archive say of themselves, in the order of the runs; return how many captures.

    A torn tail of a file ends it, as it does when a killed crawl goes on.
    """
    count = 0
    for path in sorted(archive_dir.glob("*/*.warc.gz"), key=lambda path: (path.name, path.parent.name)):
        with ledger.transaction():
            for row in _rows(path, f"{path.parent.name}/{path.name}"):
                count += ledger.add_capture(row)
                if row.kind == "article" and row.source_kind == "live":
                    _recall(ledger, row)
                if row.kind == "file":
                    _recall_file(ledger, row)
    return count


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
    with path.open("rb") as file:
        iterator = ArchiveIterator(file)
        records = iter(iterator)
        while True:
            try:
                record = next(records)
                length = iterator.get_record_length()
            except (StopIteration, ArchiveLoadFailed, EOFError, ValueError, OSError):
                return
            said = record.rec_headers.get_header(CAPTURE_HEADER)
            if said is not None:
                yield _row(record, json.loads(said), (name, iterator.get_record_offset(), length))


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
