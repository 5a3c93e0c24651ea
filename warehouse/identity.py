"""What an id, or its first digits, stands for in a snapshot: a fact, an article or an observation."""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING, Literal

from warehouse.connection import table_names
from warehouse.errors import BadRequest
from warehouse.tables import FACT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.connection import Connection

Thing = Literal["fact", "article", "observation"]

_HEX = frozenset("0123456789abcdef")
_ID: dict[Thing, str] = {
    "fact": "evidence_id",
    "article": "article_id",
    "observation": "observation_id",
}
_TABLES: dict[Thing, tuple[str, ...]] = {
    "fact": tuple(table.name for table in FACT_TABLES),
    "article": ("articles",),
    "observation": ("observations",),
}


def identify(con: "Connection", asked: str, things: "Iterable[Thing]") -> tuple[str, str]:
    """Return the table and the whole id that ``asked``, an id of one of ``things`` or its beginning, means.

    Raises BadRequest if there is none, or more than one.
    """
    wanted = tuple(things)
    prefix = asked.strip().lower()
    if not prefix or not _HEX.issuperset(prefix):
        raise BadRequest(f"{asked!r} is no {_names(wanted)}: 16 hex digits, or the first few")
    stored = table_names(con)
    parts = [
        f"SELECT '{table}' AS name, {_ID[thing]} AS id FROM {table} WHERE starts_with({_ID[thing]}, $prefix)"
        for thing in wanted
        for table in _TABLES[thing]
        if table in stored
    ]
    found = con.execute(
        f"SELECT DISTINCT name, id FROM ({' UNION ALL '.join(parts)}) ORDER BY id, name LIMIT 4",
        {"prefix": prefix},
    ).fetchall()
    if not found:
        raise BadRequest(
            f"no {_names(wanted)} is {prefix}: take one from `SELECT evidence_id FROM out_facts`"
        )
    if len(found) > 1:
        several = ", ".join(one for _, one in found[:3])
        raise BadRequest(f"several ids begin with {prefix} ({several}, …): give more digits")
    name, one = found[0]
    return str(name), str(one)


def _names(things: "Iterable[Thing]") -> str:
    return " or ".join(_ID[thing] for thing in things)
