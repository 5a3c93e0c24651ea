"""Commands that keep what is there: ``gat verify``, ``gat repair``, ``gat backup``, ``gat restore``."""

from collections import Counter
from collections.abc import Iterable

import typer

from flows.cli.terminal import clean, console, error_console, watching
from flows.errors import RunTroubledError
from flows.plan import night_plan
from flows.settings import read_settings
from pipelines.findings import Finding
from pipelines.repair import repair as mended
from pipelines.verify import verify as verified
from spiders.errors import ArchiveError

#: Findings of one part that are printed; more are counted.
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command(short_help="Mend from the archive what gat verify finds.")(repair)
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
