import shutil
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import batches, processes
from warehouse import ddl
from warehouse.connection import open_memory, open_snapshot, open_warehouse, table_names
from warehouse.derive import derive
from warehouse.errors import DiskFull, NotAWarehouse, SchemaTooNew, WarehouseError, WarehouseLocked
from warehouse.load import load_batch
from warehouse.migrations import MIGRATIONS
from warehouse.tables import BY_KIND

READ = """
import sys
from pathlib import Path
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError
try:
    with open_warehouse(Path(sys.argv[1])):
        print("opened")
except WarehouseError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_missing_file_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "data" / "deep" / "warehouse.duckdb"
    with open_warehouse(path) as con:
        assert con.execute("SELECT count(*) FROM out_facts").fetchone() == (0,)
        assert con.execute("SELECT current_setting('TimeZone')").fetchone() == ("UTC",)
    assert path.is_file()


@pytest.mark.parametrize("content", [b"", b"abc", "Văn bản, không phải cơ sở dữ liệu.\n".encode() * 500])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(content)
    with pytest.raises(NotAWarehouse, match="exists and is no DuckDB file") as caught, open_warehouse(path):
        pass
    assert caught.value.exit_code == 9
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAWarehouse, match="no DuckDB file"), open_warehouse(tmp_path):
        pass


def test_a_database_of_something_else_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE portals AS SELECT 1 AS mine")
    with pytest.raises(NotAWarehouse, match=r"something else \(it has portals\)"), open_warehouse(path):
        pass
    with duckdb.connect(str(path)) as con:
        assert con.execute("FROM portals").fetchall() == [(1,)]


def test_a_damaged_file_is_refused(warehouse: Path) -> None:
    content = warehouse.read_bytes()
    warehouse.write_bytes(content[: len(content) // 2])
    with pytest.raises(NotAWarehouse, match="is damaged") as caught, open_warehouse(warehouse):
        pass
    assert caught.value.exit_code == 9


def log_of_a_table(path: Path) -> bytes:
    """Return the log that a database has beside it when its process is killed: a table and its row."""
    with duckdb.connect(str(path)) as con:
        con.execute("CHECKPOINT")
        con.execute("CREATE TABLE noted AS SELECT 1 AS number")
        return path.with_name(f"{path.name}.wal").read_bytes()


def test_the_log_of_another_database_is_refused(warehouse: Path, tmp_path: Path) -> None:
    warehouse.with_name(f"{warehouse.name}.wal").write_bytes(log_of_a_table(tmp_path / "another.duckdb"))
    with pytest.raises(NotAWarehouse, match=r"does not match.* move it away") as caught:
        open_warehouse(warehouse).__enter__()
    assert caught.value.exit_code == 9


@pytest.mark.parametrize("noted", [True, False])
def test_a_log_of_noise_is_passed_over_and_all_else_is_there(
    templates: Path, tmp_path: Path, noted: bool
) -> None:
    before, path = templates / "loaded.duckdb", tmp_path / "killed.duckdb"
    log = log_of_a_table(shutil.copyfile(before, tmp_path / "whole.duckdb"))
    shutil.copyfile(before, path)
    path.with_name("killed.duckdb.wal").write_bytes(log if noted else b"\x00noise" * 99)
    with open_warehouse(path) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (3,)
        assert ("noted" in table_names(con)) == noted


def test_a_second_process_is_refused_with_the_holder_and_code_6(warehouse: Path) -> None:
    with open_warehouse(warehouse):
        code, said, _ = processes.run(READ, warehouse)
    assert code == WarehouseLocked.exit_code == 6
    assert "is being written by PID " in said
    assert said.count("\n") == 1
    assert processes.run(READ, warehouse)[0] == 0


def test_a_newer_schema_is_refused(warehouse: Path) -> None:
    with open_warehouse(warehouse) as con:
        con.execute("INSERT INTO schema_versions VALUES (99, '', now())")
    with pytest.raises(
        SchemaTooNew, match=f"has schema 99, this gat knows up to {ddl.SCHEMA_VERSION}"
    ) as caught:
        open_warehouse(warehouse).__enter__()
    assert caught.value.exit_code == 4


def test_errors_of_the_body_are_told_in_one_line_and_nothing_is_half_done(warehouse: Path) -> None:
    with pytest.raises(WarehouseError, match="nonsense does not exist"), open_warehouse(warehouse) as con:
        con.execute("FROM nonsense")
    with open_warehouse(warehouse) as con:
        assert con.execute("SELECT count(*) FROM articles").fetchone() == (3,)


def test_views_and_comments_follow_the_program(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_warehouse(warehouse) as con:
        before = con.execute("SELECT count(*) FROM schema_versions").fetchone()
    more = (*ddl.views(), ddl.parse_view("fresh", "-- A new view.\n-- one: The one.\nSELECT 1 AS one;"))
    monkeypatch.setattr(ddl, "views", lambda: more)
    monkeypatch.setattr(ddl, "presentation_sha256", ddl.presentation_sha256.__wrapped__)
    for _ in range(2):
        with open_warehouse(warehouse) as con:
            assert con.execute("FROM fresh").fetchall() == [(1,)]
            assert con.execute("SELECT count(*) FROM schema_versions").fetchone() == (2,)
            comment = con.execute("SELECT comment FROM duckdb_views() WHERE view_name = 'fresh'").fetchone()
            assert comment == ("A new view.",)
    assert before == (1,)


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def migrate(con: duckdb.DuckDBPyConnection) -> None:
        con.execute("ALTER TABLE portals ADD COLUMN agency VARCHAR")
        con.execute("FROM nonsense")

    now = ddl.SCHEMA_VERSION
    monkeypatch.setattr(ddl, "SCHEMA_VERSION", now + 1)
    monkeypatch.setitem(MIGRATIONS, now, migrate)
    with pytest.raises(WarehouseError, match="nonsense"), open_warehouse(warehouse):
        pass
    monkeypatch.setitem(
        MIGRATIONS, now, lambda con: con.execute("ALTER TABLE portals ADD COLUMN agency VARCHAR")
    )
    with open_warehouse(warehouse) as con:
        assert con.execute("SELECT agency FROM portals").fetchall() == [(None,)]
        assert con.execute("SELECT max(schema_version) FROM schema_versions").fetchone() == (now + 1,)


SCHEMAS = Path(__file__).with_name("schemas")
#: The kinds of fact that schema 1 had.
FOUR = ("date", "directive", "rank", "score")


def of_schema(path: Path, version: int) -> Path:
    """Make a warehouse as the Gặt of that schema left it: three articles, one of them with two versions."""
    with duckdb.connect(str(path)) as con:
        con.execute((SCHEMAS / f"v{version}.sql").read_text("utf-8"))
    return path


def presented(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Return every column of every table and view, as a client sees them."""
    return con.execute(
        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() "
        "WHERE NOT internal ORDER BY table_name, column_index"
    ).fetchall()


@pytest.mark.parametrize("version", range(1, ddl.SCHEMA_VERSION))
def test_a_file_of_an_older_schema_gets_the_tables_of_this_one_and_keeps_its_rows(
    tmp_path: Path, warehouse: Path, version: int
) -> None:
    with open_warehouse(warehouse) as con:
        fresh = presented(con)
    with open_warehouse(of_schema(tmp_path / "old.duckdb", version)) as con:
        assert presented(con) == fresh
        kept = dict(con.execute("SELECT kind, count(*) FROM out_facts_history GROUP BY kind").fetchall())
        assert kept == {kind: 3 if kind == "score" else 4 for kind in (BY_KIND if version > 1 else FOUR)}
        told = "SELECT DISTINCT source_kind, read_by FROM captures JOIN article_versions USING (capture_id)"
        assert con.execute(told).fetchall() == [("live", "platform")]
        load_batch(con, batches.batch(3))
        assert con.execute("SELECT count(DISTINCT article_id) FROM persons").fetchall() == [(3,)]
        assert all(derive(con)[name] for name in ("version_changes", "sources", "observations"))


KILLED = """
import os, sys
from pathlib import Path
from warehouse import ddl
from warehouse.connection import open_warehouse

def killed():
    os._exit(9)

ddl.comment_statements = killed
with open_warehouse(Path(sys.argv[1])):
    pass
"""


def test_a_migration_that_is_killed_leaves_the_older_schema_and_is_done_by_the_next(tmp_path: Path) -> None:
    path = of_schema(tmp_path / "old.duckdb", 1)
    with duckdb.connect(str(path)) as con:
        before = presented(con)
    assert processes.run(KILLED, path)[0] == 9
    with duckdb.connect(str(path)) as con:
        assert presented(con) == before
        assert con.execute("SELECT max(schema_version) FROM schema_versions").fetchone() == (1,)
    with open_warehouse(path) as con:
        assert con.execute("SELECT max(schema_version), count(*) FROM schema_versions").fetchone() == (
            ddl.SCHEMA_VERSION,
            2,
        )
        assert con.execute("SELECT count(*) FROM out_facts").fetchone() != (0,)


def test_every_migration_step_up_to_the_schema_version_is_there() -> None:
    assert sorted(MIGRATIONS) == list(range(1, ddl.SCHEMA_VERSION))


def test_a_snapshot_is_read_only_and_sealed(snapshot: Path, tmp_path: Path) -> None:
    with open_snapshot(snapshot) as con:
        for statement in (
            "DELETE FROM articles",
            f"COPY articles TO '{tmp_path}/out.csv'",
            f"SELECT * FROM read_text('{__file__}')",
            f"ATTACH '{tmp_path}/other.duckdb'",
            "SET enable_external_access = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement).fetchall()
    assert list(tmp_path.iterdir()) == []


def test_a_python_variable_is_no_table() -> None:
    article_list = [1, 2]
    assert article_list
    with open_memory() as con, pytest.raises(duckdb.Error, match="article_list does not exist"):
        con.execute("FROM article_list")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("IO Error: Could not write all bytes to file: No space left on device", DiskFull),
        ("FATAL Error: database has been invalidated: No space left on device", DiskFull),
        ("IO Error: Corrupt database file: checksum differs", NotAWarehouse),
        ("IO Error: something else\n\nLINE 1: x", WarehouseError),
    ],
)
def test_what_duckdb_says_becomes_an_error_with_its_exit_code(
    warehouse: Path, said: str, kind: type[WarehouseError]
) -> None:
    with pytest.raises(WarehouseError) as caught, open_warehouse(warehouse):
        raise duckdb.IOException(said)
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(WarehouseError, match="data"), open_warehouse(tmp_path / "data" / "warehouse.duckdb"):
        pass


def test_a_load_that_is_interrupted_keeps_nothing(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with open_warehouse(warehouse) as con:
        with monkeypatch.context() as patch:
            patch.setattr("warehouse.merge._derive_articles", interrupted)
            with pytest.raises(KeyboardInterrupt):
                load_batch(con, batches.article(9))
        assert con.execute("SELECT count(*) FROM article_versions").fetchone() == (3,)
        assert load_batch(con, batches.article(9)).tables["articles"].inserted == 1
