"""What Prefect costs: a night over a thousand articles as a flow, beside the same stages without it.

Both are ``gat run`` in a process of its own, from the first import to the end, one with Prefect taken out of
it, on replicas of the portals with more articles, without a pause between two requests: a true night waits
seconds for each page, so its share is smaller. ``python -m tests.bench.orchestration plain|flow`` is one.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest import mock

from flows.cli.app import run
from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.run import Night, all_stages
from pipelines.summary import RunSummary
from pipelines.workers import CODE_ROOT
from tests.bench._figures import Figures, Say, articles_asked
from tests.portals import content, server
from tests.portals.model import Site
from warehouse.query import run_query
from warehouse.releases import current_snapshot

ARTICLES = 1000
PAIRS = 3
#: What the flow may cost on top. Unit: percent of the night without it.
MOST_OVERHEAD = 10
_PORTALS = ("binhdinh", "sonoivu-binhdinh", "sonla", "vinhlong")


def main(say: Say = sys.stdout.write) -> list[str]:
    """Print the figures, and return those that missed their limit."""
    figures = Figures(say)
    taken: dict[str, list[float]] = {"plain": [], "flow": []}
    used: dict[str, list[float]] = {"plain": [], "flow": []}
    with _portals() as proxy, tempfile.TemporaryDirectory() as folder:
        # Prefect makes its database once for all nights, not in each.
        home = {"PREFECT_HOME": str(Path(folder) / "prefect"), "DO_NOT_TRACK": "1"}
        upgrade = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
        subprocess.run(upgrade, env=os.environ | home, capture_output=True, check=True)
        for number in range(PAIRS):
            # Each pair in the other order: what warms a cache, or a busy minute, shall meet both.
            for how in ("plain", "flow") if number % 2 else ("flow", "plain"):
                data = Path(folder) / f"{how}-{number}"
                clock, processor = _night(how, data, proxy)
                taken[how].append(clock)
                used[how].append(processor)
                say(f"{how:<6} {_articles(data):>6} articles {clock:8.2f} s {processor:8.2f} s CPU\n")
    shares = [(flow / plain - 1) * 100 for plain, flow in zip(taken["plain"], taken["flow"], strict=True)]
    for how, clocks in taken.items():
        middle, work = statistics.median(clocks), statistics.median(used[how])
        say(f"{f'median of {PAIRS}, {how}':<58} {middle:8.2f} s {work:8.2f} s CPU\n")
    figures.share("Prefect on top, median of the pairs", statistics.median(shares), MOST_OVERHEAD)
    return figures.missed


@contextmanager
def _portals() -> Iterator[str]:
    """Serve replicas with enough articles and yield the address of their proxy."""
    each = articles_asked(ARTICLES) // len(_PORTALS)

    def many() -> list[Site]:
        return [
            content._site(host, slug, province, sections, each)
            for host, slug, province, sections, _ in content._SITES
        ]

    with mock.patch.object(server, "sites", many), server.running() as site:
        yield site.proxy


def _night(how: str, data: Path, proxy: str) -> tuple[float, float]:
    """Run one night and return its seconds, on the clock and of processors (all its processes)."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GAT_", "PREFECT_"))}
    settings = {"GAT_DATA": str(data), "GAT_PROXY": proxy, "GAT_REHOST": ".gov.vn=.test", "GAT_DELAY": "0"}
    settings["PREFECT_HOME"] = str(data.parent / "prefect")
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "tests.bench.orchestration", how],
        cwd=CODE_ROOT,
        env=clean | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    seconds, after = time.perf_counter() - clock, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _articles(data: Path) -> int:
    with run_query(current_snapshot(data / "published"), "SELECT count(*) FROM articles") as result:
        return int(next(iter(result.rows))[0])


def night(how: str) -> int:
    """Run one night in this process, ``plain`` or as a ``flow``, and return its exit code."""
    portals = [word for portal in _PORTALS for word in ("--portal", portal)]
    with ExitStack() as stack:
        if how == "plain":
            stack.enter_context(mock.patch("flows.cli.late.foresee"))
            stack.enter_context(mock.patch("flows.cli.running._flow", _plain))
        return run(["run", *portals])


def _plain(
    plan: NightPlan, observer: Observer, *, hear: Callable[[Night], Night] = lambda night: night
) -> RunSummary:
    """Take the place of what runs the flow."""
    with hear(Night(plan, observer)) as begun:
        return all_stages(begun)


if __name__ == "__main__":
    sys.exit(night(sys.argv[1]))
