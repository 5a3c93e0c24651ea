"""The tables of the ledger, and how a ledger made by an earlier version gets what it lacks."""

import sqlite3

_TABLES = """
CREATE TABLE IF NOT EXISTS captures (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, capture_id TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL,
    portal TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL,
    url_key TEXT NOT NULL, fetched_at TEXT NOT NULL, status INTEGER NOT NULL, content_type TEXT,
    sha256 TEXT NOT NULL, warc_file TEXT NOT NULL, warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL, listed_title TEXT, listed_published TEXT, listed_section TEXT,
    is_loaded INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS captures_due ON captures (is_loaded, kind, portal);
CREATE INDEX IF NOT EXISTS captures_file ON captures (warc_file, warc_offset);
CREATE INDEX IF NOT EXISTS captures_page ON captures (portal, kind, url_key, seq);
CREATE TABLE IF NOT EXISTS items (
    portal TEXT NOT NULL, url_key TEXT NOT NULL, url TEXT NOT NULL, section TEXT NOT NULL,
    title TEXT, published TEXT, published_at TEXT, first_walk INTEGER NOT NULL,
    is_due INTEGER NOT NULL DEFAULT 1, attempts INTEGER NOT NULL DEFAULT 0, checked_at TEXT,
    capture_id TEXT, etag TEXT, last_modified TEXT, PRIMARY KEY (portal, url_key));
CREATE TABLE IF NOT EXISTS listed (
    portal TEXT NOT NULL, section_url TEXT NOT NULL, url_key TEXT NOT NULL, form TEXT NOT NULL,
    title_mark TEXT NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (portal, section_url, url_key));
CREATE TABLE IF NOT EXISTS walks (
    walk_id INTEGER PRIMARY KEY AUTOINCREMENT, portal TEXT NOT NULL, section_url TEXT NOT NULL,
    run_id TEXT NOT NULL, started_at TEXT NOT NULL, stop TEXT,
    is_complete INTEGER NOT NULL DEFAULT 0, reached_on TEXT, reached_page INTEGER);

CREATE TABLE IF NOT EXISTS index_tasks (
    portal TEXT NOT NULL, source TEXT NOT NULL, parent TEXT NOT NULL DEFAULT '', task TEXT NOT NULL,
    resume TEXT, is_done INTEGER NOT NULL DEFAULT 0, asked_at TEXT,
    PRIMARY KEY (portal, source, task, parent));
CREATE TABLE IF NOT EXISTS finds (
    portal TEXT NOT NULL, source TEXT NOT NULL, url_key TEXT NOT NULL, captured_at TEXT NOT NULL,
    url TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL, place TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open', attempts INTEGER NOT NULL DEFAULT 0, capture_id TEXT,
    PRIMARY KEY (portal, source, url_key, captured_at, digest));
CREATE INDEX IF NOT EXISTS finds_open ON finds (portal, source, state, captured_at);
CREATE INDEX IF NOT EXISTS finds_kept ON finds (capture_id);
CREATE TABLE IF NOT EXISTS slices (
    portal TEXT NOT NULL, source TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
    finished_at TEXT NOT NULL, PRIMARY KEY (portal, source, first, last));

CREATE TABLE IF NOT EXISTS files (
    portal TEXT NOT NULL, url_key TEXT NOT NULL, url TEXT NOT NULL, other_url TEXT, name TEXT NOT NULL,
    parent_key TEXT NOT NULL, page_url TEXT, published_at TEXT, section TEXT, run_id TEXT NOT NULL,
    is_due INTEGER NOT NULL DEFAULT 1, attempts INTEGER NOT NULL DEFAULT 0, reason TEXT, detail TEXT,
    checked_at TEXT, capture_id TEXT, etag TEXT, last_modified TEXT, PRIMARY KEY (portal, url_key));
CREATE INDEX IF NOT EXISTS files_page ON files (portal, parent_key);
CREATE TABLE IF NOT EXISTS offers (
    portal TEXT NOT NULL, url_key TEXT NOT NULL, parent_key TEXT NOT NULL, mark TEXT NOT NULL,
    PRIMARY KEY (portal, url_key, parent_key));
CREATE TABLE IF NOT EXISTS lost_captures (
    capture_id TEXT PRIMARY KEY, run_id TEXT NOT NULL, portal TEXT NOT NULL, kind TEXT NOT NULL,
    url TEXT NOT NULL, final_url TEXT NOT NULL, url_key TEXT NOT NULL, fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL, content_type TEXT, sha256 TEXT NOT NULL, warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL, warc_length INTEGER NOT NULL, listed_title TEXT, listed_published TEXT,
    listed_section TEXT, source_kind TEXT NOT NULL, digest TEXT, listed_parent TEXT);
CREATE TABLE IF NOT EXISTS noted (warc_file TEXT PRIMARY KEY, good_length INTEGER NOT NULL);
"""
#: Columns that tables did not have from the beginning.
_LATER = {
    ("captures", "source_kind"): "TEXT NOT NULL DEFAULT 'live'",
    ("captures", "digest"): "TEXT",
    ("captures", "listed_parent"): "TEXT",
    ("files", "terms"): "TEXT",
    ("finds", "detail"): "TEXT",
    ("finds", "reason"): "TEXT",
    ("finds", "run_id"): "TEXT",
    ("index_tasks", "mark"): "TEXT",
    ("slices", "mark"): "TEXT",
    ("walks", "deep_ask"): "TEXT",
    ("walks", "deep_on"): "TEXT",
}


def prepare(connection: sqlite3.Connection) -> None:
    """Make what is missing. Several processes may do so at once; ``connection`` commits by itself."""
    connection.executescript(_TABLES)
    if not _lacking(connection):
        _index_digests(connection)
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for table, name in _lacking(connection):
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {_LATER[table, name]}")
        _index_digests(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _index_digests(connection: sqlite3.Connection) -> None:
    """Make the index of a column that an older ledger gets only now."""
    connection.execute("CREATE INDEX IF NOT EXISTS captures_digest ON captures (digest)")


def _lacking(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    there = {
        (table, row[1])
        for table in {table for table, _ in _LATER}
        for row in connection.execute(f"PRAGMA table_info({table})")
    }
    return [place for place in _LATER if place not in there]
