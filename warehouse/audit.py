"""Whether the rows of a warehouse agree with each other.

Every table is read to its last block, every check of a publish is run, and ``articles`` must be what the
versions make of it. Nothing is changed. ``warehouse.released`` holds the same rows against the last release.
"""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.checks import all_checks
from warehouse.errors import NotAWarehouse, WarehouseError
from warehouse.merge import current_articles
from warehouse.tables import ARTICLES, BY_NAME

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: What names the page that a row is of, the surest first.
_IDS = ("capture_id", "version_id", "article_id", "evidence_id")
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
    """A row that is not as it must be: the check that says so, what is wrong, and ids of the row by name.

    ``table`` is told of rows that no page makes anew: the last release has them as they were.
    """

    check: str
    said: str
    ids: dict[str, str]
    table: str | None = None


def is_damage(error: WarehouseError) -> bool:
    """Tell whether an error says that the file is damaged, or lacks a table or column that it must have."""
    return isinstance(error, NotAWarehouse) or isinstance(error.__cause__, duckdb.CatalogException)


def read_all(con: "Connection") -> None:
    """Read every block of every table. Raises what ``open_warehouse`` makes a WarehouseError of."""
    for name in BY_NAME:
        con.execute(f"SELECT sum(hash(t)) FROM {name} t").fetchall()


def audit_rows(con: "Connection") -> Iterator[RowFault]:
    """Yield the rows that a check of a publish refuses, and articles that are not their current version."""
    for check in all_checks():
        if check.severity == "violation":
            for row in rows_of(con, check.query):
                ids = {name: str(row[name]) for name in _IDS if row.get(name) is not None}
                shown = ", ".join(f"{name}={value!r:.60}" for name, value in row.items())
                yield RowFault(check.name, f"{check.description} ({shown})", ids)
    yield from _articles(con)


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


def _articles(con: "Connection") -> Iterator[RowFault]:
    """Yield the articles that say something else than their current version, lack, or are too many."""
    columns = ", ".join(f'"{name}"' for name in ARTICLES.names)

    def digests(of: str) -> str:
        return (
            f"SELECT article_id, count(*) AS rows, sum(hash(row({columns}))) AS digest FROM {of} GROUP BY 1"
        )

    differing = (
        f"SELECT article_id FROM ({digests('articles')}) a"
        f" FULL JOIN ({digests(f'({current_articles()})')}) v USING (article_id)"
        " WHERE a.rows IS DISTINCT FROM v.rows OR a.digest IS DISTINCT FROM v.digest ORDER BY article_id"
    )
    for row in rows_of(con, differing):
        said = f"the row of article {row['article_id']} is not what its versions make of it"
        yield RowFault("article_not_its_version", said, {"article_id": str(row["article_id"])})
