"""Publish a release of the warehouse that replaces the last one in one step.

A release is a folder: a read-only database, the same as Parquet, a data dictionary and a Data Package. It is
made under another name, compared with the warehouse in a process of its own, and only then given its name and
made the current one. Readers that hold an older release keep reading it.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.connection import file_errors, open_release, open_warehouse
from warehouse.durable import make_open, seal, sync
from warehouse.errors import SnapshotRefused
from warehouse.inventory import Inventory, take_inventory
from warehouse.package import Label, add_package
from warehouse.releases import (
    DATABASE,
    Policy,
    building_name,
    free_name,
    last_snapshot,
    point_current_at,
    remove_leftovers,
    retire,
)
from warehouse.rights import allow_gaps, published_order, published_rows
from warehouse.shrinkage import check_shrinkage
from warehouse.stored import STORED, store_views
from warehouse.transaction import transaction

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Files of this storage version open in DuckDB 1.2 and later; the newest one opens in no 1.x at all.
_STORAGE = "v1.2.0"
#: More rows of a stored view are copied part by part: sorting 20 million at once takes more than 4 GB.
_AT_ONCE = 5_000_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The database of a release: its own path (not the link's), rows by table, size in bytes."""

    path: Path
    rows: dict[str, int]
    size: int


def publish(
    warehouse_path: Path,
    published_dir: Path,
    now: datetime,
    policy: Policy | None = None,
    run_id: str | None = None,
) -> Snapshot:
    """Publish the warehouse's present state into ``published_dir`` and return the new snapshot.

    ``run_id`` is that of the run that publishes, which the release names as its origin.
    Raises SnapshotRefused if the copy differs from the warehouse, or the warehouse has fewer articles than
    the last snapshot; WarehouseError if it cannot be written. The last release then stays the current one.
    Leftovers of a killed publish are removed.
    """
    policy = policy or Policy()
    with file_errors(published_dir):
        make_open(published_dir)
        with open_warehouse(warehouse_path) as con:
            # The warehouse is locked here, so no other publish is at work and what lies about is dead.
            remove_leftovers(published_dir)
            shrinkage = check_shrinkage(con, last_snapshot(published_dir))
            if shrinkage.is_violation:
                raise SnapshotRefused(f"the last snapshot stays: {shrinkage}")
            release = free_name(published_dir, now)
            try:
                expected = _make(con, Label(release.name, now, policy.bodies, run_id), release, policy)
            finally:
                remove_leftovers(published_dir)
            point_current_at(release)
            retire(published_dir, now, policy.keep)
        database = release / DATABASE
        return Snapshot(database, expected.rows, database.stat().st_size)


def _make(con: "Connection", label: Label, release: Path, policy: Policy) -> Inventory:
    """Make the whole release under another name; give it its own when it is found right and on disk."""
    building = building_name(release)
    building.mkdir()
    expected = copy_published(con, building / DATABASE, policy)
    with open_release(building / DATABASE) as snapshot:
        add_package(snapshot, building, label)
    _validate(building, expected)
    seal(building)
    building.rename(release)
    sync(release.parent)
    return expected


def copy_published(con: "Connection", database: Path, policy: Policy) -> Inventory:
    """Copy the open warehouse to the new file ``database``, but no more than is published.

    Tables, views and comments are copied; returned is what must be in the copy.
    """
    source = con.execute("SELECT current_database()").fetchone()
    path = str(database).replace("'", "''")

    def rows(name: str) -> str:
        return published_rows(name, bodies=policy.bodies)

    con.execute(f"ATTACH '{path}' AS snapshot (STORAGE_VERSION '{_STORAGE}')")
    try:
        # Hundreds of statements: each of them would be brought to disk alone.
        with transaction(con):
            con.execute(f'COPY FROM DATABASE "{source[0] if source else ""}" TO snapshot (SCHEMA)')
            allow_gaps(con, "snapshot.")
            store_views(con, "snapshot")
        expected = take_inventory(con, rows, STORED)
        for name in expected.rows:
            for part in _parts(name, expected.rows[name]):
                chosen = f"FROM ({rows(name)}) WHERE {part}"
                con.execute(f'INSERT INTO snapshot."{name}" {chosen}{published_order(name)}')
        con.execute("CHECKPOINT snapshot")
    except BaseException:
        # After a full disk the database refuses even this: the first error is told.
        with suppress(duckdb.Error):
            con.execute("DETACH snapshot")
        raise
    con.execute("DETACH snapshot")
    return expected


def _parts(name: str, rows: int) -> list[str]:
    """Return conditions that part the rows of a table by article, in its order, if they are very many."""
    if name not in STORED or rows <= _AT_ONCE:
        return ["TRUE"]
    starts = "123456789abcdef"
    between = (f"article_id >= '{a}' AND article_id < '{b}'" for a, b in pairwise(starts))
    return [f"article_id < '{starts[0]}'", *between, f"article_id >= '{starts[-1]}'"]


def _validate(building: Path, expected: Inventory) -> None:
    """Compare counts, hashes and views in a fresh process: this one may see what it wrote, not the file."""
    child = subprocess.run(
        [sys.executable, "-m", "warehouse.inventory", str(building)],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    if child.returncode:
        said = (child.stderr.strip().splitlines() or ["no message"])[-1]
        raise SnapshotRefused(f"the new snapshot cannot be read back ({said}): the last one stays")
    found = Inventory(**json.loads(child.stdout))
    wrong = expected.differences(found)
    if wrong:
        raise SnapshotRefused(
            f"the new snapshot differs from the warehouse in {', '.join(wrong)}: the last one stays"
        )


def _environment() -> dict[str, str]:
    """Return the environment in which a child finds this package, wherever gat was started; no secret."""
    paths = [str(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
