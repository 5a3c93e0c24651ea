"""The data dictionary: Markdown made from the table definitions and the views' comments.

``python -m warehouse.dictionary`` writes it to DICTIONARY.md beside this module.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from warehouse.connection import Connection, open_memory
from warehouse.ddl import SCHEMA_VERSION, View, views
from warehouse.tables import TABLES, Table
from warehouse.tables.flags import FLAGS

DICTIONARY = Path(__file__).with_name("DICTIONARY.md")

_HEAD = f"""# Data dictionary

Schema version {SCHEMA_VERSION}. Made from `warehouse/tables` by `python -m warehouse.dictionary`; do not
edit.

Names: `_at` an instant (stored in UTC, shown in Asia/Ho_Chi_Minh), `_on` a day, `_id` an identity, `is_` true
or false. Offsets count code points of an article's text from 0; SQL's `substring` counts from 1. A missing
value is null, never a guess. `not null` columns always have a value.
"""


def dictionary() -> str:
    """Return the whole dictionary as Markdown."""
    with open_memory() as con:
        parts = [_HEAD, "## Tables\n"]
        parts.extend("\n".join(_table(table)) for table in TABLES)
        parts.append("\n".join(_flags()))
        parts.append("## Views\n")
        parts.extend("\n".join(_view(con, view)) for view in views())
    return "\n".join(parts)


def view_columns(con: Connection, view: View) -> list[tuple[str, str, str]]:
    """Return name, type and description of a view's columns, described by their table if not by the view."""
    known = {column.name: column.comment for table in TABLES for column in table.columns} | view.notes
    described = con.execute(f"DESCRIBE {view.name}").fetchall()
    return [(str(row[0]), str(row[1]), known.get(str(row[0]), "")) for row in described]


def _table(table: Table) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{table.comment}\n"
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
    yield "| column | type | description |"
    yield "| --- | --- | --- |"
    for column in table.columns:
        null = "" if column.nullable else " not null"
        yield f"| `{column.name}` | {column.type}{null} | {_escaped(column.comment)} |"
    yield ""


def _flags() -> Iterator[str]:
    yield "## Flags\n"
    yield "What the column `flags` of facts may hold: doubts about the source, never corrected.\n"
    yield "| flag | kinds | what it tells |"
    yield "| --- | --- | --- |"
    for flag in FLAGS:
        yield f"| `{flag.name}` | {', '.join(flag.kinds)} | {_escaped(flag.description)} |"
    yield ""


def _view(con: Connection, view: View) -> Iterator[str]:
    yield f"### {view.name}\n"
    yield f"{view.description}\n"
    yield "| column | type | description |"
    yield "| --- | --- | --- |"
    for name, kind, description in view_columns(con, view):
        yield f"| `{name}` | {kind} | {_escaped(description)} |"
    yield ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the dictionary."""
    DICTIONARY.write_text(dictionary(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
