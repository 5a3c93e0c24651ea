"""A lost ledger made anew: torn tails end a file, damage with records behind it is told."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.archive import Exchange
from spiders.attachments import Offer
from spiders.errors import ArchiveError
from spiders.filebook import FileBook, missing_files
from spiders.keeper import Keeper, Page
from spiders.ledger import CaptureRow, Ledger
from spiders.notes import MissNote
from spiders.pages import SourceKind
from spiders.restore import restore_ledger
from tests.spiders.archives import WAYBACK, capture, filled, news, replica_of


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of six articles in one file."""
    fill = filled(tmp_path / "data")
    sonla = replica_of()
    fill.wayback.captures = [capture(sonla, page, "20240301120000") for page in news(sonla)]
    fill.run(WAYBACK)
    return fill.data / "archive"


def known(archive: Path) -> list[CaptureRow]:
    with Ledger(archive.parent / "ledger.sqlite") as ledger:
        return list(ledger.captures())


def restored(archive: Path) -> list[CaptureRow]:
    with Ledger(archive.parent / "new.sqlite") as ledger:
        try:
            assert restore_ledger(ledger, archive, {}) == len(list(ledger.captures()))
        finally:
            rows = list(ledger.captures())
    return rows


def altered(archive: Path, row: CaptureRow, place: float, count: int = 1) -> Path:
    path = archive / row.warc_file
    data = bytearray(path.read_bytes())
    start = row.warc_offset + int((row.warc_length - 1) * place)
    data[start : start + count] = bytes(one ^ 0x55 for one in data[start : start + count])
    path.write_bytes(data)
    return path


def test_a_whole_archive_is_known_again(archive: Path) -> None:
    assert len(known(archive)) == 6
    assert restored(archive) == known(archive)


def test_an_answer_without_a_type_is_known_again(tmp_path: Path) -> None:
    url, archive = "http://sonla.test/robots.txt", tmp_path / "archive"
    exchange = Exchange(
        url=url, method="GET", request_body=b"", status=503, headers=[], body=b"",
        fetched_at=datetime(2024, 3, 1, tzinfo=UTC),
    )  # fmt: skip
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        keeper = Keeper(ledger, archive, "sonla", "r1")
        assert keeper.keep_archived(exchange, Page(kind="other", url=url, url_key=url)).content_type is None
        keeper.close()
    assert restored(archive) == known(archive)


@pytest.mark.parametrize("place", [0, 0.01, 0.3, 0.5, 0.7, 0.99, 1])
@pytest.mark.parametrize("number", [0, 2, 4])
def test_damage_before_other_records_is_told_and_nothing_is_believed(
    archive: Path, place: float, number: int
) -> None:
    row = known(archive)[number]
    path = altered(archive, row, place)
    with pytest.raises(ArchiveError, match="restore what is named here from a copy") as caught:
        restored(archive)
    assert caught.value.exit_code == 9
    assert f"{path} is damaged at byte {row.warc_offset}:" in str(caught.value)
    with Ledger(archive.parent / "new.sqlite") as ledger:
        assert next(ledger.captures(), None) is None
        assert not ledger.connection.execute("SELECT * FROM items").fetchall()


def test_all_damaged_files_are_told_at_once(archive: Path) -> None:
    row = known(archive)[1]
    first = altered(archive, row, 0.5, 40)
    second = first.with_name("other.warc.gz")
    second.write_bytes(first.read_bytes())
    with pytest.raises(ArchiveError) as caught:
        restored(archive)
    assert all(
        f"{path} is damaged at byte {row.warc_offset}" in str(caught.value) for path in (first, second)
    )


@pytest.mark.parametrize("kept", [0, 1, 5, 12, 200, 0.5, -1, -9])
@pytest.mark.parametrize("tail", [b"", b"\xff" * 5000])
def test_a_torn_tail_ends_a_file(archive: Path, kept: float, tail: bytes) -> None:
    *rows, last = known(archive)
    path = archive / last.warc_file
    kept = int(last.warc_length * kept) if kept == 0.5 else int(kept) % last.warc_length
    path.write_bytes(path.read_bytes()[: last.warc_offset + kept] + tail)
    assert restored(archive) == rows


def kept(keeper: Keeper, url_key: str, source: SourceKind) -> None:
    """Keep a file that an archive has."""
    exchange = Exchange(
        url=f"https://sonla.gov.vn/{url_key}",
        method="GET",
        request_body=b"",
        status=200,
        headers=[("Content-Type", "application/pdf")],
        body=b"%PDF-1.4",
        fetched_at=datetime(2024, 3, 2, tzinfo=UTC),
    )
    keeper.keep_archived(exchange, Page(kind="file", url=exchange.url, url_key=url_key, source_kind=source))


def test_a_file_that_one_archive_lacks_and_another_has_is_not_missing(tmp_path: Path) -> None:
    missed(tmp_path, "a.pdf", "http_503")
    for url_key in ("a.pdf", "b.pdf", "c.pdf"):
        note = replace(noted(url_key, "not_in_archive"), source_kind="wayback", is_settled=True)
        with Ledger(tmp_path / "ledger.sqlite") as ledger:
            keeper = Keeper(ledger, tmp_path / "archive", "sonla", "r2")
            keeper.keep_note(note)
            if url_key == "b.pdf":
                kept(keeper, url_key, "commoncrawl")
            keeper.close()
    with Ledger(tmp_path / "new.sqlite") as new:
        assert restore_ledger(new, tmp_path / "archive", {}) == 1
        # What the portal answered counts more than what an archive lacks.
        assert [(one.url_key, one.run_id, one.reason) for one in missing_files(new, ["sonla"])] == [
            ("a.pdf", "r1", "http_503"),
            ("c.pdf", "r2", "not_in_archive"),
        ]
        assert [one.url_key for one in FileBook(new, "sonla", "r3").due()] == ["a.pdf"]


def noted(url_key: str, reason: str) -> MissNote:
    offer = Offer(
        url=f"https://sonla.gov.vn/{url_key}",
        other_url=None,
        url_key=url_key,
        name="Báo cáo",
        parent_key="trang",
        page_url="https://sonla.gov.vn/trang",
        published_at=datetime(2024, 3, 1, 8, tzinfo=UTC),
        section="Tin",
    )
    return MissNote(
        portal="sonla",
        run_id="r1" if reason != "not_in_archive" else "r2",
        offer=offer,
        reason=reason,
        detail="vì thế",
        is_settled=reason == "robots",
    )


def missed(folder: Path, url_key: str, reason: str) -> None:
    """Keep a note of a file that did not come, as a crawl does."""
    note = noted(url_key, reason)
    with Ledger(folder / "ledger.sqlite") as ledger:
        keeper = Keeper(ledger, folder / "archive", "sonla", "r1")
        keeper.keep_note(note)
        keeper.close()
        book = FileBook(ledger, "sonla", "r1")
        book.plan([note.offer])
        book.missed(url_key, reason, "vì thế", is_settled=note.is_settled)


def test_why_files_did_not_come_is_known_again_after_the_notes_of_one_process_and_the_next(
    tmp_path: Path,
) -> None:
    # Every keeper is a process that goes on with the file of the run: a note is no torn tail to it.
    missed(tmp_path, "a.pdf", "http_503")
    missed(tmp_path, "b.pdf", "robots")
    missed(tmp_path, "a.pdf", "http_403")
    with Ledger(tmp_path / "ledger.sqlite") as old, Ledger(tmp_path / "new.sqlite") as new:
        assert restore_ledger(new, tmp_path / "archive", {}) == 0
        rows = [
            [tuple(row) for row in ledger.connection.execute("SELECT * FROM files ORDER BY url_key")]
            for ledger in (old, new)
        ]
        assert rows[1] == rows[0]
        assert [(one.url_key, one.reason) for one in missing_files(new, ["sonla"])] == [
            ("a.pdf", "http_403"),
            ("b.pdf", "robots"),
        ]
        name = "sonla/r1.warc.gz"
        size = (tmp_path / "archive" / name).stat().st_size
        assert (old.good_length(name), new.good_length(name)) == (size, size)
