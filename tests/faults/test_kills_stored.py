"""Loading and publishing killed at thirty effects each: nothing is lost or comes twice, the next run heals.

A kill is SIGKILL just before an effect, or in the middle of a write. The run after it is killed too, at a
later effect, and so on; then one is left alone. That shows what a run after each kill would, and more: what
it finds is what several killed ones left on top of each other. The release is read after each kill.
Kills by the clock come besides, wherever they fall: in a commit, a checkpoint, a copy of the database too.
"""

import random
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.effects import Fault
from tests.faults.moments import chains, shares
from tests.faults.world import digests, due, kept, left_over, needs, told_by

# A share of the kills takes ten seconds of processor time, on a busy machine much longer.
pytestmark = pytest.mark.timeout(900)

SILENT = "before ended without a word in the stage {}: nothing is lost, this run went on from there"


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
        assert SILENT.format("load") in needs(place.data)
        assert digests(place.data) == prepared.loaded_rows, chain
    assert killed >= 15
    assert prepared.run(stages.night, place).exit_code == 0
    assert told_by(place.data) == prepared.after
    assert digests(place.data) == prepared.rows


def test_a_check_killed_at_any_effect_is_done_by_the_next(prepared: Prepared, tmp_path: Path) -> None:
    for number, chain in enumerate(chains(prepared.effects["check"], 8, 4)):
        place = prepared.copy(prepared.loaded, tmp_path / f"{number}")
        for fault in chain:
            assert prepared.kill(place, "check", fault) == prepared.before
        assert prepared.run(stages.night, place).exit_code == 0
        assert any(SILENT.format(part) in needs(place.data) for part in ("derive", "check"))
        assert told_by(place.data) == prepared.after
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
        assert SILENT.format("publish") in needs(place.data)
        assert told_by(place.data) == prepared.after
        assert digests(place.data) == prepared.rows, chain
        assert not left_over(place.data)
    assert killed >= 15


@pytest.mark.parametrize(("stage", "longest"), [("load", 0.4), ("publish", 0.9)])
def test_a_stage_killed_at_any_moment_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, stage: str, longest: float
) -> None:
    chance, killed = random.Random(21), 0
    cases: dict[str, tuple[Path, dict[str, Any]]] = {
        "load": (prepared.crawled, {"prepared": prepared.extracted, "last": "load"}),
        "publish": (prepared.checked, {"is_checked": True}),
    }
    source, options = cases[stage]
    for chain in range(2):
        place = prepared.copy(source, tmp_path / f"{chain}")
        # From early to late: one that has done it all leaves nothing for the others to be killed at.
        for moment in sorted(chance.uniform(0.001, longest) for _ in range(5)):
            ended = prepared.nursery.run(stages.night, place, stage, within=moment, **options)
            assert ended.code in {0, -signal.SIGALRM}, (moment, ended)
            assert told_by(place.data) in {prepared.before, prepared.after}, moment
            killed += ended.code != 0
        assert prepared.run(stages.night, place).exit_code == 0
        assert told_by(place.data) == prepared.after
        assert digests(place.data) == prepared.rows, chain
        assert not left_over(place.data)
    assert killed >= 3


def test_logs_of_the_databases_that_a_kill_left_may_be_lost(prepared: Prepared, tmp_path: Path) -> None:
    place = prepared.new(tmp_path / "crawled")
    late = Fault(len(prepared.effects["crawl"]) * 3 // 4)
    assert prepared.nursery.run(stages.crawl, place, "r1", late).code == -signal.SIGKILL
    (place.data / "ledger.sqlite-wal").unlink()
    assert prepared.run(stages.crawl, place, "r2")[0] == 0
    assert set(kept(place.data)) == set(prepared.pages)
    place = prepared.copy(prepared.crawled, tmp_path / "loaded")
    # No page is marked as loaded before its rows are in the database itself: then there is no log to lose.
    captures, marking = due(place.data), Fault(1, of="sqlite")
    assert prepared.kill(place, "load", marking, prepared=prepared.extracted) == prepared.before
    assert due(place.data) == captures
    assert not (place.data / "warehouse.duckdb.wal").exists()
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.rows
