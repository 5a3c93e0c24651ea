"""One child process of a stage: its pipe, its time limit, and its certain end."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pipelines.workers import CODE_ROOT

#: A line longer than this is no progress event; it is thrown away rather than kept in memory.
_MAX_LINE = 1 << 20
_READ = 1 << 16
_TAIL = 4096


class Child:
    """A child in a session (and process group) of its own, so that ending it ends what it started too.

    ``timeout`` seconds after its start it gets SIGTERM, ``grace`` seconds later its group gets SIGKILL. Its
    standard error goes to the file ``log``. ``environment`` is all it is told of ours.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        timeout: float,
        grace: float,
    ) -> None:
        self.name = name
        self.started_at = datetime.now(UTC)
        self.timed_out = False
        self._log = log
        self._timeout = timeout
        self._grace = grace
        self._deadline = time.monotonic() + timeout
        self._kill_at: float | None = None
        self._rest = b""
        self._process = self._start(command, environment)
        self.stdout = self._process.stdout or _no_pipe(name)
        os.set_blocking(self.stdout.fileno(), False)

    def _start(self, command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=CODE_ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )

    def read_lines(self) -> list[bytes] | None:
        """Return the whole lines that are there, or None when the child has closed its output."""
        try:
            block = os.read(self.stdout.fileno(), _READ)
        except BlockingIOError:
            return []
        if not block:
            return None
        *lines, rest = (self._rest + block).split(b"\n")
        self._rest = rest if len(rest) < _MAX_LINE else b""
        return lines

    def ended(self) -> bool:
        """Say whether the child is gone, pushing it when its time is over."""
        if self._process.poll() is not None:
            return True
        now = time.monotonic()
        if self._kill_at is None and now >= self._deadline:
            self.timed_out = True
            self.ask_to_stop()
        elif self._kill_at is not None and now >= self._kill_at:
            self.kill_group()
        return False

    def ask_to_stop(self) -> None:
        """Send SIGTERM, and remember when patience ends."""
        self._kill_at = time.monotonic() + self._grace
        self._process.terminate()

    def kill_group(self) -> None:
        """Kill whatever is left of the child's process group."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self, wait: float = 0.0) -> None:
        """Wait up to ``wait`` seconds for the child, kill what is left of its group, close its pipe."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(wait)
        self.kill_group()
        self._process.wait()
        self.stdout.close()
        with suppress(FileNotFoundError):
            if not self._log.stat().st_size:
                self._log.unlink()

    @staticmethod
    def end_all(children: Sequence["Child"], grace: float) -> None:
        """Ask all ``children`` to stop, and kill those that have not done so after ``grace`` seconds."""
        for child in children:
            child.ask_to_stop()
        patience = time.monotonic() + grace
        for child in children:
            child.close(wait=max(0.0, patience - time.monotonic()))

    def ended_at(self) -> datetime:
        """Return when the child was seen to be gone."""
        return max(datetime.now(UTC), self.started_at)

    def exit_code(self) -> int:
        """Return the code the child ended with; 0 while it runs and when a signal ended it."""
        return max(self._process.poll() or 0, 0)

    def ending(self) -> str:
        """Say in one phrase how the child ended, with the last line it wrote to its log."""
        code = self._process.poll()
        if self.timed_out:
            how = f"stopped after its time limit of {self._timeout:g} s"
        elif code is not None and code < 0:
            how = f"killed by signal {-code}"
        else:
            how = f"ended with exit code {code} and left no result"
        last = self._last_words()
        return f"{how}: {last}" if last else how

    def _last_words(self) -> str:
        """Return the last line of the log, cut to a length fit for a table."""
        with suppress(OSError):
            tail = self._log.read_bytes()[-_TAIL:].decode("utf-8", "replace")
            lines = [line.strip() for line in tail.splitlines() if line.strip()]
            return lines[-1][:300] if lines else ""
        return ""


def _no_pipe(name: str) -> IO[bytes]:
    raise OSError(f"the crawl of {name} has no output pipe")
