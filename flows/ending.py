"""How a flow run that was started by a schedule ends: its state, and whether it asks for another try.

A night that did not go well must not look like one that did: what the command line says by its exit code,
Prefect's page says by the state and its message. Nothing is retried within a run: what failed here is the
machine (a full disk leaves DuckDB's connection dead), or what only a person can put right. Where waiting
helps, a new run of the same deployment is asked for, later and later.
"""

import atexit
import os
import sys
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from prefect import get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import MissingContextError, PrefectException
from prefect.logging import get_run_logger
from prefect.runtime import deployment, flow_run
from prefect.settings import PREFECT_API_URL
from prefect.states import Completed, Failed, Scheduled

from flows.errors import OWN_ERRORS
from flows.notify import notifying
from flows.server import end_with
from pipelines.cleaning import clean
from pipelines.exit_codes import NOTHING_FETCHED, PARTIAL
from pipelines.lock import RunLockedError
from pipelines.progress import Observer
from pipelines.run import Night
from pipelines.summary import RunSummary
from spiders.redaction import redact
from spiders.refusals import system_trouble

#: Waiting helps when the network was away, and when another run was at work.
HELPED_BY_WAITING = (NOTHING_FETCHED, RunLockedError.exit_code)
#: How long until the next try, after the first, second and third. Unit: minutes.
WAITS = (15, 60, 240)
_AGAIN = "again-"
#: Seconds a run has to end in good order when the process that started it is gone; its crawls have 30.
_GRACE = 38.0
_LOOK = 0.5
#: Seconds within which the server of gat schedule ends when that is gone.
_SERVER_ENDS = 8.0


class Logged(Observer):
    """Tells in the log of a flow run, which Prefect's page shows, what a terminal would."""

    def crawl_finished(self, portal: str, status: str, reason: str | None) -> None:
        """Log how a portal went."""
        self.said(f"{portal}: {status}" + (f", {reason}" if reason else ""))

    def said(self, line: str) -> None:
        """Log one plain sentence about the run."""
        with suppress(MissingContextError):
            get_run_logger().info(line)


def state_of(summary: RunSummary) -> State[None]:
    """Return the state that a run is shown in."""
    if summary.exit_code == PARTIAL:
        return Completed(name="Partial", message=f"run {summary.run_id}: {summary.trouble}")
    if summary.exit_code:
        return Failed(message=f"run {summary.run_id}: {summary.trouble}")
    published = f"published {summary.snapshot.parent.name}" if summary.snapshot else "nothing to publish"
    return Completed(message=f"run {summary.run_id}: {summary.rows_changed} rows changed, {published}")


async def on_schedule(
    begin: Callable[[], Night], stages: Callable[[Night], Coroutine[Any, Any, RunSummary]]
) -> State[None]:
    """Begin a night, take it through its stages and return the state that the flow run ends in.

    Raises what is nobody's mistake but a bug, when it was told.
    """
    parent = os.getppid()
    end_with(parent, _GRACE)
    # With Prefect loaded, DuckDB writes pages of leak warnings at the very end.
    atexit.register(_silence)
    try:
        with notifying() as hear, hear(begin()) as night:
            summary = await stages(night)
        state, code = state_of(summary), summary.exit_code
    except OWN_ERRORS as error:
        state, code = Failed(message=str(error)), error.exit_code
    except OSError as error:
        message, code = system_trouble(error)
        state = Failed(message=message)
    except Exception as error:
        _say("Failed", redact(f"an unexpected failure: {error!r}; its trace is on Prefect's page"))
        raise
    except BaseException:
        if os.getppid() != parent and _server_ends():
            # Prefect would try for as long as it may to tell a server that nobody starts again.
            os._exit(1)
        raise
    if code in HELPED_BY_WAITING:
        state.message = f"{state.message}; {await _ask_again()}"
    state.message = redact(state.message or "")
    _say(str(state.name), state.message)
    return state


def _server_ends() -> bool:
    """Wait for the server to end, if it is that of the process that is gone, and say whether it did."""
    patience = time.monotonic() + _SERVER_ENDS
    while time.monotonic() < patience:
        try:
            httpx.get(f"{PREFECT_API_URL.value()}/health", timeout=_SERVER_ENDS)
        except httpx.TransportError:
            return True
        time.sleep(_LOOK)
    return False


def _say(ending: str, message: str) -> None:
    """Say how the flow run ended, for the journal of the service: gat schedule and a worker pass it on."""
    sys.stderr.write(f"{deployment.name or flow_run.flow_name}: {ending}: {clean(message)}\n")


def _silence() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


async def _ask_again() -> str:
    """Schedule another run of this deployment, and say when; each try waits longer than the one before."""
    tries = sum(tag.startswith(_AGAIN) for tag in flow_run.tags)
    if deployment.id is None or tries >= len(WAITS):
        return "it is not tried again before the next night"
    wait = timedelta(minutes=WAITS[tries])
    try:
        async with get_client() as client:
            await client.create_flow_run_from_deployment(
                UUID(str(deployment.id)),
                parameters=flow_run.parameters,
                state=Scheduled(scheduled_time=datetime.now(UTC) + wait),
                tags=[*flow_run.tags, f"{_AGAIN}{tries + 1}"],
            )
    except (httpx.HTTPError, PrefectException) as error:
        return f"another try could not be asked for ({error})"
    return f"it is tried again in {WAITS[tries]} minutes"
