"""What to ask an archive's index, as named tasks, and how far each of them is; remembered in the ledger."""

from collections.abc import Iterable

from spiders.ledger import Ledger, now_utc
from spiders.pages import SourceKind
from spiders.portal import Portal
from spiders.sources.slices import mark_of


class IndexTasks:
    """What the index of one archive is asked of one portal."""

    def __init__(self, ledger: Ledger, portal: Portal, source: SourceKind) -> None:
        self._ledger = ledger
        self._connection = ledger.connection
        self._owner = (portal.slug, source)
        self._mark = mark_of(portal)

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

    def go_on(self, task: str, resume: str | None, found: Iterable[str]) -> None:
        """Note how far a task is, and the tasks it ``found``. Call it in a transaction."""
        self.begin(found, parent=task)
        self._connection.execute(
            "UPDATE index_tasks SET resume = ?, is_done = ?, asked_at = ?"
            " WHERE portal = ? AND source = ? AND task = ?",
            (resume, resume is None, now_utc().isoformat(), *self._owner, task),
        )
