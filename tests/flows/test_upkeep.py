"""The commands that keep what is there: one line for every finding, refusals in one line, exit codes."""

import re
from pathlib import Path

import pytest

from flows.cli.app import run
from spiders.ledger import Ledger
from tests.flows.command import refusal
from tests.pipelines.captures import archived, page


@pytest.fixture
def crawled(data: Path) -> Path:
    """A data folder with a page in archive and ledger that no run has loaded yet, and no warehouse."""
    with Ledger(data / "ledger.sqlite") as ledger:
        ledger.add_capture(archived(data, 1, page("Bài viết", "Một câu.")))
    return data


@pytest.mark.parametrize("command", ["verify", "repair", "backup"])
def test_a_folder_that_is_not_there_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    arguments = [command, str(tmp_path / "backups")] if command == "backup" else [command]
    code, message = refusal(capsys, *arguments)
    assert (code, f"{data} is no data folder" in message) == (2, True)
    assert not data.exists()


def test_an_empty_folder_agrees_with_itself(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.mkdir()
    assert run(["repair"]) == run(["verify"]) == 0
    captured = capsys.readouterr()
    assert "nothing was to be mended" in captured.err
    assert "archive, ledger, warehouse and releases agree" in captured.err
    assert (captured.out, [path.name for path in data.iterdir()]) == ("", ["run.lock"])


def test_a_finding_is_a_line_and_the_exit_code_is_9(
    crawled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = crawled / "archive" / "sonla" / "r1.warc.gz"
    file.write_bytes(file.read_bytes()[:-20])
    assert run(["verify"]) == 9
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["found  archive", "found  archive"]
    assert all("gat repair" in line for line in lines)
    assert captured.err.startswith("error: 2 findings in ")


def test_a_backup_prints_its_folder_and_is_restored(
    crawled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = str(tmp_path / "backups")
    code, message = refusal(capsys, "backup", target)
    assert (code, "mount the disk it is on" in message) == (2, True)
    assert run(["backup", target, "--create", "--wait", "1", "--keep", "1"]) == 0
    folder = Path(capsys.readouterr().out.strip())
    assert folder.parent == tmp_path / "backups"
    assert run(["status"]) == 14
    assert re.search(r"; backup \d+\.\d s old; ", capsys.readouterr().out)
    code, message = refusal(capsys, "restore", str(folder))
    assert (code, "is not empty" in message) == (2, True)
    assert run(["--data", str(tmp_path / "new"), "restore", str(folder)]) == 0
    with Ledger(tmp_path / "new" / "ledger.sqlite") as ledger:
        assert [row.capture_id for row in ledger.captures()] == [f"{1:016x}"]


def test_a_backup_of_damaged_bytes_and_one_that_has_rotted_are_told_with_exit_code_9(
    crawled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "backups"
    assert run(["backup", str(target), "--create"]) == run(["backup", str(target), "--check"]) == 0
    folder = next(target.iterdir())
    assert capsys.readouterr().out.splitlines() == [str(folder), f"ok     {folder}: 2 files"]
    for place in (crawled, folder):
        file = place / "archive" / "sonla" / "r1.warc.gz"
        file.chmod(0o600)
        file.write_bytes(bytes(9))
    assert run(["backup", str(target), "--check", "--all"]) == 9
    captured = capsys.readouterr()
    assert captured.out == f"found  {folder}: archive/sonla/r1.warc.gz is not as it was written\n"
    assert captured.err.startswith(f"error: 1 backups in {target} have rotted: ")
    assert run(["backup", str(target), "--keep", "1"]) == 9
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"note: the backup {folder} has rotted: archive/sonla/r1.warc.gz"
    assert lines[-1].startswith(
        f"error: {crawled}: archive/sonla/r1.warc.gz has fewer bytes than the ledger "
    )
    assert lines[-1].endswith("gat verify, then gat repair")
    assert len(list(target.iterdir())) == 2
