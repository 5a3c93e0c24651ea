"""A short soak: a few nights in troubles end as quiet ones do. ``make soak`` lets two hundred pass."""

from pathlib import Path

import pytest

from tests.faults.soak import soak


@pytest.mark.timeout(900)
def test_some_nights_of_the_soak_end_with_the_rows_of_an_undisturbed_world(tmp_path: Path) -> None:
    assert soak(tmp_path, nights=3, seed=5) == []
