"""``gat tables`` and ``gat describe``: what can be asked for."""

from typing import Annotated

import typer
from rich.table import Table

from flows.cli.published import snapshot
from flows.cli.results import shown
from flows.cli.terminal import clean, console
from warehouse.listing import list_relations, show_relation


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="List the tables and views that can be asked.")(tables)
    app.command(short_help="Show the columns of a table or view, with an example.")(describe)


def tables() -> None:
    """List the views for readers (out_*), then the tables, with rows and what each holds.

    Example: gat tables

    Exit codes: 0 done, 2 nothing published yet, 9 the snapshot is damaged.
    """
    table = Table(header_style="bold")
    for title in ("name", "", "rows", "what it holds"):
        table.add_column(title, justify="right" if title == "rows" else "left", overflow="fold")
    for one in list_relations(snapshot()):
        kind = "view" if one.is_view else "table"
        table.add_row(clean(one.name), kind, f"{one.rows:,}", clean(one.description))
    console().print(table)


def describe(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A table or view, as gat tables lists them.")],
) -> None:
    """Show what a table or view holds: key, number of rows, each column with an example value.

    Example: gat describe out_facts

    Exit codes: 0 done, 2 no such table or nothing published yet, 9 the snapshot is damaged.
    """
    found = show_relation(snapshot(), name)
    relation, out = found.relation, console()
    out.print(f"{relation.name}: {found.rows:,} rows", style="bold")
    out.print(clean(relation.description), soft_wrap=not out.is_terminal)
    if relation.key:
        out.print(f"Key: {', '.join(relation.key)}")
    table = Table(header_style="bold")
    for title in ("column", "type", "what it holds", "example"):
        table.add_column(title, overflow="fold")
    example = found.example or (None,) * len(relation.columns)
    for column, value in zip(relation.columns, example, strict=True):
        kind = column.type.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
        table.add_row(column.name, kind, clean(column.description), _short(value))
    out.print(table)


def _short(value: object) -> str:
    said = "" if value is None else clean(shown(value))
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"


#: Characters of an example value.
_LONGEST = 60
