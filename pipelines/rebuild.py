"""A warehouse that was lost is built anew from the archive: the ledger still vouches for every page."""

from pipelines.attachments import to_read_again
from pipelines.progress import Observer
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
