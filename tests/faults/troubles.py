"""A night under one trouble or another, drawn by chance: what the soak runs in its forks."""

import random
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from extractors.engine import Document, extract_facts
from extractors.facts import Fact
from pipelines import extract, run
from pipelines.crawl import CrawlResult, crawl_portals
from pipelines.lock import RunLockedError
from pipelines.progress import Observer
from pipelines.repair import repair
from pipelines.run import run_night
from tests.faults import effects, forks
from tests.faults.clocks import shift
from tests.faults.effects import Fault, counted
from tests.faults.stages import plan
from tests.faults.world import Place

#: Effects of a night, and of a crawl, about.
NIGHT, CRAWL = 700, 120


def night(place: Place, slug: str, trouble: str, seed: int) -> tuple[int, str]:
    """Run a night of one portal under a trouble; return its exit code and what it says went wrong."""
    with TROUBLES[trouble](random.Random(seed), place, slug):
        summary = run_night(plan(place, portals=(slug,)), Observer())
    return summary.exit_code, summary.trouble


def quiet(place: Place, slugs: tuple[str, ...]) -> int:
    """Run a night of some portals without any trouble; return its exit code."""
    return run_night(plan(place, portals=slugs), Observer()).exit_code


def mend(place: Place) -> bool:
    """Repair a data folder; return whether all agrees again."""
    return repair(replace(plan(place), portals=()), Observer()).is_whole


def buggy(part: int) -> None:
    """Let one rule fail on some articles, in this process."""

    def wrong(document: Document) -> list[Fact]:
        if len(document.title or "") % 7 == part:
            raise ZeroDivisionError("a bug in one rule")
        return extract_facts(document)

    setattr(extract, "extract_facts", wrong)  # noqa: B010 - a module is typed as it was


Body = AbstractContextManager[object]


def _quiet(chance: random.Random, place: Place, slug: str) -> Body:
    return nullcontext()


def _killed(chance: random.Random, place: Place, slug: str) -> Body:
    return counted(Fault(chance.randrange(1, NIGHT)))


def _disk_full(chance: random.Random, place: Place, slug: str) -> Body:
    return counted(Fault(chance.randrange(1, NIGHT), "ENOSPC", lasts=True))


def _of(program: str, tap: Callable[[], None]) -> Body:
    forks.taps[program] = tap
    return nullcontext()


def _crawl_killed(chance: random.Random, place: Place, slug: str) -> Body:
    return _of("spiders.run", partial(effects.faulty, Fault(chance.randrange(1, CRAWL))))


def _crawl_disk_full(chance: random.Random, place: Place, slug: str) -> Body:
    fault = Fault(chance.randrange(1, CRAWL), "ENOSPC", lasts=True)
    return _of("spiders.run", partial(effects.faulty, fault))


def _worker_killed(chance: random.Random, place: Place, slug: str) -> Body:
    return _of("pipelines.workers", partial(effects.dying, int(10 ** chance.uniform(0, 4))))


def _reader_killed(chance: random.Random, place: Place, slug: str) -> Body:
    return _of("spiders.files.child", partial(effects.dying, int(10 ** chance.uniform(0, 4))))


def _clock(days: int) -> Callable[[random.Random, Place, str], Body]:
    def wrong(chance: random.Random, place: Place, slug: str) -> Body:
        by = timedelta(days=days, seconds=chance.randrange(3600))
        forks.always.append(partial(shift, by))
        shift(by)
        return nullcontext()

    return wrong


def _rule_bug(chance: random.Random, place: Place, slug: str) -> Body:
    forks.always.append(partial(buggy, chance.randrange(7)))
    return nullcontext()


def _twice(chance: random.Random, place: Place, slug: str) -> Body:
    """Try another night while the crawl of this one is at work: the lock refuses it."""

    def crawl(*arguments: Any) -> list[CrawlResult]:
        try:
            run_night(plan(place, portals=(slug,)), Observer())
        except RunLockedError:
            return crawl_portals(*arguments)
        raise AssertionError("two runs at once")

    setattr(run, "crawl_portals", crawl)  # noqa: B010 - a module is typed as it was
    return nullcontext()


TROUBLES: dict[str, Callable[[random.Random, Place, str], Body]] = {
    "none": _quiet,
    "killed": _killed,
    "disk full": _disk_full,
    "crawl killed": _crawl_killed,
    "disk full in the crawl": _crawl_disk_full,
    "worker killed": _worker_killed,
    "file reader killed": _reader_killed,
    "clock a day back": _clock(-1),
    "clock 40 years ahead": _clock(40 * 365),
    "a bug in one rule": _rule_bug,
    "two runs": _twice,
    # Of the server and of the archive: the soak makes them.
    "5xx": _quiet,
    "torn": _quiet,
    "cut": _quiet,
    "record damaged": _quiet,
}
