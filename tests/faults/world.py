"""The small world of these tests: three articles, one with a file, and two rows of a document list."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from spiders.audit import is_right
from spiders.ledger import Ledger
from spiders.portal import SHIPPED
from tests.portals.model import Page
from tests.portals.server import Running, running
from warehouse.connection import Connection, open_warehouse
from warehouse.package import altered_files
from warehouse.query import run_query
from warehouse.releases import current_snapshot
from warehouse.tables import TABLES, Table

SLUG, HOST = "binhduong", "www.binhduong.test"
ARTICLES, DOCUMENTS = ("1000", "1007", "1021"), 2
PAGES = ("article", "document_list", "file")
#: What a page is, whichever run fetched it: its bytes have counters that every answer moves.
_OF_PAGE = (
    "portal", "kind", "url_key", "url", "status", "listed_title", "listed_published",
    "listed_section", "listed_parent",
)  # fmt: skip

#: They tell of runs: one that was killed is one run more.
_OF_RUNS = {"runs", "run_portals", "portals"}
#: When and by which run something was seen, where it lies, which of two reprints came first, and bytes, for
#: counters are a part of them.
_BOOKKEEPING = {
    "run_id", "capture_id", "warc_file", "warc_offset", "warc_length",
    "first_seen_at", "last_seen_at", "fetched_at", "first_cited_at", "source_id", "sha256", "size_bytes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job works: its data folder, the portal files, the proxy that leads to the replicas."""

    data: Path
    portals: Path
    proxy: str


@contextmanager
def world(folder: Path) -> Iterator[tuple[Running, Path]]:
    """Serve the small world; give its server and the folder of its portal file."""
    portals = folder / "portals"
    portals.mkdir()
    shipped = (SHIPPED / f"{SLUG}.toml").read_text("utf-8")
    (portals / f"{SLUG}.toml").write_text(shipped.replace("first_page_items = 8", "first_page_items = 1"))
    with running() as server:
        site = server.site(HOST)
        rows = [page for page in site.articles if page.kind == "document"][:DOCUMENTS]
        site.articles[:] = [*(site.page(key) for key in ARTICLES), *rows]
        yield server, portals


@contextmanager
def yesterday(server: Running) -> Iterator[None]:
    """Let the site show, for the ``with`` body, what it had the day before: one article, one row less."""
    site = server.site(HOST)
    today = list(site.articles)
    site.articles[:] = [*today[1 : len(ARTICLES)], today[-1]]
    yield
    site.articles[:] = today


@contextmanager
def as_it_was(page: Page) -> Iterator[None]:
    """Let an article be edited in the ``with`` body; it then is what it was before."""
    before = (page.title, page.lead, page.blocks, page.facts, page.revision)
    try:
        yield
    finally:
        page.title, page.lead, page.blocks, page.facts, page.revision = before


def copied(source: Path, target: Path) -> Path:
    """Return a copy of a data folder."""
    return shutil.copytree(source, target, symlinks=True)


def digests(data: Path) -> dict[str, str]:
    """Return an ordered hash of the rows of every table, without the bookkeeping of runs."""
    with open_warehouse(data / "warehouse.duckdb") as connection:
        return {table.name: _digest(connection, table) for table in TABLES if table.name not in _OF_RUNS}


def _digest(connection: Connection, table: Table) -> str:
    names = [f'"{column.name}"' for column in table.columns if column.name not in _BOOKKEEPING]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {table.name} ORDER BY ALL").fetchall()
    # Lists of statements are in the order in which they were first seen.
    told = [tuple(sorted(one) if isinstance(one, list) else one for one in row) for row in rows]
    return f"{len(rows)} {hashlib.sha256(repr(sorted(told, key=repr)).encode()).hexdigest()[:16]}"


def kept(data: Path) -> list[tuple[object, ...]]:
    """Return what the ledger vouches for, without the run that fetched it."""
    with Ledger(data / "ledger.sqlite") as ledger:
        pages = [row for row in ledger.captures() if row.kind in PAGES]
        assert all(is_right(data / "archive", row) for row in pages)
    return sorted((tuple(getattr(row, name) for name in _OF_PAGE) for row in pages), key=repr)


def due(data: Path) -> list[str]:
    """Return the captures that are not loaded yet."""
    with Ledger(data / "ledger.sqlite") as ledger:
        return [row.capture_id for row in ledger.unloaded()]


def needs(data: Path) -> str:
    """Return what the last report says that needs a person, and what that person does."""
    report = json.loads((data / "reports" / "latest.json").read_text("utf-8"))
    return "\n".join(f"{one['what']}: {one['advice']}" for one in report["needs"])


def left_over(data: Path) -> list[Path]:
    """Return what releases that were never finished have left."""
    return list((data / "published").glob(".*"))


def told_by(data: Path) -> int:
    """Return how many articles the current release has, once it is found whole."""
    database = current_snapshot(data / "published")
    assert not list(altered_files(database.parent))
    with run_query(database, "SELECT count(*) FROM articles") as result:
        return int(next(result.rows)[0])
