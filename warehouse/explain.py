"""Where a fact comes from: its sentence, article, page, archived bytes and rule."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.connection import open_snapshot, table_names
from warehouse.identity import identify
from warehouse.tables import BY_NAME, FACT_TABLES, Table

if TYPE_CHECKING:
    from warehouse.connection import Connection

_SHARED = frozenset(
    name for name in FACT_TABLES[0].names if all(name in table.names for table in FACT_TABLES)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A fact with all that evidences it.

    ``values`` are the columns of its kind. The quote is ``sentence[quote_start:quote_end]``. The archived
    page is record ``warc_offset``, ``warc_length`` (bytes) of ``warc_file``, relative to the archive folder;
    its body hashes to ``sha256``. ``is_current`` is false for a fact of an older version of the article.
    Of a fact in a file, ``title`` is the file's name, ``page_no`` the page it begins on (from 1), and
    ``parent_title`` and ``parent_url`` are those of the article that offers the file.
    """

    evidence_id: str
    fact_key: str
    kind: str
    values: dict[str, Any]
    quote: str
    sentence: str
    quote_start: int
    quote_end: int
    start_offset: int
    end_offset: int
    flags: tuple[str, ...]
    rule: str
    extractor_version: str
    is_current: bool
    version_no: int
    article_id: str
    portal_id: str
    title: str
    url: str
    published_at: datetime | None
    parser: str
    parser_version: str
    run_id: str
    capture_id: str
    capture_url: str
    fetched_at: datetime
    sha256: str
    warc_file: str
    warc_offset: int
    warc_length: int
    page_no: int | None = None
    parent_title: str | None = None
    parent_url: str | None = None


def explain(snapshot: Path, fact_id: str) -> Explanation:
    """Explain the fact whose evidence_id is or begins with ``fact_id``.

    Raises BadRequest if there is none, or more than one.
    """
    with open_snapshot(snapshot) as con:
        name, evidence_id = identify(con, fact_id, ("fact",))
        return _explain(con, BY_NAME[name], evidence_id)


def _explain(con: "Connection", table: Table, evidence_id: str) -> Explanation:
    cursor = con.execute(
        f"SELECT f.*, v.version_no, v.portal_id, v.title, v.url, v.published_at, v.parser, v.parser_version, "
        "c.capture_id, c.url AS capture_url, c.fetched_at, c.sha256, "
        "c.warc_file, c.warc_offset, c.warc_length, a.version_id = f.version_id AS is_current "
        f"FROM {table.name} f JOIN article_versions v USING (version_id) JOIN captures c USING (capture_id) "
        "JOIN articles a ON a.article_id = f.article_id WHERE f.evidence_id = ?",
        [evidence_id],
    )
    names = [column[0] for column in cursor.description or ()]
    record = dict(zip(names, cursor.fetchall()[0], strict=True))
    start = record["start_offset"] - record["sentence_start"]
    own = {name: record[name] for name in table.names if name not in _SHARED}
    fields = {name: record[name] for name in Explanation.__dataclass_fields__ if name in record}
    fields |= {"kind": table.kind, "values": own, "flags": tuple(record["flags"])}
    fields |= {"quote_start": start, "quote_end": start + len(record["quote"])}
    return Explanation(**fields, **_place_in_file(con, record))


def _place_in_file(con: "Connection", record: dict[str, Any]) -> dict[str, Any]:
    """Return the page of a fact in a file, and what offers the file; nothing for any other fact."""
    if "files" not in table_names(con):
        return {}
    found = con.execute(
        "SELECT list_filter(v.page_starts, lambda start: start <= ?), p.title, p.url "
        "FROM article_versions v LEFT JOIN articles p ON p.article_id = v.parent_article_id "
        "WHERE v.version_id = ? AND v.kind = 'file'",
        [record["start_offset"], record["version_id"]],
    ).fetchone()
    if found is None:
        return {}
    starts, title, url = found
    return {"page_no": len(starts or ()) or None, "parent_title": title, "parent_url": url}
