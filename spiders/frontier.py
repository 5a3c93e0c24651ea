"""What is still to fetch: items, the listings they were seen in, and how far a listing was walked.

An item stays due from the moment a listing shows it until its page is in the archive. It becomes due again
when a listing shows it with another title, date or summary. An incremental walk ends after a run of items
that were known before the last walk that came to its end: items of a walk that was killed do not count.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from spiders.ledger import Ledger, now_utc
from spiders.listing import Item

StopReason = Literal["end", "since", "repeat", "overlap", "budget", "limit", "gap", "error", "stopped"]
#: A walk that stopped for one of these has seen all it was asked to see.
COMPLETE: frozenset[str] = frozenset({"end", "since", "repeat", "overlap", "budget"})
_MAX_ATTEMPTS = 5


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


class Frontier:
    """The items of one portal in the ledger."""

    def __init__(self, ledger: Ledger, portal: str) -> None:
        self._ledger = ledger
        self._connection = ledger.connection
        self._portal = portal

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context in which everything written to the ledger is written together."""
        return self._ledger.transaction()

    def start_walk(self, section_url: str, run_id: str) -> int:
        """Note that a listing is being walked; return the walk's number."""
        done = self._connection.execute(
            "INSERT INTO walks (portal, section_url, run_id, started_at) VALUES (?, ?, ?, ?)",
            (self._portal, section_url, run_id, now_utc().isoformat()),
        )
        return int(done.lastrowid or 0)

    def finish_walk(
        self, walk_id: int, stop: StopReason, reached_on: date | None, reached_page: int | None
    ) -> None:
        """Note why a walk ended and how deep the listing is known from now on."""
        self._connection.execute(
            "UPDATE walks SET stop = ?, is_complete = ?, reached_on = ?, reached_page = ? WHERE walk_id = ?",
            (stop, stop in COMPLETE, reached_on.isoformat() if reached_on else None, reached_page, walk_id),
        )

    def depth(self, section_url: str) -> Depth | None:
        """Return how far the last complete walk of a listing went, or None when there was none."""
        row = self._connection.execute(
            "SELECT reached_on, reached_page, (SELECT max(walk_id) FROM walks AS same WHERE same.run_id ="
            " walks.run_id AND same.portal = walks.portal) AS walk_id FROM walks WHERE portal = ?"
            " AND section_url = ? AND is_complete = 1 ORDER BY walks.walk_id DESC LIMIT 1",
            (self._portal, section_url),
        ).fetchone()
        if row is None:
            return None
        reached = date.fromisoformat(row["reached_on"]) if row["reached_on"] else None
        return Depth(walk_id=row["walk_id"], reached_on=reached, reached_page=row["reached_page"])

    def see(
        self,
        items: Mapping[str, Item],
        dates: Mapping[str, datetime | None],
        walk_id: int,
        place: tuple[str, str],
        *,
        is_due: bool = True,
    ) -> dict[str, Seen]:
        """Note the ``items`` of one listing page by their keys, in one transaction.

        ``place`` is the listing's URL and name. Rows of a document list are complete as listed: not due.
        """
        with self._ledger.transaction():
            return {
                key: self._see_item(key, item, dates[key], walk_id, place, is_due=is_due)
                for key, item in items.items()
            }

    def _see_item(
        self,
        key: str,
        item: Item,
        at: datetime | None,
        walk_id: int,
        place: tuple[str, str],
        *,
        is_due: bool,
    ) -> Seen:
        section_url, section = place
        known = self._connection.execute(
            "SELECT * FROM items WHERE portal = ? AND url_key = ?", (self._portal, key)
        ).fetchone()
        instant = _stored(at) if at else None
        changed = self._is_changed(section_url, key, item)
        if known is None:
            self._connection.execute(
                "INSERT INTO items (portal, url_key, url, section, title, published, published_at,"
                " first_walk, is_due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._portal, key, item.url, section, item.title, item.published, instant, walk_id, is_due),
            )
        elif changed:
            self._connection.execute(
                "UPDATE items SET title = ?, published = coalesce(?, published), published_at = coalesce(?,"
                " published_at), is_due = ?, attempts = 0 WHERE portal = ? AND url_key = ?",
                (item.title, item.published, instant, is_due, self._portal, key),
            )
        self._connection.execute(
            "INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?, ?, ?)",
            (self._portal, section_url, key, item.form, item.title_mark, item.mark),
        )
        row = self._connection.execute(
            "SELECT * FROM items WHERE portal = ? AND url_key = ?", (self._portal, key)
        ).fetchone()
        state: Literal["new", "changed", "known"] = (
            "new" if known is None else "changed" if changed else "known"
        )
        return Seen(state=state, first_walk=row["first_walk"], target=_target(row))

    def _is_changed(self, section_url: str, key: str, item: Item) -> bool:
        row = self._connection.execute(
            "SELECT form, title_mark, mark FROM listed WHERE portal = ? AND section_url = ? AND url_key = ?",
            (self._portal, section_url, key),
        ).fetchone()
        if row is None:
            return False
        # An item that moved from one kind of listing to another is compared by what both show.
        return bool(
            row["title_mark"] != item.title_mark or (row["form"] == item.form and row["mark"] != item.mark)
        )

    def due(self) -> Iterator[Target]:
        """Yield the items an earlier run saw and did not get, oldest first."""
        yield from self._targets("is_due = 1 AND attempts < ?", _MAX_ATTEMPTS)

    def to_recheck(self, published_after: datetime) -> Iterator[Target]:
        """Yield the fetched articles published since then, which may still be edited."""
        yield from self._targets("capture_id IS NOT NULL AND published_at >= ?", _stored(published_after))

    def _targets(self, condition: str, value: object) -> Iterator[Target]:
        rows = self._connection.execute(
            f"SELECT * FROM items WHERE portal = ? AND {condition} ORDER BY first_walk, rowid",  # noqa: S608 - constants
            (self._portal, value),
        ).fetchall()
        yield from map(_target, rows)

    def fetched(self, key: str, capture_id: str, etag: str | None, last_modified: str | None) -> None:
        """Note that an item's page is in the archive, with the validators for the next time."""
        self._connection.execute(
            "UPDATE items SET is_due = 0, attempts = 0, checked_at = ?, capture_id = ?, etag = ?,"
            " last_modified = ? WHERE portal = ? AND url_key = ?",
            (now_utc().isoformat(), capture_id, etag, last_modified, self._portal, key),
        )

    def unchanged(self, key: str) -> None:
        """Note that the server still has the page that is in the archive."""
        self._connection.execute(
            "UPDATE items SET is_due = 0, attempts = 0, checked_at = ? WHERE portal = ? AND url_key = ?",
            (now_utc().isoformat(), self._portal, key),
        )

    def failed(self, key: str, *, is_gone: bool) -> None:
        """Note a failed fetch: a page that is gone is not asked for again, another one in the next run."""
        self._connection.execute(
            "UPDATE items SET attempts = attempts + 1, is_due = CASE WHEN ? THEN 0 ELSE is_due END"
            " WHERE portal = ? AND url_key = ?",
            (is_gone, self._portal, key),
        )

    def dated(self, key: str, at: datetime) -> None:
        """Note the publication time an article's own page gave, where the listing gave none."""
        self._connection.execute(
            "UPDATE items SET published_at = ? WHERE portal = ? AND url_key = ? AND published_at IS NULL",
            (_stored(at), self._portal, key),
        )


def _stored(at: datetime) -> str:
    """Return an instant as text that sorts as time does."""
    return at.astimezone(UTC).isoformat()


def _target(row: Mapping[str, str | None]) -> Target:
    return Target(
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
