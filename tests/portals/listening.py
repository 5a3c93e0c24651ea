"""The listening side: a threaded loopback server with virtual hosts that is also a proxy for them.

It never fetches anything: a host it does not know is answered with 502.
"""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from tests.portals.web import Replica, Request, Response
from tests.portals.wire import Wire

if TYPE_CHECKING:
    import ssl

    from tests.portals.faults import Fault

#: What the base class calls a request: a connection, or a datagram with its socket.
_Connection = socket.socket | tuple[bytes, socket.socket]


class Hit(NamedTuple):
    """One request as the server saw it; ``time`` (monotonic) is when it arrived, ``status`` 0
    for a dropped connection.
    """

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
        #: How hosts answer under https; without an entry there is no tunnel to a host.
        self.secure: dict[str, ssl.SSLContext] = {}
        self._open: set[_Connection] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def answer(self, request: Request) -> Response | Wire | None:
        """Return the answer to a request through all faults that take it, or None to hang up."""
        replica = self.replicas.get(request.host)
        if replica is None:
            return Response(f"no replica for host {request.host!r}".encode(), 502, "text/plain")
        layered = replica.answer
        for fault in self.faults:
            if fault.takes(request):
                result = fault.layer(request, layered)
                if not isinstance(result, Response):
                    return result
                layered = partial(_constant, result)
        return layered(request)

    def process_request(self, request: _Connection, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Connection) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def stop(self) -> None:
        """Stop serving, hang up on idle clients, and wait for the threads."""
        self.shutdown()
        with self._lock:
            waiting = list(self._open)
        for connection in waiting:
            # The client may hang up first.
            if isinstance(connection, socket.socket):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
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
        headers = {name.title(): value for name, value in self.headers.items()}
        request = Request(self.command, host.lower(), target, headers, body)
        arrived = time.monotonic()
        response = self.server.answer(request)
        agent = self.headers.get("User-Agent") or ""
        status = response.status if response else 0
        self.server.log.append(Hit(request.host, self.command, target, status, arrived, agent))
        self.close_connection = True
        if isinstance(response, Wire):
            # The client may hang up at any moment.
            with suppress(OSError):
                response.send(self.connection)
        elif response:
            self._send(response)

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_CONNECT(self) -> None:
        self.close_connection = True
        context = self.server.secure.get(self.path.partition(":")[0].lower())
        if context is None:
            self._send(Response(b"this proxy makes no tunnel to this host", 502, "text/plain"))
            return
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        plain = self.connection
        # A client that does not like the certificate hangs up.
        with suppress(OSError), context.wrap_socket(plain, server_side=True) as secured:
            secured.settimeout(5)
            self.connection = secured
            with secured.makefile("rb") as self.rfile, secured.makefile("wb") as self.wfile:
                self.handle_one_request()
        self.close_connection = True
        self.rfile, self.wfile = BytesIO(), BytesIO()

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != 304:
            self.send_header("Content-Type", response.content_type)
            if "Content-Length" not in response.headers:
                self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD" and response.status != 304:
            # A client that learns how long the answer is may not want it.
            with suppress(ConnectionError):
                self.wfile.write(response.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing: the log is kept as data."""
