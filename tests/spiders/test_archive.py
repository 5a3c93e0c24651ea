"""The archive gives back what it was given, and says so when it cannot."""

import gzip
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.archive import Exchange, WarcFile, read_capture, warc_name
from spiders.errors import ArchiveError
from spiders.ledger import CaptureRow, Ledger, capture_id_of

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NAME = warc_name("thu", "r1")


def _exchange(body: bytes, method: str = "GET") -> Exchange:
    return Exchange(
        url="http://thu.test/a",
        method=method,
        request_body=b"page=2",
        status=200,
        headers=[("Content-Type", "text/html"), ("Content-Encoding", "br"), ("X-Odd", "a\r\nb")],
        body=body,
        fetched_at=AT,
    )


def _row(body: bytes, offset: int, length: int, **changes: object) -> CaptureRow:
    values: dict[str, object] = {
        "capture_id": capture_id_of("thu", "r1", f"k{offset}", hashlib.sha256(body).hexdigest()),
        "run_id": "r1",
        "portal": "thu",
        "kind": "article",
        "url": "http://thu.test/a",
        "final_url": "http://thu.test/a",
        "url_key": f"k{offset}",
        "fetched_at": AT,
        "status": 200,
        "content_type": "text/html",
        "sha256": hashlib.sha256(body).hexdigest(),
        "warc_file": NAME,
        "warc_offset": offset,
        "warc_length": length,
        **changes,
    }
    return CaptureRow(**values)  # type: ignore[arg-type]  # a bag of the fields above


def _filled(folder: Path, ledger: Ledger, bodies: list[bytes]) -> list[CaptureRow]:
    rows = []
    with WarcFile(folder, NAME, ledger.good_length(NAME)) as file:
        for body in bodies:
            row = _row(body, *file.append(_exchange(body)))
            assert ledger.add_capture(row)
            rows.append(row)
    return rows


BODIES = ["Chỉ số đạt 42,5".encode(), b"\x00\xff" * 70_000, b""]


def test_pages_come_back_byte_for_byte(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        rows = _filled(tmp_path, ledger, BODIES)
        assert [read_capture(tmp_path, row).body for row in rows] == BODIES
        assert read_capture(tmp_path, rows[0]).fetched_at == AT


def test_a_torn_tail_is_cut_before_the_next_record(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        _filled(tmp_path, ledger, BODIES[:2])
        with (tmp_path / NAME).open("ab") as file:
            file.write(b"\x1f\x8b torn")
        rows = [*_filled(tmp_path, ledger, [b"next"])]
        assert read_capture(tmp_path, rows[0]).body == b"next"
        assert [read_capture(tmp_path, row).body for row in ledger.captures()] == [*BODIES[:2], b"next"]
    gzip.decompress((tmp_path / NAME).read_bytes())


def test_a_lost_tail_is_an_error(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        rows = _filled(tmp_path, ledger, BODIES[:2])
        path = tmp_path / NAME
        path.write_bytes(path.read_bytes()[:-5])
        with pytest.raises(ArchiveError, match="vouches for"):
            WarcFile(tmp_path, NAME, ledger.good_length(NAME))
        with pytest.raises(ArchiveError, match=rows[1].capture_id) as caught:
            read_capture(tmp_path, rows[1])
        assert caught.value.exit_code == 9


def test_a_record_cut_at_any_byte_is_none_and_leaves_room_for_the_next(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        first, last = _filled(tmp_path, ledger, [BODIES[0], b"last"])
    path = tmp_path / NAME
    good = path.read_bytes()
    assert len(good) == last.warc_offset + last.warc_length
    for size in range(last.warc_offset, len(good)):
        path.write_bytes(good[:size])
        with pytest.raises(ArchiveError, match=last.capture_id):
            read_capture(tmp_path, last)
        with pytest.raises(ArchiveError, match="vouches for"):
            WarcFile(tmp_path, NAME, len(good))
        assert path.read_bytes() == good[:size]
        # The run was killed before the ledger vouched for it.
        WarcFile(tmp_path, NAME, last.warc_offset).close()
        assert path.read_bytes() == good[: last.warc_offset]
        assert read_capture(tmp_path, first).body == BODIES[0]


@pytest.mark.parametrize("bit", [0x01, 0x40])
def test_flipped_bits_never_pass(tmp_path: Path, bit: int) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        (row,) = _filled(tmp_path, ledger, BODIES[:1])
    path = tmp_path / NAME
    good = path.read_bytes()
    told: list[str] = []
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ bit]) + good[place + 1 :])
        try:
            assert read_capture(tmp_path, row).body == BODIES[0]  # the flip hit a header
        except ArchiveError as error:
            told.append(str(error))
    assert len(told) > len(good) // 2
    assert all(row.capture_id in one for one in told)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="restore the archive file"):
        read_capture(tmp_path, _row(b"x", 0, 10))


def test_a_posted_request_is_remembered_on_one_line(tmp_path: Path) -> None:
    with WarcFile(tmp_path, NAME, 0) as file:
        file.append(_exchange(b"x", "POST"))
    record = gzip.decompress((tmp_path / NAME).read_bytes()).decode()
    assert "X-Gat-Request: POST page=2\r\n" in record
    assert "X-Archive-Orig-Content-Encoding: br" in record
    assert "X-Odd: a  b" in record
