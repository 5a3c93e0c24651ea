"""Which of two readings of a version stands: that of the newer rules, whatever the order of loading."""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from warehouse.tables import ARTICLE_VERSIONS, TABLES
from warehouse.upsert import staged

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Columns of a version that tell by what it was read; they stand and go with its facts.
OF_READING = ("parser", "parser_version", "extractor_version", "read_by")

#: 0.10.0 is newer than 0.9.0. Of the same rules the newer state of the same reader counts.
_OLDER = """
CREATE OR REPLACE TEMP TABLE outranked AS
WITH numbered AS (
    SELECT
        version_id, t.parser = s.parser AS is_same_parser,
        [try_cast(part AS INTEGER) FOR part IN string_split(t.extractor_version, '.')] AS stored_rules,
        [try_cast(part AS INTEGER) FOR part IN string_split(s.extractor_version, '.')] AS rules,
        [try_cast(part AS INTEGER) FOR part IN string_split(t.parser_version, '.')] AS stored_reader,
        [try_cast(part AS INTEGER) FOR part IN string_split(s.parser_version, '.')] AS reader
    FROM {batch} s JOIN article_versions t USING (version_id)
)

SELECT DISTINCT version_id
FROM numbered
WHERE stored_rules > rules OR (stored_rules = rules AND is_same_parser AND stored_reader > reader)
"""


def keep_newer_readings(con: "Connection") -> set[str]:
    """Put the stored reading in the place of each staged one that older rules or an older reader made.

    Return the names of the tables that this may have given rows.
    """
    batch = staged(ARTICLE_VERSIONS)
    con.execute(_OLDER.format(batch=batch))
    given: set[str] = set()
    if con.execute("FROM outranked LIMIT 1").fetchone():
        kept = ", ".join(f"{name} = t.{name}" for name in OF_READING)
        con.execute(
            f"UPDATE {batch} AS s SET {kept} FROM article_versions t "
            "WHERE s.version_id = t.version_id AND s.version_id IN (FROM outranked)"
        )
        for table in TABLES:
            if table.loading == "reading":
                con.execute(f"DELETE FROM {staged(table)} WHERE version_id IN (FROM outranked)")
                con.execute(
                    f"INSERT INTO {staged(table)} BY NAME "
                    f"FROM {table.name} WHERE version_id IN (FROM outranked)"
                )
                given.add(table.name)
    con.execute("DROP TABLE outranked")
    return given
