"""``gat restore``: a data folder made of a backup, when all of that is found as it was written."""

from pathlib import Path

from pipelines.copies import (
    MANIFEST,
    BackupDamagedError,
    BackupRefusedError,
    Copied,
    copy_file,
    is_as_told,
    newest,
    read_manifest,
)
from pipelines.lock import LOCK_FILE, run_lock
from warehouse.durable import seal
from warehouse.releases import releases

#: Stands in a data folder while it is restored, and is no part of it.
_UNDER_WAY = ".restoring"


def restore(source: Path, data: Path) -> Copied:
    """Copy a backup, or the newest in the folder ``source``, into a data folder that holds nothing.

    All of it is read and hashed before anything is written. Raises BackupRefusedError for what is no backup
    or a data folder that is not empty, BackupDamagedError for a backup that is not as it was written.
    """
    folder = source if (source / MANIFEST).exists() else newest(source)
    if folder is None:
        raise BackupRefusedError(f"{source} is no backup and holds none: name what gat backup wrote")
    manifest = read_manifest(folder)
    files = manifest["files"]
    if wrong := [name for name in files if not is_as_told(folder / name, files[name])]:
        more = f", and {len(wrong) - 1} files more" if len(wrong) > 1 else ""
        message = f"{folder}: {wrong[0]} is not as the manifest says{more}; take another backup"
        raise BackupDamagedError(message)
    data.mkdir(parents=True, exist_ok=True)
    with run_lock(data, f"gat restore {source}"):
        _require_empty(data)
        (data / _UNDER_WAY).touch()
        for name, told in files.items():
            if copy_file(folder / name, data / name, told["bytes"]) != told["sha256"]:
                raise BackupDamagedError(
                    f"{folder / name} changed while it was read; empty {data}, try again"
                )
        for name, aim in manifest["links"].items():
            (data / name).symlink_to(aim)
        for path in releases(data / "published") if (data / "published").is_dir() else ():
            seal(path) if path.is_dir() else path.chmod(0o444)
        (data / _UNDER_WAY).unlink()
    size = sum(told["bytes"] for told in files.values())
    return Copied(folder, len(files), size, len(files))


def _require_empty(data: Path) -> None:
    there = sorted(path.name for path in data.iterdir() if path.name != LOCK_FILE)
    if there:
        said = "a restore into it was stopped" if _UNDER_WAY in there else f"{there[0]} is in it"
        raise BackupRefusedError(f"{data} is not empty ({said}): name an empty folder with gat --data DIR")
