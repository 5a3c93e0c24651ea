"""How staged rows become stored rows, table by table. Statements are made from the table definitions."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from collections.abc import Collection
from typing import TYPE_CHECKING

from warehouse.changes import stage_changes
from warehouse.errors import WarehouseError
from warehouse.readings import OF_READING, keep_newer_readings
from warehouse.tables import (
    ARTICLE_VERSIONS,
    ARTICLES,
    CAPTURES,
    FACT_CHANGES,
    FILES,
    REJECTIONS,
    TABLES,
    Table,
)
from warehouse.upsert import Counts, changed_by, keep_one_per_key, same_key, staged, upsert

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Columns of a version that tell where it was first seen: they follow the earliest capture, whatever the
#: order in which batches are loaded.
_FIRST = ("capture_id", "run_id", "first_seen_at")
#: The tables whose rows come with a reading of versions.
_OF_VERSIONS = {
    ARTICLE_VERSIONS.name,
    CAPTURES.name,
    *(table.name for table in TABLES if table.loading in {"reading", "collect"}),
}


def looked_into(given: Collection[str]) -> list[Table]:
    """Return the tables that must be staged to merge those ``given``, also without rows."""
    if _OF_VERSIONS.isdisjoint(given) and REJECTIONS.name not in given:
        return [table for table in TABLES if table.name in given]
    return [table for table in TABLES if table.loading != "computed"]


def merge_all(con: "Connection", given: Collection[str], run_id: str | None) -> dict[str, Counts]:
    """Merge the staged tables, inside the caller's transaction; ``given`` names those that have rows.

    What facts of known versions change is noted under ``run_id``, the run that read them again.
    """
    counts: dict[str, Counts] = {}
    for table in TABLES:
        if table.loading == "upsert" and table is not ARTICLE_VERSIONS and table.name in given:
            keep_one_per_key(
                con, table, "fetched_at DESC NULLS LAST, rowid DESC" if table is FILES else "rowid DESC"
            )
            if table is FILES:
                _drop_older_files(con)
            counts[table.name] = upsert(con, table)
        elif table.loading == "replace" and table.name in given:
            counts[table.name] = _replace(con, table)
    if not _OF_VERSIONS.isdisjoint(given):
        given = {*given, *keep_newer_readings(con)}
        if run_id is not None:
            stage_changes(con, given, run_id)
        counts |= _merge_readings(con, given)
        counts[FACT_CHANGES.name] = upsert(con, FACT_CHANGES)
    if not {CAPTURES.name, REJECTIONS.name}.isdisjoint(given):
        counts[REJECTIONS.name] = _merge_rejections(con)
    return {name: found for name, found in counts.items() if found != Counts()}


def _merge_readings(con: "Connection", given: Collection[str]) -> dict[str, Counts]:
    """Merge versions, what hangs on them, and the articles they are of."""
    counts = {ARTICLE_VERSIONS.name: _merge_versions(con)}
    for table in TABLES:
        if table.loading in {"reading", "collect"}:
            merge = _merge_of_versions if table.name in given else _drop_of_versions
            counts[table.name] = merge(con, table)
    counts[CAPTURES.name] = _merge_captures(con)
    counts[ARTICLES.name] = _derive_articles(con)
    return counts


def _replace(con: "Connection", table: Table) -> Counts:
    """Make the table hold what the batch has of it."""
    keep_one_per_key(con, table, "rowid DESC")
    deleted = changed_by(
        con,
        f"DELETE FROM {table.name} t WHERE NOT EXISTS (FROM {staged(table)} s WHERE {same_key(table)})",
    )
    return upsert(con, table, deleted=deleted)


def _drop_older_files(con: "Connection") -> None:
    """Leave no staged file that was fetched before the stored one, or not at all where that one was."""
    changed_by(
        con,
        f"DELETE FROM {staged(FILES)} s USING files t WHERE s.file_id = t.file_id "
        "AND t.fetched_at > coalesce(s.fetched_at, '-infinity'::TIMESTAMPTZ)",
    )


def _merge_versions(con: "Connection") -> Counts:
    """Add new versions, move the dates of known ones, drop what another parser made of the same capture."""
    # As if each staged row had come in a batch of its own: the latest sighting tells, but for the first one.
    first = {name: f"first({name} ORDER BY first_seen_at, rowid)" for name in _FIRST}
    keep_one_per_key(con, ARTICLE_VERSIONS, "last_seen_at DESC, rowid DESC", first)
    batch = staged(ARTICLE_VERSIONS)
    reparsed = (
        f"SELECT old.version_id FROM article_versions old JOIN {batch} new USING (article_id, capture_id) "
        f"WHERE old.version_id NOT IN (SELECT version_id FROM {batch})"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE dropped_versions AS SELECT DISTINCT version_id FROM ({reparsed})"
    )
    deleted = changed_by(con, "DELETE FROM article_versions WHERE version_id IN (FROM dropped_versions)")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE merged AS SELECT {_merged_columns()} FROM {batch} s "
        "LEFT JOIN article_versions t USING (version_id)"
    )
    counts = upsert(con, ARTICLE_VERSIONS, "merged", deleted)
    con.execute("DROP TABLE merged")
    con.execute(
        "UPDATE article_versions SET version_no = numbered.no FROM ("
        "  SELECT version_id,"
        "    row_number() OVER (PARTITION BY article_id ORDER BY first_seen_at, version_id) AS no"
        f"  FROM article_versions WHERE article_id IN (SELECT article_id FROM {batch})) numbered "
        "WHERE article_versions.version_id = numbered.version_id AND version_no <> numbered.no"
    )
    return counts


def _merged_columns() -> str:
    """Return the select list that joins a staged version ``s`` with the stored one ``t``, if there is one."""
    columns: list[str] = []
    for name in ARTICLE_VERSIONS.names:
        if name == "version_id":
            columns.append("s.version_id")
        elif name == "version_no":
            columns.append("coalesce(t.version_no, s.version_no) AS version_no")
        elif name == "last_seen_at":
            columns.append("greatest(s.last_seen_at, t.last_seen_at) AS last_seen_at")
        elif name in _FIRST:
            columns.append(f"if(t.first_seen_at <= s.first_seen_at, t.{name}, s.{name}) AS {name}")
        elif name in OF_READING:
            columns.append(f"s.{name}")
        else:
            columns.append(f"if(t.last_seen_at > s.last_seen_at, t.{name}, s.{name}) AS {name}")
    return ", ".join(columns)


def _merge_of_versions(con: "Connection", table: Table) -> Counts:
    """Merge rows that hang on article versions; the batch has the whole reading of each version it names."""
    batch = staged(table)
    read_now = f"SELECT version_id FROM {staged(ARTICLE_VERSIONS)}"
    stray = con.execute(f"SELECT version_id FROM {batch} WHERE version_id NOT IN ({read_now})").fetchone()
    if stray:
        message = f"the batch has rows of {table.name} for version {stray[0]}, which is not in the batch"
        raise WarehouseError(message)
    keep_one_per_key(con, table, "rowid" if table.loading == "reading" else "rowid DESC")
    # Run and time are those of the version's earliest capture, which may be stored already.
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE merged AS SELECT s.* REPLACE (v.run_id AS run_id, "
        f"v.first_seen_at AS first_seen_at) FROM {batch} s JOIN article_versions v USING (version_id)"
    )
    deleted = changed_by(con, f"DELETE FROM {table.name} WHERE version_id IN (FROM dropped_versions)")
    if table.loading == "reading":
        deleted += changed_by(
            con,
            f"DELETE FROM {table.name} t WHERE version_id IN ({read_now}) "
            f"AND NOT EXISTS (FROM merged s WHERE {same_key(table)})",
        )
    counts = upsert(con, table, "merged", deleted)
    con.execute("DROP TABLE merged")
    return counts


def _drop_of_versions(con: "Connection", table: Table) -> Counts:
    """Drop what hung on versions of the batch, whose new reading has no rows of the table."""
    gone = "FROM dropped_versions"
    if table.loading == "reading":
        gone += f" UNION SELECT version_id FROM {staged(ARTICLE_VERSIONS)}"
    return Counts(deleted=changed_by(con, f"DELETE FROM {table.name} WHERE version_id IN ({gone})"))


def _merge_captures(con: "Connection") -> Counts:
    """Keep the captures that evidence a version, and only those."""
    keep_one_per_key(con, CAPTURES, "rowid")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE merged AS "
        f"FROM {staged(CAPTURES)} WHERE capture_id IN (SELECT capture_id FROM article_versions)"
    )
    deleted = changed_by(
        con, "DELETE FROM captures WHERE capture_id NOT IN (SELECT capture_id FROM article_versions)"
    )
    counts = upsert(con, CAPTURES, "merged", deleted)
    con.execute("DROP TABLE merged")
    return counts


def _merge_rejections(con: "Connection") -> Counts:
    """Add refusals; those of captures that were read again follow the new reading."""
    keep_one_per_key(con, REJECTIONS, "rowid")
    again = f"SELECT capture_id FROM {staged(CAPTURES)} UNION SELECT capture_id FROM {staged(REJECTIONS)}"
    deleted = changed_by(
        con,
        f"DELETE FROM rejections t WHERE capture_id IN ({again}) "
        f"AND NOT EXISTS (FROM {staged(REJECTIONS)} s WHERE {same_key(REJECTIONS)})",
    )
    return upsert(con, REJECTIONS, deleted=deleted)


def current_articles(versions: str = "TRUE") -> str:
    """Return the SELECT of what ``articles`` holds of the articles whose versions meet a condition."""
    own = {"version_count", "first_seen_at", "last_seen_at"}
    content = ", ".join(f"{'c' if name in own else 'v'}.{name}" for name in ARTICLES.names)
    # The texts are joined last: only ids and times are sorted.
    return (
        f"SELECT {content} FROM article_versions v JOIN ("
        "  SELECT o.version_id, count(*) OVER one AS version_count,"
        "    min(o.first_seen_at) OVER one AS first_seen_at, max(o.last_seen_at) OVER one AS last_seen_at"
        f"  FROM article_versions o WHERE {versions} WINDOW one AS (PARTITION BY o.article_id)"
        "  QUALIFY row_number() OVER (PARTITION BY o.article_id"
        "    ORDER BY o.last_seen_at DESC, o.first_seen_at DESC, o.version_id) = 1"
        ") c USING (version_id)"
    )


def _derive_articles(con: "Connection") -> Counts:
    """Write the ``articles`` rows of every article in the batch anew from its versions."""
    in_batch = f"article_id IN (SELECT article_id FROM {staged(ARTICLE_VERSIONS)})"
    con.execute(f"CREATE OR REPLACE TEMP TABLE merged AS {current_articles(in_batch)}")
    counts = upsert(con, ARTICLES, "merged")
    con.execute("DROP TABLE merged")
    return counts
