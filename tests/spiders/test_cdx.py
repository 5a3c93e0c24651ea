"""Traps of the Wayback Machine: what its index is asked and answers, what its captures hold. No network."""

import json
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from spiders.errors import PageRejected
from spiders.sources.cdx import CdxQuery, read_cdx
from spiders.sources.digests import agrees, plain
from spiders.sources.source import Answered, Find, IndexTroubled, Window
from spiders.sources.wayback import Wayback
from tests.portals.archived import Capture, sha1_of
from tests.portals.wayback import WaybackReplica
from tests.portals.web import Request, Response

BASE = "https://web.archive.org"
HEAD = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
DIGEST = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
ROW = ["vn,gov,sonla)/tin", "20240115093012", "https://sonla.gov.vn/tin", "text/html", "200", DIGEST, "10420"]
REVISIT = [*ROW[:3], "warc/revisit", "-", DIGEST, "500"]


def test_the_request_names_match_type_window_filters_collapse_limit_and_resume_key() -> None:
    query = CdxQuery(url="sonla.gov.vn/tin/", window=Window(date(2020, 1, 1), date(2020, 3, 31)), limit=9)
    pairs = parse_qsl(urlsplit(query.address(BASE, resume="vn,gov,sonla)/x 2020")).query)
    assert dict(pairs) == {
        "url": "sonla.gov.vn/tin/",
        "matchType": "prefix",
        "from": "20200101000000",
        "to": "20200331235959",
        "filter": "mimetype:(text/html|application/xhtml\\+xml|warc/revisit|unk)",
        "collapse": "digest",
        "output": "json",
        "limit": "9",
        "showResumeKey": "true",
        "resumeKey": "vn,gov,sonla)/x 2020",
    }
    assert ("filter", "statuscode:(200|-)") in pairs


def test_more_rows_than_any_answer_has_are_not_asked_for() -> None:
    assert "limit=150000" in CdxQuery(url="x", limit=10**9).address(BASE)


def test_a_resume_key_that_comes_encoded_is_sent_encoded_once() -> None:
    key = "vn%2Cgov%2Csonla%29%2Ftin+20240115093012"
    assert CdxQuery(url="x").address(BASE, resume=key).endswith(f"&resumeKey={key}")
    assert CdxQuery(url="x").address(BASE, resume="vn)/tin 2024").endswith("&resumeKey=vn%29%2Ftin+2024")


@pytest.mark.parametrize("form", ["text", "json"])
def test_rows_are_read_in_both_forms(form: str) -> None:
    body = json.dumps([HEAD, ROW]) if form == "json" else " ".join(ROW) + "\n"
    (row,) = read_cdx(body.encode()).rows
    assert row.url == "https://sonla.gov.vn/tin"
    assert row.captured_at == datetime(2024, 1, 15, 9, 30, 12, tzinfo=UTC)
    assert (row.status, row.mime, row.digest) == (200, "text/html", DIGEST)


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_resume_key_stands_behind_an_empty_line(form: str) -> None:
    body = json.dumps([HEAD, ROW, [], ["key+1"]]) if form == "json" else " ".join(ROW) + "\n\nkey+1\n"
    answer = read_cdx(body.encode())
    assert (len(answer.rows), answer.resume) == (1, "key+1")
    last = json.dumps([HEAD, ROW]) if form == "json" else " ".join(ROW) + "\n"
    assert read_cdx(last.encode()).resume is None


@pytest.mark.parametrize("body", [b"[]", b"[]\n", b"", b"\n"])
def test_nothing_found_is_an_empty_list_and_no_error(body: bytes) -> None:
    assert (read_cdx(body).rows, read_cdx(body).resume) == ([], None)


def test_a_revisit_row_has_no_status_and_the_digest_of_the_bytes_it_repeats() -> None:
    first, revisit = read_cdx(json.dumps([HEAD, ROW, REVISIT]).encode()).rows
    assert (revisit.status, revisit.digest) == (None, first.digest)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([HEAD, ROW])[:-20].encode(),
        " ".join(ROW)[:-5].encode(),
        b"<html><body>429 Too Many Requests</body></html>",
        json.dumps([HEAD, ROW[:-1]]).encode(),
        json.dumps([HEAD, [ROW[0], "2024-01-15", *ROW[2:]]]).encode(),
    ],
)
def test_a_cut_or_strange_answer_is_never_taken_for_the_end(body: bytes) -> None:
    with pytest.raises(IndexTroubled):
        read_cdx(body)


def _asked(replica: WaybackReplica, url: str) -> Response:
    parts = urlsplit(url)
    return replica.answer(Request("GET", "archive.test", f"{parts.path}?{parts.query}", {}))


def _many(count: int) -> WaybackReplica:
    replica = WaybackReplica()
    replica.captures = [
        Capture(f"http://sonla.test/tin/a-{number}", f"20240101{number:06}", b"%d" % number)
        for number in range(count)
    ]
    return replica


@pytest.mark.parametrize("output", ["text", "json"])
def test_resume_keys_lead_through_a_whole_index_without_gap_or_overlap(output: str) -> None:
    replica, found, resume = _many(23), [], None
    while True:
        address = CdxQuery(url="sonla.test/tin/", limit=5).address("http://archive.test", resume=resume)
        address = address if output == "json" else address.replace("&output=json", "")
        answer = read_cdx(_asked(replica, address).body)
        found += [row.url for row in answer.rows]
        if answer.resume is None:
            break
        resume = answer.resume
    assert sorted(found) == sorted(one.url for one in replica.captures)


def test_the_same_resume_key_again_is_told_instead_of_going_round_for_ever() -> None:
    body = json.dumps([HEAD, ROW, [], ["k"]]).encode()
    answer = Answered(url="", status=200, headers={}, body=body)
    with pytest.raises(IndexTroubled, match="same resume key"):
        Wayback().read_index("t", "k", answer)


def test_windows_are_inclusive_and_collapse_drops_neighbours_only() -> None:
    replica = WaybackReplica()
    stamps = ("20231231235959", "20240101000000", "20240201000000", "20240301000000", "20240331235959")
    bodies = (b"a", b"a", b"a", b"b", b"a")
    replica.captures = [
        Capture("http://sonla.test/tin/x-1", stamp, body) for stamp, body in zip(stamps, bodies, strict=True)
    ]
    query = CdxQuery(url="sonla.test/tin/", window=Window(date(2024, 1, 1), date(2024, 3, 31)))
    rows = read_cdx(_asked(replica, query.address("http://archive.test")).body).rows
    assert [row.digest for row in rows] == [sha1_of(b"a"), sha1_of(b"b"), sha1_of(b"a")]


def _find(url: str = "http://sonla.gov.vn:80/tin/a-1", digest: str = "") -> Find:
    return Find(
        url=url,
        url_key="sonla.gov.vn/-1",
        kind="article",
        captured_at=datetime(2020, 5, 6, 7, 8, 9, tzinfo=UTC),
        digest=digest,
        place={},
    )


def _answer(url: str, body: bytes = b"x", status: int = 200, **headers: str) -> Answered:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answered(url=url, status=status, headers=named, body=body)


RAW = f"{BASE}/web/20200506070809id_/http://sonla.gov.vn:80/tin/a-1"


def test_an_original_with_its_port_is_asked_for_as_it_stands_and_is_the_same_page_without() -> None:
    assert Wayback().ask_page(_find()).url == RAW
    served = Wayback().read_page(_find(), _answer(RAW.replace(":80", "")))
    assert served.url == "http://sonla.gov.vn/tin/a-1"


def test_a_fragment_sign_or_letters_of_an_original_are_encoded() -> None:
    assert Wayback().ask_page(_find("http://a.vn/đ#1")).url.endswith("id_/http://a.vn/%C4%91%231")


def test_original_headers_and_the_memento_time_are_those_of_the_page() -> None:
    answer = _answer(
        RAW,
        content_type="text/html",
        memento_datetime="Fri, 01 May 2020 00:00:01 GMT",
        x_archive_orig_content_type="text/html; charset=windows-1258",
        x_archive_orig_server="IIS",
        server="nginx",
    )
    page = Wayback().read_page(_find(), answer)
    assert dict(page.headers) == {"content-type": "text/html; charset=windows-1258", "server": "IIS"}
    assert page.captured_at == datetime(2020, 5, 1, 0, 0, 1, tzinfo=UTC)


def test_the_nearest_capture_that_came_instead_gives_its_own_time_and_is_no_wrong_digest() -> None:
    answer = _answer(RAW.replace("20200506070809", "20210101000000"))
    page = Wayback().read_page(_find(digest=sha1_of(b"other")), answer)
    assert page.captured_at == datetime(2021, 1, 1, tzinfo=UTC)


def test_a_captured_redirect_to_another_page_is_not_the_page() -> None:
    with pytest.raises(PageRejected) as caught:
        Wayback().read_page(_find(), _answer(RAW.replace("a-1", "khac-2")))
    assert caught.value.reason == "archived_redirect"


def test_wrong_bytes_are_refused_by_their_digest_unless_the_transfer_was_coded() -> None:
    wrong = _find(digest=sha1_of(b"what was captured"))
    with pytest.raises(PageRejected) as caught:
        Wayback().read_page(wrong, _answer(RAW))
    assert caught.value.reason == "digest_mismatch"
    coded = Wayback().read_page(wrong, _answer(RAW, x_archive_orig_content_encoding="gzip"))
    assert coded.body == b"x"


def test_fewer_bytes_than_the_portal_announced_are_a_truncated_capture() -> None:
    page = Wayback().read_page(_find(), _answer(RAW, x_archive_orig_content_length="5000"))
    assert page.is_truncated
    assert not Wayback().read_page(_find(), _answer(RAW, x_archive_orig_content_length="1")).is_truncated


@pytest.mark.parametrize("status", [403, 404, 451])
def test_a_capture_that_is_closed_or_gone_is_told_with_its_status(status: int) -> None:
    with pytest.raises(PageRejected) as caught:
        Wayback().read_page(_find(), _answer(RAW, status=status))
    assert caught.value.reason == f"archive_{status}"


def test_an_excluded_host_has_no_captures_and_a_busy_index_is_troubled() -> None:
    assert Wayback().read_index("t", None, _answer("u", status=451)).rows == ()
    with pytest.raises(IndexTroubled, match="503"):
        Wayback().read_index("t", None, _answer("u", status=503))


def test_digests_in_other_bases_and_algorithms() -> None:
    assert agrees(f"sha1:{sha1_of(b'x')}", [b"y", b"x"])
    assert agrees("sha1:11f6ad8ec52a2984abaafd7c3b516503785c2072", [b"x"])
    assert agrees("md5:9dd4e461268c8034f5c8564e155c67a6", [b"x"])
    assert agrees(sha1_of(b"y"), [b"x"]) is False
    assert agrees("blake9:abc", [b"x"]) is None
    assert agrees("sha1:?", [b"x"]) is None
    assert plain("sha1:11f6ad8ec52a2984abaafd7c3b516503785c2072") == sha1_of(b"x")
