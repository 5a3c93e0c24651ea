"""What the command line says of settings, portal files, data folders and the machine."""

import os
import sys
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.cli.invocation import gat_command
from flows.plan import night_plan
from flows.settings import read_settings
from pipelines.lock import run_lock
from spiders.redaction import redact
from tests.flows.command import refusal
from warehouse.releases import Policy

pytestmark = pytest.mark.usefixtures("data")


def test_malformed_toml_is_refused_with_file_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sonla.toml").write_text('slug = "sonla', "utf-8")
    monkeypatch.setenv("GAT_PORTALS", str(tmp_path))
    for command in (["portals"], ["run"], ["crawl"], ["load"]):
        code, message = refusal(capsys, *command)
        assert code == 4
        assert f"{tmp_path / 'sonla.toml'}: " in message


@pytest.mark.parametrize("command", ["run", "load"])
def test_a_file_that_is_no_database_is_refused_before_anything_is_fetched(
    data: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    data.mkdir()
    (data / "warehouse.duckdb").write_text("a letter to the province\n" * 400, "utf-8")
    code, message = refusal(capsys, command)
    assert code == 9
    assert message.startswith(f"error: {data / 'warehouse.duckdb'} exists and is no DuckDB file")
    assert (data / "warehouse.duckdb").read_text("utf-8").startswith("a letter")


def test_a_setting_that_is_not_allowed_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAT_DELAY", "soon")
    code, message = refusal(capsys, "load")
    assert code == 4
    assert "GAT_DELAY='soon' is not valid" in message


def test_what_is_published_and_how_much_is_kept_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert night_plan(read_settings()).publishing == Policy(bodies=False, keep=5)
    monkeypatch.setenv("GAT_PUBLISH_BODIES", "true")
    monkeypatch.setenv("GAT_KEEP_SNAPSHOTS", "30")
    assert night_plan(read_settings()).publishing == Policy(bodies=True, keep=30)


def test_the_release_before_the_current_one_cannot_be_given_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAT_KEEP_SNAPSHOTS", "1")
    code, message = refusal(capsys, "load")
    assert code == 4
    assert "GAT_KEEP_SNAPSHOTS='1' is not valid" in message


@pytest.mark.parametrize("proxy", ["foo", "foo:8080", "ftp://u:secret@host:1", "http://host", "http://h:x"])
def test_a_proxy_that_is_none_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], proxy: str
) -> None:
    monkeypatch.setenv("GAT_PROXY", proxy)
    code, message = refusal(capsys, "run")
    assert code == 4
    assert message.startswith("error: GAT_PROXY is not valid: it must be written as http://host:port")
    assert "secret" not in message
    assert "Error" not in message
    # What is allowed is told whole: nothing in it looks like a password.
    assert redact(message) == message


@pytest.mark.parametrize("command", ["portals", "run", "load"])
def test_a_folder_without_portal_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.setenv("GAT_PORTALS", str(tmp_path))
    code, message = refusal(capsys, command)
    assert code == 4
    assert f"no portal file (*.toml) in {tmp_path}: set GAT_PORTALS" in message


@pytest.mark.parametrize("command", [["run"], ["crawl"], ["load"], ["query", "SELECT 1"]])
def test_a_file_in_place_of_the_data_folder_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    data.write_text("", "utf-8")
    for folder in (data, data / "below"):
        code, message = refusal(capsys, "--data", str(folder), *command)
        assert code == 4
        assert f"{data} is a file and no data folder: choose another with --data DIR" in message


@pytest.mark.parametrize("command", ["run", "crawl"])
def test_live_portals_are_not_crawled_without_a_contact(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    monkeypatch.delenv("GAT_CONTACT")
    code, message = refusal(capsys, command)
    assert code == 4
    assert "set GAT_CONTACT" in message
    assert not data.exists()
    assert run(["run", "--help"]) == 0
    assert "GAT_CONTACT" in capsys.readouterr().out


def test_a_second_run_is_told_who_is_at_work(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    with run_lock(data, "gat run, run r7"):
        for command in ("load", "run", "crawl"):
            code, message = refusal(capsys, command)
            assert code == 6
            assert f"process {os.getpid()} on " in message


def test_portals_and_doctor_print_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["portals"]) == 0
    assert "sonoivu-binhdinh" in capsys.readouterr().out
    assert run(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "missing" not in shown
    assert "you@example.org" in shown


def test_doctor_fails_when_something_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAT_PORTALS", str(tmp_path / "nowhere"))
    assert run(["doctor"]) == 4
    assert "error: not ready: portals" in capsys.readouterr().err


def test_doctor_diagnoses_a_file_as_data_folder_and_a_missing_contact(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_text("", "utf-8")
    monkeypatch.delenv("GAT_CONTACT")
    assert run(["doctor"]) == 4
    captured = capsys.readouterr()
    assert f"{data} is a file: choose a folder with GAT_DATA or --data" in captured.out
    assert "gat run is refused: binhdinh: set GAT_CONTACT" in captured.out
    assert captured.err == "error: not ready: contact, data; see the lines above\n"
    monkeypatch.setenv("GAT_REHOST", ".gov.vn=.test")
    data.unlink()
    assert run(["doctor"]) == 0


def test_lines_for_a_pipe_end_with_their_text_and_hold_whole_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task = "rà soát, đơn giản hóa thủ tục hành chính " * 6
    (tmp_path / "a.txt").write_text(f"UBND tỉnh giao Sở Nội vụ {task}trước ngày 30/6/2024.", "utf-8")
    assert run(["portals"]) == 0
    assert run(["extract", str(tmp_path / "a.txt")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    assert [line for line in lines if line.startswith("  assignment ") and "deadline=2024-06-30" in line]


def test_a_suggested_command_calls_the_gat_that_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / ".venv" / "bin" / "gat"
    script.parent.mkdir(parents=True)
    script.touch(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setenv("PATH", str(script.parent))
    assert gat_command() == "gat"
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.chdir(tmp_path)
    assert gat_command() == ".venv/bin/gat"
    monkeypatch.chdir(script.parent)
    assert gat_command() == "./gat"
    monkeypatch.setattr(sys, "argv", ["-c"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / "my python"))
    monkeypatch.chdir(tmp_path)
    assert gat_command() == "'./my python' -m flows.cli"
