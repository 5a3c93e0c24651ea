import time
from pathlib import Path

import pytest

from warehouse.errors import BadRequest, NotAWarehouse, TookTooLong
from warehouse.query import run_query
from warehouse.tables import BY_KIND


def answer(snapshot: Path, sql: str) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    with run_query(snapshot, sql) as result:
        return result.columns, list(result.rows)


def test_columns_and_rows_come_back(snapshot: Path) -> None:
    assert answer(snapshot, "SELECT kind, count(*) AS n FROM out_facts GROUP BY kind ORDER BY kind;") == (
        ("kind", "n"),
        [(kind, 3) for kind in sorted(BY_KIND)],
    )


@pytest.mark.parametrize(
    "sql",
    ["DESCRIBE out_facts", "SHOW TABLES", "SUMMARIZE scores", "FROM articles", "EXPLAIN FROM out_facts"],
)
def test_what_reads_is_allowed(snapshot: Path, sql: str) -> None:
    assert answer(snapshot, sql)[1]


def test_no_rows_still_have_columns(snapshot: Path) -> None:
    assert answer(snapshot, "SELECT title FROM articles WHERE false") == (("title",), [])


def test_all_rows_come_however_many(snapshot: Path) -> None:
    assert len(answer(snapshot, "FROM range(2500)")[1]) == 2500


def test_times_are_those_of_vietnam(snapshot: Path) -> None:
    assert answer(snapshot, "SELECT min(first_seen_at)::VARCHAR FROM articles")[1] == [
        ("2024-03-01 09:00:00+07",)
    ]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("", "one SQL statement is expected, not 0"),
        ("SELECT 1; SELECT 2", "one SQL statement is expected, not 2"),
        ("SELEC 1", r'SQL: syntax error at or near "SELEC"; LINE 1: SELEC 1'),
        ("SELECT nothing FROM out_facts", 'SQL: Referenced column "nothing" not found'),
        ("SELECT *\nFROM fact", r"Table with name fact does not exist!; Did you mean .*; LINE 2: FROM fact"),
        ("SELECT 'a'::INTEGER", "SQL: Could not convert string 'a'"),
        ("SELECT ?", "SQL: Values were not provided"),
        ("DELETE FROM scores", "read-only: use SELECT, DESCRIBE, SHOW or SUMMARIZE, not DELETE"),
        ("DROP TABLE scores", "read-only"),
        ("COPY scores TO 'scores.csv'", "read-only"),
        ("SET threads = 1", "read-only"),
        ("PRAGMA database_list", "read-only"),
        ("ATTACH 'x.duckdb'", "read-only"),
        ("CREATE TEMP TABLE x AS FROM scores", "read-only"),
        ("INSERT INTO scores FROM scores RETURNING *", "read-only"),
        ("EXPLAIN ANALYZE DELETE FROM scores", "read-only"),
        ("SELECT * FROM read_text('/etc/hostname')", "LocalFileSystem has been disabled"),
        ("SELECT * FROM 'pyproject.toml'", "SQL: "),
        ("SELECT * FROM glob('*')", "LocalFileSystem has been disabled"),
        ("SELECT * FROM read_csv('http://127.0.0.1/x.csv')", "disabled|httpfs"),
        ("SELECT * FROM 'https://x.test/a.csv'", "disabled|httpfs"),
        ("FROM '/etc/passwd'", "disabled|does not exist"),
        ("FROM read_csv('/etc/passwd')", "LocalFileSystem has been disabled"),
        ("FROM read_blob('/proc/self/environ')", "LocalFileSystem has been disabled"),
        ("FROM sniff_csv('/etc/passwd')", "LocalFileSystem has been disabled"),
        ("FROM read_duckdb('other.duckdb', table_name = 'x')", "LocalFileSystem has been disabled"),
        ("SELECT getenv('HOME')", "getenv does not exist"),
        ("SELECT * FROM enable_logging()", "the configuration has been locked"),
        ("EXPLAIN ANALYZE COPY scores TO 'scores.csv'", "read-only: .* not COPY"),
        ("EXPLAIN ANALYZE SET threads = 1", "read-only: .* not SET"),
        ("FROM json_execute_serialized_sql(json_serialize_sql('FROM glob(''*'')'))", "disabled"),
        ("INSTALL httpfs", "read-only"),
        ("LOAD httpfs", "read-only"),
        ("EXPORT DATABASE 'x'", "read-only"),
        ("SET lock_configuration = false", "read-only"),
        ("CALL enable_logging()", "read-only"),
        ("SET memory_limit = '100GB'", "read-only"),
    ],
)
def test_a_wrong_statement_is_told_in_one_line(snapshot: Path, sql: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message) as caught:
        answer(snapshot, sql)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_a_statement_that_takes_too_long_is_ended(snapshot: Path) -> None:
    started = time.monotonic()
    with (
        pytest.raises(TookTooLong, match=r"took longer than 0.2 s: .* --timeout") as caught,
        run_query(
            snapshot, "SELECT sum(hash(a.range + b.range)) FROM range(10000000) a, range(10000000) b", 0.2
        ),
    ):
        pass
    assert caught.value.exit_code == 12
    assert time.monotonic() - started < 20


def test_rows_that_are_fetched_too_slowly_end_too(snapshot: Path) -> None:
    with (
        pytest.raises(TookTooLong),
        run_query(snapshot, "SELECT range FROM range(100000000)", 0.2) as result,
    ):
        for _ in result.rows:
            pass


def test_a_quick_statement_is_left_alone(snapshot: Path) -> None:
    with run_query(snapshot, "SELECT 1", 0.05) as result:
        rows = list(result.rows)
    time.sleep(0.1)
    assert rows == [(1,)]


def test_an_error_that_comes_while_fetching_is_told_too(snapshot: Path) -> None:
    with pytest.raises(BadRequest, match="SQL: "):
        answer(snapshot, "SELECT if(range = 90000, error('late'), range) FROM range(100000)")


def test_a_snapshot_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "current.duckdb"
    path.write_text("no database")
    with pytest.raises(NotAWarehouse, match="no DuckDB file"):
        answer(path, "SELECT 1")


@pytest.mark.parametrize("share", [0.03, 0.3, 0.6, 0.95])
def test_a_snapshot_that_was_cut_short_is_damaged_and_no_wrong_statement(
    snapshot: Path, tmp_path: Path, share: float
) -> None:
    content = snapshot.read_bytes()
    path = tmp_path / "current.duckdb"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(NotAWarehouse, match=r"is damaged .* publish again with `gat load`") as caught:
        answer(path, "SELECT * FROM out_facts, articles")
    assert caught.value.exit_code == 9
    assert "\n" not in str(caught.value)


def test_a_snapshot_with_overwritten_bytes_is_damaged(snapshot: Path, tmp_path: Path) -> None:
    content = bytearray(snapshot.read_bytes())
    for at in range(3 * 4096, len(content), 4096):
        content[at + 100] ^= 0x5A
    path = tmp_path / "current.duckdb"
    path.write_bytes(content)
    with pytest.raises(NotAWarehouse, match="is damaged"):
        answer(path, "SELECT * FROM out_facts, articles")
