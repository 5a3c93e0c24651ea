"""Crawling and reading killed at thirty effects and more: nothing is lost or comes twice, the next run heals.

A kill is SIGKILL just before an effect, or in the middle of a write. After each one the stage is run again.
"""

import random
import signal
from pathlib import Path

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.effects import Fault
from tests.faults.moments import shares, spread
from tests.faults.world import digests, due, kept, told_by

# A share of the kills takes ten seconds of processor time, on a busy machine much longer.
pytestmark = pytest.mark.timeout(900)

KILLED = -signal.SIGKILL
SEED = 20261122


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
