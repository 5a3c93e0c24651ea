"""What an archive's index told, remembered in the ledger: tasks, how far they are, captures worth having.

The rows of an answer and how far its task is are written together, so that a backfill killed at any moment
goes on with the next page of the index, and asks for no page of it twice.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from spiders.ledger import Ledger, now_utc
from spiders.pages import CaptureKind, Listed, SourceKind
from spiders.portal import Portal
from spiders.sources.slices import mark_of
from spiders.sources.source import Find, IndexPage, IndexRow, Window
from spiders.sources.wanted import own_file_key, wanted

#: ``had``: its page is in the archive. ``bad``: what came is not the article. ``gone``: it cannot be had.
#: ``aside``: a file that no page is known to offer.
FindState = Literal["open", "had", "bad", "gone", "aside"]
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
        self._mark = mark_of(portal)

    # Tasks

    def begin(self, tasks: Iterable[str], *, parent: str = "", again: bool = False) -> None:
        """Note tasks, those found by a task as its own; what is known stays as far as it is.

        ``again`` asks anew for tasks that were done. A task that was done for another parent is done. One
        that was asked under another portal file is asked anew: its answer may hold what was not wanted then.
        """
        with self._ledger.transaction():
            for task in tasks:
                self._connection.execute(
                    "UPDATE index_tasks SET is_done = 0, resume = NULL, mark = ?"
                    " WHERE portal = ? AND source = ? AND task = ? AND mark IS NOT ?",
                    (self._mark, *self._owner, task, self._mark),
                )
                self._connection.execute(
                    "INSERT OR IGNORE INTO index_tasks (portal, source, task, parent, mark, is_done)"
                    " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(is_done), 0) FROM index_tasks"
                    " WHERE portal = ? AND source = ? AND task = ?))",
                    (*self._owner, task, parent, self._mark, *self._owner, task),
                )
                if again:
                    self._connection.execute(
                        "UPDATE index_tasks SET is_done = 0, resume = NULL"
                        " WHERE portal = ? AND source = ? AND task = ? AND is_done = 1",
                        (*self._owner, task),
                    )

    def unfinished(self, tasks: Iterable[str]) -> list[tuple[str, str | None]]:
        """Return those of the tasks and of those found by them that are not done, with where each goes on."""
        found = []
        for task in tasks:
            rows = self._connection.execute(
                "SELECT task, resume FROM index_tasks WHERE portal = ? AND source = ?"
                " AND (task = ? OR parent = ?) AND is_done = 0 ORDER BY rowid",
                (*self._owner, task, task),
            )
            found += [(row["task"], row["resume"]) for row in rows]
        return found

    def take(self, task: str, page: IndexPage) -> tuple[int, int]:
        """Note what an answer told; return how many captures are worth having and how many are new."""
        finds = [find for row in page.rows if not row.is_file and (find := self._find(row)) is not None]
        files = [find for row in page.rows if row.is_file and (find := self._file(row)) is not None]
        with self._ledger.transaction():
            new = sum(self._add(find, "open") for find in finds)
            for file in files:
                self._add(file, "aside")
            self.begin(page.tasks, parent=task)
            self._connection.execute(
                "UPDATE index_tasks SET resume = ?, is_done = ?, asked_at = ?"
                " WHERE portal = ? AND source = ? AND task = ?",
                (page.resume, page.resume is None, now_utc().isoformat(), *self._owner, task),
            )
        return len(finds), new

    def _find(self, row: IndexRow) -> Find | None:
        """Return the capture of a row, or None for one that is no article of the portal."""
        own = row.page
        if own is not None:
            if own.portal != self._portal.slug or own.kind not in {"article", "document_list", "file"}:
                return None
            kind: CaptureKind = own.kind
            key, listed, asked = own.url_key, own.listed, own.url
        else:
            found = wanted(row.url, self._portal, row.captured_at) if row.status in {200, None} else None
            if found is None:
                return None
            kind, key, listed, asked = found.kind, found.url_key, found.listed, None
        return Find(
            url=row.url,
            url_key=key,
            kind=kind,
            captured_at=row.captured_at,
            digest=row.digest,
            place=row.place,
            is_revisit=row.status is None,
            listed=listed,
            asked=asked,
        )

    def _file(self, row: IndexRow) -> Find | None:
        """Return the file of a row, or None for one of others."""
        key = own_file_key(row.url, self._portal, row.captured_at)
        if key is None:
            return None
        at, digest, place = row.captured_at, row.digest, row.place
        return Find(url=row.url, url_key=key, kind="file", captured_at=at, digest=digest, place=place)

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
        """Note a file that a page offers, unless it was noted before; return whether it was not."""
        known = self._connection.execute(
            "SELECT 1 FROM finds WHERE portal = ? AND source = ? AND url_key = ? AND kind = 'file'"
            " AND state <> 'aside' LIMIT 1",
            (*self._owner, file.url_key),
        ).fetchone()
        return known is None and self._add(file, "open") == 1

    def aside(self, key: str, at: datetime) -> Find | None:
        """Return the capture of a file nearest to an instant, of those the index told."""
        row = self._connection.execute(
            "SELECT * FROM finds WHERE portal = ? AND source = ? AND url_key = ? AND state = 'aside'"
            " ORDER BY abs(julianday(captured_at) - julianday(?)) LIMIT 1",
            (*self._owner, key, _stored(at)),
        ).fetchone()
        return _find_of(row) if row else None

    def missed(self, find: Find, reason: str, detail: str, run_id: str, *, is_open: bool) -> bool:
        """Note why a file did not come, and whether it is asked for again; return whether that is news."""
        done = self._connection.execute(
            "UPDATE finds SET reason = ?, detail = ?, run_id = ? WHERE portal = ? AND source = ?"
            " AND url_key = ? AND captured_at = ? AND digest = ? AND reason IS NOT ?",
            (*(reason, detail, run_id), *self._row_of(find), reason),
        )
        if not is_open:
            self.settle(find, "bad")
        return done.rowcount == 1

    # Captures

    def following(
        self, window: Window, after: tuple[str, int], *, takes_all: bool, is_file: bool = False
    ) -> tuple[Find, tuple[str, int]] | None:
        """Return the next capture to get behind a place in the order of capture, and its own place.

        Files come in an order of their own, for their pages say which of them are wanted.
        Unless all are taken, captures of pages that the archive has in any version are passed over.
        """
        first = window.first.isoformat() if window.first else ""
        last = (window.last + timedelta(days=1)).isoformat() if window.last else "~"
        row = self._connection.execute(
            _FOLLOWING, (*self._owner, first, last, *after, is_file, takes_all)
        ).fetchone()
        return (_find_of(row), (row["captured_at"], row["rowid"])) if row else None

    def has_more(self, find: Find) -> bool:
        """Tell whether another capture of the same page is still to be had, later in the order."""
        row = self._connection.execute(
            "SELECT 1 FROM finds WHERE portal = ? AND source = ? AND state = 'open' AND url_key = ?"
            " AND captured_at > ? LIMIT 1",
            (*self._owner, find.url_key, _stored(find.captured_at)),
        ).fetchone()
        return row is not None

    def settle(self, find: Find, state: FindState, capture_id: str | None = None) -> None:
        """Note what became of a capture."""
        self._update(find, "state = ?, capture_id = ?", state, capture_id)

    def failed(self, find: Find) -> None:
        """Note that what came of a capture could not be used: cut, damaged, too large."""
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
