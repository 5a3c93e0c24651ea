import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse import batches, processes
from warehouse import publish as publishing
from warehouse.connection import open_snapshot, open_warehouse
from warehouse.ddl import views
from warehouse.errors import NoSnapshot, SnapshotRefused, WarehouseError
from warehouse.inventory import take_inventory
from warehouse.load import load_batch
from warehouse.publish import current_snapshot, publish, snapshots

NOW = datetime(2024, 3, 2, 3, 4, 5, tzinfo=UTC)

READ_ONCE = """
import sys
from pathlib import Path
from warehouse.publish import current_snapshot
from warehouse.query import run_query
with run_query(current_snapshot(Path(sys.argv[1])), "SELECT count(*) FROM out_facts") as result:
    print(next(result.rows)[0])
"""

READ_IN_A_LOOP = """
import sys
from pathlib import Path
from warehouse.publish import current_snapshot
from warehouse.query import run_query
sql = "SELECT (SELECT count(*) FROM out_facts) = count(*) * 7, count(*) FROM articles"
seen = set()
print("ready", flush=True)
while not Path(sys.argv[2]).exists():
    with run_query(current_snapshot(Path(sys.argv[1])), sql) as result:
        whole, articles = next(result.rows)
        assert whole
        seen.add(articles)
print(len(seen), flush=True)
"""


KILLED_AT = """
import datetime, os, sys
from pathlib import Path
from warehouse import publish
owner = Path if sys.argv[3] == "replace" else publish
setattr(owner, sys.argv[3], lambda *arguments, **options: os._exit(9))
publish.publish(Path(sys.argv[1]), Path(sys.argv[2]), datetime.datetime.now(datetime.UTC))
"""


def count(path: Path, table: str = "articles") -> int:
    with open_snapshot(path) as con:
        return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def test_a_snapshot_holds_what_the_warehouse_holds(warehouse: Path, tmp_path: Path) -> None:
    made = publish(warehouse, tmp_path / "published", NOW)
    assert made.path.name == "gat-20240302T030405Z.duckdb"
    assert made.rows["articles"] == 3
    assert made.size == made.path.stat().st_size
    assert (made.path.parent / "current.duckdb").readlink() == Path(made.path.name)
    assert current_snapshot(made.path.parent) == made.path
    with open_snapshot(made.path) as con:
        published = take_inventory(con)
    with open_warehouse(warehouse) as con:
        assert published.differences(take_inventory(con)) == []


def test_views_and_comments_are_in_the_snapshot(snapshot: Path) -> None:
    with open_snapshot(snapshot) as con:
        for view in views():
            assert con.execute(f"FROM {view.name}").fetchall(), view.name
        comments = con.execute(
            "SELECT comment FROM duckdb_tables() UNION ALL SELECT comment FROM duckdb_columns()"
        )
        assert len([1 for (comment,) in comments.fetchall() if comment]) > 150


def test_a_snapshot_is_of_the_storage_version_that_older_clients_open(snapshot: Path) -> None:
    with duckdb.connect(str(snapshot), read_only=True) as con:
        (tags,) = con.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()[0]
    assert tags["storage_version"].startswith("v1.2")


def test_a_snapshot_file_is_read_only_and_stands_alone(warehouse: Path, tmp_path: Path) -> None:
    made = publish(warehouse, tmp_path / "published", NOW)
    assert made.path.stat().st_mode & 0o777 == 0o444
    assert {path.name for path in made.path.parent.iterdir()} == {made.path.name, "current.duckdb"}


def test_the_last_five_are_kept_and_names_are_not_used_again(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    made = [publish(warehouse, folder, NOW + timedelta(seconds=i // 4)).path for i in range(7)]
    assert len(set(made)) == 7
    assert snapshots(folder) == made[-5:]
    assert current_snapshot(folder) == made[-1]
    assert publish(warehouse, folder, NOW - timedelta(days=30)).path == current_snapshot(folder)


def test_a_reader_keeps_the_snapshot_it_opened(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    first = publish(warehouse, folder, NOW).path
    with open_snapshot(first) as reader:
        for number in range(4, 11):
            with open_warehouse(warehouse) as con:
                load_batch(con, batches.article(number))
            publish(warehouse, folder, NOW + timedelta(minutes=number))
        assert not first.exists()
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    assert count(current_snapshot(folder)) == 10


def test_another_process_queries_the_snapshot_while_a_load_is_open(warehouse: Path, tmp_path: Path) -> None:
    publish(warehouse, tmp_path / "published", NOW)
    with open_warehouse(warehouse) as con:
        con.execute("BEGIN")
        con.execute("DELETE FROM scores")
        code, out, err = processes.run(READ_ONCE, tmp_path / "published")
        con.execute("ROLLBACK")
    assert (code, out, err) == (0, "21\n", "")


def test_a_reader_in_a_loop_never_sees_an_error_while_snapshots_are_published(
    warehouse: Path, tmp_path: Path
) -> None:
    folder, stop = tmp_path / "published", tmp_path / "stop"
    publish(warehouse, folder, NOW)
    with processes.start(READ_IN_A_LOOP, folder, stop) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(4, 9):
            with open_warehouse(warehouse) as con:
                load_batch(con, batches.article(number))
            publish(warehouse, folder, NOW + timedelta(seconds=number))
        stop.touch()
        out, err = reader.communicate(timeout=60)
    assert (reader.returncode, err) == (0, "")
    assert int(out) > 1


def test_nothing_published_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="start with `gat run` or `gat demo`"):
        current_snapshot(tmp_path / "published")


def test_leftovers_of_a_killed_publish_are_removed(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    for name in (".gat-20240101T000000Z.duckdb.tmp", ".gat-20240101T000000Z.duckdb.tmp.wal"):
        (folder / name).write_bytes(b"half")
    (folder / ".current.tmp").symlink_to("nowhere")
    (folder / "notes.txt").write_text("mine")
    made = publish(warehouse, folder, NOW)
    assert {path.name for path in folder.iterdir()} == {made.path.name, "current.duckdb", "notes.txt"}


@contextmanager
def killed_at(effect: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let every effect on the file system before number ``effect`` happen, and stop dead there."""
    done: list[str] = []

    def counted(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if len(done) == effect:
                raise KeyboardInterrupt
            done.append(name)
            return original(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_copy", counted("copy", publishing._copy))
        patch.setattr(publishing, "_remove_leftovers", counted("sweep", publishing._remove_leftovers))
        patch.setattr(os, "fsync", counted("fsync", os.fsync))
        for name in ("rename", "replace", "symlink_to", "unlink", "chmod"):
            patch.setattr(Path, name, counted(name, getattr(Path, name)))
        yield done


def test_a_publish_that_dies_at_any_moment_leaves_an_old_or_new_snapshot_whole(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    publish(warehouse, folder, NOW)
    with open_warehouse(warehouse) as con:
        load_batch(con, batches.article(4))
    effect, found = 0, []
    while True:
        now = NOW + timedelta(seconds=effect + 1)
        try:
            with killed_at(effect, monkeypatch):
                publish(warehouse, folder, now)
            break
        except KeyboardInterrupt:
            found.append(count(current_snapshot(folder)))
        effect += 1
    assert effect >= 9
    assert found == sorted(found)
    assert set(found) == {3, 4}
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert count(current_snapshot(folder)) == 4


@pytest.mark.parametrize(
    ("step", "articles"),
    [("_validate", 3), ("_make_durable", 3), ("_point_current_at", 3), ("replace", 3), ("_retire", 4)],
)
def test_a_publish_that_is_killed_without_a_word_is_healed_by_the_next(
    warehouse: Path, tmp_path: Path, step: str, articles: int
) -> None:
    folder = tmp_path / "published"
    publish(warehouse, folder, NOW)
    with open_warehouse(warehouse) as con:
        load_batch(con, batches.article(4))
    assert processes.run(KILLED_AT, warehouse, folder, step)[0] == 9
    assert count(current_snapshot(folder)) == articles
    publish(warehouse, folder, NOW + timedelta(days=1))
    assert count(current_snapshot(folder)) == 4
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_copy_that_lacks_a_row_is_refused_and_the_old_snapshot_stays(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    first = publish(warehouse, folder, NOW).path
    original = publishing._copy

    def lossy(con: duckdb.DuckDBPyConnection, building: Path) -> Any:
        expected = original(con, building)
        with duckdb.connect(str(building)) as copy:
            copy.execute("DELETE FROM ranks WHERE article_id = (SELECT min(article_id) FROM ranks)")
            copy.execute("UPDATE scores SET value = value + 1")
        return expected

    monkeypatch.setattr(publishing, "_copy", lossy)
    with pytest.raises(SnapshotRefused, match=r"ranks \(3 rows, then 2\), scores \(content\)") as caught:
        publish(warehouse, folder, NOW + timedelta(days=1))
    assert caught.value.exit_code == 7
    assert current_snapshot(folder) == first
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_copy_that_cannot_be_opened_is_refused(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = publishing._copy

    def cut(con: duckdb.DuckDBPyConnection, building: Path) -> Any:
        expected = original(con, building)
        building.write_bytes(building.read_bytes()[:20000])
        return expected

    monkeypatch.setattr(publishing, "_copy", cut)
    with pytest.raises(SnapshotRefused, match="cannot be read back"):
        publish(warehouse, tmp_path / "published", NOW)
    with pytest.raises(NoSnapshot):
        current_snapshot(tmp_path / "published")


def test_a_warehouse_in_use_by_another_process_cannot_be_published(warehouse: Path, tmp_path: Path) -> None:
    code = READ_ONCE.replace("from warehouse.query import run_query", "from warehouse.publish import publish")
    script = code.split("with run_query")[0] + (
        "import datetime\n"
        "from warehouse.errors import WarehouseError\n"
        "try:\n"
        "    publish(Path(sys.argv[1]), Path(sys.argv[2]), datetime.datetime.now(datetime.UTC))\n"
        "except WarehouseError as error:\n"
        "    sys.exit(error.exit_code)\n"
    )
    with open_warehouse(warehouse):
        assert processes.run(script, warehouse, tmp_path / "published")[0] == 6
    assert not issubclass(WarehouseError, OSError)


def test_a_warehouse_that_lost_articles_is_not_published(warehouse: Path, tmp_path: Path) -> None:
    folder, later = tmp_path / "published", NOW + timedelta(days=1)
    first = publish(warehouse, folder, NOW).path
    warehouse.unlink()
    with open_warehouse(warehouse) as con:
        load_batch(con, batches.batch(2))
    with pytest.raises(SnapshotRefused, match="published=3, now=2") as caught:
        publish(warehouse, folder, later)
    assert "the next run rebuilds it from the archive" in str(caught.value)
    assert (caught.value.exit_code, current_snapshot(folder)) == (7, first)
    (folder / "current.duckdb").unlink()
    assert publish(warehouse, folder, later).rows["articles"] == 2


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_a_damaged_last_snapshot_is_replaced(warehouse: Path, tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "published"
    first = publish(warehouse, folder, NOW).path
    whole = first.read_bytes()
    first.chmod(0o644)
    first.write_bytes(whole[: len(whole) // 2] if content is None else content)
    assert publish(warehouse, folder, NOW + timedelta(days=1)).rows["articles"] == 3
    assert count(current_snapshot(folder)) == 3
