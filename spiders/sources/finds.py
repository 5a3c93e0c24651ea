"""What an archive's index told, remembered in the ledger: captures worth having, and what became of them.

The rows of an answer and how far its task is are written together, so that a backfill killed at any moment
goes on with the next page of the index, and asks for no page of it twice.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from spiders.ledger import Ledger
from spiders.pages import Listed, SourceKind
from spiders.portal import Portal
from spiders.sources.source import Find, IndexPage, Window
from spiders.sources.tasks import IndexTasks
from spiders.sources.wanted import find_of_row

#: ``had``: its page is in the archive. ``unread``: so it is, and which files it offers is not known.
#: ``bad``: what came is not the article. ``gone``: it cannot be had. ``aside``: a file that no page is known
#: to offer.
FindState = Literal["open", "had", "unread", "bad", "gone", "aside"]
#: A capture whose bytes came wrong in so many runs is given up.
_MAX_ATTEMPTS = 5
#: The next capture. The inner questions: has the page a capture that is an article, as far as is known?
_FOLLOWING = """
SELECT *, rowid FROM finds WHERE portal = ? AND source = ? AND state = 'open' AND captured_at >= ?
AND captured_at < ? AND (captured_at, rowid) > (?, ?) AND (kind = 'file') = ? AND (? OR NOT EXISTS (
    SELECT 1 FROM captures AS had WHERE had.portal = finds.portal AND had.kind = finds.kind
    AND had.url_key = finds.url_key AND NOT EXISTS (
        SELECT 1 FROM finds AS bad WHERE bad.capture_id = had.capture_id AND bad.state = 'bad')))
ORDER BY captured_at, rowid LIMIT 1
"""


class Finds:
    """What one archive is known to have of one portal."""

    def __init__(self, ledger: Ledger, portal: Portal, source: SourceKind) -> None:
        self._ledger = ledger
        self._connection = ledger.connection
        self._portal = portal
        self._source = source
        self._owner = (portal.slug, source)
        self.tasks = IndexTasks(ledger, portal, source)

    def take(self, task: str, page: IndexPage) -> tuple[int, int]:
        """Note what an answer told; return how many captures are worth having and how many are new."""
        told = [(row.is_file, find_of_row(row, self._portal)) for row in page.rows]
        finds = [find for is_file, find in told if find is not None and not is_file]
        files = [find for is_file, find in told if find is not None and is_file]
        with self._ledger.transaction():
            new = sum(self._add(find, "open") for find in finds)
            for file in files:
                self._add(file, "aside")
            self.tasks.go_on(task, page.resume, page.tasks)
        return len(finds), new

    def _add(self, find: Find, state: FindState) -> int:
        done = self._connection.execute(
            "INSERT OR IGNORE INTO finds (portal, source, url_key, captured_at, url, kind, digest, place,"
            " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(*self._owner, find.url_key, _stored(find.captured_at), find.url),
                *(find.kind, find.digest, _place(find), state),
            ),
        )
        return done.rowcount

    # Files

    def plan(self, file: Find) -> bool:
        """Note a file that a page offers; return whether it was not noted for a page of that time before."""
        return self._add(file, "open") == 1

    def planned(self, key: str) -> Iterator[tuple[Find, FindState]]:
        """Yield what is noted of a file that pages offer, with what became of it."""
        rows = self._connection.execute(
            "SELECT * FROM finds WHERE portal = ? AND source = ? AND url_key = ? AND kind = 'file'"
            " AND state <> 'aside'",
            (*self._owner, key),
        ).fetchall()
        yield from ((_find_of(row), row["state"]) for row in rows)

    def aside(self, key: str, at: datetime) -> Find | None:
        """Return the capture of a file nearest to an instant, of those the index told."""
        row = self._connection.execute(
            "SELECT * FROM finds WHERE portal = ? AND source = ? AND url_key = ? AND state = 'aside'"
            " ORDER BY abs(julianday(captured_at) - julianday(?)) LIMIT 1",
            (*self._owner, key, _stored(at)),
        ).fetchone()
        return _find_of(row) if row else None

    def missed(
        self, find: Find, reason: str, detail: str, run_id: str, *, is_open: bool, terms: str | None
    ) -> bool:
        """Note why a file did not come, and whether it is asked for again; return whether that is news.

        ``terms`` is what of the portal file settles it.
        """
        done = self._connection.execute(
            "UPDATE finds SET reason = ?, detail = ?, run_id = ? WHERE portal = ? AND source = ?"
            " AND url_key = ? AND captured_at = ? AND digest = ? AND reason IS NOT ?",
            (*(reason, detail, run_id), *self._row_of(find), reason),
        )
        self._update(find, "place = json_set(place, '$.terms', ?)", terms)
        if not is_open:
            self.settle(find, "bad")
        return done.rowcount == 1

    def reopen_settled(self, terms: Mapping[str, str]) -> None:
        """Make files due again that a portal file settled which says otherwise now; ``terms`` by reason."""
        for reason, said in terms.items():
            self._connection.execute(
                "UPDATE finds SET state = 'open' WHERE portal = ? AND source = ? AND state = 'bad'"
                " AND kind = 'file' AND reason = ? AND json_extract(place, '$.terms') IS NOT ?",
                (*self._owner, reason, said),
            )

    # Captures

    def following(
        self, window: Window, after: tuple[str, int], *, takes_all: bool, is_file: bool = False
    ) -> tuple[Find, tuple[str, int]] | None:
        """Return the next capture to get behind a place in the order of capture, and its own place.

        Files come in an order of their own, for their pages say which of them are wanted.
        Unless all are taken, captures of pages that the archive has in any version are passed over.
        """
        row = self._connection.execute(
            _FOLLOWING, (*self._owner, *_days(window), *after, is_file, takes_all)
        ).fetchone()
        return (_find_of(row), (row["captured_at"], row["rowid"])) if row else None

    def unread(self, window: Window) -> list[tuple[Find, str]]:
        """Return the pages in the archive whose files are not known, with the ids of their captures."""
        rows = self._connection.execute(
            "SELECT * FROM finds WHERE portal = ? AND source = ? AND state = 'unread' AND captured_at >= ?"
            " AND captured_at < ? ORDER BY captured_at, rowid",
            (*self._owner, *_days(window)),
        ).fetchall()
        return [(_find_of(row), row["capture_id"]) for row in rows]

    def reopen(self, window: Window) -> None:
        """Make due again what was settled or given up, but for pages whose bytes proved to be no article."""
        self._connection.execute(
            "UPDATE finds SET attempts = 0,"
            " state = CASE WHEN capture_id IS NULL THEN 'open' ELSE 'unread' END"
            " WHERE portal = ? AND source = ? AND captured_at >= ? AND captured_at < ?"
            " AND (state = 'gone' OR (state = 'bad' AND capture_id IS NULL))",
            (*self._owner, *_days(window)),
        )

    def has_more(self, find: Find) -> bool:
        """Tell whether another capture of the same page or file is still to be had, later in the order."""
        row = self._connection.execute(
            "SELECT 1 FROM finds WHERE portal = ? AND source = ? AND state = 'open' AND kind = ?"
            " AND url_key = ? AND captured_at > ? LIMIT 1",
            (*self._owner, find.kind, find.url_key, _stored(find.captured_at)),
        ).fetchone()
        return row is not None

    def settle(self, find: Find, state: FindState, capture_id: str | None = None) -> None:
        """Note what became of a capture."""
        self._update(find, "state = ?, capture_id = ?", state, capture_id)

    def failed(self, find: Find) -> None:
        """Note that what came of a capture could not be used: cut, damaged, too large, not to be read."""
        self._update(
            find, "attempts = attempts + 1, state = CASE WHEN attempts + 1 >= ? THEN 'gone' ELSE state END",
            _MAX_ATTEMPTS,
        )  # fmt: skip

    def unsettle(self, capture_id: str) -> None:
        """Note that a page that was kept proved to be no article: another capture of it may be."""
        self._connection.execute(
            "UPDATE finds SET state = 'bad' WHERE portal = ? AND source = ? AND capture_id = ?",
            (*self._owner, capture_id),
        )

    def _update(self, find: Find, change: str, *values: object) -> None:
        self._connection.execute(
            f"UPDATE finds SET {change} WHERE portal = ? AND source = ? AND url_key = ? AND captured_at = ?"  # noqa: S608 - constants
            " AND digest = ?",
            (*values, *self._row_of(find)),
        )

    def _row_of(self, find: Find) -> tuple[str, ...]:
        return (*self._owner, find.url_key, _stored(find.captured_at), find.digest)


def _days(window: Window) -> tuple[str, str]:
    """Return bounds of the instants of a window, as they are stored: «~» sorts behind any hour."""
    first = window.first.isoformat() if window.first else ""
    return first, f"{window.last.isoformat()}~" if window.last else "~"


def _stored(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _place(find: Find) -> str:
    told = {name: getattr(find.listed, name) for name in ("title", "published", "section", "parent_key")}
    return json.dumps(
        {"place": dict(find.place), "is_revisit": find.is_revisit, "asked": find.asked, "listed": told},
        ensure_ascii=False,
    )


def _find_of(row: Any) -> Find:
    told = json.loads(row["place"])
    return Find(
        url=row["url"],
        url_key=row["url_key"],
        kind=row["kind"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        digest=row["digest"],
        place=told["place"],
        is_revisit=told["is_revisit"],
        listed=Listed(**told["listed"]),
        asked=told["asked"],
    )
