"""What all tests share."""

import os

import pytest
from hypothesis import settings

from tests import forking

# The same examples on every run: a gate that fails by chance is ignored. Look for new ones with
# HYPOTHESIS_PROFILE=explore.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

forking.install()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started, and close a finished worker's standard error.

    DuckDB counts the objects alive at its exit, all 80 of them. The worker has reported by then, through
    another channel.
    """
    forking.close()
    if hasattr(config, "workerinput"):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
