"""What is still to fetch: items, the listings they were seen in, and how far a listing was walked.

An item stays due from the moment a listing shows it until its page is in the archive. It becomes due again
when a listing shows it with another title, date or summary. An incremental walk ends after a run of items
that were known before the last walk that came to its end: items of a walk that was killed do not count.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import Literal

from spiders.ledger import Ledger, now_utc
from spiders.listing import Ask, Item
from spiders.targets import COMPLETE, Depth, Seen, StopReason, Target
from spiders.turns import MAX_ATTEMPTS, turn_of

_DAY_PUBLISHED = "julianday(published_at)"
#: Days that had gone by since its publication when an article was last asked for.
_AGE_AT_CHECK = f"(julianday(coalesce(checked_at, published_at)) - {_DAY_PUBLISHED})"


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
        self,
        walk_id: int,
        stop: StopReason,
        reached_on: date | None,
        reached_page: int | None,
        deep: tuple[Ask, date] | None = None,
    ) -> None:
        """Note why a walk ended and how deep the listing is known from now on.

        ``deep`` is the request for the page before the last, and the day whose older articles begin there.
        """
        self._connection.execute(
            "UPDATE walks SET stop = ?, is_complete = ?, reached_on = ?, reached_page = ?, deep_ask = ?,"
            " deep_on = ? WHERE walk_id = ?",
            (
                stop,
                stop in COMPLETE,
                reached_on.isoformat() if reached_on else None,
                reached_page,
                deep[0].as_json() if deep is not None else None,
                deep[1].isoformat() if deep is not None else None,
                walk_id,
            ),
        )

    def deep_ask(self, section_url: str, until: date) -> Ask | None:
        """Return the request for the deepest page of a listing with nothing as old as ``until`` above it."""
        row = self._connection.execute(
            "SELECT deep_ask FROM walks WHERE portal = ? AND section_url = ? AND is_complete = 1"
            " AND deep_on > ? ORDER BY deep_on, walk_id DESC LIMIT 1",
            (self._portal, section_url, until.isoformat()),
        ).fetchone()
        return Ask.from_json(row["deep_ask"]) if row else None

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
        return Seen(state=state, first_walk=row["first_walk"], target=Target.of_row(row))

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
        """Yield the items an earlier run saw and did not get, oldest first.

        Those that failed in many runs take turns: each is asked for in every seventh run.
        """
        turn, runs = turn_of(self._connection, self._portal, "items")
        yield from self._targets(f"is_due = 1 AND {turn}", runs)

    def overdue(self) -> list[str]:
        """Return the URLs of the items that many runs failed to get, oldest first."""
        rows = self._connection.execute(
            "SELECT url FROM items WHERE portal = ? AND is_due = 1 AND attempts >= ? ORDER BY first_walk",
            (self._portal, MAX_ATTEMPTS),
        )
        return [row["url"] for row in rows]

    def to_recheck(self, published_after: datetime, *, is_thinned: bool) -> Iterator[Target]:
        """Yield the fetched articles published since then, which may still be edited.

        ``is_thinned`` leaves out those that were looked at when they were more than half as old as they are
        now: an article is edited in its first days, and asking for all of them every night is rude.
        """
        condition = "capture_id IS NOT NULL AND published_at >= ?"
        if is_thinned:
            condition += (
                f" AND {_AGE_AT_CHECK} * 2 <= julianday('{now_utc().isoformat()}') - {_DAY_PUBLISHED}"
            )
        yield from self._targets(condition, _stored(published_after))

    def _targets(self, condition: str, value: object) -> Iterator[Target]:
        rows = self._connection.execute(
            f"SELECT * FROM items WHERE portal = ? AND {condition} ORDER BY first_walk, rowid",  # noqa: S608 - constants
            (self._portal, value),
        ).fetchall()
        yield from map(Target.of_row, rows)

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
        """Note a failed fetch: a page that is gone is not asked for again, another one in a later run."""
        self._connection.execute(
            "UPDATE items SET attempts = attempts + 1, is_due = CASE WHEN ? THEN 0 ELSE is_due END"
            " WHERE portal = ? AND url_key = ?",
            (is_gone, self._portal, key),
        )

    def rejected(self, key: str) -> None:
        """Note that an error page came in an item's place: it is due again, whatever the server validated."""
        self._connection.execute(
            "UPDATE items SET is_due = 1, attempts = attempts + 1, etag = NULL, last_modified = NULL"
            " WHERE portal = ? AND url_key = ?",
            (self._portal, key),
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
