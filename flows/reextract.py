"""The Prefect flow ``reextract``: the archive read again by better rules, by the stages of every night."""

from datetime import date
from functools import partial

from flows.artifact import telling
from flows.nightly import finish, read_due, run_begun, tonight
from flows.plan import night_plan
from flows.prefect_env import configure
from flows.settings import read_settings
from pipelines.progress import Observer
from pipelines.reextract import Again, all_read, make_due
from pipelines.run import Night
from pipelines.summary import RunSummary

configure(read_settings().data)

from prefect import flow, task  # noqa: E402 - Prefect reads its environment when it is imported
from prefect.cache_policies import NO_CACHE  # noqa: E402


def run_reextract(night: Night, wanted: Again) -> RunSummary:
    """Run the flow on a night that has begun, in this process, and return how it went.

    Raises ``StoppedError`` on SIGTERM.
    """
    told = partial(
        reextract,
        portals=list(night.plan.portals),
        since=wanted.since,
        everything=wanted.everything,
        limit=wanted.limit,
    )
    return run_begun(night, told)


@task(name="make due", cache_policy=NO_CACHE)
async def choose(night: Night, wanted: Again) -> int:
    """Make due in the ledger what other rules or readers read."""
    return make_due(night, wanted)


@flow(name="reextract")
async def reextract(
    portals: list[str] | None = None,
    since: date | None = None,
    everything: bool = False,
    limit: int | None = None,
) -> RunSummary:
    """Read again from the archive what older rules or readers read, load it and publish a snapshot.

    Args:
        portals: short names of the portals, all configured ones when empty
        since: read no article again that was published before this day
        everything: read again what the present rules read, too
        limit: read at most so many articles again
    """
    wanted = Again(since, everything, limit)
    if begun := tonight.get():
        return await _stages(begun, wanted)
    plan = night_plan(read_settings(), portals or ())
    with Night(plan, Observer(), "gat reextract") as night:
        return await _stages(night, wanted)


async def _stages(night: Night, wanted: Again) -> RunSummary:
    async with telling(night):
        await choose(night, wanted)
        await read_due(night)
        all_read(night)
        return await finish(night)
