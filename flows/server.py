"""Prefect's server for one run, tied to the life of that run.

Prefect stops its embedded server when the interpreter ends. One that is killed ends without a word, and the
server would stay for ever, with its port and its files in the data folder: so the server looks every second
whether the process that started it is still there. Run as ``python -m flows.server PARENT PORT``.
"""

import os
import signal
import subprocess
import sys
import threading
import time

from pipelines.workers import CODE_ROOT
from spiders.runlog import child_environment

_LOOK = 1.0
#: Seconds the server has to end in good order when its parent is gone.
_GRACE = 5.0


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
            command = [sys.executable, "-m", "flows.server", str(os.getpid()), str(self.port)]
            return subprocess.Popen(command, cwd=CODE_ROOT, env=child_environment() | ours | settings)

    if not PREFECT_API_URL.value():
        TiedServer().start()


def serve(parent: int, port: int) -> None:
    """Serve Prefect's API on loopback until a signal comes or ``parent`` is gone."""
    import uvicorn  # noqa: PLC0415 - only the server process needs it

    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="error",
        lifespan="on",
    )


def _end_with(parent: int) -> None:
    """Wait until ``parent`` is no longer the parent of this process, then end it."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
