"""A SQLite connection that tells damage of its file, met at any statement or row, as ArchiveError."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, cast

from spiders.errors import ArchiveError

WAY_OUT = "restore it, or move it away and run gat rebuild, which makes it anew from the archive"


@contextmanager
def _damage_told(path: str) -> Iterator[None]:
    """Raise ArchiveError for a file that proves damaged, or no ledger, while it is used."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # Damage is of this very class; a full disk, a lock and the like are of its subclasses.
        if type(error) is sqlite3.DatabaseError:
            raise ArchiveError(f"{path}: the crawl ledger is damaged: {error}; {WAY_OUT}") from error
        raise


class _Cursor(sqlite3.Cursor):
    """A cursor that tells damage wherever it is met: SQLite reads pages as rows are asked for."""

    connection: "TellingConnection"

    def execute(self, sql: str, parameters: Any = (), /) -> Self:
        with _damage_told(self.connection.path):
            return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        with _damage_told(self.connection.path):
            return super().executemany(sql, parameters)

    def fetchone(self) -> Any:
        with _damage_told(self.connection.path):
            return super().fetchone()

    def fetchall(self) -> list[Any]:
        with _damage_told(self.connection.path):
            return super().fetchall()

    def __next__(self) -> Any:
        with _damage_told(self.connection.path):
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
