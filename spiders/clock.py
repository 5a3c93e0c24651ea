"""Whether the clock of this machine can be right: pages fetched under one far ahead stay the newest."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from spiders.errors import ClockError
from spiders.ledger import now_utc
from spiders.urls import host_of

#: After a longer rest, and before a first crawl, the clock is held against that of the servers.
REST = timedelta(days=7)
#: How far the clocks of servers are off that nobody looks after, time zones taken for UTC included.
_OFF = timedelta(days=1)
SET_IT = "set the clock (timedatectl set-ntp true)"


class ClockWatch:
    """Holds our clock against that of the first server that tells its own, where there is a doubt.

    There is none when ``last``, the newest page of earlier runs of any portal, is of these days: a server
    whose own clock is wrong is crawled all the same, night after night.
    """

    def __init__(self, last: datetime | None) -> None:
        self._is_settled = last is not None and last - _OFF <= now_utc() <= last + REST

    def check(self, answer: Response) -> None:
        """Raise ClockError when the answer, just received, was made on another day by its server's clock."""
        theirs = None if self._is_settled else _made_at(answer)
        if theirs is None:
            return
        ours = now_utc()
        if abs(ours - theirs) > _OFF:
            raise ClockError(
                f"the clock says {ours:%Y-%m-%d %H:%M} UTC, and that of {host_of(answer.url)}"
                f" {theirs:%Y-%m-%d %H:%M}: {SET_IT}, then run again; where theirs is the wrong one, crawl"
                " another portal first; no page was kept"
            )
        self._is_settled = True


def _made_at(answer: Response) -> datetime | None:
    """Return what the server's clock says now: the date of its answer, and for how long a cache had that."""
    said, age = ((answer.headers.get(name) or b"").decode("latin-1") for name in ("Date", "Age"))
    try:
        at = parsedate_to_datetime(said)
        return at.replace(tzinfo=at.tzinfo or UTC) + timedelta(seconds=int(age or 0))
    except (ValueError, OverflowError):
        return None
