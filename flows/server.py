"""Prefect's server on this machine, tied to the life of the process that started it.

``gat schedule`` has the whole one, with its page; a run of its own (``gat run``) one without page and
schedules: ``flows.own_server``. The process loads Prefect first, which takes seconds, and touches nothing
until it is told to serve: it can be started before it is sure that it is needed. It ends when it is not told,
and looks every second whether the process that started it is still there: one that is killed says no word.
Run as ``python -m flows.server PARENT FD``, with a listening socket as FD.
"""

import gc
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress

from flows.errors import ServerLostError
from flows.listening import listen
from flows.same_machine import LOOPBACK, SameMachine
from flows.settings.secrets import PREFECT_SECRETS
from pipelines.workers import CODE_ROOT
from spiders.runlog import child_environment

_LOOK = 1.0
#: Seconds the server has to end in good order when its parent is gone, and when it is asked to.
_GRACE = 5.0
#: Seconds the server may take to start: 3 here, on a busy machine much longer.
_START = 120.0
_POLL = 0.02
#: So many times within so many seconds a server that ended is started again.
_RESTARTS, _AGAIN_AND_AGAIN = 3, 3600.0


class Server:
    """Prefect's server as a child of this process, at ``host`` and ``port`` (0: any that is free).

    Use as a context manager; it serves from ``start`` on. ``environment`` counts for it where nothing is set.
    ``flows.prefect_env.configure`` must have run before.
    """

    def __init__(self, host: str, port: int, environment: Mapping[str, str] | None = None) -> None:
        self._place = (host, port)
        self._environment = environment or {}
        self._process: subprocess.Popen[bytes] | None = None
        self._restarts: list[float] = []

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            if self._process.stdin is not None:
                self._process.stdin.close()

    @property
    def url(self) -> str:
        """Where the server is, once it is loaded."""
        host, port = self._place
        return f"http://{host}:{port}"

    def load(self) -> None:
        """Start the process, which loads Prefect and waits.

        Raises ``ServerLostError`` when its port is taken: systemd tries again later.
        """
        # It is handed the socket: no other program can take the port meanwhile, and who asks waits for it.
        with listen(*self._place) as listening:
            host, port = self._place = (self._place[0], listening.getsockname()[1])
            address = {"PREFECT_SERVER_API_HOST": host, "PREFECT_SERVER_API_PORT": str(port)}
            # A session of its own: a Ctrl-C is for us, and we end the server when the runs have been told to.
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.server", str(os.getpid()), str(listening.fileno())],
                cwd=CODE_ROOT,
                env={**self._environment, **child_environment(), **_passwords(), **address},
                stdin=subprocess.PIPE,
                pass_fds=(listening.fileno(),),
                start_new_session=True,
            )

    def serve(self) -> None:
        """Let the process serve once it has loaded. Raises what ``load`` raises."""
        if self._process is None:
            self.load()
        # One that has ended meanwhile is found out when it is waited for.
        with suppress(BrokenPipeError):
            self._say(b"serve\n")

    def start(self) -> None:
        """Serve, and wait until the server answers.

        Raises ``ServerLostError`` when its port is taken or it does not start.
        """
        self.serve()
        patience = time.monotonic() + _START
        while not self._answers():
            if self.is_gone() or time.monotonic() > patience:
                message = f"Prefect's server does not start on {self.url}; what it says stands above"
                raise ServerLostError(message)
            time.sleep(_POLL)

    def keep(self) -> None:
        """Start a server that has ended again. Raises ``ServerLostError`` when it ends again and again."""
        if not self.is_gone():
            return
        now = time.monotonic()
        self._restarts = [one for one in self._restarts if now - one < _AGAIN_AND_AGAIN]
        if len(self._restarts) >= _RESTARTS:
            raise ServerLostError(
                f"Prefect's server on {self.url} ended {_RESTARTS + 1} times within the hour"
            )
        self._restarts.append(now)
        sys.stderr.write("note: Prefect's server ended, it is started again\n")
        self._process = None
        self.start()

    def is_gone(self) -> bool:
        """Say whether the server has ended."""
        return self._process is None or self._process.poll() is not None

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/api/health", timeout=_START) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _say(self, word: bytes) -> None:
        """Say a word to the process, if it still listens; nothing can be said after it."""
        pipe = self._process.stdin if self._process else None
        if pipe is not None and not pipe.closed:
            with pipe:
                pipe.write(word)


def _passwords() -> dict[str, str]:
    """Return Prefect's own variables of passwords, which no other child is told."""
    return {name: os.environ[name] for name in PREFECT_SECRETS if name in os.environ}


def serve(parent: int, descriptor: int) -> None:
    """Load Prefect and, when told so on standard input, serve its API on a socket that listens already.

    Until a signal comes or ``parent`` is gone. On loopback it answers no page of another site.
    """
    # Loading makes a million objects that stay: looking for garbage among them takes half a second.
    gc.disable()
    import uvicorn  # noqa: PLC0415 - only the server process needs these
    from prefect.server.api.server import create_app  # noqa: PLC0415

    with socket.socket(fileno=descriptor) as listening:
        app = create_app()
        own = SameMachine(app) if listening.getsockname()[0] in LOOPBACK else app
        server = uvicorn.Server(uvicorn.Config(own, log_level="error", lifespan="on"))
        gc.freeze()
        gc.enable()
        if not sys.stdin.readline():
            return
        end_with(parent, _GRACE)
        server.run(sockets=[listening])
    if not server.started:
        sys.exit(1)


def end_with(parent: int, grace: float) -> None:
    """End this process when ``parent`` is not its parent any more: by SIGTERM, after ``grace`` s for certain.

    Returns at once; a thread looks every second.
    """
    threading.Thread(target=_outlive, args=(parent, grace), daemon=True).start()


def _outlive(parent: int, grace: float) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os._exit(1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
