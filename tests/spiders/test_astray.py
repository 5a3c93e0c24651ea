"""A crawl that is led to this machine by a name or an odd address, while the first guard sleeps; bombs."""

import gzip
import socket
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from spiders.manners import PublicResolver
from spiders.settings import crawl_settings
from tests.spiders.pages import PORTALS
from tests.spiders.wandering import wander

BOMB = 64 << 20
REBOUND = "thu.gov.vn"


class Counting:
    """A server inside the network that nobody outside may make us ask."""

    def __init__(self) -> None:
        self.hits = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                asked, _ = self._socket.accept()
            except OSError:
                return
            self.hits += 1
            with asked:
                asked.recv(1024)
                asked.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(scope="module")
def inside() -> Iterator[Counting]:
    server = Counting()
    yield server
    server.close()


def test_no_spelling_of_this_machine_is_reached_and_a_crawl_listens_on_nothing(inside: Counting) -> None:
    hosts = [
        "127.0.0.1", "2130706433", "0x7f000001", "0x7f.1", "127.1", "127.0.1", "0177.0.0.1", "0",
        "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", REBOUND,
    ]  # fmt: skip
    urls = [f"http://{host}:{inside.port}/" for host in hosts]
    found = wander(urls, {REBOUND: "127.0.0.1"})
    assert (found["reached"], inside.hits) == ([], 0)
    assert len(found["refused"]) == len(urls)
    assert all("DNS lookup failed" in why for why in found["refused"].values())
    assert found["ports"] == []
    # Without the second guard all of them lead there, and Scrapy's own settings open a port.
    loose = {"TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver", "TELNETCONSOLE_ENABLED": True}
    found = wander(urls[:2], {}, **loose)
    assert (found["reached"], inside.hits) == (urls[:2], 2)
    assert found["ports"] != []


def test_a_name_that_is_rebound_between_two_requests_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["203.162.0.1", "169.254.169.254", "10.0.0.8"])

    def resolve(self: PublicResolver, name: str, timeout: object = ()) -> "Deferred[str]":
        return succeed(next(answers))

    monkeypatch.setattr("scrapy.resolver.CachingThreadedResolver.getHostByName", resolve)
    resolver = PublicResolver.__new__(PublicResolver)
    ends: list[object] = []
    for _ in range(3):
        resolver.getHostByName(REBOUND).addBoth(ends.append)
    assert ends[0] == "203.162.0.1"
    assert [type(getattr(end, "value", None)) for end in ends[1:]] == [DNSLookupError] * 2


def _deflated(body: bytes) -> bytes:
    return zlib.compress(body, 9)


def _brotli(body: bytes) -> bytes:
    brotli = pytest.importorskip("brotli")
    return bytes(brotli.compress(body, quality=1))


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("gzip, gzip", lambda body: gzip.compress(gzip.compress(body))),
        ("deflate", _deflated),
        ("br", _brotli),
    ],
)
def test_an_answer_that_unpacks_to_very_much_is_dropped_in_little_memory(
    coding: str, pack: Callable[[bytes], bytes]
) -> None:
    crawler = get_crawler(None, crawl_settings(PORTALS["binhdinh"]))
    unpack = HttpCompressionMiddleware.from_crawler(crawler)
    url = "http://thu.gov.vn/"
    answer = Response(url, headers={"Content-Encoding": coding}, body=pack(bytes(BOMB)))
    assert len(answer.body) < BOMB // 100
    tracemalloc.start()
    try:
        with pytest.raises(IgnoreRequest):
            unpack.process_response(Request(url), answer)
        assert tracemalloc.get_traced_memory()[1] < BOMB
    finally:
        tracemalloc.stop()
