"""The Prefect flow ``nightly``: a handful of tasks over the stages of ``pipelines.run``, nothing else.

Prefect adds visibility, schedules and cancellation. Everything that guards the data lies below it, so the
same stages run without it. The task bodies block on purpose: the flow has nothing else to do, and a signal
then interrupts the stage itself, whose ``finally`` ends the child processes.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from pydantic import Field

from flows.errors import StoppedError
from flows.plan import night_plan
from flows.prefect_env import configure_for_flow
from flows.settings import read_settings
from pipelines.crawl import CrawlResult
from pipelines.extract import Extracted
from pipelines.morning.telling import beginning
from pipelines.parse import Parsed
from pipelines.plan import refuse_nameless
from pipelines.reach import Reach
from pipelines.run import Night
from pipelines.summary import RunSummary
from spiders.ledger import CaptureRow
from warehouse.checks import CheckResult

configure_for_flow()

from prefect import flow, task  # noqa: E402 - Prefect reads its environment when it is imported
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402
from prefect.events.worker import EventsWorker  # noqa: E402
from prefect.exceptions import TerminationSignal  # noqa: E402
from prefect.settings import (  # noqa: E402
    PREFECT_API_URL,
    PREFECT_CLIENT_CSRF_SUPPORT_ENABLED,
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED,
    temporary_settings,
)
from prefect.utilities.annotations import quote  # noqa: E402

from flows.artifact import telling  # noqa: E402
from flows.ending import Logged, on_schedule, state_of  # noqa: E402
from flows.parameters import Portals  # noqa: E402
from flows.server import Server  # noqa: E402

Value = TypeVar("Value")

#: What the parts of one installation need not ask each other, for each client of it anew.
_SAME_PREFECT = {
    PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED: False,
    PREFECT_CLIENT_CSRF_SUPPORT_ENABLED: False,
}
#: Seconds that the server has to take what is left to tell.
_PATIENCE = 5.0


@dataclass(slots=True)
class Begun:
    """A night that the command line has begun, and how it went once the flow has ended."""

    night: Night
    summary: RunSummary | None = None


#: What the command line has begun; there is none on a schedule. No parameter: it is no data.
tonight: ContextVar[Begun | None] = ContextVar("tonight", default=None)


def run_nightly(night: Night, server: Server) -> RunSummary:
    """Run the flow on a night that has begun, in this process, and return how it went.

    ``server`` is used unless Prefect knows of another. Raises ``StoppedError`` on SIGTERM.
    """
    plan, reach = night.plan, night.plan.reach
    told = partial(
        nightly,
        portals=list(plan.portals),
        since=reach.since,
        until=reach.until,
        limit=reach.limit,
        recheck_days=plan.recheck_days,
    )
    return run_begun(night, server, told)


def run_begun(night: Night, server: Server, told: Callable[[], Coroutine[Any, Any, object]]) -> RunSummary:
    """Run the flow that ``told`` starts on a night that has begun. Raises ``StoppedError`` on SIGTERM."""
    begun = Begun(night)
    token = tonight.set(begun)
    try:
        with _served(server):
            asyncio.run(told())
    except TerminationSignal as error:
        raise StoppedError from error
    except Exception:
        # Prefect raises the state of a night that did not go well, or that it could not be told how it went:
        # once the night is over, its summary tells all.
        if begun.summary is None:
            raise
    finally:
        tonight.reset(token)
    return begun.summary or night.summary()


@contextmanager
def _served(server: Server) -> Iterator[None]:
    """Let Prefect use ``server``, unless it knows of another by a setting of the operator."""
    if PREFECT_API_URL.value():
        yield
        return
    server.start()
    with temporary_settings({PREFECT_API_URL: f"{server.url}/api", **_SAME_PREFECT}):
        try:
            yield
        finally:
            # What tasks ended in is told by a thread, which a server that is gone only holds up.
            if not server.is_gone():
                EventsWorker.drain_all(timeout=_PATIENCE)


async def run_flow(
    begin: Callable[[], Night], stages: Callable[[Night], Coroutine[Any, Any, RunSummary]]
) -> State[None]:
    """Take the night that the command line has begun, or on a schedule one of our own, through ``stages``."""
    if begun := tonight.get():
        begun.summary = await stages(begun.night)
        return state_of(begun.summary)
    return await on_schedule(begin, stages)


@task(name="crawl", cache_policy=NO_CACHE)
async def crawl(night: Night) -> list[CrawlResult]:
    """Fetch what is new on every portal, one child process each."""
    return night.crawl()


@task(name="parse", cache_policy=NO_CACHE)
async def parse(night: Night, captures: list[CaptureRow]) -> Parsed:
    """Read articles out of a batch of captured pages."""
    return night.parse(captures)


@task(name="extract", cache_policy=NO_CACHE)
async def extract(night: Night, parsed: Parsed) -> Extracted:
    """Read facts out of a batch of articles."""
    return night.extract(parsed)


@task(name="load", cache_policy=NO_CACHE)
async def load(night: Night, captures: list[CaptureRow], extracted: Extracted) -> int:
    """Load a batch in one transaction."""
    return night.load(captures, extracted)


@task(name="check", cache_policy=NO_CACHE)
async def check(night: Night) -> tuple[CheckResult, ...]:
    """Check the warehouse before anybody reads it."""
    return night.check()


@task(name="publish", cache_policy=NO_CACHE)
async def publish(night: Night) -> Path | None:
    """Publish a snapshot that replaces the last one."""
    return night.publish()


@flow(name="nightly")
async def nightly(
    portals: Portals = (),
    since: date | None = None,
    until: date | None = None,
    limit: Annotated[int, Field(ge=1)] | None = None,
    recheck_days: Annotated[int, Field(ge=0)] | None = None,
) -> State[None]:
    """Crawl the portals, read their new pages, load the facts and publish a snapshot.

    Args:
        portals: Which portals to crawl. Leave it empty for all that are enabled.
        since: Fetch no article that was published before this day. Leave it empty for what each portal's file
            says.
        until: Fetch no article that was published after this day.
        limit: Fetch at most so many articles of each portal; later runs fetch the rest.
        recheck_days: Look again for edits in articles that were published within so many days. Leave it empty
            for what each portal's file says (14 as shipped).
    """

    def begin() -> Night:
        settings, purpose = read_settings(), "the flow nightly"
        with beginning(settings.data, purpose):
            reach = Reach(since=since, until=until, limit=limit)
            plan = night_plan(settings, portals, reach, recheck_days)
            refuse_nameless(plan)
        return Night(plan, Logged(), purpose)

    return await run_flow(begin, _stages)


async def _stages(night: Night) -> RunSummary:
    async with telling(night):
        await crawl(night)
        await read_due(night)
        return await finish(night)


async def read_due(night: Night) -> None:
    """Read and load what is due, batch by batch."""
    for captures in night.batches():
        parsed = await parse(night, _whole(captures))
        extracted = await extract(night, _whole(parsed))
        await load(night, _whole(captures), _whole(extracted))


async def finish(night: Night) -> RunSummary:
    """Check and publish what was loaded, and say how the run went."""
    await check(night)
    await publish(night)
    return night.summary()


def _whole(value: Value) -> Value:
    """Hand a value to a task as it is: Prefect would walk through every article looking for its futures."""
    return cast("Value", quote(value))
