"""Archives over HTTP, each run a process of its own: manners, back-off, faults, signals, result file."""

import signal
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from spiders.ledger import Ledger
from spiders.run import main
from tests.portals.archived import Capture
from tests.spiders.archives import REHOST, capture, news
from tests.spiders.crawls import Crawls
from tests.spiders.test_archived_files import file_of, offering

SLUG, HOST = "sonla", "sonla.test"
YEAR = ("--from", "2024-01-01", "--to", "2024-12-31")
COLLECTION = "CC-MAIN-2024-10"


def _fill(crawls: Crawls, count: int = 6) -> list[Capture]:
    replica = crawls.site.replica(HOST)
    captures = [
        capture(replica, page, f"202403{day % 28 + 1:02}120000")
        for day, page in enumerate(news(replica, count))
    ]
    crawls.site.wayback.captures = captures
    crawls.site.commoncrawl.put(COLLECTION, captures)
    return captures


def _run(crawls: Crawls, run: str, source: str, *options: str) -> tuple[int, dict[str, Any], str]:
    return crawls.run(SLUG, run, "--rehost", REHOST, "--source", source, *YEAR, *options)


def _bodies(crawls: Crawls) -> list[str]:
    return [hit.path for hit in crawls.site.log if "id_/" in hit.path or "/crawl-data/" in hit.path]


def test_an_archive_is_asked_politely_and_its_pages_are_due_for_loading(crawls: Crawls) -> None:
    _fill(crawls)
    code, result, log = _run(crawls, "r1", "wayback", "--delay", "0.05")
    assert (code, result["status"], result["stops"]) == (0, "ok", {"wayback": "end"}), log[-2000:]
    assert result["source"] == "wayback"
    assert result["counts"]["article_pages"] == len(crawls.keys(SLUG)) == 6
    hits = [hit for hit in crawls.site.log if hit.host == "archive.test"]
    assert all(later.time - sooner.time >= 0.045 for sooner, later in pairwise(hits))
    assert {hit.host for hit in crawls.site.log} == {"archive.test"}
    assert all("gat/" in hit.user_agent for hit in hits)
    # An interface for programs: its robots.txt, which closes the pages to crawlers, is not for it.
    assert "/robots.txt" not in {hit.path for hit in hits}


def test_the_files_of_archived_pages_are_asked_of_the_archive_within_their_limits(
    crawls: Crawls,
) -> None:
    replica = crawls.site.replica(HOST)
    pages = [capture(replica, page, "20240301120000") for page in offering(replica, 3)]
    small, large = (file_of(replica, page, "20240301120000") for page in pages[:2])
    large = Capture(large.url, large.stamp, b"%PDF-1.4" + bytes(21 * 1024 * 1024), mime=large.mime)
    crawls.site.wayback.captures = [*pages, small, large]
    code, result, log = _run(crawls, "r1", "wayback")
    assert (code, result["reason"]) == (0, None), log[-2000:]
    assert result["counts"]["files"] == 1
    assert result["missing_files"] == {"not_in_archive": 1, "too_large": 1}
    assert {hit.host for hit in crawls.site.log} == {"archive.test"}
    asked = len(crawls.site.log)
    assert _run(crawls, "r2", "wayback")[1]["missing_files"] == {}
    assert len(crawls.site.log) == asked


def test_both_archives_and_the_live_site_store_the_same_bytes_once(crawls: Crawls) -> None:
    _fill(crawls)
    crawls.run(SLUG, "r1", "--limit", "3")
    before = len(crawls.keys(SLUG))
    _, first, _ = _run(crawls, "r2", "wayback", "--all-captures")
    _, second, _ = _run(crawls, "r3", "commoncrawl", "--all-captures")
    assert first["status"] == second["status"] == "ok"
    assert second["counts"]["article_pages"] == 0
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        kinds = [row.source_kind for row in ledger.captures([SLUG]) if row.kind == "article"]
    assert kinds.count("live") == before == 3
    assert len(kinds) == len(crawls.keys(SLUG))


@pytest.mark.parametrize("source", ["wayback", "commoncrawl"])
def test_429_and_503_are_waited_out(crawls: Crawls, source: str) -> None:
    _fill(crawls)
    for host in ("archive.test", "cc.test"):
        crawls.site.fault(host, "status", "index|cdx|collinfo", times=2, code=503, retry_after="0")
        crawls.site.fault(host, "status", "id_/|crawl-data", times=2, code=429, retry_after="0")
    code, result, log = _run(crawls, "r1", source)
    assert (code, result["reason"]) == (0, None), log[-2000:]
    assert result["counts"]["article_pages"] == 6
    statuses = [hit.status for hit in crawls.site.log]
    assert statuses.count(503) == statuses.count(429) == 2


def test_a_wait_that_no_run_has_ends_it_and_the_next_goes_on(crawls: Crawls) -> None:
    _fill(crawls)
    crawls.site.fault("archive.test", "status", "id_/", times=1, code=429, retry_after="3600")
    code, result, _ = _run(crawls, "r1", "wayback")
    assert (code, result["status"]) == (5, "partial")
    assert "asks to wait 3600 s" in result["reason"]
    assert len(_bodies(crawls)) == 1
    code, result, _ = _run(crawls, "r2", "wayback")
    assert (code, result["counts"]["listing_pages"], result["counts"]["article_pages"]) == (0, 0, 6)


def test_a_torn_or_cut_answer_is_asked_for_again_and_never_kept(crawls: Crawls) -> None:
    captures = _fill(crawls)
    crawls.site.fault("archive.test", "torn", "cdx", times=1)
    crawls.site.fault("archive.test", "torn", "id_/", times=1)
    crawls.site.fault("cc.test", "cut", "crawl-data", times=1)
    code, result, log = _run(crawls, "r1", "wayback", "--limit", "3")
    assert (code, result["counts"]["article_pages"]) == (0, 3), log[-2000:]
    code, result, _ = _run(crawls, "r2", "commoncrawl")
    assert (code, result["status"], result["counts"]["article_pages"]) == (5, "partial", 2)
    assert "bytes came of" in result["reason"]
    assert _run(crawls, "r3", "commoncrawl")[1]["counts"]["article_pages"] == 1
    digests = {one.digest for one in captures}
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        kept = [row.digest for row in ledger.captures() if row.kind == "article"]
    assert set(kept) == digests
    assert len(kept) == 6


def test_an_archive_that_is_down_is_one_clear_line(crawls: Crawls) -> None:
    crawls.site.fault("archive.test", "refuse")
    code, result, log = _run(crawls, "r1", "wayback")
    assert (code, result["status"]) == (8, "failed")
    assert result["reason"].startswith("sonla: wayback: ")
    assert [line for line in log.splitlines() if line.startswith("error:")] == [f"error: {result['reason']}"]


def test_a_killed_backfill_goes_on_where_it_stopped(crawls: Crawls) -> None:
    captures = _fill(crawls, 14)
    crawls.site.fault("archive.test", "slow", "id_/", seconds=0.05)
    for number, ending in enumerate([signal.SIGKILL, signal.SIGTERM], 1):
        child = crawls.start(SLUG, f"r{number}", "--rehost", REHOST, "--source", "wayback", *YEAR)
        deadline = time.monotonic() + 30
        while len(_bodies(crawls)) < 4 * number and time.monotonic() < deadline:
            time.sleep(0.01)
        child.send_signal(ending)
        code, _, log = crawls.finish(child, SLUG, f"r{number}")
        assert code == (13 if ending == signal.SIGTERM else -9)
    assert "Traceback" not in log
    assert _run(crawls, "last", "wayback")[0] == 0
    assert len(crawls.keys(SLUG)) == len(set(crawls.keys(SLUG))) == len(captures)
    # At most the page under way is asked for twice.
    pages = [path for path in _bodies(crawls) if "/files/" not in path]
    assert len(pages) <= len(captures) + 2


def test_a_warc_file_is_replayed_without_a_request(crawls: Crawls) -> None:
    _fill(crawls)
    _run(crawls, "r1", "wayback")
    before = len(crawls.site.log)
    again = Crawls(crawls.site, crawls.data / "again")
    code, result, log = _run(again, "r1", f"warc:{crawls.data / 'archive'}")
    assert (code, result["counts"]["article_pages"]) == (0, 6), log[-2000:]
    assert again.keys(SLUG) == crawls.keys(SLUG)
    assert len(crawls.site.log) == before


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--source", "wayback:x"], 4, "live, wayback, commoncrawl or warc:PATH"),
        (["--source", "warc"], 4, "live, wayback, commoncrawl or warc:PATH"),
        (["--source", "warc:/nowhere"], 2, "no WARC file"),
        (["--source", "wayback", "--slice", "x"], 4, "90d"),
    ],
)
def test_wrong_sources_are_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, words: str
) -> None:
    told = ["--portal", SLUG, "--data", str(tmp_path), "--run-id", "r1", "--rehost", REHOST, *options]
    assert main(told) == code
    log = capsys.readouterr().err
    assert words in log
    assert log.count("\n") == 1


def test_a_portal_that_moved_with_its_paths_is_crawled_on_under_its_new_host(crawls: Crawls) -> None:
    crawls.run("binhdinh", "r1", "--limit", "3")
    known = crawls.keys("binhdinh")
    crawls.site.fault("binhdinh.test", "moved_to", r"\.html", to_host="gialai.test")
    code, result, log = crawls.run("binhdinh", "r2", "--limit", "4")
    assert (code, result["status"]) == (0, "ok"), log[-2000:]
    assert result["counts"]["article_pages"] == 4
    keys = crawls.keys("binhdinh")
    assert keys[:3] == known
    assert len(keys) == len(set(keys)) == 7
    assert {key.partition("/")[0] for key in keys} == {"binhdinh.test"}
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        moved = [row for row in ledger.captures() if row.kind == "article" and row.run_id == "r2"]
    assert {row.final_url.split("/")[2] for row in moved} == {"gialai.test"}
