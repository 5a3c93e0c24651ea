"""What the frontier tells the spider: a page to fetch, what an item is, how far a listing is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Self

StopReason = Literal["end", "since", "repeat", "overlap", "budget", "limit", "gap", "error", "stopped"]
#: A walk that stopped for one of these has seen all it was asked to see.
COMPLETE: frozenset[str] = frozenset({"end", "since", "repeat", "overlap", "budget"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An article page to fetch, with what the ledger knows for a conditional request."""

    url: str
    url_key: str
    section: str
    title: str | None
    published: str | None
    published_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    is_known: bool = False

    @classmethod
    def of_row(cls, row: Mapping[str, str | None]) -> Self:
        """Return the target that a row of the ledger's items is."""
        return cls(
            url=row["url"] or "",
            url_key=row["url_key"] or "",
            section=row["section"] or "",
            title=row["title"],
            published=row["published"],
            published_at=datetime.fromisoformat(row["published_at"]) if row["published_at"] else None,
            etag=row["etag"],
            last_modified=row["last_modified"],
            is_known=row["capture_id"] is not None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Depth:
    """How far the last complete walk of a listing went: to a date, to a page, or (both None) to its end.

    ``walk_id`` is the last walk of the run it belonged to: items seen up to then are known for certain.
    """

    walk_id: int
    reached_on: date | None
    reached_page: int | None

    def covers(self, since: date | None, page_budget: int) -> bool:
        """Tell whether a walk down to ``since`` within ``page_budget`` pages would find nothing deeper."""
        if self.reached_page is not None and page_budget > self.reached_page:
            return False
        return self.reached_on is None or (since is not None and since >= self.reached_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One listed item: what it is to the ledger, and whether it was known before a given walk."""

    state: Literal["new", "changed", "known"]
    first_walk: int
    target: Target
