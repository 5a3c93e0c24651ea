"""A lost ledger made anew from the archive: its records are taken in their order, as the crawl noted them.

Every record says what the ledger knew of it. What listings show, which files a page offers, and when it was
published where no listing said so, is read from the pages again; why a file did not come is in a record of
its own. What only the ledger knew stays lost: which walks came to their end, when a server last said that a
page is unchanged or gone, what an archive's index told. The next crawl walks the listings anew and asks for
no page that is in the archive, but to check it.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

from spiders.archive import REQUEST_HEADER, read_capture
from spiders.archive_records import Stored, records, refuse_damaged, told_row
from spiders.attachments import Offer, OfferReader, PageSaid
from spiders.blocking import PASSING
from spiders.dating import parse_listed
from spiders.errors import PageRejected
from spiders.filebook import FileBook
from spiders.frontier import Frontier
from spiders.ledger import CaptureRow, Ledger
from spiders.listing import Answer, Ask
from spiders.notes import MissNote, miss_in
from spiders.platforms import platform_of
from spiders.portal import Portal, Section
from spiders.walk import Orders, Walk

#: What reading a listing may raise: a page that came in its place, or markup nobody expected.
_UNREADABLE = (PageRejected, ValueError, LookupError, TypeError, AttributeError, RecursionError)


#: The terms of a file that was looked for in archives only.
_OF_ARCHIVES = "archive"


def restore_ledger(ledger: Ledger, archive_dir: Path, portals: Mapping[str, Portal]) -> int:
    """Add what the files of an archive tell, in the order of the runs; return how many captures are new.

    What a ledger knows already is taken again in its place between the others, and is to be loaded again.
    ``portals`` by slug are those whose pages are read again; of others the captures alone are known. A torn
    tail of a file ends it, as it does when a killed crawl goes on. Raises ArchiveError for files that are
    damaged before their end, and leaves the ledger as it was.
    """
    paths = sorted(archive_dir.glob("*/*.warc.gz"), key=lambda path: (path.name, path.parent.name))
    refuse_damaged(paths)
    connection = ledger.connection
    with ExitStack() as stack:
        replay = _Replay(ledger, archive_dir, portals, stack)
        stack.enter_context(ledger.transaction())
        connection.execute("CREATE TEMP TABLE known AS SELECT * FROM captures")
        connection.execute("DELETE FROM captures")
        for path in paths:
            for one in records(path):
                replay.take(one, f"{path.parent.name}/{path.name}")
        new = "SELECT count(*) FROM captures WHERE capture_id NOT IN (SELECT capture_id FROM temp.known)"
        count = int(connection.execute(new).fetchone()[0])
        # Those whose files are gone: whoever asks for one is told.
        columns = ", ".join(CaptureRow.__dataclass_fields__)
        connection.execute(
            f"INSERT OR IGNORE INTO captures ({columns}) SELECT {columns} FROM temp.known ORDER BY seq"  # noqa: S608 - constants
        )
        connection.execute("DROP TABLE temp.known")
        return count


class _Replay:
    """Writes into the ledger what each record of the archive tells of pages, their items and their files."""

    def __init__(
        self, ledger: Ledger, archive_dir: Path, portals: Mapping[str, Portal], stack: ExitStack
    ) -> None:
        self._ledger = ledger
        self._archive_dir = archive_dir
        self._portals = portals
        self._stack = stack
        self._readers: dict[str, OfferReader] = {}
        self._walks: dict[tuple[str, str], tuple[str, Walk]] = {}

    def take(self, stored: Stored, warc_file: str) -> None:
        """Take one record: a capture, or a note of a file that did not come."""
        row = told_row(stored, warc_file)
        if row is not None:
            self._take_capture(stored, row)
            return
        note = miss_in(stored.record)
        if note is not None:
            self._take_miss(note)
            self._ledger.vouch(warc_file, stored.offset + stored.length)

    def _take_capture(self, stored: Stored, row: CaptureRow) -> None:
        self._ledger.add_capture(row)
        if row.source_kind == "live" and row.kind in {"listing", "document_list"}:
            self._take_listing(stored, row)
        if row.kind == "file" and row.source_kind != "live":
            self._take_archived_file(row)
        elif row.kind == "file":
            self._take_file(stored, row)
        elif row.source_kind == "live" and row.kind in {"article", "document_list"}:
            said = self._said(row)
            if row.kind == "article":
                self._take_item(stored, row, said)
            self._book(row.portal, row.run_id).plan(said.offers if said is not None else ())

    def _take_listing(self, stored: Stored, row: CaptureRow) -> None:
        """Note what a listing shows, as the walk did that asked for it."""
        portal, place = self._portals.get(row.portal), row.url_key.rpartition("#")
        sections = portal.sections if portal is not None else ()
        section = next((one for one in sections if one.name == row.listed_section), None)
        if portal is None or section is None:
            return
        url = portal.section_url(section)
        # The state is what page 1 tells of the pages behind it; their items need no more of it than this.
        state = {"referer": url, "last": "0"}
        ask = Ask(url=row.url, page=int(place[2]), form=_posted(stored), state=state)
        body = read_capture(self._archive_dir, row).body
        answer = Answer(ask=ask, final_url=row.final_url, body=body, content_type=row.content_type)
        try:
            page = platform_of(portal).read_listing(answer)
        except _UNREADABLE:
            return
        self._walk(row, section, url).take(page, ask, portal, is_confirming=True)

    def _walk(self, row: CaptureRow, section: Section, url: str) -> Walk:
        """Return the walk through a listing that a page of it belongs to; it is never known to have ended."""
        run_id, walk = self._walks.get((row.portal, url), ("", None))
        if walk is None or run_id != row.run_id:
            walk = Walk(section, url, Orders(run_id=row.run_id), Frontier(self._ledger, row.portal))
            self._walks[row.portal, url] = row.run_id, walk
            self._ledger.connection.execute(
                "UPDATE walks SET started_at = ? WHERE portal = ? AND section_url = ? AND run_id = ?",
                (row.fetched_at.isoformat(), row.portal, url, row.run_id),
            )
        return walk

    def _take_item(self, stored: Stored, row: CaptureRow, said: PageSaid | None) -> None:
        """Note an item whose page is in the archive, so that it is asked for only to check it."""
        published = self._listed_at(row) or (said.published_at if said is not None else None)
        self._ledger.connection.execute(
            "INSERT INTO items (portal, url_key, url, section, title, published, published_at, first_walk,"
            " is_due, checked_at, capture_id, etag, last_modified)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET title = excluded.title, is_due = 0, attempts = 0,"
            " published_at = coalesce(published_at, excluded.published_at), checked_at = excluded.checked_at,"
            " capture_id = excluded.capture_id, etag = excluded.etag, last_modified = excluded.last_modified",
            (
                *(row.portal, row.url_key, row.url, row.listed_section or "", row.listed_title),
                *(row.listed_published, published.astimezone(UTC).isoformat() if published else None),
                *(row.fetched_at.isoformat(), row.capture_id, *_validators(stored)),
            ),
        )
        if said is None or said.reason in PASSING:
            Frontier(self._ledger, row.portal).rejected(row.url_key)

    def _take_file(self, stored: Stored, row: CaptureRow) -> None:
        """Note a file that is in the archive. Mostly it is known already from its page, which says more."""
        book = self._book(row.portal, row.run_id)
        published = datetime.fromisoformat(row.listed_published) if row.listed_published else None
        offer = Offer(
            url=row.url,
            other_url=None,
            url_key=row.url_key,
            name=row.listed_title or "",
            parent_key=row.listed_parent or "",
            page_url=None,
            published_at=published,
            section=row.listed_section,
        )
        book.plan([offer])
        book.fetched(row.url_key, row.capture_id, *_validators(stored), at=row.fetched_at)

    def _take_miss(self, note: MissNote) -> None:
        book, key = self._book(note.portal, note.run_id), note.offer.url_key
        terms = note.terms
        if note.source_kind != "live":
            # What the portal itself answered counts more than what no archive has.
            known = self._ledger.connection.execute(
                "SELECT 1 FROM files WHERE portal = ? AND url_key = ? AND terms IS NOT ?",
                (note.portal, key, _OF_ARCHIVES),
            ).fetchone()
            if known is not None:
                return
            terms = _OF_ARCHIVES
        book.plan([note.offer])
        book.missed(key, note.reason, note.detail, is_settled=note.is_settled, terms=terms)

    def _take_archived_file(self, row: CaptureRow) -> None:
        """Note that a file which was missing came from an archive; any other its capture alone tells of."""
        self._ledger.connection.execute(
            "DELETE FROM files WHERE portal = ? AND url_key = ? AND terms = ?",
            (row.portal, row.url_key, _OF_ARCHIVES),
        )
        book = self._book(row.portal, row.run_id)
        book.fetched(row.url_key, row.capture_id, None, None, at=row.fetched_at)

    def _said(self, row: CaptureRow) -> PageSaid | None:
        """Return what a page says when it is read again; None where its reader is too slow or dies of it."""
        portal = self._portals.get(row.portal)
        if portal is None:
            return PageSaid()
        if row.portal not in self._readers:
            self._readers[row.portal] = OfferReader(portal)
            self._stack.callback(self._readers[row.portal].close)
        raw = read_capture(self._archive_dir, row)
        try:
            # Files are asked for from the address that answered.
            said = self._readers[row.portal].read(replace(raw, url=raw.final_url))
        except PageRejected:
            return None
        return said if portal.fetch_files else replace(said, offers=())

    def _listed_at(self, row: CaptureRow) -> datetime | None:
        portal = self._portals.get(row.portal)
        us_dates = portal is not None and platform_of(portal).reading.us_listing_dates
        return parse_listed(row.listed_published, us=us_dates)

    def _book(self, portal: str, run_id: str) -> FileBook:
        return FileBook(self._ledger, portal, run_id)


def _posted(stored: Stored) -> dict[str, str] | None:
    """Return the form that was posted for a page, or None for one that was only asked for."""
    method, _, form = (stored.record.rec_headers.get_header(REQUEST_HEADER) or "").partition(" ")
    return dict(parse_qsl(form, keep_blank_values=True)) if method == "POST" else None


def _validators(stored: Stored) -> tuple[str | None, str | None]:
    said = stored.record.http_headers.get_header
    return said("ETag"), said("Last-Modified")
