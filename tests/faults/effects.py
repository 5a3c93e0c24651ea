"""A counter of everything a process does to the world outside, and a fault at the n-th of these effects.

The calls that change a file, a folder, a database or another process are patched, in a forked process that
ends with the test. Nothing of this is in the programs themselves.
"""

import builtins
import errno
import io
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator, Set
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from multiprocessing.connection import Connection
from typing import Any, Literal, NoReturn

How = Literal["kill", "ENOSPC", "EIO", "EROFS", "EACCES"]

#: What takes room on a disk: a full one refuses these and no other.
_GROWING = frozenset({"open", "write", "fsync", "mkdir", "symlink", "sqlite", "duckdb"})
#: What a pipe or a socket does, whatever state the disk is in.
_TALKING = frozenset({"send", "recv", "spawn"})
_OF_SQLITE = {
    "ENOSPC": (sqlite3.SQLITE_FULL, "database or disk is full"),
    "EIO": (sqlite3.SQLITE_IOERR_WRITE, "disk I/O error"),
    "EROFS": (sqlite3.SQLITE_READONLY, "attempt to write a readonly database"),
    "EACCES": (sqlite3.SQLITE_CANTOPEN, "unable to open database file"),
}
_OF_OS = ("fsync", "replace", "rename", "link", "unlink", "rmdir", "mkdir", "symlink", "ftruncate", "chmod")
_READING = ("SELECT", "PRAGMA", "SET ", "FROM", "DETACH", "WITH")


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong ``at`` which effect, counted from 1; one that ``lasts`` goes on to the end.

    Counted are the effects ``of`` a name, if it has one: a run that first removes what a killed one left has
    more effects before, but its third ``fsync`` is that of an undisturbed run.
    """

    at: int
    how: How = "kill"
    lasts: bool = False
    of: str = ""


@dataclass(slots=True)
class Counter:
    """The effects of a process so far, by name, and the fault that waits for one of them."""

    names: list[str] = field(default_factory=list)
    fault: Fault | None = None
    is_armed: bool = False

    def due(self, name: str) -> Fault | None:
        """Count an effect that is about to happen; return the fault that meets it.

        A fault that cannot meet the effect it is set at meets the next one that it can.
        """
        if not self.is_armed:
            return None
        self.names.append(name)
        fault = self.fault
        if fault is None or self._passed(fault) < fault.at or name in _spared_by(fault.how):
            return None
        if not fault.lasts:
            self.fault = None
        return fault

    def _passed(self, fault: Fault) -> int:
        """Return how many of the effects that a fault counts there were."""
        return self.names.count(fault.of) if fault.of else len(self.names)


_ALL = frozenset({*_OF_OS, "open", "write", "sqlite", "duckdb", "send", "recv", "spawn"})
counter = Counter()


@contextmanager
def counted(fault: Fault | None = None, before: list[str] | None = None) -> Iterator[list[str]]:
    """Count the effects of the ``with`` body, under a fault, on from those ``before``.

    Give the list that their names go to.
    """
    counter.names, counter.fault, counter.is_armed = [] if before is None else before, fault, True
    try:
        yield counter.names
    finally:
        counter.is_armed = False


def die() -> NoReturn:
    """End this process as a loss of power would."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("a killed process goes on")


def _spared_by(how: How) -> Set[str]:
    """Return the effects that a fault cannot meet."""
    if how == "kill":
        return frozenset()
    return _TALKING if how != "ENOSPC" else _ALL - _GROWING


def strike(name: str, path: object = None) -> None:
    """Count an effect, and let happen to it what is due."""
    fault = counter.due(name)
    if fault is None:
        return
    if fault.how == "kill":
        die()
    raise _error(name, fault.how, path)


def _error(name: str, how: str, path: object) -> Exception:
    if name == "sqlite":
        code, said = _OF_SQLITE[how]
        error = sqlite3.OperationalError(said)
        error.sqlite_errorcode = code
        return error
    number = getattr(errno, how)
    if name == "duckdb":
        import duckdb  # noqa: PLC0415 - loaded by then

        return duckdb.IOException(f'IO Error: Could not write file "{path}": {os.strerror(number)}')
    named = path if isinstance(path, str | os.PathLike) else None
    return OSError(number, os.strerror(number), os.fspath(named) if named is not None else None)


def dying(moment: int) -> None:
    """Let this process be killed at its n-th call of a function from here on."""
    count = 0

    def look(*_: object) -> None:
        nonlocal count
        count += 1
        if count == moment:
            die()

    sys.setprofile(look)


def faulty(fault: Fault) -> None:
    """Let this process meet a fault at one of its effects from here on."""
    install()
    counter.names, counter.fault, counter.is_armed = [], fault, True


def install() -> None:
    """Patch what has effects in this process. Nothing is counted outside of ``counted``."""
    for name in _OF_OS:
        setattr(os, name, _before(name, getattr(os, name)))
    _install_files()
    _install_databases()
    for name in ("send", "recv"):
        setattr(Connection, name, _before(name, getattr(Connection, name)))
    setattr(socket.socket, "send", _before("send", socket.socket.send))  # noqa: B010


def _before(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def call(*arguments: Any, **options: Any) -> Any:
        strike(name, arguments[0] if arguments else None)
        return original(*arguments, **options)

    return call


def _install_files() -> None:
    opened = io.open

    def opening(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if not set("wax+") & set(mode):
            return opened(file, mode, *arguments, **options)
        strike("open", file)
        handle: Any = opened(file, mode, *arguments, **options)
        handle.write = _writing(handle, file)
        return handle

    setattr(builtins, "open", opening)  # noqa: B010

    setattr(io, "open", opening)  # noqa: B010 - a module is typed as it was


def _writing(handle: Any, path: object) -> Callable[[Any], int]:
    original = handle.write

    def write(content: Any) -> int:
        fault = counter.due("write")
        if fault is not None:
            # What a kill or a full disk leaves of a write is a part of it.
            original(content[: len(content) // 2])
            handle.flush()
            if fault.how == "kill":
                die()
            raise _error("write", fault.how, path)
        return int(original(content))

    return write


def _install_databases() -> None:
    import duckdb  # noqa: PLC0415 - not in every process that counts

    from spiders import damage  # noqa: PLC0415

    def told(cursor: Any) -> AbstractContextManager[None]:
        return damage.damage_told(cursor.connection.path)

    for name in ("execute", "executemany"):
        of_sqlite, of_duckdb = getattr(damage._Cursor, name), getattr(duckdb.DuckDBPyConnection, name)
        setattr(damage._Cursor, name, _changing(of_sqlite, told))
        setattr(duckdb.DuckDBPyConnection, name, _changing(of_duckdb, lambda _: nullcontext()))


def _changing(original: Callable[..., Any], within: Callable[[Any], AbstractContextManager[None]]) -> Any:
    """Return what runs a statement, and counts it if it changes something."""

    @wraps(original)
    def call(self: Any, sql: str, *arguments: Any) -> Any:
        if not str(sql).lstrip().upper().startswith(_READING):
            with within(self):
                strike("sqlite" if isinstance(self, sqlite3.Cursor) else "duckdb")
        return original(self, sql, *arguments)

    return call
