"""Worker processes that read hostile pages: every item runs under a limit of time and memory.

A page that hangs a parser, or eats all memory, costs one worker and one item: the worker is killed, the item
fails with a reason, a fresh worker goes on with the rest. Workers are started as ``python -m
pipelines.workers FD`` and talk over a socket pair; they end when their parent does, whatever ends it.
"""

import logging
import os
import resource
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from spiders import runlog
from spiders.environment import bare_environment
from spiders.limiting import limit

logger = logging.getLogger(__name__)

Item = TypeVar("Item")
Value = TypeVar("Value")

#: The folder that holds the packages: where ``python -m`` finds the same code as this process runs.
CODE_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Done(Generic[Value]):
    """What the function returned for an item."""

    value: Value


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an item has no value: ``reason`` is ``timeout``, ``crash`` or ``error``."""

    reason: str
    detail: str


class Pool:
    """Up to ``size`` workers, started when first needed. Use as a context manager.

    ``seconds`` is the time one item may take, ``memory`` the bytes of address space of a worker.
    """

    def __init__(self, size: int = 2, seconds: float = 30.0, memory: int = 4 << 30) -> None:
        self._size = size
        self._seconds = seconds
        self._memory = memory
        self._workers: list[_Worker] = []

    @property
    def size(self) -> int:
        """How many items are worked on at once."""
        return self._size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def map(
        self,
        function: Callable[[Item], Value],
        items: Sequence[Item],
        on_done: Callable[[int], None] = lambda _done: None,
    ) -> list[Done[Value] | Failed]:
        """Return the outcome of ``function`` for each of ``items``, in their order.

        ``function`` is pickled (a module's function, or a ``partial`` of one). ``on_done`` hears how many
        items are done.
        """
        outcomes: dict[int, Done[Value] | Failed] = {}
        waiting = deque(enumerate(items))
        while len(outcomes) < len(items):
            self._hand_out(function, waiting)
            for index, outcome in self._collect():
                outcomes[index] = outcome
                on_done(len(outcomes))
        return [outcomes[index] for index in range(len(items))]

    def _hand_out(self, function: Callable[[Item], Value], waiting: deque[tuple[int, Item]]) -> None:
        """Give every free worker an item, starting workers up to the size of the pool."""
        while waiting:
            worker = next((one for one in self._workers if not one.busy), None)
            if worker is None and len(self._workers) < self._size:
                worker = _Worker(self._memory)
                self._workers.append(worker)
            if worker is None:
                return
            index, item = waiting.popleft()
            worker.give(function, index, item, self._seconds)

    def _collect(self) -> list[tuple[int, Any]]:
        """Wait for a worker to answer, to die or to run out of time; return the outcomes."""
        busy = [worker for worker in self._workers if worker.busy]
        nearest = min(worker.deadline for worker in busy)
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, nearest - time.monotonic()))
        found: list[tuple[int, Any]] = []
        for worker in busy:
            if worker.pipe in ready:
                found.append(worker.answer())
            elif time.monotonic() >= worker.deadline:
                found.append(worker.give_up(Failed("timeout", f"took longer than {self._seconds:g} s")))
            if worker.dead:
                self._workers.remove(worker)
        return found


class _Worker:
    """One child process and the item it is at work on."""

    def __init__(self, memory: int) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "pipelines.workers", str(theirs.fileno()), str(memory)]
            # A session of its own keeps a Ctrl-C of the terminal from the worker: its parent ends it.
            self._process = subprocess.Popen(
                command,
                cwd=CODE_ROOT,
                env=bare_environment() | runlog.variable(),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self.pipe: Connection[Any, Any] = Connection(ours.detach())
        self.busy = False
        self.index = 0
        self.deadline = 0.0
        self.dead = False
        self._function: Callable[..., Any] | None = None
        self._fresh = True

    def give(self, function: Callable[..., Any], index: int, item: object, seconds: float) -> None:
        """Send an item, and before it the function when it is another one than the last."""
        self.busy, self.index = True, index
        # A new worker imports the readers first, which takes seconds on a busy machine.
        self.deadline = time.monotonic() + seconds + (30.0 if self._fresh else 0.0)
        self._fresh = False
        with suppress(
            BrokenPipeError, ConnectionResetError
        ):  # it died since the last item: its answer says so
            told = function if function is not self._function else None
            self.pipe.send((told, item, runlog.current_stage()))
        self._function = function

    def answer(self) -> tuple[int, Any]:
        """Return the index of the item and its outcome; a worker that died answers for itself."""
        try:
            outcome = self.pipe.recv()
        except (EOFError, OSError):  # it died before its answer, or in the middle of it
            return self.give_up(Failed("crash", f"the worker process died ({self._ending()})"))
        self.busy = False
        return self.index, outcome

    def give_up(self, failure: Failed) -> tuple[int, Any]:
        """Kill the worker and return ``failure`` for its item."""
        self.kill()
        return self.index, failure

    def kill(self) -> None:
        """End the worker at once: it holds nothing that could be lost."""
        self.dead = True
        self._process.kill()
        self._process.wait()
        self.pipe.close()

    def _ending(self) -> str:
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"


def serve(descriptor: int, memory: int) -> None:
    """Answer items on the socket ``descriptor`` until the parent hangs up."""
    runlog.join()
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_CORE, 0)
    pipe: Connection[Any, Any] = Connection(descriptor)
    function: Callable[[Any], Any] = _described_nothing
    with pipe, suppress(EOFError, ConnectionResetError, BrokenPipeError):
        while True:
            named, item, stage = pipe.recv()
            function = named or function
            with runlog.stage(stage):
                pipe.send(_outcome(function, item))


def _described_nothing(item: object) -> None:
    raise LookupError(f"no function was sent for {item!r}")


def _outcome(function: Callable[[Any], Any], item: object) -> Done[Any] | Failed:
    try:
        return Done(function(item))
    except Exception as error:  # the process boundary: a bug must fail one item, not the run
        about = {name: getattr(item, name, None) for name in ("portal", "url", "title")}
        logger.exception("an item could not be worked on", extra=about)
        return Failed("error", _describe(error))


def _describe(error: BaseException) -> str:
    """Name the error and the line of code that raised it."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return f"{type(error).__name__}: {error}{place}"[:500]


if __name__ == "__main__":
    # Run under its importable name, so that outcomes are pickled as this module's classes.
    from pipelines.workers import serve as serve_items

    os.nice(5)
    serve_items(int(sys.argv[1]), int(sys.argv[2]))
