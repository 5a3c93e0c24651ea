"""Backups: consistent, incremental, whole or refused, and restored to the same bytes."""

import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.backup import BackupPlan
from pipelines.backup import backup as made
from pipelines.backup_record import read_record
from pipelines.backup_shelf import check
from pipelines.copies import BackupDamagedError, BackupRefusedError, Copied
from pipelines.findings import NothingKeptError
from pipelines.lock import HalfRestoredError, RunLockedError, run_lock
from pipelines.progress import Observer
from pipelines.repair import repair
from pipelines.restore import restore
from pipelines.run import Night, run_night
from pipelines.status import status_of_folder
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


def backup(data: Path, target: Path, **asked: Any) -> Copied:
    return made(BackupPlan(data=data, target=target, gat_version="0", **({"create": True} | asked)))


@pytest.fixture
def stored(world: Path, tmp_path: Path) -> Path:
    """A folder with a backup of it."""
    backup(world, tmp_path / "backups")
    return tmp_path / "backups"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and path.name not in {"run.lock", "ledger.sqlite", "backup.json"}
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
    first = backup(data, target)
    (data / "corrections.toml").write_text("# none\n")
    second = backup(data, target)
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
    again = backup(world, stored)
    assert again.copied == 2
    assert again.notes == (f"the backup {first} has rotted: archive/sonla/r1.warc.gz",)
    assert [wrong for _, _, wrong in check(stored, every=True)] == [["archive/sonla/r1.warc.gz"], []]
    assert restore(again.folder, tmp_path / "new").files == again.files
    _alter(again.folder / "manifest.json")
    assert backup(world, stored).copied == again.files


def _alter(path: Path, where: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * where)] ^= 0xFF
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

    record = read_record(world)
    assert record is not None
    (stored / f".20200101T000000Z.{record.data_id}.tmp").mkdir()  # of one that was killed outright
    with monkeypatch.context() as patched:
        patched.setattr("pipelines.restore.copy_file", killed)
        patched.setattr("pipelines.backup.told_of", killed)
        with pytest.raises(KeyboardInterrupt):
            restore(stored, tmp_path / "new")
        with pytest.raises(KeyboardInterrupt):
            backup(world, stored)
    assert len(list(stored.iterdir())) == 1
    with pytest.raises(HalfRestoredError, match="run gat restore again, or remove the folder"):
        list(verify(tmp_path / "new"))
    with pytest.raises(HalfRestoredError) as caught:
        backup(tmp_path / "new", tmp_path / "others")
    assert caught.value.exit_code == status_of_folder(tmp_path / "new").exit_code == 9
    with pytest.raises(HalfRestoredError), Night(plan(tmp_path / "new"), Observer()):
        pass
    (tmp_path / "new" / "letter.txt").touch()
    with pytest.raises(BackupRefusedError, match=r"letter\.txt is in it that is not of this backup"):
        restore(stored, tmp_path / "new")
    (tmp_path / "new" / "letter.txt").unlink()
    assert restore(stored, tmp_path / "new").files > 5
    assert [str(one) for one in verify(tmp_path / "new")] == []


def test_no_backup_is_made_during_a_run_into_the_data_folder_or_where_nothing_is(
    world: Path, tmp_path: Path
) -> None:
    data, target = copy(world, tmp_path / "data"), tmp_path / "backups"
    with pytest.raises(BackupRefusedError, match="would be lost with it"):
        backup(data, data / "backups")
    with pytest.raises(NothingKeptError):
        backup(tmp_path / "none", target)
    with run_lock(data, "gat run, run r7"), pytest.raises(RunLockedError, match="gat run, run r7"):
        backup(data, target)
    with pytest.raises(BackupRefusedError, match="mount the disk it is on"):
        backup(data, target, create=False)
    assert not target.exists()


def test_a_backup_that_waits_is_made_when_the_run_has_ended(world: Path, tmp_path: Path) -> None:
    data, freed = copy(world, tmp_path / "data"), threading.Event()

    def work() -> None:
        with run_lock(data, "gat run, run r7"):
            freed.set()
            time.sleep(0.3)

    runner = threading.Thread(target=work)
    runner.start()
    freed.wait()
    assert backup(data, tmp_path / "backups", wait=20.0).files > 5
    runner.join()


def _archive(folder: Path) -> Path:
    return folder / "archive/sonla/r1.warc.gz"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_alter, "has not the bytes it had; the backup keeps those of"),
        (
            lambda path: os.truncate(path, 100),
            "has fewer bytes than the ledger vouches for; the backup keeps",
        ),
        (lambda path: path.unlink(), "is gone; the backup keeps it"),
    ],
    ids=["rotted", "cut", "gone"],
)
def test_damaged_bytes_take_no_place_of_good_ones_and_nothing_is_pruned(
    world: Path, stored: Path, tmp_path: Path, damage: Callable[[Path], object], said: str
) -> None:
    data = copy(world, tmp_path / "data")
    damage(_archive(data))
    done = backup(data, stored, keep=1)
    assert [said in one for one in done.damaged] == [True]
    assert (done.pruned, len(list(stored.iterdir()))) == (0, 2)
    assert _archive(done.folder).samefile(_archive(min(stored.iterdir())))
    assert [wrong for _, _, wrong in check(stored, every=True)] == [[], []]
    restore(done.folder, tmp_path / "new")
    assert [str(one) for one in verify(tmp_path / "new")] == []


def test_what_came_behind_rotted_bytes_is_kept_and_what_is_mended_is_taken(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    data = copy(world, tmp_path / "data")
    with Ledger(data / "ledger.sqlite") as ledger:
        _archive(data).write_bytes(_archive(data).read_bytes().removesuffix(b"torn"))
        ledger.add_capture(archived(data, 3, page("Bài viết 3", TEXT)))
    whole = _archive(data).read_bytes()
    _alter(_archive(data), 0.1)
    done = backup(data, stored)
    assert len(done.damaged) == 1
    assert _archive(done.folder).read_bytes() == whole
    repair(plan(data, portals=()), Observer())
    again = backup(data, stored, keep=1)
    assert (again.damaged, again.pruned) == ((), 2)
    assert again.notes == (
        f"archive/sonla/r1.warc.gz was mended since {done.folder}, which has it as it was",
    )


def test_a_file_that_a_new_ledger_does_not_know_is_backed_up_whole(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    data = copy(world, tmp_path / "data")
    (data / "ledger.sqlite").unlink()
    with Ledger(data / "ledger.sqlite"):
        pass
    done = backup(data, stored)
    assert (done.damaged, done.notes) == ((), ())
    assert _archive(done.folder).read_bytes() == _archive(data).read_bytes()


def test_the_backup_just_made_is_the_newest_whatever_the_clock_said_before(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    next(stored.iterdir()).rename(stored / "20990101T000000Z-9")
    done = backup(world, stored, keep=1)
    assert (done.pruned, list(stored.iterdir())) == (1, [stored / "20990101T000000Z-10"])
    assert restore(stored, tmp_path / "new").folder == done.folder


def test_a_backup_that_does_not_tell_whose_it_is_is_not_pruned(world: Path, stored: Path) -> None:
    first = next(stored.iterdir())
    manifest = json.loads((first / "manifest.json").read_text())
    del manifest["data"]  # as an older version of Gặt wrote it
    (first / "manifest.json").chmod(0o600)
    (first / "manifest.json").write_text(json.dumps(manifest))
    assert backup(world, stored).folder.exists()
    assert backup(world, stored, keep=1).pruned == 1
    assert first.exists()


def test_all_backups_in_a_folder_are_of_one_data_folder(world: Path, stored: Path, tmp_path: Path) -> None:
    other = copy(world, tmp_path / "other")
    (other / "backup.json").unlink()
    with pytest.raises(BackupRefusedError, match=f"of another data folder .{world.resolve()} on "):
        backup(other, stored)
    (stored / ".20200101T000000Z.0123456789abcdef.tmp").mkdir()
    with pytest.raises(BackupRefusedError, match="an unfinished one, 0123456789abcdef"):
        backup(world, stored)
    backup(other, tmp_path / "others").folder.rename(stored / "20200101T000000Z")
    with pytest.raises(BackupRefusedError, match="several data folders"):
        restore(stored, tmp_path / "new")


def test_a_data_folder_that_was_restored_goes_on_with_its_backups(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    first = next(stored.iterdir())
    restore(stored, tmp_path / "new")
    record = read_record(tmp_path / "new")
    assert record is not None
    assert record.folder == str(first)
    (tmp_path / "new" / "archive").chmod(0o755)
    second = backup(tmp_path / "new", stored)
    assert _archive(first).samefile(_archive(second.folder))
    stored.rename(tmp_path / "disk")  # which is taken away
    stored.mkdir()
    with pytest.raises(BackupRefusedError, match="has none of the backups that were made there: mount"):
        backup(tmp_path / "new", stored, create=False)
    stored.rmdir()
    (tmp_path / "disk").rename(stored)
    (tmp_path / "new" / "backup.json").unlink()  # it forgot who it is, and is known by path and machine
    assert backup(tmp_path / "new", stored, keep=2).pruned == 1
    assert not first.exists()


def test_a_folder_that_began_anew_where_a_disk_was_not_mounted_pushes_no_backup_out(
    world: Path, tmp_path: Path
) -> None:
    data, target = copy(world, tmp_path / "data"), tmp_path / "backups"
    backup(data, target)
    data.rename(tmp_path / "away")
    data.mkdir()
    Ledger(data / "ledger.sqlite").close()
    with pytest.raises(BackupRefusedError, match=r"does not know \d+ pages that its last backup"):
        backup(data, target, keep=1)
    shutil.rmtree(data)
    (tmp_path / "away").rename(data)
    (data / "backup.json").unlink()
    assert backup(data, target, keep=1).pruned == 1


def test_what_is_not_published_is_nobody_elses_to_read_and_releases_are(
    world: Path, stored: Path, tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        restore(stored, tmp_path / "new")
        os.umask(0o022)
        restore(stored, tmp_path / "open")
    finally:
        os.umask(before)
    for data in (world, tmp_path / "new", tmp_path / "open"):
        release = current_snapshot(data / "published").parent
        modes = [path.stat().st_mode & 0o777 for path in (release.parent, release, release / "parquet")]
        assert modes == [0o755] * 3
        assert {path.stat().st_mode & 0o777 for path in release.rglob("*.*")} == {0o444}
        private = [data / "archive", *stored.iterdir()]
        assert {path.stat().st_mode & 0o077 for path in private} == {0}
        assert (data / "warehouse.duckdb").stat().st_mode & 0o777 == 0o600
