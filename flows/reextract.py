"""The Prefect flow ``reextract``: the archive read again by better rules, by the stages of every night."""

from datetime import date
from functools import partial
from typing import Annotated

from pydantic import Field

from flows.artifact import telling
from flows.nightly import finish, read_due, run_begun, run_flow
from flows.plan import night_plan
from flows.prefect_env import configure_for_flow
from flows.server import Server
from flows.settings import read_settings
from pipelines.morning.telling import beginning
from pipelines.reextract import Again, all_read, make_due
from pipelines.run import Night
from pipelines.summary import RunSummary

configure_for_flow()

from prefect import flow, task  # noqa: E402 - Prefect reads its environment when it is imported
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402

from flows.ending import Logged  # noqa: E402
from flows.parameters import Portals  # noqa: E402


def run_reextract(night: Night, server: Server, wanted: Again) -> RunSummary:
    """Run the flow on a night that has begun, in this process, and return how it went.

    ``server`` is used unless Prefect knows of another. Raises ``StoppedError`` on SIGTERM.
    """
    told = partial(
        reextract,
        portals=list(night.plan.portals),
        since=wanted.since,
        everything=wanted.everything,
        limit=wanted.limit,
    )
    return run_begun(night, server, told)


@task(name="make due", cache_policy=NO_CACHE)
async def choose(night: Night, wanted: Again) -> int:
    """Make due in the ledger what other rules or readers read."""
    return make_due(night, wanted)


@flow(name="reextract")
async def reextract(
    portals: Portals = (),
    since: date | None = None,
    everything: bool = False,
    limit: Annotated[int, Field(ge=1)] | None = None,
) -> State[None]:
    """Read again from the archive what older rules or readers read, load it and publish a snapshot.

    Args:
        portals: Whose articles to read again. Leave it empty for all portals.
        since: Read no article again that was published before this day.
        everything: Read again what the present rules have read, too.
        limit: Read at most so many articles again; the next run goes on with the rest.
    """
    wanted = Again(since, everything, limit)

    def begin() -> Night:
        settings, purpose = read_settings(), "the flow reextract"
        with beginning(settings.data, purpose):
            plan = night_plan(settings, portals)
        return Night(plan, Logged(), purpose)

    async def stages(night: Night) -> RunSummary:
        async with telling(night):
            await choose(night, wanted)
            await read_due(night)
            all_read(night)
            return await finish(night)

    return await run_flow(begin, stages)
