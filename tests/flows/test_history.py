"""``gat backfill`` and ``gat rebuild`` as an operator types them, against replicas of portal and archive."""

from datetime import date
from pathlib import Path

import pytest

from flows.cli.app import run
from flows.cli.history import _plan
from spiders.ledger import Ledger, now_utc
from spiders.sources.source import Window
from tests.flows.command import refusal
from tests.portals.server import Running, running
from tests.spiders.archives import REHOST, capture, news
from tests.spiders.test_archived_files import file_of, offering

BACKFILL = ("backfill", "--portal", "sonla", "--since", "2024-01-01", "--until", "2024-12-31")


@pytest.fixture
def operator(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_REHOST", REHOST)
    monkeypatch.setenv("GAT_DELAY", "0")
    monkeypatch.setenv("GAT_WORKERS", "1")


def _fill(site: Running) -> None:
    replica = site.replica("sonla.test")
    months = ("20240115000000", "20241115000000")
    pages = [*offering(replica, 2), *(page for page in news(replica, 9) if not page.attachments)][:4]
    stamped = zip(pages, months * 2, strict=True)
    captures = [capture(replica, page, stamp) for page, stamp in stamped]
    site.wayback.captures = [*captures, file_of(replica, captures[0], months[0])]


def test_years_come_slice_by_slice_from_an_archive_and_the_warehouse_from_its_pages(
    data: Path, operator: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running() as site:
        monkeypatch.setenv("GAT_PROXY", site.proxy)
        _fill(site)
        wayback = (*BACKFILL, "--source", "wayback", "--slice", "200d")
        assert run([*wayback, "--limit", "3"]) == 0
        shown = capsys.readouterr()
        assert "2024-12-31" in shown.out.splitlines()[1]
        assert run(wayback) == 0
        assert "slices were finished before" in capsys.readouterr().out
        asked = len(site.log)
        assert run(wayback) == 0
        assert len(site.log) == asked
        assert "3 slices were finished before" in capsys.readouterr().out
    with Ledger(data / "ledger.sqlite") as ledger:
        rows = [row for row in ledger.captures() if row.kind == "article"]
    assert {row.source_kind for row in rows} == {"wayback"}
    assert [row.fetched_at.month for row in rows] == [11, 11, 1, 1]
    (data / "warehouse.duckdb").unlink()
    assert run(["rebuild"]) == 0
    assert (
        run(["query", "--format", "csv", "SELECT kind, count(*) FROM articles GROUP BY ALL ORDER BY 1"]) == 0
    )
    assert capsys.readouterr().out.split()[-2:] == ["file,1", "news,4"]
    assert run(["query", "--format", "csv", "SELECT state, reason FROM files ORDER BY 1"]) == 0
    assert capsys.readouterr().out.split()[-2:] == ["not_fetched,not_in_archive", "read,"]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--source", "ftp"], 2, "live, wayback, commoncrawl or warc:PATH"),
        (["--slice", "x"], 2, "90d"),
        (["--slice", "99999999999d"], 2, "a number of days from 1 to 36525"),
        (["--slice", "36526"], 2, "a number of days from 1 to 36525"),
        (["--since", "9999-01-01", "--until", "9999-12-31"], 2, "9999-01-01 is in the future"),
        (["--until", "2023-01-01"], 2, "later than"),
        (["--portal", "nix"], 4, "no portal 'nix'"),
        (["--since", "20240101"], 2, "2024-06-30"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    data: Path, capsys: pytest.CaptureFixture[str], options: list[str], code: int, words: str
) -> None:
    got, said = refusal(capsys, *BACKFILL, *options)
    assert got == code
    assert words in said
    assert not data.exists()


def test_days_to_come_are_left_out(data: Path, operator: None) -> None:
    today = now_utc().date()
    plan = _plan("sonla", ["wayback"], today, date.max, "90d")
    assert plan.until == today
    assert Window(date(9999, 12, 1), date.max).slices(90)[0].last == date.max


def test_an_archive_is_not_asked_without_a_contact(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GAT_CONTACT")
    code, said = refusal(capsys, *BACKFILL, "--source", "wayback")
    assert code == 4
    assert "GAT_CONTACT" in said


def test_a_rehearsal_asks_no_real_archive(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAT_REHOST", ".gov.vn=.test")
    code, said = refusal(capsys, *BACKFILL, "--source", "wayback")
    assert code == 4
    assert "add web.archive.org=HOST" in said
    assert not data.exists()


def test_nothing_to_rebuild_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rebuild"]) == 2
    assert "nothing can be rebuilt" in capsys.readouterr().err
