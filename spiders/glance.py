"""A look at a ledger that changes nothing, not even the files beside it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from spiders.errors import ArchiveError


def newest_capture(path: Path) -> datetime | None:
    """Return when the newest capture of the ledger at ``path`` was fetched; None without a ledger or capture.

    The structure of the whole file is checked. Raises ``ArchiveError`` when it is damaged or no ledger.
    """
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(_unchanged(path), uri=True)) as connection:
            damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise ArchiveError(f"{path} is damaged: {damage.splitlines()[-1]}")
            newest = connection.execute("SELECT max(fetched_at) FROM captures").fetchone()[0]
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error
    return datetime.fromisoformat(newest).astimezone(UTC) if newest else None


def count_unknown(path: Path, older: Path) -> int:
    """Return how many captures of the ledger ``older`` that at ``path`` does not know, nor knows to be lost.

    Raises ``ArchiveError`` when one of them cannot be read.
    """
    try:
        with closing(sqlite3.connect(_unchanged(path), uri=True)) as connection:
            connection.execute("ATTACH ? AS older", (_unchanged(older),))
            known = "SELECT capture_id FROM main.captures UNION ALL SELECT capture_id FROM main.lost_captures"
            unknown = f"SELECT count(*) FROM older.captures WHERE capture_id NOT IN ({known})"  # noqa: S608 - constants
            return int(connection.execute(unknown).fetchone()[0])
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} or {older} cannot be read: {error}") from error


def _unchanged(path: Path) -> str:
    """Return the address under which SQLite only reads ``path``."""
    log = path.with_name(f"{path.name}-wal")
    # Without a log to read, none is to be made: it could belong to another than who runs the crawl.
    mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    return f"file:{quote(str(path.absolute()))}?{mode}"
