"""What all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests import forking

# The same examples on every run: a gate that fails by chance is ignored. Look for new ones with
# HYPOTHESIS_PROFILE=explore.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

forking.install()

#: What takes longest comes first: begun last, it would be at work alone.
LONGEST_FIRST = (
    "flows/test_end_to_end.py",
    "faults/",
    "flows/test_serving.py",
    "warehouse/test_publish.py",
    "flows/test_nightly.py",
    "pipelines/test_renewal.py",
    "pipelines/test_run.py",
    "spiders/test_crawl.py",
    "pipelines/test_verify.py",
    "warehouse/test_observations.py",
    "pipelines/test_reextract.py",
    "warehouse/test_load.py",
    "spiders/test_troubles.py",
    "pipelines/test_killed.py",
    "flows/test_history.py",
    "warehouse/test_history.py",
    "pipelines/test_morning.py",
    "spiders/test_backfill_crawl.py",
    "spiders/test_fetching.py",
    "spiders/test_alarms.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest modules first."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    place = item.path.relative_to(Path(__file__).parent).as_posix()
    return next(
        (rank for rank, start in enumerate(LONGEST_FIRST) if place.startswith(start)), len(LONGEST_FIRST)
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started, and close a finished worker's standard error.

    DuckDB counts the objects alive at its exit, all 80 of them. The worker has reported by then, through
    another channel.
    """
    forking.close()
    if hasattr(config, "workerinput"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
