"""What runs by itself and when: three deployments on Prefect, served by this process until a signal comes.

Runs started here never overlap: the runner takes one at a time, what comes due meanwhile waits. That is no
lock; the run lock is below every run (``pipelines.lock``), against commands and other machines too. Prefect's
own limit of a deployment is left alone on purpose: its lease ends a run when the server is away.

``flows.prefect_env.configure`` must have run, and ``PREFECT_API_URL`` be set, before this module is imported.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
from prefect import Flow, get_client
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import PrefectException
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.server.schemas.schedules import CronSchedule
from prefect.states import Cancelled, Crashed
from prefect.types.entrypoint import EntrypointType

from flows.errors import ServerLostError
from flows.nightly import nightly
from flows.reextract import reextract
from flows.settings import Schedule

_LOOK = 1.0
_LEFT = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deployment: which flow runs when (``cron``), with which parameters, and what it is for."""

    name: str
    flow: Flow[..., Any]
    cron: str
    about: str
    parameters: dict[str, object] = field(default_factory=dict)

    async def register(self, runner: Runner, timezone: str) -> UUID:
        """Register the deployment with the server and let ``runner`` run it."""
        deployment = await self.flow.ato_deployment(
            self.name,
            schedule=Cron(self.cron, timezone=timezone),
            description=self.about,
            parameters=self.parameters,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        return await runner.aadd_deployment(deployment)


def entries(times: Schedule) -> tuple[Entry, ...]:
    """Return the three deployments that Gặt has, at their ``times``."""
    return (
        Entry(
            name="nightly",
            flow=nightly,
            cron=times.nightly,
            about="What is new on every portal, crawled, read, loaded, checked and published.",
        ),
        Entry(
            name="recheck",
            flow=nightly,
            cron=times.recheck,
            about="A night that also looks at old articles again, for edits in their texts.",
            parameters={"recheck_days": times.recheck_days},
        ),
        Entry(
            name="reextract",
            flow=reextract,
            cron=times.reextract,
            about="The archive read again where an update has brought better rules or readers.",
        ),
    )


async def next_runs(entry: Entry, timezone: str, count: int = 3) -> list[datetime]:
    """Return when ``entry`` is due the next ``count`` times, in ``timezone``."""
    return list(await CronSchedule(cron=entry.cron, timezone=timezone).get_dates(count, datetime.now(UTC)))


async def serve(
    served: tuple[Entry, ...], timezone: str, ready: Callable[[], None], keep: Callable[[], None] | None
) -> int:
    """Register the deployments, call ``ready`` and run what comes due until SIGINT or SIGTERM.

    ``keep`` is called every second; it is given when the server is our own, and serves nobody else: what a
    crash left in it is then told as it is. Returns the number of the signal when the runs have ended.
    Raises ``ServerLostError`` when the server does not answer any more.
    """
    # Prefect would pause the schedules at the end: after a restart of the machine nothing ran any more.
    runner = Runner(name="gat", limit=1, pause_on_shutdown=False)
    try:
        known = [await entry.register(runner, timezone) for entry in served]
        if keep is not None:
            async with get_client() as client:
                await _tell_left_over(client, known)
        return await _until_signal(runner, ready, keep or (lambda: None))
    except (httpx.HTTPError, PrefectException, RuntimeError) as error:
        message = f"Prefect's server at {os.environ['PREFECT_API_URL']} does not answer ({error})"
        raise ServerLostError(f"{message}; see that it runs, then start gat schedule again") from error


async def _until_signal(runner: Runner, ready: Callable[[], None], keep: Callable[[], None]) -> int:
    received: list[int] = []
    running = asyncio.create_task(runner.start())
    while not runner.started and not running.done():
        await asyncio.sleep(0.05)
    loop = asyncio.get_running_loop()
    # After the runner, whose handler of SIGTERM ends the process with exit code 0.
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, received.append, int(number))
    ready()
    while not received and not running.done():
        await asyncio.to_thread(keep)
        await asyncio.wait([running], timeout=_LOOK)
    if not running.done():
        await runner.astop()
    await running
    if not received:
        raise RuntimeError("the runner ended")
    return received[0]


async def _tell_left_over(client: PrefectClient, deployments: list[UUID]) -> None:
    """Mark as crashed what a kill left running, and call off all missed runs of a deployment but the last."""
    for one in await _runs(client, deployments, _LEFT):
        message = "gat schedule ended in the middle of this run (killed, or no power); a later run goes on"
        await client.set_flow_run_state(one.id, Crashed(message=message), force=True)
    now = datetime.now(UTC)
    due = [
        one
        for one in await _runs(client, deployments, (StateType.SCHEDULED,))
        if one.expected_start_time is not None and one.expected_start_time < now
    ]
    last = {one.deployment_id: one.id for one in sorted(due, key=lambda one: str(one.expected_start_time))}
    for one in due:
        if last[one.deployment_id] != one.id:
            message = "missed while gat schedule did not run; a later run does all it would have done"
            await client.set_flow_run_state(one.id, Cancelled(message=message), force=True)


async def _runs(
    client: PrefectClient, deployments: list[UUID], states: tuple[StateType, ...]
) -> list[FlowRun]:
    return await client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=deployments)),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))
        ),
    )
