"""Whether what the warehouse says can still be shown: its captures, held against ledger and archive.

What has no evidence left is told and never thrown away: a warehouse made anew would not have it.
"""

from collections.abc import Iterator
from pathlib import Path

from pipelines.findings import Finding
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger
from spiders.mending import lost_captures
from warehouse.audit import is_damage, rows_of
from warehouse.connection import Connection, open_warehouse
from warehouse.errors import WarehouseError

RESTORE = "only a backup can have it: gat restore"
#: Columns of ``captures``, and what the ledger calls them.
_OF_LEDGER = {"portal_id": "portal", "http_status": "status"}
_CAPTURES = "SELECT * FROM captures ORDER BY capture_id"
_PAGES = "SELECT DISTINCT portal_id, kind, url_key FROM article_versions WHERE capture_id = ?"
#: By the kind of a version, that of the page it is read from.
_KINDS = {"document": "document_list", "file": "file"}
_KNOWN = "SELECT 1 FROM captures WHERE portal = ?1 AND kind = ?2 AND url_key = coalesce(?3, url_key) LIMIT 1"
_PUBLISHED = """
SELECT EXISTS (FROM articles) AND EXISTS (FROM runs WHERE finished_at IS NOT NULL AND status <> 'failed')
"""


def of_total_loss(data: Path) -> Iterator[Finding]:
    """Yield the parts that are gone as a whole and that the parts left tell of."""
    has_archive = next((data / "archive").glob("*/*.warc.gz"), None) is not None
    ledger, warehouse = data / "ledger.sqlite", data / "warehouse.duckdb"
    count = _captures_told(ledger, warehouse)
    if count and not has_archive:
        said = f"it is gone, and with it the pages of {count} captures that ledger or warehouse tell of"
        yield Finding(part="archive", where=str(data / "archive"), said=said, remedy="backup", advice=RESTORE)
    if not ledger.exists() and has_archive:
        yield Finding(part="ledger", where=str(ledger), said="it is gone", remedy="restore")
    elif not ledger.exists() and count:
        yield Finding(part="ledger", where=str(ledger), said="it is gone", remedy="backup", advice=RESTORE)
    if not warehouse.exists() and has_archive and _was_loaded(data):
        yield Finding(part="warehouse", where=str(warehouse), said="it is gone", remedy="rebuild")


def of_captures(connection: Connection, ledger: Ledger, *, is_behind: bool) -> Iterator[Finding]:
    """Yield captures that evidence versions and are not in the ledger as the warehouse has them.

    ``is_behind``: the archive has captures that the ledger does not know, and tells it of them.
    """
    lost = {row.capture_id for row in lost_captures(ledger)}
    for row in rows_of(connection, _CAPTURES):
        known = ledger.capture(row["capture_id"])
        if known is None and row["capture_id"] in lost:
            continue
        differing = [] if known is None else [name for name in row if _told(known, name) != row[name]]
        if known is not None and not differing:
            continue
        is_unfounded = known is None and not is_behind and not _has_page(connection, ledger, row)
        yield Finding(
            part="warehouse",
            where=f"capture {row['capture_id']}",
            said=f"the ledger has another {', '.join(differing)}" if known else "the ledger does not know it",
            remedy="read" if known else "backup" if is_unfounded else "rebuild",
            advice=RESTORE if is_unfounded else "gat repair",
            captures=(row["capture_id"],),
        )


def is_unfounded(data: Path) -> bool:
    """Tell whether the warehouse has what ledger and archive have no page of: made anew, it would lose that.

    One that is damaged as a file tells nothing of what it had.
    """
    if any(one.remedy == "backup" for one in of_total_loss(data)):
        return True
    try:
        with (
            open_warehouse(data / "warehouse.duckdb") as connection,
            Ledger(data / "ledger.sqlite") as ledger,
        ):
            return any(one.remedy == "backup" for one in of_captures(connection, ledger, is_behind=False))
    except WarehouseError as error:
        if not is_damage(error):
            raise
        return False


def of_publishing(connection: Connection, published: Path) -> Iterator[Finding]:
    """Yield that there is no release, where a run has ended that published what the warehouse holds."""
    row = connection.execute(_PUBLISHED).fetchone()
    if row and row[0]:
        said = "no release is there, and runs have ended that published one"
        yield Finding(part="published", where=str(published), said=said, remedy="publish")


def _told(known: CaptureRow, name: str) -> object:
    return getattr(known, _OF_LEDGER.get(name, name))


def _has_page(connection: Connection, ledger: Ledger, row: dict[str, object]) -> bool:
    """Tell whether the ledger has a page that makes the versions anew of a capture that it does not know.

    Of rows of lists and of files, which may lie in another file, any page of that kind of the portal counts.
    """
    pages = connection.cursor().execute(_PAGES, [row["capture_id"]]).fetchall()
    asked = [
        (portal, "article", key) if kind == "news" else (portal, _KINDS[kind], None)
        for portal, kind, key in pages
    ]
    return not asked or any(ledger.connection.execute(_KNOWN, one).fetchone() for one in asked)


def _was_loaded(data: Path) -> bool:
    """Tell whether there was a warehouse; a ledger that is gone or damaged does not say there was none."""
    ledger = data / "ledger.sqlite"
    try:
        if ledger.exists() and not (data / "published").is_dir():
            with Ledger(ledger) as opened:
                asked = "SELECT EXISTS (SELECT 1 FROM captures WHERE is_loaded = 1)"
                return bool(opened.connection.execute(asked).fetchone()[0])
    except ArchiveError:
        pass
    return True


def _captures_told(ledger: Path, warehouse: Path) -> int:
    """Return how many captures ledger or warehouse tell of, whichever has more; 0 of one that is damaged."""
    counts = [0]
    try:
        if ledger.exists():
            with Ledger(ledger) as opened:
                counts += [opened.connection.execute("SELECT count(*) FROM captures").fetchone()[0]]
        if warehouse.exists():
            with open_warehouse(warehouse) as connection:
                counts += [connection.execute("SELECT count(*) FROM captures").fetchall()[0][0]]
    except (ArchiveError, WarehouseError):
        pass
    return max(counts)
