"""Bring the tables of search up to date: passages that are new are folded, those that are gone removed.

Folding those of a million articles takes minutes. A passage is a function of its version and its place in
it, so what stands there under the same key is right already.
"""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING

from warehouse.folding import folded_sql, spelt_sql
from warehouse.rights import published_rows
from warehouse.tables import FACT_TABLES

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: The key of a passage, for as long as its version is the current one.
_KEY = ("article_id", "version_id", "is_title", "passage_start", "passage_length")
_USING = f"USING ({', '.join(_KEY)})"
#: Of a long sentence no more is shown than is published.
_SENTENCES = " UNION ALL ".join(
    f"SELECT version_id, sentence_start, sentence FROM ({published_rows(table.name, bodies=False)})"
    for table in FACT_TABLES
)
_WANTED = f"""
CREATE OR REPLACE TEMP TABLE wanted AS
SELECT article_id, version_id, true AS is_title, 0 AS passage_start, length(title)::INTEGER AS passage_length
FROM articles
UNION ALL
SELECT DISTINCT article_id, version_id, false, sentence_start, length(sentence)::INTEGER
FROM ({_SENTENCES}) JOIN articles USING (version_id)
"""
_GONE = f"CREATE OR REPLACE TEMP TABLE gone AS FROM search_texts ANTI JOIN wanted {_USING}"
_ADDED = f"""
CREATE OR REPLACE TEMP TABLE added AS
WITH missing AS (
    FROM wanted ANTI JOIN search_texts {_USING}
),

texts AS (
    SELECT missing.*, title AS passage
    FROM missing JOIN articles USING (article_id, version_id)
    WHERE is_title
    UNION ALL
    SELECT missing.*, any_value(sentence)
    FROM missing
    JOIN ({_SENTENCES}) said
        ON missing.version_id = said.version_id
        AND passage_start = sentence_start
        AND passage_length = length(sentence)
    WHERE NOT is_title
    GROUP BY ALL
)

SELECT texts.*, published_at, {folded_sql("passage")} AS folded, {spelt_sql("passage")} AS spelt
FROM texts JOIN articles USING (article_id)
"""
#: Another reading of a version may find another day on its page.
_DATED = """
UPDATE search_texts AS t SET published_at = a.published_at
FROM articles a WHERE t.article_id = a.article_id AND t.published_at IS DISTINCT FROM a.published_at
"""
_SAME_PASSAGE = " AND ".join(f"t.{name} = gone.{name}" for name in _KEY)
#: How often each word came and went.
_CHANGES = """
CREATE OR REPLACE TEMP TABLE word_changes AS
WITH words AS (
    SELECT 1 AS one, unnest(list_distinct(string_split(trim(folded), ' '))) AS word FROM added
    UNION ALL
    SELECT -1, unnest(list_distinct(string_split(trim(folded), ' '))) FROM gone
)

SELECT word, sum(one)::BIGINT AS change
FROM words
WHERE word <> '' AND NOT regexp_matches(word, '[0-9]')
GROUP BY word
HAVING change <> 0
"""


def update_search_texts(con: "Connection") -> None:
    """Bring ``search_texts`` up to date, and leave what that changes of words to ``update_search_words``."""
    for statement in (_WANTED, _GONE, _ADDED, _CHANGES):
        con.execute(statement)
    con.execute(f"DELETE FROM search_texts t USING gone WHERE {_SAME_PASSAGE}")
    con.execute(_DATED)
    con.execute("INSERT INTO search_texts BY NAME FROM added")
    for name in ("wanted", "gone", "added"):
        con.execute(f"DROP TABLE {name}")


def update_search_words(con: "Connection") -> None:
    """Bring ``search_words`` up to date after ``update_search_texts``."""
    con.execute(
        "UPDATE search_words AS t SET passage_count = t.passage_count + c.change "
        "FROM word_changes c WHERE t.word = c.word"
    )
    con.execute("INSERT INTO search_words FROM word_changes c ANTI JOIN search_words USING (word)")
    con.execute("DELETE FROM search_words WHERE passage_count = 0")
    con.execute("DROP TABLE word_changes")
