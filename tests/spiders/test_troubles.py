"""Portals that misbehave, and crawls that lose their parent or meet a rival: nothing lost, nothing hidden."""

import re
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from spiders.ledger import Ledger
from spiders.run import main
from spiders.settings import CONTACT_VARIABLE
from tests.spiders.crawls import Crawls

SLUG = "sonoivu-binhdinh"
HOST = "sonoivu.binhdinh.test"
MAINTENANCE = "<title>Thông báo</title><body>Hệ thống đang bảo trì, xin quay lại sau</body>"


def test_an_error_page_in_place_of_an_article_is_asked_for_again(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "page", r"-1643\.html", body=MAINTENANCE)
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"], result["rejected"]) == (5, "partial", {"maintenance": 1})
    assert "1643.html" in result["reason"]
    assert "bảo trì" in result["reason"]
    crawls.site.mend()
    code, result, _ = crawls.run(SLUG, "r2")
    assert (code, result["counts"]["article_pages"]) == (0, 1)
    assert len(crawls.keys(SLUG)) == len(crawls.site.site(HOST).articles)


def test_a_site_that_answers_everything_with_maintenance_has_failed(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "page", r"\.html", body=MAINTENANCE)
    code, result, _ = crawls.run(SLUG, "r1", "--limit", "6")
    assert (code, result["status"], result["rejected"]) == (8, "failed", {"maintenance": 6})


@pytest.mark.parametrize(
    ("slug", "host", "kind", "path", "options"),
    [
        (SLUG, HOST, "empty_listing", "page-2", {}),
        ("sonla", "sonla.test", "empty_listing", "LoadArticle", {}),
        (
            "vinhlong",
            "vinhlong.test",
            "page",
            "tin-tuc-su-kien",
            {"body": "<body>Validation of viewstate MAC failed", "method": "POST"},
        ),
    ],
)
def test_an_announced_listing_page_without_items_is_a_gap(
    crawls: Crawls, slug: str, host: str, kind: str, path: str, options: dict[str, Any]
) -> None:
    crawls.site.fault(host, kind, path, **options)
    code, result, _ = crawls.run(slug, "r1")
    assert (code, result["status"]) == (5, "partial")
    assert "gap" in result["stops"].values()
    assert "was announced and shows no items" in result["reason"]
    crawls.site.mend()
    assert crawls.run(slug, "r2")[1]["status"] == "ok"
    assert len(crawls.keys(slug)) == len(crawls.site.site(host).articles)


def test_listings_that_all_redirect_elsewhere_are_told_with_their_target(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "redirect", r"/vi/news/[^.]*$", to="http://noi-khac.test/bao-tri")
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"]) == (8, "failed")
    assert "http://noi-khac.test" in result["reason"]
    assert set(result["stops"].values()) == {"error"}
    assert result["rejected"] == {"offsite": len(result["stops"])}
    assert not [hit for hit in crawls.site.log if hit.host == "noi-khac.test"]


def test_a_site_that_redirects_even_its_rules_is_told_with_the_target(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "redirect", ".", to="http://noi-khac.test/bao-tri")
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"]) == (8, "failed")
    assert "robots.txt leaves the portal: http://noi-khac.test" in result["reason"]


def test_articles_that_lead_elsewhere_are_refused_by_reason(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "redirect", r"-1643\.html", to="http://noi-khac.test/")
    crawls.site.fault(HOST, "redirect", r"-1000\.html", to="file:///etc/passwd")
    path = _third(crawls)
    crawls.site.fault(HOST, "reworded", r"/$|page-", old=f'"{path}"', new=f'"http://noi-khac.test{path}"')
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"]) == (5, "partial")
    assert result["rejected"]["offsite"] == result["rejected"]["redirect_not_http"] == 1
    assert result["rejected"]["foreign_link"] >= 1
    crawls.site.mend()
    crawls.run(SLUG, "r2")
    assert len(crawls.keys(SLUG)) == len(crawls.site.site(HOST).articles)


def _third(crawls: Crawls) -> str:
    """Return the path of a third article."""
    pages = crawls.site.site(HOST).articles
    return next(page.path for page in pages if page.key not in {"1643", "1000"})


def test_what_robots_txt_forbids_is_no_silence_of_the_host(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "robots", mode="no articles")
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"]) == (5, "partial")
    assert result["rejected"]["robots"] == result["counts"]["items_new"]
    assert "(robots)" in result["reason"]
    assert "stopped answering" not in result["reason"]
    assert _attempts(crawls) == 0


def test_a_host_that_asks_for_hours_is_left_alone_for_this_run(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "status", r"-1643\.html", code=503, retry_after="7200")
    code, result, _ = crawls.run(SLUG, "r1")
    assert (code, result["status"]) == (5, "partial")
    assert "asks to wait 7200 s" in result["reason"]
    assert _attempts(crawls) == 0
    crawls.site.mend()
    assert crawls.run(SLUG, "r2")[1]["status"] == "ok"
    assert len(crawls.keys(SLUG)) == len(crawls.site.site(HOST).articles)


def test_a_dead_host_is_not_charged_to_its_articles(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "refuse", r"\.html")
    assert "stopped answering" in crawls.run(SLUG, "r1")[1]["reason"]
    assert _attempts(crawls) == 0


def _attempts(crawls: Crawls) -> int:
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        return int(ledger.connection.execute("SELECT sum(attempts) FROM items").fetchone()[0])


def test_every_answer_is_in_the_archive(crawls: Crawls) -> None:
    crawls.site.fault(HOST, "status", r"-1643\.html", times=1)
    crawls.site.fault(HOST, "status", r"-1000\.html", code=404)
    crawls.site.fault(HOST, "redirect", re.escape(_third(crawls)), to="file:///x")
    crawls.run(SLUG, "r1")
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        rows = list(ledger.captures([SLUG]))
    assert {row.final_url.endswith("/robots.txt") for row in rows if row.kind == "other"} == {True, False}
    kept = sorted(row.status for row in rows)
    assert kept == sorted(hit.status for hit in crawls.site.log)
    assert {302, 404, 503} <= set(kept)


def test_a_crawl_whose_parent_is_gone_ends_soon(crawls: Crawls) -> None:
    child = crawls.start(SLUG, "r1", "--delay", "1")
    _wait_for_hits(crawls, 2)
    assert child.stdout is not None
    child.stdout.close()
    child.stdout = None
    started = time.monotonic()
    log = child.finish(timeout=30)
    assert time.monotonic() - started < 8
    assert "Traceback" not in log
    assert "the process that started the crawl is gone" in log


def test_a_second_crawl_of_a_portal_is_refused_by_the_name_of_the_first(crawls: Crawls) -> None:
    first = crawls.start(SLUG, "r1", "--delay", "1")
    _wait_for_hits(crawls, 1)
    code, result, log = crawls.run(SLUG, "r2")
    assert (code, result) == (6, {})
    assert f"process {first.pid} (run r1" in log
    assert log.count("\n") == 1
    first.send_signal(signal.SIGTERM)
    assert crawls.finish(first, SLUG, "r1")[0] == 13


def _wait_for_hits(crawls: Crawls, count: int) -> None:
    deadline = time.monotonic() + 30
    while len(crawls.site.log) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def test_a_live_crawl_without_a_contact_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    assert main(["--portal", SLUG, "--data", str(tmp_path), "--run-id", "r1"]) == 4
    said = capsys.readouterr().err
    assert "set GAT_CONTACT" in said
    assert said.count("\n") == 1
    assert not list(tmp_path.iterdir())
