"""Children of the tests that are forked, for loading Python takes longer than most tests.

``python -m MODULE`` of the ``MODULES`` comes from a process that has loaded them, ``tests.nursery``; so do
the children of those children. All other commands are started as ever.
"""

import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

#: What can be forked.
MODULES = (
    "flows.cli",
    "flows.server",
    "pipelines.workers",
    "prefect",
    "prefect.engine",
    "spiders.files.child",
    "spiders.probe",
    "spiders.run",
    "spiders.scout",
    "tests.portals",
    "warehouse.inventory",
)
#: The environment variable that has all started as ever.
AS_EVER = "TESTS_AS_EVER"

_ROOT = Path(__file__).parent.parent
_PR_SET_CHILD_SUBREAPER = 36
_LIBC = ctypes.CDLL(None)
_ONE_AT_A_TIME = threading.Lock()
_start_as_ever = subprocess.Popen._execute_child  # type: ignore[attr-defined]
#: The socket of the nursery of this process, where it was born with one.
_given: list[socket.socket] = []


def install(*given: socket.socket) -> None:
    """Let the children of this process be forked where that can be: from ``given``, if any."""
    _given[:] = given
    subprocess.Popen._execute_child = _execute_child  # type: ignore[attr-defined]


def close() -> None:
    """End the process they are forked from."""
    if _nursery.cache_info().currsize:
        asked, process = _nursery()
        asked.close()
        process.wait()
        _nursery.cache_clear()


def _execute_child(  # noqa: PLR0917 - as subprocess calls it
    self: "subprocess.Popen[Any]",
    args: Any,
    executable: Any,
    preexec_fn: Any,
    close_fds: bool,
    pass_fds: Sequence[int],
    cwd: Any,
    env: Mapping[str, str] | None,
    *rest: Any,
) -> None:
    environment = dict(os.environ if env is None else env)
    if not _can_be_forked(args) or AS_EVER in environment:
        _start_as_ever(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *rest)
        return
    _, _, _, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, *others = rest
    promised = dict(zip((0, 1, 2), (p2cread, c2pwrite, errwrite), strict=True))
    given = {number: number if file == -1 else file for number, file in promised.items()}
    given |= {file: file for file in pass_fds}
    request = {
        "arguments": args[2:],
        "environment": environment,
        "folder": str(cwd or Path.cwd()),
        "session": others[5],
        "numbers": list(given),
    }
    self.pid = _born(json.dumps(request).encode(), list(given.values()))
    self._child_created = True  # type: ignore[attr-defined]
    self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)  # type: ignore[attr-defined]


def _can_be_forked(args: Any) -> bool:
    return isinstance(args, list | tuple) and list(args[:2]) == [sys.executable, "-m"] and args[2] in MODULES


def _born(request: bytes, files: list[int]) -> int:
    """Return the process id of a new child, which this process adopts: it can be waited for."""
    with _ONE_AT_A_TIME:
        nursery = _given[0] if _given else _nursery()[0]
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)
        try:
            socket.send_fds(nursery, [request], files)
            answers = {nursery.recv(64), nursery.recv(64)} - {b"done"}
        finally:
            _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 0)
    return int(answers.pop())


@cache
def _nursery() -> tuple[socket.socket, subprocess.Popen[bytes]]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        # The room is for what ``ps`` tells of those that are forked.
        command = [sys.executable, "-m", "tests.nursery", str(theirs.fileno()), "-" * 2000]
        process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env={**os.environ, "TESTS_ROOM": "-" * 20_000},
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    return ours, process
