"""The folder of releases: which are kept, which is the current one, and releases of earlier versions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warehouse.connection import open_snapshot
from warehouse.publish import publish
from warehouse.releases import KEEP, current_snapshot, point_current_at, releases, retire

NOW = datetime(2024, 3, 2, 3, 4, 5, tzinfo=UTC)


def release(folder: Path, day: datetime, suffix: str = "") -> Path:
    made = folder / f"gat-{day:%Y%m%dT%H%M%SZ}{suffix}"
    (made / "parquet").mkdir(parents=True)
    (made / "gat.duckdb").touch()
    return made


def flat(folder: Path, day: datetime) -> Path:
    made = folder / f"gat-{day:%Y%m%dT%H%M%SZ}.duckdb"
    folder.mkdir(exist_ok=True)
    made.touch()
    return made


def test_the_newest_and_the_first_of_each_of_twelve_months_are_kept(tmp_path: Path) -> None:
    months = [(2023, month) for month in range(1, 13)] + [(2024, 1), (2024, 2)]
    every = [
        release(tmp_path, datetime(year, month, day, tzinfo=UTC))
        for year, month in months
        for day in (2, 9, 16)
    ]
    point_current_at(every[-1])
    retire(tmp_path, datetime(2024, 2, 17, tzinfo=UTC), keep=2)
    # March 2023 to February 2024, and the two newest.
    assert releases(tmp_path) == [*every[6::3], *every[-2:]]


def test_a_release_that_is_marked_or_current_is_kept(tmp_path: Path) -> None:
    old = [release(tmp_path, NOW - timedelta(days=700 + number)) for number in range(5)]
    new = [release(tmp_path, NOW - timedelta(seconds=number)) for number in range(2)]
    (old[3] / KEEP).touch()
    point_current_at(old[1])
    retire(tmp_path, NOW, keep=2)
    assert releases(tmp_path) == [old[3], old[1], new[1], new[0]]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_releases_of_one_second_are_told_apart_and_ordered(tmp_path: Path) -> None:
    made = [release(tmp_path, NOW, suffix) for suffix in ("", "-2", "-3", "-10")]
    assert releases(tmp_path) == made
    point_current_at(made[-1])
    retire(tmp_path, NOW, keep=2)
    assert releases(tmp_path) == [made[0], made[2], made[3]]


def test_flat_files_of_earlier_versions_are_readable_until_replaced_and_retired(tmp_path: Path) -> None:
    old = [flat(tmp_path, NOW - timedelta(days=400 - number)) for number in range(4)]
    (tmp_path / "current.duckdb").symlink_to(old[-1].name)
    assert current_snapshot(tmp_path) == old[-1]
    retire(tmp_path, NOW, keep=3)
    assert releases(tmp_path) == old[1:]
    new = release(tmp_path, NOW)
    point_current_at(new)
    assert current_snapshot(tmp_path) == new / "gat.duckdb"
    retire(tmp_path, NOW, keep=2)
    assert releases(tmp_path) == [old[-1], new]


def test_a_publish_onto_a_flat_layout_replaces_it(warehouse: Path, snapshot: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    old = flat(folder, NOW - timedelta(days=1))
    old.write_bytes(snapshot.read_bytes())
    (folder / "current.duckdb").symlink_to(old.name)
    with open_snapshot(current_snapshot(folder)) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    made = publish(warehouse, folder, NOW).path
    assert current_snapshot(folder) == made
    assert releases(folder) == [old, made.parent]
    assert str((folder / "current.duckdb").readlink()) == "current/gat.duckdb"


@pytest.mark.parametrize("name", ["gat-notes", "gat-20240302", "old"])
def test_other_folders_are_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    current = release(tmp_path, NOW)
    point_current_at(current)
    retire(tmp_path, NOW, keep=2)
    assert (tmp_path / name).is_dir()
    assert releases(tmp_path) == [current]
