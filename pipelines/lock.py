"""The run lock: one run at a time writes into a data folder.

The lock is a ``flock`` on an open file, so it dies with its owner, however that ends: no stale lock is ever
left behind. What the file says (who holds it) only serves the message of whoever comes second.
"""

import fcntl
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import PipelineError

LOCK_FILE = "run.lock"
#: The lock of ``gat schedule``, which is not at work itself: its runs take the run lock.
SCHEDULE_LOCK = "schedule.lock"


class RunLockedError(PipelineError):
    """Another run is writing into the same data folder."""

    exit_code = 6


@contextmanager
def run_lock(data: Path, purpose: str, name: str = LOCK_FILE) -> Iterator[None]:
    """Hold the run lock of the ``data`` folder, or another lock ``name`` of it.

    ``purpose`` (a command or run id) is told to who comes second.

    Raises ``RunLockedError`` at once, naming the holder, when the lock is taken.
    """
    with (data / name).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = (
                f"another run is at work in {data}: {_holder(data / name)}; wait for it to end, or stop it"
            )
            raise RunLockedError(message) from error
        _name_holder(file.fileno(), purpose)
        yield


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
