"""The Prefect server of one run: on its way before the run has begun, gone without a trace if it does not."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import own_server
from flows.cli.app import Stopped, run
from flows.server import Server
from pipelines.lock import run_lock
from spiders import redaction
from spiders.runlog import child_environment


class Loaded(Server):
    """Counts what would be started."""

    started: list[str]

    def load(self) -> None:
        """Start nothing."""
        self.started.append("load")

    def serve(self) -> None:
        """Serve nothing."""
        self.started.append("serve")


@pytest.fixture
def started(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return what is started for runs in a data folder that exists; the environment is restored."""
    data.mkdir()
    before = dict(os.environ)
    os.environ.pop("PREFECT_API_URL", None)
    monkeypatch.setattr(own_server, "Server", Loaded)
    monkeypatch.setattr(Loaded, "started", [], raising=False)
    yield Loaded.started
    own_server.dismiss()
    os.environ.clear()
    os.environ.update(before)


def test_a_server_is_on_its_way_before_a_run_and_serves_when_it_has_begun(
    data: Path, started: list[str]
) -> None:
    own_server.foresee(data)
    assert started == ["load"]
    with own_server.own_server(data):
        assert started == ["load", "serve"]


def test_a_run_that_another_keeps_out_starts_no_server(data: Path, started: list[str]) -> None:
    with run_lock(data, "gat backup"):
        own_server.foresee(data)
    assert started == []


def test_none_is_started_where_prefect_may_know_of_another(
    data: Path, started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PREFECT_HOME", str(home))
    own_server.foresee(data)
    assert started == []  # Prefect would make its home
    home.mkdir()
    (home / "profiles.toml").write_text(
        'active = "ours"\n[profiles.ours]\nPREFECT_API_URL = "http://h/api"\n'
    )
    own_server.foresee(data)
    (home / "profiles.toml").unlink()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.prefect.api]\nurl = "http://h/api"\n')
    own_server.foresee(data)
    (tmp_path / "pyproject.toml").unlink()
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    own_server.foresee(data)
    with own_server.own_server(data):
        assert started == []


def test_a_command_that_is_refused_leaves_none(data: Path, started: list[str]) -> None:
    assert run(["--data", str(data), "run", "--limit", "0"]) == 2
    assert started == ["load"]
    assert own_server._foreseen == {}


def test_a_second_signal_while_it_is_ended_is_told_in_one_line(
    data: Path, started: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise Stopped(signal.SIGINT)

    monkeypatch.setattr("flows.cli.app.dismiss", interrupted)
    assert run(["--data", str(data), "run", "--limit", "0"]) == 11
    assert capsys.readouterr().err.startswith("error: interrupted;")


def test_a_server_that_is_foreseen_is_told_no_secret_setting(
    data: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redaction, "_concealed", set())
    monkeypatch.setenv("GAT_NOTIFY_SMTP_PASSWORD", "hush-hush")
    told: list[dict[str, str]] = []
    monkeypatch.setattr(Loaded, "load", lambda _self: told.append(child_environment()))
    assert run(["--data", str(data), "run", "--limit", "0"]) == 2
    assert len(told) == 1
    assert "GAT_NOTIFY_SMTP_PASSWORD" not in told[0]


def test_a_process_that_is_not_told_to_serve_ends_and_has_touched_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("PREFECT_HOME", str(home))
    with Server("127.0.0.1", 0) as server:
        server.load()
        process = server._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0
    assert list(home.iterdir()) == []
