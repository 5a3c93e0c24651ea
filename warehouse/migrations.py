"""The steps that bring a file of an older schema to this one.

A step's statements are written out and never change: made from the definitions, they would follow later
changes of the tables, and the steps after them would fail.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_EVIDENCE_2 = """
    evidence_id VARCHAR NOT NULL, fact_key VARCHAR NOT NULL, article_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL, quote VARCHAR NOT NULL, sentence VARCHAR NOT NULL,
    sentence_start INTEGER NOT NULL
"""
_READING_2 = """
    rule VARCHAR NOT NULL, extractor_version VARCHAR NOT NULL, flags VARCHAR[] NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL
"""
_ADDED_2 = {
    "quantities": """
        "value" DECIMAL(18,6) NOT NULL, unit VARCHAR NOT NULL, out_of DECIMAL(18,6), of_what VARCHAR,
        status VARCHAR
    """,
    "persons": "person_name VARCHAR NOT NULL, person_title VARCHAR NOT NULL, organization VARCHAR",
    "assignments": """
        assignee VARCHAR NOT NULL, cooperating VARCHAR[] NOT NULL, task VARCHAR NOT NULL, deadline VARCHAR
    """,
}


def _add_three_kinds(con: "DuckDBPyConnection") -> None:
    """Add the tables of quantities, persons and assignments."""
    for name, own in _ADDED_2.items():
        con.execute(f"CREATE TABLE {name} ({_EVIDENCE_2}, {own}, {_READING_2})")


_PLACE_3 = ("province VARCHAR", "successor_province VARCHAR")
_OF_FILE_3 = ("parent_article_id VARCHAR", "page_starts INTEGER[]")
_FILES_3 = """
    file_id VARCHAR NOT NULL, parent_article_id VARCHAR NOT NULL, capture_id VARCHAR,
    portal_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, url VARCHAR NOT NULL, name VARCHAR NOT NULL,
    file_kind VARCHAR, size_bytes BIGINT, sha256 VARCHAR, state VARCHAR NOT NULL, reason VARCHAR,
    detail VARCHAR, page_count INTEGER, ocr_page_count INTEGER, ocr_confidence DOUBLE, encoding VARCHAR,
    fetched_at TIMESTAMPTZ
"""
#: Rows of a file without these columns were all crawled live and read by their portal's own module.
_ADDED_3 = {
    "captures": ("source_kind VARCHAR DEFAULT 'live'",),
    "article_versions": ("read_by VARCHAR DEFAULT 'platform'", *_PLACE_3, *_OF_FILE_3),
    "articles": (*_PLACE_3, *_OF_FILE_3),
    "assignments": ("directive VARCHAR",),
}


def _add_sources(con: "DuckDBPyConnection") -> None:
    """Add where a page came from, how it was read, whose it was, under what a task was given, and files."""
    for table, columns in _ADDED_3.items():
        for column in columns:
            con.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for table, column in (("captures", "source_kind"), ("article_versions", "read_by")):
        con.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
        con.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP DEFAULT")
    con.execute(f"CREATE TABLE files ({_FILES_3})")


#: Filled when a version is read again.
_ADDED_4 = {
    "scores": ("compared_with VARCHAR",),
    "ranks": ("compared_with VARCHAR",),
    "article_versions": ("fingerprint UINTEGER[]",),
}
_FACT_CHANGES_4 = """
    change_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL,
    version_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, "change" VARCHAR NOT NULL, fact_key VARCHAR NOT NULL,
    evidence_id VARCHAR NOT NULL, quote VARCHAR NOT NULL, old_value VARCHAR, new_value VARCHAR,
    old_attributes VARCHAR, new_attributes VARCHAR, old_extractor_version VARCHAR NOT NULL,
    new_extractor_version VARCHAR NOT NULL, old_parser VARCHAR NOT NULL, new_parser VARCHAR NOT NULL
"""


def _add_knowledge(con: "DuckDBPyConnection") -> None:
    """Add what a change is measured against, by what like texts are found, and what readings changed."""
    for table, columns in _ADDED_4.items():
        for column in columns:
            con.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    con.execute(f"CREATE TABLE fact_changes ({_FACT_CHANGES_4})")


#: ``MIGRATIONS[n]`` takes a file from version n to n + 1.
MIGRATIONS: dict[int, Callable[["DuckDBPyConnection"], None]] = {
    1: _add_three_kinds,
    2: _add_sources,
    3: _add_knowledge,
}
