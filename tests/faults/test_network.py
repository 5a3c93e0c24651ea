"""The network at its worst: nothing of it is kept as a page, the next run has it all, a sentence tells."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.run import run_night
from spiders import manners
from spiders.health import Yield, judge
from spiders.portal import SHIPPED
from spiders.tally import Tally
from tests.faults import network
from tests.portals.server import Running, running
from tests.spiders.crawls import Crawls
from tests.spiders.pages import PORTALS
from warehouse.query import run_query
from warehouse.releases import current_snapshot

SLUG, HOST = "sonoivu-binhdinh", "sonoivu.binhdinh.test"
HTML = "<!DOCTYPE html><html><title>Trang chủ</title><body><p>User-agent: *</p><p>Disallow: /"
SHELL = "<html><title>Cổng</title><body><div id=app></div><script src=/main.js></script></body></html>"
LOGIN = "<html><title>Đăng nhập</title><body><form><input name=u><input type=password></form></body></html>"
IN_ZLIB = b"<meta charset=zlib><title>\xd0\xe3ng nh\xe2p</title><form><input type=password></form>"
CAPTCHA = "<html><title>Xác thực</title><body>Nhập captcha để tiếp tục</body></html>"
#: Articles by their number, what happens to each, and the code under which the result counts it.
LOST: dict[str, tuple[str, dict[str, Any], str]] = {
    "1000": ("reset", {}, "reset"),
    "1014": ("no_http", {}, "no_http"),
    "1028": ("broken_chunks", {}, "broke_off"),
    "1042": ("broken_chunks", {"tail": b""}, "broke_off"),
    "1056": ("torn", {"keep": 900}, "broke_off"),
    "1070": ("coded", {"coding": "br", "body": b"\x8b\x02\x80 no page \x03"}, "coding"),
    "1084": ("coded", {"coding": "zstd", "body": b"\x28\xb5\x2f\xfd\x00\x58" + b"q" * 90}, "coding"),
    "1098": ("refuse", {}, "closed"),
}
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "1112": ("endless", {}, "too_large"),
    "1126": ("bomb", {}, "too_large"),
    "1140": ("bomb", {"codings": ("gzip", "gzip")}, "too_large"),
    "1147": ("bomb", {"codings": ("br",)}, "too_large"),
    "1161": ("bomb", {"codings": ("zstd",)}, "too_large"),
    "1154": ("hops", {}, "redirect_limit"),
    "1168": ("redirect", {"to": "/vi/news/x-1168.html"}, "redirect_limit"),
    "1182": ("cookie_wall", {"is_open": False}, "redirect_limit"),
    "1196": ("redirect", {"to": "http://127.0.0.2/"}, "offsite"),
    "1210": ("redirect", {"to": "http://[::ffff:127.0.0.2]/"}, "offsite"),
    "1224": ("redirect", {"to": "http://0x7f000002:80/"}, "offsite"),
    "1238": ("redirect", {"to": "file:///etc/passwd"}, "redirect_not_http"),
    "1245": ("page", {"body": SHELL}, "empty_shell"),
    "1252": ("page", {"body": LOGIN}, "login_page"),
    "1259": ("page", {"body": CAPTCHA}, "challenge"),
    "1133": ("coded", {"coding": "identity", "body": IN_ZLIB}, "login_page"),
    "1266": ("cut_packed", {"codings": ("gzip",)}, "cut_short"),
    "1273": ("cut_packed", {"codings": ("deflate",), "share": 0.75}, "cut_short"),
    "1280": ("cut_packed", {"codings": ("br",), "share": 0.75}, "cut_short"),
    "1105": ("cut_packed", {"codings": ("zstd",), "share": 0.9}, "cut_short"),
    "1119": ("cut_packed", {"codings": ("gzip", "gzip"), "share": 0.9}, "cut_short"),
}


@pytest.fixture
def crawls(tmp_path: Path) -> Iterator[Crawls]:
    with running() as site:
        yield Crawls(site, tmp_path)


@dataclass(frozen=True)
class Nights:
    """A night in which all this happens, and the one after it; what they left."""

    data: Path
    code: int
    result: dict[str, Any]
    log: str
    keys: list[str]
    healed: tuple[int, dict[str, Any]]
    later: list[str]
    published: int


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with running() as site:
        crawls = Crawls(site, tmp_path_factory.mktemp("network"), network.weighed)
        site.fault(HOST, "page", r"^/robots\.txt", body=HTML)
        for number, (kind, options, _) in (LOST | REFUSED).items():
            site.fault(HOST, kind, rf"-{number}\.html", **options)
        code, result, log = crawls.run(SLUG, "r1")
        keys = crawls.keys(SLUG)
        site.mend()
        healed = crawls.run(SLUG, "r2")[:2]
        published = len(site.site(HOST).articles)
        yield Nights(crawls.data, code, result, log, keys, healed, crawls.keys(SLUG), published)


def test_what_is_lost_is_counted_by_its_cause_in_result_and_ledger(nights: Nights) -> None:
    expected: dict[str, int] = {}
    for _, _, code in LOST.values():
        expected[code] = expected.get(code, 0) + 1
    assert nights.result["lost"] == expected
    with sqlite3.connect(nights.data / "ledger.sqlite") as ledger:
        (figures,) = ledger.execute("SELECT figures FROM run_figures WHERE run_id = 'r1'").fetchone()
    assert json.loads(figures)["lost"] == expected


def test_what_is_refused_is_counted_by_its_reason(nights: Nights) -> None:
    expected: dict[str, int] = {}
    for _, _, reason in REFUSED.values():
        expected[reason] = expected.get(reason, 0) + 1
    assert nights.result["rejected"] == expected


def test_no_byte_of_it_is_kept_as_an_article_and_the_rest_comes(nights: Nights) -> None:
    assert (nights.code, nights.result["status"]) == (5, "partial")
    assert len(nights.keys) == len(set(nights.keys)) == nights.published - len(LOST) - len(REFUSED)
    assert not [key for key in nights.keys if key.rpartition("-")[2][:4] in LOST | REFUSED]


def test_the_next_night_has_all_of_it_once(nights: Nights) -> None:
    code, result = nights.healed
    assert (code, result["status"], result["lost"]) == (0, "ok", {})
    assert result["counts"]["article_pages"] == len(LOST) + len(REFUSED)
    assert len(nights.later) == len(set(nights.later)) == nights.published


def test_bodies_without_end_and_bombs_take_little_memory(nights: Nights) -> None:
    assert network.megabytes(nights.log) < 150


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        ("the connection was reset", "reset"),
        ("no whole answer in time: Getting it took longer than 60 seconds", "timed out"),
        ("the answer broke off", "broke off"),
        ("no address is known for its name", "dns"),
        ("TLS: the server speaks only old versions of TLS", "tls"),
    ],
)
def test_a_lost_page_is_one_sentence_with_portal_cause_and_next_step(problem: str, cause: str) -> None:
    tally = _well()
    tally.fail(f"http://binhdinh.test/a.html: {problem}")
    verdict = judge(PORTALS["binhdinh"], tally, Yield(), None)
    assert (verdict.status, verdict.exit_code) == ("partial", 5)
    assert verdict.reason == (
        f"binhdinh: 1 request failed (1 x {cause}), the first: http://binhdinh.test/a.html: {problem};"
        " the next run asks again"
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("too_large", "larger than a download may be, packed or unpacked"),
        ("redirect_limit", "round in a circle, or on more than five times"),
        ("offsite", "another host than the portal's is never asked"),
        ("http_451", "look at it in a browser"),
    ],
)
def test_a_refused_page_is_one_sentence_with_portal_cause_and_next_step(reason: str, words: str) -> None:
    tally = _well()
    tally.refuse(reason, "http://binhdinh.test/a.html")
    told = judge(PORTALS["binhdinh"], tally, Yield(), None).reason or ""
    assert told.startswith(f"binhdinh: 1 page refused ({reason}), the first: http://binhdinh.test/a.html; ")
    assert words in told
    assert told.endswith("the next run asks again")


def _well() -> Tally:
    """Return the tally of a crawl to which nothing happened."""
    names = [section.name for section in PORTALS["binhdinh"].sections]
    return Tally(listing_pages=len(names), article_pages=3, first_pages=dict.fromkeys(names, 12))


@pytest.mark.parametrize(
    ("around", "words"),
    [
        (network.nameless, "no address is known for its name"),
        (network.inside, f"{HOST} leads to the private address 127.0.0.2: refused"),
    ],
)
def test_a_name_that_leads_nowhere_or_inside_is_told(tmp_path: Path, around: Any, words: str) -> None:
    with running() as site:
        code, result, _ = Crawls(site, tmp_path, around).run(SLUG, "r1", "--proxy", "")
        assert site.log == []
    assert (code, result["status"]) == (8, "failed")
    assert result["reason"] == (
        f"{SLUG}: http://{HOST} gives no answer: robots.txt cannot be fetched ({words});"
        " check the address, the network and the proxy setting"
    )


def test_a_server_that_never_ends_costs_a_request_its_time_and_no_more(tmp_path: Path) -> None:
    with running() as site:
        for number, kind in (("1000", "hang"), ("1028", "drip"), ("1056", "slow_headers")):
            site.fault(HOST, kind, rf"-{number}\.html")
        crawls = Crawls(site, tmp_path, network.impatient)
        code, result, _ = crawls.run(SLUG, "r1")
        assert (code, result["lost"]) == (5, {"timed_out": 3})
        assert "no whole answer in time" in result["reason"]
        assert len(crawls.keys(SLUG)) == len(site.site(HOST).articles) - 3


def test_a_robots_txt_that_never_comes_closes_the_host(tmp_path: Path) -> None:
    with running() as site:
        site.fault(HOST, "hang", r"^/robots")
        code, result, _ = Crawls(site, tmp_path, network.impatient).run(SLUG, "r1")
        assert {hit.path for hit in site.log} <= {"/robots.txt"}
    assert (code, result["status"]) == (8, "failed")
    assert result["reason"].startswith(
        f"{SLUG}: http://{HOST} gives no answer: robots.txt cannot be fetched (no"
    )


def test_an_hour_between_two_requests_is_not_kept_but_the_longest_pause_is(tmp_path: Path) -> None:
    assert manners._MAX_CRAWL_DELAY == 30.0
    with running() as site:
        site.fault(HOST, "page", r"^/robots\.txt", body="User-agent: *\nCrawl-delay: 3600\n")
        code, _, _ = Crawls(site, tmp_path, network.hasty).run(SLUG, "r1", "--limit", "1")
        times = [hit.time for hit in site.log]
    assert code == 0
    # The crawl keeps its pauses from request to request; on the way to the server some of one may pass.
    assert times[-1] - times[0] >= (len(times) - 1) * network.PATIENCE * 0.6


def test_a_listing_without_end_ends_at_its_budget_with_a_sentence(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "endless_paging", r"^/vi/news/")
    code, result, _ = crawls.run(SLUG, "r1", "--page-budget", "2")
    assert (code, result["status"]) == (5, "partial")
    assert "/: 2 pages were walked and the listing goes on; see whether it repeats itself" in result["reason"]
    asked = [hit.path for hit in crawls.site.log]
    assert [path for path in asked if "page-" in path] == [
        f"/vi/news/{section}/page-2/" for section in ("cai-cach-hanh-chinh", "tin-tuc-su-kien")
    ]
    assert result["counts"]["article_pages"] == sum(path.endswith(".html") for path in asked)


def test_a_wait_that_is_asked_for_is_kept_and_counted(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "status", r"\.html", times=1, code=429, retry_after="1")
    code, result, _ = crawls.run(SLUG, "r1", "--limit", "3")
    assert (code, result["reason"]) == (0, None)
    ((busy, after),) = (pair for pair in pairwise(crawls.site.log) if pair[0].status == 429)
    assert (after.path, after.status) == (busy.path, 200)
    assert after.time - busy.time >= 1.0
    with sqlite3.connect(crawls.data / "ledger.sqlite") as ledger:
        (figures,) = ledger.execute("SELECT figures FROM run_figures").fetchone()
    assert json.loads(figures)["statuses"]["429"] == 1


def test_a_cookie_that_a_redirect_sets_is_sent_back_in_that_session(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "cookie_wall")
    code, result, _ = crawls.run(SLUG, "r1", "--limit", "3")
    assert (code, result["counts"]["article_pages"]) == (0, 3)
    assert [hit.status for hit in crawls.site.log].count(302) == 1


def test_a_storm_on_one_portal_stops_no_other_and_is_a_sentence_of_the_report(
    tmp_path: Path,
) -> None:
    with running() as site:
        site.fault("sonla.test", "status", r"-\d{6}$")
        stormy = _night(tmp_path, site)
        assert (stormy.exit_code, stormy.status) == (5, "partial")
        assert {one.portal: one.status for one in stormy.portals} == {"sonla": "partial", "vinhlong": "ok"}
        report = json.loads((tmp_path / "reports" / "latest.json").read_text("utf-8"))
        (need,) = (one["what"] for one in report["needs"] if one["what"].startswith("sonla partial"))
        assert "http://sonla.test stopped answering (http://sonla.test/" in need
        assert "answers with status 503); the next run goes on from here" in need
        assert _articles(tmp_path) == {"vinhlong": 9}
        # The breaker: eight pages in four tries each, and the one under way by then.
        assert 8 * 4 <= sum(hit.status == 503 for hit in site.log) <= 9 * 4
        site.mend()
        assert _night(tmp_path, site).exit_code == 0
    assert _articles(tmp_path) == {"sonla": 9, "vinhlong": 18}


def _night(data: Path, site: Running) -> Any:
    plan = NightPlan(
        data=data, portals_dir=SHIPPED, gat_version="0", portals=("sonla", "vinhlong"), workers=1,
        rehost=".gov.vn=.test", proxy=site.proxy, delay=0.0, reach=Reach(limit=9),
    )  # fmt: skip
    return run_night(plan, Observer())


def _articles(data: Path) -> dict[str, int]:
    sql = "SELECT portal_id, count(*) FROM articles WHERE kind <> 'file' GROUP BY ALL ORDER BY ALL"
    with run_query(current_snapshot(data / "published"), sql) as result:
        return dict(result.rows)
