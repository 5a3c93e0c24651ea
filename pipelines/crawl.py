"""The crawl stage: one child process per portal, several portals at once.

Scrapy replaces signal handlers and cannot run twice in a process, so every portal is crawled by a child of
its own (``python -m spiders.run``). The child tells its progress as JSON lines and leaves its result as a
file; what the file says counts, never the exit code alone. A child without a valid result has failed.
"""

import json
import selectors
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.children import Child
from pipelines.progress import Observer
from pipelines.reach import Reach
from spiders.options import environment_of

#: Seconds between two looks at the children when none of them speaks.
_TICK = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPlan:
    """What every child is told. ``timeout`` and ``grace`` are seconds, ``delay`` seconds between requests.

    A child that runs longer than ``timeout`` gets SIGTERM, and after ``grace`` its process group SIGKILL.
    ``rehost`` (``.gov.vn=.test``) swaps the host suffix of the portal's addresses.
    """

    data: Path
    portals_dir: Path
    run_id: str
    reach: Reach = field(default_factory=Reach)
    recheck_days: int | None = None
    rehost: str | None = None
    proxy: str | None = None
    delay: float | None = None
    parallel: int = 4
    timeout: float = 6 * 3600.0
    grace: float = 30.0
    command: tuple[str, ...] = (sys.executable, "-m", "spiders.run")


class Expectation(BaseModel):
    """One thing a portal was expected to yield, and whether it did."""

    model_config = ConfigDict(frozen=True)

    name: str
    ok: bool
    detail: str = ""


class Alarm(BaseModel):
    """What differs at a portal: its kind, one sentence for a person, and the capture that shows it.

    ``what`` and ``advice`` are parts of the sentence, ``since`` is a day in Vietnam, ``url`` the page's.
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    text: str
    what: str = ""
    advice: str = ""
    since: date | None = None
    capture_id: str | None = None
    url: str | None = None


class CrawlResult(BaseModel):
    """How the crawl of one portal ended.

    The content of ``runs/RUN_ID/SLUG.json``, and the exit code of the child that left it.
    """

    model_config = ConfigDict(frozen=True)

    portal: str
    run_id: str
    status: Literal["ok", "partial", "failed"]
    reason: str | None = None
    started_at: datetime
    finished_at: datetime
    counts: dict[str, int] = {}
    rejected: dict[str, int] = {}
    stops: dict[str, str] = {}
    #: What is wrong with the certificate of a host, by host; nothing of those in order.
    tls: dict[str, str] = {}
    expectations: list[Expectation] = []
    alarms: list[Alarm] = []
    exit_code: int = 0

    @property
    def pages(self) -> int:
        """Pages fetched: listings and articles, answers «not modified» included."""
        kinds = ("listing_pages", "article_pages", "not_modified")
        return sum(self.counts.get(kind, 0) for kind in kinds)


def crawl_portals(plan: CrawlPlan, portals: Sequence[str], observer: Observer) -> list[CrawlResult]:
    """Crawl ``portals`` and return one result for each, in their order.

    Never raises for a portal that fails: its result says so. Whatever ends this function early (a signal, an
    error), no child outlives it.
    """
    run_folder(plan.data, plan.run_id).mkdir(parents=True, exist_ok=True)
    waiting = deque(portals)
    running: list[Child] = []
    results: dict[str, CrawlResult] = {}
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or running:
                while waiting and len(running) < plan.parallel:
                    running.append(_start(plan, waiting.popleft(), selector, observer))
                _listen(selector, observer)
                for child in [child for child in running if child.ended()]:
                    running.remove(child)
                    _hear_out(selector, child, observer)
                    results[child.name] = _finish(plan, child, observer)
        finally:
            Child.end_all(running, plan.grace)
    return [results[portal] for portal in portals]


def run_folder(data: Path, run_id: str) -> Path:
    """Return the folder of a run's results and logs."""
    return data / "runs" / run_id


def _start(plan: CrawlPlan, portal: str, selector: selectors.BaseSelector, observer: Observer) -> Child:
    log = run_folder(plan.data, plan.run_id) / f"{portal}.log"
    command = [*plan.command, *_arguments(plan, portal)]
    child = Child(portal, command, environment_of(plan.proxy), log, plan.timeout, plan.grace)
    selector.register(child.stdout, selectors.EVENT_READ, child)
    observer.crawl_started(portal)
    return child


def _arguments(plan: CrawlPlan, portal: str) -> list[str]:
    """Return the options of the child; those that are not set are left to its own defaults."""
    options = {
        "--portal": portal,
        "--portals-dir": plan.portals_dir.resolve(),
        "--data": plan.data.resolve(),
        "--run-id": plan.run_id,
        "--recheck-days": plan.recheck_days,
        "--rehost": plan.rehost,
        "--delay": plan.delay,
    }
    told = [part for name, value in options.items() if value is not None for part in (name, str(value))]
    return [*told, *plan.reach.options()]


def _listen(selector: selectors.BaseSelector, observer: Observer) -> None:
    """Pass on what the children say now; wait a moment when they are silent."""
    if not selector.get_map():
        time.sleep(_TICK)
    for key, _ in selector.select(_TICK):
        _pass_on(selector, key.data, observer)


def _hear_out(selector: selectors.BaseSelector, child: Child, observer: Observer) -> None:
    """Read what an ended child left in its pipe, which something it started may still hold open."""
    while _pass_on(selector, child, observer):
        pass
    if child.stdout in selector.get_map():
        selector.unregister(child.stdout)


def _pass_on(selector: selectors.BaseSelector, child: Child, observer: Observer) -> bool:
    """Pass on the next lines of a child; False when there is nothing more to read now."""
    lines = child.read_lines()
    if lines is None and child.stdout in selector.get_map():
        selector.unregister(child.stdout)
    for line in lines or ():
        _tell(child.name, line, observer)
    return bool(lines)


def _tell(portal: str, line: bytes, observer: Observer) -> None:
    """Pass on one progress event. A line that is none (a library that prints) is left out."""
    try:
        event = json.loads(line)
        counts = [int(event[key]) for key in ("pages", "articles", "new")]
    except (ValueError, KeyError, TypeError):
        return
    observer.crawled(portal, *counts)


def _finish(plan: CrawlPlan, child: Child, observer: Observer) -> CrawlResult:
    code = child.exit_code()
    result = _result(plan, child).model_copy(update={"exit_code": code})
    if code and result.status == "ok":
        update = {"status": "partial", "reason": f"its crawl ended with exit code {code}"}
        result = result.model_copy(update=update)
    child.close()
    observer.crawl_finished(result.portal, result.status, result.reason)
    return result


def _result(plan: CrawlPlan, child: Child) -> CrawlResult:
    """Read what the child left; without a valid result of this very run, say why there is none."""
    path = run_folder(plan.data, plan.run_id) / f"{child.name}.json"
    try:
        result = CrawlResult.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return _failed(plan, child, child.ending())
    except ValidationError as error:
        return _failed(plan, child, f"its result is not valid: {_first_error(error)}")
    if (result.portal, result.run_id) != (child.name, plan.run_id):
        return _failed(plan, child, f"its result is of {result.portal}, run {result.run_id}")
    if child.timed_out and result.status == "ok":
        return result.model_copy(update={"status": "partial", "reason": child.ending()})
    return result


def _failed(plan: CrawlPlan, child: Child, reason: str) -> CrawlResult:
    return CrawlResult(
        portal=child.name,
        run_id=plan.run_id,
        status="failed",
        reason=reason,
        started_at=child.started_at,
        finished_at=child.ended_at(),
    )


def _first_error(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc']) or 'file'}: {first['msg']}"
