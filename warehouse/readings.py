"""Which reading of a version, or of a page, stands: that of newer rules, whatever the order of loading.

A version names its earliest page. What older rules make of a later page with that text is taken for an edit.
"""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from warehouse.tables import ARTICLE_VERSIONS, REJECTIONS, TABLES
from warehouse.upsert import staged

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Columns of a version that tell by what it was read; they stand and go with its facts.
OF_READING = ("parser", "parser_version", "extractor_version", "read_by")

#: 0.10.0 is newer than 0.9.0. Of the same rules the newer state of the same reader counts, and of two readers
#: the portal's own before one that was found to fit, and that before the one for any page. Two that are alike
#: in this tell nothing of which is newer: the portal's file was changed, and what is loaded last stands.
_OLDER = """
CREATE OR REPLACE TEMP TABLE outranked AS
WITH numbered AS (
    SELECT
        s.version_id, s.capture_id, t.version_id = s.version_id AS is_same_text,
        t.capture_id = s.capture_id AS is_same_page, t.parser = s.parser AS is_same_parser,
        [try_cast(part AS INTEGER) FOR part IN string_split(t.extractor_version, '.')] AS stored_rules,
        [try_cast(part AS INTEGER) FOR part IN string_split(s.extractor_version, '.')] AS rules,
        [try_cast(part AS INTEGER) FOR part IN string_split(t.parser_version, '.')] AS stored_reader,
        [try_cast(part AS INTEGER) FOR part IN string_split(s.parser_version, '.')] AS reader,
        list_position(['generic', 'detected', 'platform'], t.read_by) AS stored_place,
        list_position(['generic', 'detected', 'platform'], s.read_by) AS place
    FROM {batch} s
    JOIN article_versions t
        ON s.article_id = t.article_id AND (s.version_id = t.version_id OR s.capture_id = t.capture_id)
)

SELECT DISTINCT version_id, capture_id, is_same_text, is_same_page
FROM numbered
WHERE stored_rules > rules OR (stored_rules = rules AND CASE
    WHEN is_same_parser AND stored_reader <> reader THEN stored_reader > reader
    ELSE stored_place > place
END)
"""


def keep_newer_readings(con: "Connection") -> set[str]:
    """Put the stored reading in the place of each staged one that older rules or an older reader made.

    A staged text of a page that newer ones read otherwise is left out. Return the names of the tables that
    this may have given rows.
    """
    con.execute(_OLDER.format(batch=staged(ARTICLE_VERSIONS)))
    given: set[str] = set()
    if con.execute("FROM outranked LIMIT 1").fetchone():
        _leave_out_texts(con)
        given = _take_stored(con)
    con.execute("DROP TABLE outranked")
    return given


def _leave_out_texts(con: "Connection") -> None:
    """Drop the staged versions that a newer reading of the same page made another of."""
    batch = staged(ARTICLE_VERSIONS)
    con.execute(
        f"DELETE FROM {batch} AS s USING outranked o WHERE NOT is_same_text "
        "AND s.version_id = o.version_id AND s.capture_id = o.capture_id"
    )
    for table in TABLES:
        if table.loading in {"reading", "collect"}:
            con.execute(
                f"DELETE FROM {staged(table)} WHERE version_id IN (SELECT version_id FROM outranked) "
                f"AND version_id NOT IN (SELECT version_id FROM {batch})"
            )


def _take_stored(con: "Connection") -> set[str]:
    """Stage the stored reading of the versions and pages that the batch read no better."""
    batch = staged(ARTICLE_VERSIONS)
    same = f"SELECT version_id FROM outranked SEMI JOIN {batch} USING (version_id) WHERE is_same_text"
    kept = ", ".join(f"{name} = t.{name}" for name in OF_READING)
    con.execute(
        f"UPDATE {batch} AS s SET {kept} FROM article_versions t "
        f"WHERE s.version_id = t.version_id AND s.version_id IN ({same})"
    )
    readings = [table for table in TABLES if table.loading == "reading"]
    for table in readings:
        con.execute(f"DELETE FROM {staged(table)} WHERE version_id IN ({same})")
        con.execute(f"INSERT INTO {staged(table)} BY NAME FROM {table.name} WHERE version_id IN ({same})")
    pages = "SELECT capture_id FROM outranked WHERE is_same_page"
    con.execute(f"DELETE FROM {staged(REJECTIONS)} WHERE capture_id IN ({pages})")
    con.execute(
        f"INSERT INTO {staged(REJECTIONS)} BY NAME FROM {REJECTIONS.name} WHERE capture_id IN ({pages})"
    )
    return {table.name for table in readings}
