"""A rehearsal of the nightly flow: the real portals' files against copies of the portals on this machine."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flows.errors import UsageRefusedError
from flows.settings import read_settings
from pipelines.workers import CODE_ROOT

#: Seconds the replica server may take to start.
_START = 60.0
_STOP = 10.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a rehearsal takes place: its data folder, and the portals that have a replica."""

    folder: Path
    portals: tuple[str, ...]


@contextmanager
def rehearsal(data: Path | None = None) -> Iterator[Stage]:
    """Start the replica portals and set the environment so that everything here crawls them.

    The data folder is ``data``, or ``demo`` in the operator's own data folder.
    Raises ``UsageRefusedError`` when the checkout's replicas are not there or do not start.
    """
    folder = data or read_settings().data / "demo"
    with _replicas() as (port, replicated):
        settings = {
            "GAT_DATA": str(folder),
            "GAT_PROXY": f"http://127.0.0.1:{port}",
            "GAT_REHOST": ".gov.vn=.test",
            "GAT_DELAY": "0",
            # Nothing leaves the machine, whatever the settings file says.
            "GAT_NOTIFY_ON": "never",
        }
        with _environment(settings):
            yield Stage(folder, replicated)


@contextmanager
def _replicas() -> Iterator[tuple[int, tuple[str, ...]]]:
    """Run ``python -m tests.portals`` and yield its port and its portals.

    It stops with its standard input, at the latest.
    """
    code = CODE_ROOT / "tests" / "portals"
    if not (code / "__main__.py").is_file():
        message = (
            f"the demo needs the replica portals of a checkout: {code} is not there; "
            "clone the repository and run make demo in it"
        )
        raise UsageRefusedError(message)
    command = [sys.executable, "-m", "tests.portals", "--port", "0", "--with-parent"]
    # A session of its own: a Ctrl-C goes to us, and we stop the server when the crawl has ended.
    with subprocess.Popen(
        command, cwd=CODE_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as server:
        try:
            yield _ready(server)
        finally:
            _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Close the server's input, which stops it; kill it when it does not listen."""
    if server.stdin is not None:
        server.stdin.close()
    try:
        server.wait(_STOP)
    except subprocess.TimeoutExpired:
        server.kill()


def _ready(server: subprocess.Popen[bytes]) -> tuple[int, tuple[str, ...]]:
    """Wait for the line in which the server tells its port and its portals."""
    output = server.stdout
    ready = output is not None and select.select([output], [], [], _START)[0]
    line = output.readline() if output is not None and ready else b""
    try:
        told = json.loads(line)
        return int(told["port"]), tuple(map(str, told["portals"]))
    except (ValueError, KeyError, TypeError) as error:
        message = f"the replica portals did not start; try: {sys.executable} -m tests.portals in {CODE_ROOT}"
        raise UsageRefusedError(message) from error


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Set environment variables for a while. Child processes and Prefect's flow read them, too."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
