"""The ledger's page on files: what pages offer, what was fetched of it, and why a file was not.

A file is planned in the transaction that notes its page as fetched, and stays due until its bytes are in the
archive or it is settled that they will not come. What is settled is due again when a page that offers it has
changed, or newly offers it, and when the portal's file has other limits or hosts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from spiders.attachments import Offer
from spiders.causes import UNTRIED
from spiders.ledger import Ledger, now_utc
from spiders.turns import turn_of

#: What is no fault of the file, or not known to be: nothing was asked, or nobody answered.
_UNCHARGED = UNTRIED | {"run_limit", "no_answer"}
#: When what settled a file, its ``terms``, allows more today.
_ALLOWED_NOW = {
    "too_large": "CAST(coalesce(terms, '') AS REAL) < CAST(? AS REAL)",
    "foreign_host": "terms IS NOT ?",
    "offsite": "terms IS NOT ?",
}


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
        """Note the files of a page and return those to ask for, which are not the settled ones.

        A page that is another one than when it last offered a file asks for it anew.
        """
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
            if self._is_news(offer):
                self._connection.execute(
                    "UPDATE files SET is_due = 1, attempts = 0"
                    " WHERE portal = ? AND url_key = ? AND capture_id IS NULL",
                    (self._portal, offer.url_key),
                )
            planned.append(offer.url_key)
        wanted = "(is_due = 1 OR capture_id IS NOT NULL) AND url_key = ?"
        return [target for key in planned for target in self._targets(wanted, key)]

    def are_known(self, offers: Iterable[Offer]) -> list[bool]:
        """Tell of each offer whether its file was planned before."""
        sql = "SELECT 1 FROM files WHERE portal = ? AND url_key = ?"
        return [
            self._connection.execute(sql, (self._portal, offer.url_key)).fetchone() is not None
            for offer in offers
        ]

    def _is_news(self, offer: Offer) -> bool:
        """Note what the page of an offer is now, and tell whether it was another one, or did not offer it."""
        if offer.mark is None:
            return False
        done = self._connection.execute(
            "INSERT INTO offers VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET mark = excluded.mark"
            " WHERE mark <> excluded.mark",
            (self._portal, offer.url_key, offer.parent_key, offer.mark),
        )
        return done.rowcount == 1

    def reopen(self, terms: Mapping[str, str]) -> None:
        """Make due what was settled, by reason, on other terms than the portal's file has today."""
        for reason, today in terms.items():
            self._connection.execute(
                f"UPDATE files SET is_due = 1, attempts = 0 WHERE {_ALLOWED_NOW[reason]}"  # noqa: S608 - constants
                " AND portal = ? AND reason = ? AND is_due = 0 AND capture_id IS NULL",
                (today, self._portal, reason),
            )

    def of_page(self, parent_key: str) -> list[FileTarget]:
        """Return the files in the archive that a page offers, to be asked for again."""
        return self._targets("parent_key = ? AND capture_id IS NOT NULL", parent_key)

    def due(self) -> list[FileTarget]:
        """Return the files that earlier runs planned and did not get.

        Those that failed in many runs take turns: each is asked for in every seventh run.
        """
        turn, runs = turn_of(self._connection, self._portal, "files")
        return self._targets(f"is_due = 1 AND {turn}", runs)

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

    def missed(
        self, key: str, reason: str, detail: str | None, *, is_settled: bool, terms: str | None = None
    ) -> None:
        """Note why a file did not come; one that is settled, on these ``terms``, stays so in later runs.

        A file that got no answer is charged for it by ``charge``.
        """
        self._connection.execute(
            "UPDATE files SET attempts = attempts + ?, is_due = CASE WHEN ? THEN 0 ELSE is_due END,"
            " run_id = CASE WHEN reason IS ? THEN run_id ELSE ? END, reason = ?, detail = ?, terms = ?"
            " WHERE portal = ? AND url_key = ? AND capture_id IS NULL",
            (
                *(reason not in _UNCHARGED, is_settled, reason, self._run_id),
                *(reason, detail, terms, self._portal, key),
            ),
        )

    def charge(self, key: str) -> None:
        """Note that a file got no answer although its host gives them."""
        self._connection.execute(
            "UPDATE files SET attempts = attempts + 1"
            " WHERE portal = ? AND url_key = ? AND capture_id IS NULL",
            (self._portal, key),
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
