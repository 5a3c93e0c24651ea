"""What stands in a snapshot: its tables and views, and each one's columns with an example row."""

# Names in these statements come from the catalog, never from a user.
# ruff: noqa: S608

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.catalog import Described, Relation
from warehouse.connection import open_snapshot
from warehouse.errors import BadRequest
from warehouse.origins import columns_of
from warehouse.selection import unknown
from warehouse.stored import STORED
from warehouse.tables import BY_NAME

if TYPE_CHECKING:
    from warehouse.connection import Connection


@dataclass(frozen=True, slots=True)
class Listed:
    """A table or view of a snapshot, and how many rows it has. A stored view is still called one."""

    name: str
    is_view: bool
    description: str
    rows: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A table or view with its rows counted, and one of them; None of an empty one."""

    relation: Relation
    rows: int
    example: tuple[Any, ...] | None


def list_relations(snapshot: Path) -> list[Listed]:
    """Return the views for readers, then the tables, each by name."""
    with open_snapshot(snapshot) as con:
        return [
            Listed(name, is_view, description.split(". ", 1)[0].rstrip(".") + ".", _count(con, name))
            for name, is_view, description in _relations(con)
        ]


def show_relation(snapshot: Path, name: str) -> Shown:
    """Return columns, key, count and an example row of the table or view ``name``, in any case of letters.

    Raises BadRequest with names like it if there is none.
    """
    with open_snapshot(snapshot) as con:
        names = relation_names(con)
        asked = name.strip().lower()
        if asked not in names:
            raise BadRequest(unknown(name, "table or view", names))
        example = con.execute(f"FROM {asked} LIMIT 1").fetchone()
        return Shown(describe_relation(con, asked), _count(con, asked), example)


def relation_names(con: "Connection") -> list[str]:
    """Return the names of all tables and views of the open database."""
    return [name for name, _, _ in _relations(con)]


def describe_relation(con: "Connection", name: str) -> Relation:
    """Return the table or view ``name``; a view's column without a comment is told by what the view reads."""
    described = con.execute(
        "SELECT column_name, data_type, comment, NOT is_nullable FROM duckdb_columns() "
        "WHERE NOT internal AND table_name = ? ORDER BY column_index",
        [name],
    ).fetchall()
    (description,) = (said for found, _, said in _relations(con) if found == name)
    known = BY_NAME.get(name)
    defined = columns_of(name)
    columns = []
    for column, kind, comment, required in described:
        of_table = defined.get(column)
        said = comment or (of_table.comment if of_table else "")
        values = of_table.values if of_table and said == of_table.comment else ()
        columns.append(Described(column, kind, said, bool(required) and known is not None, values))
    return Relation(name, description, known.key if known else (), tuple(columns))


def _relations(con: "Connection") -> list[tuple[str, bool, str]]:
    """Return name, whether it is a view, and description of each."""
    return con.execute(
        "SELECT view_name, true, coalesce(comment, '') FROM duckdb_views() WHERE NOT internal UNION ALL "
        "SELECT table_name, list_contains(?, table_name), coalesce(comment, '') FROM duckdb_tables() "
        "WHERE NOT internal ORDER BY 2 DESC, 1",
        [list(STORED)],
    ).fetchall()


def _count(con: "Connection", name: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {name}").fetchone()
    return int(row[0]) if row else 0
