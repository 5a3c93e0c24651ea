"""What a run loaded that was not there before: new and edited articles, files, and the facts in them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest

from pipelines.cleaning import clean
from pipelines.extract import VIETNAM, Reading
from pipelines.identity import version_id
from pipelines.morning.report import NewArticle
from pipelines.summary import PortalSummary
from warehouse.connection import Connection
from warehouse.load import Rows
from warehouse.tables import BY_KIND

_KNOWN = """
SELECT article_id, version_id FROM article_versions WHERE article_id IN (SELECT unnest($articles))
"""
#: New articles of a portal that are kept for showing, the newest.
_SHOWN = 5
#: Characters of a title that are shown.
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Articles and versions of them that the warehouse had before a batch."""

    articles: frozenset[str]
    versions: frozenset[str]


@dataclass(slots=True)
class Arrivals:
    """New and edited articles and new texts of files by portal, facts in all of them by portal and kind."""

    new: Counter[str] = field(default_factory=Counter)
    edited: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    facts: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[str, list[NewArticle]] = field(default_factory=dict)

    def note(self, readings: Sequence[Reading], rows: Rows, known: Known) -> None:
        """Count a batch that was loaded: its ``readings``, the ``rows`` made of them, what was ``known``."""
        versions = {version_id(one.article): one for one in readings}
        fresh = {name: one for name, one in versions.items() if name not in known.versions}
        of_versions = self._count_facts(rows, fresh)
        articles = {one.article.article_id: name for name, one in fresh.items()}
        for article, version in articles.items():
            reading = fresh[version]
            portal = reading.article.portal
            if reading.article.kind == "file":
                self.files[portal] += 1
            elif article in known.articles:
                self.edited[portal] += 1
            else:
                self.new[portal] += 1
                self._show(reading, of_versions[version])

    def told_of(self, portals: Iterable[PortalSummary]) -> tuple[PortalSummary, ...]:
        """Return ``portals``, each with what arrived from it."""
        return tuple(
            replace(
                one,
                new=self.new[one.portal],
                edited=self.edited[one.portal],
                new_files=self.files[one.portal],
            )
            for one in portals
        )

    def _count_facts(self, rows: Rows, fresh: Mapping[str, Reading]) -> Counter[str]:
        of_versions: Counter[str] = Counter()
        for kind, table in BY_KIND.items():
            place = table.names.index("version_id")
            for row in rows.get(table.name, ()):
                if row[place] in fresh:
                    self.facts[fresh[row[place]].article.portal, kind] += 1
                    of_versions[row[place]] += 1
        return of_versions

    def _show(self, reading: Reading, facts: int) -> None:
        article = reading.article
        published = article.published_at.astimezone(VIETNAM).date() if article.published_at else None
        one = NewArticle(
            title=clean(article.title)[:_TITLE], url=clean(article.url), published_on=published, facts=facts
        )
        shown = self.shown.setdefault(article.portal, [])
        shown[:] = nlargest(_SHOWN, [*shown, one], key=NewArticle.newness)


def known_before(connection: Connection, readings: Sequence[Reading]) -> Known:
    """Return which of the articles of ``readings``, and which of their versions, the warehouse has."""
    articles = list({one.article.article_id for one in readings})
    found = connection.execute(_KNOWN, {"articles": articles}).fetchall()
    return Known(frozenset(article for article, _ in found), frozenset(version for _, version in found))
