from pathlib import Path

import pytest

from warehouse.errors import BadRequest, NotAWarehouse
from warehouse.query import run_query
from warehouse.tables import BY_KIND


def answer(
    snapshot: Path, sql: str, limit: int | None = None
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    with run_query(snapshot, sql, limit) as result:
        return result.columns, list(result.rows)


def test_columns_and_rows_come_back(snapshot: Path) -> None:
    assert answer(snapshot, "SELECT kind, count(*) AS n FROM facts GROUP BY kind ORDER BY kind;") == (
        ("kind", "n"),
        [(kind, 3) for kind in sorted(BY_KIND)],
    )


@pytest.mark.parametrize(
    "sql", ["DESCRIBE facts", "SHOW TABLES", "SUMMARIZE scores", "FROM articles", "EXPLAIN FROM facts"]
)
def test_what_reads_is_allowed(snapshot: Path, sql: str) -> None:
    assert answer(snapshot, sql)[1]


def test_no_rows_still_have_columns(snapshot: Path) -> None:
    assert answer(snapshot, "SELECT title FROM articles WHERE false") == (("title",), [])


@pytest.mark.parametrize(
    ("limit", "rows"), [(None, 2500), (0, 0), (1, 1), (1000, 1000), (2400, 2400), (9999, 2500)]
)
def test_the_row_cap_holds(snapshot: Path, limit: int | None, rows: int) -> None:
    assert len(answer(snapshot, "FROM range(2500)", limit)[1]) == rows


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
        ("SELECT nothing FROM facts", 'SQL: Referenced column "nothing" not found'),
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
        ("SELECT * FROM read_text('/etc/hostname')", "file system operations are disabled"),
        ("SELECT * FROM 'pyproject.toml'", "SQL: "),
        ("SELECT * FROM glob('*')", "file system operations are disabled"),
        ("SELECT * FROM read_csv('http://127.0.0.1/x.csv')", "disabled|httpfs"),
    ],
)
def test_a_wrong_statement_is_told_in_one_line(snapshot: Path, sql: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message) as caught:
        answer(snapshot, sql)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


def test_an_error_that_comes_while_fetching_is_told_too(snapshot: Path) -> None:
    with pytest.raises(BadRequest, match="SQL: "):
        answer(snapshot, "SELECT if(range = 90000, error('late'), range) FROM range(100000)")


def test_a_snapshot_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "current.duckdb"
    path.write_text("no database")
    with pytest.raises(NotAWarehouse, match="no DuckDB file"):
        answer(path, "SELECT 1")
