"""The course of a run over an archive: by windows its index, then its pages, then the files that these offer.

What a step gave is in the ledger when the next one is chosen, so that what a page proved to be decides what
is asked for next.
"""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager

from spiders.attachments import settling_terms
from spiders.sources.offered import NOT_IN_ARCHIVE, OfferedFiles
from spiders.sources.slices import note_finished
from spiders.sources.source import Captured, Find, Window
from spiders.sources.visit import ArchiveVisit, Step, exchange_of, page_of


class Course:
    """What one run over an archive asks for, one step after the other.

    Who takes the steps says of the last one whether it ``has_failed``, or its file ``is_absent``. ``kept`` is
    the context in which pages are kept.
    """

    def __init__(
        self, visit: ArchiveVisit, files: OfferedFiles, kept: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._visit = visit
        self._archive = visit.archive
        self._files = files
        self._kept = kept
        self.has_failed = self.is_absent = False

    def steps(self) -> Iterator[Step]:
        """Yield one step after the other; what a step gave is in the ledger when the next is asked for."""
        visit, stops = self._visit, self._visit.tally.stops
        stops[self._archive.kind] = "stopped"
        waits = False
        visit.finds.reopen_settled(settling_terms(visit.portal))
        for window in visit.windows:
            failures = len(visit.tally.failures)
            if visit.again:
                visit.finds.reopen(window)
            self._files.read_kept(window, self._kept)
            tasks = self._archive.tasks(visit.portal, window)
            # Archives still take up what was captured lately: a window that is not over is asked for anew.
            yield from self._index_steps(
                tasks, again=visit.again or (bool(self._archive.hosts) and window.is_open)
            )
            is_whole = yield from self._page_steps(window)
            has_files = yield from self._file_steps(window)
            if not is_whole:
                stops[self._archive.kind] = "limit"
                return
            has_files = has_files and not self._files.are_unread(window)
            waits = waits or not has_files
            if has_files and len(visit.tally.failures) == failures:
                note_finished(visit.ledger, visit.portal, self._archive.kind, window)
        stops[self._archive.kind] = "error" if visit.tally.failures else "limit" if waits else "end"

    def _index_steps(self, tasks: list[str], *, again: bool = False) -> Iterator[Step]:
        known = self._visit.finds.tasks
        known.begin(tasks, again=again)
        failed: set[str] = set()
        while rest := [one for one in known.unfinished(tasks) if one[0] not in failed]:
            task, resume = rest[0]
            self.has_failed = False
            yield Step(self._archive.ask_index(task, resume), task, resume)
            if self.has_failed:
                failed.add(task)

    def _page_steps(self, window: Window) -> Generator[Step, None, bool]:
        """Yield a step for each page worth having; return whether the limit of articles allowed all."""
        visit = self._visit
        for find in self._following(window, is_file=False):
            if visit.orders.limit is not None and visit.tally.article_pages >= visit.orders.limit:
                return False
            if not self._has_bytes(find):
                yield Step(self._archive.ask_page(find), find=find)
        return True

    def _file_steps(self, window: Window) -> Generator[Step, None, bool]:
        """Yield the steps for the files that pages offer; return whether the run had room for all of them."""
        is_whole = True
        for find in self._following(window, is_file=True):
            if not self._has_bytes(find):
                had_room = yield from self._steps_of_file(find)
                is_whole = is_whole and had_room
        return is_whole

    def _steps_of_file(self, find: Find) -> Generator[Step, None, bool]:
        if self._files.is_foreign(find):
            self._miss(find, "foreign_host", find.url)
            return True
        for way in self._files.ways(find):
            tasks = self._archive.file_tasks(way)
            yield from self._index_steps(tasks)
            if self._visit.finds.tasks.unfinished(tasks):
                return True  # nobody knows whether the archive has it: a failure, told as one
            located = self._files.located(way)
            if located is None:
                continue
            if not self._files.may_ask(find):
                return False
            self.is_absent = False
            yield Step(self._archive.ask_page(located), find=located)
            if not self.is_absent:
                return True
        if self._visit.finds.has_more(find):
            self._visit.finds.settle(find, "gone")  # it may be where another page that offers it was had
        else:
            self._miss(find, NOT_IN_ARCHIVE, f"{self._archive.kind} has no capture of {find.url}")
        return True

    def _miss(self, find: Find, reason: str, detail: str) -> None:
        with self._kept(), self._visit.ledger.transaction():
            self._files.miss(find, reason, detail)

    def _following(self, window: Window, *, is_file: bool) -> Iterator[Find]:
        place = ("", 0)
        takes_all = self._visit.takes_all or self._archive.takes_all
        while found := self._visit.finds.following(window, place, takes_all=takes_all, is_file=is_file):
            find, place = found
            yield find

    def _has_bytes(self, find: Find) -> bool:
        """Tell whether the bytes of a capture are in the archive; then note that they were seen there too."""
        if not find.digest:
            return False
        visit, portal = self._visit, self._visit.portal.slug
        stored = visit.ledger.earliest_capture(portal, find.kind, find.url_key, "digest", find.digest)
        stored = stored or visit.ledger.same_bytes(portal, find.digest)
        if stored is None:
            return False
        seen = Captured(url=find.url, captured_at=find.captured_at, status=200, headers=(), body=b"")
        with self._kept(), visit.ledger.transaction():
            row = visit.keeper.keep_sighting(
                stored, exchange_of(seen, self._archive.kind), page_of(find, self._archive.kind, find.kind)
            )
            visit.finds.settle(find, "had", row.capture_id)
        visit.tally.items_known += 1
        return True
