"""The views of which a release has tables: worked out once when it is made, not with every question."""

from typing import TYPE_CHECKING

from warehouse.catalog import view_columns
from warehouse.ddl import literal, views

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: By view, the order of its rows: those of one article lie together, so that few blocks hold them.
STORED = {"out_facts": "article_id, start_offset, evidence_id"}


def store_views(con: "Connection", catalog: str) -> None:
    """Put empty tables in the place of these views in the database attached as ``catalog``; comment all.

    Each table has the columns and types of the view of that name in the open database. Every column says what
    it holds, also of the views that stay: programs that show tables read nothing else.
    """
    for view in views():
        name = f"{catalog}.{view.name}"
        if view.name in STORED:
            con.execute(f"DROP VIEW {name}")
            con.execute(f"CREATE TABLE {name} AS FROM main.{view.name} LIMIT 0")
            con.execute(f"COMMENT ON TABLE {name} IS {literal(view.description)}")
        for column, _, said in view_columns(con, view):
            con.execute(f'COMMENT ON COLUMN {name}."{column}" IS {literal(said)}')
