"""Publish a read-only snapshot of the warehouse that replaces the last one in one step.

A snapshot is built under another name, compared with the warehouse in a process of its own, and only then
given its name and made the current one. Readers that hold an older snapshot keep reading it.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.connection import file_errors, open_warehouse
from warehouse.errors import NoSnapshot, SnapshotRefused
from warehouse.inventory import Inventory, take_inventory
from warehouse.shrinkage import check_shrinkage

if TYPE_CHECKING:
    from warehouse.connection import Connection

CURRENT = "current.duckdb"
KEPT = 5

#: Files of this storage version open in DuckDB 1.2 and later; the newest one opens in no 1.x at all.
_STORAGE = "v1.2.0"
_NAME = re.compile(r"gat-(\d{8}T\d{6}Z)(?:-(\d+))?\.duckdb")
_LEFTOVER = re.compile(r"\.gat-.*\.tmp(\.wal)?|\.current\.tmp")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published snapshot: its own path (not the symlink's), rows by table, size in bytes."""

    path: Path
    rows: dict[str, int]
    size: int


def publish(warehouse_path: Path, published_dir: Path, now: datetime) -> Snapshot:
    """Publish the warehouse's present state into ``published_dir`` and return the new snapshot.

    Raises SnapshotRefused if the copy differs from the warehouse, or the warehouse has fewer articles than
    the last snapshot; WarehouseError if it cannot be written. The last snapshot then stays the current one.
    Leftovers of a killed publish are removed.
    """
    with file_errors(published_dir):
        published_dir.mkdir(parents=True, exist_ok=True)
        with open_warehouse(warehouse_path) as con:
            # The warehouse is locked here, so no other publish is at work and what lies about is dead.
            _remove_leftovers(published_dir)
            shrinkage = check_shrinkage(con, last_snapshot(published_dir))
            if shrinkage.is_violation:
                raise SnapshotRefused(f"the last snapshot stays: {shrinkage}")
            target = _free_name(published_dir, now)
            building = published_dir / f".{target.name}.tmp"
            try:
                expected = _copy(con, building)
                _validate(building, expected)
                _make_durable(building, target)
            finally:
                _remove_leftovers(published_dir)
            _point_current_at(target)
            _retire(published_dir)
        return Snapshot(target, expected.rows, target.stat().st_size)


def current_snapshot(published_dir: Path) -> Path:
    """Return the versioned path of the current snapshot: what readers open.

    Raises NoSnapshot if there is none.
    """
    try:
        return (published_dir / CURRENT).resolve(strict=True)
    except FileNotFoundError as error:
        message = f"nothing is published in {published_dir} yet: start with `gat run` or `gat demo`"
        raise NoSnapshot(message) from error


def last_snapshot(published_dir: Path) -> Path | None:
    """Return the versioned path of the current snapshot, or None if there is none."""
    try:
        return current_snapshot(published_dir)
    except NoSnapshot:
        return None


def snapshots(published_dir: Path) -> list[Path]:
    """Return the snapshots in ``published_dir``, oldest first."""
    named = [(match, path) for path in published_dir.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(named, key=lambda item: (item[0][1], int(item[0][2] or 0)))]


def _free_name(published_dir: Path, now: datetime) -> Path:
    """Return a path that no snapshot has had: a second one of the same second gets a number."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    matches = [_NAME.fullmatch(path.name) for path in snapshots(published_dir)]
    numbers = [int(match[2] or 1) for match in matches if match and match[1] == stamp]
    suffix = f"-{max(numbers) + 1}" if numbers else ""
    return published_dir / f"gat-{stamp}{suffix}.duckdb"


def _copy(con: "Connection", building: Path) -> Inventory:
    """Copy tables, views and comments; return what must be found in the copy."""
    source = con.execute("SELECT current_database()").fetchone()
    path = str(building).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS snapshot (STORAGE_VERSION '{_STORAGE}')")
    try:
        con.execute(f'COPY FROM DATABASE "{source[0] if source else ""}" TO snapshot')
        con.execute("CHECKPOINT snapshot")
    finally:
        con.execute("DETACH snapshot")
    return take_inventory(con)


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
    """Return the environment in which a child finds this package, from wherever gat was started."""
    paths = [str(Path(__file__).parent.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}


def _make_durable(building: Path, target: Path) -> None:
    """Bring the bytes to disk before the name, and the name before anything points at it."""
    _sync(building)
    building.chmod(0o444)
    building.rename(target)
    _sync(target.parent)


def _point_current_at(target: Path) -> None:
    link = target.parent / ".current.tmp"
    link.symlink_to(target.name)
    link.replace(target.parent / CURRENT)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _retire(published_dir: Path) -> None:
    """Remove all but the newest snapshots; never the current one, whatever the clock said at its making."""
    current = current_snapshot(published_dir)
    for path in snapshots(published_dir)[:-KEPT]:
        if path.name != current.name:
            path.unlink()


def _remove_leftovers(published_dir: Path) -> None:
    # Not by glob: it does not see a link whose target is gone.
    for path in published_dir.iterdir():
        if _LEFTOVER.fullmatch(path.name):
            path.unlink()
