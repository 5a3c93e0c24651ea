"""A disk that is full, read-only or failing, at any effect and for real: one line, a code, nothing lost."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.effects import Fault, How
from tests.faults.forks import Ended
from tests.faults.world import digests, kept, left_over, needs, told_by

pytestmark = pytest.mark.timeout(900)


def moments(prepared: Prepared, stage: str, count: int) -> list[int]:
    """Return moments spread evenly over the effects of a stage, the first one among them."""
    total = len(prepared.effects[stage])
    return [1 + at * total // count for at in range(count)]


def refused(ended: Ended) -> tuple[int, str]:
    """Return the exit code and the one line that a stage ended with."""
    said = ended.error or ended.value.trouble
    assert "\n" not in said
    return ended.code or ended.value.exit_code, said


def test_a_crawl_on_a_full_disk_ends_with_code_3_and_goes_on_when_there_is_room(
    prepared: Prepared, tmp_path: Path
) -> None:
    for moment in moments(prepared, "crawl", 6):
        place = prepared.new(tmp_path / f"{moment}")
        code, _ = prepared.run(stages.crawl, place, "r1", Fault(moment, "ENOSPC", lasts=True))
        assert code == 3, moment
        assert prepared.run(stages.crawl, place, "r2")[0] == 0
        assert set(kept(place.data)) == set(prepared.pages), moment


@pytest.mark.parametrize("stage", ["load", "check", "publish"])
def test_a_run_on_a_full_disk_ends_with_code_3_and_goes_on_when_there_is_room(
    prepared: Prepared, tmp_path: Path, stage: str
) -> None:
    source = {"load": prepared.crawled, "check": prepared.loaded, "publish": prepared.checked}[stage]
    place = prepared.copy(source, tmp_path / "data")
    is_checked = stage == "publish"
    for moment in moments(prepared, stage, 2):
        fault = Fault(moment, "ENOSPC", lasts=True)
        code, said = refused(prepared.nursery.run(stages.night, place, stage, fault, is_checked=is_checked))
        assert code == 3, (moment, said)
        assert "free some space" in said, moment
        assert needs(place.data).startswith("failed in the stage ")
        assert needs(place.data).endswith(": free space and run again: nothing that was loaded is lost")
        assert told_by(place.data) == prepared.before
    last = "publish" if is_checked else "check"
    assert prepared.run(stages.night, place, last=last).exit_code == 0
    assert digests(place.data) == prepared.rows


@pytest.mark.parametrize("how", ["EIO", "EROFS"])
def test_a_disk_that_fails_once_is_told_in_one_line(prepared: Prepared, tmp_path: Path, how: How) -> None:
    place = prepared.copy(prepared.checked, tmp_path / "data")
    for moment in reversed(moments(prepared, "publish", 2)):
        fault = Fault(moment, how)
        code, _ = refused(prepared.nursery.run(stages.night, place, "publish", fault, is_checked=True))
        # A report or a line of a log that cannot be written stops no run.
        assert code in {0, 1}, moment
        told = "the next run goes on from there; report it, with the trace in logs/ of the data folder"
        assert needs(place.data).endswith(f": {os.strerror(getattr(errno, how))}: {told}" if code else "")
        assert told_by(place.data) in ({prepared.before, prepared.after} if code else {prepared.after})
    assert prepared.run(stages.night, place).exit_code == 0
    assert told_by(place.data) == prepared.after
    assert digests(place.data) == prepared.rows


#: The last effect of a name is that of the thing itself; of those before some are of a report or a log.
#: To SQLite an I/O error may be a full disk.
NAMED: list[tuple[str, str, How, int]] = [
    ("crawl", "fsync", "EIO", 1),
    ("crawl", "mkdir", "EACCES", 1),
    ("load", "sqlite", "EIO", 3),
    ("load", "duckdb", "EACCES", 1),
    ("publish", "fsync", "EIO", 1),
    ("publish", "chmod", "EACCES", 1),
    ("publish", "rename", "EIO", 1),
    ("publish", "replace", "EROFS", 1),
]


@pytest.mark.parametrize(("stage", "name", "how", "expected"), NAMED)
def test_a_call_that_fails_ends_the_run_in_one_line_and_the_next_does_it(
    prepared: Prepared, tmp_path: Path, stage: str, name: str, how: How, expected: int
) -> None:
    fault = Fault(prepared.effects[stage].count(name), how, of=name)
    if stage == "crawl":
        place = prepared.new(tmp_path / "data")
        assert prepared.run(stages.crawl, place, "r1", fault)[0] == expected
        assert prepared.run(stages.crawl, place, "r2")[0] == 0
        assert set(kept(place.data)) == set(prepared.pages)
        return
    place = prepared.copy(prepared.crawled if stage == "load" else prepared.checked, tmp_path / "data")
    options = {"prepared": prepared.extracted} if stage == "load" else {"is_checked": True}
    code, said = refused(prepared.nursery.run(stages.night, place, stage, fault, **options))
    assert code == expected, said
    assert needs(place.data).startswith(f"failed in the stage {stage}: ")
    # The last thing that a release brings to disk is the link that leads to it.
    is_released = (stage, name) == ("publish", "fsync")
    assert told_by(place.data) == (prepared.after if is_released else prepared.before)
    assert prepared.run(stages.night, place).exit_code == 0
    assert told_by(place.data) == prepared.after
    assert digests(place.data) == prepared.rows
    assert not left_over(place.data)


@pytest.mark.parametrize("size", [4 << 10, 3 << 20])
def test_a_file_at_its_limit_is_a_full_disk(prepared: Prepared, tmp_path: Path, size: int) -> None:
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    ended = prepared.nursery.run(stages.limited, place, size)
    code, said = refused(ended)
    assert code == 3, said
    assert told_by(place.data) == prepared.before
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.rows


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[Path]:
    """Mount a file system of ``size`` bytes in memory; skip the test where nobody may."""
    folder.mkdir()
    told = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], capture_output=True, check=False
    )
    if told.returncode:
        pytest.skip(f"no file system can be mounted here: {told.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


def size_of(folder: Path) -> int:
    return sum(-(-path.lstat().st_size // 4096) * 4096 + 4096 for path in folder.rglob("*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a file system")
def test_a_real_disk_that_is_full_takes_nothing_away(prepared: Prepared, tmp_path: Path) -> None:
    taken = size_of(prepared.crawled)
    with small_disk(tmp_path / "disk", taken + (64 << 10)) as disk:
        place = prepared.copy(prepared.crawled, disk / "data")
        for room in (64 << 10, 2 << 20):
            remount(disk, f"size={taken + room}")
            code, said = refused(prepared.nursery.run(stages.night, place, crawl=True))
            assert code == 3, said
            assert told_by(place.data) == prepared.before
        remount(disk, "size=200m")
        assert prepared.run(stages.night, place, crawl=True).exit_code == 0
        assert told_by(place.data) == prepared.after
        assert digests(place.data) == prepared.rows


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a file system")
def test_a_real_disk_that_is_full_in_the_crawl_is_told(prepared: Prepared, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64 << 10) as disk:
        place = prepared.new(disk / "data")
        for room in (64 << 10, 192 << 10):
            remount(disk, f"size={room}")
            assert prepared.run(stages.crawl, place, f"r{room}")[0] == 3
        remount(disk, "size=200m")
        assert prepared.run(stages.crawl, place, "last")[0] == 0
        assert set(kept(place.data)) == set(prepared.pages)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a file system")
def test_a_read_only_disk_is_refused_in_one_line(prepared: Prepared, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 200 << 20) as disk:
        place = prepared.copy(prepared.crawled, disk / "data")
        remount(disk, "ro")
        code, said = refused(prepared.nursery.run(stages.night, place))
        assert (code, str(place.data) in said, "let this user write there" in said) == (1, True, True), said
        code, _ = prepared.run(stages.crawl, place, "r9")
        assert code == 1
        remount(disk, "rw")
        assert prepared.run(stages.night, place, last="load").exit_code == 0
        assert digests(place.data) == prepared.loaded_rows


@pytest.mark.parametrize("moment", ["before_header", "before_truncate"])
def test_a_checkpoint_that_breaks_off_loses_nothing(prepared: Prepared, tmp_path: Path, moment: str) -> None:
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    told, left = prepared.run(stages.without_checkpoint, place, moment)
    # What was committed stood in the log alone, more than once, for the next to find.
    assert (told.exit_code, left > 1) == (0, True)
    assert prepared.run(stages.night, place, last="load").exit_code == 0
    assert digests(place.data) == prepared.loaded_rows
