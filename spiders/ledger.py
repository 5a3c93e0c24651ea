"""The crawl's memory: what was seen, what was fetched, where its bytes lie, what is loaded.

One SQLite file in WAL mode that several crawl processes write at once. It is the resume point: a capture is
committed after its bytes are in the archive, an item stays due until its capture is committed, and a walk
of a listing counts as done only when it saw all it was asked to see. A process killed at any moment loses
nothing; a power cut may take the last commits back, whose pages are then fetched again.
"""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal, Self, cast

from spiders.damage import WAY_OUT, TellingConnection, damage_told
from spiders.errors import ArchiveError
from spiders.pages import CaptureKind, SourceKind
from spiders.schema import prepare


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRow:
    """One stored response: what was asked, what came, and where its record lies in the archive.

    ``fetched_at`` of a page from an archive is when that archive captured it. ``digest`` is the base32 SHA-1
    of the body, by which archives tell their captures apart; None in rows of ledgers made before.
    """

    capture_id: str
    run_id: str
    portal: str
    kind: CaptureKind
    url: str
    final_url: str
    url_key: str
    fetched_at: datetime
    status: int
    content_type: str | None
    sha256: str
    warc_file: str
    warc_offset: int
    warc_length: int
    listed_title: str | None = None
    listed_published: str | None = None
    listed_section: str | None = None
    source_kind: SourceKind = "live"
    digest: str | None = None
    listed_parent: str | None = None


_CAPTURE_COLUMNS = tuple(CaptureRow.__dataclass_fields__)


def capture_id_of(portal: str, run_id: str, url_key: str, sha256: str) -> str:
    """Return the id of a capture: the same page with the same bytes in the same run is one capture."""
    return hashlib.sha256(f"{portal}\n{run_id}\n{url_key}\n{sha256}".encode()).hexdigest()[:16]


def now_utc() -> datetime:
    """Return the present instant, aware, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


class Ledger:
    """A connection to the ledger file; a context manager, and one per process and thread."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            with damage_told(str(path)):
                self.connection = sqlite3.connect(
                    path, timeout=60, isolation_level=None, factory=TellingConnection
                )
                self.connection.row_factory = sqlite3.Row
                self.connection.execute("PRAGMA journal_mode=WAL")
                self.connection.execute("PRAGMA synchronous=NORMAL")
                prepare(self.connection)
        except (sqlite3.DatabaseError, ArchiveError) as error:
            message = f"{path}: the crawl ledger cannot be opened: {error.__cause__ or error}; {WAY_OUT}"
            raise ArchiveError(message) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection. Every method commits on its own, so nothing is pending."""
        self.connection.close()

    def copy_to(self, path: Path) -> None:
        """Write the ledger as it is now into a new file."""
        copy = sqlite3.connect(path)
        try:
            self.connection.backup(copy)
        finally:
            copy.close()

    # Captures

    def add_capture(self, row: CaptureRow) -> bool:
        """Remember a capture whose bytes are in the archive. False when it was there already."""
        values = [getattr(row, name) for name in _CAPTURE_COLUMNS]
        values[_CAPTURE_COLUMNS.index("fetched_at")] = row.fetched_at.isoformat()
        marks = ", ".join("?" for _ in values)
        done = self.connection.execute(
            f"INSERT OR IGNORE INTO captures ({', '.join(_CAPTURE_COLUMNS)}) VALUES ({marks})",  # noqa: S608 - constants
            values,
        )
        return done.rowcount == 1

    def unloaded(self, portals: Collection[str] | None = None) -> Iterator[CaptureRow]:
        """Yield the captures of articles, document lists and files not yet marked loaded, oldest first."""
        due = "is_loaded = 0 AND kind IN ('article', 'document_list', 'file')"
        yield from self._captures(due, (), portals)

    def captures(
        self, portals: Collection[str] | None = None, run_id: str | None = None
    ) -> Iterator[CaptureRow]:
        """Yield every capture of these portals, or of one run, of all kinds, oldest first."""
        condition, values = ("run_id = ?", (run_id,)) if run_id is not None else ("1", ())
        yield from self._captures(condition, values, portals)

    def loaded_articles(self) -> Iterator[CaptureRow]:
        """Yield the captures of articles that are marked loaded, oldest first."""
        yield from self._captures("is_loaded = 1 AND kind = 'article'", (), None)

    def portals(self) -> set[str]:
        """Return the portals that captures are of."""
        return {row["portal"] for row in self.connection.execute("SELECT DISTINCT portal FROM captures")}

    def capture(self, capture_id: str) -> CaptureRow | None:
        """Return one capture, or None."""
        return next(self._captures("capture_id = ?", (capture_id,), None), None)

    def last_fetch(self, portal: str = "", *, but_of: str = "") -> datetime | None:
        """Return when the newest page came from its own site, of all portals or of one, ``but_of`` a run."""
        row = self.connection.execute(
            "SELECT max(fetched_at) AS at FROM captures"
            " WHERE source_kind = 'live' AND ? IN (portal, '') AND run_id <> ?",
            (portal, but_of),
        ).fetchone()
        return datetime.fromisoformat(row["at"]) if row["at"] else None

    def last_capture(self, portal: str, kind: CaptureKind, url_key: str) -> CaptureRow | None:
        """Return the newest capture of one page, or None."""
        row = self.connection.execute(
            "SELECT * FROM captures WHERE portal = ? AND kind = ? AND url_key = ? ORDER BY seq DESC LIMIT 1",
            (portal, kind, url_key),
        ).fetchone()
        return capture_row(row) if row else None

    def earliest_capture(
        self, portal: str, kind: CaptureKind, url_key: str, by: Literal["sha256", "digest"], value: str
    ) -> CaptureRow | None:
        """Return the earliest capture of one page with these bytes, by either of their digests, or None."""
        row = self.connection.execute(
            f"SELECT * FROM captures WHERE portal = ? AND kind = ? AND url_key = ? AND {by} = ?"  # noqa: S608 - constants
            " ORDER BY fetched_at, seq LIMIT 1",
            (portal, kind, url_key, value),
        ).fetchone()
        return capture_row(row) if row else None

    def same_bytes(self, portal: str, digest: str) -> CaptureRow | None:
        """Return the first capture of any page of a portal with that digest, or None."""
        row = self.connection.execute(
            "SELECT * FROM captures WHERE digest = ? AND portal = ? AND kind IN ('article', 'document_list')"
            " ORDER BY seq LIMIT 1",
            (digest, portal),
        ).fetchone()
        return capture_row(row) if row else None

    def mark_loaded(self, capture_ids: Iterable[str]) -> None:
        """Note in one transaction that these captures are in the warehouse (or rejected for good)."""
        with self.transaction():
            self.connection.executemany(
                "UPDATE captures SET is_loaded = 1 WHERE capture_id = ?", [(one,) for one in capture_ids]
            )

    def read_again(self, capture_ids: Iterable[str]) -> int:
        """Make these captures due again, and return how many were not."""
        with self.transaction():
            return sum(
                self.connection.execute(
                    "UPDATE captures SET is_loaded = 0 WHERE capture_id = ? AND is_loaded = 1", (one,)
                ).rowcount
                for one in capture_ids
            )

    def read_pages_again(self, capture_ids: Iterable[str]) -> int:
        """Make every capture of the pages that these are of due again, and return how many were not."""
        with self.transaction():
            return sum(
                self.connection.execute(
                    "UPDATE captures SET is_loaded = 0 WHERE is_loaded = 1 AND (portal, kind, url_key) ="
                    " (SELECT portal, kind, url_key FROM captures WHERE capture_id = ?)",
                    (one,),
                ).rowcount
                for one in capture_ids
            )

    def forget_loaded(self) -> int:
        """Make every capture that is marked loaded due again, and return how many: the warehouse is gone."""
        return self.connection.execute("UPDATE captures SET is_loaded = 0 WHERE is_loaded = 1").rowcount

    def vouch(self, warc_file: str, good_length: int) -> None:
        """Note that so many bytes of an archive file are good: its last record is a note, and no capture."""
        self.connection.execute("INSERT OR REPLACE INTO noted VALUES (?, ?)", (warc_file, good_length))

    def good_length(self, warc_file: str) -> int:
        """Return how many bytes of an archive file the ledger vouches for; what follows is a torn tail."""
        row = self.connection.execute(
            "SELECT coalesce(max(good), 0) FROM (SELECT warc_offset + warc_length AS good FROM captures"
            " WHERE warc_file = ? UNION ALL SELECT good_length FROM noted WHERE warc_file = ?)",
            (warc_file, warc_file),
        ).fetchone()
        return cast("int", row[0])

    def _captures(
        self, condition: str, values: tuple[str, ...], portals: Collection[str] | None
    ) -> Iterator[CaptureRow]:
        seq = 0
        # In slices, so that the caller may mark captures loaded while it reads.
        while True:
            rows = self.connection.execute(
                f"SELECT * FROM captures WHERE {condition} AND seq > ? ORDER BY seq LIMIT 500",  # noqa: S608 - constants
                (*values, seq),
            ).fetchall()
            if not rows:
                return
            seq = rows[-1]["seq"]
            yield from (capture_row(row) for row in rows if portals is None or row["portal"] in portals)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, the write lock taken at once. Inside another transaction it is part of that one."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


def capture_row(row: sqlite3.Row) -> CaptureRow:
    """Return a row of ``captures``, or of a table with its columns."""
    values = {name: row[name] for name in _CAPTURE_COLUMNS}
    values["fetched_at"] = datetime.fromisoformat(row["fetched_at"])
    return CaptureRow(**values)
