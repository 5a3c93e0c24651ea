"""The files that archived pages offer: planned with their page, looked up in the same archive.

A planned file is a find like a captured page, under the time of its page. Where an archive is asked by
address and time that is all it needs; of other archives their rows of files lie aside in the ledger until a
page offers one. What an archive has no capture of is told as ``not_in_archive``.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace

from spiders.attachments import NOT_READ, Offer, settling_terms
from spiders.errors import ArchiveError, PageRejected
from spiders.file_answers import trouble_of
from spiders.filebook import FileBook, MissingFile
from spiders.ledger import Ledger
from spiders.notes import MissNote
from spiders.pages import RawPage
from spiders.sources.files import find_of, named, offer_of, response_of
from spiders.sources.source import Captured, Find, Window
from spiders.sources.visit import ArchiveVisit, exchange_of, page_of
from spiders.sources.wanted import own_file_key

#: Why a file did not come: the archive that has its page has no capture of it.
NOT_IN_ARCHIVE = "not_in_archive"
#: The archive did not answer: it is down, slow, or asks for patience.
NO_ANSWER = "no_answer"
_RUN_LIMIT = "run_limit"
#: What may be otherwise in the next run.
_OPEN = frozenset({_RUN_LIMIT, NO_ANSWER, "cut_short", "archive_damaged"})
_MEGABYTE = 1 << 20


class OfferedFiles:
    """The files of one run over an archive."""

    def __init__(self, visit: ArchiveVisit) -> None:
        self._visit = visit
        self._reader = visit.reader if visit.portal.fetch_files else None
        self._asked: set[str] = set()

    @property
    def most_bytes(self) -> int:
        """Bytes of the largest file that is taken."""
        return int(self._visit.portal.max_file_mb * _MEGABYTE)

    def offers(self, find: Find, captured: Captured) -> list[Offer] | None:
        """Return the files that a captured page offers, None where nobody knows.

        May take long: not for a transaction.
        """
        headers = {name.lower(): value for name, value in captured.headers}
        raw = RawPage(
            capture_id="",
            run_id=self._visit.orders.run_id,
            portal=self._visit.portal.slug,
            kind=find.kind,
            url=find.asked or find.url,
            final_url=captured.url,
            url_key=find.url_key,
            fetched_at=captured.captured_at,
            status=captured.status,
            content_type=headers.get("content-type"),
            sha256="",
            body=captured.body,
            warc_file="",
            warc_offset=0,
            warc_length=0,
            listed=find.listed,
            source_kind=self._visit.archive.kind,
        )
        return self._read(raw)

    def _read(self, raw: RawPage) -> list[Offer] | None:
        if self._reader is None:
            return None
        try:
            return list(self._reader.read(raw).offers)
        except PageRejected:
            self._visit.tally.missing_files[NOT_READ] += 1
            return None

    def _read_stored(self, capture_id: str) -> list[Offer] | None:
        row = self._visit.ledger.capture(capture_id)
        try:
            return self._read(self._visit.keeper.stored(row)) if row is not None else None
        except ArchiveError as error:
            self._visit.tally.problems.append(str(error))
            return None

    def read_kept(self, window: Window, kept: Callable[[], AbstractContextManager[None]]) -> None:
        """Plan the files of pages that are in the archive and could not be read for them, or were not to be.

        Each is tried in some runs, then given up.
        """
        visit = self._visit
        for page, capture_id in visit.finds.unread(window) if self._reader is not None else ():
            offers = self._read_stored(capture_id)
            with kept(), visit.ledger.transaction():
                if offers is None:
                    visit.finds.failed(page)
                else:
                    visit.finds.settle(page, "had", capture_id)
                    self.plan(page, offers)

    def are_unread(self, window: Window) -> bool:
        """Tell whether the files of pages in the archive are to be had and not known yet."""
        return self._reader is not None and bool(self._visit.finds.unread(window))

    def plan(self, page: Find, offers: Iterable[Offer]) -> None:
        """Note the files of a page; called in the transaction that notes the page as had.

        One that another page offered before is looked for where this page was had only if it was not yet.
        """
        archive, finds = self._visit.archive, self._visit.finds
        for offer in offers:
            find = find_of(offer, page)
            known = list(finds.planned(find.url_key))
            asked = {task for one, _ in known for task in archive.file_tasks(one)}
            is_had = any(state == "had" for _, state in known)
            if not known or (not is_had and not asked.issuperset(archive.file_tasks(find))):
                finds.plan(find)

    def is_foreign(self, find: Find) -> bool:
        """Tell whether a file lies on a host that is none of the portal's: it is not asked for."""
        return own_file_key(find.url, self._visit.portal, find.captured_at) is None

    def may_ask(self, find: Find) -> bool:
        """Tell whether one more file may be asked for in this run; note of one that it waits for the next."""
        if find.url_key not in self._asked and len(self._asked) >= self._visit.portal.max_files:
            self.miss(find, _RUN_LIMIT, f"more than {self._visit.portal.max_files} files in one run")
            return False
        self._asked.add(find.url_key)
        return True

    def ways(self, find: Find) -> Iterator[Find]:
        """Yield a file as its addresses name it: its own, and the download page that it stood behind."""
        yield find
        if other := find.place.get("other"):
            yield replace(find, url=other)

    def located(self, way: Find) -> Find | None:
        """Return where an archive has a file, as far as its index told; None where it has none."""
        if self._visit.archive.is_asked_by_address or "offer" not in way.place:
            return way
        key = own_file_key(way.url, self._visit.portal, way.captured_at)
        aside = self._visit.finds.aside(key, way.captured_at) if key else None
        return replace(way, url=aside.url, place={**way.place, **aside.place}) if aside else None

    def keep(self, find: Find, captured: Captured) -> None:
        """Keep a file that came, or note why what came is none. Call it in a transaction."""
        trouble = self._trouble(captured)
        if trouble is not None:
            self.miss(find, trouble, f"{captured.url} as it was captured on {captured.captured_at:%Y-%m-%d}")
            return
        visit, source = self._visit, self._visit.archive.kind
        page = page_of(named(find, captured), source, "file")
        row = visit.keeper.keep_archived(exchange_of(captured, source), page)
        visit.finds.settle(find, "had", row.capture_id)
        # The live crawl may have planned it, too.
        book = FileBook(visit.ledger, visit.portal.slug, visit.orders.run_id)
        book.fetched(find.url_key, row.capture_id, None, None, at=captured.captured_at)
        visit.tally.files += 1

    def _trouble(self, captured: Captured) -> str | None:
        if captured.is_truncated:
            return "truncated"
        if len(captured.body) > self.most_bytes:
            return "too_large"
        return trouble_of(response_of(captured))

    def miss(self, find: Find, reason: str, detail: str) -> None:
        """Note why a file did not come. It is settled, unless a later run or another file may bring it."""
        visit = self._visit
        visit.tally.missing_files[reason] += 1
        is_open = reason in _OPEN or (reason == NOT_IN_ARCHIVE and not visit.archive.hosts)
        terms = settling_terms(visit.portal).get(reason)
        is_news = visit.finds.missed(find, reason, detail, visit.orders.run_id, is_open=is_open, terms=terms)
        if is_news and reason not in _OPEN:
            note = MissNote(
                portal=visit.portal.slug,
                run_id=visit.orders.run_id,
                offer=offer_of(find),
                reason=reason,
                detail=detail,
                is_settled=True,
                source_kind=visit.archive.kind,
            )
            visit.keeper.keep_note(note)


def missing_in_archives(ledger: Ledger, portals: Iterable[str]) -> Iterator[MissingFile]:
    """Yield the files that archived pages offer and that came from nowhere, each once, with a reason."""
    for portal in sorted(portals):
        rows = ledger.connection.execute(
            "SELECT *, max(rowid) FROM finds WHERE portal = ? AND kind = 'file' AND reason IS NOT NULL"
            " AND url_key NOT IN (SELECT url_key FROM captures WHERE portal = ? AND kind = 'file')"
            " AND url_key NOT IN (SELECT url_key FROM files WHERE portal = ? AND reason IS NOT NULL)"
            " GROUP BY url_key ORDER BY url_key",
            (portal, portal, portal),
        ).fetchall()
        for row in rows:
            listed = json.loads(row["place"])["listed"]
            yield MissingFile(
                portal=portal,
                url=row["url"],
                url_key=row["url_key"],
                name=listed["title"] or "",
                parent_key=listed["parent_key"] or "",
                run_id=row["run_id"],
                reason=row["reason"],
                detail=row["detail"],
            )
