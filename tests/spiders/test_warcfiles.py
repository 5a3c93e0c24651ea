"""Replaying WARC files, ours and anybody's: gzip and plain, revisits, digests, cut files told."""

import gzip
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.ledger import Ledger
from spiders.sources.source import Window
from spiders.sources.warcfiles import WarcFiles, WarcPathError
from tests.portals.archived import Capture, sha1_of
from tests.portals.commoncrawl import written
from tests.portals.web import Replica
from tests.spiders.archives import COMMON_CRAWL, Backfills, capture, filled, news, replica_of
from tests.spiders.pages import PORTALS

SONLA = PORTALS["sonla"]


@pytest.fixture
def sonla() -> Replica:
    return replica_of()


@pytest.fixture
def fill(tmp_path: Path) -> Backfills:
    return filled(tmp_path / "data")


def _captures(sonla: Replica, count: int = 6) -> list[Capture]:
    return [capture(sonla, page, f"202403{day:02}120000") for day, page in enumerate(news(sonla, count), 1)]


def _file(folder: Path, captures: list[Capture], name: str = "a.warc.gz", cut: int = 0) -> Path:
    path = folder / name
    data, _ = written(captures, gzip=name.endswith(".gz"))
    path.write_bytes(data[: len(data) - cut])
    return path


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_pages_of_a_file_are_replayed_with_their_own_time(
    tmp_path: Path, fill: Backfills, sonla: Replica, name: str
) -> None:
    captures = _captures(sonla)
    tally = fill.run(WarcFiles(_file(tmp_path, captures, name)))
    assert (tally.article_pages, tally.problems, tally.stops) == (6, [], {"warc": "end"})
    read = fill.articles()
    assert [article.title for _, article in read] == [page.title for page in news(sonla)]
    assert [row.fetched_at for row, _ in read] == [one.at for one in captures]
    assert {row.source_kind for row, _ in read} == {"warc"}
    assert fill.run(WarcFiles(tmp_path / name)).article_pages == 0


def test_a_folder_of_files_is_replayed_and_one_that_has_none_is_told(
    tmp_path: Path, fill: Backfills, sonla: Replica
) -> None:
    first, *rest = _captures(sonla)
    (tmp_path / "deep").mkdir()
    _file(tmp_path / "deep", [first])
    _file(tmp_path, rest, "b.warc")
    (tmp_path / "deep" / "notes.txt").write_text("x")
    assert fill.run(WarcFiles(tmp_path)).article_pages == 6
    (tmp_path / "empty").mkdir()
    for nothing in (tmp_path / "empty", tmp_path / "not there"):
        with pytest.raises(WarcPathError, match="no WARC file") as caught:
            fill.run(WarcFiles(nothing))
        assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
@pytest.mark.parametrize("cut", [30, 700])
def test_a_cut_file_gives_what_is_whole_and_is_told_with_its_name_and_place(
    tmp_path: Path, fill: Backfills, sonla: Replica, name: str, cut: int
) -> None:
    path = _file(tmp_path, _captures(sonla), name, cut)
    tally = fill.run(WarcFiles(path))
    assert tally.article_pages == 5
    (problem,) = tally.problems
    assert str(path) in problem
    assert f"of {path.stat().st_size}" in problem
    _file(tmp_path, _captures(sonla), name)  # the whole file is another one
    assert fill.run(WarcFiles(path)).article_pages == 1


def test_flipped_bytes_in_the_middle_never_pass_for_a_page(
    tmp_path: Path, fill: Backfills, sonla: Replica
) -> None:
    path = _file(tmp_path, _captures(sonla))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)
    tally = fill.run(WarcFiles(path))
    assert tally.problems or tally.refused or tally.failures
    titles = {page.title for page in news(sonla)}
    assert {article.title for _, article in fill.articles()} < titles


def test_gzip_in_one_piece_is_told_with_what_to_do(tmp_path: Path, fill: Backfills, sonla: Replica) -> None:
    data, _ = written(_captures(sonla), gzip=False)
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(data))
    (problem,) = fill.run(WarcFiles(path)).problems
    assert "warcio recompress" in problem
    assert "\n" not in problem


def test_a_revisit_has_the_bytes_of_the_page_it_repeats(
    tmp_path: Path, fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    first = capture(sonla, page, "20240301120000")
    other = capture(sonla, page, "20240302120000", body=first.body + b"<!-- edited -->")
    back = capture(sonla, page, "20240303120000", is_revisit=True)
    elsewhere = capture(sonla, news(sonla)[1], "20240304120000", body=first.body, is_revisit=True)
    fill.run(WarcFiles(_file(tmp_path, [first, other, back, elsewhere])))
    rows = sorted(fill.rows(), key=lambda row: row.fetched_at)
    assert [(row.digest, row.fetched_at.day) for row in rows] == [
        (first.digest, 1), (other.digest, 2), (first.digest, 4)
    ]  # fmt: skip
    assert rows[2].url_key != rows[0].url_key
    assert fill.articles()[2][1].title == page.title


def test_a_revisit_of_a_page_that_is_nowhere_is_told(tmp_path: Path, fill: Backfills, sonla: Replica) -> None:
    lonely = capture(sonla, news(sonla)[0], "20240303120000", is_revisit=True)
    assert fill.run(WarcFiles(_file(tmp_path, [lonely]))).refused == {"revisit_unresolved": 1}


def test_a_wrong_payload_digest_is_refused(tmp_path: Path, fill: Backfills, sonla: Replica) -> None:
    wrong = capture(sonla, news(sonla)[0], "20240303120000", digest=sha1_of(b"other"))
    assert fill.run(WarcFiles(_file(tmp_path, [wrong]))).refused == {"digest_mismatch": 1}
    assert fill.rows() == []


def _coded(headers: list[tuple[str, str]], body: bytes, url: str, digest: str | None = None) -> bytes:
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html"), *headers], protocol="HTTP/1.1")
    extra = {"WARC-Date": "2024-03-01T12:00:00.123456Z"}
    if digest:
        extra["WARC-Payload-Digest"] = digest
    writer.write_record(
        writer.create_warc_record(
            url, "response", BytesIO(body), len(body), http_headers=http, warc_headers_dict=extra
        )
    )
    return out.getvalue()


@pytest.mark.parametrize("coding", ["gzip", "chunked", "both", "chunks taken away"])
@pytest.mark.parametrize("digested", ["as stored", "as decoded"])
def test_codings_of_the_transfer_are_undone_and_a_digest_of_either_form_is_right(
    tmp_path: Path, fill: Backfills, sonla: Replica, coding: str, digested: str
) -> None:
    plain = capture(sonla, news(sonla)[0], "20240301120000")
    body, headers = plain.body, []
    if coding in {"gzip", "both"}:
        body, headers = gzip.compress(body), [("Content-Encoding", "gzip")]
    if coding in {"chunked", "both"}:
        half = len(body) // 2
        body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))
    if coding != "gzip":
        headers = [*headers, ("Transfer-Encoding", "chunked")]
    digest = f"sha1:{sha1_of(body if digested == 'as stored' else plain.body)}"
    (tmp_path / "a.warc.gz").write_bytes(_coded(headers, body, plain.url, digest))
    tally = fill.run(WarcFiles(tmp_path))
    assert (tally.article_pages, dict(tally.refused)) == (1, {})
    assert fill.articles()[0][1].title == news(sonla)[0].title


def test_our_own_archive_replayed_gives_the_same_captures(
    tmp_path: Path, fill: Backfills, sonla: Replica
) -> None:
    page = news(sonla)[0]
    listed = _captures(sonla)
    listed.append(capture(sonla, page, "20240501120000", body=listed[0].body + b"<!-- edited -->"))
    fill.commoncrawl.put("CC-MAIN-2024-10", listed)
    fill.run(COMMON_CRAWL, takes_all=True)
    again = filled(tmp_path / "again")
    again.run(WarcFiles(fill.data / "archive"))

    def told(runs: Backfills) -> list[tuple[object, ...]]:
        names = (
            "kind",
            "url",
            "final_url",
            "url_key",
            "fetched_at",
            "status",
            "content_type",
            "sha256",
            "digest",
        )
        return sorted(tuple(getattr(row, name) for name in names) for row in runs.rows())

    assert told(again) == told(fill)
    assert len(again.rows()) == 7


def test_only_captures_of_the_window_are_replayed(tmp_path: Path, fill: Backfills, sonla: Replica) -> None:
    captures = _captures(sonla)
    day = captures[2].at.date()
    fill.run(WarcFiles(_file(tmp_path, captures)), windows=[Window(day, day)])
    assert [row.fetched_at.date() for row in fill.rows()] == [day]


def test_a_ledger_of_an_earlier_version_gets_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        ledger.connection.execute("DROP INDEX captures_digest")
        for column in ("source_kind", "digest", "listed_parent"):
            ledger.connection.execute(f"ALTER TABLE captures DROP COLUMN {column}")
        ledger.connection.execute(
            "INSERT INTO captures VALUES (1, 'c', 'r', 'sonla', 'article', 'u', 'u', 'k',"
            " '2026-11-22T01:00:00+00:00', 200, NULL, 's', 'w', 0, 1, NULL, NULL, NULL, 0)"
        )
    for _ in range(2):
        with Ledger(path) as ledger:
            (row,) = ledger.captures()
            assert (row.source_kind, row.digest) == ("live", None)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"WARC-Date: 2024", b"WARC-Date: soon"),
        (b"HTTP/1.1 200 OK", b"HTTP/1.1 2x0 OK"),
        (b"WARC-Type: response", b"WARC-Type: response\r\nX-Gat-Capture: {"),
        (b"WARC-Type: response", b'WARC-Type: response\r\nX-Gat-Capture: {"kind": "article"}'),
    ],
)
def test_one_record_that_says_nothing_sensible_does_not_stop_a_file(
    tmp_path: Path, fill: Backfills, sonla: Replica, old: bytes, new: bytes
) -> None:
    records = [written([one], gzip=False)[0] for one in _captures(sonla)]
    records[2] = records[2].replace(old, new, 1)
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    tally = fill.run(WarcFiles(tmp_path / "a.warc"))
    assert (tally.article_pages, tally.problems, tally.stops) == (5, [], {"warc": "end"})


def test_a_record_without_an_address_ends_a_file_and_is_told(
    tmp_path: Path, fill: Backfills, sonla: Replica
) -> None:
    records = [written([one], gzip=False)[0] for one in _captures(sonla)]
    records[2] = records[2].replace(b"WARC-Target-URI", b"WARC-Nothing-URI", 1)
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    tally = fill.run(WarcFiles(tmp_path / "a.warc"))
    assert (tally.article_pages, len(tally.problems)) == (2, 1)


def test_a_page_whose_compression_is_broken_is_told_and_the_file_goes_on(
    tmp_path: Path, fill: Backfills, sonla: Replica
) -> None:
    first, second = _captures(sonla, 2)
    broken = _coded([("Content-Encoding", "gzip")], gzip.compress(first.body)[:-40], first.url)
    (tmp_path / "a.warc.gz").write_bytes(broken + written([second])[0])
    tally = fill.run(WarcFiles(tmp_path))
    assert [row.url_key for row in fill.rows()] != []
    assert tally.problems == []
    titles = [article.title for _, article in fill.articles()]
    assert news(sonla, 2)[1].title in titles
