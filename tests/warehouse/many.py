"""A warehouse of many scores, made inside the database."""

from pathlib import Path

from tests.warehouse import batches
from warehouse.connection import Connection, open_warehouse
from warehouse.load import load_batch

PER_ARTICLE = 10


def many_scores(path: Path, count: int) -> None:
    """Make a warehouse of ``count`` scores, ten to an article."""
    with open_warehouse(path) as con:
        load_batch(con, batches.batch(1))
        articles = count // PER_ARTICLE
        for table, ids in (
            ("captures", ("capture_id",)),
            ("article_versions", ("version_id", "article_id", "capture_id")),
            ("articles", ("version_id", "article_id")),
        ):
            _repeat(con, table, articles, dict.fromkeys(ids, "printf('%016x', n)"))
        owned = dict.fromkeys(("article_id", "version_id"), f"printf('%016x', n // {PER_ARTICLE})")
        own = {"evidence_id": "printf('%016x', n)", "sentence": "one.sentence || ' ' || n"}
        _repeat(con, "scores", count, owned | own)


def _repeat(con: Connection, table: str, count: int, changed: dict[str, str]) -> None:
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in changed.items())
    con.execute(f"CREATE TEMP TABLE one AS FROM {table} LIMIT 1")
    con.execute(f"DELETE FROM {table}")
    con.execute(f"INSERT INTO {table} SELECT one.* REPLACE ({replaced}) FROM one, range({count}) r(n)")
    con.execute("DROP TABLE one")
