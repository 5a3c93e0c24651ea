"""DDL, comments and views, made from the table definitions, and the version of the schema in a file."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import NotAWarehouse, SchemaTooNew
from warehouse.migrations import MIGRATIONS
from warehouse.tables import TABLES
from warehouse.tables.model import RENEWABLE
from warehouse.transaction import transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from warehouse.tables import Table

#: Raised with every change of a table; each step from one version to the next is in MIGRATIONS.
SCHEMA_VERSION = 4

#: What a view must not lack, since DuckDB resolves a view's tables when it is made.
VIEW_ORDER = ("out_facts_history", "out_facts")

_COLUMN_NOTE = re.compile(r"-- (\w+): (.+)")


@dataclass(frozen=True, slots=True)
class View:
    """A view. The leading comment of its SQL file describes it, ``-- column: text`` describes a column."""

    name: str
    description: str
    notes: dict[str, str]
    query: str


@cache
def views() -> tuple[View, ...]:
    """Return the views in the order they must be created."""
    folder = resources.files("warehouse.views")
    found = [
        parse_view(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".sql")
    ]
    rank = {name: position for position, name in enumerate(VIEW_ORDER)}
    return tuple(sorted(found, key=lambda view: (rank.get(view.name, len(rank)), view.name)))


def parse_view(name: str, source: str) -> View:
    """Split a view's SQL file into its description, the notes on its columns and its query."""
    description: list[str] = []
    notes: dict[str, str] = {}
    lines = source.splitlines()
    while lines and lines[0].startswith("--"):
        line = lines.pop(0)
        note = _COLUMN_NOTE.fullmatch(line)
        if note:
            notes[note[1]] = note[2]
        else:
            description.append(line.removeprefix("--").strip())
    return View(name, " ".join(description), notes, "\n".join(lines).strip().rstrip(";"))


def create_table(table: "Table", name: str | None = None, *, temporary: bool = False) -> str:
    """Return the CREATE TABLE statement; ``name`` and ``temporary`` make a staging table of that shape."""
    columns = ",\n".join(
        f'    "{column.name}" {column.type}{"" if column.nullable or temporary else " NOT NULL"}'
        for column in table.columns
    )
    return f"CREATE {'TEMP ' if temporary else ''}TABLE {name or table.name} (\n{columns}\n)"


def comment_statements() -> list[str]:
    """Return the COMMENT ON statements of all tables and their columns."""
    statements: list[str] = []
    for table in TABLES:
        statements.append(f"COMMENT ON TABLE {table.name} IS {literal(table.comment)}")
        statements.extend(
            f'COMMENT ON COLUMN {table.name}."{column.name}" IS {literal(column.comment)}'
            for column in table.columns
        )
    return statements


def view_statements() -> list[str]:
    """Return the statements that create the views, with their comments."""
    statements: list[str] = []
    for view in views():
        statements.append(f"CREATE OR REPLACE VIEW {view.name} AS\n{view.query}")
        statements.append(f"COMMENT ON VIEW {view.name} IS {literal(view.description)}")
        statements.extend(
            f'COMMENT ON COLUMN {view.name}."{column}" IS {literal(note)}'
            for column, note in view.notes.items()
        )
    return statements


def renewable() -> list["Table"]:
    """Return the tables that are made again when their definition changes, instead of being migrated."""
    return [table for table in TABLES if table.loading in RENEWABLE]


@cache
def presentation_sha256() -> str:
    """Return the digest of what follows the program without a new schema version."""
    statements = [*map(create_table, renewable()), *comment_statements(), *view_statements()]
    return hashlib.sha256("\n".join(statements).encode()).hexdigest()


def prepare(con: "DuckDBPyConnection", where: str) -> None:
    """Create or migrate the open database's schema in one transaction, or leave it alone if it is this one.

    Raises NotAWarehouse if it holds other tables than Gặt's, SchemaTooNew if a later Gặt wrote it.
    """
    version = _stored_version(con, where)
    if version > SCHEMA_VERSION:
        message = f"{where} has schema {version}, this gat knows up to {SCHEMA_VERSION}: update gat"
        raise SchemaTooNew(message)
    digest = presentation_sha256()
    if version == SCHEMA_VERSION and _stored_digest(con) == digest:
        return
    with transaction(con):
        _bring_up(con, version)
        _drop_views(con)
        _renew(con)
        for statement in [*comment_statements(), *view_statements()]:
            con.execute(statement)
        con.execute("INSERT INTO schema_versions VALUES (?, ?, now())", [SCHEMA_VERSION, digest])


def _bring_up(con: "DuckDBPyConnection", version: int) -> None:
    if version == 0:
        con.execute(
            "CREATE TABLE schema_versions (schema_version INTEGER NOT NULL, "
            "presentation_sha256 VARCHAR NOT NULL, applied_at TIMESTAMPTZ NOT NULL)"
        )
        con.execute("COMMENT ON TABLE schema_versions IS 'The versions of the schema this file has had.'")
        for table in TABLES:
            if table.loading not in RENEWABLE:
                con.execute(create_table(table))
        return
    for step in range(version, SCHEMA_VERSION):
        MIGRATIONS[step](con)


def _drop_views(con: "DuckDBPyConnection") -> None:
    """Drop all views: they are made anew, and those of an older schema may have had other names."""
    for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall():
        con.execute(f'DROP VIEW "{name}"')


def _renew(con: "DuckDBPyConnection") -> None:
    """Make the tables anew that need no migration; the next batch and the next derivation fill them."""
    for table in renewable():
        con.execute(f"DROP TABLE IF EXISTS {table.name}")
        con.execute(create_table(table))


def _stored_version(con: "DuckDBPyConnection", where: str) -> int:
    """Return 0 for an empty database."""
    try:
        row = con.execute("SELECT max(schema_version) FROM schema_versions").fetchone()
    except duckdb.CatalogException:
        names = con.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal ORDER BY 1").fetchall()
        if not names:
            return 0
        some = ", ".join(name for (name,) in names[:3])
        message = f"{where} is a DuckDB file of something else (it has {some}): name another data folder"
        raise NotAWarehouse(message) from None
    return int(row[0]) if row and row[0] is not None else 0


def _stored_digest(con: "DuckDBPyConnection") -> str:
    row = con.execute("SELECT arg_max(presentation_sha256, applied_at) FROM schema_versions").fetchone()
    return str(row[0]) if row else ""


def literal(text: str) -> str:
    """Return ``text`` as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"
