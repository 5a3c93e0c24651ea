"""Certificates: verified, named where they are broken, and accepted only where a portal's file says so."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from OpenSSL.SSL import TLS_CLIENT_METHOD, Connection, Context, Error, WantReadError
from scrapy.utils.test import get_crawler

from spiders.tls import CertificatePolicy, handshake_problem
from tests.portals.server import Running, running
from tests.spiders.crawls import Crawls

HOST = "sonoivu.binhdinh.test"
PROBLEMS = {
    "self_signed": "self-signed",
    "expired": "expired",
    "wrong_name": "for another host",
    "no_intermediate": "without its intermediate",
}
_FILE = """
slug = "an-toan"
name = "Sở Nội vụ tỉnh Bình Định"
province = "Bình Định"
platform = "nukeviet"
base_url = "https://{host}"
verify_certificates = {verify}
[[sections]]
url = "/vi/news/cai-cach-hanh-chinh/"
name = "Cải cách hành chính"
[expect]
first_page_items = 8
"""


class Outcome(NamedTuple):
    code: int
    result: dict[str, Any]
    log: str
    hits: int


@pytest.fixture(scope="module")
def site() -> Iterator[Running]:
    with running() as server:
        yield server


def _crawl(site: Running, folder: Path, kind: str, *, verify: bool) -> Outcome:
    """Crawl two articles over https, trusting the authority of the replicas and no other."""
    authority = site.secure(HOST, kind)
    folder.joinpath("an-toan.toml").write_text(_FILE.format(host=HOST, verify=str(verify).lower()))
    before = len(site.log)
    crawls = Crawls(site, folder)
    os.environ["SSL_CERT_FILE"] = str(authority)
    try:
        child = crawls.start("an-toan", "r1", "--portals-dir", str(folder), "--limit", "2", "--rehost", "")
    finally:
        del os.environ["SSL_CERT_FILE"]
    code, result, log = crawls.finish(child, "an-toan", "r1")
    return Outcome(code, result, log, len(site.log) - before)


def test_a_good_certificate_is_no_trouble(site: Running, tmp_path: Path) -> None:
    got = _crawl(site, tmp_path, "trusted", verify=True)
    assert (got.code, got.result["status"]) == (0, "ok"), got.log
    assert got.result["tls"] == {}


@pytest.mark.parametrize("kind", ["self_signed", "expired", "wrong_name"])
def test_a_broken_certificate_closes_the_host_by_its_name(site: Running, tmp_path: Path, kind: str) -> None:
    got = _crawl(site, tmp_path, kind, verify=True)
    assert (got.code, got.result["status"]) == (8, "failed"), got.log
    assert f"its certificate is {PROBLEMS[kind]}" in got.result["reason"]
    assert "verify_certificates" in got.result["reason"]
    assert got.hits == 0


def test_the_switch_of_a_portal_lets_it_pass_and_still_tells(site: Running, tmp_path: Path) -> None:
    got = _crawl(site, tmp_path, "no_intermediate", verify=False)
    assert (got.code, got.result["status"]) == (0, "ok"), got.log
    assert PROBLEMS["no_intermediate"] in got.log
    assert PROBLEMS["no_intermediate"] in got.result["tls"][HOST]


def test_a_server_with_an_old_group_is_reached_in_another_way(site: Running, tmp_path: Path) -> None:
    got = _crawl(site, tmp_path, "weak_dh", verify=True)
    assert (got.code, got.result["status"]) == (0, "ok"), got.log


def test_a_server_that_speaks_old_tls_only_is_told_by_name(site: Running, tmp_path: Path) -> None:
    got = _crawl(site, tmp_path, "old_tls", verify=False)
    assert (got.code, got.result["status"]) == (8, "failed"), got.log
    assert "speaks only old versions of TLS" in got.result["reason"]


def _answered_in_the_old_way(context: Context) -> str | None:
    """Return what a client says of a server hello of TLS 1.2 that knows no safe renegotiation (RFC 5746)."""
    client = Connection(context, None)
    client.set_connect_state()
    with pytest.raises(WantReadError):
        client.do_handshake()
    assert client.bio_read(1 << 14)
    # Version, random, no session, ECDHE-RSA with AES-128-GCM, no compression, no extension.
    hello = bytes.fromhex("0303") + bytes(range(32)) + bytes.fromhex("00c02f00")
    message = b"\x02" + len(hello).to_bytes(3) + hello
    client.bio_write(bytes.fromhex("160303") + len(message).to_bytes(2) + message)
    try:
        client.do_handshake()
    except WantReadError:
        return None  # it goes on, and waits for the certificate
    except Error as error:
        return str(error)
    raise AssertionError("the handshake cannot be over")


def test_a_server_that_renegotiates_in_the_old_way_is_spoken_to() -> None:
    refused = _answered_in_the_old_way(Context(TLS_CLIENT_METHOD))
    assert refused is not None
    assert "renegotiates in the old, unsafe way" in (handshake_problem(refused) or "")
    assert _answered_in_the_old_way(CertificatePolicy(get_crawler()).context) is None


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("[('SSL routines', '', 'dh key too small')]", "Diffie-Hellman"),
        ("[('SSL routines', '', 'unsafe legacy renegotiation disabled')]", "renegotiates"),
        ("[('SSL routines', '', 'tlsv1 alert protocol version')]", "old versions"),
        ("Connection refused", None),
    ],
)
def test_handshakes_are_named(said: str, problem: str | None) -> None:
    named = handshake_problem(said)
    assert (named is None) if problem is None else (problem in (named or ""))
