"""Load a batch of rows: idempotent, by natural keys, in one transaction.

Rows come in the column order of ``warehouse.tables``. Loading the same batch again changes nothing. A new
version of an article is added beside the old ones; a version read by newer rules gets that
reading's facts instead of its old ones, and keeps the identity of those that stayed; what older rules read of
it later is not taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from warehouse import merge
from warehouse.ddl import create_table
from warehouse.errors import WarehouseError
from warehouse.tables import BY_NAME, Table
from warehouse.transaction import transaction
from warehouse.upsert import Counts, staged

if TYPE_CHECKING:
    from warehouse.connection import Connection

Rows = Mapping[str, Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a batch did, by table. Tables the batch had no rows for are left out, if nothing changed there."""

    tables: dict[str, Counts] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """All rows inserted, updated or deleted."""
        return sum(c.inserted + c.updated + c.deleted for c in self.tables.values())


def load_batch(con: "Connection", rows: Rows, run_id: str | None = None) -> LoadReport:
    """Load ``rows`` by table name, in one transaction, and say what changed.

    ``run_id`` is the run that read them: under it ``fact_changes`` tells what became of the facts of versions
    that other rules had read before. Without one nothing is noted there.

    Raises WarehouseError for an unknown table or a row of the wrong width; then nothing was loaded.
    """
    _refuse_unknown(rows)
    given = {name for name, batch in rows.items() if batch or BY_NAME[name].loading == "replace"}
    with transaction(con):
        looked_into = merge.looked_into(given)
        for table in looked_into:
            _stage(con, table, rows.get(table.name, ()))
        counts = merge.merge_all(con, given, run_id)
        for table in looked_into:
            con.execute(f"DROP TABLE {staged(table)}")
    return LoadReport(counts)


def _refuse_unknown(rows: Rows) -> None:
    for name, batch in rows.items():
        if name not in BY_NAME or BY_NAME[name].loading in {"derived", "computed"}:
            message = f"the batch has rows for {name!r}, which is no table to load"
            raise WarehouseError(message)
        width = len(BY_NAME[name].columns)
        wrong = next((row for row in batch if len(row) != width), None)
        if wrong is not None:
            message = (
                f"a row for {name} has {len(wrong)} values, the table has {width} columns: {wrong!r:.80}"
            )
            raise WarehouseError(message)


def _stage(con: "Connection", table: Table, batch: Sequence[tuple[Any, ...]]) -> None:
    """Put the batch into a temporary table of the table's shape through the Appender."""
    con.execute(create_table(table, staged(table), temporary=True))
    if batch:
        appender = con.appender(staged(table))
        appender.append_rows(batch)
        appender.flush()
