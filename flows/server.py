"""Prefect's server on this machine, tied to the life of the process that started it.

Prefect stops its embedded server when the interpreter ends. One that is killed ends without a word, and the
server would stay for ever, with its port and its files in the data folder: so the server looks every second
whether the process that started it is still there. Run as ``python -m flows.server PARENT HOST PORT``.

A run of its own (``gat run``) gets the embedded server, without page and schedules; ``gat schedule`` the
whole one.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from flows.errors import ServerLostError
from flows.same_machine import LOOPBACK, SameMachine
from flows.settings.secrets import PREFECT_SECRETS
from pipelines.workers import CODE_ROOT
from spiders.runlog import child_environment

_LOOK = 1.0
#: Seconds the server has to end in good order when its parent is gone, and when it is asked to.
_GRACE = 5.0
#: Seconds the server may take to start: 8 here, on a busy machine much longer.
_START = 120.0
#: So many times within so many seconds a server that ended is started again.
_RESTARTS, _AGAIN_AND_AGAIN = 3, 3600.0
_LOOPBACK = "127.0.0.1"


class Server:
    """Prefect's server with its page and its scheduler, as a child of this process.

    Use as a context manager; it starts at ``start``. ``flows.prefect_env.configure`` must have run before.
    """

    def __init__(self, host: str, port: int) -> None:
        self.url = f"http://{host}:{port}"
        self._place = (host, port)
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

    def start(self) -> None:
        """Start the server and wait until it answers.

        Raises ``ServerLostError`` when its port is taken or it does not start.
        """
        host, port = self._place
        self._require_port()
        command = [sys.executable, "-m", "flows.server", str(os.getpid()), host, str(port)]
        address = {"PREFECT_SERVER_API_HOST": host, "PREFECT_SERVER_API_PORT": str(port)}
        # A session of its own: a Ctrl-C is for us, and we end the server when the runs have been told to end.
        self._process = subprocess.Popen(
            command, cwd=CODE_ROOT, env=child_environment() | _passwords() | address, start_new_session=True
        )
        patience = time.monotonic() + _START
        while not self.answers():
            if self.is_gone() or time.monotonic() > patience:
                message = f"Prefect's server does not start on {self.url}; what it says stands above"
                raise ServerLostError(message)
            time.sleep(0.2)

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
        self.start()

    def is_gone(self) -> bool:
        """Say whether the server has ended."""
        return self._process is None or self._process.poll() is not None

    def answers(self) -> bool:
        """Say whether the server answers now."""
        try:
            with urllib.request.urlopen(f"{self.url}/api/health", timeout=5) as answer:  # noqa: S310 - our own
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _require_port(self) -> None:
        host, port = self._place
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(self._place)
            except OSError as error:
                message = (
                    f"port {port} of {host} cannot be had ({error.strerror}): end what listens there, "
                    "or set another (port in the section schedule)"
                )
                raise ServerLostError(message) from error


def _passwords() -> dict[str, str]:
    """Return Prefect's own variables of passwords, which no other child is told."""
    return {name: os.environ[name] for name in PREFECT_SECRETS if name in os.environ}


def start_server() -> None:
    """Start Prefect's embedded server in place of the one a flow would start, unless a server is set.

    ``flows.prefect_env.configure`` must have run before.
    """
    # Prefect reads its environment when it is imported, and the server itself has no use for these.
    from prefect.server.api.server import SubprocessASGIServer  # noqa: PLC0415
    from prefect.settings import PREFECT_API_URL, get_current_settings  # noqa: PLC0415

    class TiedServer(SubprocessASGIServer):
        """Prefect's own server of this process (it keeps one for all), started through this module."""

        def _run_uvicorn_command(self) -> subprocess.Popen[bytes]:
            ours = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
            settings = get_current_settings().to_environment_variables(exclude_unset=True)
            command = [sys.executable, "-m", "flows.server", str(os.getpid()), _LOOPBACK, str(self.port)]
            return subprocess.Popen(command, cwd=CODE_ROOT, env=child_environment() | ours | settings)

    if not PREFECT_API_URL.value():
        TiedServer().start()


def serve(parent: int, host: str, port: int) -> None:
    """Serve Prefect's API on ``host`` until a signal comes or ``parent`` is gone.

    On loopback it answers no page of another site.
    """
    import uvicorn  # noqa: PLC0415 - only the server process needs these
    from prefect.server.api.server import create_app  # noqa: PLC0415

    end_with(parent, _GRACE)
    app = create_app()
    uvicorn.run(
        SameMachine(app) if host in LOOPBACK else app, host=host, port=port, log_level="error", lifespan="on"
    )


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
    serve(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
