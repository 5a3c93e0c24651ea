"""What gat doctor says of a machine and a data folder that are not as they should be."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.cli.app import run
from flows.doctor import Finding, clock, examine, folder, machine, software
from flows.settings import read_settings
from pipelines.backup_record import BackupRecord, write_record
from pipelines.lock import run_lock
from pipelines.morning.report import Ended, MorningReport, RunStatus
from pipelines.morning.shelf import write_report
from spiders.glance import newest_capture
from spiders.ledger import Ledger
from tests.pipelines.captures import FETCHED_AT, archived, page

NOW = datetime.now(UTC)


def found(name: str) -> Finding:
    """Return what is said of ``name``, which is looked at once."""
    (one,) = [one for one in examine(read_settings()) if one.name == name]
    return one


def told(name: str) -> tuple[str, str]:
    one = found(name)
    return one.verdict, one.detail


def test_a_damaged_folder_is_told_with_its_files_and_what_to_do(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "published" / "gat-20240302T000000Z").mkdir(parents=True)
    release = data / "published" / "gat-20240302T000000Z" / "gat.duckdb"
    for path in (data / "ledger.sqlite", data / "warehouse.duckdb", release):
        path.write_bytes(b"a letter to the province\n" * 400)
    (data / "published" / "current.duckdb").symlink_to(release)
    (data / "reports").mkdir()
    (data / "reports" / "latest.json").write_bytes(b"{")
    (data / "runs").write_bytes(b"")
    assert run(["doctor"]) == 4
    captured = capsys.readouterr()
    assert captured.err == "error: not ready: snapshot, ledger, warehouse; see the lines above\n"
    lines = [line for line in captured.out.splitlines() if line.startswith("missing")]
    for line, path in zip(lines, (release, data / "ledger.sqlite", data / "warehouse.duckdb"), strict=True):
        assert str(path) in line
        assert "gat verify" in line


def test_a_release_that_is_gone_is_missing_and_each_name_is_told_once(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "published").mkdir(parents=True)
    (data / "published" / "current.duckdb").symlink_to("current/gat.duckdb")
    for name in ("GAT_PROXY_FILE", "GAT_NOTIFY_WEBHOOK_URL_FILE"):
        monkeypatch.setenv(name, str(data / "gone"))
    assert run(["doctor"]) == 4
    captured = capsys.readouterr()
    assert "current.duckdb leads to no release: gat load publishes a release anew\n" in captured.out
    assert captured.err == "error: not ready: secret, snapshot; see the lines above\n"


def test_what_cannot_be_looked_at_is_told_and_the_rest_is_looked_at(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "PROC", data / "nowhere")
    findings = {one.name: one for one in examine(read_settings())}
    assert findings["machine"].verdict == "missing"
    assert "cannot be looked at (FileNotFoundError" in findings["machine"].detail
    assert findings["time zone"].verdict == "ok"


def test_a_sound_ledger_is_read_without_a_trace_beside_it(data: Path) -> None:
    with Ledger(data / "ledger.sqlite") as ledger:
        ledger.add_capture(archived(data, 1, page("Bài viết", "Một câu.")))
        assert newest_capture(data / "ledger.sqlite") == FETCHED_AT
    before = sorted(path.name for path in data.iterdir())
    assert told("ledger") == ("ok", "newest page of 2026-11-22 01:30 UTC")
    assert sorted(path.name for path in data.iterdir()) == before


def test_a_run_at_work_is_named_and_left_alone(data: Path) -> None:
    data.mkdir()
    (data / "ledger.sqlite").write_bytes(b"half written")
    with run_lock(data, "gat run, run r7"):
        findings = {one.name: one for one in examine(read_settings())}
    assert findings["lock"].verdict == "note"
    assert "gat run, run r7" in findings["lock"].detail
    assert "ledger" not in findings


def test_without_time_zones_that_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_ZONE", "Asia/Nowhere")
    assert told("time zone") == ("missing", "Asia/Nowhere is unknown: apt install tzdata, or make setup")


def test_damage_inside_a_ledger_is_found(data: Path) -> None:
    with closing(Ledger(data / "ledger.sqlite")):
        pass
    with (data / "ledger.sqlite").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    verdict, detail = told("ledger")
    assert verdict == "missing"
    assert str(data / "ledger.sqlite") in detail


def test_a_clock_before_what_was_written_or_far_past_it_is_told(data: Path) -> None:
    ahead = NOW + timedelta(hours=3)
    (data / "published" / f"gat-{ahead:%Y%m%dT%H%M%SZ}").mkdir(parents=True)
    verdict, detail = told("clock")
    assert verdict == "missing"
    assert f"is before the release gat-{ahead:%Y%m%dT%H%M%SZ}" in detail
    assert "set the clock" in detail
    assert clock._clock(data, ahead + timedelta(days=1)).verdict == "ok"
    rested = clock._clock(data, ahead + timedelta(days=9))
    assert (rested.verdict, f"is 9 days after the release gat-{ahead:%Y}" in rested.detail) == ("note", True)
    assert "40 years after the release" in clock._clock(data, ahead + timedelta(days=40 * 365.25)).detail


def test_who_may_write_the_data_folder_is_looked_at(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data.mkdir()
    data.chmod(0o777)
    assert told("data") == ("note", f"everybody on this machine can write {data}: chmod o-w {data}")
    data.chmod(0o755)
    for name in ("archive", "ledger.sqlite", "published", "warehouse.duckdb"):
        (data / name).touch()
    (data / "published").unlink()
    foreign = {"archive", "ledger.sqlite", "warehouse.duckdb"}
    monkeypatch.setattr("flows.doctor.folder.os.access", lambda path, _mode: Path(path).name not in foreign)
    verdict, detail = folder._place(data).verdict, folder._place(data).detail
    assert verdict == "missing"
    assert detail.startswith(f"archive, ledger.sqlite, warehouse.duckdb in {data} cannot be written by you")
    foreign.add("data")
    assert folder._place(data).detail.startswith(f"{data} cannot be written by you")


def test_what_is_not_published_and_others_can_read_is_noted(data: Path) -> None:
    (data / "archive").mkdir(parents=True)
    (data / "archive").chmod(0o755)
    said = f"others on this machine can read {data}/archive, which is not published"
    assert told("data") == ("note", f"{said}: chmod go-rwx {data}/archive")
    (data / "archive").chmod(0o700)
    assert found("data").verdict == "ok"


def test_a_folder_that_is_half_restored_is_missing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    (data / ".restoring").touch()
    assert found("data").verdict == "missing"
    assert "a restore into it was stopped; run gat restore again" in found("data").detail
    assert run(["status"]) == 9
    assert "is half restored" in capsys.readouterr().out


def test_the_age_of_the_last_backup_is_told(data: Path) -> None:
    data.mkdir()
    assert found("last backup").verdict == "note"
    write_record(data, BackupRecord("a", "/mnt/b", NOW - timedelta(hours=3)))
    assert told("last backup") == ("ok", "/mnt/b, 3 h ago")
    write_record(data, BackupRecord("a", "/mnt/b", NOW - timedelta(days=9)))
    said = "/mnt/b, 9 days ago: see whether its timer or crontab line is at work"
    assert told("last backup") == ("note", said)
    write_record(data, BackupRecord("a", "/mnt/b", NOW, damaged=2))
    assert "2 damaged files of the archive: gat verify" in found("last backup").detail


def test_room_is_held_against_what_a_night_took(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = data / "published" / "gat-20240302T000000Z"
    for path, size in ((data / "archive/sonla/r.warc.gz", 7 << 20), (release / "gat.duckdb", 9 << 20)):
        path.parent.mkdir(parents=True)
        with path.open("wb") as file:
            file.truncate(size)
    with (data / "warehouse.duckdb").open("wb") as file:
        file.truncate(3 << 30)
    monkeypatch.setattr("flows.doctor.folder.shutil.disk_usage", lambda _place: SimpleNamespace(free=4 << 30))
    assert folder._disk(data) == Finding("ok", "disk", "4.0 GB free; a night took 10 MB of late")
    monkeypatch.setattr("flows.doctor.folder.shutil.disk_usage", lambda _place: SimpleNamespace(free=3 << 30))
    assert folder._disk(data).verdict == "missing"
    assert "make room for at least 3.0 GB" in folder._disk(data).detail


def test_what_a_stopped_publish_left_is_told(data: Path) -> None:
    (data / "published" / ".gat-20240302T000000Z.tmp").mkdir(parents=True)
    verdict, detail = told("left over")
    assert verdict == "note"
    assert detail.startswith(f"1 half made in {data / 'published'}")


def test_secrets_that_everybody_can_read_are_noted(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, secret = tmp_path / "gat.toml", tmp_path / "smtp"
    file.write_text('proxy = "http://u:kín@host:1"\n[notify]\nsmtp_password_file = "smtp"\n', "utf-8")
    monkeypatch.setenv("GAT_CONFIG", str(file))
    file.chmod(0o666)
    assert told("config") == ("note", f"everybody on this machine can write {file}: chmod o-w {file}")
    file.chmod(0o644)
    assert told("config") == ("note", f"{file} holds a secret that everybody here can read: chmod 600 {file}")
    verdict, detail = told("secret")
    assert (verdict, detail.startswith(f"{secret}: No such file")) == ("missing", True)
    secret.write_text("kín", "utf-8")
    secret.chmod(0o644)
    assert told("secret") == ("note", f"everybody on this machine can read {secret}: chmod 600 {secret}")
    for path in (file, secret):
        path.chmod(0o600)
    assert [found("config").verdict, found("secret").verdict] == ["ok", "ok"]
    assert "kín" not in str(examine(read_settings()))


def test_a_variable_that_is_no_setting_is_noted(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_PARALEL", "2")
    details = [one.detail for one in examine(read_settings()) if one.name == "config"]
    assert "GAT_PARALEL in the environment is no setting: did you mean GAT_PARALLEL?" in details


@pytest.mark.parametrize(
    ("line", "limit"),
    [("0::/a.slice/b", "a.slice/memory.max"), ("4:cpu,memory:/a", "memory/a/memory.limit_in_bytes")],
)
def test_the_limit_of_a_control_group_counts(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, limit: str
) -> None:
    monkeypatch.setattr(machine, "PROC", tmp_path)
    monkeypatch.setattr(machine, "GROUPS", tmp_path / "cgroup")
    monkeypatch.setenv("GAT_WORKERS", "64")
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "cgroup").write_text(f"3:cpuset:/\n{line}\n", "utf-8")
    (tmp_path / "meminfo").write_text("MemTotal:       16777216 kB\nMemFree: 1 kB\n", "utf-8")
    assert told("memory") == ("ok", "16.0 GB")
    path = tmp_path / "cgroup" / limit
    path.parent.mkdir(parents=True)
    path.write_text("max\n", "utf-8")
    assert told("memory") == ("ok", "16.0 GB")
    path.write_text(f"{1 << 30}\n", "utf-8")
    verdict, detail = told("memory")
    assert verdict == "note"
    assert detail.startswith("16.0 GB, of which a control group allows 1.0 GB: give it 2 GB")
    assert "workers is 64" in found("cores").detail


def test_what_reads_files_is_looked_for(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(software, "_FONTS", (tmp_path,))
    monkeypatch.setattr(software, "is_ocr_installed", lambda: True)
    assert "apt install fonts" in found("fonts").detail
    monkeypatch.setattr(software, "is_ocr_installed", lambda: False)
    monkeypatch.setattr(software, "is_installed", lambda _name: False)
    assert "apt install tesseract-ocr tesseract-ocr-vie" in found("ocr").detail
    assert "apt install antiword" in found("doc").detail


@pytest.fixture
def prefect(request: pytest.FixtureRequest) -> Iterator[str]:
    """Serve one answer for whatever is asked, and give the address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/health" else 404)
            self.end_headers()
            self.wfile.write(request.param)

        def log_message(self, *_said: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://u:kín@127.0.0.1:{server.server_port}/api"
        server.shutdown()


@pytest.mark.parametrize(
    ("prefect", "verdict", "said"),
    [
        (b"true", "ok", "answers"),
        (b"<html>", "missing", "does not answer (it is no Prefect server): start it"),
    ],
    indirect=["prefect"],
)
def test_a_server_that_is_told_is_asked(
    data: Path, monkeypatch: pytest.MonkeyPatch, prefect: str, verdict: str, said: str
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("PREFECT_API_URL", prefect)
    one = found("prefect server")
    assert (one.verdict, said in one.detail, "kín" in one.detail) == (verdict, True, False)


@pytest.mark.parametrize(
    ("prefect", "verdict", "said"),
    [
        (b"true", "ok", "the server of the schedule answers at 127.0.0.1:"),
        (b"<html>", "missing", "Address already in use"),
    ],
    indirect=["prefect"],
)
def test_what_listens_in_the_place_of_the_schedules_server_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, prefect: str, verdict: str, said: str
) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    monkeypatch.setenv("GAT_SCHEDULE_PORT", prefect.rpartition(":")[2].removesuffix("/api"))
    one = found("prefect server")
    assert (one.verdict, said in one.detail) == (verdict, True)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/api", "http://h:x/api", "file:///etc/passwd", "here"]
)
def test_a_server_that_is_not_there_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", address)
    verdict, detail = told("prefect server")
    assert verdict == "missing"
    assert "PREFECT_API_URL" in detail


def reported(data: Path, hours: float, status: RunStatus, code: int) -> None:
    """Leave the report of a night that ended so many hours ago."""
    run_id, ended = "20261122T013000Z-abcd", NOW - timedelta(hours=hours)
    report = MorningReport(
        run_id=run_id,
        purpose="gat run",
        started_at=ended,
        finished_at=ended,
        status=status,
        exit_code=code,
        headline="sonla: blocked",
        night=Ended(run_id=run_id, finished_at=ended, status=status, exit_code=code),
    )
    write_report(data, report)


def test_the_last_runs_are_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert told("last run") == ("note", "none yet: gat run")
    reported(data, 3, "ok", 0)
    assert told("last run") == ("ok", "20261122T013000Z-abcd (gat run), 3 h ago, exit code 0")
    assert found("last night").verdict == "ok"
    reported(data, 72, "partial", 5)
    assert told("last run")[0] == "note"
    assert "3 days ago, exit code 5: sonla: blocked; see gat report" in found("last run").detail
    assert "ended 3 days ago: see whether gat schedule or its crontab line" in found("last night").detail
