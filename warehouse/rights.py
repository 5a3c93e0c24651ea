"""What of the warehouse is published: no whole body of a news article, and of a long sentence an excerpt."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from warehouse.tables import BY_NAME, TABLES
from warehouse.tables.model import EXCERPT_LENGTH

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Of a text: official documents and files are published whole, they are nobody's property.
_BODY = "CASE WHEN kind <> 'news' THEN {0} END AS {0}"

_QUOTE_LENGTH = "(end_offset - start_offset)"
_LENGTH = f"greatest({EXCERPT_LENGTH}, {_QUOTE_LENGTH})"
#: Characters left out before the excerpt, which has the quote in its middle where the sentence allows that.
_SKIPPED = (
    f"greatest(0, least(start_offset - sentence_start - ({_LENGTH} - {_QUOTE_LENGTH}) // 2, "
    f"length(sentence) - {_LENGTH}))"
)
_EXCERPT = (
    f"substring(sentence, ({_SKIPPED} + 1)::BIGINT, {_LENGTH}) AS sentence",
    f"(sentence_start + {_SKIPPED})::INTEGER AS sentence_start",
)


def published_rows(name: str, *, bodies: bool) -> str:
    """Return the SELECT of what is published of table ``name``, with ``bodies`` all of it, in any order."""
    table = BY_NAME.get(name)
    if table is None:
        return f'SELECT * FROM "{name}"'
    replaced: list[str] = []
    for column in table.columns:
        if column.rights == "body" and not bodies:
            replaced.append(_BODY.format(column.name))
        elif column.rights == "excerpt" and not bodies:
            replaced.extend(_EXCERPT)
    replace = f" REPLACE ({', '.join(replaced)})" if replaced else ""
    return f"SELECT *{replace} FROM {name}"


def published_order(name: str) -> str:
    """Return the ORDER BY in which a table is published, or nothing for one that is not of the definitions.

    Rows of one article lie together: who asks for them reads few blocks of the file.
    """
    table = BY_NAME.get(name)
    if table is None:
        return ""
    columns = [*(["article_id"] if "article_id" in table.names else []), *table.key]
    return f" ORDER BY {', '.join(dict.fromkeys(columns))}"


def allow_gaps(con: "Connection", catalog: str = "") -> None:
    """Let the columns be empty that may stay with the operator, in the open database or one attached."""
    for table in TABLES:
        for column in table.columns:
            if column.rights == "body" and not column.nullable:
                con.execute(f'ALTER TABLE {catalog}{table.name} ALTER "{column.name}" DROP NOT NULL')
