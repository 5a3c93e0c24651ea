"""A mail server and a web hook on loopback that behave, refuse, stall, drip and talk nonsense."""

import base64
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PASSWORD = "mail-canary-1"


@dataclass
class MailServer:
    """``greeting`` is what it says first, ``answers`` what it says to a verb in place of what is usual."""

    context: ssl.SSLContext | None = None
    greeting: list[bytes] = field(default_factory=list)
    answers: dict[str, list[bytes]] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    connections: int = 0
    is_protected: bool = False
    port: int = 0


class _Session(socketserver.StreamRequestHandler):
    @property
    def told(self) -> MailServer:
        told: MailServer = getattr(self.server, "told")  # noqa: B009 - hung on it below
        return told

    def handle(self) -> None:
        self.told.connections += 1
        self.say(self.told.greeting.pop(0) if self.told.greeting else b"220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            planned = self.told.answers.get(verb)
            if planned:
                self.say(planned.pop(0))
            elif self.obey(verb, line) is False:
                return

    def obey(self, verb: str, line: str) -> bool:
        if verb == "EHLO":
            self.say(b"250-here\r\n250-STARTTLS\r\n250 AUTH PLAIN")
        elif verb == "STARTTLS":
            assert self.told.context is not None
            self.say(b"220 go on")
            self.request = self.told.context.wrap_socket(self.request, server_side=True)
            self.told.is_protected = True
            self.setup()
        elif verb == "AUTH":
            self.told.logins.append(base64.b64decode(line.split()[2]).decode())
            is_right = self.told.logins[-1].endswith(PASSWORD)
            self.say(b"235 come in" if is_right else f"535 not {PASSWORD}".encode())
        elif verb == "DATA":
            self.say(b"354 speak")
            lines = []
            while (got := self.rfile.readline()) != b".\r\n":
                lines.append(got.removeprefix(b".") if got.startswith(b"..") else got)
            self.told.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))
            self.say(b"250 taken")
        elif verb == "QUIT":
            self.say(b"221 bye")
            return False
        else:
            if verb == "RCPT":
                self.told.recipients.append(line)
            self.say(b"250 well")
        return True

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.request.close()

    def say(self, answer: bytes) -> None:
        if answer == b"stall":
            time.sleep(0.6)
        elif answer == b"drip":
            for _ in range(6):
                self.wfile.write(b"2")
                time.sleep(0.1)
        elif answer == b"hang up":
            self.connection.shutdown(socket.SHUT_RDWR)
        else:
            self.wfile.write(answer + b"\r\n")


class _Quiet(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients here hang up on purpose."""


@contextmanager
def mail_server(told: MailServer) -> Iterator[MailServer]:
    with _Quiet(("127.0.0.1", 0), _Session) as server:
        server.told = told  # type: ignore[attr-defined]
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Hook:
    """``statuses`` are its answers one after the other, then 200. ``hits`` are path, headers and body."""

    statuses: list[int] = field(default_factory=list)
    body: bytes = b"ok"
    hits: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


class _Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        told: Hook = getattr(self.server, "told")  # noqa: B009 - hung on it below
        body = self.rfile.read(int(self.headers["Content-Length"]))
        told.hits.append((self.path, dict(self.headers), body))
        status = told.statuses.pop(0) if told.statuses else 200
        if status == 0:
            self.wfile.write(b"\x00\xff nonsense\r\n\r\n")
            return
        if status < 0:
            time.sleep(-status / 10)
            return
        self.send_response(status)
        if status in {302, 307}:
            self.send_header("Location", f"{told.url}/elsewhere")
        self.send_header("Content-Length", "1000000000")
        self.end_headers()
        self.wfile.write(told.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@contextmanager
def hook(told: Hook, context: ssl.SSLContext | None = None) -> Iterator[Hook]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as server:
        server.told = told  # type: ignore[attr-defined]
        server.daemon_threads, server.block_on_close = True, False
        scheme, host = ("http", "127.0.0.1") if context is None else ("https", "localhost")
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        told.url = f"{scheme}://{host}:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()
