"""The published releases as they lie on disk: whole by their own hashes, and the links to the current one."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.package import altered_files
from warehouse.releases import CURRENT, CURRENT_DATABASE, DATABASE, point_current_at, releases


@dataclass(frozen=True, slots=True)
class ShelfFault:
    """A release with files that are not as they were published, or a link (then ``is_link``) to none."""

    path: Path
    said: str
    is_link: bool = False


def audit_published(published: Path) -> Iterator[ShelfFault]:
    """Yield what is wrong in the folder of releases: every file is read and hashed."""
    if not published.is_dir():
        return
    for path in releases(published):
        # Releases of the first versions of Gặt are single files without hashes.
        if path.is_dir() and (altered := altered_files(path)):
            more = f", and {len(altered) - 1} files more" if len(altered) > 1 else ""
            yield ShelfFault(path, f"{altered[0]} is not as it was published{more}")
    yield from _links(published)


def withdraw(path: Path, aside: Path) -> Path:
    """Move a release that is damaged out of the shelf into the folder ``aside``; return where it is now."""
    aside.mkdir(parents=True, exist_ok=True)
    target, number = aside / path.name, 1
    while target.exists():
        number += 1
        target = aside / f"{path.name}.{number}"
    shutil.move(path, target)
    return target


def relink(published: Path) -> Path | None:
    """Make the newest release that is whole the current one, and return it; None where there is none."""
    for path in reversed(releases(published)):
        if path.is_dir() and not altered_files(path):
            point_current_at(path)
            return path
    for name in (CURRENT, CURRENT_DATABASE):
        (published / name).unlink(missing_ok=True)
    return None


def _links(published: Path) -> Iterator[ShelfFault]:
    every = releases(published)
    current, database = published / CURRENT, published / CURRENT_DATABASE
    if database.is_symlink() and not current.is_symlink() and database.resolve() in every:
        return  # the flat file of a first version of Gặt
    if not every and not current.is_symlink() and not database.is_symlink():
        return
    if not current.is_symlink() or current.resolve() not in {one.resolve() for one in every}:
        yield ShelfFault(current, "is no link to a release", is_link=True)
    elif not database.is_symlink() or str(database.readlink()) != f"{CURRENT}/{DATABASE}":
        yield ShelfFault(database, f"is no link to {CURRENT}/{DATABASE}", is_link=True)
