"""``gat verify``: archive, ledger, warehouse and releases are held against each other, by their checksums.

Everything is read as a stream, whatever its size, and nothing is changed. A finding is one sentence. What is
gone as a whole is told by what the other parts say of it.
"""

from collections.abc import Iterator
from pathlib import Path

from pipelines.evidence import of_captures, of_publishing, of_total_loss
from pipelines.findings import Finding, NothingKeptError
from pipelines.identity import version_id_of
from pipelines.lock import run_lock
from spiders.audit import Fault, audit_archive
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger
from spiders.mending import lost_captures
from warehouse.audit import RowFault, audit_rows, captures_of, is_damage, read_all, rows_of
from warehouse.connection import Connection, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.released import audit_against
from warehouse.releases import last_snapshot, releases
from warehouse.shelf import audit_published

#: What is said of each kind of fault of the archive, and who mends it.
_OF_ARCHIVE = {
    "lost": "the bytes of {of} are not those that the ledger vouches for",
    "disagrees": "the ledger says something else of {of} than its record",
    "unknown": "the ledger does not know {of}",
    "torn": "{length} bytes are no record",
    "tail": "{length} bytes at the end are no record: a run was killed while it wrote",
}
_WAITING = "{of} is lost; its page is due again, and its text and facts stay in the warehouse"

#: What the warehouse is made of; of a lost listing nothing is missed.
_PAGES = {"article", "document_list", "file"}

_VERSIONS = (
    "SELECT version_id, article_id, title, text_sha256, capture_id FROM article_versions ORDER BY version_id"
)
#: A page that was loaded leaves an article, or why it is none; one that is a document list, its rows.
_TRACE = (
    "SELECT EXISTS (FROM article_versions WHERE portal_id = $portal AND url_key = $key)"
    " OR EXISTS (FROM rejections WHERE capture_id = $capture)"
)


def verify(data: Path, purpose: str = "gat verify") -> Iterator[Finding]:
    """Yield what does not agree in a data folder, under its run lock: notes too.

    Raises NothingKeptError where there is no such folder.
    """
    require_data(data)
    with run_lock(data, purpose):
        yield from findings(data)


def require_data(data: Path) -> None:
    """Raise NothingKeptError where there is no data folder."""
    if not data.is_dir():
        raise NothingKeptError(f"{data} is no data folder: name one with gat --data DIR, or GAT_DATA")


def findings(data: Path) -> Iterator[Finding]:
    """Yield what does not agree, for a caller that holds the run lock."""
    ledger, warehouse = data / "ledger.sqlite", data / "warehouse.duckdb"
    losses = list(of_total_loss(data))
    yield from losses
    has_archive = not any(one.part == "archive" for one in losses)
    is_behind = False
    if ledger.exists():
        for one in _of_ledger(data, has_archive=has_archive):
            is_behind |= one.remedy == "restore"
            yield one
    shelf = list(audit_published(data / "published"))
    if warehouse.exists():
        released = last_snapshot(data / "published")
        is_damaged = released and any(released.is_relative_to(one.path.resolve()) for one in shelf)
        yield from _of_warehouse(data, None if is_damaged else released)
        if has_archive and ledger.exists():
            yield from _of_both(data, is_behind=is_behind)
    for fault in shelf:
        yield Finding(part="published", where=str(fault.path), said=fault.said, remedy="publish", fault=fault)


def _of_ledger(data: Path, *, has_archive: bool) -> Iterator[Finding]:
    """Yield what is wrong with the ledger and, unless all of the archive is gone, where the two differ."""
    path = data / "ledger.sqlite"
    try:
        with Ledger(path) as ledger:
            damage = ledger.connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if damage != "ok":
                said = f"it is damaged ({damage.splitlines()[-1]})"
                yield Finding(part="ledger", where=str(path), said=said, remedy="restore")
                return
            if has_archive:
                yield from map(_of_fault, audit_archive(ledger, data / "archive"))
            yield from (_of_lost(row) for row in lost_captures(ledger) if row.kind in _PAGES)
    except ArchiveError as error:
        yield Finding(part="ledger", where=str(path), said=_said(error, path), remedy="restore")


def _said(error: Exception, path: Path) -> str:
    """Return what an error says of a file, without its name before that, or what a person is to do."""
    return str(error).removeprefix(f"{path.absolute()}").removeprefix(str(path)).lstrip(": ").split(";")[0]


def _of_fault(fault: Fault) -> Finding:
    of = _named(fault.capture) if fault.capture else ""
    is_of_ledger = fault.kind in {"disagrees", "unknown"}
    return Finding(
        part="ledger" if is_of_ledger else "archive",
        where=f"{fault.warc_file} at byte {fault.offset}",
        said=_OF_ARCHIVE[fault.kind].format(of=of, length=fault.length),
        remedy="restore" if fault.kind == "unknown" else "row" if is_of_ledger else "bytes",
        advice="restore the file from a backup, or gat repair" if fault.kind == "lost" else "gat repair",
        fault=fault,
    )


def _of_lost(row: CaptureRow) -> Finding:
    return Finding(
        part="archive",
        where=f"{row.warc_file} at byte {row.warc_offset}",
        said=_WAITING.format(of=_named(row)),
        remedy="none",
        advice="gat run asks for it",
    )


def _named(row: CaptureRow) -> str:
    return f"capture {row.capture_id} of {row.url}"


def _of_warehouse(data: Path, released: Path | None) -> Iterator[Finding]:
    """Yield what is wrong with the warehouse by itself, and that no release is there where one must be."""
    path, published = data / "warehouse.duckdb", data / "published"
    try:
        with open_warehouse(path) as connection:
            read_all(connection)
            is_sound = True
            for one in _of_rows(connection, released):
                is_sound = False
                yield one
            if is_sound and not (published.is_dir() and releases(published)):
                yield from of_publishing(connection, published)
    except WarehouseError as error:
        if not is_damage(error):
            raise
        yield Finding(part="warehouse", where=str(path), said=_said(error, path), remedy="rebuild")


def _of_both(data: Path, *, is_behind: bool) -> Iterator[Finding]:
    """Yield where warehouse and ledger differ; nothing where one of them is damaged, which is told of it."""
    try:
        with (
            open_warehouse(data / "warehouse.duckdb") as connection,
            Ledger(data / "ledger.sqlite") as ledger,
        ):
            yield from of_captures(connection, ledger, is_behind=is_behind)
            yield from _of_pages(connection, ledger)
    except WarehouseError as error:
        if not is_damage(error):
            raise
    except ArchiveError:
        return


def _of_rows(connection: Connection, released: Path | None) -> Iterator[Finding]:
    """Yield what the warehouse's own rows tell, and those that the last release has otherwise."""
    for fault in audit_rows(connection):
        yield _of_row(connection, fault)
    if released is not None:
        for fault in audit_against(connection, released):
            yield _of_row(connection, fault)
    for row in rows_of(connection, _VERSIONS):
        if version_id_of(row["article_id"], row["title"], row["text_sha256"]) != row["version_id"]:
            fault = RowFault(
                "version_not_its_id", f"version {row['version_id']} is not of its title and text", {}
            )
            yield _of_row(connection, fault, (str(row["capture_id"]),))


def _of_row(connection: Connection, fault: RowFault, captures: tuple[str, ...] = ()) -> Finding:
    found = captures or tuple(sorted(captures_of(connection, fault)))
    return Finding(
        part="warehouse",
        where=fault.check,
        said=fault.said,
        remedy="take" if fault.table else "read" if found else "rebuild",
        captures=found,
        fault=fault,
    )


def _of_pages(connection: Connection, ledger: Ledger) -> Iterator[Finding]:
    """Yield pages that the ledger has as loaded and of which the warehouse holds nothing."""
    cursor = connection.cursor()
    for row in ledger.loaded_articles():
        asked = {"portal": row.portal, "key": row.url_key, "capture": row.capture_id}
        trace = cursor.execute(_TRACE, asked).fetchone()
        if not (trace and trace[0]):
            yield Finding(
                part="warehouse",
                where=row.url,
                said=f"nothing is there of capture {row.capture_id}, which the ledger has as loaded",
                remedy="read",
                captures=(row.capture_id,),
            )
