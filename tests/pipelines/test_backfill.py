"""Slices of a back-fill: their order, what is passed over, where it ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines import backfill
from pipelines.backfill import BackfillPlan, SliceRun, back_fill, sources_of
from pipelines.crawl import CrawlResult
from pipelines.plan import NightPlan, refuse_nameless
from pipelines.progress import Observer
from pipelines.reach import Reach
from spiders.errors import ContactMissingError
from spiders.ledger import Ledger
from spiders.portal import SHIPPED, load_portals
from spiders.sources.slices import note_finished
from spiders.sources.source import Window
from spiders.sources.warcfiles import WarcPathError

SONLA = load_portals()["sonla"]
AT = datetime(2026, 11, 22, tzinfo=UTC)


class Nights:
    """Stands for the runs: notes what each is asked and answers as told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[Reach] = []
        self.answers: list[dict[str, Any]] = []
        monkeypatch.setattr(backfill, "Night", self.begin)
        monkeypatch.setattr(backfill, "all_stages", lambda night: night.summary)

    def begin(self, plan: NightPlan, _observer: Observer, **_: str) -> "Nights":
        self.asked.append(plan.reach)
        told: dict[str, Any] = {"status": "ok", "code": 0, "stops": {"Tin": "since"}, "articles": 5}
        told |= self.answers.pop(0) if self.answers else {}
        self.results = [
            CrawlResult(
                portal="sonla", run_id="r", status=told["status"], started_at=AT, finished_at=AT,
                stops=told["stops"], counts={"article_pages": told["articles"]},
            )
        ]  # fmt: skip
        self.summary = SimpleNamespace(exit_code=told["code"])
        return self

    def __enter__(self) -> "Nights":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @property
    def windows(self) -> list[tuple[date | None, date | None]]:
        return [(one.since or one.first, one.until or one.last) for one in self.asked]


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> Nights:
    return Nights(monkeypatch)


def plan(data: Path, *sources: str, **changes: Any) -> BackfillPlan:
    night = NightPlan(data=data, portals_dir=SHIPPED, gat_version="0")
    told: dict[str, Any] = {"since": date(2024, 1, 1), "until": date(2024, 12, 31), "slice_days": 90}
    return BackfillPlan(night=night, portal="sonla", sources=sources or ("live",), **(told | changes))


def run(asked: BackfillPlan) -> list[SliceRun]:
    return list(back_fill(asked, Observer()))


def test_slices_go_from_new_to_old_and_cover_every_day_once(tmp_path: Path, nights: Nights) -> None:
    run(plan(tmp_path))
    assert len(nights.windows) == 5
    assert nights.windows[0][1] == date(2024, 12, 31)
    assert nights.windows[-1][0] == date(2024, 1, 1)
    days = [day for first, last in nights.windows for day in _days(first, last)]
    assert len(days) == len(set(days)) == 366
    assert all(one.page_budget and one.source == "live" and one.first is None for one in nights.asked)


def _days(first: date | None, last: date | None) -> Iterator[int]:
    assert first is not None
    assert last is not None
    yield from range(first.toordinal(), last.toordinal() + 1)


def test_live_slices_that_were_walked_whole_are_passed_over_and_others_are_not(
    tmp_path: Path, nights: Nights
) -> None:
    nights.answers = [{}, {"status": "partial", "code": 5}, {"stops": {"Tin": "limit"}}]
    first = run(plan(tmp_path))
    assert all(one.summary is not None for one in first)
    again = run(plan(tmp_path))
    assert [one.summary is None for one in again] == [True, False, False, True, True]
    assert [one.summary is None for one in run(plan(tmp_path, again=True))] == [False] * 5


def test_a_slice_that_an_archive_finished_is_passed_over_for_that_archive_alone(
    tmp_path: Path, nights: Nights
) -> None:
    done = Window(date(2024, 1, 1), date(2024, 12, 31))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        note_finished(ledger, SONLA, "wayback", done)
    asked = plan(tmp_path, "wayback", "commoncrawl", slice_days=100_000)
    assert [one.summary is None for one in run(asked)] == [True, False]
    assert [one.source for one in nights.asked] == ["commoncrawl"]
    assert {(one.first, one.last, one.since, one.until) for one in nights.asked} == {
        (done.first, done.last, None, None)
    }


def test_a_slice_is_gone_through_again_when_the_portal_file_asks_for_more(
    tmp_path: Path, nights: Nights
) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    text = (SHIPPED / "sonla.toml").read_text("utf-8")
    asked = plan(tmp_path / "data", "wayback", slice_days=100_000)
    asked = replace(asked, night=replace(asked.night, portals_dir=folder))

    def is_passed_over(changed: str) -> bool:
        (folder / "sonla.toml").write_text(changed, "utf-8")
        return run(asked)[0].summary is None

    with Ledger(tmp_path / "data" / "ledger.sqlite") as ledger:
        note_finished(ledger, SONLA, "wayback", Window(date(2024, 1, 1), date(2024, 12, 31)))
    assert is_passed_over(text)
    assert is_passed_over(f"delay_seconds = 9\n{text}")  # how it is asked, not for what
    assert not is_passed_over(f'other_hosts = ["cu.sonla.gov.vn"]\n{text}')
    with Ledger(tmp_path / "data" / "ledger.sqlite") as ledger:
        ledger.connection.execute("UPDATE slices SET mark = NULL")  # as versions before noted it
    assert not is_passed_over(text)


def test_slices_of_warc_files_are_never_finished(tmp_path: Path, nights: Nights) -> None:
    year = Window(date(2024, 1, 1), date(2024, 12, 31))
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        note_finished(ledger, SONLA, "warc", year)
        assert not ledger.connection.execute("SELECT * FROM slices").fetchall()
        # As versions before noted it.
        ledger.connection.execute(
            "INSERT INTO slices (portal, source, first, last, finished_at)"
            " VALUES ('sonla', 'warc', '2024-01-01', '2024-12-31', '2025-01-01')"
        )
    files = [tmp_path / name for name in ("a.warc.gz", "b.warc.gz")]
    for path in files:
        path.touch()
        (done,) = run(plan(tmp_path, f"warc:{path}", slice_days=100_000))
        assert done.summary is not None
    assert [one.source for one in nights.asked] == [f"warc:{path}" for path in files]


def test_a_warc_path_that_is_not_there_is_refused_before_the_first_slice(
    tmp_path: Path, nights: Nights
) -> None:
    data = tmp_path / "data"
    with pytest.raises(WarcPathError, match="no WARC file") as caught:
        run(plan(data, "wayback", f"warc:{tmp_path / 'gone'}"))
    assert caught.value.exit_code == 2
    assert not nights.asked
    assert not data.exists()


def test_a_slice_that_is_not_over_is_never_finished(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        note_finished(ledger, SONLA, "wayback", Window(date(2024, 1, 1), date(9999, 1, 1)))
        assert not ledger.connection.execute("SELECT * FROM slices").fetchall()


def test_the_limit_is_that_of_all_slices(tmp_path: Path, nights: Nights) -> None:
    run(plan(tmp_path, limit=8))
    assert [one.limit for one in nights.asked] == [8, 3]


@pytest.mark.parametrize(("code", "runs"), [(5, 5), (8, 1), (3, 1), (9, 1)])
def test_a_trouble_that_will_not_pass_ends_a_source(
    tmp_path: Path, nights: Nights, code: int, runs: int
) -> None:
    nights.answers = [{"status": "failed", "code": code, "stops": {}}]
    run(plan(tmp_path, "wayback"))
    assert len(nights.asked) == runs


def test_a_source_that_fails_leaves_the_next_its_turn(tmp_path: Path, nights: Nights) -> None:
    nights.answers = [{"status": "failed", "code": 8, "stops": {}}]
    run(plan(tmp_path, "wayback", "commoncrawl", slice_days=400))
    assert {one.source for one in nights.asked} == {"wayback", "commoncrawl"}


def test_a_portal_that_has_ended_lives_on_in_archives() -> None:
    portals, today = load_portals(), date(2026, 11, 22)
    assert sources_of(portals["binhduong"], today) == ("wayback", "commoncrawl")
    assert sources_of(portals["binhduong"], date(2025, 6, 30)) == ("live",)
    assert sources_of(portals["sonla"], today) == ("live",)


def test_archives_are_not_asked_without_a_contact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAT_CONTACT", raising=False)
    night = NightPlan(data=tmp_path, portals_dir=SHIPPED, gat_version="0", portals=("sonla",))
    for source in ("wayback", "commoncrawl", "live"):
        with pytest.raises(ContactMissingError):
            refuse_nameless(replace(night, reach=Reach(source=source)))
    refuse_nameless(replace(night, reach=Reach(source="warc:x")))


def test_what_a_child_is_told() -> None:
    assert Reach().options() == []
    reach = Reach(source="wayback", first=date(2024, 1, 1), last=date(2024, 3, 1), limit=3, all_captures=True)
    assert " ".join(reach.options()) == (
        "--limit 3 --source wayback --from 2024-01-01 --to 2024-03-01 --all-captures"
    )
