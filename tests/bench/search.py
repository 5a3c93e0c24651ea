"""How fast the texts of search are folded, and words found in them.

``GAT_BENCH_ARTICLES`` says how many articles are made, each with a title and seven sentences of words from
the texts of the replicas, some of them far more often than others.
"""

import random
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.bench._figures import Figures, Say, articles_asked
from tests.bench.load import opened
from tests.portals.content import sites
from warehouse.connection import Connection, open_snapshot
from warehouse.derive.search import update_search_texts, update_search_words
from warehouse.errors import NothingFound
from warehouse.publish import copy_published
from warehouse.releases import Policy
from warehouse.search import search
from warehouse.selection import Filters

ARTICLES = 20_000
SENTENCES = 7
RUNS = 5
#: With words that very many passages hold, together and apart; with a sign; with a word that is nowhere.
QUESTIONS = (
    "cai cach hanh chinh",
    "cải cách hành chính",
    "Bình Dương",
    '"chuyển đổi số" sở',
    "tỉnh",
    "hanh binh",
    "cong tinh nam so",
    "2020",
    "482/QĐ-BNV",
    "khongco",
)
#: What one scan of all passages takes, to hold the others against.
SCAN = "SELECT count(*) FROM search_texts WHERE contains(folded, ' cai cach hanh chinh ')"
#: How long the median answer may take. Unit: milliseconds.
LIMIT = 1000
#: How many articles are made at a time, so that memory stays flat.
_AT_ONCE = 50_000

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


def main(say: Say = sys.stdout.write) -> list[str]:
    """Print the figures; return those that missed their limit."""
    figures = Figures(say)
    count = articles_asked(ARTICLES)
    nightly = max(1, count // 20)
    with tempfile.TemporaryDirectory() as folder:
        warehouse, released = Path(folder) / "warehouse.duckdb", Path(folder) / "gat.duckdb"
        with opened(warehouse) as con:
            for first in range(0, count, _AT_ONCE):
                generate(con, first, min(first + _AT_ONCE, count))
            before = warehouse.stat().st_size
            with figures.timed(f"fold {count:,} articles with {SENTENCES} sentences each"):
                _update(con)
            generate(con, count, count + nightly)
            with figures.timed(f"fold {nightly:,} new ones"):
                _update(con)
            con.execute("CHECKPOINT")
            say(f"bytes: {warehouse.stat().st_size - before:,}\n")
            copy_published(con, released, Policy())
        ask(figures, released)
    return figures.missed


def ask(figures: Figures, released: Path) -> None:
    """Search the database of a release for each of the questions."""

    def scan() -> None:
        with open_snapshot(released) as con:
            con.execute(SCAN).fetchall()

    def answer(typed: str) -> None:
        with suppress(NothingFound):
            search(released, typed, Filters(), 20)

    figures.median("open the file, scan all for one phrase", scan, RUNS, None)
    for typed in QUESTIONS:
        figures.median(typed, partial(answer, typed), RUNS, LIMIT)


def _update(con: Connection) -> None:
    """Bring the tables of search up to date."""
    update_search_texts(con)
    update_search_words(con)


if __name__ == "__main__":
    sys.exit(bool(main()))
