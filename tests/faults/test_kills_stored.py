"""Loading and publishing killed at thirty effects each: nothing is lost or comes twice, the next run heals.

A kill is SIGKILL just before an effect, or in the middle of a write. The run after it is killed too, at a
later effect, and so on; then one is left alone. That shows what a run after each kill would, and more: what
it finds is what several killed ones left on top of each other. The release is read after each kill.
"""

import signal
from pathlib import Path

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.effects import Fault
from tests.faults.moments import chains, shares
from tests.faults.world import digests, kept, needs, told_by

# A share of the kills takes ten seconds of processor time, on a busy machine much longer.
pytestmark = pytest.mark.timeout(900)


@shares(2)
def test_a_load_killed_at_any_effect_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    options = {"prepared": prepared.extracted, "last": "load"}
    killed = 0
    for number, chain in enumerate(chains(prepared.effects["load"], 30, 4)[share::2]):
        place = prepared.copy(prepared.crawled, tmp_path / f"{number}")
        for fault in chain:
            assert prepared.kill(place, "load", fault, **options) == prepared.before
            killed += 1
        assert prepared.run(stages.night, place, **options).exit_code == 0
        told = "before ended without a word in the stage load: nothing is lost, this run went on from there"
        assert told in needs(place.data)
        assert digests(place.data) == prepared.loaded_rows, chain
    assert killed >= 15
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.rows


def test_a_check_killed_at_any_effect_is_done_by_the_next(prepared: Prepared, tmp_path: Path) -> None:
    for number, chain in enumerate(chains(prepared.effects["check"], 8, 4)):
        place = prepared.copy(prepared.loaded, tmp_path / f"{number}")
        for fault in chain:
            assert prepared.kill(place, "check", fault) == prepared.before
        assert prepared.run(stages.night, place, last="check").exit_code == 0
        assert digests(place.data) == prepared.rows, chain


@shares(2)
def test_a_publish_killed_at_any_effect_leaves_a_release_whole_and_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    killed = 0
    for number, chain in enumerate(chains(prepared.effects["publish"], 30, 5)[share::2]):
        place = prepared.copy(prepared.checked, tmp_path / f"{number}")
        for fault in chain:
            told = prepared.kill(place, "publish", fault, is_checked=True)
            assert told in {prepared.before, prepared.after}, fault
            killed += 1
        assert prepared.run(stages.night, place).exit_code == 0
        assert told_by(place.data) == prepared.after
        assert digests(place.data) == prepared.rows, chain
        assert not [path for path in (place.data / "published").iterdir() if path.name.startswith(".")]
    assert killed >= 15


def test_logs_of_the_databases_that_a_kill_left_may_be_lost(prepared: Prepared, tmp_path: Path) -> None:
    place = prepared.new(tmp_path / "crawled")
    late = Fault(len(prepared.effects["crawl"]) * 3 // 4)
    assert prepared.nursery.run(stages.crawl, place, "r1", late).code == -signal.SIGKILL
    (place.data / "ledger.sqlite-wal").unlink()
    assert prepared.run(stages.crawl, place, "r2")[0] == 0
    assert set(kept(place.data)) == set(prepared.pages)
    place = prepared.copy(prepared.crawled, tmp_path / "loaded")
    commit = Fault(prepared.effects["load"].count("duckdb"), of="duckdb")
    assert prepared.kill(place, "load", commit) == prepared.before
    (place.data / "warehouse.duckdb.wal").unlink(missing_ok=True)
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.rows
