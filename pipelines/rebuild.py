"""A warehouse that was lost is built anew from the archive: the ledger still vouches for every page."""

from pathlib import Path

from pipelines.attachments import to_read_again
from pipelines.progress import Observer
from spiders.archive_records import unknown_files
from spiders.ledger import Ledger
from warehouse.connection import Connection

#: What a loaded capture leaves in the warehouse: a version that it evidences, or the reason of its refusal.
_TRACES = "SELECT EXISTS (FROM captures) OR EXISTS (FROM rejections)"
_ARTICLES = "SELECT EXISTS (FROM articles)"
_WAITING = "SELECT capture_id FROM files WHERE reason = ? AND capture_id IS NOT NULL ORDER BY capture_id"


def forget_lost(connection: Connection, ledger: Ledger, observer: Observer) -> int:
    """Make all loaded captures due again if the warehouse has no trace of any; return how many.

    It was made anew then, after the file was moved away or lost. Captures of other portals wait for their
    own run.
    """
    if _holds(connection, _TRACES):
        return 0
    count = ledger.forget_loaded()
    if count:
        observer.said(f"the warehouse is new: {count} captures in the archive are read and loaded again")
    return count


def tell_unknown(archive: Path, ledger: Ledger, observer: Observer) -> None:
    """Say that the archive has files of runs that the ledger knows nothing of: it was lost in between."""
    count = sum(not good for _, good in unknown_files(ledger, archive))
    if count:
        observer.said(
            f"{count} files of the archive are unknown to the ledger, which was lost or is an old copy:"
            " gat rebuild brings their pages back"
        )


def read_waiting(connection: Connection, ledger: Ledger, observer: Observer) -> int:
    """Make the files due again that waited for a program which is there now; return how many."""
    waiting = [
        str(capture)
        for reason in to_read_again()
        for (capture,) in connection.execute(_WAITING, [reason]).fetchall()
    ]
    count = ledger.read_again(dict.fromkeys(waiting))
    if count:
        observer.said(f"{count} files that waited for OCR or a converter are read again")
    return count


def holds_articles(connection: Connection) -> bool:
    """Tell whether the warehouse has any article."""
    return _holds(connection, _ARTICLES)


def _holds(connection: Connection, question: str) -> bool:
    row = connection.execute(question).fetchone()
    return bool(row and row[0])
