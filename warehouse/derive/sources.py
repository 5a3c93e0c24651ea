"""Which articles are one source: reprints of one text, and a file with the page that offers it.

Texts are found alike by their fingerprints (``pipelines.fingerprint``), without comparing all with all: where
at least 23 of 32 bins agree, at least one of ten bands of three bins agrees whole, and only articles that
share a band are compared. Measured on the texts of the demo, of which many follow one pattern (22,366 pairs):
the two most alike that are no reprints agree in 22 bins. Of reprints, 24 or more agree of all that have a new
opening, of 99.6 % with 1 % of the words edited, of 90 % with 2 % edited, of 82 % that are cut by a fifth.
"""

# Names in these statements are those below, never from a user.
# ruff: noqa: S608

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.connection import Connection

_BINS = 32
#: Fingerprints are of one text where at least so many bins agree: 75 %.
_FEWEST_ALIKE = 24
_BAND = 3
_BANDS = _BINS // _BAND
#: Articles in one band that are all compared with each other; of more, each with its neighbour and the first.
_MOST_COMPARED = 30
#: A shorter text may be a phrase («xem tệp đính kèm») that many pages have. Unit: characters.
_FEWEST_CHARACTERS = 200

#: The articles numbered by age, so that the least number of a source is its earliest article.
_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT row_number() OVER (ORDER BY coalesce(published_at, first_seen_at), first_seen_at, article_id) AS no,
    article_id, version_id, parent_article_id, CASE WHEN length(text) >= ? THEN text_sha256 END AS text_sha256
FROM articles
"""
#: One row per fingerprint, under the first article that has it.
_PRINTS = """
CREATE OR REPLACE TEMP TABLE prints AS
SELECT min(no) AS no, any_value(fingerprint) AS bins, list(no) AS all_no
FROM numbered
JOIN article_versions USING (version_id)
WHERE fingerprint IS NOT NULL
GROUP BY hash(fingerprint)
"""
#: Every article with the same text, or the same fingerprint, is tied to the first that has it.
_SAME = """
CREATE OR REPLACE TEMP TABLE ties AS
SELECT unnest(all_no[2:]) AS no, all_no[1] AS first_no, 1::DOUBLE AS likeness
FROM (SELECT list(no ORDER BY no) AS all_no FROM numbered WHERE text_sha256 IS NOT NULL GROUP BY text_sha256)
WHERE len(all_no) > 1
UNION
SELECT unnest(list_filter(all_no, lambda one: one <> no)), no, 1 FROM prints WHERE len(all_no) > 1
"""
_HASHES = ", ".join(
    f"hash(bins[{at}], bins[{at + 1}], bins[{at + 2}], {at})" for at in range(1, _BANDS * _BAND, _BAND)
)
#: The articles that share a band with others.
_BANDED = f"""
CREATE OR REPLACE TEMP TABLE banded AS
WITH bands AS (
    SELECT no, unnest([{_HASHES}]) AS shared
    FROM prints
)

SELECT *, row_number() OVER one AS place, lag(no) OVER one AS last_no, first(no) OVER one AS first_no
FROM bands
SEMI JOIN (SELECT shared FROM bands GROUP BY shared HAVING count(*) > 1) USING (shared)
WINDOW one AS (PARTITION BY shared ORDER BY no)
"""
_ALIKE = f"""
INSERT INTO ties
WITH pairs AS (
    SELECT later.no, earlier.no AS first_no
    FROM banded later
    JOIN banded earlier ON later.shared = earlier.shared AND earlier.place < later.place
    WHERE later.place <= {_MOST_COMPARED}
    UNION
    SELECT no, last_no FROM banded WHERE place > {_MOST_COMPARED}
    UNION
    SELECT no, first_no FROM banded WHERE place > {_MOST_COMPARED}
),

compared AS (
    SELECT
        pairs.no, first_no,
        len(list_filter(list_zip(later.bins, earlier.bins), lambda bin: bin[1] = bin[2])) AS alike
    FROM pairs
    JOIN prints later ON pairs.no = later.no
    JOIN prints earlier ON first_no = earlier.no
)

SELECT no, first_no, alike / {_BINS} FROM compared WHERE alike >= {_FEWEST_ALIKE}
"""
_OFFERED = """
SELECT file.no, page.no FROM numbered file JOIN numbered page ON file.parent_article_id = page.article_id
"""
_FILL = """
INSERT INTO sources BY NAME
SELECT
    n.article_id,
    coalesce(origin.article_id, n.article_id) AS source_id,
    coalesce(max(likeness), 0) > 0 AS is_reprint,
    max(likeness) AS likeness
FROM numbered n
LEFT JOIN roots USING (no)
LEFT JOIN (SELECT no AS root, article_id FROM numbered) origin USING (root)
LEFT JOIN ties USING (no)
GROUP BY ALL
"""


def fill_sources(con: "Connection") -> None:
    """Fill the emptied table ``sources``, in time that grows with the articles."""
    con.execute(_NUMBERED, [_FEWEST_CHARACTERS])
    for statement in (_PRINTS, _SAME, _BANDED, _ALIKE):
        con.execute(statement)
    ties = con.execute(f"SELECT no, first_no FROM ties UNION ALL {_OFFERED}").fetchall()
    con.execute("CREATE OR REPLACE TEMP TABLE roots (no BIGINT, root BIGINT)")
    if ties:
        appender = con.appender("roots")
        appender.append_rows(list(_roots(ties).items()))
        appender.flush()
    con.execute(_FILL)
    for name in ("numbered", "prints", "ties", "banded", "roots"):
        con.execute(f"DROP TABLE {name}")


def _roots(ties: list[tuple[int, int]]) -> dict[int, int]:
    """Return the least number that each number is tied to, over any number of ties."""
    above: dict[int, int] = {}

    def top(number: int) -> int:
        path = []
        while (higher := above.setdefault(number, number)) != number:
            path.append(number)
            number = higher
        for passed in path:
            above[passed] = number
        return number

    for one, other in ties:
        low, high = sorted((top(one), top(other)))
        above[high] = low
    return {number: top(number) for number in above}
