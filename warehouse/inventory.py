"""What a database holds: rows and a hash per table, and the columns of every view.

``python -m warehouse.inventory FOLDER`` reads the release in that folder anew, all its files, and prints it.
"""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

import json
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connection import open_release
from warehouse.errors import WarehouseError
from warehouse.package import check_package
from warehouse.releases import DATABASE

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


def _whole(name: str) -> str:
    return f'FROM "{name}"'


def take_inventory(
    con: "Connection", rows_of: Callable[[str], str] = _whole, stored: Collection[str] = ()
) -> Inventory:
    """Count and hash every table of the open database, and plan a query of every view: none is run.

    ``rows_of`` gives the query of the rows that count, by the name of the table: all of them. The views
    ``stored`` count as tables.
    """
    rows: dict[str, int] = {}
    hashes: dict[str, str] = {}
    for name in sorted({*_names(con, "table"), *stored}):
        count, digest = con.execute(f"SELECT count(*), sum(hash(t)) FROM ({rows_of(name)}) t").fetchall()[0]
        rows[name], hashes[name] = int(count), str(digest)
    views: dict[str, list[str]] = {}
    for name in _names(con, "view"):
        if name not in stored:
            planned = con.execute(f'SELECT * FROM "{name}" LIMIT 0')
            views[name] = [column[0] for column in planned.description or ()]
    return Inventory(rows, hashes, views)


def _names(con: "Connection", kind: str) -> list[str]:
    """Return the tables or views of the open database, not of one attached to it."""
    found = con.execute(
        f"SELECT {kind}_name FROM duckdb_{kind}s() "
        "WHERE NOT internal AND NOT temporary AND database_name = current_database()"
    )
    return sorted(name for (name,) in found.fetchall())


def main() -> int:
    """Print the inventory of the release named on the command line as JSON if its files are found right."""
    folder = Path(sys.argv[1])
    try:
        with open_release(folder / DATABASE) as con:
            inventory = take_inventory(con)
            check_package(con, folder, inventory)
        sys.stdout.write(json.dumps(asdict(inventory)))
    except WarehouseError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
