"""Reading a file in a child process with limits of memory, processor time and wall time.

A file may make a parser loop, eat memory or crash. That costs the child, never its parent: the file is
rejected with a reason. One child reads one file, ``python -m spiders.files.child``: the file is its standard
input, the answer (JSON, never pickled objects: the child may have been taken over) is a file too, so that no
pipe can fill and block. What the child starts (antiword, tesseract) inherits the limits and dies with it.
"""

import errno
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from spiders.environment import bare_environment
from spiders.files.model import (
    REASONS,
    FileLimits,
    FileRejected,
    FileText,
    ReaderKilledError,
    as_json,
    from_json,
)
from spiders.files.reading import read_here
from spiders.limiting import limit
from spiders.refusals import FULL

#: The folder that holds the packages: where ``python -m`` finds the same code as this process runs.
_CODE_ROOT = Path(__file__).resolve().parent.parent.parent
_LARGEST_WRITE = 256 << 20  # bytes of one file: the answer, or a converter's scratch
_LONGEST_NAME = 1_000
_NO_VERDICT = 75  # how a child ends that the machine let down
_NEAR = 0.8  # a child that died of its own with so much of its address space in use died of that


def read_file(name: str, content_type: str | None, body: bytes, limits: FileLimits | None = None) -> FileText:
    """Return the text of a file, read in a child process. ``content_type`` is what the server called it.

    Raises FileRejected with the reason and what it means, ReaderKilledError when the child was killed from
    outside or had no room. What the file is, its first bytes decide.
    """
    limits = limits or FileLimits()
    refuse_size(body, limits)
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        source.write(body)
        source.seek(0)
        ending, peak = _run(
            {"name": name[:_LONGEST_NAME], "content_type": content_type, "limits": asdict(limits)},
            source,
            sink,
        )
        sink.seek(0)
        answer = sink.read(_LARGEST_WRITE)
    if ending == 0:
        return _understood(answer)
    raise _verdict(ending, peak, limits)


def refuse_size(body: bytes, limits: FileLimits) -> None:
    """Raise FileRejected for a file larger than the limit."""
    if len(body) > limits.size:
        raise FileRejected("too_large", f"{len(body)} bytes, {limits.size} are allowed")


def _run(job: dict[str, Any], source: IO[bytes], sink: IO[bytes]) -> tuple[int | None, int]:
    """Run the child; return how it ended (None: it was killed for its time) and its peak memory in bytes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "spiders.files.child", json.dumps(job)],
        stdin=source,
        stdout=sink,
        stderr=subprocess.DEVNULL,
        cwd=_CODE_ROOT,
        env=bare_environment() | {"OMP_THREAD_LIMIT": "1"},
        start_new_session=True,  # a group of its own, so that what it started dies with it
    )
    # Imports come before the limits and take a second on a busy machine.
    deadline = time.monotonic() + job["limits"]["seconds"] + 10.0
    pause, peak = 0.002, 0
    while not (is_over := os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)):
        if time.monotonic() > deadline:
            break
        time.sleep(pause)
        pause = min(pause * 1.5, 0.05)
        peak = max(peak, _address_space(process.pid))
    os.killpg(process.pid, signal.SIGKILL)  # not yet reaped, the child still holds the number of its group
    process.wait()
    return (process.returncode if is_over else None), peak


def _address_space(pid: int) -> int:
    """Return the bytes of address space a process has now; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def _verdict(ending: int | None, peak: int, limits: FileLimits) -> FileRejected | ReaderKilledError:
    """Say why a child that gave no answer died."""
    if ending is None or -ending in {signal.SIGXCPU, signal.SIGALRM}:
        return FileRejected("timed_out", f"not read within {limits.seconds:g} s")
    if peak > limits.memory * _NEAR:
        return FileRejected("out_of_memory", f"needs more than {limits.memory >> 20} MB")
    if ending == _NO_VERDICT:
        return ReaderKilledError("the machine had no room to read it: a full disk, or a limit of its files")
    if ending == -signal.SIGKILL:
        return ReaderKilledError("the process that read the file was killed, as by a machine out of memory")
    name = f"signal {-ending}" if ending < 0 else f"exit code {ending}"
    return FileRejected("broken", f"the process that read it died of {name}")


def _understood(answer: bytes) -> FileText:
    """Read the child's answer: the text, or the rejection."""
    try:
        values = json.loads(answer)
        if "reason" not in values:
            return from_json(values)
        reason, detail = values["reason"], str(values["detail"])
    except (ValueError, LookupError, TypeError) as error:
        raise FileRejected("broken", f"the process that read it gave no answer: {error}"[:200]) from None
    if reason not in REASONS:
        raise FileRejected("broken", f"the process that read it gave an unknown reason: {reason!r}"[:200])
    raise FileRejected(reason, detail)


def answer(job: dict[str, Any], body: bytes, limits: FileLimits) -> dict[str, Any]:
    """Read the file and return the answer as plain values."""
    try:
        return as_json(read_here(job["name"], job["content_type"], body, limits))
    except FileRejected as rejection:
        return {"reason": rejection.reason, "detail": rejection.detail}
    except MemoryError:
        return {"reason": "out_of_memory", "detail": f"needs more than {limits.memory >> 20} MB"}
    except RecursionError:
        return {"reason": "bomb", "detail": "its parts are nested too deep"}
    except Exception as error:
        if isinstance(error, OSError) and _is_machines(error):
            raise
        return {"reason": "broken", "detail": f"{type(error).__name__}: {error}"[:200]}


def _is_machines(error: OSError) -> bool:
    """Tell whether the machine had no room, rather than the file unpacking to more than it may."""
    if error.errno == errno.EFBIG:
        return resource.getrlimit(resource.RLIMIT_FSIZE)[0] < _LARGEST_WRITE
    return error.errno in FULL


def serve(job: dict[str, Any]) -> None:
    """Set the limits, read the file on standard input, write the answer to standard output.

    Ends the process when the machine has no room for it: that says nothing about the file.
    """
    limits = FileLimits(**job["limits"])
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, _LARGEST_WRITE)
    limit(resource.RLIMIT_CPU, limits.cpu_seconds, grace=5)
    limit(resource.RLIMIT_AS, limits.memory)
    # Ends the child should its parent be gone: an alarm needs nobody.
    signal.alarm(int(limits.seconds) + 1)
    body = sys.stdin.buffer.read(limits.size + 1)
    try:
        sys.stdout.buffer.write(json.dumps(answer(job, body, limits)).encode("ascii"))
        sys.stdout.flush()
    except OSError:
        os._exit(_NO_VERDICT)  # at once: a full disk would refuse what is left in the buffers again


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
