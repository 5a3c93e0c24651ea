"""Prefect's server as its page asks it, ``gat schedule`` at work, and the world that its nights run in."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx

from pipelines.workers import CODE_ROOT
from tests.flows.receivers import Hook
from tests.flows.test_nightly import PATIENCE
from tests.portals.server import Running

#: Seconds between two questions to the server: each costs it as much processor time as it does us.
_POLL = 0.5
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True, slots=True)
class Api:
    """Prefect's server, as its page asks it."""

    client: httpx.Client

    def ask(self, method: str, path: str, body: object = None) -> Any:
        for _ in range(5):
            answer = self.client.request(method, f"/api{path}", json=body)
            # On a machine with too much to do SQLite is locked for longer than the server waits.
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(_POLL)
        answer.raise_for_status()
        return answer.json()

    def answers(self) -> bool:
        try:
            return self.client.get("/api/health").is_success
        except httpx.TransportError:
            return False

    def begin(self, deployment: str, **parameters: object) -> str:
        """Start a run through the server's API, and return its id."""
        found = self.ask("GET", f"/deployments/name/{deployment}")
        made = self.ask("POST", f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
        return str(made["id"])

    def ended(self, run: str) -> dict[str, Any]:
        """Wait until a run has ended, and return it; a server that is away meanwhile is waited for."""
        patience = time.monotonic() + 3 * PATIENCE
        found: dict[str, Any] = {"state": {"type": "unknown"}}
        while found["state"]["type"] not in ENDED:
            assert time.monotonic() < patience, found["state"]
            time.sleep(_POLL)
            if self.answers():
                found = self.ask("GET", f"/flow_runs/{run}")
        return found


@contextmanager
def api(port: int) -> Iterator[Api]:
    url = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=url, timeout=30, trust_env=False, follow_redirects=True) as client:
        yield Api(client)


@dataclass(frozen=True, slots=True)
class World:
    """Replicas of the portals, a web hook, a data folder, and the environment that leads to them."""

    site: Running
    hook: Hook
    data: Path
    port: int
    environment: dict[str, str]

    def letter(self) -> Any:
        """Return the report in the last notification."""
        return json.loads(self.hook.hits[-1][2])["report"]

    @contextmanager
    def slowed(self) -> Iterator[None]:
        """Let Vĩnh Long answer slowly: what is to happen in the middle of a run finds it there."""
        self.site.fault("vinhlong.test", "slow", seconds=0.4)
        try:
            yield
        finally:
            self.site.mend()

    def crawling(self, run: Callable[[], str]) -> str:
        """Start a run and wait until it fetches pages."""
        before = len(self.site.log)
        made = run()
        wait_for(lambda: len(self.site.log) > before + 3)
        return made


@contextmanager
def started(
    command: list[str], environment: dict[str, str], shown: IO[str] | int = subprocess.PIPE
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        cwd=CODE_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=shown,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            # A worker whose server has gone waits for it; it holds nothing that could be lost.
            process.kill()


def wait_for(there: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < patience
        time.sleep(_POLL / 5)


@dataclass(slots=True)
class Served:
    """A running ``gat schedule``: its process, what it printed at first, and its server."""

    process: subprocess.Popen[str]
    shown: list[str]
    server: Api


@contextmanager
def serving(world: World) -> Iterator[Served]:
    with started([sys.executable, "-m", "flows.cli", "schedule"], world.environment) as process:
        assert process.stdout is not None
        shown = []
        for line in process.stdout:
            shown.append(line)
            if line.startswith("Serving"):
                break
        assert shown[-1].startswith("Serving"), shown
        with api(world.port) as server:
            yield Served(process, shown, server)
