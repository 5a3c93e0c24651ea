"""A whole run without an orchestrator, on captures made by hand: exactly once, whatever comes between."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.crawl import CrawlResult
from pipelines.identity import new_run_id
from pipelines.lock import RunLockedError, run_lock
from pipelines.plan import NightPlan, portals_to_crawl
from pipelines.progress import Observer
from pipelines.run import Night, run_night
from pipelines.summary import RunSummary
from spiders.errors import ArchiveError, PortalConfigError
from spiders.ledger import CaptureRow, Ledger
from spiders.portal import SHIPPED
from tests.pipelines.captures import archived, page
from warehouse.connection import open_warehouse
from warehouse.errors import NoSnapshot
from warehouse.query import run_query
from warehouse.releases import current_snapshot, point_current_at

TEXT = "Năm 2023, chỉ số PAPI của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with five captured articles, none loaded."""
    captures = [archived(tmp_path, number, page(f"Bài viết {number}", TEXT)) for number in range(1, 6)]
    remember(tmp_path, *captures)
    return tmp_path


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RunSummary]:
    """A data folder after its first run, with five articles and a page that is none; how the run went."""
    folder = tmp_path_factory.mktemp("loaded")
    captures = [archived(folder, number, page(f"Bài viết {number}", TEXT)) for number in range(1, 6)]
    remember(folder, *captures, archived(folder, 9, b"<html><body>404</body></html>"))
    return folder, load(folder, batch_size=3)


@pytest.fixture
def loaded(loaded_once: tuple[Path, RunSummary], tmp_path: Path) -> Path:
    """A copy of it, with the same snapshot."""
    return shutil.copytree(loaded_once[0], tmp_path / "data", symlinks=True)


def remember(data: Path, *captures: CaptureRow) -> None:
    with Ledger(data / "ledger.sqlite") as ledger:
        for capture in captures:
            ledger.add_capture(capture)


def plan(data: Path, **changes: Any) -> NightPlan:
    made = NightPlan(
        data=data, portals_dir=SHIPPED, gat_version="0", portals=("sonla",), workers=1, batch_size=2
    )
    return replace(made, **changes)


@pytest.fixture
def publish_nothing(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on leave the release out, half of a run, where nobody looks at it."""
    return lambda: monkeypatch.setattr(Night, "publish", lambda _night: None)


def load(data: Path, **changes: Any) -> RunSummary:
    return run_night(plan(data, **changes), Observer(), crawl=False)


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with run_query(current_snapshot(data / "published"), sql) as result:
        return list(result.rows)


def still_due(data: Path) -> list[str]:
    with Ledger(data / "ledger.sqlite") as ledger:
        return [capture.capture_id for capture in ledger.unloaded()]


def test_batches_are_loaded_checked_and_published_and_a_second_run_adds_nothing(data: Path) -> None:
    first = load(data)
    assert (first.status, first.exit_code, first.trouble) == ("ok", 0, "")
    assert first.portals[0].articles == 5
    assert first.rows_changed > 0
    assert still_due(data) == []
    assert rows(data, "SELECT count(*), count(DISTINCT article_id) FROM articles") == [(5, 5)]
    assert rows(
        data, "SELECT kind, count(*) FROM out_facts WHERE kind <> 'date' GROUP BY ALL ORDER BY ALL"
    ) == [
        ("rank", 5),
        ("score", 5),
    ]
    second = load(data)
    assert (second.rows_changed, second.portals[0].articles) == (0, 0)
    assert second.snapshot != first.snapshot
    assert rows(data, "SELECT count(*) FROM articles") == [(5,)]


def test_the_run_tells_how_it_went_in_the_warehouse(loaded_once: tuple[Path, RunSummary]) -> None:
    data, summary = loaded_once
    told = rows(data, "SELECT run_id, status, finished_at IS NOT NULL FROM runs WHERE gat_version = '0'")
    assert told == [(summary.run_id, "ok", True)]


def test_a_run_killed_between_commit_and_ledger_is_healed_by_the_next(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_ledger: Ledger, _ids: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "mark_loaded", killed)
        with pytest.raises(KeyboardInterrupt):
            load(data)
    assert len(still_due(data)) == 5
    assert load(data).status == "ok"
    assert still_due(data) == []
    assert rows(data, "SELECT count(*) FROM articles") == [(5,)]
    assert rows(data, "SELECT count(*) FROM scores") == [(5,)]


def test_a_capture_is_marked_only_when_its_rows_are_in(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.run.load_batch", failing)
        with pytest.raises(OSError, match="No space left"):
            load(data)
    assert len(still_due(data)) == 5


def test_damaged_bytes_are_told_stay_due_and_heal_when_restored(data: Path) -> None:
    file = data / "archive" / "sonla" / "r1.warc.gz"
    good = file.read_bytes()
    with Ledger(data / "ledger.sqlite") as ledger:
        last = list(ledger.unloaded())[-1]
    file.write_bytes(good[: last.warc_offset + 20])
    summary = load(data)
    assert summary.exit_code == 9
    assert summary.portals[0].rejected == {"archive_corrupt": 1}
    assert "archive_corrupt" in summary.trouble
    assert still_due(data) == [last.capture_id]
    assert rows(data, "SELECT count(*) FROM articles") == [(4,)]
    file.write_bytes(good)
    assert load(data).exit_code == 0
    assert rows(data, "SELECT count(*) FROM articles") == [(5,)]
    assert rows(data, "SELECT count(*) FROM rejections") == [(0,)]


def test_a_page_that_is_no_article_is_listed_once_and_never_asked_again(
    loaded: Path, loaded_once: tuple[Path, RunSummary]
) -> None:
    assert sum(loaded_once[1].portals[0].rejected.values()) == 1
    assert still_due(loaded) == []
    assert load(loaded).portals[0].rejected == {}
    assert len(rows(loaded, "SELECT reason FROM rejections")) == 1


def test_a_check_that_refuses_keeps_the_last_snapshot(loaded: Path) -> None:
    first = current_snapshot(loaded / "published")
    with open_warehouse(loaded / "warehouse.duckdb") as connection:
        connection.execute("UPDATE articles SET text = 'khác'")
    second = load(loaded)
    assert (second.exit_code, second.snapshot) == (7, None)
    assert "refused" in second.trouble
    assert current_snapshot(loaded / "published") == first


def test_a_run_is_refused_while_another_is_at_work(data: Path) -> None:
    with run_lock(data, "gat run, run r7"), pytest.raises(RunLockedError, match="gat run, run r7"):
        load(data)


def test_a_run_is_refused_while_another_publishes_and_disturbs_nothing(
    loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def meanwhile(release: Path) -> None:
        with pytest.raises(RunLockedError) as refusal:
            load(loaded)
        said.append(str(refusal.value))
        point_current_at(release)

    monkeypatch.setattr("warehouse.publish.point_current_at", meanwhile)
    first = load(loaded)
    assert (first.exit_code, current_snapshot(loaded / "published")) == (0, first.snapshot)
    assert f"process {os.getpid()} on " in said[0]
    assert f"(gat run, run {first.run_id}, since " in said[0]
    assert json.loads((loaded / "reports" / "latest.json").read_text("utf-8"))["run_id"] == first.run_id
    assert len(rows(loaded, "FROM runs")) == 2


def test_a_portal_that_is_not_configured_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(PortalConfigError, match="atlantis"):
        load(tmp_path / "data", portals=("atlantis",))
    assert not (tmp_path / "data").exists()


def test_other_portals_captures_are_left_for_their_own_run(
    data: Path, publish_nothing: Callable[[], None]
) -> None:
    publish_nothing()
    remember(data, replace(archived(data, 7, page("Khác", TEXT)), portal="vinhlong", url_key="khac"))
    load(data)
    assert still_due(data) == [f"{7:016x}"]


def test_run_ids_sort_by_time() -> None:
    at = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    assert new_run_id(at) < new_run_id(at + timedelta(seconds=1))
    assert new_run_id(at) != new_run_id(at)
    assert new_run_id(at)[:17] == "20261121T183000Z-"


def test_a_night_holds_its_lock_until_it_ends(data: Path) -> None:
    with Night(plan(data), Observer()), pytest.raises(RunLockedError), run_lock(data, "another"):
        pass
    with run_lock(data, "another"):
        pass


class Heard(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def said(self, line: str) -> None:
        self.lines.append(line)


@pytest.mark.parametrize("is_known", [True, False])
def test_a_warehouse_that_was_moved_away_is_rebuilt_from_the_archive(
    loaded: Path, is_known: bool, publish_nothing: Callable[[], None]
) -> None:
    data = loaded
    facts = "SELECT evidence_id, fact_key, first_seen_at FROM out_facts_history ORDER BY ALL"
    before = rows(data, facts)
    (data / "warehouse.duckdb").unlink()
    if is_known:  # a run that was killed when it had made the file
        with open_warehouse(data / "warehouse.duckdb"):
            pass
    heard = Heard()
    again = run_night(plan(data), heard, crawl=False)
    assert heard.lines == ["the warehouse is new: 6 captures in the archive are read and loaded again"]
    assert (again.exit_code, again.portals[0].articles) == (0, 5)
    assert rows(data, facts) == before
    publish_nothing()
    assert load(data).rows_changed == 0


def test_pages_that_are_no_articles_are_a_trace_too(tmp_path: Path) -> None:
    remember(tmp_path, archived(tmp_path, 9, b"<html><body>404</body></html>"))
    load(tmp_path)
    heard = Heard()
    run_night(plan(tmp_path), heard, crawl=False)
    assert heard.lines == ["the warehouse holds no article yet: no snapshot is published"]


def test_a_snapshot_with_fewer_articles_is_refused_with_numbers(loaded: Path) -> None:
    data, first = loaded, current_snapshot(loaded / "published")
    with open_warehouse(data / "warehouse.duckdb") as connection:
        for table in ("articles", "article_versions", "captures", "rejections", "scores", "ranks", "dates"):
            connection.execute(f"DELETE FROM {table}")
    second = load(data, portals=("vinhlong",))
    assert (second.exit_code, second.snapshot, second.status) == (7, None, "failed")
    assert "published=5, now=0" in second.trouble
    assert "move warehouse.duckdb away" in second.trouble
    assert "\n" not in second.trouble
    assert current_snapshot(data / "published") == first
    assert load(data).exit_code == 0


def test_a_damaged_ledger_is_told_in_one_line_with_exit_code_9(loaded: Path) -> None:
    path = loaded / "ledger.sqlite"
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match=r"ledger is damaged|cannot be opened") as caught:
        load(loaded)
    assert caught.value.exit_code == 9
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def failing(*_: object) -> list[CrawlResult]:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return [CrawlResult(portal="sonla", run_id="r", status="failed", started_at=at, finished_at=at)]


def test_a_run_that_fetched_and_loaded_nothing_publishes_nothing(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.run.crawl_portals", failing)
    empty, heard = tmp_path / "empty", Heard()
    first = run_night(plan(empty), heard, crawl=True)
    assert (first.exit_code, first.snapshot) == (8, None)
    assert heard.lines == ["nothing could be fetched and nothing was loaded: no snapshot is published"]
    with pytest.raises(NoSnapshot):
        current_snapshot(empty / "published")
    assert run_night(plan(data), Observer()).snapshot is not None  # it loads what was fetched before
    last = current_snapshot(data / "published")
    assert run_night(plan(data), Observer()).snapshot is None
    assert current_snapshot(data / "published") == last


@pytest.mark.parametrize(
    ("changes", "is_asked"),
    [({}, False), ({"portals": ("binhduong", "sonla")}, True), ({"rehost": ".gov.vn=.test"}, True)],
    ids=["nightly", "named", "replica"],
)
def test_a_portal_that_has_ended_is_not_asked_unless_it_is_named_or_a_replica(
    tmp_path: Path, changes: dict[str, Any], *, is_asked: bool
) -> None:
    heard = Heard()
    asked = portals_to_crawl(plan(tmp_path, **{"portals": (), **changes}), heard)
    assert ("binhduong" in asked, "sonla" in asked) == (is_asked, True)
    told = "binhduong: ended on 2025-06-30 and is not asked; gat backfill --portal binhduong --since DATE"
    assert [line.startswith(told) for line in heard.lines] == ([] if is_asked else [True])


def test_a_night_that_could_fetch_nothing_has_failed_although_a_portal_was_not_asked(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.run.crawl_portals", failing)
    summary = run_night(plan(data, portals=()), Heard(), crawl=True)
    assert {one.portal for one in summary.portals if not one.is_crawled} >= {"binhduong"}
    assert (summary.status, summary.exit_code) == ("failed", 8)


def test_a_first_run_that_finds_no_article_publishes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path / "empty").snapshot is None
