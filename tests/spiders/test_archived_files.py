"""Files that archived pages offer: asked of the same archive, kept like live ones, told when it has none."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from spiders.archive import read_capture
from spiders.attachments import offers_of
from spiders.filebook import FileBook, MissingFile, missing_files
from spiders.ledger import CaptureRow, Ledger
from spiders.platforms import parse_page
from spiders.sources.offered import missing_in_archives
from spiders.sources.source import Archive, Window
from spiders.sources.warcfiles import WarcFiles
from tests.portals.archived import Capture
from tests.portals.commoncrawl import written
from tests.portals.model import Page
from tests.portals.web import Replica, Request, Response
from tests.spiders.archives import COMMON_CRAWL, WAYBACK, Backfills, capture, filled, replica_of
from tests.spiders.pages import PORTALS, raw_page
from tests.spiders.test_backfill import COLLECTION, YEAR

SONLA = PORTALS["sonla"]
ERROR_PAGE = "<html><title>404</title><body>Không tìm thấy trang</body></html>".encode()


@pytest.fixture
def sonla() -> Replica:
    return replica_of()


@pytest.fixture
def fill(tmp_path: Path) -> Backfills:
    return filled(tmp_path / "data")


def offering(replica: Replica, count: int = 1) -> list[Page]:
    """Return articles that offer one file each."""
    return [page for page in replica.site.articles if page.kind == "news" and page.attachments][:count]


def file_of(replica: Replica, page: Capture, stamp: str, **changes: object) -> Capture:
    """Return a capture of the file that an archived page of Sơn La offers."""
    (article,) = parse_page(raw_page(SONLA, page.url, page.body), SONLA)
    (offer,) = offers_of(article, page.url, SONLA)
    parts = urlsplit(offer.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = replica.answer(Request("GET", replica.site.host, target, {}))
    values = {"url": offer.url, "stamp": stamp, "body": answer.body, "mime": "application/pdf"}
    return Capture(**(values | changes))  # type: ignore[arg-type]  # a bag of its fields


def archive_of(name: str, fill: Backfills, folder: Path, captures: list[Capture]) -> Archive:
    """Put captures into one of the archives and return it."""
    if name == "wayback":
        fill.wayback.captures = captures
        return WAYBACK
    if name == "commoncrawl":
        fill.commoncrawl.put(COLLECTION, captures)
        return COMMON_CRAWL
    path = folder / f"{len(captures)}.warc.gz"
    path.write_bytes(written(captures)[0])
    return WarcFiles(path)


def missing(fill: Backfills) -> list[MissingFile]:
    with Ledger(fill.data / "ledger.sqlite") as ledger:
        return list(missing_in_archives(ledger, ["sonla"]))


def files(fill: Backfills) -> list[CaptureRow]:
    return fill.rows("file")


@pytest.mark.parametrize("name", ["wayback", "commoncrawl", "warc"])
def test_a_file_comes_from_the_archive_that_its_page_came_from(
    tmp_path: Path, fill: Backfills, sonla: Replica, name: str
) -> None:
    (page,) = offering(sonla)
    article = capture(sonla, page, "20240301120000")
    near, far = file_of(sonla, article, "20240303120000"), file_of(sonla, article, "20230101120000")
    far.body = b"%PDF-1.4 another edition"
    archive = archive_of(name, fill, tmp_path, [article, replace(far, digest=""), near])
    tally = fill.run(archive, reads_files=True, windows=[YEAR])
    assert (tally.article_pages, tally.files, tally.missing_files) == (1, 1, {})
    (row,) = files(fill)
    assert (row.source_kind, row.fetched_at) == (name, near.at)
    assert (row.url, row.listed_title) == (near.url, page.attachments[0].name)
    assert row.listed_parent == fill.rows()[0].url_key
    assert read_capture(fill.data / "archive", row).body == near.body
    assert missing(fill) == []
    # Known files are not asked for again.
    assert fill.run(archive, reads_files=True, windows=[YEAR], again=True).files == 0


@pytest.mark.parametrize("name", ["wayback", "commoncrawl", "warc"])
def test_a_file_that_the_archive_lacks_is_told_with_its_page(
    tmp_path: Path, fill: Backfills, sonla: Replica, name: str
) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    archive = archive_of(name, fill, tmp_path, [article])
    tally = fill.run(archive, reads_files=True, windows=[YEAR])
    assert (tally.missing_files, tally.failures) == ({"not_in_archive": 1}, [])
    (one,) = missing(fill)
    assert (one.reason, one.run_id, one.parent_key) == ("not_in_archive", "r1", fill.rows()[0].url_key)
    asked = len(fill.asked)
    fill.run(archive, reads_files=True, windows=[YEAR])
    assert len(fill.asked) == asked
    # Another file, named later, may bring what is missing.
    if name == "warc":
        archive = archive_of(name, fill, tmp_path, [article, file_of(sonla, article, "20240303120000")])
        assert fill.run(archive, reads_files=True, windows=[YEAR]).files == 1
        assert missing(fill) == []


def test_the_limits_of_a_portal_hold_for_archives_too(fill: Backfills, sonla: Replica) -> None:
    pages = [capture(sonla, page, "20240301120000") for page in offering(sonla, 3)]
    stored = [file_of(sonla, page, "20240301120000") for page in pages]
    fill.wayback.captures = [*pages, *stored]
    narrow = SONLA.model_copy(update={"max_files": 2})
    tally = fill.run(WAYBACK, narrow, reads_files=True, windows=[YEAR])
    assert (tally.files, tally.missing_files) == (2, {"run_limit": 1})
    assert tally.stops == {"wayback": "limit"}
    # The slice is not done: the same command brings the rest.
    assert fill.run(WAYBACK, narrow, reads_files=True, windows=[YEAR]).files == 1
    assert missing(fill) == []


@pytest.mark.parametrize(
    ("changes", "portal", "reason"),
    [
        ({}, {"max_file_mb": 0.0001}, "too_large"),
        ({"cut": 100}, {}, "truncated"),
        ({"body": ERROR_PAGE}, {}, "error_page"),
        ({"body": b""}, {}, "empty_body"),
        ({"location": "http://sonla.test/dang-nhap", "status": 302}, {}, "archived_redirect"),
    ],
    ids=["too large", "cut", "error page", "empty", "redirect"],
)
def test_what_is_no_file_is_refused_with_its_reason(
    fill: Backfills, sonla: Replica, changes: dict[str, object], portal: dict[str, object], reason: str
) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    login = Capture("http://sonla.test/dang-nhap", "20240301120000", b"x")
    fill.wayback.captures = [article, file_of(sonla, article, "20240301120000", **changes), login]
    tally = fill.run(WAYBACK, SONLA.model_copy(update=portal), reads_files=True)
    assert (tally.files, files(fill)) == (0, [])
    assert tally.missing_files == {reason: 1}
    assert [one.reason for one in missing(fill)] == [reason]


def test_a_file_of_strangers_is_not_looked_up(fill: Backfills, sonla: Replica) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    article.body = article.body.replace(b'href="/files/', b'href="http://strange.test/files/')
    article = replace(article, digest="")
    fill.wayback.captures = [article]
    assert fill.run(WAYBACK, reads_files=True).missing_files == {"foreign_host": 1}
    assert len(fill.bodies_asked) == 1


def test_a_portal_that_wants_no_files_gets_none(fill: Backfills, sonla: Replica) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    fill.wayback.captures = [article, file_of(sonla, article, "20240301120000")]
    tally = fill.run(WAYBACK, SONLA.model_copy(update={"fetch_files": False}), reads_files=True)
    assert (tally.article_pages, tally.files, tally.missing_files) == (1, 0, {})


def test_an_outage_leaves_a_file_for_the_next_run_and_the_slice_open(fill: Backfills, sonla: Replica) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    fill.wayback.captures = [article, file_of(sonla, article, "20240301120000")]
    answer = fill.wayback.answer
    fill.wayback.answer = lambda request: (  # type: ignore[method-assign]  # an outage
        Response(b"later", 503, "text/plain") if "/files/" in request.target else answer(request)
    )
    assert len(fill.run(WAYBACK, reads_files=True, windows=[YEAR]).failures) == 1
    assert [one.reason for one in missing(fill)] == ["no_answer"]
    fill.wayback.answer = answer  # type: ignore[method-assign]
    # A run that was killed between a page and its file goes on with the file.
    assert fill.run(WAYBACK, windows=[YEAR]).files == 1


def test_a_file_that_the_live_site_did_not_give_is_no_more_missing(fill: Backfills, sonla: Replica) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    stored = file_of(sonla, article, "20240301120000")
    fill.wayback.captures = [article, stored]
    (read,) = parse_page(raw_page(SONLA, article.url, article.body), SONLA)
    with Ledger(fill.data / "ledger.sqlite") as ledger:
        book = FileBook(ledger, "sonla", "r0")
        (target,) = book.plan(offers_of(read, article.url, SONLA))
        book.missed(target.url_key, "http_503", None, is_settled=False)
        assert list(missing_files(ledger, ["sonla"]))
        assert fill.run(WAYBACK, reads_files=True).files == 1
        assert not list(missing_files(ledger, ["sonla"]))
        assert book.due() == []


def test_files_are_asked_for_under_the_host_of_their_days(fill: Backfills) -> None:
    replica = replica_of("binhdinh.test")
    portal = PORTALS["binhdinh"]
    (page,) = offering(replica)
    article = capture(replica, page, "20250801120000")
    moved = replace(article, url=article.url.replace("binhdinh.test", "gialai.test"), digest="")
    fill.wayback.captures = [moved]
    assert fill.run(WAYBACK, portal, reads_files=True, windows=[Window()]).missing_files == {
        "not_in_archive": 1
    }
    assert "gialai.test/upload" in fill.bodies_asked[-1]
