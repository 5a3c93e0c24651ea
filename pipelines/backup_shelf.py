"""The folder of backups: whose they are, which is the newest, which are whole, which go.

A backup is a folder named by its time; one under way has a dot before and the identity of its data folder
behind. All backups in one folder are of one data folder: else each would take the other's for its own.
"""

import platform
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.backup_record import new_id, read_record
from pipelines.copies import (
    MANIFEST,
    BackupDamagedError,
    BackupRefusedError,
    altered,
    read_manifest,
)
from warehouse.durable import sync

_NAME = re.compile(r"\d{8}T\d{6}Z(-\d+)?")
_UNDER_WAY = re.compile(r"\.\d{8}T\d{6}Z(?:-\d+)?\.([0-9a-f]+)\.tmp")


def backups(target: Path) -> list[Path]:
    """Return the backups in a folder, oldest first."""
    if not target.is_dir():
        return []
    found = [path for path in target.iterdir() if _NAME.fullmatch(path.name) and (path / MANIFEST).exists()]
    return sorted(found, key=lambda path: (path.name[:16], len(path.name), path.name))


def under_way(target: Path, name: str, data_id: str) -> Path:
    """Return the path under which a backup is made and taken away."""
    return target / f".{name}.{data_id}.tmp"


def told_of_data(data: Path, data_id: str) -> dict[str, str]:
    """Return what a manifest says of the data folder that it is of."""
    return {"id": data_id, "path": str(data.resolve()), "host": platform.node()}


def identity_for(data: Path, target: Path) -> str:
    """Return the identity under which a data folder is backed up into ``target``.

    Raises BackupRefusedError where that folder has backups of another one, also unfinished ones. A folder
    that forgot who it is goes on where the last backup is of the same path on the same machine.
    """
    record = read_record(data)
    found = _owners(target)
    if record is None:
        here = told_of_data(data, "")
        data_id = next((one["id"] for one in found if one | {"id": ""} == here), new_id())
    else:
        data_id = record.data_id
    for one in found:
        if one["id"] != data_id:
            said = f"{target} has backups of another data folder ({_named(one)})"
            raise BackupRefusedError(f"{said}: give each a folder of its own")
    return data_id


def the_one_in(target: Path) -> Path:
    """Return the newest backup in a folder.

    Raises BackupRefusedError for none, and for those of several data folders.
    """
    every = backups(target)
    if not every:
        raise BackupRefusedError(f"{target} is no backup and holds none: name what gat backup wrote")
    owners = {one["id"]: _named(one) for one in _owners(target)}
    if len(owners) > 1:
        named = " and ".join(sorted(owners.values()))
        raise BackupRefusedError(f"{target} has backups of several data folders ({named}): name one backup")
    return every[-1]


def sweep(target: Path, data_id: str) -> None:
    """Remove what this data folder left unfinished in a folder of backups."""
    for path in target.iterdir():
        if (match := _UNDER_WAY.fullmatch(path.name)) and match[1] == data_id:
            shutil.rmtree(path)


def prune(target: Path, keep: int, data_id: str) -> int:
    """Remove all but the newest ``keep`` backups of this data folder; return how many went.

    Those that do not tell whose they are stay: an older Gặt took those of several data folders.
    """
    old = [path for path in backups(target) if (_owner(path) or {}).get("id") == data_id][:-keep]
    for path in old:
        dying = under_way(target, path.name, data_id)
        path.rename(dying)
        shutil.rmtree(dying)
    sync(target)
    return len(old)


def check(target: Path, *, every: bool) -> Iterator[tuple[Path, int, list[str]]]:
    """Read and hash the backup ``target``, or the newest in that folder, or ``every`` one; yield each.

    With it come how many files it has and which of them are not as its manifest says, the manifest itself
    where that is damaged. Raises BackupRefusedError where there is none.
    """
    chosen = [target] if (target / MANIFEST).exists() else backups(target) if every else [the_one_in(target)]
    if not chosen:
        raise BackupRefusedError(f"{target} is no backup and holds none: name what gat backup wrote")
    for folder in chosen:
        try:
            files = read_manifest(folder)["files"]
        except BackupDamagedError:
            yield folder, 0, [MANIFEST]
        else:
            yield folder, len(files), altered(folder, files)


def _owners(target: Path) -> list[dict[str, Any]]:
    """Return whose the backups in a folder are, newest first; of unfinished ones only the identity."""
    found = [owner for folder in reversed(backups(target)) if (owner := _owner(folder)) is not None]
    names = [path.name for path in target.iterdir()] if target.is_dir() else []
    return found + [{"id": match[1]} for name in names if (match := _UNDER_WAY.fullmatch(name))]


def _owner(folder: Path) -> dict[str, Any] | None:
    """Return whose a backup is; None where that cannot be told, or is of a version that did not tell."""
    try:
        return dict(read_manifest(folder)["data"])
    except (BackupDamagedError, BackupRefusedError, KeyError):
        return None


def _named(owner: dict[str, Any]) -> str:
    return f"{owner['path']} on {owner['host']}" if "path" in owner else f"an unfinished one, {owner['id']}"
