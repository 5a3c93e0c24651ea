"""``gat restore``: a data folder made of a backup, when all of that is found as it was written."""

import shutil
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.backup_record import FILE, BackupRecord, write_record
from pipelines.backup_shelf import the_one_in
from pipelines.copies import (
    MANIFEST,
    BackupDamagedError,
    BackupRefusedError,
    Copied,
    altered,
    copy_file,
    read_manifest,
)
from pipelines.lock import LOCK_FILE, RESTORING, run_lock
from warehouse.durable import seal
from warehouse.releases import releases

#: What others on the machine are not to read.
_PRIVATE, _WAREHOUSE = ("archive", "logs"), "warehouse.duckdb"
#: What a command that was refused may have left.
_LEFT = {LOCK_FILE, "schedule.lock", "locks", "prefect"}


def restore(source: Path, data: Path) -> Copied:
    """Copy a backup, or the newest in the folder ``source``, into a data folder that holds nothing.

    All of it is read and hashed before anything is written. One that was stopped is begun anew. Raises
    BackupRefusedError for what is no backup or a data folder that is not empty, BackupDamagedError for a
    backup that is not as it was written.
    """
    folder = source if (source / MANIFEST).exists() else the_one_in(source)
    manifest = read_manifest(folder)
    files = manifest["files"]
    if wrong := altered(folder, files):
        more = f", and {len(wrong) - 1} files more" if len(wrong) > 1 else ""
        message = f"{folder}: {wrong[0]} is not as the manifest says{more}; take another backup"
        raise BackupDamagedError(message)
    data.mkdir(parents=True, exist_ok=True)
    with run_lock(data, f"gat restore {source}", is_restore=True):
        _make_room(data, files)
        (data / RESTORING).touch()
        _fill(folder, data, manifest)
        (data / RESTORING).unlink()
    size = sum(told["bytes"] for told in files.values())
    return Copied(folder, len(files), size, len(files))


def _fill(folder: Path, data: Path, manifest: dict[str, Any]) -> None:
    """Write all that a backup has, and what the folder is to remember of it."""
    for name in _PRIVATE:
        if any(file.startswith(f"{name}/") for file in manifest["files"]):
            (data / name).mkdir(mode=0o700)
    if _WAREHOUSE in manifest["files"]:
        (data / _WAREHOUSE).touch(mode=0o600)
    for name, told in manifest["files"].items():
        if copy_file(folder / name, data / name, told["bytes"]) != told["sha256"]:
            raise BackupDamagedError(f"{folder / name} changed while it was read; run gat restore again")
    for name, aim in manifest["links"].items():
        (data / name).symlink_to(aim)
    published = data / "published"
    for path in releases(published) if published.is_dir() else ():
        seal(path) if path.is_dir() else path.chmod(0o444)
        published.chmod(0o755)
    if "data" in manifest:
        made_at = datetime.fromisoformat(manifest["created_at"])
        write_record(data, BackupRecord(manifest["data"]["id"], str(folder.resolve()), made_at))


def _make_room(data: Path, files: Iterable[str]) -> None:
    """See that a data folder holds nothing; take away what a restore that was stopped wrote there.

    All in a folder that is half restored came from a backup, for it was empty before.
    """
    there = sorted(path.name for path in data.iterdir() if path.name not in _LEFT)
    if RESTORING not in there:
        if there:
            said = f"{data} is not empty ({there[0]} is in it)"
            raise BackupRefusedError(f"{said}: name an empty folder with gat --data DIR")
        return
    known = {RESTORING, FILE, "reports", *(name.split("/")[0] for name in files)}
    if strange := [name for name in there if name not in known]:
        said = f"{data} is half restored, and {strange[0]} is in it that is not of this backup"
        raise BackupRefusedError(f"{said}: name the backup of before, or an empty folder")
    for name in there:
        if name != RESTORING:
            path = data / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
