"""The tables of the warehouse: one definition each, from which everything else is made.

Names follow a law: ``_at`` is an instant (TIMESTAMPTZ, stored in UTC), ``_on`` a day, ``_id`` an identity,
``is_`` a boolean; units stand in the name or in the column's description; tables are plural nouns.
"""

from warehouse.tables.articles import ARTICLE_VERSIONS, ARTICLES, ATTACHMENTS, FILES, RELATED_LINKS
from warehouse.tables.crawl import CAPTURES, PORTALS, REJECTIONS, RUN_PORTALS, RUNS
from warehouse.tables.dimensions import DIMENSIONS
from warehouse.tables.documents import CITATIONS, DOCUMENTS
from warehouse.tables.facts import (
    ASSIGNMENTS,
    DATES,
    DIRECTIVES,
    PERSONS,
    QUANTITIES,
    RANKS,
    SCORES,
)
from warehouse.tables.history import (
    CORRECTED_FACTS,
    CORRECTION_STATES,
    CORRECTIONS,
    FACT_CHANGES,
    VERSION_CHANGES,
)
from warehouse.tables.model import Column, Table
from warehouse.tables.observations import OBSERVATIONS
from warehouse.tables.search import SEARCH_TEXTS, SEARCH_WORDS
from warehouse.tables.statements import OBSERVATION_FACTS, SOURCES

FACT_TABLES = (SCORES, RANKS, DATES, DIRECTIVES, QUANTITIES, PERSONS, ASSIGNMENTS)

TABLES = (
    PORTALS,
    *DIMENSIONS,
    RUNS,
    RUN_PORTALS,
    CAPTURES,
    REJECTIONS,
    ARTICLES,
    ARTICLE_VERSIONS,
    ATTACHMENTS,
    FILES,
    RELATED_LINKS,
    *FACT_TABLES,
    FACT_CHANGES,
    CORRECTIONS,
    VERSION_CHANGES,
    CORRECTION_STATES,
    CORRECTED_FACTS,
    SOURCES,
    OBSERVATION_FACTS,
    OBSERVATIONS,
    CITATIONS,
    DOCUMENTS,
    SEARCH_TEXTS,
    SEARCH_WORDS,
)

BY_NAME = {table.name: table for table in TABLES}
BY_KIND = {table.kind: table for table in FACT_TABLES if table.kind}

__all__ = [
    "ARTICLES",
    "ARTICLE_VERSIONS",
    "BY_KIND",
    "BY_NAME",
    "CAPTURES",
    "FACT_CHANGES",
    "FACT_TABLES",
    "FILES",
    "REJECTIONS",
    "TABLES",
    "Column",
    "Table",
]
