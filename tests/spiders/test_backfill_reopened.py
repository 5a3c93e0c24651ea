"""What an archive did not give is had later: after a block, a slow reader, a changed portal file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from spiders.attachments import NOT_READ, OfferReader
from spiders.errors import PageRejected
from spiders.ledger import Ledger
from spiders.sources.finds import _MAX_ATTEMPTS
from spiders.sources.slices import is_finished, mark_of
from spiders.sources.source import Window
from tests.portals.archived import Capture
from tests.portals.web import Replica, Request, Response
from tests.spiders.archives import COMMON_CRAWL, WAYBACK, Backfills, capture, filled, news, replica_of
from tests.spiders.test_archived_files import SONLA, archive_of, file_of, files, missing, offering
from tests.spiders.test_backfill import COLLECTION, YEAR

BODIES = {"wayback": "id_/", "commoncrawl": "/crawl-data/"}
EXCLUDED = b"org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"


@pytest.fixture
def sonla() -> Replica:
    return replica_of()


@pytest.fixture
def fill(tmp_path: Path) -> Backfills:
    return filled(tmp_path / "data")


@pytest.fixture
def page(fill: Backfills, sonla: Replica) -> Capture:
    """A page in the Wayback Machine, with the file it offers."""
    found = capture(sonla, offering(sonla)[0], "20240301120000")
    fill.wayback.captures = [found, file_of(sonla, found, "20240301120000")]
    return found


def answering(
    replica: Replica, monkeypatch: pytest.MonkeyPatch, status: int, where: str, body: bytes = b"no"
) -> Callable[[], None]:
    """Have a replica answer with a status where an address holds ``where``; return what ends that."""
    answer = replica.answer

    def answered(request: Request) -> Response:
        return Response(body, status, "text/plain") if where in request.target else answer(request)

    monkeypatch.setattr(replica, "answer", answered)
    return monkeypatch.undo


def finished(fill: Backfills, name: str) -> bool:
    with Ledger(fill.data / "ledger.sqlite") as ledger:
        return is_finished(ledger, SONLA, name, YEAR)  # type: ignore[arg-type]  # one of the kinds


@pytest.mark.parametrize("status", [401, 403, 407, 425])
@pytest.mark.parametrize("name", ["wayback", "commoncrawl"])
def test_an_archive_that_keeps_us_out_loses_nothing_by_it(
    fill: Backfills, sonla: Replica, monkeypatch: pytest.MonkeyPatch, name: str, status: int
) -> None:
    captures = [capture(sonla, one, "20240301120000") for one in news(sonla, 2)]
    archive = archive_of(name, fill, fill.data, captures)
    well = answering(getattr(fill, name), monkeypatch, status, BODIES[name])
    for _ in range(_MAX_ATTEMPTS + 1):
        tally = fill.run(archive, windows=[YEAR])
        assert (tally.article_pages, len(tally.failures)) == (0, 2)
    assert not finished(fill, name)
    well()
    assert fill.run(archive, windows=[YEAR]).article_pages == 2
    assert finished(fill, name)


def test_an_index_that_keeps_us_out_is_asked_again(
    fill: Backfills, page: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = answering(fill.wayback, monkeypatch, 403, "/cdx/")
    assert fill.run(WAYBACK, windows=[YEAR]).failures
    assert not finished(fill, "wayback")
    well()
    assert fill.run(WAYBACK, windows=[YEAR]).article_pages == 1


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (404, b"no", "archive_404"),
        (410, b"no", "archive_410"),
        (451, b"no", "archive_451"),
        (403, EXCLUDED, "archive_excluded"),
    ],
)
def test_the_last_word_of_an_archive_settles_a_capture_until_it_is_asked_for_again(
    fill: Backfills, page: Capture, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, reason: str
) -> None:
    well = answering(fill.wayback, monkeypatch, status, "id_/", body)
    tally = fill.run(WAYBACK, windows=[YEAR])
    assert (tally.refused, tally.failures) == ({reason: 1}, [])
    assert finished(fill, "wayback")
    well()
    assert fill.run(WAYBACK, windows=[YEAR]).article_pages == 0
    assert fill.run(WAYBACK, windows=[YEAR], again=True).article_pages == 1


def test_an_index_of_an_excluded_host_is_done_with(
    fill: Backfills, page: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(fill.wayback, monkeypatch, 403, "/cdx/", EXCLUDED)
    assert fill.run(WAYBACK, windows=[YEAR]).failures == []
    assert finished(fill, "wayback")


def test_an_odd_answer_is_charged_and_the_capture_given_up_until_it_is_asked_for_again(
    fill: Backfills, page: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    well = answering(fill.wayback, monkeypatch, 400, "id_/")
    assert [len(fill.run(WAYBACK).failures) for _ in range(_MAX_ATTEMPTS + 1)] == [1] * _MAX_ATTEMPTS + [0]
    well()
    assert fill.run(WAYBACK).article_pages == 0
    assert fill.run(WAYBACK, again=True).article_pages == 1


def test_a_page_that_is_no_article_stays_settled_when_all_is_asked_for_again(
    fill: Backfills, sonla: Replica
) -> None:
    first = news(sonla)[0]
    notice = b"<html><body>" + b"<p>khung</p>" * 300
    fill.wayback.captures = [
        capture(sonla, first, "20240301120000", body=notice),
        capture(sonla, first, "20240302120000"),
    ]
    fill.run(WAYBACK)
    for row in fill.rows():
        if row.fetched_at.day == 1:
            with fill.visit(WAYBACK, SONLA) as visit:
                visit.finds.unsettle(row.capture_id)
    assert fill.run(WAYBACK, again=True).article_pages == 1
    assert {row.fetched_at.day for row in fill.rows()} == {1, 2}


def slow(_: OfferReader, raw: object) -> None:
    raise PageRejected(NOT_READ, "its reader gave no answer")


def test_a_page_whose_reader_fails_once_gives_its_files_in_the_next_run(
    fill: Backfills, page: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(OfferReader, "read", slow)
        tally = fill.run(WAYBACK, reads_files=True, windows=[YEAR])
        assert (tally.article_pages, tally.missing_files) == (1, {NOT_READ: 1})
        assert tally.stops == {"wayback": "limit"}
        assert not finished(fill, "wayback")
    asked = len(fill.bodies_asked)
    assert fill.run(WAYBACK, reads_files=True, windows=[YEAR]).files == 1
    assert len(fill.bodies_asked) == asked + 1  # the page is in the archive
    assert finished(fill, "wayback")
    assert missing(fill) == []


def test_a_page_that_never_reads_is_given_up_in_the_end(
    fill: Backfills, page: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OfferReader, "read", slow)
    runs = [fill.run(WAYBACK, reads_files=True, windows=[YEAR]) for _ in range(_MAX_ATTEMPTS + 2)]
    assert [one.missing_files[NOT_READ] for one in runs] == [1] * (_MAX_ATTEMPTS + 1) + [0]
    assert finished(fill, "wayback")
    monkeypatch.undo()
    assert fill.run(WAYBACK, reads_files=True, windows=[YEAR], again=True).files == 1


@pytest.mark.parametrize(
    ("before", "reason"),
    [({"max_file_mb": 0.0001}, {"too_large": 1}), ({"fetch_files": False}, {})],
    ids=["too large", "not wanted"],
)
def test_files_that_a_portal_file_kept_out_come_when_it_lets_them(
    fill: Backfills, page: Capture, before: dict[str, object], reason: dict[str, int]
) -> None:
    narrow = SONLA.model_copy(update=before)
    for found in (reason, {}):
        tally = fill.run(WAYBACK, narrow, reads_files=True, windows=[YEAR])
        assert (tally.files, tally.missing_files) == (0, found)
    assert mark_of(narrow) != mark_of(SONLA)
    assert not finished(fill, "wayback")
    assert fill.run(WAYBACK, reads_files=True, windows=[YEAR]).files == 1
    assert missing(fill) == []


def test_files_of_a_host_come_when_the_portal_file_names_it(fill: Backfills, sonla: Replica) -> None:
    article = capture(sonla, offering(sonla)[0], "20240301120000")
    stored = file_of(sonla, article, "20240301120000")
    article = replace(
        article, body=article.body.replace(b'href="/files/', b'href="http://kho.test/files/'), digest=""
    )
    fill.wayback.captures = [article, replace(stored, url=stored.url.replace("sonla.test", "kho.test"))]
    assert fill.run(WAYBACK, reads_files=True, windows=[YEAR]).missing_files == {"foreign_host": 1}
    other = SONLA.model_copy(update={"file_hosts": ("khac.test",)})
    # It is told again for other hosts, and asked for nowhere.
    asked = len(fill.bodies_asked)
    assert fill.run(WAYBACK, other, reads_files=True, windows=[YEAR]).missing_files == {"foreign_host": 1}
    assert len(fill.bodies_asked) == asked
    named = SONLA.model_copy(update={"file_hosts": ("kho.test",)})
    assert fill.run(WAYBACK, named, reads_files=True, windows=[YEAR]).files == 1


@pytest.mark.parametrize("at_once", [True, False], ids=["in one run", "in a later slice"])
def test_a_file_is_looked_for_in_every_collection_that_has_a_page_which_offers_it(
    fill: Backfills, sonla: Replica, at_once: bool
) -> None:
    first, second = offering(sonla, 2)
    early, late = capture(sonla, first, "20230301120000"), capture(sonla, second, "20240301120000")
    file, other = file_of(sonla, early, "20240303120000"), file_of(sonla, late, "20240303120000")
    own, shared = (urlsplit(one.url).path.encode() for one in (other, file))
    late = replace(late, body=late.body.replace(own, shared), digest="")
    fill.commoncrawl.put("CC-MAIN-2023-10", [early])
    fill.commoncrawl.put(COLLECTION, [late, file])
    before, after = Window(date(2023, 1, 1), date(2023, 12, 31)), YEAR
    windows = [[Window(before.first, after.last)]] if at_once else [[before], [after]]
    tallies = [fill.run(COMMON_CRAWL, reads_files=True, windows=one) for one in windows]
    assert [one.files for one in tallies] == [1] if at_once else [0, 1]
    assert [one.missing_files for one in tallies] == ([{}] if at_once else [{"not_in_archive": 1}, {}])
    assert len(files(fill)) == 1
    assert missing(fill) == []
