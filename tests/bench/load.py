"""A night's load onto two million facts: how long it takes, how much the file grows, what follows."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench._figures import Figures, Say
from tests.warehouse import generated
from warehouse.connection import Connection, open_warehouse
from warehouse.derive import derive
from warehouse.load import load_batch

STORED = 100_000
NIGHTLY = 5_000
#: What a night may take. Units: seconds; percent of the file that a fresh load of everything needs.
MOST_SECONDS = 5
MOST_GROWTH = 15
#: The night is loaded onto so many copies of the same warehouse, and the median counts.
NIGHTS = 3


def main(say: Say = sys.stdout.write) -> list[str]:
    """Print the figures; return those that missed their limit."""
    figures = Figures(say)
    facts = generated.FACTS_PER_ARTICLE
    with tempfile.TemporaryDirectory() as folder:
        stored, whole, night = (Path(folder) / f"{name}.duckdb" for name in ("stored", "whole", "night"))
        with figures.timed(f"made: {STORED:,} articles, {STORED * facts:,} facts"):
            _fill(stored, 0, STORED)
        shutil.copy(stored, whole)
        _fill(whole, STORED, NIGHTLY)
        batch = generated.batch(STORED, NIGHTLY)

        def load() -> None:
            with opened(night) as con:
                load_batch(con, batch, "run-1")

        what = f"nightly load: {NIGHTLY:,} articles, {NIGHTLY * facts:,} facts"
        figures.median(what, load, NIGHTS, MOST_SECONDS * 1000, before=lambda: shutil.copy(stored, night))
        grown = night.stat().st_size - stored.stat().st_size
        fresh = whole.stat().st_size
        figures.share(
            f"file grown, of {fresh / 1e6:.0f} MB of a fresh load", 100 * grown / fresh, MOST_GROWTH
        )
        with figures.timed("the same batch again"):
            load()
        with figures.timed("all computed tables, for the first time"), opened(night) as con:
            derive(con)
        with figures.timed("all computed tables again"), opened(night) as con:
            derive(con)
    return figures.missed


def _fill(path: Path, first: int, count: int) -> None:
    with opened(path) as con:
        generated.fill(con, first, count)


@contextmanager
def opened(path: Path) -> Iterator[Connection]:
    """Open a warehouse with two threads and 4 GB, whatever the machine has."""
    with open_warehouse(path) as con:
        con.execute("SET threads = 2")
        con.execute("SET memory_limit = '4GB'")
        yield con


if __name__ == "__main__":
    main()
