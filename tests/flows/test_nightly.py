"""The flow on a Prefect server of its own: quiet, offline, and stopped by a signal with all it started."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flows.prefect_env import configure
from pipelines.lock import holder_of
from pipelines.workers import CODE_ROOT
from tests.forking import AS_EVER
from tests.portals.server import Running, running

#: Seconds in which a stopped run must be gone, its children included.
PATIENCE = 40.0


@pytest.fixture
def environment(prefect_home: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the environment of a fresh machine: no setting of ours, of Prefect's its home only."""
    for name in os.environ.keys() - fresh().keys():
        monkeypatch.delenv(name)
    return {**fresh(), "GAT_CONTACT": "you@example.org", "PREFECT_HOME": str(prefect_home)}


def fresh() -> dict[str, str]:
    """Return the environment without any setting of ours or of Prefect's."""
    ours = ("GAT_", "PREFECT_", "DO_NOT_TRACK")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@contextmanager
def start(data: Path, environment: dict[str, str], *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start the real command; a test that fails meanwhile does not wait for it."""
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "--data", str(data), *arguments],
        cwd=CODE_ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        try:
            yield command
        finally:
            command.terminate()


def replicas(site: Running, **settings: str) -> dict[str, str]:
    return {"GAT_PROXY": site.proxy, "GAT_REHOST": ".gov.vn=.test", **settings}


def processes_about(folder: Path) -> list[str]:
    """Return the command lines of all processes that name ``folder`` in their command line or environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue  # gone, or another user's
        if str(folder).encode() in told:
            found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found


@pytest.fixture(scope="module")
def bereaved(
    prefect_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """Start a run and kill its server amid the stages: its folder and process. Then it waits for a while."""
    folder = tmp_path_factory.mktemp("bereaved")
    home = shutil.copytree(prefect_home, folder / "prefect")
    told = fresh() | {"GAT_CONTACT": "you@example.org", "PREFECT_HOME": str(home)}
    with running() as site:
        told |= replicas(site, GAT_DELAY="0")
        with start(folder / "data", told, "run", "--portal", "sonla", "--limit", "2") as night:
            assert night.stderr is not None
            for line in night.stderr:
                if line.startswith("extract: 2 of 2"):
                    break
            for server in servers_about(folder):
                os.kill(server, signal.SIGKILL)
            yield folder / "data", night


def servers_about(folder: Path) -> list[int]:
    """Return the process ids of the Prefect servers of runs in ``folder``."""
    found = [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if b"flows.server" in _told(process, "cmdline") and str(folder).encode() in _told(process, "environ")
    ]
    assert found
    return found


def _told(process: Path, name: str) -> bytes:
    try:
        return (process / name).read_bytes()
    except OSError:
        return b""  # gone, or another user's


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 13), (signal.SIGINT, 11)])
def test_a_stopped_run_leaves_no_process_and_no_lock(
    tmp_path: Path, environment: dict[str, str], number: signal.Signals, code: int
) -> None:
    with running() as site:
        slowly = replicas(site, GAT_DELAY="0.3")
        with start(tmp_path, environment | slowly, "run", "--portal", "sonla") as night:
            assert night.stderr is not None
            while not any(hit.path.startswith("/tin-") for hit in site.log):
                assert night.poll() is None, night.stderr.read()
                time.sleep(0.05)
            stopped = time.monotonic()
            night.send_signal(number)
            _, errors = night.communicate(timeout=PATIENCE)
    assert night.returncode == code, errors
    assert time.monotonic() - stopped < PATIENCE
    assert len([line for line in errors.splitlines() if "error" in line.lower()]) == 1
    assert errors.splitlines()[-1].startswith("error: ")
    assert processes_about(tmp_path) == []
    assert holder_of(tmp_path) is None


@pytest.mark.usefixtures("bereaved")  # which waits while this test and those after it are at work
def test_a_killed_run_takes_its_server_with_it_and_a_second_run_says_one_line(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with running() as site:
        slowly = environment | replicas(site, GAT_DELAY="0.3")
        with start(tmp_path, slowly, "run", "--portal", "sonla") as night:
            assert night.stderr is not None
            while not any(hit.path.startswith("/tin-") for hit in site.log):
                assert night.poll() is None, night.stderr.read()
                time.sleep(0.05)
            with start(tmp_path, slowly, "run") as second:
                shown, errors = second.communicate(timeout=PATIENCE)
            assert (second.returncode, shown) == (6, "")
            assert errors.startswith(f"error: another run is at work in {tmp_path}: process {night.pid} ")
            assert errors.count("\n") == 1
            assert any("flows.server" in one for one in processes_about(tmp_path))
            night.kill()
            night.communicate(timeout=PATIENCE)
            patience = time.monotonic() + PATIENCE
            while (left := processes_about(tmp_path)) and time.monotonic() < patience:
                time.sleep(0.1)
    assert left == []


def test_a_portal_that_gives_no_answer_fails_with_one_line(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    nowhere = {"GAT_PROXY": "http://127.0.0.1:9", "GAT_REHOST": ".gov.vn=.test", "GAT_DELAY": "0"}
    # Here every process is started as an operator's is.
    nowhere[AS_EVER] = "1"
    with start(tmp_path, environment | nowhere, "run", "--portal", "sonla") as night:
        shown, errors = night.communicate(timeout=120)
    assert night.returncode == 8
    last = errors.splitlines()[-1]
    assert last.startswith("error: sonla failed: ")
    assert "sonla.test" in last
    assert "sonla" in shown
    assert "Traceback" not in errors


def test_crawling_and_loading_are_two_commands_that_make_one_run(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with running() as site:
        settings = environment | replicas(site, GAT_DELAY="0")
        with start(tmp_path, settings, "crawl", "--portal", "vinhlong") as crawl:
            shown, errors = crawl.communicate(timeout=120)
        assert crawl.returncode == 0, errors
        assert "vinhlong" in shown
        assert not (tmp_path / "published").exists()
        with start(tmp_path, settings, "load") as load:
            shown, errors = load.communicate(timeout=120)
        assert load.returncode == 0, errors
    assert "Published: " in shown
    assert (tmp_path / "published" / "current.duckdb").exists()


def test_a_flow_on_a_schedule_has_the_parameters_of_the_command(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    script = """
import asyncio
from datetime import date
from flows import nightly
class Begun(Exception): pass
def begun(plan, observer, purpose):
    raise Begun(plan.portals, " ".join(plan.reach.options()), plan.recheck_days)
nightly.Night, day = begun, date(2024, 2, 1)
for span in {"until": day, "limit": 3, "recheck_days": 9}, {"until": date(2024, 1, 31)}, {"limit": 0}:
    try:
        state = asyncio.run(nightly.nightly.fn(["sonla"], **({"since": day} | span)))
        print(state.name, state.message, sep=": ")
    except Begun as said:
        print(said)
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=CODE_ROOT,
        env=environment | {"GAT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "(('sonla',), '--since 2024-02-01 --until 2024-02-01 --limit 3', 9)",
        "Failed: since 2024-02-01 is later than until 2024-01-31: no day is left, swap them",
        "Failed: limit 0: it is a number of articles of each portal, 1 at least",
    ], done.stderr


def test_prefect_is_offline_quiet_and_at_home_in_the_data_folder(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    configure(tmp_path)
    assert Path(os.environ["PREFECT_HOME"]) == tmp_path / "prefect"
    assert (tmp_path / "prefect").is_dir()
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
    assert os.environ["PREFECT_LOGGING_LEVEL"] == "DEBUG"
    for name in [name for name in os.environ if name.startswith("PREFECT_") or name == "DO_NOT_TRACK"]:
        monkeypatch.delenv(name)


def test_a_run_whose_server_died_goes_on_to_its_end(bereaved: tuple[Path, subprocess.Popen[str]]) -> None:
    data, night = bereaved
    shown, errors = night.communicate(timeout=150)
    assert night.returncode == 0, errors
    assert "ERROR" not in errors
    assert "Published: " in shown
    assert holder_of(data) is None
