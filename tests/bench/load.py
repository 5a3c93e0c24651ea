"""A night's load onto two million facts: how long it takes, how much the file grows, what follows."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.warehouse import generated
from warehouse.connection import Connection, open_warehouse
from warehouse.derive import derive
from warehouse.load import load_batch

STORED = 100_000
NIGHTLY = 5_000
#: What a night may take. Units: seconds; percent of the file that a fresh load of everything needs.
MOST_SECONDS = 5
MOST_GROWTH = 15

Say = Callable[[str], object]


@contextmanager
def timed(say: Say, what: str, limit: float | None = None) -> Iterator[None]:
    """Say how long the ``with`` body took, on the clock and of processors, and how long it may take."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    seconds, used = time.perf_counter() - clock, time.process_time() - processor
    allowed = f"  (limit {limit:g} s)" if limit else ""
    say(f"{what:<58} {seconds:8.2f} s {used:8.2f} s CPU{allowed}\n")


def main(say: Say = sys.stdout.write) -> None:
    """Print the figures."""
    facts = generated.FACTS_PER_ARTICLE
    with tempfile.TemporaryDirectory() as folder:
        stored, whole = Path(folder) / "stored.duckdb", Path(folder) / "whole.duckdb"
        with timed(say, f"made: {STORED:,} articles, {STORED * facts:,} facts"):
            _fill(stored, 0, STORED)
        shutil.copy(stored, whole)
        _fill(whole, STORED, NIGHTLY)
        batch = generated.batch(STORED, NIGHTLY)
        before = stored.stat().st_size
        what = f"nightly load: {NIGHTLY:,} articles, {NIGHTLY * facts:,} facts"
        with timed(say, what, MOST_SECONDS), opened(stored) as con:
            load_batch(con, batch, "run-1")
        growth = (stored.stat().st_size - before) / whole.stat().st_size
        say(f"file: {before / 1e6:.0f} MB, grown by {growth:.1%} of a fresh one  (limit {MOST_GROWTH} %)\n")
        with timed(say, "the same batch again"), opened(stored) as con:
            load_batch(con, batch, "run-1")
        with timed(say, "all computed tables, for the first time"), opened(stored) as con:
            derive(con)
        with timed(say, "all computed tables again"), opened(stored) as con:
            derive(con)


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
