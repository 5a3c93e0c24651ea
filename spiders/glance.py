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
    log = path.with_name(f"{path.name}-wal")
    # Without a log to read, none is to be made: it could belong to another than who runs the crawl.
    mode = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?{mode}", uri=True)) as connection:
            damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise ArchiveError(f"{path} is damaged: {damage.splitlines()[-1]}")
            newest = connection.execute("SELECT max(fetched_at) FROM captures").fetchone()[0]
    except sqlite3.Error as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error
    return datetime.fromisoformat(newest).astimezone(UTC) if newest else None
