"""How far a crawl looks, and where."""

from dataclasses import dataclass
from datetime import date

from pipelines.errors import ReachError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a crawl looks, and where: the live site as it is now, unless something else is said.

    ``since`` and ``until`` are days of publication, ``first`` and ``last`` days on which an archive captured
    a page. ``source`` is as the child takes it (``wayback``, ``warc:PATH``). ``all_captures`` takes every
    version that an archive has, ``again`` asks its index for what was asked before.

    Raises ReachError where ``since`` is later than ``until``, or ``limit`` is less than 1.
    """

    since: date | None = None
    until: date | None = None
    limit: int | None = None
    page_budget: int | None = None
    source: str = "live"
    first: date | None = None
    last: date | None = None
    all_captures: bool = False
    again: bool = False

    def __post_init__(self) -> None:
        if self.since is not None and self.until is not None and self.since > self.until:
            message = f"since {self.since} is later than until {self.until}: no day is left, swap them"
            raise ReachError(message)
        if self.limit is not None and self.limit < 1:
            message = f"limit {self.limit}: it is a number of articles of each portal, 1 at least"
            raise ReachError(message)

    def options(self) -> list[str]:
        """Return the options that tell a child; those that are not set are left to its own defaults."""
        told = {
            "--since": self.since,
            "--until": self.until,
            "--limit": self.limit,
            "--page-budget": self.page_budget,
            "--source": self.source if self.source != "live" else None,
            "--from": self.first,
            "--to": self.last,
        }
        flags = {"--all-captures": self.all_captures, "--again": self.again}
        valued = [part for name, value in told.items() if value is not None for part in (name, str(value))]
        return [*valued, *(name for name, is_set in flags.items() if is_set)]
