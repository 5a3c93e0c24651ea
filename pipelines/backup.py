"""``gat backup``: a consistent copy of a data folder, with the hash of every file.

A backup is a folder named by its time, with ``manifest.json`` and the files as they lie in the data folder.
It is made under another name, under the run lock, and given its own when all of it is on disk: killed at any
moment, the earlier ones are whole. Files that are in the last backup with the same bytes are links to them.
"""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from pipelines.copies import (
    FORMAT,
    MANIFEST,
    BackupDamagedError,
    BackupRefusedError,
    Copied,
    copy_file,
    digest_of,
    is_as_told,
    newest,
    read_manifest,
    told_of,
)
from pipelines.lock import run_lock
from pipelines.verify import require_data
from spiders.ledger import Ledger
from warehouse.connection import open_warehouse
from warehouse.durable import seal, sync
from warehouse.releases import releases

_LEFTOVER = re.compile(r"\.\d{8}T\d{6}Z(-\d+)?\.tmp")
#: Folders that are copied file by file, beside the archive and the releases.
_FOLDERS = ("runs", "checks", "logs", "reports")
_FILES = ("corrections.toml", "reextract.json")


@dataclass(frozen=True, slots=True)
class _Source:
    """A file to back up: where it is, what it is called in the backup, how many bytes of it count."""

    path: Path
    name: str
    length: int


def backup(data: Path, target: Path, gat_version: str, corrections: Path | None = None) -> Copied:
    """Copy what ``data`` keeps into a new folder in ``target``, under the run lock.

    ``corrections`` is the file of corrections where it is not in the data folder. Of archive files those
    bytes are copied that the ledger vouches for. Raises BackupRefusedError for a target inside the data
    folder, BackupDamagedError for an archive file that is shorter than the ledger says.
    """
    require_data(data)
    if target.resolve().is_relative_to(data.resolve()):
        raise BackupRefusedError(f"{target} is in the data folder and would be lost with it: choose another")
    with run_lock(data, f"gat backup {target}"):
        target.mkdir(parents=True, exist_ok=True)
        for path in target.iterdir():
            if _LEFTOVER.fullmatch(path.name):
                shutil.rmtree(path)
        last = newest(target)
        folder = _free(target)
        making = target / f".{folder.name}.tmp"
        making.mkdir()
        try:
            done = _make(data, making, last, gat_version, corrections)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        making.rename(folder)
        sync(target)
    return Copied(folder, *done)


def _make(
    data: Path, making: Path, last: Path | None, gat_version: str, corrections: Path | None
) -> tuple[int, int, int]:
    """Fill the folder of a backup; return its files, their bytes, and how many were copied."""
    known = _known(last)
    files: dict[str, dict[str, Any]] = {}
    copied = 0
    if (data / "ledger.sqlite").exists():
        with Ledger(data / "ledger.sqlite") as ledger:
            ledger.copy_to(making / "ledger.sqlite")
        files["ledger.sqlite"] = told_of(making / "ledger.sqlite")
        copied += 1
    for source in _sources(data, corrections):
        told = known.get(source.name)
        if last is not None and told is not None and _is_same(source, told, last / source.name):
            _link(last / source.name, making / source.name)
            files[source.name] = told
            continue
        digest = copy_file(source.path, making / source.name, source.length)
        files[source.name] = {"bytes": source.length, "sha256": digest}
        copied += 1
    manifest = {
        "format": FORMAT,
        "gat_version": gat_version,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": files,
        "links": dict(_links(data)),
    }
    (making / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    seal(making)
    return len(files), sum(told["bytes"] for told in files.values()), copied


def _known(last: Path | None) -> dict[str, dict[str, Any]]:
    """Return the files of the last backup; none of one that is damaged."""
    if last is None:
        return {}
    try:
        return cast("dict[str, dict[str, Any]]", read_manifest(last)["files"])
    except (BackupDamagedError, BackupRefusedError):
        return {}


def _sources(data: Path, corrections: Path | None) -> Iterator[_Source]:
    """Yield the files to copy, but for the ledger, which is copied by itself."""
    yield from _of_archive(data)
    if (data / "warehouse.duckdb").exists():
        with open_warehouse(data / "warehouse.duckdb") as connection:
            connection.execute("CHECKPOINT")
        yield _whole(data / "warehouse.duckdb", "warehouse.duckdb")
    published = data / "published"
    for release in releases(published) if published.is_dir() else ():
        for path in sorted(release.rglob("*")) if release.is_dir() else [release]:
            if path.is_file():
                yield _whole(path, path.relative_to(data).as_posix())
    for name in _FILES:
        own = corrections if name == "corrections.toml" and corrections is not None else data / name
        if own.exists():
            yield _whole(own, name)
    for name in _FOLDERS:
        for path in sorted((data / name).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield _whole(path, path.relative_to(data).as_posix())


def _of_archive(data: Path) -> Iterator[_Source]:
    """Yield the archive's files, as far as the ledger vouches for them: a torn tail is nothing to keep."""
    if not (data / "ledger.sqlite").exists():
        for path in sorted((data / "archive").glob("*/*.warc.gz")):
            yield _whole(path, path.relative_to(data).as_posix())
        return
    with Ledger(data / "ledger.sqlite") as ledger:
        for path in sorted((data / "archive").glob("*/*.warc.gz")):
            good, size = ledger.good_length(f"{path.parent.name}/{path.name}"), path.stat().st_size
            if good > size:
                raise BackupDamagedError(
                    f"{path}: {size} bytes, the ledger vouches for {good}: gat repair, then back up again"
                )
            yield _Source(path, path.relative_to(data).as_posix(), good)


def _whole(path: Path, name: str) -> _Source:
    return _Source(path, name, path.stat().st_size)


def _links(data: Path) -> Iterator[tuple[str, str]]:
    """Yield what names the newest release and the newest report, and where each leads."""
    for path in sorted((*data.glob("published/*"), *data.glob("reports/*"))):
        if path.is_symlink():
            yield path.relative_to(data).as_posix(), str(path.readlink())


def _is_same(source: _Source, told: dict[str, Any], stored: Path) -> bool:
    """Tell whether the last backup has a file with the same bytes, and still has them."""
    if told["bytes"] != source.length or digest_of(source.path, source.length) != told["sha256"]:
        return False
    return is_as_told(stored, told)


def _link(stored: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(stored)
    except OSError:  # a file system without hard links, or too many of them
        shutil.copyfile(stored, target)


def _free(target: Path) -> Path:
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    folder, number = target / stamp, 1
    while folder.exists():
        number += 1
        folder = target / f"{stamp}-{number}"
    return folder
