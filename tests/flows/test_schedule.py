"""Nights that run by themselves: ``gat schedule``, a worker on prefect.yaml, and the states they end in."""

import asyncio
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import pytest
import yaml  # type: ignore[import-untyped]

from flows.errors import SettingsInvalidError
from flows.prefect_env import configure
from flows.settings import Schedule
from pipelines.lock import SCHEDULE_LOCK, run_lock
from pipelines.summary import PortalSummary, RunSummary
from pipelines.workers import CODE_ROOT
from tests.flows.command import refusal
from tests.flows.receivers import Hook, hook
from tests.flows.test_nightly import PATIENCE, processes_about, replicas
from tests.portals.server import running
from warehouse.checks import Check, CheckResult

#: What a person reads in flows/README.md, to run on a Prefect server of their own.
WORKER = "prefect worker start --pool gat --type process --limit 1"
DEPLOY = "prefect --no-prompt deploy --all"
UNUSED = ("CANCELLATION_CLEANUP", "EVENT_PERSISTER", "FOREMAN", "TASK_RUN_RECORDER", "TRIGGERS")
#: Seconds between two questions to the server: each costs it as much processor time as it does us.
_POLL = 0.5
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(slots=True)
class Served:
    """A running ``gat schedule``: its process, what it printed, and a client of its server."""

    process: subprocess.Popen[str]
    shown: list[str]
    client: httpx.Client
    data: Path
    environment: dict[str, str]
    hook: Hook

    def letter(self) -> Any:
        """Return the last notification."""
        return json.loads(self.hook.hits[-1][2])

    def ask(self, method: str, path: str, body: object = None) -> Any:
        for _ in range(5):
            answer = self.client.request(method, f"/api{path}", json=body)
            # On a machine with too much to do SQLite is locked for longer than the server waits.
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(_POLL)
        answer.raise_for_status()
        return answer.json()

    def run(self, deployment: str, **parameters: object) -> dict[str, Any]:
        """Start a run through the server's API, wait until it has ended, and return it."""
        found = self.ask("GET", f"/deployments/name/{deployment}")
        made = self.ask("POST", f"/deployments/{found['id']}/create_flow_run", {"parameters": parameters})
        patience = time.monotonic() + 3 * PATIENCE
        while made["state"]["type"] not in ENDED:
            assert time.monotonic() < patience, made["state"]
            time.sleep(_POLL)
            made = self.ask("GET", f"/flow_runs/{made['id']}")
        return dict(made)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path) -> Iterator[Served]:
    """Run ``gat schedule`` on replicas of the portals; one server for all tests of this module."""
    data = tmp_path_factory.mktemp("served")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GAT_", "PREFECT_"))}
    with running() as site, hook(Hook()) as told, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {
            **clean,
            **replicas(site, GAT_DELAY="0", GAT_DATA=str(data), GAT_SCHEDULE_PORT=str(port), GAT_WORKERS="1"),
            "GAT_NOTIFY_WEBHOOK_URL": told.url,
            "GAT_NOTIFY_ON": "always",
            "PREFECT_HOME": str(prefect_home),
            # Runner and worker ask every 10 s what is due.
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            # Of what a server does beside, nothing is looked at here.
            **{f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in UNUSED},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        with started([sys.executable, "-m", "flows.cli", "schedule"], environment) as process:
            assert process.stdout is not None
            shown = []
            for line in process.stdout:
                shown.append(line)
                if line.startswith("Serving"):
                    break
            assert shown[-1].startswith("Serving"), shown
            url = f"http://127.0.0.1:{port}"
            with httpx.Client(base_url=url, timeout=30, trust_env=False, follow_redirects=True) as client:
                yield Served(process, shown, client, data, environment, told)


@contextmanager
def started(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        cwd=CODE_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            # A worker whose server has gone waits for it; it holds nothing that could be lost.
            process.kill()


@pytest.mark.timeout(240)
def test_the_schedule_says_what_runs_when_and_its_page_asks_what_a_person_can_answer(served: Served) -> None:
    assert served.shown[0] == "Next runs (Asia/Ho_Chi_Minh):\n"
    nights = served.shown[1].split(maxsplit=1)
    assert nights[0] == "nightly"
    assert nights[1].count(" 01:30") == 3
    url = str(served.client.base_url).rstrip("/")
    assert served.shown[-1] == f"Serving; the page is {url}\n"
    page = served.client.get("/")
    assert (page.status_code, "<title>Prefect" in page.text) == (200, True)
    nightly, recheck, again = (
        served.ask("GET", f"/deployments/name/{name}")
        for name in ("nightly/nightly", "nightly/recheck", "reextract/reextract")
    )
    times = [(one["schedules"][0]["schedule"], one["paused"]) for one in (nightly, recheck, again)]
    assert {when["timezone"] for when, _ in times} == {"Asia/Ho_Chi_Minh"}
    assert [when["cron"] for when, _ in times] == ["30 1 * * *", "30 3 * * 0", "30 4 1 * *"]
    assert recheck["parameters"] == {"recheck_days": 3650}
    asked = nightly["parameter_openapi_schema"]["properties"]
    assert {"binhdinh", "sonla", "vinhlong"} <= set(asked["portals"]["items"]["enum"])
    assert all(one["description"].endswith(".") or ")" in one["description"] for one in asked.values())


def test_a_run_that_meets_a_held_lock_names_the_holder_and_is_tried_again(served: Served) -> None:
    with run_lock(served.data, "gat backup"):
        met = served.run("nightly/nightly", portals=["vinhlong"])
    assert (met["state"]["type"], met["state"]["name"]) == ("FAILED", "Failed")
    said = met["state"]["message"]
    assert said.startswith(f"another run is at work in {served.data}: process {os.getpid()} on ")
    assert "(gat backup, since " in said
    assert said.endswith("; it is tried again in 15 minutes")
    [again] = served.ask("POST", "/flow_runs/filter", {"flow_runs": {"tags": {"all_": ["again-1"]}}})
    assert again["parameters"]["portals"] == ["vinhlong"]
    assert again["state"]["type"] == "SCHEDULED"
    assert (served.letter()["report"]["status"], served.letter()["report"]["exit_code"]) == ("not_begun", 6)


@pytest.mark.timeout(240)
def test_a_worker_runs_what_prefect_yaml_says_and_its_report_is_an_artifact(served: Served) -> None:
    readme = (CODE_ROOT / "flows" / "README.md").read_text("utf-8")
    assert f"\n{WORKER} " in readme
    assert f"\n{DEPLOY} " in readme
    environment = served.environment | {
        "PREFECT_API_URL": str(served.client.base_url.join("/api")),
        "DO_NOT_TRACK": "1",
    }
    # The runner pauses, so that the worker alone can take the run; the server is a process of its own.
    served.process.send_signal(signal.SIGSTOP)
    try:
        with started(WORKER.split(), environment) as worker:
            wait_for(
                lambda: any(one["name"] == "gat" for one in served.ask("POST", "/work_pools/filter", {}))
            )
            done = subprocess.run(
                DEPLOY.split(), cwd=CODE_ROOT, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            night = served.run("nightly/nightly", portals=["vinhlong"], limit=1)
            assert night["work_pool_name"] == "gat", night
            worker.kill()
    finally:
        served.process.send_signal(signal.SIGCONT)
    assert (night["state"]["type"], night["state"]["name"]) == ("COMPLETED", "Completed"), night["state"]
    run_id = night["state"]["message"].split()[1].rstrip(":")
    report = served.ask("GET", "/artifacts/morning-report/latest")
    assert report["flow_run_id"] == night["id"]
    assert run_id in report["data"]
    assert (served.letter()["report"]["run_id"], served.letter()["report"]["status"]) == (run_id, "ok")
    assert (served.data / "published" / "current.duckdb").exists()


@pytest.mark.timeout(240)
def test_sigterm_ends_the_schedule_with_all_it_started(served: Served) -> None:
    served.process.send_signal(signal.SIGTERM)
    said, _ = served.process.communicate(timeout=PATIENCE)
    assert served.process.returncode == 13, said
    told, last = said.splitlines()[0], said.splitlines()[-1]
    assert told.startswith("nightly: Failed: another run is at work in ")
    assert last == "error: terminated; what was fetched is kept, the next run goes on from there"
    # The worker was killed, and what it had started ends by itself.
    wait_for(lambda: not processes_about(served.data))


def wait_for(there: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < patience
        time.sleep(_POLL)


def test_one_schedule_serves_a_data_folder(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    with run_lock(data, "gat schedule", SCHEDULE_LOCK):
        code, said = refusal(capsys, "schedule")
    assert code == 6
    assert f"process {os.getpid()} on " in said


def test_a_taken_port_is_told_before_anything_starts(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, prefect: None
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("GAT_SCHEDULE_PORT", str(taken.getsockname()[1]))
        code, said = refusal(capsys, "schedule")
    # No code that the unit of systemd takes for final.
    assert code == 1
    assert (
        f"port {os.environ['GAT_SCHEDULE_PORT']} of 127.0.0.1 cannot be had (Address already in use)" in said
    )


@pytest.fixture
def prefect(data: Path) -> Iterator[None]:
    """Import Prefect at home in the test's data folder, and leave no trace of it in the environment."""
    before = dict(os.environ)
    configure(data)
    yield
    os.environ.clear()
    os.environ.update(before)


def summary(*statuses: str, violated: bool = False, crawl_exit_code: int = 0) -> RunSummary:
    now = datetime.now(UTC)
    portals = tuple(
        PortalSummary(portal=f"p{i}", status=one, reason="it rained", crawl_exit_code=crawl_exit_code)  # type: ignore[arg-type]
        for i, one in enumerate(statuses)
    )
    lost = Check("no_article_lost", "an article is gone", "violation", "")
    checks = (CheckResult(lost, 3, ("id",), ((1,),)),) if violated else ()
    return RunSummary(
        run_id="20261122T013000Z-5f2a",
        started_at=now,
        finished_at=now,
        portals=portals,
        checks=checks,
        snapshot=None,
        rows_changed=7,
    )


def test_the_state_of_a_night_tells_how_it_went(prefect: None) -> None:
    from flows.ending import state_of  # noqa: PLC0415

    told = "run 20261122T013000Z-5f2a: "
    well, partial, nothing = (state_of(summary(*one)) for one in (["ok"], ["ok", "failed"], ["failed"]))
    assert (well.type.value, well.name, well.message) == (
        "COMPLETED",
        "Completed",
        f"{told}7 rows changed, nothing to publish",
    )
    assert (partial.type.value, partial.name) == ("COMPLETED", "Partial")
    assert partial.message == f"{told}p1 failed: it rained"
    assert (nothing.type.value, nothing.message) == ("FAILED", f"{told}p0 failed: it rained")
    refused = state_of(summary("ok", violated=True))
    assert refused.type.value == "FAILED"
    assert "refused by check" in str(refused.message)


@pytest.fixture
def unbound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a flow's ending leave this process as it is."""
    monkeypatch.setattr("flows.ending.end_with", lambda *_: None)
    monkeypatch.setattr("flows.ending.atexit", SimpleNamespace(register=lambda _: None))


def test_a_mistake_in_the_settings_is_told_by_the_run_that_meets_it(
    prefect: None, unbound: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows import nightly  # noqa: PLC0415
    from flows.ending import on_schedule  # noqa: PLC0415

    monkeypatch.setenv("GAT_PARALLEL", "many")
    # Prefect imports the flow before it can tell anything.
    runpy.run_path(nightly.__file__)
    state = asyncio.run(on_schedule(never, never))
    assert (state.type.value, state.name) == ("FAILED", "Failed")
    assert str(state.message).startswith("GAT_PARALLEL='many' is not valid")
    assert capsys.readouterr().err == f"None: Failed: {state.message}\n"


def test_a_bug_in_a_night_is_told_in_a_line_and_raised(
    data: Path, prefect: None, unbound: None, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.ending import on_schedule  # noqa: PLC0415

    with pytest.raises(ZeroDivisionError):
        asyncio.run(on_schedule(never, never))
    said = capsys.readouterr().err
    assert said == (
        "None: Failed: an unexpected failure: ZeroDivisionError('division by zero'); its trace is on "
        "Prefect's page\n"
    )


def never(*_: object) -> Any:
    return 1 / 0


def test_what_a_crash_left_is_told_and_of_missed_runs_one_is_made_up_for(prefect: None) -> None:
    from prefect.client.schemas.objects import StateType  # noqa: PLC0415

    from flows.leftover import call_off, tell_crashed  # noqa: PLC0415

    ours, hour = uuid4(), timedelta(hours=1)
    now = datetime.now(UTC)

    def run(hours: int, **parameters: object) -> SimpleNamespace:
        due = now + hours * hour
        return SimpleNamespace(
            id=hours, deployment_id=ours, expected_start_time=due, parameters={"limit": None, **parameters}
        )

    async def read(limit: int, offset: int, sort: str, **filters: Any) -> list[SimpleNamespace]:
        asked = filters["flow_run_filter"]
        assert sort == "EXPECTED_START_TIME_ASC"
        if StateType.SCHEDULED not in asked.state.type.any_:
            return [run(-74)][offset:]
        by_hand = [run(-49, portals=["sonla"]), run(-48, portals=["binhdinh"])]
        # More than a server tells at once.
        old = [run(-hours, portals=["vinhlong"]) for hours in range(500, 100, -1)]
        due = [*old, run(-50), *by_hand, run(-26, portals=[]), run(-2), run(22)]
        return [one for one in due if one.expected_start_time < asked.expected_start_time.before_][
            offset : offset + limit
        ]

    async def tell(number: int, state: Any, **_options: bool) -> None:
        told[number] = f"{state.name}: {state.message}"

    told: dict[int, str] = {}
    client: Any = SimpleNamespace(read_flow_runs=read, set_flow_run_state=tell)
    asyncio.run(tell_crashed(client, [ours]))
    asyncio.run(call_off(client, [ours]))
    assert {number: said.partition(":")[0] for number, said in told.items()} == {
        **dict.fromkeys(range(-500, -101), "Cancelled"),
        -74: "Crashed",
        -50: "Cancelled",
        -26: "Cancelled",
    }
    assert "a later run goes on" in told[-74]


def test_the_password_of_a_server_is_not_printed(
    prefect: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.cli.scheduling import _serve  # noqa: PLC0415

    async def serve(_served: object, _zone: str, ready: Callable[[], None], _keep: object) -> int:
        ready()
        return 15

    monkeypatch.setenv("PREFECT_API_URL", "http://op:pa55word@127.0.0.1:4200/api")
    monkeypatch.setattr("flows.schedule.serve", serve)
    assert _serve(Schedule(), None) == 15
    assert capsys.readouterr().out.splitlines()[-1] == "Serving; the page is http://***@127.0.0.1:4200"


def test_times_that_never_come_are_refused(prefect: None) -> None:
    from flows.schedule import entries, next_runs  # noqa: PLC0415

    never = entries(Schedule.model_construct(nightly="0 0 30 2 *"))[0]
    with pytest.raises(SettingsInvalidError, match=r"nightly=.0 0 30 2 .. in the section schedule never"):
        asyncio.run(next_runs(never, "Asia/Ho_Chi_Minh"))


def test_a_trace_of_prefect_is_one_line(prefect: None, capsys: pytest.CaptureFixture[str]) -> None:
    from flows.schedule import _Traces  # noqa: PLC0415

    with redirect_stdout(_Traces()):
        print("Failed the last 3 attempts.")
        print("Traceback (most recent call last):\n  File x\nhttpx.ConnectError: it is \x1b[2Jaway\n")
    assert tuple(capsys.readouterr()) == ("", "note: Prefect: httpx.ConnectError: it is [2Jaway\n")


def test_prefect_yaml_has_the_same_deployments_as_the_command(prefect: None) -> None:
    from flows.schedule import entries  # noqa: PLC0415

    written = yaml.safe_load((CODE_ROOT / "prefect.yaml").read_text("utf-8"))["deployments"]
    times = Schedule()
    assert {one["work_pool"]["name"] for one in written} == {"gat"}
    assert [
        (
            one["name"],
            one["entrypoint"],
            one["schedules"],
            one.get("parameters", {}),
            one["description"],
        )
        for one in written
    ] == [
        (
            one.name,
            f"{one.flow.fn.__module__}.{one.flow.fn.__name__}",
            [{"cron": one.cron, "timezone": times.timezone}],
            one.parameters,
            one.about,
        )
        for one in entries(times)
    ]
