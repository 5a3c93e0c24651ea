"""What a database holds: rows and a hash per table, and whether every view answers."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connection import open_snapshot
from warehouse.errors import WarehouseError

if TYPE_CHECKING:
    from warehouse.connection import Connection


@dataclass(frozen=True, slots=True)
class Inventory:
    """Rows and content hash by table, and the columns of each view. The hash ignores the order of rows."""

    rows: dict[str, int]
    hashes: dict[str, str]
    views: dict[str, list[str]]

    def differences(self, other: "Inventory") -> list[str]:
        """Return the names of the tables and views in which the two differ, each with what differs."""
        wrong = [
            f"{name} ({self.rows.get(name)} rows, then {other.rows.get(name)})"
            if self.rows.get(name) != other.rows.get(name)
            else f"{name} (content)"
            for name in sorted(self.rows.keys() | other.rows.keys())
            if (self.rows.get(name), self.hashes.get(name)) != (other.rows.get(name), other.hashes.get(name))
        ]
        wrong.extend(
            f"{name} (view)"
            for name in sorted(self.views.keys() | other.views.keys())
            if self.views.get(name) != other.views.get(name)
        )
        return wrong


def take_inventory(con: "Connection") -> Inventory:
    """Count and hash every table of the open database and read a row of every view."""
    rows: dict[str, int] = {}
    hashes: dict[str, str] = {}
    for name in _names(con, "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary"):
        count, digest = con.execute(f'SELECT count(*), sum(hash(t)) FROM "{name}" t').fetchall()[0]
        rows[name], hashes[name] = int(count), str(digest)
    views: dict[str, list[str]] = {}
    for name in _names(con, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary"):
        answer = con.execute(f'SELECT * FROM "{name}" LIMIT 1')
        views[name] = [column[0] for column in answer.description or ()]
        answer.fetchall()
    return Inventory(rows, hashes, views)


def _names(con: "Connection", sql: str) -> list[str]:
    return sorted(name for (name,) in con.execute(sql).fetchall())


def main() -> int:
    """Print the inventory of the database named on the command line as JSON."""
    try:
        with open_snapshot(Path(sys.argv[1])) as con:
            sys.stdout.write(json.dumps(asdict(take_inventory(con))))
    except WarehouseError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
