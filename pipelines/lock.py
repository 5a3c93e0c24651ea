"""The run lock: one run at a time writes into a data folder.

The lock is a ``flock`` on an open file, so it dies with its owner, however that ends: no stale lock is ever
left behind. What the file says (who holds it) only serves the message of whoever comes second.
"""

import fcntl
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import PipelineError

LOCK_FILE = "run.lock"
#: The lock of ``gat schedule``, which is not at work itself: its runs take the run lock.
SCHEDULE_LOCK = "schedule.lock"
#: Stands in a data folder while it is restored, and is no part of it.
RESTORING = ".restoring"
#: Seconds, and between two tries: who asks for the holder holds the lock himself for a moment.
_PATIENCE, _PAUSE = 0.2, 0.01
#: Seconds between two tries of who waits for a run to end.
_LONG_PAUSE = 0.5


class RunLockedError(PipelineError):
    """Another run is writing into the same data folder."""

    exit_code = 6


class HalfRestoredError(PipelineError):
    """A data folder has part of a backup: nothing in it may be relied on."""

    exit_code = 9


@contextmanager
def run_lock(
    data: Path, purpose: str, name: str = LOCK_FILE, *, wait: float = 0.0, is_restore: bool = False
) -> Iterator[None]:
    """Hold the run lock of the ``data`` folder, or another lock ``name`` of it.

    ``purpose`` (a command or run id) is told to who comes second. Only ``is_restore`` goes on in a folder
    that is half restored.

    Raises ``RunLockedError`` within 0.2 s or ``wait`` seconds, naming the holder, when the lock is taken;
    HalfRestoredError where a restore was stopped.
    """
    with (data / name).open("a+", encoding="utf-8") as file:
        if not _taken(file.fileno(), wait):
            at_work = f"another run is at work in {data}: {_holder(data / name)}"
            raise RunLockedError(f"{at_work}; wait for it to end, or stop it")
        if not is_restore:
            refuse_half_restored(data)
        _name_holder(file.fileno(), purpose)
        yield


def refuse_half_restored(data: Path) -> None:
    """Raise HalfRestoredError where a restore into the folder ``data`` was stopped."""
    if (data / RESTORING).exists():
        said = f"{data} is half restored: a restore into it was stopped"
        raise HalfRestoredError(f"{said}; run gat restore again, or remove the folder")


def _taken(descriptor: int, wait: float) -> bool:
    """Take the lock, within ``wait`` seconds; False where a run holds it."""
    short = time.monotonic() + _PATIENCE
    until = max(short, time.monotonic() + wait)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE if time.monotonic() < short else _LONG_PAUSE)
        else:
            return True


def holder_of(data: Path) -> str | None:
    """Say who holds the run lock of the ``data`` folder, or None when it is free."""
    path = data / LOCK_FILE
    if not path.exists():
        return None
    with path.open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _holder(path)
    return None


def _name_holder(descriptor: int, purpose: str) -> None:
    started = datetime.now(UTC).isoformat(timespec="seconds")
    holder = {"pid": os.getpid(), "host": platform.node(), "purpose": purpose, "started_at": started}
    os.ftruncate(descriptor, 0)
    os.write(descriptor, json.dumps(holder).encode())


def _holder(path: Path) -> str:
    """Describe the holder from the lock file, which may be half written."""
    try:
        holder = json.loads(path.read_text("utf-8"))
        process = f"process {holder['pid']} on {holder['host']}"
        return f"{process} ({holder['purpose']}, since {holder['started_at']})"
    except (ValueError, KeyError, TypeError):
        return "a process that has not named itself yet"
