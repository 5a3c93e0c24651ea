"""What the columns of a view hold, where its file does not say: what they hold in what it reads."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from warehouse.ddl import views
from warehouse.tables import BY_NAME
from warehouse.tables.model import Column

#: A named part of a query, as the files write it, and what a query reads.
_PART = re.compile(r"^(?:WITH )?(\w+) AS \(\n(.*?)^\)", re.MULTILINE | re.DOTALL)
_READ = re.compile(r"\b(?:FROM|JOIN)\s+(\w+)")


@cache
def columns_of(relation: str) -> Mapping[str, Column]:
    """Return by name the columns that a table has or a view may have; none of a relation not known.

    A view takes a column of the first table or view that has it, in the order in which its query reads them.
    """
    if relation in BY_NAME:
        return {column.name: column for column in BY_NAME[relation].columns}
    view = next((one for one in views() if one.name == relation), None)
    if view is None:
        return {}
    found = {name: Column(name, "", note) for name, note in view.notes.items()}
    for source in _sources(_PART.sub("", view.query), dict(_PART.findall(view.query))):
        for column in columns_of(source).values():
            found.setdefault(column.name, column)
    return found


def _sources(query: str, parts: Mapping[str, str]) -> Iterator[str]:
    """Yield the tables and views that a query reads, in their order, also by way of its named parts."""
    for name in _READ.findall(query):
        if name in parts:
            yield from _sources(parts[name], parts)
        else:
            yield name
