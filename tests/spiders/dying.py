"""Crawls that are killed at a counted moment of their work.

A moment is a call, a return or a call into C of the code that keeps what was fetched: archive, ledger, walks.
A process forks one crawl for every line it is given, so that what crawls import is loaded once.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

_ROOT = Path(__file__).parents[2]
_KEEPING = (
    "archive", "attachments", "fetching", "filebook", "frontier", "keeper", "ledger", "listing", "outcome",
    "hostwatch", "sample", "spider", "tally", "walk",
)  # fmt: skip


class Nursery:
    """The process that forks crawls."""

    def __init__(self, child: "subprocess.Popen[str]") -> None:
        self._child = child

    def crawl(self, arguments: Sequence[str], moment: int | None = None) -> tuple[int, int]:
        """Run a crawl to its end, or kill it with signal 9 at the ``moment``.

        Return its exit code, negative for a signal, and how many moments it had.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps({"arguments": list(arguments), "moment": moment}) + "\n")
        self._child.stdin.flush()
        code, moments = json.loads(self._child.stdout.readline())
        return code, moments


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start the process, and end it."""
    command = [sys.executable, "-m", "tests.spiders.dying"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=_ROOT) as child:
        yield Nursery(child)
        child.communicate()


def _counter(moment: int | None, last: list[int]) -> Callable[[FrameType, str, object], None]:
    """Return a profiler that counts moments, and kills its own process at one of them."""
    from spiders import archive  # noqa: PLC0415 - loaded by then

    folder = Path(archive.__file__).parent
    files = {str(folder / f"{name}.py") for name in _KEEPING}
    crawl = os.getpid()

    def count(frame: FrameType, _event: str, _what: object) -> None:
        # What the crawl forks counts for nothing.
        if frame.f_code.co_filename in files and os.getpid() == crawl:
            last[0] += 1
            if last[0] == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    return count


def _crawl(arguments: list[str], moment: int | None, told: int) -> NoReturn:
    """Crawl in this process and leave it."""
    from spiders.run import main  # noqa: PLC0415 - loaded by then

    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    count = [0]
    sys.setprofile(_counter(moment, count))
    code = main(arguments)
    sys.setprofile(None)
    os.write(told, str(count[0]).encode())
    os._exit(code)


def _serve() -> None:
    """Fork a crawl for every line of the standard input."""
    import spiders.run  # noqa: F401, PLC0415 - loaded once for all
    import tests.scrapy_parts  # noqa: F401, PLC0415

    for line in sys.stdin:
        asked = json.loads(line)
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _crawl(asked["arguments"], asked["moment"], write)
        os.close(write)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        with os.fdopen(read) as told:
            sys.stdout.write(json.dumps([code, int(told.read() or 0)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
