"""Going through archives: what is asked for, kept, or had already, and where a killed run goes on."""

import zlib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spiders.archive import read_capture
from spiders.sources.slices import is_finished
from spiders.sources.source import Window
from spiders.sources.wayback import Wayback
from tests.portals.archived import Capture, sha1_of
from tests.portals.web import Replica, Request, Response
from tests.spiders.archives import COMMON_CRAWL, WAYBACK, Backfills, capture, filled, news, replica_of
from tests.spiders.pages import PORTALS

SONLA = PORTALS["sonla"]
COLLECTION = "CC-MAIN-2024-10"
YEAR = Window(date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def sonla() -> Replica:
    return replica_of()


@pytest.fixture
def fill(tmp_path: Path) -> Backfills:
    return filled(tmp_path)


def _edited(replica: Replica, number: int = 0) -> bytes:
    """Return an article's page with other words in its body."""
    body = capture(replica, news(replica)[number], "2024").body
    return body.replace(b"<p>", "<p>Tin đã sửa. ".encode())


def test_an_article_of_an_archive_is_read_as_its_page_was_and_knows_where_it_is_from(
    fill: Backfills, sonla: Replica
) -> None:
    pages = news(sonla)
    fill.wayback.captures = [capture(sonla, page, f"2024030{day}120000") for day, page in enumerate(pages, 1)]
    tally = fill.run(WAYBACK)
    assert (tally.items_new, tally.article_pages, tally.stops) == (6, 6, {"wayback": "end"})
    for (row, article), page, day in zip(fill.articles(), pages, range(1, 7), strict=True):
        assert (article.title, article.text) == (page.title, page.text)
        assert (row.source_kind, row.fetched_at) == ("wayback", datetime(2024, 3, day, 12, tzinfo=UTC))
        assert read_capture(fill.data / "archive", row).source_kind == "wayback"


def test_common_crawl_gives_the_same_articles(fill: Backfills, sonla: Replica) -> None:
    pages = news(sonla, 20)
    fill.commoncrawl.put(COLLECTION, [capture(sonla, page, "20240301120000") for page in pages])
    tally = fill.run(COMMON_CRAWL)
    assert tally.article_pages == 20
    assert {article.title for _, article in fill.articles()} == {page.title for page in pages}
    assert {row.source_kind for row in fill.rows()} == {"commoncrawl"}


def test_the_same_bytes_are_never_stored_or_fetched_twice_whatever_archive_has_them(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [capture(sonla, page, "20240305120000")]
    fill.commoncrawl.put(COLLECTION, [capture(sonla, page, "20240301120000")])
    fill.run(WAYBACK)
    fill.run(COMMON_CRAWL, takes_all=True)
    assert len(fill.bodies_asked) == 1
    later, earlier = fill.rows()
    assert (earlier.source_kind, earlier.fetched_at.day, later.fetched_at.day) == ("commoncrawl", 1, 5)
    assert earlier.sha256 == later.sha256
    # The second record is a few hundred bytes that point to the first one's.
    assert earlier.warc_length < 1000
    bodies = {read_capture(fill.data / "archive", row).body for row in (earlier, later)}
    assert bodies == {fill.wayback.captures[0].body}


def test_articles_that_are_known_are_passed_over_unless_all_captures_are_asked_for(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [capture(sonla, page, "20240305120000")]
    fill.run(WAYBACK)
    fill.wayback.captures.append(capture(sonla, page, "20240101000000", body=_edited(sonla)))
    assert fill.run(WAYBACK).article_pages == 0
    assert fill.run(WAYBACK, takes_all=True).article_pages == 1
    # It joins the article as an earlier version, by the time of its capture.
    (first, old), (second, new) = fill.articles()
    assert (first.fetched_at.month, second.fetched_at.month) == (1, 3)
    assert old.article_id == new.article_id
    assert old.text != new.text


def test_one_capture_of_an_article_is_enough_however_many_there_are(fill: Backfills, sonla: Replica) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [
        capture(
            sonla,
            page,
            f"2024030{day}120000",
            body=b"%s<!-- %d views -->" % (capture(sonla, page, "2").body, day),
        )
        for day in range(1, 8)
    ]
    assert fill.run(WAYBACK).article_pages == 1
    assert fill.rows()[0].fetched_at.day == 1
    assert fill.run(WAYBACK, takes_all=True).article_pages == 6


def test_a_revisit_row_is_resolved_by_its_digest(fill: Backfills, sonla: Replica) -> None:
    page = news(sonla)[0]
    first = capture(sonla, page, "20240301120000")
    again = capture(sonla, page, "20240401120000", is_revisit=True)
    other = capture(sonla, page, "20240315120000", body=_edited(sonla))
    fill.wayback.captures = [first, other, again]
    fill.run(WAYBACK, takes_all=True)
    # The third capture has the bytes of the first and is not asked for.
    assert len(fill.bodies_asked) == 2
    assert [row.digest for row in fill.rows()] == [first.digest, other.digest]


def test_a_revisit_whose_original_lies_outside_of_the_window_is_fetched(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [
        capture(sonla, page, "20200101120000"), capture(sonla, page, "20240401120000", is_revisit=True)
    ]  # fmt: skip
    tally = fill.run(WAYBACK, windows=[YEAR])
    assert (tally.article_pages, fill.rows()[0].fetched_at.year) == (1, 2024)


def test_an_empty_index_is_a_good_end(fill: Backfills) -> None:
    tally = fill.run(WAYBACK)
    assert (tally.stops, tally.failures, tally.items_new) == ({"wayback": "end"}, [], 0)
    fill.commoncrawl.put(COLLECTION, [])
    assert fill.run(COMMON_CRAWL).failures == []


def test_wrong_bytes_are_refused_and_another_capture_of_the_article_is_taken(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    wrong = capture(sonla, page, "20240301120000", digest=sha1_of(b"something else"))
    fill.wayback.captures = [wrong, capture(sonla, page, "20240302120000", body=_edited(sonla))]
    tally = fill.run(WAYBACK)
    assert tally.refused == {"digest_mismatch": 1}
    assert [row.fetched_at.day for row in fill.rows()] == [2]
    assert fill.run(WAYBACK).refused == {}


def test_a_cut_capture_is_kept_as_an_article_only_where_there_is_no_whole_one(
    fill: Backfills, sonla: Replica
) -> None:
    first, second = news(sonla, 2)
    whole = capture(sonla, first, "20240401120000", body=_edited(sonla))
    size = len(whole.body)
    fill.commoncrawl.put(
        COLLECTION,
        [
            capture(sonla, first, "20240301120000", cut=size - 500),
            whole,
            capture(sonla, second, "20240301120000", cut=size - 500),
        ],
    )
    tally = fill.run(COMMON_CRAWL)
    assert tally.refused == {"truncated": 1, "kept_truncated": 1}
    kept = {row.url_key: row for row in fill.rows()}
    assert len(kept) == 2
    assert {row.fetched_at.month for row in kept.values()} == {3, 4}
    assert len(fill.rows("other")) == 1
    record = (fill.data / "archive" / "sonla" / "r1.warc.gz").read_bytes()
    assert b"WARC-Truncated" in b"".join(_members(record))


def _members(data: bytes) -> list[bytes]:
    found = []
    while data:
        reader = zlib.decompressobj(zlib.MAX_WBITS + 16)
        found.append(reader.decompress(data))
        data = reader.unused_data
    return found


def test_an_error_page_that_was_archived_is_not_taken_for_the_article(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    notice = "<html><title>Bảo trì</title><body>Hệ thống đang bảo trì</body></html>".encode()
    fill.wayback.captures = [
        capture(sonla, page, "20240301120000", body=notice), capture(sonla, page, "20240302120000")
    ]  # fmt: skip
    tally = fill.run(WAYBACK)
    assert tally.refused == {"maintenance": 1}
    assert [(row.kind, row.fetched_at.day) for row in fill.rows()] == [("article", 2)]


def test_a_page_that_proves_to_be_no_article_leaves_its_place_to_another_capture(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [
        capture(sonla, page, "20240301120000", body=b"<html><body>" + b"<p>khung</p>" * 300),
        capture(sonla, page, "20240302120000"),
    ]
    fill.run(WAYBACK)
    (row,) = fill.rows()
    with fill.visit(WAYBACK, SONLA) as visit:
        visit.finds.unsettle(row.capture_id)
    assert fill.run(WAYBACK).article_pages == 1


def test_the_nearest_capture_counts_with_its_own_time(fill: Backfills, sonla: Replica) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [capture(sonla, page, "20240301120000")]
    fill.run(WAYBACK, stop_after=3)  # the index alone
    fill.wayback.captures = [capture(sonla, page, "20240303120000", body=_edited(sonla))]
    tally = fill.run(WAYBACK)
    assert tally.article_pages == 1
    assert fill.rows()[0].fetched_at == datetime(2024, 3, 3, 12, tzinfo=UTC)


def test_an_archived_redirect_to_another_page_is_refused(fill: Backfills, sonla: Replica) -> None:
    first, second = news(sonla, 2)
    target = capture(sonla, second, "20240301120000").url
    moved = capture(sonla, first, "20240301120000", location=target, status=302)
    fill.wayback.captures = [moved, capture(sonla, second, "20240301120000")]
    moved.status, shown = 200, moved.status  # the index does not always know
    fill.run(WAYBACK, stop_after=3)
    moved.status = shown
    tally = fill.run(WAYBACK)
    assert tally.refused == {"archived_redirect": 1}
    assert len(fill.rows()) == 1


def test_what_is_no_article_is_never_asked_for(fill: Backfills, sonla: Replica) -> None:
    page = news(sonla)[0]
    good = capture(sonla, page, "20240301120000")
    paths = (
        "/tin-kinh-te", "/tin-kinh-te?pageid=3", "/tin-kinh-te/en/vi/en/x-1", "/tin-kinh-te/print/x-1",
        "/tin-kinh-te/anh.jpg", "/thu-tuc/x-1", "/tin-kinh-te/tim-kiem/x-1", "/tin-kinh-te/tag/x-9",
    )  # fmt: skip
    fill.wayback.captures = [
        good,
        *(Capture(f"http://sonla.test{path}", "20240301120000", b"x") for path in paths),
    ]
    fill.wayback.captures.append(Capture("http://other.test/tin-kinh-te/a-1", "20240301120000", b"x"))
    fill.run(WAYBACK)
    assert fill.bodies_asked == [f"http://archive.test/web/20240301120000id_/{good.url}"]


def test_addresses_of_one_article_are_one_item(fill: Backfills, sonla: Replica) -> None:
    page = news(sonla)[0]
    url = capture(sonla, page, "2024").url
    forms = (
        url,
        url.replace("sonla.test", "www.sonla.test"),
        url.replace("sonla.test", "sonla.test:80"),
        url + "?x=1",
    )
    fill.wayback.captures = [
        capture(sonla, page, f"2024030{day}120000", url=form, body=b"%s<!--%d-->" % (_edited(sonla), day))
        for day, form in enumerate(forms, 1)
    ]
    assert fill.run(WAYBACK).article_pages == 1
    assert {row.url_key for row in fill.rows()} == {f"sonla.test/-{page.key}"}


@pytest.mark.parametrize("archive", [WAYBACK, COMMON_CRAWL], ids=["wayback", "commoncrawl"])
def test_a_run_killed_at_any_step_goes_on_there_and_asks_for_nothing_twice(
    fill: Backfills, sonla: Replica, archive: Wayback
) -> None:
    captures = [capture(sonla, page, "20240301120000") for page in news(sonla, 12)]
    fill.wayback.captures = captures
    fill.commoncrawl.put(COLLECTION, captures)
    small = Wayback("http://archive.test", rows_at_once=3) if archive is WAYBACK else archive
    for _ in range(40):
        fill.run(small, stop_after=1, windows=[YEAR])
    assert len(fill.asked) == len(set(fill.asked))
    assert len(fill.rows()) == len({row.url_key for row in fill.rows()}) == 12
    whole = filled(fill.data / "whole")
    whole.wayback, whole.commoncrawl = fill.wayback, fill.commoncrawl
    whole.run(small, windows=[YEAR])
    assert sorted(whole.asked) == sorted(fill.asked)
    assert {(row.url_key, row.sha256) for row in whole.rows()} == {
        (row.url_key, row.sha256) for row in fill.rows()
    }


def test_a_finished_slice_is_noted_and_an_unfinished_one_is_not(fill: Backfills, sonla: Replica) -> None:
    fill.wayback.captures = [capture(sonla, page, "20240301120000") for page in news(sonla)]

    def finished() -> bool:
        with fill.visit(WAYBACK, SONLA) as visit:
            return is_finished(visit.ledger, SONLA, "wayback", YEAR)

    assert fill.run(WAYBACK, windows=[YEAR], limit=2).stops == {"wayback": "limit"}
    assert not finished()
    fill.run(WAYBACK, windows=[YEAR])
    assert finished()
    before = len(fill.asked)
    fill.run(WAYBACK, windows=[YEAR])
    assert len(fill.asked) == before
    fill.run(WAYBACK, windows=[YEAR], again=True)
    assert len(fill.asked) > before


def test_a_changed_portal_file_asks_the_index_again_for_what_it_wants_now(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    folder = page.path.strip("/").split("/")[0]
    sections = tuple(one for one in SONLA.sections if folder not in one.url)
    narrow = SONLA.model_copy(update={"sections": sections, "archive_paths": ("/khac/",)})
    fill.wayback.captures = [capture(sonla, page, "20240301120000")]
    assert fill.run(WAYBACK, narrow, windows=[YEAR]).article_pages == 0
    fill.run(WAYBACK, narrow, windows=[YEAR])
    asked = len(fill.asked)
    assert fill.run(WAYBACK, windows=[YEAR]).article_pages == 1
    assert len(fill.asked) > asked
    # One that was asked before for the same folder is asked anew: its rows may be wanted now.
    with fill.visit(WAYBACK, SONLA) as visit:
        tasks = WAYBACK.tasks(SONLA, YEAR)
        visit.finds.tasks.begin(tasks)
        assert visit.finds.tasks.unfinished(tasks) == []
    with fill.visit(WAYBACK, SONLA.model_copy(update={"fold_case": False})) as visit:
        visit.finds.tasks.begin(tasks)
        assert len(visit.finds.tasks.unfinished(tasks)) == len(tasks)


@pytest.mark.parametrize("status", [429, 503, 504, 522])
def test_an_outage_of_the_archive_is_not_charged_to_its_captures(
    fill: Backfills, sonla: Replica, status: int
) -> None:
    fill.wayback.captures = [capture(sonla, news(sonla)[0], "20240301120000")]
    down = Response(b"try later", status, "text/plain")
    answer = fill.wayback.answer
    fill.wayback.answer = lambda request: down if "id_/" in request.target else answer(request)  # type: ignore[method-assign]  # an outage
    for _ in range(7):
        assert len(fill.run(WAYBACK).failures) == 1
    fill.wayback.answer = answer  # type: ignore[method-assign]
    assert fill.run(WAYBACK).article_pages == 1


def test_a_capture_that_is_always_damaged_is_given_up(fill: Backfills, sonla: Replica) -> None:
    fill.commoncrawl.put(COLLECTION, [capture(sonla, news(sonla)[0], "20240301120000")])
    answer = fill.commoncrawl.answer
    cut = Response(b"x", 206, "application/octet-stream")
    fill.commoncrawl.answer = lambda request: cut if "/crawl-data/" in request.target else answer(request)  # type: ignore[method-assign]  # damage
    assert [len(fill.run(COMMON_CRAWL).failures) for _ in range(7)] == [1, 1, 1, 1, 1, 0, 0]


def test_slices_are_cut_on_the_same_days_whatever_the_window() -> None:
    wide = Window(date(2020, 1, 1), date(2024, 12, 31)).slices(90)
    narrow = Window(date(2021, 6, 1), date(2023, 3, 3)).slices(90)
    assert set(narrow[1:-1]) <= set(wide)
    days = sum((one.last - one.first).days + 1 for one in wide if one.first and one.last)
    assert days == (date(2024, 12, 31) - date(2020, 1, 1)).days + 1
    assert wide[0].last == date(2024, 12, 31)
    assert Window(None, date(2024, 1, 1)).slices(90) == [Window(None, date(2024, 1, 1))]


def test_a_window_that_is_not_over_is_asked_for_anew(fill: Backfills, sonla: Replica) -> None:
    first, second = news(sonla, 2)
    fill.wayback.captures = [capture(sonla, first, "20240301120000")]
    fill.run(WAYBACK)
    fill.wayback.captures.append(capture(sonla, second, "20240302120000"))
    assert fill.run(WAYBACK).article_pages == 1


def test_archived_document_lists_are_kept_as_such(fill: Backfills) -> None:
    replica = replica_of("www.binhduong.test")
    url = "http://www.binhduong.test/chinhquyen/Pages/Van-ban-chi-dao-dieu-hanh.aspx?PageIndex=2"
    body = replica.answer(Request("GET", "www.binhduong.test", url.partition(".test")[2], {})).body
    fill.wayback.captures = [Capture(url.lower(), "20240301120000", body)]
    fill.run(WAYBACK, PORTALS["binhduong"])
    (row,) = fill.rows("document_list")
    assert row.url_key.endswith("#2")


def test_bytes_that_an_earlier_version_stored_without_a_digest_are_known_by_their_sha256(
    fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    fill.wayback.captures = [capture(sonla, page, "20240305120000")]
    fill.run(WAYBACK)
    with fill.visit(WAYBACK, SONLA) as visit:
        visit.ledger.connection.execute("UPDATE captures SET digest = NULL")
    fill.wayback.captures = [capture(sonla, page, "20240301120000")]
    fill.run(WAYBACK, takes_all=True)
    first, second = fill.rows()
    assert (first.sha256, second.fetched_at.day) == (second.sha256, 1)
    assert second.warc_length < 1000
    assert read_capture(fill.data / "archive", second).body == fill.wayback.captures[0].body
