"""A clock that has leapt far ahead: what is fetched under it would be the newest for decades."""

from datetime import datetime, timedelta

from pipelines.errors import PipelineError
from spiders.ledger import Ledger

_FAR = timedelta(days=20 * 365)


class ClockError(PipelineError):
    """The clock of the machine cannot be right."""

    exit_code = 4


def refuse_leap(ledger: Ledger, now: datetime) -> None:
    """Raise ClockError when ``now`` is decades after the newest page that was fetched.

    A clock that was set back is no reason to stop: pages are never dated before those of earlier runs.
    """
    newest = ledger.last_fetch()
    if newest is not None and now > newest + _FAR:
        years = (now - newest).days // 365
        raise ClockError(
            f"the clock says {now:%Y-%m-%d}, {years} years after the newest page in {ledger.path}: set the"
            " clock (timedatectl set-ntp true), then run again"
        )
