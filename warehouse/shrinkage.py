"""What a new snapshot must not do: hold fewer articles than the last one, for none is ever deleted."""

from pathlib import Path

import duckdb

from warehouse.checks import Check, CheckResult
from warehouse.connection import Connection

_COUNT = "SELECT count(*) FROM {}articles"

SHRINKAGE = Check(
    "fewer_articles_than_published",
    "Articles are in the last snapshot and not in the warehouse. Run `gat load` for all portals; if that "
    "does not help, move warehouse.duckdb away and the next run rebuilds it from the archive. If the loss is "
    "meant, remove published/current.duckdb.",
    "violation",
    _COUNT.format(""),
)


def check_shrinkage(con: Connection, last: Path | None) -> CheckResult:
    """Compare the open warehouse with the snapshot ``last``; a damaged or missing one proves nothing."""
    now = _count(con, "")
    published = None if last is None else _published(con, last)
    lost = 0 if published is None else max(0, published - now)
    sample = ((published, now),) if lost else ()
    return CheckResult(SHRINKAGE, lost, ("published", "now"), sample)


def _published(con: Connection, last: Path) -> int | None:
    path = str(last).replace("'", "''")
    try:
        con.execute(f"ATTACH '{path}' AS last_snapshot (READ_ONLY)")
    except duckdb.Error:
        return None
    try:
        return _count(con, "last_snapshot.")
    except duckdb.Error:
        return None
    finally:
        con.execute("DETACH last_snapshot")


def _count(con: Connection, where: str) -> int:
    row = con.execute(_COUNT.format(where)).fetchone()
    return int(row[0]) if row else 0
