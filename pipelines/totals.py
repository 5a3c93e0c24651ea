"""What a published snapshot holds, portal by portal: for the table at the end of a run."""

from dataclasses import dataclass, field
from pathlib import Path

from warehouse.connection import Connection, open_snapshot
from warehouse.query import run_query

_ARTICLES = "SELECT portal_id, count(*) FROM articles GROUP BY portal_id"
_FACTS = """
SELECT articles.portal_id, out_facts.kind, count(*)
FROM out_facts JOIN articles USING (article_id)
GROUP BY articles.portal_id, out_facts.kind
"""
# A fact worth showing: one that says what it is about, and the same one on every call.
_SAMPLE = """
SELECT evidence_id
FROM out_facts
ORDER BY kind <> 'score', indicator IS NULL, period IS NULL, evidence_id
LIMIT 1
"""


@dataclass(slots=True)
class PortalTotals:
    """Articles of a portal, and facts of their current versions by kind."""

    articles: int = 0
    facts: dict[str, int] = field(default_factory=dict)


def totals_by_portal(snapshot: Path) -> dict[str, PortalTotals]:
    """Count the articles and facts of every portal in ``snapshot``."""
    with open_snapshot(snapshot) as connection:
        return totals_of(connection)


def totals_of(connection: Connection) -> dict[str, PortalTotals]:
    """Count the articles and facts of every portal in the open warehouse or snapshot."""
    articles = connection.execute(_ARTICLES).fetchall()
    totals = {portal: PortalTotals(count) for portal, count in articles}
    for portal, kind, count in connection.execute(_FACTS).fetchall():
        totals[portal].facts[kind] = count
    return totals


def sample_fact(snapshot: Path) -> str | None:
    """Return the evidence id of one fact of ``snapshot``, or None when it has none."""
    with run_query(snapshot, _SAMPLE) as result:
        return next((str(row[0]) for row in result.rows), None)
