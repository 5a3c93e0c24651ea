"""A lost ledger made anew: torn tails end a file, damage with records behind it is told."""

from pathlib import Path

import pytest

from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger
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
            assert restore_ledger(ledger, archive) == len(list(ledger.captures()))
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
