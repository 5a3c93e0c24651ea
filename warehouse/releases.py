"""The folder of published releases: their names, which is the current one, and which are kept how long.

A release is a folder ``gat-<UTC>``; ``current`` is a link to one, and ``current.duckdb`` one to the database
in it. Earlier versions of Gặt published flat files ``gat-<UTC>.duckdb``, and ``current.duckdb`` named one.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from warehouse.durable import sync
from warehouse.errors import NoSnapshot

#: The database of a release, and of the current one.
DATABASE = "gat.duckdb"
CURRENT = "current"
CURRENT_DATABASE = "current.duckdb"
#: A release with a file of this name in it stays, for somebody cites it.
KEEP = "KEEP"

_MONTHS_KEPT = 12
_NAME = re.compile(r"gat-(\d{8}T\d{6}Z)(?:-(\d+))?(?:\.duckdb)?")
_LEFTOVER = re.compile(r"\.gat-.*\.tmp(\.wal)?|\.current(\.duckdb)?\.tmp")


@dataclass(frozen=True, slots=True)
class Policy:
    """What is published, and how many of the newest releases are kept.

    With ``bodies`` news articles have their text and sentences are whole; without, neither.
    """

    bodies: bool = False
    keep: int = 5


def current_snapshot(published_dir: Path) -> Path:
    """Return the current database by the path of its own release: what readers open.

    Raises NoSnapshot if there is none.
    """
    try:
        return (published_dir / CURRENT_DATABASE).resolve(strict=True)
    except FileNotFoundError as error:
        message = f"nothing is published in {published_dir} yet: start with `gat run` or `gat demo`"
        raise NoSnapshot(message) from error


def last_snapshot(published_dir: Path) -> Path | None:
    """Return the current database by the path of its own release, or None if there is none."""
    try:
        return current_snapshot(published_dir)
    except NoSnapshot:
        return None


def releases(published_dir: Path) -> list[Path]:
    """Return the releases in ``published_dir``, oldest first."""
    named = [(match, path) for path in published_dir.iterdir() if (match := _NAME.fullmatch(path.name))]
    return [path for _, path in sorted(named, key=lambda item: (item[0][1], int(item[0][2] or 0)))]


def released_at(release: Path) -> datetime:
    """Return when a release was made, by its name: aware, in UTC."""
    match = _NAME.fullmatch(release.name)
    if match is None:
        raise ValueError(f"{release} has no name of a release")
    return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def free_name(published_dir: Path, now: datetime) -> Path:
    """Return a path that no release has: a second one of the same second gets a number."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    matches = [_NAME.fullmatch(path.name) for path in releases(published_dir)]
    numbers = [int(match[2] or 1) for match in matches if match and match[1] == stamp]
    suffix = f"-{max(numbers) + 1}" if numbers else ""
    return published_dir / f"gat-{stamp}{suffix}"


def building_name(release: Path) -> Path:
    """Return the path under which ``release`` is made and taken away: no reader looks there."""
    return release.with_name(f".{release.name}.tmp")


def point_current_at(release: Path) -> None:
    """Make ``release`` the current one in one step."""
    folder = release.parent
    _link(folder / CURRENT, release.name)
    database = f"{CURRENT}/{DATABASE}"
    stable = folder / CURRENT_DATABASE
    # It names the link above and never changes again, once a file of an earlier Gặt is replaced.
    if not stable.is_symlink() or str(stable.readlink()) != database:
        _link(stable, database)
    sync(folder)


def retire(published_dir: Path, now: datetime, keep: int) -> None:
    """Remove releases, but not the newest ``keep``, the first of each of the last 12 months, those marked.

    The current one always stays, whatever the clock said at its making.
    """
    every = releases(published_dir)
    current = current_snapshot(published_dir)
    kept = {*every[-keep:], *_first_of_months(every, now)}
    for path in every:
        if path in kept or current.is_relative_to(path.resolve()) or (path / KEEP).exists():
            continue
        dying = building_name(path)
        path.rename(dying)
        _remove(dying)


def leftovers(published_dir: Path) -> list[Path]:
    """Return what a killed publish left half made."""
    # Not by glob: it does not see a link whose target is gone.
    return [path for path in published_dir.iterdir() if _LEFTOVER.fullmatch(path.name)]


def remove_leftovers(published_dir: Path) -> None:
    """Remove what a killed publish left half made."""
    for path in leftovers(published_dir):
        _remove(path)


def _first_of_months(every: list[Path], now: datetime) -> list[Path]:
    first: dict[str, Path] = {}
    for path in every:
        first.setdefault(path.name[4:10], path)
    this_month = now.astimezone(UTC).year * 12 + now.astimezone(UTC).month
    return [
        path
        for month, path in first.items()
        if this_month - int(month[:4]) * 12 - int(month[4:]) < _MONTHS_KEPT
    ]


def _link(link: Path, target: str) -> None:
    made = link.with_name(f".{link.name}.tmp")
    made.symlink_to(target)
    made.replace(link)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
