"""One threaded loopback server for all replicas: by Host header, or as a forward proxy for ``.test`` hosts.

It never fetches anything: a host it does not know is answered with 502.
"""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.portals.content import sites
from tests.portals.dnn import DnnReplica
from tests.portals.faults import KINDS, Fault
from tests.portals.model import Block, Page, Site
from tests.portals.nukeviet import NukeVietReplica
from tests.portals.sharepoint import SharePointReplica
from tests.portals.vhv import VhvReplica
from tests.portals.vnpt import VnptReplica
from tests.portals.web import Replica, Request, Response

_MAKERS: dict[str, Callable[[Site], Replica]] = {
    "binhdinh.test": VhvReplica,
    "sonoivu.binhdinh.test": NukeVietReplica,
    "sonla.test": VnptReplica,
    "vinhlong.test": DnnReplica,
    "www.binhduong.test": SharePointReplica,
}


class Hit(NamedTuple):
    """One request as the server saw it; ``time`` is monotonic, ``status`` 0 for a dropped connection."""

    host: str
    method: str
    path: str
    status: int
    time: float
    user_agent: str


class ReplicaServer(ThreadingHTTPServer):
    """The listening server, its replicas by host, its log and its faults."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, port: int, replicas: Sequence[Replica]) -> None:
        self.replicas = {replica.site.host: replica for replica in replicas}
        self.log: list[Hit] = []
        self.faults: list[Fault] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def answer(self, request: Request) -> Response | None:
        """Return the answer to a request through all faults that take it, or None to hang up."""
        replica = self.replicas.get(request.host)
        if replica is None:
            return Response(f"no replica for host {request.host!r}".encode(), 502, "text/plain")
        layered = replica.answer
        for fault in self.faults:
            if fault.takes(request):
                result = fault.layer(request, layered)
                if result is None:
                    return None
                layered = partial(_constant, result)
        return layered(request)

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]  # narrower than the base class, which also serves datagrams
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]  # as above
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        """Stop serving, hang up on idle clients, and wait for the threads."""
        self.shutdown()
        with self._lock:
            waiting = list(self._open)
        for connection in waiting:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client was faster
        self.server_close()


def _constant(response: Response, _request: Request) -> Response:
    return response


class _Handler(BaseHTTPRequestHandler):
    server: ReplicaServer
    protocol_version = "HTTP/1.1"
    server_version = "replica"
    sys_version = ""
    timeout = 30

    def _serve(self) -> None:
        parts = urlsplit(self.path) if self.path.startswith(("http://", "https://")) else None
        host = (parts.hostname or "") if parts else (self.headers.get("Host") or "").partition(":")[0]
        target = self.path
        if parts:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(self.command, host.lower(), target, self.headers, body)  # type: ignore[arg-type]  # a mail message reads like a mapping, and without regard to case
        response = self.server.answer(request)
        agent = self.headers.get("User-Agent") or ""
        status = response.status if response else 0
        self.server.log.append(Hit(request.host, self.command, target, status, time.monotonic(), agent))
        self.close_connection = True
        if response:
            self._send(response)

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_CONNECT(self) -> None:
        self.close_connection = True
        self._send(Response(b"this proxy makes no tunnels", 502, "text/plain"))

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Type", response.content_type)
            self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and response.status != 304:
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the log is kept as data."""


class Running:
    """A running server, as tests use it."""

    def __init__(self, server: ReplicaServer) -> None:
        self._server = server

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
        return [replica.site for replica in self._server.replicas.values()]

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
        fault = Fault(host, re.compile(path), KINDS[kind](**options), times)
        self._server.faults.append(fault)
        return fault

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
    return ReplicaServer(port, [_MAKERS[site.host](site) for site in sites()])


@contextmanager
def running(port: int = 0) -> Iterator[Running]:
    """Serve all replicas in a thread for the length of the context."""
    server = build(port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Running(server)
    finally:
        server.stop()
        thread.join()
