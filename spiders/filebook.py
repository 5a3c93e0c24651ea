"""The ledger's page on files: what pages offer, what was fetched of it, and why a file was not.

A file is planned in the transaction that notes its page as fetched, and stays due until its bytes are in the
archive or it is settled that they will not come.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from spiders.attachments import Offer
from spiders.ledger import Ledger, now_utc

#: A file that so many runs failed to get is asked for only when its page is fetched again.
MOST_ATTEMPTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTarget:
    """A file to fetch, with what the ledger knows for a conditional request."""

    url: str
    other_url: str | None
    url_key: str
    name: str
    parent_key: str
    page_url: str | None
    published_at: str | None
    section: str | None
    etag: str | None = None
    last_modified: str | None = None
    reason: str | None = None
    is_known: bool = False

    @property
    def offer(self) -> Offer:
        """The file as its page offers it."""
        return Offer(
            url=self.url,
            other_url=self.other_url,
            url_key=self.url_key,
            name=self.name,
            parent_key=self.parent_key,
            page_url=self.page_url,
            published_at=datetime.fromisoformat(self.published_at) if self.published_at else None,
            section=self.section,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFile:
    """A file that was offered and has not come: why, and since which run."""

    portal: str
    url: str
    url_key: str
    name: str
    parent_key: str
    run_id: str
    reason: str
    detail: str | None


class FileBook:
    """The files of one portal in the ledger."""

    def __init__(self, ledger: Ledger, portal: str, run_id: str) -> None:
        self._connection = ledger.connection
        self._portal = portal
        self._run_id = run_id

    def plan(self, offers: Iterable[Offer]) -> list[FileTarget]:
        """Note the files of a page and return those to ask for, which are not the settled ones."""
        planned = []
        for offer in offers:
            published = offer.published_at.astimezone(UTC).isoformat() if offer.published_at else None
            self._connection.execute(
                "INSERT OR IGNORE INTO files (portal, url_key, url, other_url, name, parent_key, page_url,"
                " published_at, section, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(self._portal, offer.url_key, offer.url, offer.other_url, offer.name, offer.parent_key),
                    *(offer.page_url, published, offer.section, self._run_id),
                ),
            )
            planned.append(offer.url_key)
        wanted = "(is_due = 1 OR capture_id IS NOT NULL) AND url_key = ?"
        return [target for key in planned for target in self._targets(wanted, key)]

    def of_page(self, parent_key: str) -> list[FileTarget]:
        """Return the files in the archive that a page offers, to be asked for again."""
        return self._targets("parent_key = ? AND capture_id IS NOT NULL", parent_key)

    def due(self) -> list[FileTarget]:
        """Return the files that earlier runs planned and did not get."""
        return self._targets("is_due = 1 AND attempts < ?", MOST_ATTEMPTS)

    def fetched(
        self, key: str, capture_id: str, etag: str | None, last_modified: str | None, *, at: datetime
    ) -> None:
        """Note that a file is in the archive since ``at``, with the validators for the next time."""
        self._connection.execute(
            "UPDATE files SET is_due = 0, attempts = 0, reason = NULL, detail = NULL, checked_at = ?,"
            " capture_id = ?, etag = ?, last_modified = ? WHERE portal = ? AND url_key = ?",
            (at.isoformat(), capture_id, etag, last_modified, self._portal, key),
        )

    def unchanged(self, key: str) -> None:
        """Note that the server still has the file that is in the archive."""
        self._connection.execute(
            "UPDATE files SET checked_at = ? WHERE portal = ? AND url_key = ?",
            (now_utc().isoformat(), self._portal, key),
        )

    def missed(self, key: str, reason: str, detail: str | None, *, is_settled: bool) -> None:
        """Note why a file did not come; one that is settled is not asked for in later runs."""
        self._connection.execute(
            "UPDATE files SET attempts = attempts + ?, is_due = CASE WHEN ? THEN 0 ELSE is_due END,"
            " run_id = CASE WHEN reason IS ? THEN run_id ELSE ? END, reason = ?, detail = ?"
            " WHERE portal = ? AND url_key = ? AND capture_id IS NULL",
            (
                *(reason != "run_limit", is_settled, reason, self._run_id),
                *(reason, detail, self._portal, key),
            ),
        )

    def _targets(self, condition: str, value: object) -> list[FileTarget]:
        rows = self._connection.execute(
            f"SELECT * FROM files WHERE portal = ? AND {condition} ORDER BY rowid",  # noqa: S608 - constants
            (self._portal, value),
        ).fetchall()
        names = [name for name in FileTarget.__dataclass_fields__ if name != "is_known"]
        return [
            FileTarget(
                **{name: row[name] for name in names},
                is_known=row["capture_id"] is not None,
            )
            for row in rows
        ]


def missing_files(ledger: Ledger, portals: Iterable[str]) -> Iterator[MissingFile]:
    """Yield the files of these portals that were offered and are not in the archive, with a reason."""
    names = ", ".join(MissingFile.__dataclass_fields__)
    for portal in sorted(portals):
        rows = ledger.connection.execute(
            f"SELECT {names} FROM files WHERE portal = ? AND capture_id IS NULL AND reason IS NOT NULL"  # noqa: S608 - constants
            " ORDER BY url_key",
            (portal,),
        ).fetchall()
        yield from (MissingFile(**dict(row)) for row in rows)
