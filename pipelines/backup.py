"""``gat backup``: a consistent copy of a data folder, with the hash of every file.

A backup is a folder named by its time, with ``manifest.json`` and the files as they lie in the data folder.
It is made under another name, under the run lock, and given its own when all of it is on disk: killed at any
moment, the earlier ones are whole. Files that are in the last backup with the same bytes are links to them.
"""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.backup_files import Filling, Source
from pipelines.backup_record import BackupRecord, read_record, write_record
from pipelines.backup_shelf import backups, identity_for, prune, sweep, told_of_data, under_way
from pipelines.copies import FORMAT, MANIFEST, BackupRefusedError, Copied, told_of
from pipelines.lock import run_lock
from pipelines.verify import require_data
from spiders.archive_records import unknown_files
from spiders.audit import file_agrees
from spiders.glance import count_unknown
from spiders.ledger import Ledger
from warehouse.connection import open_warehouse
from warehouse.durable import seal, sync
from warehouse.releases import releases

#: Folders that are copied file by file, beside the archive and the releases.
_FOLDERS = ("runs", "checks", "logs", "reports")
_FILES = ("corrections.toml", "reextract.json")
#: Backups have all that the archive has, and are as much its owner's alone.
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlan:
    """What to back up, and how: ``data`` into a new folder in ``target``.

    ``corrections`` is the file of corrections where it is not in the data folder. ``create`` makes ``target``
    where it is not there, ``wait`` is how many seconds to wait for a run to end, ``keep`` how many of the
    newest backups stay (None: all).
    """

    data: Path
    target: Path
    gat_version: str
    corrections: Path | None = None
    create: bool = False
    wait: float = 0.0
    keep: int | None = None


def backup(plan: BackupPlan) -> Copied:
    """Copy what a data folder keeps into a new folder, under the run lock.

    Of archive files those bytes are copied that the ledger vouches for. One that is damaged is told in
    ``damaged``, and the backup has what the last one had of it; older ones are pruned only where none is.
    Raises BackupRefusedError for a target inside the data folder, that is not there,
    that lost its backups, or that has those of another one.
    """
    data, target = plan.data, plan.target
    require_data(data)
    if target.resolve().is_relative_to(data.resolve()):
        raise BackupRefusedError(f"{target} is in the data folder and would be lost with it: choose another")
    if not target.is_dir() and not plan.create:
        said = f"{target} is no folder that is there: mount the disk it is on, or let --create make it"
        raise BackupRefusedError(said)
    with run_lock(data, f"gat backup {target}", wait=plan.wait):
        target.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        data_id = identity_for(data, target)
        _refuse_empty(plan)
        _refuse_begun_anew(plan)
        sweep(target, data_id)
        folder = _free(target)
        filling = _made(plan, folder, data_id)
        done = BackupRecord(data_id, str(folder.resolve()), datetime.now(UTC), len(filling.damaged))
        write_record(data, done)
        pruned = prune(target, plan.keep, data_id) if plan.keep and not filling.damaged else 0
    return Copied(
        folder,
        len(filling.files),
        sum(told["bytes"] for told in filling.files.values()),
        filling.copied,
        tuple(filling.damaged),
        tuple(filling.notes),
        pruned,
    )


def _refuse_empty(plan: BackupPlan) -> None:
    """Refuse a folder that had the last backup and has none now: it is where a disk should be."""
    record = read_record(plan.data)
    if plan.create or record is None or record.folder is None or backups(plan.target):
        return
    if Path(record.folder).parent == plan.target.resolve():
        said = f"{plan.target} has none of the backups that were made there"
        raise BackupRefusedError(f"{said}: mount the disk it is on, or begin anew there with --create")


def _refuse_begun_anew(plan: BackupPlan) -> None:
    """Refuse a data folder that forgot its backups and does not know what the last one has.

    Its disk was not mounted, and a run began anew in the empty folder: its backups would push out the good
    ones, one a night.
    """
    if read_record(plan.data) is not None or not (made := backups(plan.target)):
        return
    ledger, older = plan.data / "ledger.sqlite", made[-1] / "ledger.sqlite"
    if ledger.exists() and older.exists() and (count := count_unknown(ledger, older)):
        said = f"{plan.data} does not know {count} pages that its last backup {made[-1]} has"
        raise BackupRefusedError(f"{said}: mount its disk or restore it, or back up into another folder")


def _made(plan: BackupPlan, folder: Path, data_id: str) -> Filling:
    """Make a backup under another name and give it its own when it is on disk."""
    making = under_way(plan.target, folder.name, data_id)
    making.mkdir(mode=_PRIVATE)
    last = next(reversed(backups(plan.target)), None)
    filling = Filling(making, last, lambda name: _agrees(plan.data, name))
    try:
        _fill(plan, filling, data_id)
        seal(making, folders=_PRIVATE)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    making.rename(folder)
    sync(plan.target)
    return filling


def _fill(plan: BackupPlan, filling: Filling, data_id: str) -> None:
    """Put all files of a data folder, and the manifest, into the folder of a backup."""
    data, making = plan.data, filling.making
    if (data / "ledger.sqlite").exists():
        with Ledger(data / "ledger.sqlite") as ledger:
            ledger.copy_to(making / "ledger.sqlite")
        filling.files["ledger.sqlite"] = told_of(making / "ledger.sqlite")
        filling.copied += 1
    for source in _sources(data, plan.corrections):
        filling.add(source)
    filling.add_gone()
    manifest = {
        "format": FORMAT,
        "gat_version": plan.gat_version,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": told_of_data(data, data_id),
        "files": filling.files,
        "links": dict(_links(data)),
    }
    (making / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def _agrees(data: Path, name: str) -> bool:
    """Tell whether a file of the archive has what the ledger says; without a ledger nothing tells."""
    if not (data / "ledger.sqlite").exists():
        return False
    with Ledger(data / "ledger.sqlite") as ledger:
        return file_agrees(ledger, data / "archive", name.removeprefix("archive/"))


def _sources(data: Path, corrections: Path | None) -> Iterator[Source]:
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


def _of_archive(data: Path) -> Iterator[Source]:
    """Yield the archive's files, as far as the ledger vouches for them: a torn tail is nothing to keep.

    What a ledger does not know, which was lost or is an older copy, is taken whole.
    """
    paths = sorted((data / "archive").glob("*/*.warc.gz"))
    if not (data / "ledger.sqlite").exists():
        yield from (_whole(path, path.relative_to(data).as_posix()) for path in paths)
        return
    with Ledger(data / "ledger.sqlite") as ledger:
        unknown = {name for name, _ in unknown_files(ledger, data / "archive")}
        for path in paths:
            name, size = f"{path.parent.name}/{path.name}", path.stat().st_size
            good = (0 if name in unknown else ledger.good_length(name)) or size
            yield Source(path=path, name=f"archive/{name}", length=min(good, size), is_cut=good > size)


def _whole(path: Path, name: str) -> Source:
    return Source(path=path, name=name, length=path.stat().st_size)


def _links(data: Path) -> Iterator[tuple[str, str]]:
    """Yield what names the newest release and the newest report, and where each leads."""
    for path in sorted((*data.glob("published/*"), *data.glob("reports/*"))):
        if path.is_symlink():
            yield path.relative_to(data).as_posix(), str(path.readlink())


def _free(target: Path) -> Path:
    """Return a new folder whose name sorts behind all backups, also behind one of a clock that was ahead."""
    last = next((path.name for path in reversed(backups(target))), "")
    stamp = max(f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}", last[:16])
    number = int(last[17:] or 1) + 1 if stamp == last[:16] else 1
    while (folder := target / (f"{stamp}-{number}" if number > 1 else stamp)).exists():
        number += 1
    return folder
