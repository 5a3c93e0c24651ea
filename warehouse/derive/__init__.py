"""Tables worked out from all that is loaded: what the mentions together tell.

A computed table is a function of the loaded tables alone, whatever the order in which they were loaded, and
is made anew as a whole (those of search and of edits are brought up to date, to the same end). Most are one
query, ``derive/TABLE.sql``, whose columns bear the table's names; the others are written in Python, as a
function of the connection.
"""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from warehouse.derive.citations import fill_citations
from warehouse.derive.edits import update_version_changes
from warehouse.derive.search import update_search_texts, update_search_words
from warehouse.derive.sources import fill_sources
from warehouse.tables import TABLES, Table
from warehouse.transaction import transaction

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: The computed tables that no single query makes.
_WRITTEN: dict[str, Callable[["Connection"], None]] = {
    "sources": fill_sources,
    "citations": fill_citations,
}
#: Those that are brought up to date instead of being emptied first.
_UPDATED: dict[str, Callable[["Connection"], None]] = {
    "version_changes": update_version_changes,
    "search_texts": update_search_texts,
    "search_words": update_search_words,
}


def derive(con: "Connection") -> dict[str, int]:
    """Make all computed tables anew, in the order of ``TABLES``, in one transaction; return rows by table."""
    with transaction(con):
        return {table.name: _fill(con, table) for table in TABLES if table.loading == "computed"}


def _fill(con: "Connection", table: Table) -> int:
    if table.name in _UPDATED:
        _UPDATED[table.name](con)
    else:
        con.execute(f"DELETE FROM {table.name}")
        if table.name in _WRITTEN:
            _WRITTEN[table.name](con)
        else:
            con.execute(f"INSERT INTO {table.name} BY NAME {_query(table.name)}")
    row = con.execute(f"SELECT count(*) FROM {table.name}").fetchone()
    return int(row[0]) if row else 0


@cache
def _query(name: str) -> str:
    source = resources.files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return source.strip().rstrip(";")
