"""One read-only SQL statement on the published snapshot, in a sandbox."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import READER_MEMORY, Connection, first_line, is_of_the_file, open_snapshot
from warehouse.errors import BadRequest, TookTooLong

_FETCH = 1000
#: What stands before the statement that is explained.
_EXPLAIN = re.compile(r"\s*EXPLAIN\b(\s+ANALYZE\b|\s*\([^()]*\))*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """What a statement returned: column names, and rows as they are fetched. Valid inside the ``with``."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def run_query(snapshot: Path, sql: str, timeout: float | None = None) -> Iterator[Result]:
    """Run one SELECT-like statement (also DESCRIBE, SHOW, SUMMARIZE, EXPLAIN) on ``snapshot``.

    The statement reaches no file and no network and changes nothing. It ends after ``timeout`` seconds,
    fetching included. Raises BadRequest with what is wrong in one line, TookTooLong, NotAWarehouse if the
    file is damaged; rows are fetched lazily, so it may be raised while iterating.
    """
    with open_snapshot(snapshot, is_sealed=True) as con, _explained(), _limited(con, timeout):
        _refuse_unreadable(con, sql)
        cursor = con.execute(sql)
        columns = tuple(column[0] for column in cursor.description or ())
        yield Result(columns, _fetched(cursor))


@contextmanager
def _limited(con: Connection, timeout: float | None) -> Iterator[None]:
    """Interrupt what runs on the connection after ``timeout`` seconds."""
    if timeout is None:
        yield
        return
    timer = threading.Timer(timeout, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException as error:
        message = f"the query took longer than {timeout:g} s: ask for less, or give it more with --timeout"
        raise TookTooLong(message) from error
    finally:
        timer.cancel()


def _refuse_unreadable(con: Connection, sql: str) -> None:
    statements = con.extract_statements(sql)
    if len(statements) != 1:
        raise BadRequest(f"one SQL statement is expected, not {len(statements)}")
    kind = _kind_of(statements[0])
    # EXPLAIN ANALYZE runs what it explains.
    if explained := kind == "EXPLAIN" and _EXPLAIN.match(sql):
        inner = con.extract_statements(sql[explained.end() :])
        kind = _kind_of(inner[0]) if len(inner) == 1 else kind
    if kind != "SELECT":
        raise BadRequest(f"the snapshot is read-only: use SELECT, DESCRIBE, SHOW or SUMMARIZE, not {kind}")


def _kind_of(statement: duckdb.Statement) -> str:
    try:
        return statement.type.name
    except ValueError:  # DuckDB knows kinds that its Python module has no name for
        return "this"


def _fetched(cursor: Connection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_FETCH):
        yield from rows


@contextmanager
def _explained() -> Iterator[None]:
    """Turn DuckDB's complaint about a statement into one line, with its hint and the line it is about."""
    try:
        yield
    except duckdb.Error as error:
        if is_of_the_file(error):
            raise  # open_snapshot tells what is wrong with the file
        if isinstance(error, duckdb.OutOfMemoryException):
            raise BadRequest(f"the query needs more than {READER_MEMORY} of memory: ask for less") from error
        raise BadRequest(f"SQL: {_in_one_line(error)}") from error


def _in_one_line(error: duckdb.Error) -> str:
    lines = [line.strip() for line in str(error).split("\n")]
    hints = [line for line in lines[1:] if line.startswith(("Did you mean", "Candidate"))]
    where = [line for line in lines[1:] if line.startswith("LINE ")]
    return "; ".join([first_line(error), *hints[:1], *where[:1]])
