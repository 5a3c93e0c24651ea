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
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed

#: Runs that the server tells at once; more than 200 it does not.
_PAGE = 200
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
    due = await _runs(client, deployments, (StateType.SCHEDULED,), before=datetime.now(UTC))
    last = {_work(one): one.id for one in due}
    for one in due:
        if last[_work(one)] != one.id:
            message = "not begun before the next one was due, which does all it would have done"
            await client.set_flow_run_state(one.id, Cancelled(message=message), force=True)


def _work(run: FlowRun) -> tuple[object, str]:
    """Return what a run would do: its deployment and what it was told; one by hand may be told more."""
    told = {name: held for name, held in run.parameters.items() if held is not None and held != []}
    return run.deployment_id, json.dumps(told, sort_keys=True, default=str)


async def _runs(
    client: PrefectClient,
    deployments: Sequence[UUID],
    states: tuple[StateType, ...],
    before: datetime | None = None,
) -> list[FlowRun]:
    """Return all runs in one of ``states``, by the time they are due, or those due ``before`` a time."""
    due = FlowRunFilterExpectedStartTime.model_validate({"before_": before})
    found: list[FlowRun] = []
    while True:
        page = await client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=list(deployments))),
            flow_run_filter=FlowRunFilter(
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(states))),
                expected_start_time=due if before else None,
            ),
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=_PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < _PAGE:
            return found
