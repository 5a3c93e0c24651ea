"""The warehouse held against the last release that was made of it, and rows taken back from there.

A release is proven by its own hashes, so it tells what a row was. What may differ by right:

- A later run reads, loads and derives. Where the warehouse knows of a run that the release does not, only
  those rows are compared that no run changes: what a version says and states as facts where the same rules
  read it, and what is told of earlier runs.
- Bodies and long sentences are not published; they are held to their hashes and spans by the checks.
- ``articles`` is made from the versions, and held to them.

Without a later run every public column of every other table is compared, computed ones too.
"""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.audit import RowFault
from warehouse.tables import ARTICLE_VERSIONS, ARTICLES, BY_NAME, FACT_TABLES, TABLES, Table
from warehouse.transaction import transaction

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: What a later sighting of the same page changes.
_BY_SIGHTING = {"version_no", "capture_id", "run_id", "first_seen_at", "last_seen_at"}
#: What the cutting of sentences for a release changes.
_BY_CUTTING = {"sentence_start"}
#: Who read a version: other readers may say something else.
_OF_READERS = ("parser", "parser_version", "extractor_version")
#: They tell of runs, and no later run changes their rows.
_OF_RUNS = {"runs", "run_portals", "fact_changes"}
_READ = (ARTICLE_VERSIONS, *FACT_TABLES)
_NO_LATER_RUN = "SELECT NOT EXISTS (SELECT run_id FROM runs EXCEPT SELECT run_id FROM released.runs)"
#: Which definitions the tables follow that are made anew with another one.
_DEFINED = "SELECT arg_max(presentation_sha256, applied_at) FROM {}schema_versions"


def audit_against(con: "Connection", database: Path) -> Iterator[RowFault]:
    """Yield the rows that the warehouse has otherwise than the release ``database``.

    A release of another schema, or one that cannot be read, proves nothing.
    """
    with _attached(con, database) as is_there:
        if not is_there:
            return
        is_last = _is_last(con)
        for table in TABLES:
            if table is ARTICLES or not _has_all(con, table):
                continue
            if table in _READ:
                yield from _differing_versions(con, table, is_last=is_last)
            elif is_last or table.name in _OF_RUNS:
                yield from _altered(con, table, is_last=is_last)


def take_back(con: "Connection", database: Path, names: Iterable[str]) -> None:
    """Let the tables ``names`` have the rows of the release ``database`` again, whatever they have now."""
    with _attached(con, database) as is_there, transaction(con):
        if not is_there:
            return
        condition = "TRUE" if _is_last(con) else "EXISTS (FROM released.{0} r WHERE {1})"
        for table in (BY_NAME[name] for name in names):
            same = " AND ".join(f't."{name}" = r."{name}"' for name in table.key)
            con.execute(f"DELETE FROM {table.name} t WHERE {condition.format(table.name, same)}")
            con.execute(f"INSERT INTO {table.name} BY NAME FROM released.{table.name}")


@contextmanager
def _attached(con: "Connection", database: Path) -> Iterator[bool]:
    """Attach a release as ``released``; give False where it cannot be read."""
    path = str(database).replace("'", "''")
    try:
        con.execute(f"ATTACH '{path}' AS released (READ_ONLY)")
    except duckdb.Error:
        yield False
        return
    try:
        yield True
    except BaseException:
        # After a full disk the database refuses even this: the first error is told.
        with suppress(duckdb.Error):
            con.execute("DETACH released")
        raise
    con.execute("DETACH released")


def _is_last(con: "Connection") -> bool:
    """Tell whether no run, and no other version of Gặt, has written to the warehouse since the release."""
    try:
        row = con.execute(
            f"{_NO_LATER_RUN} AND ({_DEFINED.format('')}) = ({_DEFINED.format('released.')})"
        ).fetchone()
    except duckdb.Error:
        return False
    return bool(row and row[0])


def _has_all(con: "Connection", table: Table) -> bool:
    found = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = 'released' AND table_name = ?",
        [table.name],
    ).fetchall()
    return set(table.names) <= {str(name) for (name,) in found}


def _public(table: Table, without: set[str]) -> str:
    return ", ".join(
        f'"{column.name}"'
        for column in table.columns
        if column.rights == "public" and column.name not in without
    )


def _differing_versions(con: "Connection", table: Table, *, is_last: bool) -> Iterator[RowFault]:
    """Yield the versions of which both have a reading, and other rows of ``table``."""
    said = _public(table, _BY_CUTTING if is_last else _BY_CUTTING | _BY_SIGHTING)
    readers = " AND ".join(f"v.{name} IS NOT DISTINCT FROM r.{name}" for name in _OF_READERS)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE both_have AS SELECT version_id FROM article_versions v"
        f" JOIN released.article_versions r USING (version_id) WHERE {readers}"
    )

    def sums(place: str) -> str:
        return (
            f"SELECT version_id, count(*) AS rows, sum(hash(row({said}))) AS digest FROM {place}{table.name}"
            " WHERE version_id IN (FROM both_have) GROUP BY version_id"
        )

    for (version,) in con.execute(_differing(sums(""), sums("released."), "version_id")).fetchall():
        yield RowFault(
            "differs_from_release",
            f"version {version} has other rows of {table.name} than the release that was made of it",
            {"version_id": str(version)},
        )


def _altered(con: "Connection", table: Table, *, is_last: bool) -> Iterator[RowFault]:
    """Yield one fault where rows of ``table`` are not as released: altered, gone or, without a run, new."""
    said, key = _public(table, set()), ", ".join(f'"{name}"' for name in table.key)
    whole = f"SELECT count(*), sum(hash(row({said}))) FROM {{}}{table.name}"
    if con.execute(whole.format("")).fetchone() == con.execute(whole.format("released.")).fetchone():
        return

    def sums(place: str) -> str:
        rows = f"{place}{table.name}"
        return f"SELECT {key}, count(*) AS rows, sum(hash(row({said}))) AS digest FROM {rows} GROUP BY {key}"

    join = "FULL" if is_last else "RIGHT"
    found = con.execute(_differing(sums(""), sums("released."), key, join)).fetchall()
    if found:
        first = ", ".join(f"{name}={value!r:.60}" for name, value in zip(table.key, found[0], strict=True))
        more = f", and {len(found) - 1} rows more" if len(found) > 1 else ""
        yield RowFault(
            "differs_from_release",
            f"{table.name} has not what the release that was made of it has of {first}{more}",
            {},
            table.name,
        )


def _differing(of_warehouse: str, of_release: str, key: str, join: str = "FULL") -> str:
    """Return the query of the keys of which two sums of rows differ."""
    return (
        f"SELECT {key} FROM ({of_warehouse}) w {join} JOIN ({of_release}) r USING ({key})"
        f" WHERE w.rows IS DISTINCT FROM r.rows OR w.digest IS DISTINCT FROM r.digest ORDER BY {key}"
    )
