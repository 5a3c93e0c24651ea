"""Nights that run by themselves, for real: ``gat schedule``, and a server and a worker of one's own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from pipelines.lock import holder_of, run_lock
from pipelines.morning.shelf import latest_report
from pipelines.workers import CODE_ROOT
from spiders.portal import SHIPPED
from tests.flows.receivers import Hook, hook
from tests.flows.serving import Served, World, api, serving, started, wait_for
from tests.flows.test_nightly import PATIENCE, processes_about, replicas, servers_about
from tests.portals.server import running

UNUSED = ("CANCELLATION_CLEANUP", "EVENT_PERSISTER", "FOREMAN", "TASK_RUN_RECORDER", "TRIGGERS")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, prefect_home: Path) -> Iterator[World]:
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
            "PREFECT_SERVER_API_PORT": str(port),
            # Runner and worker ask every 10 s what is due.
            "PREFECT_RUNNER_POLL_FREQUENCY": "1",
            "PREFECT_WORKER_QUERY_SECONDS": "1",
            # Of what a server does beside, nothing is looked at here.
            **{f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in UNUSED},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        yield World(site, told, data, port, environment)


def lines_of_the_readme() -> list[list[str]]:
    """Return the words of the lines that a person types for a Prefect server of their own.

    ``prefect`` is called as a module, which can be forked.
    """
    text = (CODE_ROOT / "flows" / "README.md").read_text("utf-8")
    block = text.partition("**A Prefect server of your own**")[2].partition("```sh\n")[2].partition("```")[0]
    prefect = f"{sys.executable} -m prefect "
    return [line.partition("#")[0].replace("prefect ", prefect, 1).split() for line in block.splitlines()]


@pytest.mark.timeout(240)
def test_server_worker_and_deployments_by_the_lines_of_the_readme_run_a_night_and_keep_its_report(
    world: World, tmp_path: Path
) -> None:
    activate, (export, *variables), serve, work, deploy, run = lines_of_the_readme()
    assert (activate, export) == ([".", ".venv/bin/activate"], "export")
    own = dict(variable.split("=", 1) for variable in variables)
    own["PREFECT_API_URL"] = own["PREFECT_API_URL"].replace(":4200", f":{world.port}")
    shutil.copy(SHIPPED / "vinhlong.toml", tmp_path)
    environment = world.environment | own | {"GAT_PORTALS": str(tmp_path)}
    with ExitStack() as stack:
        said = stack.enter_context((tmp_path / "said").open("w", encoding="utf-8"))
        server = stack.enter_context(api(world.port))
        stack.enter_context(started(serve, environment, said))
        wait_for(server.answers)
        worker = stack.enter_context(started(work, environment, said))
        wait_for(lambda: any(one["name"] == "gat" for one in server.ask("POST", "/work_pools/filter", {})))
        for line in deploy, [*run, "--param", "limit=2"]:
            done = subprocess.run(
                line, cwd=CODE_ROOT, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        (made,) = set(UUID.findall(done.stdout))
        night = server.ended(made)
        report = server.ask("GET", "/artifacts/morning-report/latest")
        worker.kill()
    assert (night["state"]["type"], night["state"]["name"]) == ("COMPLETED", "Completed"), night["state"]
    assert night["work_pool_name"] == "gat"
    run_id = night["state"]["message"].split()[1].rstrip(":")
    assert report["flow_run_id"] == night["id"]
    assert run_id in report["data"]
    assert (world.letter()["run_id"], world.letter()["status"]) == (run_id, "ok")
    assert (world.data / "published" / "current.duckdb").exists()


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[Served]:
    """Run ``gat schedule`` on replicas of the portals; one server for all tests of this module."""
    with serving(world) as schedule:
        yield schedule


@pytest.mark.timeout(240)
def test_the_schedule_says_what_runs_when_and_its_page_asks_what_a_person_can_answer(served: Served) -> None:
    assert served.shown[0] == "Next runs (Asia/Ho_Chi_Minh):\n"
    nights = served.shown[1].split(maxsplit=1)
    assert nights[0] == "nightly"
    assert nights[1].count(" 01:30") == 3
    url = str(served.server.client.base_url).rstrip("/")
    assert served.shown[-1] == f"Serving; the page is {url}\n"
    page = served.server.client.get("/")
    assert (page.status_code, "<title>Prefect" in page.text) == (200, True)
    nightly, recheck, again = (
        served.server.ask("GET", f"/deployments/name/{name}")
        for name in ("nightly/nightly", "nightly/recheck", "reextract/reextract")
    )
    times = [(one["schedules"][0]["schedule"], one["paused"]) for one in (nightly, recheck, again)]
    assert {when["timezone"] for when, _ in times} == {"Asia/Ho_Chi_Minh"}
    assert [when["cron"] for when, _ in times] == ["30 1 * * *", "30 3 * * 0", "30 4 1 * *"]
    assert recheck["parameters"] == {"recheck_days": 3650}
    asked = nightly["parameter_openapi_schema"]["properties"]
    assert {"binhdinh", "sonla", "vinhlong"} <= set(asked["portals"]["items"]["enum"])
    assert all(one["description"].endswith(".") or ")" in one["description"] for one in asked.values())


@pytest.mark.timeout(240)
def test_a_run_whose_server_is_killed_publishes_and_the_schedule_starts_the_server_again(
    served: Served, world: World
) -> None:
    with world.slowed():
        run = world.crawling(lambda: served.server.begin("nightly/nightly", portals=["vinhlong"], limit=5))
        for server in servers_about(world.data):
            os.kill(server, signal.SIGKILL)
    assert not served.server.answers()
    night = served.server.ended(run)
    assert (night["state"]["type"], night["state"]["name"]) == ("COMPLETED", "Completed"), night["state"]
    report = latest_report(world.data)
    assert report is not None
    assert night["state"]["message"].startswith(f"run {report.run_id}: ")
    assert (report.status, report.exit_code, report.release is not None) == ("ok", 0, True)


def test_a_night_ends_well_under_the_schedules_own_runner_and_its_report_is_an_artifact(
    served: Served, world: World
) -> None:
    night = served.server.ended(served.server.begin("nightly/nightly", portals=["sonla"], limit=1))
    assert (night["state"]["type"], night["state"]["name"]) == ("COMPLETED", "Completed"), night["state"]
    run_id = night["state"]["message"].split()[1].rstrip(":")
    report = served.server.ask("GET", "/artifacts/morning-report/latest")
    assert report["flow_run_id"] == night["id"]
    assert run_id in report["data"]
    assert (world.letter()["run_id"], world.letter()["status"], world.letter()["new"]) == (run_id, "ok", 1)


def test_a_run_that_meets_a_held_lock_names_the_holder_and_is_tried_again(
    served: Served, world: World
) -> None:
    with run_lock(world.data, "gat backup"):
        met = served.server.ended(served.server.begin("nightly/nightly", portals=["vinhlong"]))
    assert (met["state"]["type"], met["state"]["name"]) == ("FAILED", "Failed")
    said = met["state"]["message"]
    assert said.startswith(f"another run is at work in {world.data}: process {os.getpid()} on ")
    assert "(gat backup, since " in said
    assert said.endswith("; it is tried again in 15 minutes")
    [again] = served.server.ask("POST", "/flow_runs/filter", {"flow_runs": {"tags": {"all_": ["again-1"]}}})
    assert again["parameters"]["portals"] == ["vinhlong"]
    assert again["state"]["type"] == "SCHEDULED"
    assert (world.letter()["status"], world.letter()["exit_code"]) == ("not_begun", 6)


def test_a_run_that_is_cancelled_on_the_page_ends_with_all_it_started(served: Served, world: World) -> None:
    with world.slowed():
        run = world.crawling(lambda: served.server.begin("nightly/recheck", portals=["vinhlong"]))
        served.server.ask("POST", f"/flow_runs/{run}/set_state", {"state": {"type": "CANCELLING"}})
        night = served.server.ended(run)
    assert night["state"]["type"] == "CANCELLED", night["state"]
    assert holder_of(world.data) is None
    left = [one for one in processes_about(world.data) if "schedule" not in one and "flows.server" not in one]
    assert left == []
    assert (world.letter()["headline"], world.letter()["exit_code"]) == (
        "stopped in the stage crawl: terminated",
        13,
    )


@pytest.mark.timeout(240)
def test_a_killed_schedule_leaves_nothing_and_the_next_one_tells_of_it_and_ends_when_told(
    served: Served, world: World
) -> None:
    with world.slowed():
        run = world.crawling(lambda: served.server.begin("nightly/recheck", portals=["vinhlong"]))
        served.process.kill()
        killed = time.monotonic()
        # Promised are 40 s; a run that tries to tell a server that is gone takes all of them.
        while (left := processes_about(world.data)) and time.monotonic() < killed + 30:
            time.sleep(0.1)
    assert left == []
    said, _ = served.process.communicate(timeout=PATIENCE)
    assert "note: Prefect's server ended, it is started again\n" in said
    assert "\nnightly: Completed: run " in said
    assert "\nnightly: Failed: another run is at work in " in said
    assert holder_of(world.data) is None
    with serving(world) as schedule:
        left = schedule.server.ask("GET", f"/flow_runs/{run}")
        assert (left["state"]["type"], "a later run goes on" in left["state"]["message"]) == ("CRASHED", True)
        schedule.process.send_signal(signal.SIGTERM)
        said, _ = schedule.process.communicate(timeout=PATIENCE)
    assert schedule.process.returncode == 13, said
    assert said == "error: terminated; what was fetched is kept, the next run goes on from there\n"
    assert not processes_about(world.data)
