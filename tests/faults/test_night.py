"""A night with a bug in a rule, a hungry or hanging reader, a wrong clock, an impatient operator."""

import json
import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.lock import holder_of
from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.world import HOST, SLUG, as_it_was, digests, due, kept, needs, told_by
from warehouse.query import run_query
from warehouse.releases import current_snapshot

pytestmark = pytest.mark.timeout(900)

#: The article that the rules fail on.
TITLE, URL = "Bình Dương đặt đích cho các chỉ số", "chitiet.aspx?id=1000"
PATIENCE = 60.0


#: What a rule does night after night, the reason that is told, and words of the report.
FAILURES = {
    "hangs": ("extract_timeout", ""),
    "dies": ("extract_crash", ""),
    "eats": ("extract_error", "MemoryError"),
    "raises": ("extract_error", "ZeroDivisionError: a bug in one rule"),
}


def test_an_article_that_a_rule_fails_on_is_listed_and_read_when_it_is_mended(
    prepared: Prepared, tmp_path: Path
) -> None:
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    for kind, (reason, words) in FAILURES.items():
        last = "publish" if kind == "raises" else "load"
        told = prepared.run(stages.unlucky, place, kind, TITLE, last)
        assert (told.exit_code, told.rejected) == (5, {reason: 1})
        assert told.trouble.startswith(f"{SLUG} partial: not read: 1 x {reason}, the first: http://")
        assert told.trouble.endswith("; the next run reads them again")
        assert told.trouble in needs(place.data)
        assert (URL in told.trouble.lower(), words in told.trouble) == (True, True), told.trouble
        assert len(due(place.data)) == 1
    assert told_by(place.data) == prepared.after - 1
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.rows


def test_an_edit_under_a_clock_set_back_is_the_newer_version(prepared: Prepared, tmp_path: Path) -> None:
    place = prepared.copy(prepared.checked, tmp_path / "data")
    page = prepared.server.site(HOST).page("1000")
    with as_it_was(page):
        prepared.server.edit(HOST, "1000", title="Bản đã sửa", body=["Số liệu mới của tỉnh: 41,5 điểm."])
        page.lead = None
        told = prepared.run(stages.clocked, place, timedelta(days=-1))
    assert told.exit_code == 0
    question = "SELECT text, version_count FROM articles WHERE url LIKE '%=1000'"
    with run_query(place.data / "warehouse.duckdb", question) as result:
        assert list(result.rows) == [("Số liệu mới của tỉnh: 41,5 điểm.", 2)]
    database = current_snapshot(place.data / "published")
    with run_query(database, "SELECT title, version_count FROM articles WHERE url LIKE '%=1000'") as result:
        assert list(result.rows) == [("Bản đã sửa", 2)]
    release = database.parent
    # Made by the run that published it, whose clock says that another one is newer.
    published = json.loads((release / "datapackage.json").read_text("utf-8"))["provenance"]["run_id"]
    assert published == json.loads((place.data / "reports" / "latest.json").read_text("utf-8"))["run_id"]
    assert published != max(runs(place.data))


def test_a_clock_decades_ahead_stops_the_run_before_it_writes_anything(
    prepared: Prepared, tmp_path: Path
) -> None:
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    before = runs(place.data)
    ended = prepared.nursery.run(stages.clocked, place, timedelta(days=40 * 365))
    assert ended.code == 4
    assert "39 years after the newest page in " in ended.error or "40 years after" in ended.error
    assert "set the clock" in ended.error
    assert runs(place.data) == before
    assert prepared.run(stages.night, place, last="load").exit_code == 0
    assert digests(place.data) == prepared.loaded_rows


def test_a_clock_years_ahead_is_told_by_the_first_server_and_nothing_is_kept(
    prepared: Prepared, tmp_path: Path
) -> None:
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    before, release = kept(place.data), current_snapshot(place.data / "published")
    ended = prepared.nursery.run(stages.clocked, place, timedelta(days=5 * 365))
    assert ended.code == 4
    assert f"that of {HOST} " in ended.error
    assert "set the clock" in ended.error
    assert (kept(place.data), current_snapshot(place.data / "published")) == (before, release)
    assert prepared.run(stages.night, place, last="load").exit_code == 0
    assert digests(place.data) == prepared.loaded_rows


def runs(data: Path) -> list[str]:
    """Return the ids of the runs that the warehouse tells of."""
    with run_query(data / "warehouse.duckdb", "SELECT run_id FROM runs ORDER BY run_id") as result:
        return [str(run) for (run,) in result.rows]


@pytest.mark.parametrize(
    ("numbers", "codes"), [([signal.SIGINT] * 2, {11}), ([signal.SIGTERM, signal.SIGINT], {11, 13})]
)
def test_a_run_that_is_told_twice_to_stop_leaves_no_process_and_no_lock(
    prepared: Prepared, tmp_path: Path, numbers: list[signal.Signals], codes: set[int]
) -> None:
    place = prepared.new(tmp_path / "data")
    seen = len(prepared.server.log)
    process = prepared.nursery.start(stages.stoppable, place)
    patience = time.monotonic() + PATIENCE
    while not any("TongQuat" in hit.path for hit in prepared.server.log[seen:]):
        assert time.monotonic() < patience
        time.sleep(0.02)
    for number in numbers:
        os.kill(process, number)
        time.sleep(0.05)
    ended = prepared.nursery.wait()
    assert ended.value in codes, ended
    while left := [one for one in processes() if str(place.data) in one]:
        assert time.monotonic() < patience, left
        time.sleep(0.05)
    assert holder_of(place.data) is None
    word = {11: "interrupted", 13: "terminated"}[ended.value]
    told = f"stopped in the stage crawl: {word}: nothing is lost: the next run goes on from there"
    assert told in needs(place.data)
    assert prepared.run(stages.crawl, place, "next")[0] == 0
    assert set(kept(place.data)) == set(prepared.pages)


def processes() -> list[str]:
    """Return what the running processes have open, a line for each."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            names = [str(one.readlink()) for one in (process / "fd").iterdir()]
        except OSError:
            continue  # gone, or another user's
        found.append(" ".join([process.name, *names]))
    return found
