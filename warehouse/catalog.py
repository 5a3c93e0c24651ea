"""What a database says of itself: its tables and views with types and comments, as a client sees them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.ddl import View, views
from warehouse.origins import columns_of
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from warehouse.connection import Connection


@dataclass(frozen=True, slots=True)
class Described:
    """A column: DuckDB type, what it holds, whether it always has a value, its values if they are a list."""

    name: str
    type: str
    description: str
    is_required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or, without a key, a view."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Described, ...]


def described_tables(con: "Connection") -> list[Relation]:
    """Return the tables of the definitions as they stand in the open database, in that order."""
    comments = dict(
        con.execute("SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal").fetchall()
    )
    found = con.execute(
        "SELECT table_name, column_name, data_type, comment, NOT is_nullable FROM duckdb_columns() "
        "WHERE NOT internal ORDER BY table_name, column_index"
    ).fetchall()
    values = {(table.name, column.name): column.values for table in TABLES for column in table.columns}
    columns: dict[str, list[Described]] = {}
    for table, name, kind, comment, required in found:
        described = Described(name, kind, comment or "", bool(required), values.get((table, name), ()))
        columns.setdefault(table, []).append(described)
    return [
        Relation(table.name, comments[table.name] or "", table.key, tuple(columns[table.name]))
        for table in TABLES
        if table.name in comments
    ]


def described_views(con: "Connection") -> list[Relation]:
    """Return the views, with columns described by what they read where the view's own file does not."""
    return [
        Relation(
            view.name, view.description, (), tuple(Described(*column) for column in view_columns(con, view))
        )
        for view in views()
    ]


def view_columns(con: "Connection", view: View) -> list[tuple[str, str, str]]:
    """Return name, type and description of a view's columns: its own, else that of what it reads."""
    known = {name: column.comment for name, column in columns_of(view.name).items()}
    described = con.execute(f"DESCRIBE {view.name}").fetchall()
    return [(str(row[0]), str(row[1]), known.get(str(row[0]), "")) for row in described]
