"""Staged rows of one table become stored rows: the statements that every way of merging is made of."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from dataclasses import dataclass
from typing import TYPE_CHECKING

from warehouse.tables import Table

if TYPE_CHECKING:
    from warehouse.connection import Connection


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one table that a batch changed. ``unchanged`` were in the batch and stored already."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0


def staged(table: Table) -> str:
    """Name of the temporary table that holds the batch's rows of ``table``."""
    return f"staged_{table.name}"


def keep_one_per_key(
    con: "Connection", table: Table, order: str, combined: dict[str, str] | None = None
) -> None:
    """Leave one staged row per key, the first in ``order``; ``combined`` columns count all of them."""
    key = ", ".join(table.key)
    replaced = [f"{how} OVER (PARTITION BY {key}) AS {name}" for name, how in (combined or {}).items()]
    columns = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {staged(table)} AS SELECT {columns} "
        f"FROM {staged(table)} QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"
    )


def upsert(con: "Connection", table: Table, source: str | None = None, deleted: int = 0) -> Counts:
    """Update stored rows that differ from those in ``source`` (default: the staged), add what is missing."""
    source = source or staged(table)
    others = [f'"{name}"' for name in table.names if name not in table.key]
    row = con.execute(f"SELECT count(*) FROM {source}").fetchone()
    total = int(row[0]) if row else 0
    updated = changed_by(
        con,
        f"UPDATE {table.name} AS t SET {', '.join(f'{name} = s.{name}' for name in others)} FROM {source} s "
        f"WHERE {same_key(table)} "
        f"AND row({', '.join(f't.{name}' for name in others)}) IS DISTINCT FROM "
        f"row({', '.join(f's.{name}' for name in others)})",
    )
    inserted = changed_by(
        con,
        f"INSERT INTO {table.name} BY NAME FROM {source} s WHERE NOT EXISTS (FROM {table.name} t "
        f"WHERE {same_key(table)})",
    )
    return Counts(inserted, updated, deleted, total - inserted - updated)


def same_key(table: Table) -> str:
    """Return the condition that stored row ``t`` and staged row ``s`` have the same key."""
    return " AND ".join(f't."{name}" = s."{name}"' for name in table.key)


def changed_by(con: "Connection", statement: str) -> int:
    """Run a statement that changes rows and return how many."""
    row = con.execute(statement).fetchone()
    return int(row[0]) if row else 0
