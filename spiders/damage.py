"""A SQLite connection that tells what is wrong with its file or disk, met at any statement or row.

Damage is an ArchiveError; a full disk, a folder that may not be written and the like are KeepingErrors.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, cast

from spiders.errors import ArchiveError, DiskFullError, KeepingError

WAY_OUT = "restore it, or move it away and run gat rebuild, which makes it anew from the archive"


#: What SQLite says of a full disk, and of a write that a quota or the disk itself refuses.
_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)


@contextmanager
def damage_told(path: str) -> Iterator[None]:
    """Raise ArchiveError for a file that is damaged or no ledger, KeepingError where it cannot be used."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise  # a statement that does not fit the tables
        raise _unusable(path, error) from error
    except sqlite3.DatabaseError as error:
        # Damage is of this very class; wrong statements and values are of its subclasses.
        if type(error) is sqlite3.DatabaseError:
            raise ArchiveError(f"{path}: the crawl ledger is damaged: {error}; {WAY_OUT}") from error
        raise


def _unusable(path: str, error: sqlite3.OperationalError) -> KeepingError:
    said = f"{path}: the crawl ledger cannot be used: {error}"
    if error.sqlite_errorcode in _FULL:
        return DiskFullError(f"{said}; free some space and run again, nothing that was kept is lost")
    return KeepingError(f"{said}; look at the disk and at who may write the folder, then run again")


class _Cursor(sqlite3.Cursor):
    """A cursor that tells damage wherever it is met: SQLite reads pages as rows are asked for."""

    connection: "TellingConnection"

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        with damage_told(self.connection.path):
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        with damage_told(self.connection.path):
            return super().executemany(sql, parameters)

    def fetchone(self) -> Any:
        with damage_told(self.connection.path):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with damage_told(self.connection.path):
            return super().fetchall()

    def __next__(self) -> Any:
        with damage_told(self.connection.path):
            return super().__next__()


class TellingConnection(sqlite3.Connection):
    """A connection that runs all its statements through cursors that tell damage."""

    def __init__(self, database: Path, *arguments: Any, **options: Any) -> None:
        super().__init__(database, *arguments, **options)
        self.path = str(database)

    def cursor(self, factory: Any = None) -> Any:
        """Return a cursor that tells damage."""
        return super().cursor(factory or _Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """Run a statement."""
        return cast("sqlite3.Cursor", self.cursor().execute(sql, parameters))

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Run a statement for each of several sets of values."""
        return cast("sqlite3.Cursor", self.cursor().executemany(sql, parameters))
