"""What runs by itself and when: three deployments on Prefect, served by this process until a signal comes.

Runs started here never overlap: the runner takes one at a time, what comes due meanwhile waits. That is no
lock; the run lock is below every run (``pipelines.lock``), against commands and other machines too. Prefect's
own limit of a deployment is left alone on purpose: its lease ends a run when the server is away.

``flows.prefect_env.configure`` must have run, and ``PREFECT_API_URL`` be set, before this module is imported.
"""

import asyncio
import io
import os
import signal
import sys
import time
import warnings
from collections.abc import Awaitable, Callable
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import httpx
from prefect import Flow, get_client
from prefect.exceptions import PrefectException
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.server.schemas.schedules import CronSchedule
from prefect.types.entrypoint import EntrypointType

from flows.errors import ServerLostError, SettingsInvalidError
from flows.leftover import call_off, tell_crashed
from flows.nightly import nightly
from flows.reextract import reextract
from flows.settings import Schedule
from pipelines.cleaning import clean

_LOOK = 1.0
#: Seconds between two looks for runs that a later one makes needless.
_TIDY = 60.0
#: Seconds between two questions whether a server that was lost answers again.
_AWAY = 15.0
#: Seconds a stop may take: the runner gives a run 30 to end, then tells the server, which may be gone.
_STOP = 45.0
_LOST = (httpx.HTTPError, PrefectException, RuntimeError)


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
    """Return when ``entry`` is due the next ``count`` times, in ``timezone``.

    Raises ``SettingsInvalidError`` for times that never come, such as the 30th of February.
    """
    cron = CronSchedule(cron=entry.cron, timezone=timezone)
    try:
        return list(await cron.get_dates(count, datetime.now(UTC)))
    except ValueError as error:
        message = f"{entry.name}={entry.cron!r} in the section schedule never comes: set other times"
        raise SettingsInvalidError(message) from error


async def serve(
    served: tuple[Entry, ...], timezone: str, ready: Callable[[], None], keep: Callable[[], None] | None
) -> int:
    """Register the deployments, call ``ready`` and run what comes due until SIGINT or SIGTERM.

    ``keep`` is called every second; it is given when the server is our own, and serves nobody else: what a
    crash left in it is then told as it is. Returns the number of the signal when the runs have ended.
    Raises ``ServerLostError`` when the server does not answer any more.
    """
    # The runner says so of its own when it is stopped after the server was away.
    warnings.filterwarnings("ignore", r"coroutine 'Runner\.", RuntimeWarning)
    # Prefect would pause the schedules at the end: after a restart of the machine nothing ran any more.
    runner = Runner(name="gat", limit=1, pause_on_shutdown=False)
    try:
        with redirect_stdout(_Traces()):
            known = [await entry.register(runner, timezone) for entry in served]
            if keep is None:
                return await _until_signal(runner, ready, _nothing)
            async with get_client() as client:
                await tell_crashed(client, known)
                await call_off(client, known)
                return await _until_signal(runner, ready, _Keeping(keep, partial(call_off, client, known)))
    except (*_LOST, ExceptionGroup) as error:
        cause = _innermost(error)
        if not isinstance(cause, _LOST):
            raise
        url, said = os.environ["PREFECT_API_URL"], str(cause).partition("\n")[0]
        message = f"Prefect's server at {url} does not answer ({said})"
        advice = "see that it runs and that its address ends in /api, then start gat schedule again"
        raise ServerLostError(f"{message}; {advice}") from error


async def answering() -> None:
    """Wait, for as long as it takes, until Prefect's server answers."""
    while True:
        await asyncio.sleep(_AWAY)
        with suppress(*_LOST):
            async with get_client() as client:
                if await client.api_healthcheck() is None:
                    return


class _Traces(io.TextIOBase):
    """Standard output for Prefect's runner, which prints whole traces while its server is away."""

    def write(self, text: str) -> int:
        """Tell of a trace its last line; nothing else that is printed there is for the operator."""
        if "Traceback" in text:
            sys.stderr.write(f"note: Prefect: {clean(text.strip().splitlines()[-1])}\n")
        return len(text)


class _Keeping:
    """Keeps our own server, and what waits in it: what a later run makes needless is called off."""

    def __init__(self, keep: Callable[[], None], tidy: Callable[[], Awaitable[None]]) -> None:
        self._keep = keep
        self._tidy = tidy
        self._tidied = time.monotonic()

    async def __call__(self) -> None:
        await asyncio.to_thread(self._keep)
        if time.monotonic() - self._tidied >= _TIDY:
            self._tidied = time.monotonic()
            # A server that is busy now is asked again.
            with suppress(*_LOST):
                await self._tidy()


async def _nothing() -> None:
    """Keep nothing: the server is another's."""


def _innermost(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _until_signal(
    runner: Runner, ready: Callable[[], None], keep: Callable[[], Awaitable[None]]
) -> int:
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
        await keep()
        await asyncio.wait([running], timeout=_LOOK)
    if not received:
        await running
        raise RuntimeError("the runner ended")
    if not running.done():
        with suppress(TimeoutError):
            await asyncio.wait_for(_stop(runner, running), _STOP)
    return received[0]


async def _stop(runner: Runner, running: asyncio.Task[None]) -> None:
    await runner.astop()
    await running
