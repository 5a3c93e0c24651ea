"""Traps of Common Crawl: collections, page counts, «not found», ranges, cut and wrong records. No network."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest

from spiders.errors import PageRejected
from spiders.sources.commoncrawl import CommonCrawl, collection_days
from spiders.sources.source import Answered, Asked, Find, IndexRow, IndexTroubled, Window
from tests.portals.archived import Capture, sha1_of
from tests.portals.commoncrawl import ROWS_A_PAGE, CommonCrawlReplica
from tests.portals.web import Request
from tests.spiders.pages import PORTALS

CC = CommonCrawl("http://cc.test", "http://cc.test")
SONLA = PORTALS["sonla"]
WINDOW = Window(date(2024, 1, 1), date(2024, 12, 31))
COLLECTION = "CC-MAIN-2024-10"


def _capture(number: int = 1, **changes: object) -> Capture:
    values = {
        "url": f"http://sonla.test/tin-kinh-te/a-{number}",
        "stamp": f"20240301{number:06}",
        "body": f"<html>bài {number}</html>".encode(),
    }
    return Capture(**(values | changes))  # type: ignore[arg-type]  # a bag of its fields


def _replica(*captures: Capture) -> CommonCrawlReplica:
    replica = CommonCrawlReplica()
    replica.put(COLLECTION, captures)
    return replica


def _get(replica: CommonCrawlReplica, asked: Asked) -> Answered:
    parts = urlsplit(asked.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    response = replica.answer(Request("GET", "cc.test", target, asked.headers))
    return Answered(url=asked.url, status=response.status, headers={}, body=response.body)


def _walk(replica: CommonCrawlReplica) -> tuple[list[IndexRow], list[int]]:
    """Return the rows of a whole index, and the status of every answer."""
    (first,) = CC.tasks(SONLA, WINDOW)
    answer = _get(replica, CC.ask_index(first, None))
    todo: list[tuple[str, str | None]] = [(task, None) for task in CC.read_index(first, None, answer).tasks]
    rows: list[IndexRow] = []
    statuses = []
    while todo:
        task, resume = todo.pop(0)
        answer = _get(replica, CC.ask_index(task, resume))
        statuses.append(answer.status)
        page = CC.read_index(task, resume, answer)
        rows += page.rows
        if page.resume is not None:
            todo.insert(0, (task, page.resume))
    return rows, statuses


def _find(row: IndexRow) -> Find:
    return Find(
        url=row.url,
        url_key="k",
        kind="article",
        captured_at=row.captured_at,
        digest=row.digest,
        place=row.place,
    )


def _fetched(capture: Capture) -> tuple[CommonCrawlReplica, Find]:
    replica = _replica(capture)
    rows, _ = _walk(replica)
    return replica, _find(rows[0])


def test_every_page_of_an_index_is_asked_for_once_after_its_count() -> None:
    replica = _replica(*map(_capture, range(2 * ROWS_A_PAGE + 3)))
    rows, statuses = _walk(replica)
    assert len({row.url for row in rows}) == len(rows) == 2 * ROWS_A_PAGE + 3
    # Four folders are counted, one of them has three pages.
    assert statuses == [200] * 7


def test_404_means_that_nothing_was_found() -> None:
    task = f"/{COLLECTION}-index sonla.test/tin-kinh-te/"
    body = b'{"message": "No Captures found for: sonla.test/*"}'
    for resume in (None, "0/3"):
        page = CC.read_index(task, resume, Answered(url="", status=404, headers={}, body=body))
        assert (page.rows, page.resume) == ((), None)


def test_a_page_past_the_end_is_400_and_ends_the_walk_but_a_refused_question_does_not() -> None:
    task = f"/{COLLECTION}-index sonla.test/tin-kinh-te/"
    replica = _replica(_capture())
    answer = _get(replica, CC.ask_index(task, "7/9"))
    assert answer.status == 400
    assert CC.read_index(task, "7/9", answer).resume is None
    with pytest.raises(IndexTroubled, match="400"):
        CC.read_index(task, None, answer)


def test_503_asks_for_patience_and_leaves_the_task_to_be_done() -> None:
    with pytest.raises(IndexTroubled, match="503"):
        CC.read_index("/x-index y", "0/1", Answered(url="", status=503, headers={}, body=b""))


def test_filters_are_written_in_the_grammar_of_this_index() -> None:
    url = CC.ask_index("/x-index sonla.test/tin/", "0/1").url
    assert "filter=%3Dstatus%3A200" in url
    assert "filter=~mime%3A" in url
    captures = [_capture(1), _capture(2, status=404), _capture(3, mime="application/pdf")]
    assert [row.url[-3:] for row in _walk(_replica(*captures))[0]] == ["a-1"]


@pytest.mark.parametrize(
    ("name", "first", "last", "is_asked"),
    [
        ("CC-MAIN-2024-10", date(2024, 3, 1), date(2024, 3, 31), True),
        ("CC-MAIN-2024-10", date(2023, 1, 1), date(2023, 12, 31), False),
        ("CC-MAIN-2012", date(2012, 6, 1), date(2012, 6, 2), True),
        ("CC-MAIN-2009-2010", date(2010, 12, 31), date(2011, 6, 2), True),
        ("CC-MAIN-2009-2010", date(2011, 1, 1), date(2011, 6, 2), False),
        ("CC-MAIN-2015-53", date(2016, 1, 1), date(2016, 1, 2), True),
        ("CC-TEST-2021-99", date(1999, 1, 1), date(1999, 1, 2), True),
        ("CC-NEWS", date(1999, 1, 1), date(1999, 1, 2), True),
    ],
)
def test_only_collections_gathered_around_the_window_are_asked(
    name: str, first: date, last: date, is_asked: bool
) -> None:
    begins, ends = collection_days(name)
    assert (begins <= last and ends >= first) is is_asked


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"id": 1}', b'[{"id": "x"}]'])
def test_a_list_of_collections_that_is_none_is_told(body: bytes) -> None:
    (task,) = CC.tasks(SONLA, WINDOW)
    with pytest.raises(IndexTroubled, match="collections"):
        CC.read_index(task, None, Answered(url="", status=200, headers={}, body=body))


@pytest.mark.parametrize("body", [b'{"url": "x"', b'{"url": "http://a.vn/x"}\n', b"[1, 2]\n"])
def test_a_cut_or_strange_row_is_told(body: bytes) -> None:
    with pytest.raises(IndexTroubled):
        CC.read_index("/x-index y", "0/1", Answered(url="", status=200, headers={}, body=body))


def test_a_record_is_one_gzip_member_read_by_its_range() -> None:
    capture = _capture(headers={"X-Powered-By": "ASP.NET"})
    replica, find = _fetched(capture)
    asked = CC.ask_page(find)
    offset, length = int(find.place["offset"]), int(find.place["length"])
    assert asked.headers["Range"] == f"bytes={offset}-{offset + length - 1}"
    answer = _get(replica, asked)
    page = CC.read_page(find, answer)
    assert (answer.status, page.body, page.is_truncated) == (206, capture.body, False)
    assert (page.captured_at, page.url) == (datetime(2024, 3, 1, 0, 0, 1, tzinfo=UTC), capture.url)
    assert dict(page.headers)["X-Powered-By"] == "ASP.NET"


def test_a_server_that_ignores_the_range_is_refused() -> None:
    replica, find = _fetched(_capture())
    answer = _get(replica, replace(CC.ask_page(find), headers={}))
    with pytest.raises(PageRejected) as caught:
        CC.read_page(find, answer)
    assert caught.value.reason == "archive_200"


@pytest.mark.parametrize("keep", [0, 40, -1])
def test_a_cut_member_is_damage_and_no_page(keep: int) -> None:
    replica, find = _fetched(_capture())
    answer = _get(replica, CC.ask_page(find))
    with pytest.raises(PageRejected) as caught:
        CC.read_page(find, replace(answer, body=answer.body[:keep]))
    assert caught.value.reason == "archive_damaged"


def test_a_member_of_right_length_that_is_no_record_is_damage() -> None:
    replica, find = _fetched(_capture())
    answer = _get(replica, CC.ask_page(find))
    with pytest.raises(PageRejected) as caught:
        CC.read_page(find, replace(answer, body=bytes(len(answer.body))))
    assert caught.value.reason == "archive_damaged"


def test_a_wrong_digest_is_refused() -> None:
    replica, find = _fetched(_capture(digest=sha1_of(b"another page")))
    with pytest.raises(PageRejected) as caught:
        CC.read_page(find, _get(replica, CC.ask_page(find)))
    assert caught.value.reason == "digest_mismatch"


def test_a_record_of_another_page_is_refused() -> None:
    replica, find = _fetched(_capture())
    other = replace(find, url="http://sonla.test/tin-kinh-te/khac-2")
    with pytest.raises(PageRejected) as caught:
        CC.read_page(other, _get(replica, CC.ask_page(other)))
    assert caught.value.reason == "archive_other_page"


def test_a_page_cut_at_the_limit_says_so() -> None:
    replica, find = _fetched(_capture(cut=10))
    page = CC.read_page(find, _get(replica, CC.ask_page(find)))
    assert (page.is_truncated, len(page.body)) == (True, 10)


def test_a_capture_in_crawldiagnostics_is_read_with_care() -> None:
    moved = _capture(status=301, location="http://sonla.test/tin-kinh-te/khac-2")
    replica, _ = _fetched(_capture())
    replica.put(COLLECTION, [moved])
    row = replica._row(COLLECTION, moved)
    find = Find(
        url=moved.url, url_key="k", kind="article", captured_at=moved.at, digest=moved.digest,
        place={name: row[name] for name in ("filename", "offset", "length")},
    )  # fmt: skip
    with pytest.raises(PageRejected) as caught:
        CC.read_page(find, _get(replica, CC.ask_page(find)))
    assert caught.value.reason == "http_301"


def test_the_list_is_newest_first_and_its_addresses_are_asked_at_our_own_base() -> None:
    replica = _replica(_capture())
    replica.put("CC-MAIN-2024-18", [])
    told = json.loads(_get(replica, Asked(url="http://cc.test/collinfo.json")).body)
    assert [one["id"] for one in told] == ["CC-MAIN-2024-18", "CC-MAIN-2024-10"]
    (first,) = CC.tasks(SONLA, WINDOW)
    tasks = CC.read_index(first, None, _get(replica, CC.ask_index(first, None))).tasks
    assert {CC.ask_index(task, None).url.split("-index")[0] for task in tasks} == {
        "http://cc.test/CC-MAIN-2024-18",
        "http://cc.test/CC-MAIN-2024-10",
    }
