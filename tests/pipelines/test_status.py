"""How things stand, for scripts: from small files alone, whatever state the rest is in."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.cli.app import run
from pipelines.lock import run_lock
from pipelines.morning.report import Ended, PortalAlarm
from pipelines.morning.running import Running
from pipelines.morning.shelf import latest_report, write_report
from pipelines.status import status_of_folder
from tests.pipelines.test_morning import made

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def night(hours: float, exit_code: int = 0) -> Ended:
    return Ended(run_id="n", finished_at=NOW - timedelta(hours=hours), status="ok", exit_code=exit_code)


@pytest.mark.parametrize(
    ("changes", "code", "told"),
    [
        ({"night": night(25)}, 0, "ok: the run"),
        ({"night": night(27)}, 14, "the last night ended 27 h 0 min ago"),
        ({"night": night(72)}, 14, "the last night ended 3 days ago"),
        ({"night": None}, 14, "no portal was crawled yet"),
        ({"night": night(3, exit_code=5)}, 5, "the night n: exit code 5"),
        ({"night": night(3, exit_code=7)}, 0, "ok: the run"),
        ({"exit_code": 7, "status": "failed", "night": night(1, 7)}, 7, "look at the rows"),
        ({"exit_code": 3, "status": "failed"}, 3, "free space"),
        ({"finished_at": NOW + timedelta(days=1), "night": night(1)}, 0, "0.0 s ago"),
    ],
)
def test_the_exit_code_is_that_of_the_last_run_and_of_nights_that_do_not_come(
    tmp_path: Path, changes: dict[str, Any], code: int, told: str
) -> None:
    write_report(tmp_path, made(**changes))
    found = status_of_folder(tmp_path, NOW)
    assert found.exit_code == code
    assert told in found.line
    assert "\n" not in found.line


def test_a_run_at_work_is_named_and_changes_no_verdict_but_a_killed_one_does(tmp_path: Path) -> None:
    assert status_of_folder(tmp_path / "none", NOW).exit_code == 14
    alarm = PortalAlarm(portal="sonla", kind="silent", what="nothing new")
    write_report(tmp_path, made(night=night(2), alarms=(alarm,)))
    running = Running(tmp_path)
    running.begin("20261122T010000Z-0000", "gat run", NOW)
    running.stage("parse")
    with run_lock(tmp_path, "gat run, run r9"):
        found = status_of_folder(tmp_path, NOW)
    assert found.exit_code == 0
    assert "at work: process" in found.line
    assert "gat run, run r9" in found.line
    assert "in the stage parse; nothing is published; 1 alarm" in found.line
    assert found.as_json()["at_work"]["stage"] == "parse"
    killed = status_of_folder(tmp_path, NOW)
    assert killed.exit_code == 1
    assert "the run 20261122T010000Z-0000 ended without a word in the stage parse" in killed.line


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "said"),
    [
        (["run"], {"GAT_PORTALS": "nowhere"}, 4, "nowhere: no such folder"),
        (["crawl"], {"GAT_PORTALS": "nowhere"}, 4, "nowhere: no such folder"),
        (["load"], {"GAT_PORTALS": "nowhere"}, 4, "nowhere: no such folder"),
        (["reextract"], {"GAT_PORTALS": "nowhere"}, 4, "nowhere: no such folder"),
        (["run", "--portal", "sonla"], {"GAT_CONTACT": ""}, 4, "set GAT_CONTACT"),
        (["run"], {"GAT_PROXY_FILE": "gone"}, 4, "gone: No such file"),
    ],
)
def test_a_run_that_could_not_begin_leaves_a_report_that_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    settings: dict[str, str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setenv("GAT_DATA", str(tmp_path))
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    write_report(tmp_path, made(night=night(1)))
    assert run(arguments) == code
    message = capsys.readouterr().err
    last = latest_report(tmp_path)
    assert last is not None
    assert (last.status, last.exit_code, last.purpose) == ("not_begun", code, f"gat {arguments[0]}")
    assert said in last.headline
    assert message == f"error: {last.headline.removeprefix('did not begin: ')}\n"
    assert (last.needs[0].advice, last.night) == ("mend what it names, then run again", night(1))
    found = status_of_folder(tmp_path)
    assert (found.exit_code, said in found.line) == (code, True)
    assert found.line.count("did not begin") == 1


def test_a_wrong_command_is_no_run_and_a_run_without_a_folder_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GAT_DATA", str(tmp_path))
    assert run(["run", "--since", "yesterday"]) == 2
    for command in ("run", "crawl", "load", "reextract"):
        assert run([command, "--portal", "sonnla"]) == 4
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("GAT_DATA", str(tmp_path / "none"))
    assert run(["run", "--portal", "nowhere"]) == 4
    assert not (tmp_path / "none").exists()


def test_the_command_answers_on_a_damaged_folder_with_the_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAT_DATA", str(tmp_path))
    for name in ("warehouse.duckdb", "ledger.sqlite", "run.lock"):
        (tmp_path / name).write_bytes(b"\0damaged")
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "current.duckdb").symlink_to("current.duckdb")
    report = made(exit_code=9, status="failed", headline="\x1b]0;damaged <b>")
    write_report(tmp_path, replace(report, night=night(1)))
    assert run(["status"]) == 9
    line = capsys.readouterr().out
    assert line.startswith("failed: the run 20261121T183000Z-5f2a (gat run), ")
    assert line.count("\n") == 1
    assert "\x1b" not in line
    assert run(["status", "--format", "json"]) == 9
    found = json.loads(capsys.readouterr().out)
    assert (found["exit_code"], found["last_run"]["exit_code"], found["release"]) == (9, 9, None)
    assert found["next"].startswith("gat repair mends")
    assert run(["report"]) == 0
    assert capsys.readouterr().out == (tmp_path / "reports" / "latest.md").read_text("utf-8")
    assert run(["report", "--format", "json", report.run_id]) == 0
    assert json.loads(capsys.readouterr().out)["run_id"] == report.run_id
    assert run(["report", "20261121T183000Z-ffff"]) == 2
    assert "there is no report of run" in capsys.readouterr().err
