"""What stays in Prefect's server of runs that nobody ends any more, told as it is.

Only for a server that is our own: on another one the same deployments may have workers elsewhere.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.states import Cancelled, Crashed

_LEFT = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


async def tell_crashed(client: PrefectClient, deployments: Sequence[UUID]) -> None:
    """Mark as crashed what a kill left running. To be called before any run can have begun."""
    for one in await _runs(client, deployments, _LEFT):
        message = "gat schedule ended in the middle of this run (killed, or no power); a later run goes on"
        await client.set_flow_run_state(one.id, Crashed(message=message), force=True)


async def call_off(client: PrefectClient, deployments: Sequence[UUID]) -> None:
    """Call off, of all runs that are due and would do the same, all but the last.

    They are those missed while gat schedule did not run, and those that wait while a run takes days.
    """
    now = datetime.now(UTC)
    due = [
        (one.expected_start_time, one)
        for one in await _runs(client, deployments, (StateType.SCHEDULED,))
        if one.expected_start_time is not None and one.expected_start_time < now
    ]
    due.sort(key=lambda timed: timed[0])
    last = {_work(one): one.id for _, one in due}
    for _, one in due:
        if last[_work(one)] != one.id:
            message = "not begun before the next one was due, which does all it would have done"
            await client.set_flow_run_state(one.id, Cancelled(message=message), force=True)


def _work(run: FlowRun) -> tuple[object, str]:
    """Return what a run would do: its deployment and what it was told; one by hand may be told more."""
    told = {name: held for name, held in run.parameters.items() if held is not None and held != []}
    return run.deployment_id, json.dumps(told, sort_keys=True, default=str)


async def _runs(
    client: PrefectClient, deployments: Sequence[UUID], states: tuple[StateType, ...]
) -> list[FlowRun]:
    return await client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=list(deployments))),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states)))
        ),
    )
