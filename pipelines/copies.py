"""The files of a backup: what its manifest tells of them, copied and hashed in one go."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.errors import PipelineError

MANIFEST = "manifest.json"
#: What a manifest is written like; another number is of another version of Gặt.
FORMAT = 1
_AT_ONCE = 1 << 20


class BackupRefusedError(PipelineError):
    """A backup or restore is asked for where it cannot be."""

    exit_code = 2


class BackupDamagedError(PipelineError):
    """A backup, or what was to be backed up, is not as it was written."""

    exit_code = 9


@dataclass(frozen=True, slots=True)
class Copied:
    """A backup that was made or restored: its folder, its files, their bytes, and how many were copied.

    ``damaged`` tells of files of the archive that were not taken as they are, ``notes`` of what to know;
    ``pruned`` counts the older backups that were removed.
    """

    folder: Path
    files: int
    size: int
    copied: int
    damaged: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    pruned: int = 0


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read what a backup says of itself. Raises BackupDamagedError for what no backup says."""
    path = folder / MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
        written = manifest["format"]
        names = [*manifest["files"], *manifest["links"]]
        told = all({"bytes", "sha256"} == set(one) for one in manifest["files"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupDamagedError(f"{path} is damaged ({error}); take another backup") from error
    if written != FORMAT:
        raise BackupRefusedError(f"{path} is of another version of Gặt (format {written}, not {FORMAT})")
    aims = manifest["links"].values()
    if not told or not all(map(_is_inside, names)) or not all(map(_is_inside, aims)):
        raise BackupDamagedError(f"{path} names what no backup holds; take another backup")
    return manifest


def _is_inside(name: str) -> bool:
    """Tell whether a path stays in the folder it is taken from."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def altered(folder: Path, files: dict[str, dict[str, Any]]) -> list[str]:
    """Return the files of a backup that are gone or not as its manifest says; all are read."""
    return [name for name, told in files.items() if not is_as_told(folder / name, told)]


def is_as_told(path: Path, told: dict[str, Any]) -> bool:
    """Tell whether a file is there with the bytes that a manifest tells of."""
    return path.is_file() and told_of(path) == told


def told_of(path: Path) -> dict[str, Any]:
    """Return what a manifest tells of a file."""
    size = path.stat().st_size
    return {"bytes": size, "sha256": digest_of(path, size)}


def digest_of(path: Path, length: int) -> str:
    """Return the SHA-256 of so many bytes of a file, in hex."""
    digest = hashlib.sha256()
    for part in _parts(path, length):
        digest.update(part)
    return digest.hexdigest()


def copy_file(path: Path, target: Path, length: int, *, behind: int = 0) -> str:
    """Copy so many bytes of a file, to disk, and return their SHA-256 in hex.

    With ``behind`` those that follow so many bytes, and to the end of the target.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("ab" if behind else "wb") as file:
        for part in _parts(path, length, behind):
            digest.update(part)
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def _parts(path: Path, length: int, behind: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(behind)
        while length and (part := file.read(min(_AT_ONCE, length))):
            length -= len(part)
            yield part
