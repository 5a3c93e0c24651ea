"""Archives filled with what the replica portals publish, and runs over them without a reactor."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from spiders.archive import read_capture
from spiders.attachments import OfferReader
from spiders.backfill import ArchiveSpider
from spiders.frontier import Frontier
from spiders.keeper import Keeper
from spiders.ledger import CaptureRow, Ledger
from spiders.pages import Article
from spiders.platforms import parse_page
from spiders.portal import Portal
from spiders.sources.commoncrawl import CommonCrawl
from spiders.sources.finds import Finds
from spiders.sources.source import Answered, Archive, Asked
from spiders.sources.visit import ArchiveVisit
from spiders.sources.wayback import Wayback
from spiders.tally import Tally
from spiders.walk import Orders
from tests.portals.archived import Capture
from tests.portals.commoncrawl import CommonCrawlReplica
from tests.portals.content import sites
from tests.portals.model import Page
from tests.portals.server import _MAKERS
from tests.portals.wayback import WaybackReplica
from tests.portals.web import Replica, Request
from tests.spiders.pages import PORTALS

REHOST = (
    ".gov.vn=.test,web.archive.org=archive.test,index.commoncrawl.org=cc.test,data.commoncrawl.org=cc.test"
)
SONLA = "sonla.test"
WAYBACK = Wayback("http://archive.test")
COMMON_CRAWL = CommonCrawl("http://cc.test", "http://cc.test")


def replica_of(host: str = SONLA) -> Replica:
    """Return the replica of a portal, to be read in this process."""
    site = next(site for site in sites() if site.host == host)
    return _MAKERS[host](site)


def news(replica: Replica, count: int = 6) -> list[Page]:
    """Return some articles of a replica, in the order of their paths."""
    pages = [page for page in replica.site.articles if page.kind == "news" and page.published_at]
    return sorted(pages, key=lambda page: page.path)[:count]


def capture(replica: Replica, page: Page, stamp: str, **changes: object) -> Capture:
    """Return a capture of an article as a replica publishes it now, made at a time of 14 digits."""
    host = replica.site.host
    path = quote(page.path, safe="/?=&")
    body = replica.answer(Request("GET", host, path, {})).body
    values = {"url": f"http://{host}{path}", "stamp": stamp, "body": body}
    return Capture(**(values | changes))  # type: ignore[arg-type]  # a bag of its fields


def _unheard(kind: str) -> None:
    """Tell nobody."""


@dataclass
class Backfills:
    """Runs over archives of one data folder, one request after the other, without a reactor or a socket."""

    data: Path
    wayback: WaybackReplica
    commoncrawl: CommonCrawlReplica

    def __post_init__(self) -> None:
        #: Every address asked for, and the answers that were given.
        self.asked: list[str] = []
        self.runs = 0

    def run(
        self,
        archive: Archive,
        portal: Portal = PORTALS["sonla"],
        *,
        stop_after: int | None = None,
        reads_files: bool = False,
        **changes: Any,
    ) -> Tally:
        """Go through an archive; ``stop_after`` so many requests as a kill would."""
        self.runs += 1
        with (
            OfferReader(portal) if reads_files else nullcontext() as reader,
            self.visit(archive, portal, reader=reader, **changes) as visit,
        ):
            spider = ArchiveSpider(visit)
            spider.tell = _unheard  # type: ignore[method-assign]  # nobody listens here
            for number, step in enumerate(spider._steps):
                if stop_after is not None and number >= stop_after:
                    break
                spider._take(step, archive.local(step.asked) or self._answer(step.asked))
            return visit.tally

    @contextmanager
    def visit(self, archive: Archive, portal: Portal, **changes: Any) -> Iterator[ArchiveVisit]:
        limit = changes.pop("limit", None)
        orders = Orders(run_id=f"r{self.runs}", limit=limit)
        with Ledger(self.data / "ledger.sqlite") as ledger:
            keeper = Keeper(ledger, self.data / "archive", portal.slug, orders.run_id)
            try:
                yield ArchiveVisit(
                    portal=portal,
                    orders=orders,
                    frontier=Frontier(ledger, portal.slug),
                    keeper=keeper,
                    archive=archive,
                    ledger=ledger,
                    finds=Finds(ledger, portal, archive.kind),
                    **changes,
                )
            finally:
                keeper.close()

    def _answer(self, asked: Asked) -> Answered:
        url, headers = asked.url, {name.title(): value for name, value in asked.headers.items()}
        while True:
            self.asked.append(" ".join([url, *asked.headers.values()]))
            parts = urlsplit(url)
            replica: Replica = self.wayback if parts.hostname == "archive.test" else self.commoncrawl
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            response = replica.answer(Request("GET", parts.hostname or "", target, headers))
            if response.status not in {301, 302}:
                break
            url = urljoin(url, response.headers["Location"])
        told = {name.lower(): value for name, value in response.headers.items()}
        told.setdefault("content-type", response.content_type)
        return Answered(url=url, status=response.status, headers=told, body=response.body)

    @property
    def bodies_asked(self) -> list[str]:
        """The addresses of captures, not of indexes, asked for so far."""
        return [url for url in self.asked if "id_/" in url or "/crawl-data/" in url]

    def rows(self, kind: str = "article") -> list[CaptureRow]:
        with Ledger(self.data / "ledger.sqlite") as ledger:
            return [row for row in ledger.captures() if row.kind == kind]

    def articles(self, portal: Portal = PORTALS["sonla"]) -> list[tuple[CaptureRow, Article]]:
        """Return every capture that reads as an article, in the order of capture."""
        rows = sorted(self.rows(), key=lambda row: row.fetched_at)
        return [(row, parse_page(read_capture(self.data / "archive", row), portal)[0]) for row in rows]


def filled(data: Path) -> Backfills:
    """Return runs over two archives that hold nothing yet."""
    return Backfills(data, WaybackReplica(), CommonCrawlReplica())
