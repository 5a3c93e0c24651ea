"""The data dictionary: Markdown made from what a database says of itself.

``python -m warehouse.dictionary`` writes it to DICTIONARY.md beside this module; every release has its own.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from warehouse.catalog import Relation, described_tables, described_views
from warehouse.connection import open_memory
from warehouse.ddl import SCHEMA_VERSION
from warehouse.rights import allow_gaps
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
    """Return the whole dictionary of this version as Markdown: that of a release without any rows."""
    with open_memory() as con:
        allow_gaps(con)
        return dictionary_of(described_tables(con), described_views(con))


def dictionary_of(tables: list[Relation], views: list[Relation]) -> str:
    """Return the dictionary of a database's tables and views as Markdown."""
    parts = [_HEAD, "## Tables\n"]
    parts.extend("\n".join(_table(table)) for table in tables)
    parts.append("\n".join(_flags()))
    parts.append("## Views\n")
    parts.extend("\n".join(_view(view)) for view in views)
    return "\n".join(parts)


def _table(table: Relation) -> Iterator[str]:
    yield f"### {table.name}\n"
    yield f"{table.description}\n"
    yield f"Key: {', '.join(f'`{name}`' for name in table.key)}.\n"
    yield "| column | type | description |"
    yield "| --- | --- | --- |"
    for column in table.columns:
        null = " not null" if column.is_required else ""
        kind = column.type.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
        yield f"| `{column.name}` | {kind}{null} | {_escaped(column.description)} |"
    yield ""


def _flags() -> Iterator[str]:
    yield "## Flags\n"
    yield "What the column `flags` of facts may hold: doubts about the source, never corrected.\n"
    yield "| flag | kinds | what it tells |"
    yield "| --- | --- | --- |"
    for flag in FLAGS:
        yield f"| `{flag.name}` | {', '.join(flag.kinds)} | {_escaped(flag.description)} |"
    yield ""


def _view(view: Relation) -> Iterator[str]:
    yield f"### {view.name}\n"
    yield f"{view.description}\n"
    yield "| column | type | description |"
    yield "| --- | --- | --- |"
    for column in view.columns:
        yield f"| `{column.name}` | {column.type} | {_escaped(column.description)} |"
    yield ""


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    """Write the dictionary."""
    DICTIONARY.write_text(dictionary(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
