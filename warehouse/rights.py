"""What of the warehouse is published: no whole body of a news article, and of a long sentence an excerpt."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from warehouse.ddl import VIEW_ORDER, views
from warehouse.stored import STORED
from warehouse.tables import BY_NAME, TABLES, Table
from warehouse.tables.model import EXCERPT_LENGTH

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Of a text: rows of document lists and files that pages offer are published whole, as official documents are
#: nobody's property.
_BODY = "CASE WHEN kind <> 'news' THEN {0} END AS {0}"

_QUOTE_START = "(start_offset - sentence_start)"
_QUOTE_END = "(end_offset - sentence_start)"
_LENGTH = f"greatest({EXCERPT_LENGTH}, end_offset - start_offset)"
#: Characters left out before the excerpt, which has the quote in its middle where the sentence allows that.
_SKIPPED = (
    f"greatest(0, least({_QUOTE_START} - ({_LENGTH} - (end_offset - start_offset)) // 2, "
    f"length(sentence) - {_LENGTH}))::BIGINT"
)
#: Where the excerpt ends that has no word cut: each pattern begins or ends with the character outside. A word
#: longer than all there is between quote and end is cut.
_FROM = rf"""CASE WHEN skipped = 0 THEN 0 ELSE skipped + greatest(0, length(regexp_extract(
    substring(sentence, skipped, {_QUOTE_START} - skipped + 1), '^\S*\s')) - 1) END"""
_TO = rf"""CASE WHEN length(sentence) <= reached THEN length(sentence) ELSE reached + least(0, 1 - length(
    regexp_extract(substring(sentence, {_QUOTE_END} + 1, reached - {_QUOTE_END} + 1), '\s\S*$'))) END"""
#: A query of a fact table with its long sentences cut.
_EXCERPTS = f"""
SELECT * EXCLUDE (skipped, reached, cut_from, cut_to) REPLACE (
    if(cut_to - cut_from = length(sentence), sentence, substring(sentence, cut_from + 1, cut_to - cut_from))
        AS sentence,
    (sentence_start + cut_from)::INTEGER AS sentence_start
)
FROM (
    SELECT *, {_FROM} AS cut_from, {_TO} AS cut_to
    FROM (SELECT *, {_SKIPPED} AS skipped, skipped + {_LENGTH} AS reached FROM main.{{0}})
)"""


def published_rows(name: str, *, bodies: bool) -> str:
    """Return the SELECT of what is published of table ``name``, with ``bodies`` all of it, in any order.

    Of a view that is published as a table it is the same view of what is published of the tables.
    """
    if name in STORED:
        return _rows_of_view(name, bodies=bodies)
    table = BY_NAME.get(name)
    return f'SELECT * FROM main."{name}"' if table is None or bodies else _reduced(table)


def _reduced(table: Table) -> str:
    if any(column.rights == "excerpt" for column in table.columns):
        return _EXCERPTS.format(table.name)
    left_out = [_BODY.format(column.name) for column in table.columns if column.rights == "body"]
    replace = f" REPLACE ({', '.join(left_out)})" if left_out else ""
    return f"SELECT *{replace} FROM main.{table.name}"


def _rows_of_view(name: str, *, bodies: bool) -> str:
    """Return the view ``name`` as a query over what is published of each table and the views before it."""
    reduced = [table for table in TABLES if any(column.rights != "public" for column in table.columns)]
    queries = {table.name: published_rows(table.name, bodies=bodies) for table in reduced}
    queries |= {view.name: view.query for view in views() if view.name in VIEW_ORDER}
    said = ", ".join(f"{known} AS ({query})" for known, query in queries.items())
    return f"WITH {said} FROM {name}"


def published_order(name: str) -> str:
    """Return the ORDER BY in which a table is published, or nothing for one that is not of the definitions.

    Rows of one article lie together, if the table has no other order: who asks for them reads few blocks.
    """
    if name in STORED:
        return f" ORDER BY {STORED[name]}"
    table = BY_NAME.get(name)
    if table is None:
        return ""
    columns = table.order or (*(["article_id"] if "article_id" in table.names else []), *table.key)
    return f" ORDER BY {', '.join(dict.fromkeys(columns))}"


def allow_gaps(con: "Connection", catalog: str = "") -> None:
    """Let the columns be empty that may stay with the operator, in the open database or one attached."""
    for table in TABLES:
        for column in table.columns:
            if column.rights == "body" and not column.nullable:
                con.execute(f'ALTER TABLE {catalog}{table.name} ALTER "{column.name}" DROP NOT NULL')
