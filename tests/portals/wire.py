"""Answers that are wrong below a page: what a server, or the net before it, does to a connection.

Each is a layer like those of ``tests.portals.faults``. What lasts ends when the client hangs up.
"""

import gzip
import os
import re
import select
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, repeat
from typing import Any

import brotli  # type: ignore[import-untyped]  # it has no types

from tests.portals.web import Answer, Request, Response

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_PIECE = b"%x\r\n%b\r\n" % (1 << 16, b"x" * (1 << 16))
_PAGE = re.compile(r"/page-(\d+)/")
_ARTICLE = re.compile(r"-(\d{4,})\.html")
#: More than the number of any article.
_ENOUGH = 10_000
#: What packs a body, by the name that Content-Encoding has for it.
_PACKERS: dict[str, Callable[[Any], bytes]] = {
    "gzip": lambda body: gzip.compress(body, compresslevel=1),
    "deflate": lambda body: zlib.compress(body, level=1),
    "br": lambda body: bytes(brotli.compress(body, quality=2)),
    "zstd": zstd.compress,
}
#: Seconds after which a client that does not hang up is let go.
_PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Wire:
    """What to send in place of an answer, as it is; ``status`` is what the log of the server says."""

    send: Callable[[socket.socket], None]
    status: int = 0


#: A layer gets the request and the site's answer.
WireLayer = Callable[[Request, Answer], Response | Wire | None]


def reset() -> WireLayer:
    """Reset the connection."""

    def send(connection: socket.socket) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())  # at once: it would be shut down in good order first

    return _always(Wire(send))


def hang() -> WireLayer:
    """Take the request and say nothing."""
    return _always(Wire(lambda connection: _send(connection, [], 0.05)))


def slow_headers(pause: float = 0.05) -> WireLayer:
    """Send one header after the other, without end."""
    return _always(Wire(lambda connection: _send(connection, chain([_OK], repeat(b"X-Wait: 1\r\n")), pause)))


def drip(pause: float = 0.05) -> WireLayer:
    """Send a page byte by byte."""
    head = _OK + b"Content-Length: 100000\r\n\r\n"
    return _always(Wire(lambda connection: _send(connection, chain([head], repeat(b"x")), pause), 200))


def endless() -> WireLayer:
    """Send chunks without end, 128 MB at most."""
    head = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
    return _always(Wire(lambda connection: _send(connection, chain([head], repeat(_PIECE, 2000)), 0.0), 200))


def broken_chunks(tail: bytes = b"ZZ\r\nno length\r\n") -> WireLayer:
    """Send a page in chunks of which the second is none, or, with an empty ``tail``, does not come."""

    def layer(request: Request, answer: Answer) -> Wire:
        body = answer(request).body
        first = b"%x\r\n%b\r\n" % (len(body) // 2, body[: len(body) // 2])
        pieces = [_OK + b"Transfer-Encoding: chunked\r\n\r\n" + first + tail]
        return Wire(lambda connection: connection.sendall(b"".join(pieces)), 200)

    return layer


def no_http() -> WireLayer:
    """Answer in another protocol."""
    return _always(Wire(lambda connection: connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")))


def bomb(codings: tuple[str, ...] = ("gzip",), megabytes: int = 64) -> WireLayer:
    """Answer with a few bytes that unpack to much."""
    headers = {"Content-Encoding": ", ".join(codings)}
    return lambda _request, _answer: Response(_much(codings, megabytes), headers=headers)


def coded(coding: str, body: bytes) -> WireLayer:
    """Answer in a coding nobody asked for."""
    return lambda _request, _answer: Response(body, headers={"Content-Encoding": coding})


def hops(count: int = 21) -> WireLayer:
    """Lead a visitor from one address to the next, so many times."""

    def layer(request: Request, answer: Answer) -> Response:
        at = int(request.query.get("hop", "0"))
        if at >= count:
            return answer(replace(request, target=request.path))
        return Response(b"", 302, headers={"Location": f"{request.path}?hop={at + 1}"})

    return layer


def cookie_wall(*, is_open: bool = True) -> WireLayer:
    """Lead every visitor without a cookie to the same address, and set the cookie on the way."""

    def layer(request: Request, answer: Answer) -> Response:
        if is_open and "vao=1" in (request.headers.get("Cookie") or ""):
            return answer(request)
        return Response(b"", 302, headers={"Location": request.target, "Set-Cookie": "vao=1; Path=/"})

    return layer


def advert(words: str) -> WireLayer:
    """Answer every visitor in full, with words of the day around the article."""

    def layer(request: Request, answer: Answer) -> Response:
        headers = {name: value for name, value in request.headers.items() if not name.startswith("If-")}
        response = answer(replace(request, headers=headers))
        body = response.body.replace(b"</body>", f"<div class=quang-cao>{words}</div></body>".encode())
        return replace(response, body=body)

    return layer


def packed(body: bytes, codings: Sequence[str]) -> bytes:
    """Return a body in codings, of which each is laid around the one before."""
    for coding in codings:
        body = _PACKERS[coding](body)
    return body


def endless_paging() -> WireLayer:
    """Show behind every page of a listing another one, with articles under addresses of their own."""

    def layer(request: Request, answer: Answer) -> Response:
        at = int(found[1]) if (found := _PAGE.search(request.target)) else 1
        known = _ARTICLE.sub(lambda one: f"-{int(one[1]) % _ENOUGH}.html", _PAGE.sub("/", request.target))
        response = answer(replace(request, target=known))
        if _ARTICLE.search(request.target) or not response.content_type.startswith("text/html"):
            return response
        html = _ARTICLE.sub(lambda one: f"-{int(one[1]) + at * _ENOUGH}.html", response.body.decode())
        pager = f'<ul class="pagination"><li><a href="{known}page-{at + 1}/">{at + 1}</a></li></ul></body>'
        return replace(response, body=html.replace("</body>", pager).encode())

    return layer


@cache
def _much(codings: tuple[str, ...], megabytes: int) -> bytes:
    return packed(bytes(megabytes << 20), codings)


def _always(wire: Wire) -> WireLayer:
    return lambda _request, _answer: wire


def _send(connection: socket.socket, pieces: Iterable[bytes], pause: float) -> None:
    """Send pieces with a pause between them, until the client hangs up."""
    until = time.monotonic() + _PATIENCE
    following: Iterator[bytes] = iter(pieces)
    while time.monotonic() < until:
        if select.select([connection], [], [], pause)[0]:
            return
        piece = next(following, None)
        if piece:
            connection.sendall(piece)
        elif piece is None and pause == 0.0:
            return
