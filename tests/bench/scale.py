"""How fast readers are answered, in the sandbox of a published snapshot, each with the limit it is held to.

``python -m tests.bench.scale ARTICLES`` makes another size; twenty facts come with each article.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.load import opened, timed
from tests.warehouse import generated
from warehouse.connection import Connection, open_snapshot
from warehouse.derive import derive
from warehouse.publish import publish

ARTICLES = 20_000
RUNS = 20
#: What is asked, and how long the median answer may take. Unit: milliseconds.
QUESTIONS = {
    "observation of one province over years": (
        "SELECT year, score, rank FROM out_observations "
        "WHERE indicator = 'PAPI' AND subject = 'Bắc Giang' AND component IS NULL ORDER BY year",
        50,
    ),
    "ranking table of a year": (
        "SELECT * FROM out_rankings WHERE indicator = 'PAPI' AND year = 2020 ORDER BY rank",
        100,
    ),
    "all facts of one article": (
        "SELECT * FROM out_facts WHERE article_id = left(md5('article 7'), 16)",
        10,
    ),
}


def main(say: Callable[[str], object] = sys.stdout.write, articles: int = ARTICLES) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder) / "warehouse.duckdb"
        what = f"{articles:,} articles, {articles * generated.FACTS_PER_ARTICLE:,} facts"
        with timed(say, f"made: {what}"), opened(warehouse) as con:
            generated.fill(con, 0, articles)
        with timed(say, "all computed tables"), opened(warehouse) as con:
            derive(con)
        with timed(say, "publish (CPU without the process that validates)"):
            snapshot = publish(warehouse, Path(folder) / "published", datetime.now(UTC)).path
        with open_snapshot(snapshot) as con:
            for question, (sql, limit) in QUESTIONS.items():
                say(f"{question:<58} {_median(con, sql):8.1f} ms  (limit {limit} ms)\n")


def _median(con: Connection, sql: str) -> float:
    """Return the median time of an answer. Unit: milliseconds."""
    taken = []
    for _ in range(RUNS):
        started = time.perf_counter()
        rows = con.execute(sql).fetchall()
        taken.append(time.perf_counter() - started)
        assert rows
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    main(articles=int(sys.argv[1]) if sys.argv[1:] else ARTICLES)
