"""The files that archived pages offer: planned with their page, looked up in the same archive.

A planned file is a find like a captured page, under the time of its page. Where an archive is asked by
address and time that is all it needs; of other archives their rows of files lie aside in the ledger until a
page offers one. What an archive has no capture of is told as ``not_in_archive``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from scrapy.http import Response

from spiders.attachments import NOT_READ, Offer
from spiders.errors import PageRejected
from spiders.file_answers import name_of, trouble_of
from spiders.filebook import FileBook, FileTarget, MissingFile
from spiders.ledger import Ledger
from spiders.notes import MissNote
from spiders.pages import Listed, RawPage
from spiders.sources.source import Captured, Find
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

    def offers(self, find: Find, captured: Captured) -> list[Offer]:
        """Return the files that a captured page offers. May take long: not for a transaction."""
        if self._reader is None:
            return []
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
        try:
            return list(self._reader.read(raw).offers)
        except PageRejected:
            self._visit.tally.missing_files[NOT_READ] += 1
            return []

    def plan(self, page: Find, offers: Iterable[Offer]) -> None:
        """Note the files of a page, each once; called in the transaction that notes the page as had."""
        for offer in offers:
            find = _find_of(offer, page)
            if not self._visit.finds.plan(find):
                continue
            if own_file_key(offer.url, self._visit.portal, page.captured_at) is None:
                self.miss(find, "foreign_host", offer.url)

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
        page = page_of(_named(find, captured), source, "file")
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
        return trouble_of(_response(captured))

    def miss(self, find: Find, reason: str, detail: str) -> None:
        """Note why a file did not come. It is settled, unless a later run or another file may bring it."""
        visit = self._visit
        visit.tally.missing_files[reason] += 1
        is_open = reason in _OPEN or (reason == NOT_IN_ARCHIVE and not visit.archive.hosts)
        is_news = visit.finds.missed(find, reason, detail, visit.orders.run_id, is_open=is_open)
        if is_news and reason not in _OPEN:
            note = MissNote(
                portal=visit.portal.slug,
                run_id=visit.orders.run_id,
                offer=_offer_of(find),
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


def _find_of(offer: Offer, page: Find) -> Find:
    """Return a file of a page as a find: beside where its page was had, at the page's time."""
    place = {**page.place, "offer": "1"} | ({"other": offer.other_url} if offer.other_url else {})
    published = offer.published_at.astimezone(UTC).isoformat() if offer.published_at else None
    listed = Listed(title=offer.name, published=published, section=offer.section, parent_key=offer.parent_key)
    return Find(
        url=offer.url,
        url_key=offer.url_key,
        kind="file",
        captured_at=page.captured_at,
        digest="",
        place=place,
        listed=listed,
        asked=offer.url,
    )


def _offer_of(find: Find) -> Offer:
    listed = find.listed
    return Offer(
        url=find.asked or find.url,
        other_url=find.place.get("other"),
        url_key=find.url_key,
        name=listed.title or "",
        parent_key=listed.parent_key or "",
        page_url=None,
        published_at=datetime.fromisoformat(listed.published) if listed.published else None,
        section=listed.section,
    )


def _named(find: Find, captured: Captured) -> Find:
    """Return a find under the name of its file; one of an archive of ours has it already."""
    if "offer" not in find.place:
        return find
    target = FileTarget(
        url=find.asked or find.url,
        other_url=None,
        url_key=find.url_key,
        name=find.listed.title or "",
        parent_key="",
        page_url=None,
        published_at=None,
        section=None,
    )
    return replace(find, listed=replace(find.listed, title=name_of(target, _response(captured))))


def _response(captured: Captured) -> Response:
    """Return a captured file as an answer of its portal."""
    headers = {name: value.encode("utf-8", "replace") for name, value in captured.headers}
    return Response(captured.url, status=captured.status, headers=headers, body=captured.body)
