"""Statements that someone else wrote and an operator runs: none writes, reads a file, leaves the machine."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from warehouse.errors import BadRequest, TookTooLong
from warehouse.query import run_query

CANARY = "canary-91c4-duckdb"
#: DuckDB 2.0 lets a WITH hold a COPY, and lets COPY write to the database file that is open.
_COPY = "WITH x AS (COPY (SELECT 1) TO '{path}{more}' (FORMAT csv, USE_TMP_FILE false)) FROM x"
_NESTED = _COPY.replace("'", "''")

REFUSED = [
    # Writing to the snapshot, and beside it, where the next one who opens it would replay a log.
    _COPY.replace("{more}", ""),
    _COPY.replace("{more}", ".wal"),
    _COPY.replace("{more}", ".wal.recovery"),
    f"FROM json_execute_serialized_sql(json_serialize_sql('{_NESTED}'))".replace("{more}", ".wal"),
    f"SELECT (FROM json_execute_serialized_sql(json_serialize_sql('{_NESTED}')))".replace("{more}", ""),
    f"FROM query('{_NESTED}')".replace("{more}", ""),
    f"EXPLAIN ANALYZE {_COPY}".replace("{more}", ""),
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '{path}' (FORMAT csv, USE_TMP_FILE false)",
    "EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO '{path}.wal'",
    "/* EXPLAIN SELECT 1 */ EXPLAIN ANALYZE COPY (SELECT 1) TO '{path}.wal'",
    "EXPLAIN /**/ ANALYZE COPY (SELECT 1) TO '{path}.wal'",
    "EXPLAIN ANALYZE CREATE TEMP TABLE x AS FROM range(9)",
    "EXPLAIN ANALYZE VACUUM",
    "EXPLAIN ANALYZE CHECKPOINT",
    "WITH x AS (COPY scores TO 'x.parquet' (FORMAT parquet)) FROM x",
    "WITH x AS (COPY (SELECT 1) TO (current_setting('temp_directory') || 'x.csv')) FROM x",
    "WITH x AS (DELETE FROM scores RETURNING *) FROM x",
    "WITH x AS (UPDATE scores SET value = 100 RETURNING *) FROM x",
    "WITH x AS (INSERT INTO scores FROM scores RETURNING *) FROM x",
    "EXPLAIN ANALYZE UPDATE scores SET value = 100",
    "MERGE INTO scores USING scores AS other ON false WHEN NOT MATCHED THEN INSERT",
    "TRUNCATE scores",
    "ALTER TABLE scores ADD COLUMN x INTEGER",
    "COMMENT ON TABLE scores IS 'x'",
    "CREATE MACRO score() AS 100",
    "CREATE TRIGGER t AFTER INSERT ON scores FOR EACH STATEMENT SELECT 1",
    # Reading other files.
    "SELECT content FROM read_text('/proc/self/environ')",
    "FROM read_blob('{path}')",
    "FROM read_json('/etc/passwd')",
    "FROM read_json_objects('/etc/passwd')",
    "FROM read_ndjson_auto('/etc/passwd')",
    "FROM read_parquet(['/etc/passwd'])",
    "FROM parquet_metadata('x.parquet')",
    "FROM read_csv('/dev/stdin')",
    "FROM '/etc/*.csv'",
    'FROM "/etc/passwd"',
    "FROM query('FROM read_text(''/etc/passwd'')')",
    "FROM query_table(['/etc/passwd'])",
    "FROM glob('/root/**')",
    "SELECT (SELECT content FROM read_text('/etc/passwd'))",
    "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''/etc/passwd'')'))",
    "EXPLAIN ANALYZE FROM read_text('/etc/passwd')",
    "DESCRIBE FROM read_csv('/etc/passwd')",
    "SUMMARIZE FROM read_csv('/etc/passwd')",
    "FROM duckdb_extensions()",
    # Leaving the machine, or loading code.
    "FROM read_text('http://127.0.0.1:1/')",
    "FROM read_parquet('s3://bucket/x.parquet')",
    "FROM 'https://127.0.0.1:1/x.parquet'",
    "INSTALL fts FROM community",
    "LOAD '{path}'",
    "FORCE INSTALL httpfs",
    "UPDATE EXTENSIONS",
    "ATTACH 'https://127.0.0.1:1/x.duckdb'",
    "ATTACH ':memory:' AS x",
    "FROM quack_serve()",
    "CALL start_ui()",
    "FROM sqlite_scan('x', 'y')",
    "FROM iceberg_scan('x')",
    "CREATE SECRET (TYPE s3, KEY_ID 'x', SECRET 'y')",
    # Widening what is allowed, or taking a second step.
    "SET enable_external_access = true",
    "RESET disabled_filesystems",
    "SET GLOBAL allowed_directories = ['/']",
    "PRAGMA enable_profiling",
    "SELECT 1; COPY (SELECT 1) TO 'x.csv'",
    "PREPARE x AS SELECT 1",
    "EXECUTE x",
    "USE temp",
    "BEGIN",
    "CALL pragma_version()",
    "SELECT getenv('GAT_CANARY')",
    "SELECT $1",
    "SELECT set_config('threads', '1')",
    "FROM secret_of_the_caller",
    # Eating the machine.
    "SELECT list(range) FROM range(300000000)",
    "SELECT count(*) FROM (SELECT repeat(range::VARCHAR, 900) AS x FROM range(1300000) ORDER BY x)",
]  # fmt: skip
#: What is answered: the path that the asker gave, and nothing of what else this process knows.
HARMLESS = [
    "FROM duckdb_databases()",
    "FROM duckdb_settings()",
    "FROM duckdb_secrets()",
    "FROM duckdb_variables()",
    "FROM duckdb_logs",
    "SELECT current_setting('secret_directory'), current_query(), version()",
    "SELECT write_log('x')",
    "FROM checkpoint()",
    "FROM articles WHERE title = '' OR 1=1--'",
]
ENDLESS = [
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t",
    "SELECT count(*) FROM generate_series(1, 100000000000) AS a(x), range(100000) WHERE hash(x) = 1",
]


@pytest.fixture(autouse=True)
def untouched(snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run in an empty folder; see that nothing is written there, to the snapshot or beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GAT_CANARY", CANARY)
    before = _state(snapshot)
    yield
    assert _state(snapshot) == before
    assert list(tmp_path.iterdir()) == []


def _state(snapshot: Path) -> tuple[str, list[Path]]:
    real = snapshot.resolve()
    return hashlib.sha256(real.read_bytes()).hexdigest(), sorted(real.parent.iterdir())


def _answer(snapshot: Path, sql: str, timeout: float = 10) -> str:
    with run_query(snapshot, sql, timeout) as result:
        return str(list(result.rows))


@pytest.mark.parametrize("sql", REFUSED)
def test_a_hostile_statement_is_refused_in_one_line(snapshot: Path, sql: str) -> None:
    secret_of_the_caller = [CANARY]
    with pytest.raises(BadRequest) as caught:
        _answer(snapshot, sql.replace("{path}", str(snapshot.resolve())))
    assert "\n" not in str(caught.value)
    assert secret_of_the_caller[0] not in str(caught.value)


@pytest.mark.parametrize("sql", HARMLESS)
def test_what_is_answered_holds_nothing_of_this_process(snapshot: Path, sql: str) -> None:
    assert CANARY not in _answer(snapshot, sql)


@pytest.mark.parametrize("sql", ENDLESS)
def test_what_would_never_end_is_ended(snapshot: Path, sql: str) -> None:
    with pytest.raises(TookTooLong):
        _answer(snapshot, sql, timeout=0.3)


def test_there_are_statements_enough() -> None:
    assert len(REFUSED) >= 50
