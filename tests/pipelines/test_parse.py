"""The parse stage on an archive: pages, pages that are no articles, damaged bytes, failures of our own."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.parse import ARCHIVE_CORRUPT, Parsed, parse_captures
from pipelines.progress import Observer
from pipelines.workers import Pool
from spiders.ledger import CaptureRow
from spiders.portal import load_portals
from tests.pipelines.captures import archived, page

TEXT = "Năm 2023, chỉ số PAPI của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố."


def parse(data: Path, captures: list[CaptureRow]) -> Parsed:
    with Pool(size=1) as pool:
        return parse_captures(captures, data / "archive", load_portals(), pool, Observer())


def test_articles_come_out_of_archived_bytes_also_where_the_folder_is_told_as_seen_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = archived(tmp_path, 1, page("Sơn La công bố chỉ số", TEXT, TEXT))
    monkeypatch.chdir(tmp_path)
    parsed = parse(Path(), [capture])
    assert parsed.rejections == ()
    ((found,),) = [one.articles for one in parsed.pages]
    assert parsed.pages[0].capture == capture
    assert (found.title, found.text) == ("Sơn La công bố chỉ số", f"{TEXT}\n\n{TEXT}")


def test_a_page_that_is_no_article_is_rejected_for_good_and_stops_nobody(tmp_path: Path) -> None:
    captures = [
        archived(tmp_path, 1, page("Một", TEXT)),
        archived(tmp_path, 2, b"<html><body>Trang kh\xc3\xb4ng t\xe1\xbb\x93n t\xe1\xba\xa1i</body></html>"),
        archived(tmp_path, 3, page("Ba", TEXT)),
    ]
    parsed = parse(tmp_path, captures)
    assert [one.capture for one in parsed.pages] == [captures[0], captures[2]]
    (rejection,) = parsed.rejections
    assert rejection.capture == captures[1]
    assert rejection.final
    assert rejection.reason.isidentifier()
    assert rejection.detail


def test_bytes_that_do_not_match_their_digest_are_told_and_kept_for_later(tmp_path: Path) -> None:
    captures = [archived(tmp_path, 1, page("Một", TEXT)), archived(tmp_path, 2, page("Hai", TEXT))]
    file = tmp_path / "archive" / captures[0].warc_file
    damaged = bytearray(file.read_bytes())
    damaged[captures[0].warc_offset + captures[0].warc_length // 2] ^= 0xFF
    file.write_bytes(damaged)
    parsed = parse(tmp_path, captures)
    assert [one.capture for one in parsed.pages] == [captures[1]]
    (rejection,) = parsed.rejections
    assert (rejection.reason, rejection.final) == (ARCHIVE_CORRUPT, False)
    assert captures[0].warc_file in rejection.detail


@pytest.mark.parametrize("offset", [0, 10**9])
def test_an_archive_file_that_is_gone_or_short_is_told(tmp_path: Path, offset: int) -> None:
    capture = replace(archived(tmp_path, 1, page("Một", TEXT)), warc_offset=offset)
    if not offset:
        (tmp_path / "archive" / capture.warc_file).unlink()
    (rejection,) = parse(tmp_path, [capture]).rejections
    assert (rejection.reason, rejection.final) == (ARCHIVE_CORRUPT, False)


def test_a_failure_of_our_own_is_no_verdict_about_the_page(tmp_path: Path) -> None:
    capture = replace(archived(tmp_path, 1, page("Một", TEXT)), portal="atlantis")
    (rejection,) = parse(tmp_path, [capture]).rejections
    assert (rejection.reason, rejection.final) == ("parse_error", False)
    assert "KeyError: 'atlantis'" in rejection.detail
