"""What an export takes out of a snapshot: a table, a view, or facts with all that evidences them."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.catalog import Described
from warehouse.connection import Connection, table_names
from warehouse.errors import BadRequest, NothingFound
from warehouse.listing import describe_relation, relation_names
from warehouse.selection import Filters, check_filters, conditions, unknown
from warehouse.tables import BY_KIND, BY_NAME

_FETCH = 1000

#: Behind the kind's own columns: where it stands, on which page, when that was fetched, where the copy lies.
_CONTEXT = {
    "quote": "f.quote",
    "sentence": "f.sentence",
    "title": "v.title",
    "url": "v.url",
    "published_at": "v.published_at",
    "fetched_at": "c.fetched_at",
    "portal_id": "v.portal_id",
    "province": "coalesce(v.province, p.province)",
    "article_id": "f.article_id",
    "version_id": "f.version_id",
    "start_offset": "f.start_offset",
    "end_offset": "f.end_offset",
    "flags": "f.flags",
    "rule": "f.rule",
    "extractor_version": "f.extractor_version",
    "fact_key": "f.fact_key",
    "warc_file": "c.warc_file",
    "warc_offset": "c.warc_offset",
    "warc_length": "c.warc_length",
    # Web archives give their copies an address; ours lies in a WARC file.
    "archived_url": "CASE c.source_kind WHEN 'wayback' THEN 'https://web.archive.org/web/' "
    "|| strftime(timezone('UTC', c.fetched_at), '%Y%m%d%H%M%S') || '/' || c.url END",
}
_NOT_SHOWN = {"evidence_id", "run_id", "sentence_start", "first_seen_at", *_CONTEXT}
_ARCHIVED_URL = Described(
    "archived_url", "VARCHAR", "Address of the archived copy, where a public web archive holds it."
)
#: Of all kinds together: what out_facts has before the words.
_UNIFIED = (
    "kind",
    "value",
    "unit",
    "value_kind",
    "indicator",
    "component",
    "period",
    "subject",
    "status",
    "is_corrected",
)
#: Of one kind the facts as they are to be used; of the other kinds a correction gives no values.
_EFFECTIVE = {"score": "effective_scores", "rank": "effective_ranks"}
_IS_CORRECTED = Described(
    "is_corrected",
    "BOOLEAN",
    "Whether the value is that of an active correction (see out_corrections); the quote says what the page "
    "says.",
)
_UNDROPPED = (
    "LEFT JOIN corrected_facts k ON k.evidence_id = f.evidence_id WHERE k.action IS DISTINCT FROM 'drop'"
)
_EVIDENCED = (
    "FROM {} f JOIN articles a USING (article_id, version_id) JOIN article_versions v USING (version_id) "
    "JOIN captures c USING (capture_id) JOIN portals p ON p.portal_id = v.portal_id"
)
_FACT_ORDER = "portal_id, published_at, article_id, start_offset, evidence_id"


@dataclass(frozen=True, slots=True)
class Extract:
    """The rows of one export, still in the open snapshot: the statement, its columns, how many there are."""

    con: Connection
    name: str
    columns: tuple[Described, ...]
    sql: str
    parameters: list[Any]
    count: int

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as they are fetched."""
        cursor = self.con.execute(self.sql, self.parameters)
        while rows := cursor.fetchmany(_FETCH):
            yield from rows


def extract(con: Connection, table: str | None, filters: Filters) -> Extract:
    """Return the rows of ``table``, or the facts, that pass ``filters``.

    Facts of one kind have its typed columns, of several kinds those of out_facts. They come by portal,
    publication and place in the text, rows of a table by its key, of a view by all columns.
    Raises BadRequest for an unknown name or filter, NothingFound if no row passes.
    """
    portals = [name for (name,) in con.execute("SELECT portal_id FROM portals").fetchall()]
    check_filters(filters, portals)
    try:
        return _extract(con, table, filters)
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        raise BadRequest("the snapshot is of an older gat: publish again with `gat load`") from error


def _extract(con: Connection, table: str | None, filters: Filters) -> Extract:
    if table is None:
        name, columns, query, order = _facts(con, filters.kinds)
    else:
        name, columns, query, order = _table(con, table, filters.kinds)
    where, parameters = conditions(filters, name, [column.name for column in columns])
    counted = con.execute(f"SELECT count(*) FROM ({query}) {where}", parameters).fetchone()
    if not counted or not counted[0]:
        asked = ", ".join(f"{option} {value}" for option, value in filters.said())
        said = f"no rows of {name} pass {asked}" if asked else f"there are no {name} in this release"
        raise NothingFound(f"{said}: no file is written")
    names = ", ".join(f'"{column.name}"' for column in columns)
    sql = f"SELECT {names} FROM ({query}) {where} ORDER BY {order}"
    return Extract(con, name, columns, sql, parameters, int(counted[0]))


def _table(
    con: Connection, asked: str, kinds: tuple[str, ...]
) -> tuple[str, tuple[Described, ...], str, str]:
    names = relation_names(con)
    if asked not in names:
        raise BadRequest(unknown(asked, "table or view", names))
    if kinds:
        raise BadRequest("facts of a kind or a table, not both: leave out --kind or --table")
    known = BY_NAME.get(asked)
    order = ", ".join(f'"{name}"' for name in known.key) if known else "ALL"
    return asked, describe_relation(con, asked).columns, f"FROM {asked}", order


def _facts(con: Connection, kinds: tuple[str, ...]) -> tuple[str, tuple[Described, ...], str, str]:
    if len(kinds) == 1:
        name = f"facts of kind {kinds[0]}"
        stored, shown, source = _of_kind(con, kinds[0])
    else:
        name, source = "facts", _EVIDENCED.format("out_facts")
        stored = describe_relation(con, "out_facts").columns
        shown = {column: f"f.{column}" for column in ("evidence_id", *_UNIFIED)}
    shown |= _CONTEXT
    described = {column.name: column for column in stored}
    for table in ("captures", "article_versions"):
        for column in describe_relation(con, table).columns:
            described.setdefault(column.name, column)
    described |= {column.name: column for column in (_ARCHIVED_URL, _IS_CORRECTED)}
    columns = ", ".join(f'{sql} AS "{column}"' for column, sql in shown.items())
    return name, tuple(described[one] for one in shown), f"SELECT {columns} {source}", _FACT_ORDER


def _of_kind(con: Connection, kind: str) -> tuple[tuple[Described, ...], dict[str, str], str]:
    """Return the columns of the kind's table, what is shown of it by name, and where that comes from."""
    table = BY_KIND[kind].name
    if table not in table_names(con):
        raise BadRequest(
            f"the snapshot was published before this gat knew the kind {kind}: publish again with `gat load`"
        )
    stored = describe_relation(con, table).columns
    shown = {"evidence_id": "f.evidence_id"}
    shown |= {column.name: f"f.{column.name}" for column in stored if column.name not in _NOT_SHOWN}
    shown["is_corrected"] = "k.corrected_value IS NOT NULL"
    return stored, shown, f"{_EVIDENCED.format(_EFFECTIVE.get(kind, table))} {_UNDROPPED}"
