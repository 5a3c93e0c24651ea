"""Loading and publishing killed at thirty effects: nothing is lost or comes twice, the next run heals.

A kill is SIGKILL just before an effect, or in the middle of a write. After each one the stage is run again.
"""

import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.effects import Fault
from tests.faults.moments import shares, spread
from tests.faults.world import digests, kept, told_by

# A share of the kills takes ten seconds of processor time, on a busy machine much longer.
pytestmark = pytest.mark.timeout(900)

KILLED = -signal.SIGKILL


@shares(3)
def test_a_load_killed_at_any_effect_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    killed = 0
    for number, moment in enumerate(spread(prepared.effects["load"], 30)[share::3]):
        place = prepared.copy(prepared.crawled, tmp_path / f"{moment}")
        options = {"prepared": prepared.extracted, "last": "load"}
        killed += prepared.nursery.run(stages.night, place, "load", Fault(moment), **options).code == KILLED
        assert told_by(place.data) == prepared.before
        healed = prepared.run(stages.night, place, **options)
        assert healed.exit_code == 0
        assert digests(place.data) == prepared.loaded_rows, moment
        if number == 0:
            assert prepared.run(stages.night, place).exit_code == 0
            assert digests(place.data) == prepared.rows, moment
    assert killed >= 10


@shares(2)
def test_a_check_killed_at_any_effect_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    for moment in spread(prepared.effects["check"], 8)[share::2]:
        place = prepared.copy(prepared.loaded, tmp_path / f"{moment}")
        assert prepared.nursery.run(stages.night, place, "check", Fault(moment)).code == KILLED
        assert told_by(place.data) == prepared.before
        assert prepared.run(stages.night, place, last="check").exit_code == 0
        assert digests(place.data) == prepared.rows, moment


@shares(3)
def test_a_publish_killed_at_any_effect_leaves_a_release_whole_and_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    told: Counter[int] = Counter()
    for moment in spread(prepared.effects["publish"], 30)[share::3]:
        place = prepared.copy(prepared.loaded, tmp_path / f"{moment}")
        assert prepared.nursery.run(stages.night, place, "publish", Fault(moment)).code == KILLED
        told[told_by(place.data)] += 1
        assert prepared.run(stages.night, place).exit_code == 0
        assert told_by(place.data) == prepared.after
        assert digests(place.data) == prepared.rows, moment
        assert not [path for path in (place.data / "published").iterdir() if path.name.startswith(".")]
    assert set(told) <= {prepared.before, prepared.after}


def test_logs_of_the_databases_that_a_kill_left_may_be_lost(prepared: Prepared, tmp_path: Path) -> None:
    place = prepared.new(tmp_path / "crawled")
    late = Fault(len(prepared.effects["crawl"]) * 3 // 4)
    assert prepared.nursery.run(stages.crawl, place, "r1", late).code == KILLED
    (place.data / "ledger.sqlite-wal").unlink()
    assert prepared.run(stages.crawl, place, "r2")[0] == 0
    assert set(kept(place.data)) == set(prepared.pages)
    place = prepared.copy(prepared.crawled, tmp_path / "loaded")
    commit = max(at for at, name in enumerate(prepared.effects["load"], 1) if name == "duckdb")
    assert prepared.nursery.run(stages.night, place, "load", Fault(commit)).code == KILLED
    (place.data / "warehouse.duckdb.wal").unlink(missing_ok=True)
    assert prepared.run(stages.night, place).exit_code == 0
    assert digests(place.data) == prepared.rows
