"""The only place that opens DuckDB: the private warehouse for writing, a published snapshot for reading."""

import errno
import re
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from warehouse import ddl
from warehouse.errors import DiskFull, NotAWarehouse, WarehouseError, WarehouseLocked

Connection = duckdb.DuckDBPyConnection

#: What DuckDB says of a file that was cut short or overwritten, or has the log of another one beside it.
_DAMAGE = re.compile(
    "[Cc]orrupt|Could not read enough bytes|checksum|has been invalidated|WAL does not match"
)

_FREE_SPACE = "free some space and run again, nothing loaded earlier is lost"
#: What the system says of a full disk, an exhausted quota and a file at its limit.
_FULL = ("No space left", "Disk quota exceeded", "File too large")

# Nothing is downloaded behind the operator's back; data comes through the Appender, never from Python frames.
_BASE: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
#: What a reader may take of the machine: memory, and disk for what does not fit in it.
READER_MEMORY = "1GB"
_READER_DISK = "16GB"


@contextmanager
def open_warehouse(path: Path) -> Iterator[Connection]:
    """Open the warehouse at ``path`` for writing, created or migrated as needed, times in UTC.

    One process at a time can hold it; readers use the published snapshot. Errors of the database, also those
    of the ``with`` body, come out as WarehouseError: locked, not a warehouse, damaged, disk full.

    A log (``.wal``) that is noise, or was cut, is passed over by DuckDB without a word: rows that stood in it
    alone, committed by a process that was killed then, are gone. ``gat verify`` misses them.
    """
    path = path.absolute()
    with file_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _translated(path, "move it away: the next run rebuilds it from the archive"):
        is_new = not path.exists()
        con = duckdb.connect(str(path), config=_BASE)
        try:
            if is_new:
                path.chmod(0o600)  # bodies are in it, which are their publishers'
            con.execute("SET enable_progress_bar = false")
            con.execute("SET TimeZone = 'UTC'")
            ddl.prepare(con, str(path))
            yield con
        finally:
            con.close()


@contextmanager
def open_memory() -> Iterator[Connection]:
    """Open an empty warehouse that is kept nowhere."""
    con = duckdb.connect(":memory:", config=_BASE)
    try:
        con.execute("SET TimeZone = 'UTC'")
        ddl.prepare(con, "memory")
        yield con
    finally:
        con.close()


@contextmanager
def open_snapshot(
    path: Path, *, memory: str = READER_MEMORY, writes: Path | None = None, is_sealed: bool = False
) -> Iterator[Connection]:
    """Open a published snapshot read-only in a sandbox, times in Asia/Ho_Chi_Minh.

    A reader reaches no file but the snapshot (and ``writes``, where COPY may write), no network, and cannot
    undo that. It takes at most ``memory``; what does not fit spills to the folder for temporary files.
    For statements that are not ours ``is_sealed`` closes the file system as well: DuckDB lets COPY, which may
    stand in a WITH, write to the very file that it has open, and beside it. Then nothing spills.

    A symlink is resolved first: DuckDB keeps an open file by its path, so a path that later means another
    snapshot must not be opened. What was opened stays readable when newer snapshots are published.
    """
    versioned = path.resolve()
    spill = "" if is_sealed else str(Path(tempfile.gettempdir()) / f"gat-{uuid.uuid4().hex}")
    limits = {"memory_limit": memory, "temp_directory": spill, "max_temp_directory_size": _READER_DISK}
    with _translated(versioned, "remove it and publish again with `gat load`"):
        con = duckdb.connect(str(versioned), read_only=True, config={**_BASE, **limits})
        try:
            con.execute("SET enable_progress_bar = false")
            con.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
            if writes is not None:
                con.execute("SET allowed_paths = ?", [[str(writes)]])
            con.execute("SET enable_external_access = false")
            if is_sealed:
                con.execute("SET disabled_filesystems = 'LocalFileSystem'")
            con.execute("SET lock_configuration = true")
            yield con
        finally:
            con.close()


@contextmanager
def open_release(path: Path) -> Iterator[Connection]:
    """Open the database of a release that is being made or checked, read-only, times in UTC.

    Files beside it can be read and written: no statement of a reader runs here.
    """
    with _translated(path, "mend it with `gat repair`"):
        con = duckdb.connect(str(path), read_only=True, config=_BASE)
        try:
            con.execute("SET enable_progress_bar = false")
            con.execute("SET TimeZone = 'UTC'")
            yield con
        finally:
            con.close()


def table_names(con: Connection) -> set[str]:
    """Return the names of the tables of the open database: a snapshot of an older Gặt has fewer."""
    found = con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
    return {str(name) for (name,) in found}


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn errors of the file system into a WarehouseError of one line that names the file, or ``path``."""
    try:
        yield
    except OSError as error:
        message = f"{error.filename or path}: {error.strerror}"
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull(f"{message}: {_FREE_SPACE}") from error
        raise WarehouseError(message) from error


@contextmanager
def _translated(path: Path, way_out: str) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise _translate(error, path, way_out) from error


def first_line(error: duckdb.Error) -> str:
    """Return what DuckDB says was wrong, without its error class, hints and picture of the statement."""
    line = str(error).split("\n", 1)[0]
    return line.split(": ", 1)[1] if " Error: " in line else line


def is_of_the_file(error: duckdb.Error) -> bool:
    """Tell whether the database file is at fault, and not the statement."""
    return isinstance(error, duckdb.IOException | duckdb.FatalException | duckdb.InternalException) or bool(
        _DAMAGE.search(str(error).split("\n", 1)[0])
    )


def _translate(error: duckdb.Error, path: Path, way_out: str) -> WarehouseError:
    said = first_line(error)
    if "Could not set lock" in said:
        holder = said[said.find("(PID ") :].split(")")[0].strip("(") if "(PID " in said else "another process"
        return WarehouseLocked(f"{path} is being written by {holder}: wait for that run to end")
    if any(words in str(error) for words in _FULL):
        return DiskFull(f"the disk of {path} is full: {_FREE_SPACE}")
    if "not a valid DuckDB database file" in said or "Is a directory" in said:
        return NotAWarehouse(f"{path} exists and is no DuckDB file: {way_out}")
    if _DAMAGE.search(said):
        return NotAWarehouse(f"{path} is damaged ({said}): restore it, or {way_out}")
    return WarehouseError(f"{path}: {said}")
