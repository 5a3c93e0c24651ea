"""A page that breaks a parser costs the page, never the verdict."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from spiders import sample
from spiders.errors import PageRejected
from spiders.health import read_yield
from spiders.ledger import CaptureRow, Ledger
from spiders.sample import read_sample
from spiders.tally import Tally
from tests.spiders.pages import PORTALS
from tests.spiders.quality import redesigned_cases

PORTAL = PORTALS["binhdinh"]


def _row(number: int) -> CaptureRow:
    return CaptureRow(
        capture_id=f"c{number}", run_id="r1", portal=PORTAL.slug, kind="article", url=f"http://x.test/{number}",
        final_url="", url_key=f"k{number}", fetched_at=datetime(2026, 1, 1, tzinfo=UTC), status=200,
        content_type=None, sha256="", warc_file="", warc_offset=0, warc_length=1,
    )  # fmt: skip


def _die(*_: object) -> Any:
    os._exit(3)


def _hang(*_: object) -> Any:
    time.sleep(60)


def _recurse(*_: object) -> Any:
    raise RecursionError("too deep")


def _swell(*_: object) -> Any:
    return bytearray(8 << 30)


def test_a_live_page_that_another_reader_reads_is_a_changed_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(case for case in redesigned_cases() if case.portal.slug == PORTAL.slug)
    monkeypatch.setattr(sample, "read_capture", lambda _folder, row: replace(case.raw, url_key=row.url_key))
    live, archived = _row(1), replace(_row(2), source_kind="wayback")
    first, second = read_sample([live, archived], Path(), PORTAL)
    assert (first.reason, second.reason) == ("layout_changed", None)
    assert "'vhv' finds no article, 'generic' reads one" in first.detail
    assert [one.read_by for reading in (first, second) for one in reading.articles] == ["generic", "generic"]


@pytest.mark.parametrize(
    ("parser", "reason"),
    [
        (_die, "parser_crashed"),
        (_hang, "parser_timeout"),
        (_recurse, "parser_failed"),
        (_swell, "parser_failed"),
    ],
)
def test_a_parser_that_fails_is_a_rejection(
    monkeypatch: pytest.MonkeyPatch, parser: Callable[..., Any], reason: str
) -> None:
    monkeypatch.setattr(sample, "read_capture", lambda _folder, row: row)
    monkeypatch.setattr(
        sample, "parse_page", lambda row, portal: parser(row, portal) if row.url_key == "k1" else []
    )
    rows = [_row(number) for number in range(3)]
    found = list(read_sample(rows, Path(), PORTAL, page_seconds=0.3))
    assert [one.reason for one in found] == [None, reason, None]


def test_who_reads_the_sample_is_told_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    def tell(*_: object) -> Any:
        raise PageRejected(os.environ.get("GAT_PROXY", "nothing"), "")

    monkeypatch.setenv("GAT_PROXY", "http://ai:matkhau@192.0.2.1:1")
    monkeypatch.setattr(sample, "read_capture", lambda _folder, row: row)
    monkeypatch.setattr(sample, "parse_page", tell)
    assert [one.reason for one in read_sample([_row(0)], Path(), PORTAL)] == ["nothing"]
    assert os.environ["GAT_PROXY"]


def test_pages_are_sampled_evenly_and_only_as_long_as_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "read_capture", lambda _folder, row: row)
    monkeypatch.setattr(sample, "parse_page", lambda _row, _portal: [])
    monkeypatch.setattr(sample, "MOST_PAGES", 4)
    rows = [_row(number) for number in range(10)]
    assert [one.capture.url_key for one in read_sample(rows, Path(), PORTAL)] == ["k0", "k3", "k6", "k9"]
    assert list(read_sample(rows, Path(), PORTAL, is_over=lambda: True)) == []


def test_bytes_that_are_gone_are_a_rejection_too(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        ledger.add_capture(_row(0))
        found = read_yield(ledger, tmp_path, PORTAL, "r1", Tally())
    assert (found.pages, found.rejected) == (1, {"archive_corrupt": 1})
