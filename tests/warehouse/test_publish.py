import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse import batches, processes
from warehouse import package
from warehouse import publish as publishing
from warehouse.connection import open_snapshot, open_warehouse
from warehouse.ddl import views
from warehouse.errors import NoSnapshot, SnapshotRefused, WarehouseError
from warehouse.inventory import take_inventory
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.releases import Policy, current_snapshot, releases, remove_leftovers
from warehouse.stored import STORED

NOW = datetime(2024, 3, 2, 3, 4, 5, tzinfo=UTC)
TWO = Policy(keep=2)

READ_ONCE = """
import sys
from pathlib import Path
from warehouse.releases import current_snapshot
from warehouse.query import run_query
with run_query(current_snapshot(Path(sys.argv[1])), "SELECT count(*) FROM out_facts") as result:
    print(next(result.rows)[0])
"""

READ_IN_A_LOOP = """
import json, sys, time
from pathlib import Path
import duckdb
from warehouse.query import run_query
from warehouse.releases import current_snapshot
sql = "SELECT (SELECT count(*) FROM out_facts) = count(*) * 7, count(*) FROM articles"
parquet = "SELECT count(*) FROM read_parquet(?)"
seen = set()
print("ready", flush=True)
while not Path(sys.argv[2]).exists():
    database = current_snapshot(Path(sys.argv[1]))
    with run_query(database, sql) as result:
        whole, articles = next(result.rows)
    assert whole
    release = (Path(sys.argv[1]) / "current").resolve()
    said = json.loads((release / "datapackage.json").read_text("utf-8"))["resources"]
    assert all((release / one["path"]).stat().st_size == one["bytes"] for one in said)
    [told] = [one["rows"] for one in said if one["name"] == "articles"]
    assert duckdb.execute(parquet, [str(release / "parquet/articles.parquet")]).fetchone() == (told,)
    assert told - articles in ({0} if release == database.parent else {1})
    seen.add(articles)
    time.sleep(0.2)
print(len(seen), flush=True)
"""


KILLED_AT = """
import datetime, os, signal, sys
from pathlib import Path
from warehouse import publish
owner = Path if sys.argv[3] == "replace" else publish
setattr(owner, sys.argv[3], lambda *arguments, **options: os.kill(os.getpid(), signal.SIGKILL))
publish.publish(Path(sys.argv[1]), Path(sys.argv[2]), datetime.datetime.now(datetime.UTC))
"""


@pytest.fixture
def unvalidated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without the process that reads a release back: a third of the time, not asked about here."""
    monkeypatch.setattr(publishing, "_validate", lambda *_: None)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def count(path: Path, table: str = "articles") -> int:
    with open_snapshot(path) as con:
        return int(con.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def test_a_snapshot_holds_what_the_warehouse_holds(warehouse: Path, tmp_path: Path) -> None:
    made = publish(warehouse, tmp_path / "published", NOW)
    release = made.path.parent
    assert (release.name, made.path.name) == ("gat-20240302T030405Z", "gat.duckdb")
    assert made.rows["articles"] == 3
    assert made.size == made.path.stat().st_size
    assert (release.parent / "current").readlink() == Path(release.name)
    assert (release.parent / "current.duckdb").resolve() == made.path
    assert current_snapshot(release.parent) == made.path
    with open_snapshot(made.path) as con:
        published = take_inventory(con)
    with open_warehouse(warehouse) as con:
        whole = take_inventory(con, stored=STORED)
    # The bodies of news stay behind.
    assert published.differences(whole) == ["article_versions (content)", "articles (content)"]


def test_views_and_comments_are_in_the_snapshot(snapshot: Path) -> None:
    with open_snapshot(snapshot) as con:
        empty = {view.name for view in views() if not con.execute(f"FROM {view.name}").fetchall()}
        # Three articles that agree, read once, none corrected.
        assert empty == {"out_conflicts", "out_corrections", "out_fact_changes", "out_version_changes"}
        silent = con.execute(
            "SELECT table_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = '' "
            "UNION SELECT table_name FROM duckdb_tables() WHERE NOT internal AND coalesce(comment, '') = ''"
        )
        assert silent.fetchall() == [("schema_versions",)]


def test_the_facts_are_a_table_in_the_snapshot_with_all_that_the_view_has(
    warehouse: Path, snapshot: Path
) -> None:
    shape = (
        "SELECT column_name, data_type FROM duckdb_columns() "
        "WHERE table_name = 'out_facts' ORDER BY column_index"
    )
    comments = (
        "SELECT comment FROM duckdb_{}s() WHERE {}_name = 'out_facts' UNION ALL "
        "SELECT comment FROM duckdb_columns() WHERE table_name = 'out_facts'"
    )
    with open_warehouse(warehouse) as con:
        expected = con.execute("FROM out_facts ORDER BY article_id, start_offset, evidence_id").fetchall()
        types = con.execute(shape).fetchall()
        (description,) = con.execute(comments.format("view", "view")).fetchall()[0]
    with open_snapshot(snapshot) as con:
        assert con.execute("FROM out_facts ORDER BY rowid").fetchall() == expected
        assert con.execute(shape).fetchall() == types
        said = [comment for (comment,) in con.execute(comments.format("table", "table")).fetchall()]
    assert said[0] == description
    assert len(said) == 1 + len(types)
    assert all(said)


def test_very_many_facts_are_copied_part_by_part_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_AT_ONCE", 0)
    released = tmp_path / "gat.duckdb"
    with open_warehouse(tmp_path / "warehouse.duckdb") as con:
        load_batch(con, batches.batch(40))
        expected = con.execute("FROM out_facts ORDER BY article_id, start_offset, evidence_id").fetchall()
        publishing.copy_published(con, released, Policy())
    with open_snapshot(released) as con:
        assert con.execute("FROM out_facts ORDER BY rowid").fetchall() == expected


def test_facts_that_are_not_those_of_the_view_are_refused(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = publishing.copy_published

    def altered(con: duckdb.DuckDBPyConnection, building: Path, policy: Policy) -> Any:
        expected = original(con, building, policy)
        with duckdb.connect(str(building)) as copy:
            copy.execute("UPDATE out_facts SET value = '1' WHERE kind = 'score'")
        return expected

    monkeypatch.setattr(publishing, "copy_published", altered)
    with pytest.raises(
        SnapshotRefused, match=r"differs from the warehouse in out_facts \(content\): the last"
    ):
        publish(warehouse, tmp_path / "published", NOW)


def test_a_view_that_cannot_be_planned_is_refused(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = publishing._validate

    def broken(building: Path, expected: Any) -> None:
        with duckdb.connect(str(building / "gat.duckdb")) as copy:
            copy.execute("DROP TABLE corrections")
        original(building, expected)

    monkeypatch.setattr(publishing, "_validate", broken)
    with pytest.raises(SnapshotRefused, match=r"cannot be read back \(.*corrections does not exist"):
        publish(warehouse, tmp_path / "published", NOW)


def test_a_snapshot_is_of_the_storage_version_that_older_clients_open(snapshot: Path) -> None:
    with duckdb.connect(str(snapshot), read_only=True) as con:
        (tags,) = con.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()[0]
    assert tags["storage_version"].startswith("v1.2")


def test_the_files_of_a_release_are_read_only_and_stand_alone(warehouse: Path, tmp_path: Path) -> None:
    release = publish(warehouse, tmp_path / "published", NOW).path.parent
    files = [path for path in release.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o444}
    assert names(release) == {"gat.duckdb", "parquet", "datapackage.json", "DICTIONARY.md"}
    assert names(release.parent) == {release.name, "current", "current.duckdb"}


@pytest.mark.usefixtures("unvalidated")
def test_older_releases_are_retired_and_names_are_not_used_again(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    made = [publish(warehouse, folder, NOW, TWO).path.parent for _ in range(4)]
    assert [path.name.removeprefix(made[0].name) for path in made] == ["", "-2", "-3", "-4"]
    # The first of its month stays too.
    assert releases(folder) == [made[0], *made[2:]]
    assert current_snapshot(folder).parent == made[-1]
    old = publish(warehouse, folder, NOW - timedelta(days=800), TWO).path
    assert current_snapshot(folder) == old


@pytest.mark.usefixtures("unvalidated")
def test_a_reader_keeps_the_snapshot_it_opened(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    publish(warehouse, folder, NOW, TWO)
    second = publish(warehouse, folder, NOW, TWO).path
    with open_snapshot(second) as reader:
        for number in (4, 5):
            with open_warehouse(warehouse) as con:
                load_batch(con, batches.article(number))
            publish(warehouse, folder, NOW + timedelta(minutes=number), TWO)
        assert not second.exists()
        assert reader.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    assert count(current_snapshot(folder)) == 5


def test_another_process_queries_the_snapshot_while_a_load_is_open(warehouse: Path, tmp_path: Path) -> None:
    publish(warehouse, tmp_path / "published", NOW)
    with open_warehouse(warehouse) as con:
        con.execute("BEGIN")
        con.execute("DELETE FROM scores")
        code, out, err = processes.run(READ_ONCE, tmp_path / "published")
        con.execute("ROLLBACK")
    assert (code, out, err) == (0, "21\n", "")


@pytest.mark.timeout(400)
@pytest.mark.usefixtures("unvalidated")  # the reader looks at what it gets
def test_a_reader_in_a_loop_never_sees_an_error_while_releases_are_published(
    warehouse: Path, tmp_path: Path
) -> None:
    folder, stop = tmp_path / "published", tmp_path / "stop"
    publish(warehouse, folder, NOW)
    with processes.start(READ_IN_A_LOOP, folder, stop) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(4, 13):
            with open_warehouse(warehouse) as con:
                load_batch(con, batches.article(number))
            publish(warehouse, folder, NOW + timedelta(seconds=number))
        stop.touch()
        out, err = reader.communicate(timeout=60)
    assert (reader.returncode, err) == (0, "")
    assert int(out) > 5


def test_nothing_published_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="start with `gat run` or `gat demo`"):
        current_snapshot(tmp_path / "published")


def test_leftovers_of_a_killed_publish_are_removed(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    (folder / ".gat-20240101T000000Z.tmp" / "parquet").mkdir(parents=True)
    (folder / ".gat-20240101T000000Z.tmp" / "gat.duckdb.wal").write_bytes(b"half")
    for name in (".gat-20240101T000000Z.duckdb.tmp", ".gat-20240101T000000Z.duckdb.tmp.wal"):
        (folder / name).write_bytes(b"half")
    (folder / ".current.tmp").symlink_to("nowhere")
    (folder / ".current.duckdb.tmp").symlink_to("nowhere")
    (folder / "notes.txt").write_text("mine")
    made = publish(warehouse, folder, NOW)
    assert names(folder) == {made.path.parent.name, "current", "current.duckdb", "notes.txt"}


@contextmanager
def kept_states(folder: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Keep what a kill would leave of ``folder`` just before each effect of the ``with`` body on it."""
    states: list[Path] = []
    busy: list[str] = []

    def watched(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if not busy:
                busy.append(name)
                state = into / f"{len(states):03}-{name}"
                # Links do: no file that has its bytes is written again.
                shutil.copytree(folder, state, symlinks=True, copy_function=os.link)
                states.append(state)
                busy.clear()
            return original(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        for owner, name in (
            (publishing, "add_package"),
            (package, "_write_parquet"),
            (publishing, "_validate"),
        ):
            patch.setattr(owner, name, watched(name, getattr(owner, name)))
        for name in ("fsync", "rename", "replace", "symlink", "unlink", "rmdir", "mkdir", "chmod"):
            patch.setattr(os, name, watched(name, getattr(os, name)))
        yield states


def told_by(release: Path) -> int:
    """Return the articles of a release, once every file is found as its Data Package tells."""
    said = json.loads((release / "datapackage.json").read_text("utf-8"))["resources"]
    assert all((release / one["path"]).stat().st_size == one["bytes"] for one in said)
    return int(next(one["rows"] for one in said if one["name"] == "articles"))


@pytest.mark.usefixtures("unvalidated")
def test_a_publish_that_dies_at_any_moment_leaves_an_old_or_new_release_whole(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    for seconds in range(3):
        publish(warehouse, folder, NOW + timedelta(seconds=seconds), TWO)
    with open_warehouse(warehouse) as con:
        load_batch(con, batches.article(4))
    with kept_states(folder, tmp_path / "states", monkeypatch) as states:
        publish(warehouse, folder, NOW + timedelta(days=1), TWO)
    done = {state.name.split("-", 1)[1] for state in states}
    assert done >= {"add_package", "_write_parquet", "_validate", "fsync", "rename", "replace", "rmdir"}
    assert len(states) > 100
    found = [told_by(current_snapshot(state).parent) for state in states]
    assert found == sorted(found)
    assert {state: count(current_snapshot(state)) for state in (states[0], states[-1])} == {
        states[0]: 3,
        states[-1]: 4,
    }
    assert set(found) == {3, 4}
    for state in states:
        remove_leftovers(state)
        assert names(state) - {path.name for path in releases(state)} == {"current", "current.duckdb"}
        assert [told_by(path) for path in releases(state)]


@pytest.mark.usefixtures("unvalidated")
def test_a_publish_that_is_killed_is_healed_by_the_next(warehouse: Path, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    publish(warehouse, folder, NOW)
    with open_warehouse(warehouse) as con:
        load_batch(con, batches.article(4))
    steps = {"add_package": 3, "seal": 3, "point_current_at": 3, "replace": 3, "retire": 4}
    for step, articles in steps.items():
        assert processes.run(KILLED_AT, warehouse, folder, step)[0] == -signal.SIGKILL
        assert count(current_snapshot(folder)) == articles
    publish(warehouse, folder, NOW + timedelta(days=1))
    assert count(current_snapshot(folder)) == 4
    assert [name for name in names(folder) if name.startswith(".")] == []


def test_a_copy_that_lacks_a_row_is_refused_and_the_old_snapshot_stays(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "published"
    first = publish(warehouse, folder, NOW).path
    original = publishing.copy_published

    def lossy(con: duckdb.DuckDBPyConnection, building: Path, policy: Policy) -> Any:
        expected = original(con, building, policy)
        with duckdb.connect(str(building)) as copy:
            copy.execute("DELETE FROM ranks WHERE article_id = (SELECT min(article_id) FROM ranks)")
            copy.execute("UPDATE scores SET value = value + 1")
        return expected

    monkeypatch.setattr(publishing, "copy_published", lossy)
    with pytest.raises(SnapshotRefused, match=r"ranks \(3 rows, then 2\), scores \(content\)") as caught:
        publish(warehouse, folder, NOW + timedelta(days=1))
    assert caught.value.exit_code == 7
    assert current_snapshot(folder) == first
    assert [name for name in names(folder) if name.startswith(".")] == []


def test_a_copy_that_cannot_be_opened_is_refused(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = package.add_package

    def cut(snapshot: duckdb.DuckDBPyConnection, building: Path, label: package.Label) -> None:
        original(snapshot, building, label)
        whole = (building / "gat.duckdb").read_bytes()
        (building / "gat.duckdb").write_bytes(whole[:20000])

    monkeypatch.setattr(publishing, "add_package", cut)
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


@pytest.mark.usefixtures("unvalidated")
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
