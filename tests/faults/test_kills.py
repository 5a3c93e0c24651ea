"""Crawling and reading killed at thirty effects each: nothing is lost or comes twice, the next run heals.

A kill is SIGKILL just before an effect, or in the middle of a write. The run after it is killed too, at
another effect, and so on; then one is left alone. That shows what a run after each kill would, and more: what
it finds is what several killed ones left on top of each other.
"""

import signal
from pathlib import Path

import pytest

from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.moments import chains, shares, spread
from tests.faults.world import digests, due, kept

# A share of the kills takes ten seconds of processor time, on a busy machine much longer.
pytestmark = pytest.mark.timeout(900)

KILLED = -signal.SIGKILL


@shares(2)
def test_a_crawl_killed_at_any_effect_is_finished_by_the_next(
    prepared: Prepared, tmp_path: Path, share: int
) -> None:
    killed = 0
    for number, chain in enumerate(chains(prepared.effects["crawl"], 38, 3)[share::2]):
        place = prepared.new(tmp_path / f"{number}")
        for run, fault in enumerate(chain):
            # One that goes on from much of the work may end before its effect.
            code = prepared.nursery.run(stages.crawl, place, f"r{run}", fault).code
            assert code in {0, KILLED}, fault
            killed += code == KILLED
        assert prepared.run(stages.crawl, place, "last")[0] == 0
        pages = kept(place.data)
        # The page under way may have been kept, and is opened once more for its files.
        assert len(pages) - len(prepared.pages) <= len(chain), chain
        assert set(pages) == set(prepared.pages), chain
    assert killed >= 15
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.fresh_rows


@pytest.mark.parametrize("stage", ["parse", "extract"])
def test_a_run_killed_while_it_reads_has_changed_nothing_and_is_done_by_the_next(
    prepared: Prepared, tmp_path: Path, stage: str
) -> None:
    before, captures = digests(prepared.crawled), due(prepared.crawled)
    place = prepared.copy(prepared.crawled, tmp_path / "data")
    killed = 0
    # Page by page, and all at once.
    for size, count in ((1, 20), (1000, 10)):
        reading = {"last": "extract", "batch_size": size}
        effects = prepared.run(stages.night, place, **reading).effects[stage]
        for fault in spread(effects, count):
            assert prepared.kill(place, stage, fault, **reading) == prepared.before
            assert due(place.data) == captures, fault
            killed += 1
    assert killed >= 30
    assert digests(place.data) == before
    assert prepared.run(stages.night, place, last="check").exit_code == 0
    assert digests(place.data) == prepared.rows


@pytest.mark.parametrize("program", ["pipelines.workers", "spiders.files.child"])
def test_a_worker_killed_at_any_call_costs_one_page_until_the_next_run(
    prepared: Prepared, tmp_path: Path, program: str
) -> None:
    killed = 0
    for moment in (1, 10, 100, 1_000, 10_000):
        place = prepared.copy(prepared.crawled, tmp_path / f"{moment}")
        told = prepared.run(stages.night, place, dying=(program, moment), last="load")
        killed += sum(told.rejected.values())
        assert told.exit_code == (5 if told.rejected else 0)
        assert prepared.run(stages.night, place, last="load").exit_code == 0
        assert digests(place.data) == prepared.loaded_rows, moment
    assert killed
