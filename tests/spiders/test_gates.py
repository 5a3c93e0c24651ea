"""Hosts that answer with something else first, or with less: cookie gates, blocks by address, cut answers."""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any, NamedTuple

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from spiders.blocking import gate_cookie
from spiders.cookies import HostCookies
from spiders.ledger import Ledger
from spiders.patience import CUT, MOST_FORBIDDEN, WholeAnswers
from spiders.settings import crawl_settings
from tests.portals.server import running
from tests.portals.wire import packed
from tests.spiders.crawls import Crawls
from tests.spiders.pages import PORTALS

SLUG = "sonoivu-binhdinh"
HOST = "sonoivu.binhdinh.test"
CODINGS = [("gzip",), ("deflate",), ("br",), ("zstd",), ("gzip", "gzip"), ("br", "gzip")]
BODY = b"".join(b"<p>%d</p>" % number for number in range(5000))
GATE = b'<script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";location.reload(true);'


@pytest.mark.parametrize(
    ("body", "cookie"),
    [
        (GATE, ("D1N", "0123456789abcdef0123456789abcdef")),
        (GATE.replace(b"D1N", b"D2N").replace(b'"', b"'"), ("D2N", "0123456789abcdef0123456789abcdef")),
        (GATE + b" " * 1024, None),
        (b'<script>document.cookie="tab=2"</script>', None),
        (b"<p>document.cookie</p>", None),
    ],
)
def test_the_cookie_of_a_gate_is_read_from_its_script(body: bytes, cookie: tuple[str, str] | None) -> None:
    assert gate_cookie(body) == cookie


def test_a_cookie_gate_is_passed_once_for_each_cookie_and_also_with_a_form(crawls: Crawls) -> None:
    crawls.site.fault("sonla.test", "cookie_gate", names=("D1N", "D2N"))
    code, result, log = crawls.run("sonla", "r1")
    assert (code, result["status"]) == (0, "ok"), log
    assert len(crawls.keys("sonla")) == len(crawls.site.site("sonla.test").articles)
    # Only the first request, for robots.txt, was met by the gate: once for each cookie.
    paths = [hit.path for hit in crawls.site.log]
    assert paths.count("/robots.txt") == 3
    asked = [hit for hit in crawls.site.log if hit.method == "GET"]
    assert len(asked) - len({hit.path for hit in asked}) == 2
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        kept = [row for row in ledger.captures(["sonla"]) if row.final_url.endswith("/robots.txt")]
    assert len(kept) == 3


def test_a_gate_that_stays_shut_is_called_a_cookie_gate(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "cookie_gate", r"\.html", stubborn=True)
    code, result, log = crawls.run(SLUG, "r1", "--limit", "6")
    assert (code, result["status"], result["rejected"]) == (8, "failed", {"cookie_gate": 6})
    # The second try is made once for the host, not for each of its pages.
    assert sum(hit.path.endswith(".html") for hit in crawls.site.log) == 7
    assert "stays shut" in log


class _Portal(Spider):
    name = "thu"


@pytest.fixture
def crawler() -> Crawler:
    made = get_crawler(_Portal, crawl_settings(PORTALS["binhdinh"], delay=0.5))
    made.spider = _Portal.from_crawler(made)
    return made


@pytest.mark.parametrize(
    "domain", ["", "; Domain=.gov.vn", "; Domain=binhdinh.gov.vn", "; Domain=.binhdinh.gov.vn"]
)
def test_a_host_gets_its_own_cookies_only(crawler: Crawler, domain: str) -> None:
    cookies = HostCookies.from_crawler(crawler)
    first = Request("https://sonoivu.binhdinh.gov.vn/vi/")
    answer = Response(first.url, headers={"Set-Cookie": f"nv4_sess=a{domain}; Path=/"})
    cookies.process_response(first, answer)
    seen = {}
    for host in ("sonoivu.binhdinh.gov.vn", "binhdinh.gov.vn", "syt.binhdinh.gov.vn", "www.gov.vn"):
        request = Request(f"https://{host}/vi/a.html")
        cookies.process_request(request)
        seen[host] = SimpleCookie((request.headers.get("Cookie") or b"").decode()).keys()
    assert [host for host, names in seen.items() if names] == ["sonoivu.binhdinh.gov.vn"]


def test_a_cookie_of_a_strange_domain_is_not_taken(crawler: Crawler) -> None:
    cookies = HostCookies.from_crawler(crawler)
    request = Request("https://a.gov.vn/")
    cookies.process_response(request, Response(request.url, headers={"Set-Cookie": "x=1; Domain=b.gov.vn"}))
    cookies.process_request(request)
    assert "Cookie" not in request.headers


def test_a_host_that_blocks_this_address_is_left_alone_soon(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "forbidden", r"\.html")
    code, result, _ = crawls.run(SLUG, "r1")
    assert code in {5, 8}
    assert "answers 403" in result["reason"]
    assert sum(hit.status == 403 for hit in crawls.site.log) == MOST_FORBIDDEN
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        attempts = ledger.connection.execute("SELECT count(*) FROM items WHERE attempts > 0").fetchone()[0]
    assert attempts < MOST_FORBIDDEN


def test_a_host_that_blocks_everything_has_failed_with_its_status(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "forbidden")
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"]) == (8, "failed")
    assert "status 403" in result["reason"]


class Broken(NamedTuple):
    """Two runs: one while articles break on the way, each in its own manner, and one when all is well."""

    first: dict[str, Any]
    keys: set[str]
    second: dict[str, Any]
    later: set[str]
    published: int


#: Articles by the number that ends their address.
WRONG_TYPES = {
    "1007": "application/octet-stream",
    "1014": "application/pdf",
    "1021": "text/plain",
    "1028": "image/png",
    "1035": "",
}
CUT_TWICE, CUT_ALWAYS, TORN_ALWAYS, EMPTY = "1042", "1049", "1056", "1063"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broken]:
    with running() as site:
        crawls = Crawls(site, tmp_path_factory.mktemp("broken"))
        for number, name in WRONG_TYPES.items():
            site.fault(HOST, "content_type", rf"-{number}\.html", name=name)
        site.fault(HOST, "cut_packed", rf"-{CUT_TWICE}\.html", times=2)
        site.fault(HOST, "cut_packed", rf"-{CUT_ALWAYS}\.html")
        site.fault(HOST, "torn", rf"-{TORN_ALWAYS}\.html", keep=900)
        site.fault(HOST, "empty_body", rf"-{EMPTY}\.html")
        first = crawls.run(SLUG, "r1")[1]
        keys = set(crawls.keys(SLUG))
        site.mend()
        second = crawls.run(SLUG, "r2")[1]
        yield Broken(first, keys, second, set(crawls.keys(SLUG)), len(site.site(HOST).articles))


def _has(keys: set[str], number: str) -> bool:
    return any(key.endswith(f"/-{number}.html") for key in keys)


@pytest.mark.parametrize("number", WRONG_TYPES)
def test_a_wrong_content_type_hides_no_article(broken: Broken, number: str) -> None:
    assert _has(broken.keys, number)


def test_an_answer_cut_in_its_compression_is_asked_for_again(broken: Broken) -> None:
    assert _has(broken.keys, CUT_TWICE)


@pytest.mark.parametrize("number", [CUT_ALWAYS, TORN_ALWAYS, EMPTY])
def test_an_article_that_always_breaks_off_is_never_kept_and_stays_due(broken: Broken, number: str) -> None:
    assert not _has(broken.keys, number)
    assert _has(broken.later, number)


def test_broken_answers_are_told_by_their_reason(broken: Broken) -> None:
    assert (broken.first["status"], broken.second["status"]) == ("partial", "ok")
    assert broken.first["rejected"] == {"cut_short": 1, "empty_body": 1}
    assert len(broken.later) == broken.published


@pytest.mark.parametrize("codings", CODINGS, ids=", ".join)
@pytest.mark.parametrize(("share", "is_cut"), [(1.0, False), (0.999, True), (0.75, True), (0.0, True)])
def test_only_whole_compressed_answers_pass(codings: tuple[str, ...], share: float, is_cut: bool) -> None:
    whole = packed(BODY, codings)
    answer = _answer(whole[: int(len(whole) * share)], ", ".join(codings))
    passed = WholeAnswers(1 << 20).process_response(Request(answer.url), answer)
    assert (CUT in passed.flags) == is_cut
    assert ("Content-Encoding" in passed.headers) != is_cut
    if is_cut:
        assert len(passed.body) < len(BODY)


@pytest.mark.parametrize(
    ("body", "coding", "is_cut"),
    [
        (b"<html>", "gzip", True),
        (packed(BODY, ["gzip"]) * 2, "gzip", False),
        ((packed(BODY, ["gzip"]) * 2)[:-4], "gzip", True),
        (packed(BODY, ["gzip"]) + b"behind it", "gzip", False),
        (packed(BODY, ["deflate"])[2:-4], "deflate", False),
        (packed(BODY, ["deflate"])[2:-6], "deflate", True),
        (packed(BODY, ["zstd"]) * 2, "zstd", False),
        (b"<html>", "utf-8", False),
    ],
    ids=["no gzip", "two", "two, cut", "more", "headless", "headless, cut", "two frames", "no coding"],
)
def test_what_ends_in_another_way_is_told_too(body: bytes, coding: str, is_cut: bool) -> None:
    answer = _answer(body, coding)
    assert (CUT in WholeAnswers(1 << 20).process_response(Request(answer.url), answer).flags) == is_cut


def test_an_answer_without_a_body_is_not_cut() -> None:
    answer = _answer(b"", "gzip", 304)
    assert WholeAnswers(1 << 20).process_response(Request(answer.url), answer) is answer


@pytest.mark.parametrize("codings", CODINGS, ids=", ".join)
def test_a_bomb_is_unpacked_no_further_than_a_download_may_be(codings: tuple[str, ...]) -> None:
    answer = _answer(packed(bytes(8 << 20), codings)[:-1], ", ".join(codings))
    request = Request(answer.url)
    assert CUT in WholeAnswers(9 << 20).process_response(request, answer).flags
    # What breaks off behind the limit is not looked at: who unpacks next refuses it there.
    if len(codings) == 1:
        assert WholeAnswers(1 << 20).process_response(request, answer) is answer


def _answer(body: bytes, coding: str, status: int = 200) -> Response:
    return Response("http://thu.gov.vn/", status, headers={"Content-Encoding": coding}, body=body)


def test_a_host_that_is_gone_is_told_and_nothing_is_given_up(crawls: Crawls) -> None:
    crawls.site.fault("www.binhduong.test", "gone")
    code, result, _ = crawls.run("binhduong", "r1")
    assert (code, result["status"]) == (8, "failed")
    assert "answers 502" in result["reason"]
    crawls.site.mend()
    assert crawls.run("binhduong", "r2", "--limit", "3")[1]["status"] == "ok"


def test_language_links_lead_nowhere(crawls: Crawls) -> None:
    crawls.site.fault("binhdinh.test", "language_links")
    code, result, log = crawls.run("binhdinh", "r1")
    assert (code, result["status"]) == (0, "ok"), log
    assert len(crawls.keys("binhdinh")) == len(crawls.site.site("binhdinh.test").articles)
    assert not [hit.path for hit in crawls.site.log if hit.path.endswith(("/en", "/vi"))]
