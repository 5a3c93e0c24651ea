"""Backups: consistent, incremental, whole or refused, and restored to the same bytes."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.backup import backup
from pipelines.copies import BackupDamagedError, BackupRefusedError
from pipelines.findings import NothingKeptError
from pipelines.lock import RunLockedError, run_lock
from pipelines.progress import Observer
from pipelines.restore import restore
from pipelines.run import run_night
from pipelines.verify import verify
from spiders.ledger import Ledger
from tests.pipelines.captures import archived, page
from tests.pipelines.crawled import copy, plan, rows
from warehouse.releases import current_snapshot

TEXT = "Năm 2023, chỉ số PAPI của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố."


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two articles, loaded and published, and what a killed run left in its archive."""
    folder = tmp_path_factory.mktemp("world") / "data"
    with Ledger(folder / "ledger.sqlite") as ledger:
        for number in (1, 2):
            ledger.add_capture(archived(folder, number, page(f"Bài viết {number}", TEXT)))
    (folder / "corrections.toml").write_text("")
    assert run_night(plan(folder), Observer(), crawl=False).snapshot is not None
    with (folder / "archive" / "sonla" / "r1.warc.gz").open("ab") as file:
        file.write(b"torn")
    return folder


@pytest.fixture
def stored(world: Path, tmp_path: Path) -> Path:
    """A folder with a backup of it."""
    backup(world, tmp_path / "backups", "0")
    return tmp_path / "backups"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.name not in {"run.lock", "ledger.sqlite"}
    }


def test_what_is_restored_is_what_was_backed_up_without_the_torn_tail(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    done = restore(stored, data := tmp_path / "new" / "data")
    expected = contents(world)
    expected["archive/sonla/r1.warc.gz"] = expected["archive/sonla/r1.warc.gz"].removesuffix(b"torn")
    kept = {name for name in expected if not name.startswith(("locks/", "prefect/"))}
    assert contents(data) == {name: expected[name] for name in kept}
    assert done.files == len(kept) + 1
    assert rows(data) == rows(world)
    assert current_snapshot(data / "published").exists()
    assert not os.access(current_snapshot(data / "published"), os.W_OK) or os.geteuid() == 0
    assert [str(one) for one in verify(data)] == []


def test_a_second_backup_copies_only_what_changed_and_needs_not_the_first(
    world: Path, tmp_path: Path
) -> None:
    data, target = copy(world, tmp_path / "data"), tmp_path / "backups"
    first = backup(data, target, "0")
    (data / "corrections.toml").write_text("# none\n")
    second = backup(data, target, "0")
    assert first.copied == first.files == second.files
    assert second.copied == 2  # the corrections, and the ledger every time
    linked = "archive/sonla/r1.warc.gz"
    assert (first.folder / linked).samefile(second.folder / linked)
    shutil.rmtree(first.folder)
    assert restore(target, tmp_path / "new").folder == second.folder
    assert (tmp_path / "new" / "corrections.toml").read_text() == "# none\n"


def test_bytes_that_rotted_in_the_last_backup_are_not_linked_to(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    first = next(stored.iterdir())
    _alter(first / "archive/sonla/r1.warc.gz")
    again = backup(world, stored, "0")
    assert again.copied == 2
    assert restore(again.folder, tmp_path / "new").files == again.files
    _alter(again.folder / "manifest.json")
    assert backup(world, stored, "0").copied == again.files


def _alter(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.chmod(0o644)
    path.write_bytes(content)


def _lead_out(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["files"]["../outside"] = manifest["files"].pop("corrections.toml")
    path.chmod(0o644)
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: _alter(folder / "warehouse.duckdb"), "warehouse.duckdb is not as"),
        (lambda folder: (folder / "ledger.sqlite").unlink(), "ledger.sqlite is not as"),
        (lambda folder: _alter(folder / "archive/sonla/r1.warc.gz"), "r1.warc.gz is not as"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "manifest.json is damaged"),
        (_lead_out, "names what no backup holds"),
    ],
    ids=["altered", "lacking", "archive", "no manifest", "leads out"],
)
def test_a_damaged_backup_is_refused_before_anything_is_written(
    stored: Path, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    folder = next(stored.iterdir())
    (folder / "manifest.json").chmod(0o644)
    damage(folder)
    with pytest.raises(BackupDamagedError, match=said) as caught:
        restore(stored, tmp_path / "new")
    assert caught.value.exit_code == 9
    assert not (tmp_path / "new").exists()


def test_a_data_folder_that_is_not_empty_and_a_source_that_is_none_are_refused(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    with pytest.raises(BackupRefusedError, match="is not empty"):
        restore(stored, copy(world, tmp_path / "data"))
    with pytest.raises(BackupRefusedError, match="is no backup and holds none"):
        restore(tmp_path / "none", tmp_path / "new")


def test_a_backup_that_is_stopped_leaves_the_earlier_one_and_a_restore_says_so(
    world: Path, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> str:
        raise KeyboardInterrupt

    (stored / ".20200101T000000Z.tmp").mkdir()  # of one that was killed outright
    with monkeypatch.context() as patched:
        patched.setattr("pipelines.restore.copy_file", killed)
        patched.setattr("pipelines.backup.copy_file", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(stored, tmp_path / "new")
        patched.setattr("pipelines.backup._is_same", lambda *_: False)
        with pytest.raises(KeyboardInterrupt):
            backup(world, stored, "0")
    assert len(list(stored.iterdir())) == 1
    with pytest.raises(BackupRefusedError, match="a restore into it was stopped"):
        restore(stored, tmp_path / "new")
    assert restore(stored, tmp_path / "other").files > 5


def test_no_backup_is_made_of_a_cut_archive_during_a_run_or_into_the_data_folder(
    world: Path, tmp_path: Path
) -> None:
    data, target = copy(world, tmp_path / "data"), tmp_path / "backups"
    with pytest.raises(BackupRefusedError, match="would be lost with it"):
        backup(data, data / "backups", "0")
    with pytest.raises(NothingKeptError):
        backup(tmp_path / "none", target, "0")
    with run_lock(data, "gat run, run r7"), pytest.raises(RunLockedError, match="gat run, run r7"):
        backup(data, target, "0")
    os.truncate(data / "archive/sonla/r1.warc.gz", 100)
    with pytest.raises(BackupDamagedError, match="gat repair, then back up again"):
        backup(data, target, "0")
    assert list(target.iterdir()) == []
