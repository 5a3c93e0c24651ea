"""Commands that keep what is there: ``gat verify``, ``gat repair``, ``gat backup``, ``gat restore``."""

from collections import Counter
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.terminal import clean, console, error_console, watching
from flows.errors import RunTroubledError
from flows.plan import night_plan
from flows.settings import read_settings
from pipelines.backup import BackupPlan
from pipelines.backup import backup as written
from pipelines.backup_shelf import check as checked
from pipelines.copies import Copied
from pipelines.findings import Finding
from pipelines.repair import repair as mended
from pipelines.restore import restore as restored
from pipelines.verify import verify as verified
from spiders.errors import ArchiveError

#: Findings of one part that are printed; more are counted.
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Mend from the archive what gat verify finds.")(repair)
    app.command(short_help="Copy all that is kept into another folder, with hashes.")(backup)
    app.command(short_help="Make a data folder of a backup.")(restore)
    app.command(short_help="Prove that archive, ledger, warehouse and releases agree.")(verify)


def verify() -> None:
    """Prove by checksums that archive, ledger, warehouse and published releases agree. Changes nothing.

    Every archived body is hashed, every quote looked up at its span, every released file read. Prints a line
    for each thing that does not agree: where, what, what to do. A page that is lost and waits for the next
    crawl is told as a note, and is no damage.

    Example: gat verify

    Exit codes: 0 all agree, 6 another run is at work, 9 something does not agree: see gat repair.
    """
    data = read_settings().data
    count = _print(verified(data))
    if count:
        message = f"{count} findings in {data}: gat repair mends what the archive can replace"
        raise RunTroubledError(message, ArchiveError.exit_code)
    error_console().print(f"{data}: archive, ledger, warehouse and releases agree")


def repair() -> None:
    """Mend from the archive what gat verify finds, and verify again.

    Damaged files of the archive are made readable and what is lost in them is asked for by the next gat run;
    the ledger is told what the archive tells; damaged rows are read again, a damaged warehouse is made anew,
    a damaged release published anew. What was damaged is kept in the folder damaged/ of the data folder.

    Example: gat repair

    Exit codes: 0 all agrees (again), 6 another run is at work, 9 something is left, others as for gat load.
    """
    settings = read_settings()
    with watching() as observer:
        done = mended(night_plan(settings), observer)
    if _print(done.left):
        message = f"not all of {settings.data} could be mended: see above; gat restore has what a backup has"
        raise RunTroubledError(message, ArchiveError.exit_code)
    count = sum(not one.is_note for one in done.found)
    error_console().print(f"{count} findings, all mended" if count else "nothing was to be mended")


def backup(
    target: Annotated[Path, typer.Argument(metavar="DEST", help="Folder of backups, best on another disk.")],
    create: Annotated[bool, typer.Option("--create", help="Make DEST where it is not there.")] = False,
    wait: Annotated[
        float, typer.Option(min=0, metavar="MINUTES", help="How long to wait for a run to end.")
    ] = 0.0,
    keep: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Remove all but the newest N, when this one is good."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Hash the newest backup in DEST; make none.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help="With --check: all of them.")] = False,
) -> None:
    """Copy archive, ledger, warehouse, releases and corrections into a new folder in DEST, named by its time.

    No run may be at work meanwhile. What the last backup in DEST has with the same bytes is not copied again
    but linked; any of them can be deleted without harm to the others. A file of the archive that is damaged
    is told, and this backup has what the last one had of it. All in DEST is of one data folder.

    Example: gat backup /mnt/other-disk/gat --wait 120 --keep 14

    Exit codes: 0 done, 2 DEST is not there, in the data folder or of another one, 3 disk full, 6 another run
    is at work, 9 the archive, or with --check a backup, is damaged.
    """
    if check or every:
        _check(target, every=every)
        return
    settings = read_settings()
    plan = BackupPlan(
        data=settings.data,
        target=target,
        gat_version=version("gat"),
        corrections=settings.corrections,
        create=create,
        wait=wait * 60,
        keep=keep,
    )
    done = written(plan)
    for note in done.notes:
        error_console().print(f"note: {clean(note)}", soft_wrap=True)
    pruned = f", {done.pruned} older ones removed" if done.pruned else ""
    error_console().print(f"{_counted(done)}, {done.copied} of them copied{pruned}", soft_wrap=True)
    console().print(str(done.folder), soft_wrap=True)
    if done.damaged:
        more = f", and {len(done.damaged) - 1} files more" if len(done.damaged) > 1 else ""
        said = f"{settings.data}: {done.damaged[0]}{more}"
        raise RunTroubledError(f"{said}: gat verify, then gat repair", ArchiveError.exit_code)


def _check(target: Path, *, every: bool) -> None:
    """Hash backups, print a line for each, and fail if one has rotted."""
    rotten = 0
    for folder, count, wrong in checked(target, every=every):
        rotten += bool(wrong)
        word, said = ("found", f"{wrong[0]} is not as it was written") if wrong else ("ok", f"{count} files")
        more = f", and {len(wrong) - 1} files more" if len(wrong) > 1 else ""
        console().print(f"{word:<7}{clean(folder)}: {clean(said)}{more}", soft_wrap=True)
    if rotten:
        said = f"{rotten} backups in {target} have rotted"
        raise RunTroubledError(f"{said}: look at the disk, then gat backup makes one anew", 9)


def restore(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="A backup, or a folder of them: the newest.")],
) -> None:
    """Make a data folder of a backup: gat --data DIR restore SRC. DIR must be empty or not there yet.

    Every file of the backup is hashed before anything is written. In a folder where a restore was stopped no
    other command works; the same restore again begins anew.

    Example: gat restore /mnt/other-disk/gat (into ./data; with gat --data DIR restore into another folder)

    Exit codes: 0 done, 2 SRC is no backup or the data folder is not empty, 3 disk full, 9 the backup is
    damaged.
    """
    data = read_settings().data
    done = restored(source, data)
    error_console().print(f"{_counted(done)}, restored into {data}; gat verify proves it", soft_wrap=True)


def _counted(done: Copied) -> str:
    return f"{done.folder}: {done.files} files, {done.size / 1e6:,.1f} MB"


def _print(found: Iterable[Finding]) -> int:
    """Print findings, of many of one part the first; return how many are no notes."""
    counts: Counter[str] = Counter()
    count = 0
    for finding in found:
        counts[finding.part] += 1
        count += not finding.is_note
        if counts[finding.part] <= _SHOWN:
            word = "note" if finding.is_note else "found"
            console().print(f"{word:<7}{clean(finding)}", soft_wrap=True)
    for part, number in counts.items():
        if number > _SHOWN:
            console().print(f"{'':<7}{part}: {number - _SHOWN} more", soft_wrap=True)
    return count
