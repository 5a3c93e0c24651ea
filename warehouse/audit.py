"""Whether the rows of a warehouse agree with each other, and with the last release that was made of them.

Every table is read to its last block, every check of a publish is run, and every version that the last
release has too must say, and state as facts, the same where the same rules read it. Nothing is changed.
"""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.checks import all_checks
from warehouse.errors import NotAWarehouse, WarehouseError
from warehouse.tables import ARTICLE_VERSIONS, BY_NAME, FACT_TABLES, Table

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: What names the page that a row is of, the surest first.
_IDS = ("capture_id", "version_id", "article_id", "evidence_id")
#: What a later sighting of the same page changes, and what the cutting of sentences for a release does.
_OTHERWISE = {"version_no", "capture_id", "run_id", "first_seen_at", "last_seen_at", "sentence_start"}
#: Who read a version: other readers may say something else.
_OF_READERS = ("parser", "parser_version", "extractor_version")
#: All captures of the articles that a row is of.
_CAPTURES_OF = {
    "capture_id": "SELECT $id",
    "version_id": "SELECT capture_id FROM article_versions WHERE version_id = $id",
    "article_id": "SELECT capture_id FROM article_versions WHERE article_id = $id",
    "evidence_id": "SELECT capture_id FROM out_facts_history f JOIN article_versions v USING (version_id)"
    " WHERE f.evidence_id = $id",
}
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not as it must be: the check that says so, what is wrong, and ids of the row by name."""

    check: str
    said: str
    ids: dict[str, str]


def is_damage(error: WarehouseError) -> bool:
    """Tell whether an error says that the file is damaged, or lacks a table or column that it must have."""
    return isinstance(error, NotAWarehouse) or isinstance(error.__cause__, duckdb.CatalogException)


def read_all(con: "Connection") -> None:
    """Read every block of every table. Raises what ``open_warehouse`` makes a WarehouseError of."""
    for name in BY_NAME:
        con.execute(f"SELECT sum(hash(t)) FROM {name} t").fetchall()


def audit_rows(con: "Connection") -> Iterator[RowFault]:
    """Yield the rows that a check of a publish refuses."""
    for check in all_checks():
        if check.severity == "violation":
            for row in rows_of(con, check.query):
                ids = {name: str(row[name]) for name in _IDS if row.get(name) is not None}
                shown = ", ".join(f"{name}={value!r:.60}" for name, value in row.items())
                yield RowFault(check.name, f"{check.description} ({shown})", ids)


def audit_against(con: "Connection", database: Path) -> Iterator[RowFault]:
    """Yield the versions of which warehouse and release ``database`` say different things.

    A release of another schema, or one that cannot be read, proves nothing.
    """
    path = str(database).replace("'", "''")
    try:
        con.execute(f"ATTACH '{path}' AS released (READ_ONLY)")
    except duckdb.Error:
        return
    try:
        for table in (ARTICLE_VERSIONS, *FACT_TABLES):
            if _has_all(con, table):
                yield from _differing(con, table)
    finally:
        con.execute("DETACH released")


def captures_of(con: "Connection", fault: RowFault) -> set[str]:
    """Return the captures whose reading makes the rows anew that a fault is of; none where nothing tells."""
    for name in _IDS:
        if name in fault.ids:
            found = con.execute(_CAPTURES_OF[name], {"id": fault.ids[name]}).fetchall()
            return {str(capture) for (capture,) in found}
    return set()


def rows_of(con: "Connection", query: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query by the names of their columns, a few at a time."""
    cursor = con.cursor()
    cursor.execute("SET TimeZone = 'UTC'")
    cursor.execute(query)
    names = [column[0] for column in cursor.description or ()]
    while batch := cursor.fetchmany(_AT_ONCE):
        yield from (dict(zip(names, row, strict=True)) for row in batch)


def _has_all(con: "Connection", table: Table) -> bool:
    found = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name = 'released' AND table_name = ?",
        [table.name],
    ).fetchall()
    return set(table.names) <= {str(name) for (name,) in found}


def _differing(con: "Connection", table: Table) -> Iterator[RowFault]:
    said = ", ".join(
        f'"{column.name}"'
        for column in table.columns
        if column.rights == "public" and column.name not in _OTHERWISE
    )
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

    differing = (
        f"SELECT version_id FROM ({sums('')}) w FULL JOIN ({sums('released.')}) r USING (version_id)"
        " WHERE w.rows IS DISTINCT FROM r.rows OR w.digest IS DISTINCT FROM r.digest ORDER BY version_id"
    )
    for (version,) in con.execute(differing).fetchall():
        yield RowFault(
            "differs_from_release",
            f"version {version} has other rows of {table.name} than the release that was made of it",
            {"version_id": str(version)},
        )
