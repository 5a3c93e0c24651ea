"""Running the replicas: in a thread for tests and the demo, with their log, edits and faults."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.portals.certificates import Authority
from tests.portals.commoncrawl import CommonCrawlReplica
from tests.portals.content import sites
from tests.portals.dnn import DnnReplica
from tests.portals.faults import KINDS, Fault
from tests.portals.guests import guests
from tests.portals.inet import InetReplica
from tests.portals.listening import Hit, ReplicaServer
from tests.portals.model import Block, Page, Site
from tests.portals.nukeviet import NukeVietReplica
from tests.portals.sharepoint import SharePointReplica
from tests.portals.vhv import VhvReplica
from tests.portals.vnpt import VnptReplica
from tests.portals.wayback import WaybackReplica
from tests.portals.web import Replica

_MAKERS: dict[str, Callable[[Site], Replica]] = {
    "binhdinh.test": VhvReplica,
    "sonoivu.binhdinh.test": NukeVietReplica,
    "sonla.test": VnptReplica,
    "vinhlong.test": DnnReplica,
    "www.binhduong.test": SharePointReplica,
}


class Running:
    """A running server, as tests use it."""

    def __init__(self, server: ReplicaServer) -> None:
        self._server = server
        self._authority: Authority | None = None
        self._folder: TemporaryDirectory[str] | None = None
        archives = server.replicas.values()
        #: The two archives, empty until a test puts captures into them.
        self.wayback = next(one for one in archives if isinstance(one, WaybackReplica))
        self.commoncrawl = next(one for one in archives if isinstance(one, CommonCrawlReplica))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def proxy(self) -> str:
        """The address to use as HTTP proxy."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> list[Hit]:
        """Every request so far, oldest first."""
        return self._server.log

    @property
    def truth(self) -> list[Site]:
        """What the sites publish now, edits included."""
        return [replica.site for replica in self._server.replicas.values() if replica.site.articles]

    def replica(self, host: str) -> Replica:
        return self._server.replicas[host]

    def site(self, host: str) -> Site:
        return self._server.replicas[host].site

    def edit(
        self,
        host: str,
        path_or_key: str,
        *,
        title: str | None = None,
        lead: str | None = None,
        body: Sequence[str] | None = None,
        replace: tuple[str, str] | None = None,
    ) -> Page:
        """Edit an article in place and return it: new words, or one wording replaced by another.

        Raises KeyError for an unknown article and ValueError when the wording to replace is not in it.
        """
        page = self.site(host).page(path_or_key)
        page.title = title or page.title
        page.lead = lead or page.lead
        if body is not None:
            page.blocks = [Block("p", [text]) for text in body]
        if replace is not None:
            _replace(page, *replace)
        page.facts = None
        page.revision += 1
        return page

    def fault(
        self, host: str, kind: str, path: str = "", times: int | None = None, **options: object
    ) -> Fault:
        """Switch on a fault for the targets of a host that match ``path`` (a regular expression)."""
        path = path or (r"^/robots\.txt" if kind == "robots" else "")
        fault = Fault(host, re.compile(path), KINDS[kind](**options), times)
        self._server.faults.append(fault)
        return fault

    def secure(self, host: str, kind: str = "trusted") -> Path:
        """Let a host answer under https, its certificate good or broken (``certificates.KINDS``).

        Return the file that makes a client trust the good ones.
        """
        if self._authority is None:
            self._folder = TemporaryDirectory()
            self._authority = Authority(Path(self._folder.name))
        self._server.secure[host] = self._authority.context(host, kind)
        return self._authority.path

    def close(self) -> None:
        """Remove the certificates."""
        if self._folder is not None:
            self._folder.cleanup()

    def mend(self) -> None:
        """Switch all faults off."""
        self._server.faults.clear()


def _replace(page: Page, old: str, new: str) -> None:
    if old not in page.text:
        raise ValueError(f"{page.path} does not say {old!r}")
    page.lead = page.lead.replace(old, new) if page.lead else None
    for block in page.blocks:
        block.lines = [line.replace(old, new) for line in block.lines]
        block.rows = [[cell.replace(old, new) for cell in row] for row in block.rows]


def build(port: int = 0) -> ReplicaServer:
    """Return a server with all replicas, bound but not yet serving."""
    replicas: dict[str, Replica] = {site.host: _MAKERS[site.host](site) for site in sites()}
    further = [*guests(replicas), InetReplica(replicas["vinhlong.test"].site)]
    return ReplicaServer(port, [*replicas.values(), *further, WaybackReplica(), CommonCrawlReplica()])


@contextmanager
def running(port: int = 0) -> Iterator[Running]:
    """Serve all replicas in a thread for the length of the context."""
    server = build(port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    site = Running(server)
    try:
        yield site
    finally:
        server.stop()
        site.close()
        thread.join()
