"""How a benchmark tells its figures, each with the limit it is held to, and which of them missed it."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Say = Callable[[str], object]


def articles_asked(usual: int) -> int:
    """Return how many articles a benchmark shall make: ``GAT_BENCH_ARTICLES``, or the usual number."""
    return int(os.environ.get("GAT_BENCH_ARTICLES", usual))


@dataclass
class Figures:
    """Says figures line by line; ``missed`` has those beyond their limit."""

    say: Say
    missed: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Say how long the ``with`` body took, on the clock and of processors."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        seconds, used = time.perf_counter() - clock, time.process_time() - processor
        self.say(f"{what:<58} {seconds:8.2f} s {used:8.2f} s CPU\n")

    def median(
        self,
        what: str,
        work: Callable[[], object],
        runs: int,
        limit: float | None,
        before: Callable[[], object] = lambda: None,
    ) -> None:
        """Say the median time of ``runs`` calls of ``work``, on the clock and of processors.

        ``before`` is called before each, and not timed. The clock is held to ``limit``. Unit: milliseconds.
        """
        taken, used = [], []
        for _ in range(runs):
            before()
            clock, processor = time.perf_counter(), time.process_time()
            work()
            taken.append((time.perf_counter() - clock) * 1000)
            used.append((time.process_time() - processor) * 1000)
        middle = statistics.median(taken)
        said = f"{middle:8.1f} ms {statistics.median(used):8.1f} ms CPU"
        self._tell(what, said, middle, limit, "ms")

    def share(self, what: str, percent: float, limit: float) -> None:
        """Say a share. Unit: percent."""
        self._tell(what, f"{percent:8.1f} %", percent, limit, "%")

    def _tell(self, what: str, said: str, value: float, limit: float | None, unit: str) -> None:
        held = "" if limit is None else f"  (limit {limit:g} {unit})"
        if limit is not None and value > limit:
            self.missed.append(what)
            held += "  MISSED"
        self.say(f"{what:<58} {said}{held}\n")
