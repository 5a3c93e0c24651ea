"""Jobs in processes forked from one that has loaded everything: a kill and a heal cost half a second.

What a job would start anew (crawls, workers, the process that validates a release) is forked too.
"""

import ctypes
import fcntl
import io
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from flows.errors import OWN_ERRORS
from spiders.refusals import system_trouble
from tests.faults import effects
from tests.warming import warm
from warehouse import connection

#: PR_SET_CHILD_SUBREAPER of Linux.
_TAKES_IN_ORPHANS = 36
_ROOT = Path(__file__).parents[2]
_LOADED = (
    *("spiders.run", "tests.scrapy_parts", "spiders.files.pdf"),
    *("pipelines.run", "pipelines.repair", "warehouse.inventory"),
)
#: What is forked in place of ``python -m NAME``, and how its arguments are read.
_MAINS: dict[str, Callable[[Sequence[str]], object]] = {
    "spiders.run": lambda told: import_module("spiders.run").main(told),
    "spiders.files.child": lambda told: import_module("spiders.files.child").serve(json.loads(told[0])),
    "warehouse.inventory": lambda told: import_module("tests.faults.forks").inventory(told),
    "pipelines.workers": lambda told: import_module("pipelines.workers").serve(int(told[0]), int(told[1])),
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job ended: its exit code, negative for a signal, and what it returned or died of."""

    code: int
    value: Any = None
    error: str = ""


class Nursery:
    """The process that forks jobs."""

    def __init__(self, child: "subprocess.Popen[bytes]") -> None:
        self._child = child
        self._job = 0

    def run(self, job: Callable[..., Any], *arguments: Any, **options: Any) -> Ended:
        """Run a function of a module in a process of its own to its end."""
        self.start(job, *arguments, **options)
        return self.wait()

    def start(self, job: Callable[..., Any], *arguments: Any, **options: Any) -> int:
        """Start a job and return its process id. One at a time: ``wait`` comes before the next."""
        assert self._child.stdin is not None
        name = f"{job.__module__}:{job.__name__}"
        self._job += 1
        pickle.dump((self._job, name, arguments, options), self._child.stdin)
        self._child.stdin.flush()
        return int(self._hear())

    def wait(self) -> Ended:
        """Wait for the end of the job that was started."""
        ended = self._hear()
        assert isinstance(ended, Ended)
        return ended

    def _hear(self) -> Any:
        """Return what is said of the present job; a test that ran out of time left its own unheard."""
        assert self._child.stdout is not None
        job, said = 0, None
        while job != self._job:
            job, said = pickle.load(self._child.stdout)  # noqa: S301 - written by ourselves
        return said


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start the process, and end it."""
    command = [sys.executable, "-m", "tests.faults.forks"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=_ROOT) as child:
        yield Nursery(child)
        assert child.stdin is not None
        child.stdin.close()


class ForkedPopen(subprocess.Popen[Any]):
    """Has our own programs forked by the zygote; starts all others as ever."""

    def _execute_child(self, args: Any, *rest: Any) -> None:
        if not isinstance(args, list) or args[1:2] != ["-m"] or args[2] not in _MAINS:
            super()._execute_child(args, *rest)  # type: ignore[misc]  # not in its stubs
            return
        effects.strike("spawn")
        pipes = rest[9:15]
        streams = {number: pipe for number, pipe in enumerate((pipes[0], pipes[3], pipes[5])) if pipe >= 0}
        given = streams | {number: number for number in rest[3]}
        done = (*always, *([taps.pop(args[2])] if args[2] in taps else []))
        wanted = Wanted(args[2], args[3:], list(given), rest[4], rest[5], rest[20], done)
        self.pid = Zygote.mine.fork(wanted, given)
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]  # not in its stubs


@dataclass(frozen=True, slots=True)
class Wanted:
    """A program that is to be forked, and what is done to it first.

    ``numbers`` are those of the descriptors it gets.
    """

    name: str
    arguments: list[str]
    numbers: list[int]
    cwd: Path | None
    env: dict[str, str] | None
    has_session: bool
    taps: tuple[Callable[[], None], ...]


#: What a job does to the next program of a name that it starts, and to all of them, before they begin.
taps: dict[str, Callable[[], None]] = {}
always: list[Callable[[], None]] = []


class Zygote:
    """A process without files, locks, databases and threads, forked before a job has any, that forks for it.

    What it forks is the job's own child by then: the job is who takes in the orphans.
    """

    mine: "Zygote"

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(_TAKES_IN_ORPHANS, 1, 0, 0, 0)
        self._socket, theirs = socket.socketpair()
        self._lock = threading.Lock()
        if os.fork() == 0:
            self._socket.close()
            with suppress(EOFError, OSError):
                while True:
                    _fork_for(theirs)
            os._exit(0)
        theirs.close()

    def fork(self, wanted: Wanted, given: dict[int, int]) -> int:
        """Fork a program that has the descriptors ``given``; return its process id."""
        with self._lock:
            socket.send_fds(self._socket, [pickle.dumps(wanted)], list(given.values()))
            return int(self._socket.recv(64))


def _fork_for(asked: socket.socket) -> None:
    """Fork the program that is asked for next, by way of a process that ends at once."""
    content, received, _, _ = socket.recv_fds(asked, 1 << 20, 16)
    if not content:
        raise EOFError
    wanted = pickle.loads(content)  # noqa: S301 - written by ourselves
    reader, writer = os.pipe()
    between = os.fork()
    if between == 0:
        child = os.fork()
        if child == 0:
            _become(wanted, received)
        os.write(writer, f"{child}".encode())
        os._exit(0)
    os.waitpid(between, 0)  # only then has the job taken it in
    asked.sendall(os.read(reader, 64))
    for number in (reader, writer, *received):
        os.close(number)


def _become(wanted: Wanted, received: list[int]) -> NoReturn:
    """Be the program that was to be started."""
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        if wanted.has_session:
            os.setsid()
        _lead(wanted.numbers, received)
        if wanted.cwd is not None:
            os.chdir(wanted.cwd)
        if wanted.env is not None:
            os.environ.clear()
            os.environ.update(wanted.env)
        for tap in wanted.taps:
            tap()
        code = _MAINS[wanted.name](wanted.arguments)
        sys.stdout.flush()
        os._exit(code if isinstance(code, int) else 0)
    except BaseException:  # noqa: BLE001 - the end of a process
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)


def _lead(numbers: Sequence[int], received: Sequence[int]) -> None:
    """Give the descriptors their numbers, close all others, and lead the standard streams to them."""
    high = [fcntl.fcntl(one, fcntl.F_DUPFD, 900) for one in received]
    for number, source in zip(numbers, high, strict=True):
        os.dup2(source, number)
    kept = sorted({0, 1, 2, *numbers})
    for low, following in zip(kept, [*kept[1:], 1 << 12], strict=True):
        os.closerange(low + 1, following)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False))
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False))
    sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), line_buffering=True)


def inventory(arguments: Sequence[str]) -> object:
    sys.argv = ["", *arguments]
    return import_module("warehouse.inventory").main()


def _do(name: str, arguments: tuple[Any, ...], options: dict[str, Any], told: int) -> NoReturn:
    """Run a job in this process and leave it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    module, _, function = name.partition(":")
    Zygote.mine = Zygote()
    setattr(subprocess, "Popen", ForkedPopen)  # noqa: B010
    effects.install()
    code, value, error = 0, None, ""
    try:
        value = getattr(import_module(module), function)(*arguments, **options)
    except BaseException as failure:  # noqa: BLE001 - the end of a process
        error, code = _told(failure)
        # Where it goes may be a file, and one at its limit.
        with suppress(OSError):
            traceback.print_exc()
            sys.stderr.flush()
    with os.fdopen(told, "wb") as out:
        pickle.dump((value, error), out)
    os._exit(code)


def _told(failure: BaseException) -> tuple[str, int]:
    """Return what ``gat`` would say of an error, and its exit code."""
    if isinstance(failure, OSError):
        return system_trouble(failure)
    if isinstance(failure, OWN_ERRORS):
        return str(failure), failure.exit_code
    return f"unexpected {type(failure).__name__}: {failure}", 1


def _serve() -> None:
    """Fork a process for every job that comes on the standard input."""
    for loaded in _LOADED:
        import_module(loaded)
    # The tables are so small that a second thread costs more than it does.
    connection._BASE["threads"] = 1
    warm()
    answers = os.fdopen(os.dup(1), "wb")
    while True:
        try:
            job, name, arguments, options = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by ourselves
        except EOFError:
            return
        import_module(name.partition(":")[0])
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _do(name, arguments, options, write)
        os.close(write)
        _tell(answers, (job, child))
        with os.fdopen(read, "rb") as heard:
            content = heard.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        value, error = pickle.loads(content) if content else (None, "")  # noqa: S301
        _tell(answers, (job, Ended(code, value, error)))


def _tell(answers: Any, what: object) -> None:
    pickle.dump(what, answers)
    answers.flush()


if __name__ == "__main__":
    # Run under its importable name, so that what it tells is of that module's classes.
    import_module("tests.faults.forks")._serve()
