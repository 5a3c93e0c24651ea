"""The crawl of a portal as a process of its own, against the replicas."""

import signal
import time
from typing import Any

import pytest

from tests.portals import faults
from tests.portals.web import Response
from tests.spiders.crawls import Crawls

SLUGS = ["binhdinh", "binhduong", "sonla", "sonoivu-binhdinh", "vinhlong"]
NUKEVIET = "sonoivu.binhdinh.test"


def test_all_portals_at_once_are_crawled_whole_and_politely(crawls: Crawls) -> None:
    children = {slug: crawls.start(slug, "r1", "--delay", "0.04") for slug in SLUGS}
    for slug, child in children.items():
        code, result, log = crawls.finish(child, slug, "r1")
        assert (code, result["status"], result["reason"]) == (0, "ok", None), log[-2000:]
        keys = crawls.keys(slug)
        site = next(site for site in crawls.site.truth if site.slug == slug)
        assert len(keys) == len(set(keys)) == len(site.articles)
        assert all(one["ok"] for one in result["expectations"])
        hits = [hit for hit in crawls.site.log if hit.host == site.host]
        assert [hit.path for hit in hits].count("/robots.txt") == 1
        assert len(hits) == result["counts"]["requests"]
        # On the whole, since the server notes a request when it has answered it, early or late.
        assert hits[-1].time - hits[0].time >= (len(hits) - 1) * 0.04 * 0.95
        assert all("gat/0.1 (+" in hit.user_agent for hit in hits)
        assert not [hit.path for hit in hits if hit.status != 200]


def test_only_what_changed_is_fetched_again(crawls: Crawls) -> None:
    host, slug = "binhdinh.test", "binhdinh"
    crawls.run(slug, "r1")
    first = crawls.article_hits(host)
    assert len(first) == len(set(first))
    _, result, _ = crawls.run(slug, "r2")
    assert (result["status"], result["counts"]["article_pages"]) == ("ok", 0)
    assert crawls.article_hits(host) == first
    # A new title shows in the listing.
    page = crawls.site.site(host).listed("reform")[0]
    crawls.site.edit(host, page.key, title=page.title + " (cập nhật)")
    _, result, _ = crawls.run(slug, "r3")
    assert result["counts"]["article_pages"] == 1
    assert len(crawls.keys(slug)) == len(first) + 1
    # New words in the body do not: the page has to be asked for, and only this one comes again.
    crawls.site.edit(host, page.key, body=["Nội dung đã sửa."])
    _, result, _ = crawls.run(slug, "r4", "--recheck-days", "36500")
    assert (result["counts"]["article_pages"], result["counts"]["not_modified"]) == (1, len(first) - 1)


def test_since_until_and_limit(crawls: Crawls) -> None:
    slug = "vinhlong"
    site = crawls.site.site("vinhlong.test")
    days = sorted({page.published_at.date() for page in site.articles if page.published_at})
    since, until = days[len(days) // 3], days[2 * len(days) // 3]
    crawls.run(slug, "r1", "--since", str(since), "--until", str(until))
    wanted = [p for p in site.articles if p.published_at and since <= p.published_at.date() <= until]
    assert sorted(crawls.article_hits(site.host)) == sorted(page.path for page in wanted)
    _, result, _ = crawls.run(slug, "r2", "--limit", "3")
    assert result["counts"]["article_pages"] == 3
    assert "limit" in result["stops"].values()
    crawls.run(slug, "r3")
    assert len(crawls.article_hits(site.host)) == len(site.articles)


def test_a_killed_crawl_goes_on_where_it_stopped(crawls: Crawls) -> None:
    slug = "sonoivu-binhdinh"
    for number, ending in enumerate([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM], 1):
        child = crawls.start(slug, f"r{number}", "--delay", "0.03")
        _wait_for(crawls, 12 * number)
        child.send_signal(ending)
        code, result, log = crawls.finish(child, slug, f"r{number}")
        assert code == (13 if ending == signal.SIGTERM else -9)
    assert (result["status"], "SIGTERM" in result["reason"]) == ("partial", True)
    assert "Traceback" not in log
    code, result, _ = crawls.run(slug, "last")
    assert code == 0
    keys = crawls.keys(slug)
    assert len(keys) == len(set(keys)) == len(crawls.site.site(NUKEVIET).articles)
    # At most the page under way is asked for twice.
    hits = crawls.article_hits(NUKEVIET)
    assert len(hits) - len(set(hits)) <= 3


def _wait_for(crawls: Crawls, articles: int) -> None:
    deadline = time.monotonic() + 30
    while len(crawls.article_hits(NUKEVIET)) < articles and time.monotonic() < deadline:
        time.sleep(0.02)


def test_an_unreachable_host_is_one_clear_line(crawls: Crawls) -> None:
    code, result, log = crawls.run("binhdinh", "r1", "--proxy", "http://127.0.0.1:9")
    assert (code, result["status"]) == (8, "failed")
    for word in ("binhdinh", "http://binhdinh.test", "refused", "check the address"):
        assert word in result["reason"]
    assert [line for line in log.splitlines() if line.startswith("error:")] == [f"error: {result['reason']}"]


@pytest.mark.parametrize(
    ("kind", "path", "options", "words"),
    [
        ("changed_layout", "", {}, "no listing shows an item"),
        ("changed_layout", r"\.html", {}, "reads as an article"),
        ("robots", "", {"mode": "500"}, "closed to the crawler: robots.txt answers 500"),
        ("robots", "", {"mode": "429"}, "closed to the crawler: robots.txt answers 429"),
        ("robots", "", {"mode": "disallow"}, "Forbidden by robots.txt"),
        ("status", "page-|news/[^/]+/$", {"code": 403}, "status 403"),
    ],
)
def test_a_portal_that_gives_nothing_has_failed(
    crawls: Crawls, kind: str, path: str, options: dict[str, Any], words: str
) -> None:
    crawls.site.fault(NUKEVIET, kind, path, **options)
    code, result, _ = crawls.run("sonoivu-binhdinh", "r1")
    assert (code, result["status"]) == (8, "failed")
    assert words in result["reason"]


def test_passing_troubles_are_sat_out(crawls: Crawls) -> None:
    crawls.site.fault(NUKEVIET, "empty_listing", "page-2", times=1)
    crawls.site.fault(NUKEVIET, "status", r"-1643\.html", times=2)
    crawls.site.fault(NUKEVIET, "refuse", r"-1000\.html", times=1)
    crawls.site.fault(NUKEVIET, "robots", mode="404")
    code, result, log = crawls.run("sonoivu-binhdinh", "r1")
    assert (code, result["reason"]) == (0, None), log[-2000:]
    assert len(crawls.keys("sonoivu-binhdinh")) == len(crawls.site.site(NUKEVIET).articles)


def test_a_host_that_stops_answering_is_left_alone(crawls: Crawls) -> None:
    crawls.site.fault(NUKEVIET, "refuse", r"\.html")
    code, result, _ = crawls.run("sonoivu-binhdinh", "r1")
    assert (code, result["status"]) == (5, "partial")
    assert "stopped answering" in result["reason"]
    assert len(set(crawls.article_hits(NUKEVIET))) < 12
    crawls.site.mend()
    assert crawls.run("sonoivu-binhdinh", "r2")[1]["status"] == "ok"
    assert len(crawls.keys("sonoivu-binhdinh")) == len(crawls.site.site(NUKEVIET).articles)


def test_an_article_that_cannot_be_had_stays_due(crawls: Crawls) -> None:
    crawls.site.fault(NUKEVIET, "refuse", r"-1643\.html")
    crawls.site.fault(NUKEVIET, "status", r"-1000\.html", code=404)
    code, result, _ = crawls.run("sonoivu-binhdinh", "r1")
    assert (code, result["status"]) == (5, "partial")
    assert "1643.html" in result["reason"]
    assert result["rejected"] == {"http_404": 1}
    crawls.site.mend()
    before = len(crawls.article_hits(NUKEVIET))
    code, result, _ = crawls.run("sonoivu-binhdinh", "r2")
    assert (code, result["counts"]["article_pages"]) == (0, 1)
    assert crawls.article_hits(NUKEVIET)[before:] == [crawls.site.site(NUKEVIET).page("1643").path]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--portal", "nix"], "no portal 'nix'"),
        (["--rehost", "x"], "OLD=NEW"),
        (["--run-id", "../x"], "--run-id"),
    ],
)
def test_wrong_options_are_said_in_one_line(crawls: Crawls, options: list[str], words: str) -> None:
    code, _, log = crawls.run("binhdinh", "r1", *options)
    assert code == 4
    assert log.startswith("error: ")
    assert words in log
    assert log.count("\n") == 1


def test_the_crawl_delay_of_robots_txt_is_kept(crawls: Crawls, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = Response(b"User-agent: *\nCrawl-delay: 0.4\n", content_type="text/plain")
    monkeypatch.setitem(faults._ROBOTS, "slow", rules)
    crawls.site.fault(NUKEVIET, "robots", mode="slow")
    crawls.run("sonoivu-binhdinh", "r1", "--limit", "2")
    hits = [hit.time for hit in crawls.site.log]
    assert hits[-1] - hits[0] >= (len(hits) - 1) * 0.4 * 0.9
