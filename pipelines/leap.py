"""A clock that has leapt far ahead: what is fetched under it would be the newest for years."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pipelines.crawl import CrawlResult
from spiders.clock import SET_IT
from spiders.errors import ClockError
from spiders.ledger import Ledger

#: No machine rests for so long: told before anybody is asked, also to a run that crawls nothing.
FAR = timedelta(days=20 * 365)


def refuse_leap(ledger: Ledger, now: datetime) -> None:
    """Raise ClockError when ``now`` is decades after the newest page that was fetched.

    A clock that was set back is no reason to stop: pages are never dated before those of earlier runs.
    """
    newest = ledger.last_fetch()
    if newest is not None and now > newest + FAR:
        years = (now - newest).days // 365
        raise ClockError(
            f"the clock says {now:%Y-%m-%d}, {years} years after the newest page in {ledger.path}: {SET_IT},"
            " then run again"
        )


def refuse_wrong_clock(results: Sequence[CrawlResult]) -> None:
    """Raise ClockError when all crawls ended by it: what is due must not be published under this clock."""
    if results and all(one.exit_code == ClockError.exit_code for one in results):
        raise ClockError(results[0].reason or "the clock is wrong")
