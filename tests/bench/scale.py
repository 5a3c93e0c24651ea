"""How fast readers are answered, in the sandbox of a release's database, each with the limit it is held to.

``GAT_BENCH_ARTICLES`` says how many articles are made; twenty facts come with each. A million take half
an hour and 20 GB of disk.
"""

import sys
import tempfile
from pathlib import Path

from tests.bench._figures import Figures, Say, articles_asked
from tests.bench.load import opened
from tests.warehouse import generated
from warehouse.connection import open_snapshot
from warehouse.derive import derive
from warehouse.publish import copy_published
from warehouse.releases import Policy

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


def main(say: Say = sys.stdout.write) -> list[str]:
    """Print the figures; return those that missed their limit."""
    figures = Figures(say)
    articles = articles_asked(ARTICLES)
    with tempfile.TemporaryDirectory() as folder:
        warehouse, released = Path(folder) / "warehouse.duckdb", Path(folder) / "gat.duckdb"
        what = f"{articles:,} articles, {articles * generated.FACTS_PER_ARTICLE:,} facts"
        with figures.timed(f"made: {what}"), opened(warehouse) as con:
            generated.fill(con, 0, articles)
        with figures.timed("all computed tables"), opened(warehouse) as con:
            derive(con)
        with figures.timed("the database of a release"), opened(warehouse) as con:
            copy_published(con, released, Policy())
        ask(figures, released)
    return figures.missed


def ask(figures: Figures, released: Path) -> None:
    """Ask the database of a release all questions, each in the connection that the last was asked in."""
    with open_snapshot(released) as con:
        for question, (sql, limit) in QUESTIONS.items():

            def answer(sql: str = sql) -> None:
                assert con.execute(sql).fetchall()

            figures.median(question, answer, RUNS, limit)


if __name__ == "__main__":
    sys.exit(bool(main()))
