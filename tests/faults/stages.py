"""What the jobs of these tests do: a crawl, or a whole night under a fault in one of its stages."""

import pickle
import resource
import signal
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from extractors.engine import Document, extract_facts
from extractors.facts import Fact
from flows.cli import app
from pipelines import extract
from pipelines.parse import Parsed
from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.run import Night, run_night
from tests.faults import effects, forks
from tests.faults.clocks import shift
from tests.faults.effects import Fault, counted
from tests.faults.world import SLUG, Place
from warehouse import ddl

REHOST = ".gov.vn=.test"
#: What a night may be told about its plan.
_OF_PLAN = ("page_timeout", "batch_size", "recheck_days")


@dataclass(frozen=True, slots=True)
class Told:
    """How a night went, and the effects of its stages."""

    exit_code: int
    trouble: str
    rejected: dict[str, int]
    effects: dict[str, list[str]]


def crawl(place: Place, run_id: str, fault: Fault | None = None) -> tuple[int, list[str]]:
    """Crawl the portal; return the exit code and the effects."""
    from spiders.run import main  # noqa: PLC0415 - loaded by then

    arguments = [
        "--portal", SLUG, "--portals-dir", str(place.portals), "--data", str(place.data), "--run-id", run_id,
        "--rehost", REHOST, "--proxy", place.proxy, "--delay", "0",
    ]  # fmt: skip
    with counted(fault) as names:
        return main(arguments), names


def plan(place: Place, **changes: Any) -> NightPlan:
    values: dict[str, Any] = {
        "data": place.data,
        "portals_dir": place.portals,
        "gat_version": "0",
        "portals": (SLUG,),
        "rehost": REHOST,
        "proxy": place.proxy,
        "delay": 0.0,
        "workers": 1,
    }
    return NightPlan(**(values | changes))


def read(place: Place, into: Path) -> None:
    """Read what was crawled, and leave what is to be loaded in a file."""
    with Night(plan(place), Observer()) as begun:
        (captures,) = begun.batches()
        into.write_bytes(pickle.dumps(begun.extract(begun.parse(captures))))


def night(place: Place, stage: str = "", fault: Fault | None = None, **options: Any) -> Told:
    """Run a night, a fault waiting in one of its stages.

    ``crawl`` lets it crawl, ``prepared`` is what is loaded in place of what would be read, ``is_checked``
    says that the checks were made, ``last`` names the last stage, ``within`` the seconds from
    the beginning of the stage with the fault after which the kernel ends the process, ``dying`` a program and
    the moment at which the first one of the name dies. What of the plan is to be different goes by its own
    name.
    """
    prepared, last = options.get("prepared"), options.get("last", "publish")
    if "dying" in options:
        name, moment = options["dying"]
        forks.taps[name] = partial(effects.dying, moment)
    names: dict[str, list[str]] = {}

    def watched(name: str) -> AbstractContextManager[list[str]]:
        if name == stage and "within" in options:
            # Python has no handler for this signal: it ends the process as SIGKILL does, whatever it is at.
            signal.setitimer(signal.ITIMER_REAL, options["within"])
        return counted(fault if name == stage else None, names.setdefault(name, []))

    changes = {name: options[name] for name in _OF_PLAN if name in options}
    with Night(plan(place, **changes), Observer()) as begun:
        if options.get("crawl"):
            with watched("crawl"):
                begun.crawl()
        for captures in begun.batches():
            with watched("parse"):
                parsed = begun.parse(captures) if prepared is None else Parsed((), ())
            with watched("extract"):
                extracted = (
                    begun.extract(parsed) if prepared is None else pickle.loads(prepared.read_bytes())  # noqa: S301 - of ``read``
                )
            if last != "extract":
                with watched("load"):
                    begun.load(captures, extracted)
        if last in {"check", "publish"} and not options.get("is_checked"):
            with watched("check"):
                begun.check()
        if last == "publish":
            with watched("publish"):
                begun.publish()
        summary = begun.summary()
    rejected = {reason: count for one in summary.portals for reason, count in one.rejected.items()}
    return Told(summary.exit_code, summary.trouble, rejected, names)


def limited(place: Place, size: int) -> Told:
    """Run a night in which no file of it, and of all it starts, may be longer than ``size`` bytes."""
    forks.always.append(partial(_limit, size))
    _limit(size)
    return night(place, crawl=True)


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def without_checkpoint(place: Place, moment: str) -> tuple[Told, int]:
    """Run a night in which every checkpoint of the warehouse breaks off; tell how many left a log behind."""
    prepare, connect = ddl.prepare, duckdb.connect
    left: list[bool] = []

    def unlucky(connection: Any, name: str) -> None:
        prepare(connection, name)
        connection.execute(f"PRAGMA debug_checkpoint_abort='{moment}'")

    def noting(path: str, **options: Any) -> Any:
        left.append(Path(f"{path}.wal").exists())
        return connect(path, **options)

    with mock.patch.object(ddl, "prepare", unlucky), mock.patch.object(duckdb, "connect", noting):
        return night(place, last="load"), sum(left)


def unlucky(place: Place, kind: str, title: str, last: str) -> Told:
    """Run a night in which a rule ``raises``, ``eats``, ``hangs`` or ``dies`` at the article of a title."""
    forks.always.append(partial(_break_rule, kind, title))
    return night(place, page_timeout=2.0, last=last)


def _break_rule(kind: str, title: str) -> None:
    """Let a rule fail in this process."""

    def fail(document: Document) -> list[Fact]:
        if not (document.title or "").startswith(title):
            return extract_facts(document)
        if kind == "raises":
            raise ZeroDivisionError("a bug in one rule")
        if kind == "eats":
            return [fact for fact in extract_facts(document) if "x" * (8 << 30)]
        if kind == "hangs":
            signal.pause()
        return effects.die()

    setattr(extract, "extract_facts", fail)  # noqa: B010 - a module is typed as it was


def clocked(place: Place, by: timedelta) -> Told:
    """Run a night under a clock that is wrong."""
    forks.always.append(partial(shift, by))
    shift(by)
    return night(place, crawl=True)


def stoppable(place: Place) -> int:
    """Run a slow night that a signal ends as it ends ``gat run``; return its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, app._on_signal)
    try:
        run_night(plan(place, delay=1.0), Observer())
    except app.Stopped as stop:
        return app.stopped(stop.number)[1]
    raise AssertionError("nobody stopped it")
