"""Every stage killed at thirty effects and more: nothing is lost, nothing comes twice, the next run heals.

A kill is SIGKILL just before an effect, or in the middle of a write. After each one the stage is run again.
"""

import random
import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.effects import Fault
from tests.faults.world import digests, due, kept, told_by

# A share of the kills takes ten seconds of processor time, on a busy machine much longer.
pytestmark = pytest.mark.timeout(900)

KILLED = -signal.SIGKILL
SEED = 20261122


def spread(names: Sequence[str], count: int) -> list[int]:
    """Return moments spread over all effects, at each kind of them at least one."""
    first = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    every = {1 + at * (len(names) - 1) // max(1, count - 1) for at in range(count)}
    for number in range(1, len(names) + 1):
        if len(every | set(first.values())) >= count:
            break
        every.add(number)
    return sorted(every | set(first.values()))


def shares(count: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("share", range(count))


@shares(3)
def test_a_crawl_killed_at_any_effect_is_finished_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    killed = 0
    for moment in spread(prepared.effects["crawl"], 30)[share::3]:
        place = prepared.new(tmp_path / f"{moment}")
        killed += prepared.nursery.run(stages.crawl, place, "r1", Fault(moment)).code == KILLED
        assert prepared.run(stages.crawl, place, "r2")[0] == 0
        pages = kept(place.data)
        # The page under way may have been kept, and is opened once more for its files.
        assert (set(pages), len(pages) - len(prepared.pages) <= 1) == (set(prepared.pages), True), moment
    assert killed >= 10
    assert prepared.run(stages.night, place).exit_code == 0
    assert digests(place.data) == prepared.fresh_rows


@shares(2)
@pytest.mark.parametrize("stage", ["parse", "extract"])
def test_a_run_killed_while_it_reads_has_changed_nothing_and_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, stage: str, share: int
) -> None:
    before, captures = digests(prepared.crawled), due(prepared.crawled)
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    moments = range(1, len(prepared.effects[stage]) + 1)[share::2]
    for moment in moments:
        assert prepared.nursery.run(stages.night, place, stage, Fault(moment)).code == KILLED
        assert (digests(place.data), due(place.data)) == (before, captures), moment
    assert told_by(place.data) == prepared.before
    assert prepared.run(stages.night, place).exit_code == 0
    assert digests(place.data) == prepared.rows


@pytest.mark.parametrize("program", ["pipelines.workers", "spiders.files.child"])
def test_a_worker_killed_at_any_call_costs_one_page_until_the_next_run(
    prepared: Prepared, tmp_path: Path, program: str
) -> None:
    chance, killed = random.Random(SEED), 0
    for number in range(11):
        place = prepared.copy(prepared.crawled, tmp_path / f"{number}")
        moment = int(10 ** chance.uniform(0, 4))
        told = prepared.run(stages.night, place, dying=(program, moment), last="load")
        killed += sum(told.rejected.values())
        assert told.exit_code == (5 if told.rejected else 0)
        assert prepared.run(stages.night, place, last="load").exit_code == 0
        assert digests(place.data) == prepared.loaded_rows, moment


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


@shares(4)
def test_a_publish_killed_at_any_effect_leaves_a_release_whole_and_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    told: Counter[int] = Counter()
    for moment in spread(prepared.effects["publish"], 30)[share::4]:
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
