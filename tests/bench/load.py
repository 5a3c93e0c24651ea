"""How fast facts are loaded, published and asked for. Sizes are small enough for two cores and a minute."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.warehouse import batches
from warehouse.checks import run_checks
from warehouse.connection import open_warehouse
from warehouse.explain import explain
from warehouse.export import export
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.query import run_query
from warehouse.selection import Filters
from warehouse.tables import BY_NAME, FACT_TABLES

STORED = 20_000
NIGHTLY = 5_000
PARAGRAPHS = 3
FACTS_PER_ARTICLE = PARAGRAPHS * len(FACT_TABLES)

Say = Callable[[str], object]


def big_batch(first: int, count: int) -> batches.Rows:
    """Rows of ``count`` articles, each with a fact of every kind in each of its parts."""
    rows = batches.common()
    for number in range(first, first + count):
        text = "\n\n".join(f"Đoạn {part}. {batches.TEXT}" for part in range(PARAGRAPHS))
        made = batches.article(number, text)
        for table in (table.name for table in FACT_TABLES):
            made[table] = list(repeated(table, made[table][0], text, PARAGRAPHS))
        for name, found in made.items():
            rows.setdefault(name, []).extend(found)
    return rows


def repeated(table: str, row: tuple[Any, ...], text: str, repeats: int) -> Iterator[tuple[Any, ...]]:
    """Yield the fact ``row`` at each of its places in ``text``."""
    values = dict(zip(BY_NAME[table].names, row, strict=True))
    start = -1
    for _ in range(repeats):
        start = text.index(values["quote"], start + 1)
        line = text.rfind("\n", 0, start) + 1
        yield batches.row(
            table,
            values,
            evidence_id=batches.hex16(values["version_id"], table, start),
            start_offset=start,
            end_offset=start + len(values["quote"]),
            sentence_start=line,
        )


@contextmanager
def timed(say: Say, what: str, facts: int | None = None) -> Iterator[None]:
    """Say how long the ``with`` body took, and how many facts a second that is."""
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    rate = f"  {facts / seconds:>10,.0f} facts/s" if facts else ""
    say(f"{what:<58} {seconds:8.3f} s{rate}\n")


def main(say: Say = sys.stdout.write) -> None:
    """Print the figures."""
    stored, nightly = STORED * FACTS_PER_ARTICLE, NIGHTLY * FACTS_PER_ARTICLE
    with tempfile.TemporaryDirectory() as folder:
        path, published = Path(folder) / "warehouse.duckdb", Path(folder) / "published"
        first, second = big_batch(0, STORED), big_batch(STORED, NIGHTLY)
        what = f"first load: {STORED:,} articles, {stored:,} facts"
        with timed(say, what, stored), open_warehouse(path) as con:
            load_batch(con, first)
        size = path.stat().st_size
        what = f"nightly load: {NIGHTLY:,} articles, {nightly:,} facts"
        with timed(say, what, nightly), open_warehouse(path) as con:
            load_batch(con, second)
        say(f"file: {size / 1e6:.0f} MB, then {path.stat().st_size / 1e6:.0f} MB\n")
        with timed(say, "the same batch again", nightly), open_warehouse(path) as con:
            load_batch(con, second)
        with timed(say, "all checks"), open_warehouse(path) as con:
            wrong = [result for result in run_checks(con) if result.is_violation]
        say("".join(f"{result}\n" for result in wrong))
        with timed(say, "publish, validated in another process"):
            snapshot = publish(path, published, datetime.now(UTC)).path
        ask(say, snapshot)
        with timed(say, "export of scores as CSV", (stored + nightly) // len(FACT_TABLES)):
            export(snapshot, Filters(kinds=("score",)), "csv", Path(folder) / "scores.csv")


def ask(say: Say, snapshot: Path) -> None:
    """Time what readers ask, each in a connection of its own."""
    questions = {
        "facts of one article": f"SELECT * FROM out_facts WHERE article_id = '{batches.hex16('article', 7)}'",
        "facts by kind": "SELECT kind, count(*) FROM out_facts GROUP BY kind",
        "scores of one province": "SELECT year, score FROM out_scores_by_year WHERE subject = 'Bình Định'",
    }
    for what, sql in questions.items():
        with timed(say, what), run_query(snapshot, sql) as result:
            evidence = list(result.rows)
        assert evidence
    with run_query(snapshot, "SELECT evidence_id FROM scores LIMIT 1") as result:
        evidence_id = str(next(result.rows)[0])
    with timed(say, "explain one fact"):
        explain(snapshot, evidence_id)


if __name__ == "__main__":
    main()
