"""The data folder: whose it is, room for the next run, what keeps others out, and whether its files open."""

import os
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.doctor.finding import Finding
from flows.plan import no_folder
from flows.settings import Settings
from pipelines.lock import HalfRestoredError, holder_of, refuse_half_restored
from spiders.errors import ArchiveError
from spiders.glance import newest_capture
from warehouse.connection import open_release, table_names
from warehouse.errors import WarehouseError
from warehouse.releases import current_snapshot, leftovers, releases

_FREE_SPACE = 1 << 30
_WEEK = timedelta(days=7)
_OTHERS_MAY_WRITE, _OTHERS_MAY_READ = 0o002, 0o004
#: What has pages as they came, and texts that are their publishers'.
_PRIVATE = ("archive", "damaged", "warehouse.duckdb")
_TOLD = 3


def look_at_folder(settings: Settings) -> Iterator[Finding]:
    """Look at the data folder and what is in it."""
    data = settings.data
    yield _place(data)
    if no_folder(data):
        yield Finding("note", "snapshot", "none, for want of a data folder")
        return
    yield _disk(data)
    holder = holder_of(data)
    if holder:
        advice = "ledger and warehouse can be looked at when it has ended"
        yield Finding("note", "lock", f"held by {holder}: {advice}")
    else:
        yield Finding("ok", "lock", "free")
    yield _snapshot(data / "published")
    if holder is None and data.is_dir():
        yield from _files(data)
        yield from _half_made(data / "published")


def _place(data: Path) -> Finding:
    if blocking := no_folder(data):
        return Finding("missing", "data", f"{blocking} is a file: choose a folder with GAT_DATA or --data")
    place = _existing(data)
    if not os.access(place, os.W_OK | os.X_OK):
        said = f"{place} cannot be written by you"
        return Finding(
            "missing", "data", f"{said}: choose another folder with GAT_DATA or --data, or chown it"
        )
    if not data.is_dir():
        return Finding("ok", "data", f"{data.resolve()} (made by the first run)")
    if closed := [path.name for path in sorted(data.iterdir()) if not os.access(path, os.W_OK)]:
        named = ", ".join(closed[:_TOLD]) + (f" and {len(closed) - _TOLD} more" if closed[_TOLD:] else "")
        return Finding(
            "missing", "data", f"{named} in {data} cannot be written by you: chown -R it to who runs gat"
        )
    try:
        refuse_half_restored(data)
    except HalfRestoredError as error:
        return Finding("missing", "data", str(error))
    return _openness(data)


def _openness(data: Path) -> Finding:
    """Look at who else on the machine can write the folder, or read what is not published."""
    if data.stat().st_mode & _OTHERS_MAY_WRITE:
        return Finding("note", "data", f"everybody on this machine can write {data}: chmod o-w {data}")
    if is_open := [data / name for name in _PRIVATE if _can_others_read(data / name)]:
        named = " ".join(map(str, is_open))
        said = f"others on this machine can read {named}, which is not published"
        return Finding("note", "data", f"{said}: chmod go-rwx {named}")
    return Finding("ok", "data", str(data.resolve()))


def _can_others_read(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & _OTHERS_MAY_READ)


def _existing(place: Path) -> Path:
    return next(one for one in (place, *place.absolute().parents) if one.exists())


def _disk(data: Path) -> Finding:
    """Hold the free space against what a night takes: its pages, a release, the warehouse written anew."""
    place = _existing(data)
    free = shutil.disk_usage(place).free
    night = _pages_of_a_day(data / "archive") + _release_size(data / "published")
    warehouse = data / "warehouse.duckdb"
    wanted = max(_FREE_SPACE, night + (warehouse.stat().st_size if warehouse.is_file() else 0))
    said = f"{free / _FREE_SPACE:.1f} GB free"
    if free < wanted:
        advice = f"make room for at least {wanted / _FREE_SPACE:.1f} GB, or lower keep_snapshots"
        return Finding("missing", "disk", f"{said} at {place}: {advice}")
    if night:
        said += f"; a night took {night / (1 << 20):.0f} MB of late"
    return Finding("ok", "disk", said)


def _pages_of_a_day(archive: Path) -> int:
    """Return the bytes that came into the archive in a day, as a mean of the last seven."""
    since = (datetime.now(UTC) - _WEEK).timestamp()
    sizes = [one.st_size for one in map(Path.stat, archive.rglob("*.warc.gz")) if one.st_mtime >= since]
    return sum(sizes) // _WEEK.days


def _release_size(published: Path) -> int:
    newest = releases(published)[-1:] if published.is_dir() else []
    return sum(
        path.stat().st_size for release in newest for path in [release, *release.rglob("*")] if path.is_file()
    )


def _snapshot(published: Path) -> Finding:
    try:
        snapshot = current_snapshot(published)
        with open_release(snapshot) as connection:
            tables = table_names(connection)
    except WarehouseError as error:
        link = published / "current.duckdb"
        if link.exists():
            return _damaged("snapshot", error)
        if link.is_symlink():
            advice = "gat load publishes a release anew"
            return Finding("missing", "snapshot", f"{link} leads to no release: {advice}")
        return Finding("note", "snapshot", str(error))
    if not tables:
        return Finding("missing", "snapshot", f"{snapshot} is empty: gat verify, then gat repair")
    return Finding("ok", "snapshot", str(snapshot))


def _damaged(name: str, error: Exception) -> Finding:
    return Finding("missing", name, f"{error} (gat verify tells what is damaged, gat repair mends it)")


def _files(data: Path) -> Iterator[Finding]:
    """Look at the files of the crawl and the warehouse, when no run is at work in them."""
    try:
        newest = newest_capture(data / "ledger.sqlite")
    except ArchiveError as error:
        yield _damaged("ledger", error)
    else:
        yield Finding(
            "ok", "ledger", f"newest page of {newest:%Y-%m-%d %H:%M} UTC" if newest else "no page yet"
        )
    warehouse = data / "warehouse.duckdb"
    if not warehouse.exists():
        yield Finding("ok", "warehouse", "made by the first run")
        return
    try:
        with open_release(warehouse) as connection:
            yield Finding("ok", "warehouse", f"{len(table_names(connection))} tables")
    except WarehouseError as error:
        yield _damaged("warehouse", error)


def _half_made(published: Path) -> Iterator[Finding]:
    stale = leftovers(published) if published.is_dir() else []
    if stale:
        said = f"{len(stale)} half made in {published}, {_size(stale) / (1 << 20):.0f} MB"
        yield Finding("note", "left over", f"{said}: a run was stopped; the next one removes it")


def _size(paths: Iterable[Path]) -> int:
    return sum(one.lstat().st_size for path in paths for one in [path, *path.rglob("*")] if one.is_file())
