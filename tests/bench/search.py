"""How fast the texts of search are folded, and words found in them.

``GAT_BENCH_ARTICLES`` says how many articles are made, each with a title and seven sentences of words from
the texts of the replicas, some of them far more often than others.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from statistics import median

from tests.bench.load import timed
from tests.portals.content import sites
from warehouse.connection import Connection, open_warehouse
from warehouse.derive.search import update_search_texts, update_search_words
from warehouse.errors import NothingFound
from warehouse.search import search
from warehouse.selection import Filters

ARTICLES = 20_000
SENTENCES = 7
RUNS = 5
QUESTIONS = ("cải cách hành chính", "Bình Định", '"chuyển đổi số" sở', "482/QĐ-BNV", "khongco")

Say = Callable[[str], object]

_ARTICLES = """
INSERT INTO articles BY NAME
SELECT
    printf('%016x', n) AS article_id, article_id AS version_id, 'binhdinh' AS portal_id, 'news' AS kind,
    '' AS url_key, '' AS url, {words} AS title, '' AS text, '' AS text_sha256, 1 AS version_count,
    TIMESTAMPTZ '2018-01-01' + to_minutes((hash(n) % 3000000)::INTEGER) AS published_at,
    published_at AS first_seen_at, published_at AS last_seen_at
FROM range({first}, {end}) numbers(n), (SELECT 0 AS s)
"""
_FACTS = """
INSERT INTO dates BY NAME
SELECT
    printf('%016x', n * 10 + s) AS evidence_id, '' AS fact_key, printf('%016x', n) AS article_id,
    article_id AS version_id, '' AS run_id, 200 * s AS start_offset, 200 * s + 4 AS end_offset, '' AS quote,
    {words} AS sentence, 200 * s AS sentence_start, '2024' AS date_value, 'year' AS grain,
    false AS is_relative, '' AS rule, '' AS extractor_version, []::VARCHAR[] AS flags, now() AS first_seen_at
FROM range({first}, {end}) numbers(n), range(1, {sentences} + 1) sentences(s)
"""
#: One of the pieces, the first far more often than the last.
_PIECE = (
    "getvariable('pieces')[1 + floor(len(getvariable('pieces')) "
    "* pow((hash(n * 10 + s, {k}) % 999983) / 999983.0, 2.2))::BIGINT]"
)


def pieces() -> list[str]:
    """Return runs of words from the texts of the replicas, in an order that is always the same."""
    chance = random.Random(1)
    found: set[str] = set()
    for text in (page.text for site in sites() for page in site.articles):
        words = text.split()
        while words:
            length = chance.randint(4, 9)
            found.add(" ".join(words[:length]))
            words = words[length:]
    return chance.sample(sorted(found), len(found))


def generate(con: Connection, first: int, end: int) -> None:
    """Add the articles numbered from ``first`` to before ``end``."""

    def words(count: int) -> str:
        return " || ' ' || ".join(_PIECE.replace("{k}", str(k)) for k in range(count))

    con.execute("SET VARIABLE pieces = $made", {"made": pieces()})
    con.execute(_ARTICLES.format(words=words(2), first=first, end=end))
    con.execute(_FACTS.format(words=words(4), first=first, end=end, sentences=SENTENCES))


def update(con: Connection) -> None:
    """Bring the tables of search up to date."""
    update_search_texts(con)
    update_search_words(con)


def main(say: Say = sys.stdout.write) -> None:
    """Print the figures."""
    count = int(os.environ.get("GAT_BENCH_ARTICLES", ARTICLES))
    nightly = max(1, count // 20)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "warehouse.duckdb"
        with open_warehouse(path) as con:
            generate(con, 0, count)
            before = path.stat().st_size
            with timed(say, f"fold {count:,} articles with {SENTENCES} sentences each"):
                update(con)
            generate(con, count, count + nightly)
            with timed(say, f"fold {nightly:,} new ones"):
                update(con)
            con.execute("CHECKPOINT")
        say(f"bytes: {path.stat().st_size - before:,}\n")
        for typed in QUESTIONS:
            say(f"{typed:<58} {median(_seconds(path, typed) for _ in range(RUNS)):8.3f} s\n")


def _seconds(path: Path, typed: str) -> float:
    started = time.perf_counter()
    with suppress(NothingFound):
        search(path, typed, Filters(), 20)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
