"""Search titles and sentences of the published snapshot by what is written in them, accents or not.

The folded text is scanned, which needs no index and no extension. A needle that begins with a letter is found
twice as fast as one that begins with a blank, so whole words are asked for only where it was found.
"""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.connection import open_snapshot, table_names
from warehouse.errors import BadRequest, NothingFound
from warehouse.folding import words_of
from warehouse.phrases import Term, parse, places
from warehouse.selection import Filters, check_filters, conditions
from warehouse.tables import BY_KIND

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: So many of the passages that match best are weighed one by one.
_WEIGHED = 200
#: How much the repetition of a word, and the length of a passage, weigh: the usual values of BM25.
_REPETITION, _LENGTH = 1.2, 0.75
#: A word of so many letters may be mistyped by one of them, a longer one by two.
_SHORT = 4
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article and the passage of it that matches best.

    ``marks`` are where the words stand in ``passage``, as half-open ranges of code points.
    """

    article_id: str
    portal_id: str
    province: str | None
    published_at: datetime | None
    title: str
    url: str
    is_title: bool
    passage: str
    passage_start: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, and how many passages match in all."""

    hits: tuple[Hit, ...]
    passages: int


def search(snapshot: Path, typed: str, filters: Filters, limit: int) -> Found:
    """Return the articles whose title or sentence holds all that is ``typed``, the best ``limit`` first.

    First come those with the accents that were typed, then those with the words side by side as typed, then
    titles, then by BM25, then by publication. ``filters`` may name kinds (of facts in the sentence),
    provinces (of portals, by their names of that day), portals and days of publication. Raises BadRequest if
    nothing can be looked for, NothingFound with a suggestion.
    """
    terms = parse(typed)
    with open_snapshot(snapshot) as con:
        if "search_words" not in table_names(con):
            raise BadRequest(f"{snapshot.name} is of an older Gặt and cannot be searched: run `gat load`")
        check_filters(
            filters, [str(name) for (name,) in con.execute("SELECT portal_id FROM portals").fetchall()]
        )
        counts = _counts(con, terms)
        strange = _strange(terms, counts)
        rows = [] if strange else _candidates(con, terms, counts, filters)
        if not rows:
            raise NothingFound(_nothing(con, terms, strange))
        weights = _weights(con, counts)
    return Found(tuple(_best(rows, terms, weights, limit)), int(rows[0]["passages"]))


def _counts(con: "Connection", terms: tuple[Term, ...]) -> dict[str, int]:
    """Return how many passages hold each word of ``terms``, without those that have digits."""
    words = {word for term in terms for word in term.folded.split(" ") if not any(map(str.isdigit, word))}
    found = con.execute(
        "SELECT word, passage_count FROM search_words WHERE list_contains(?, word)", [list(words)]
    ).fetchall()
    return dict.fromkeys(words, 0) | {str(word): int(count) for word, count in found}


def _strange(terms: tuple[Term, ...], counts: dict[str, int]) -> list[str]:
    words = (word for term in terms for word in term.folded.split(" "))
    return [word for word in dict.fromkeys(words) if counts.get(word) == 0]


def _candidates(
    con: "Connection", terms: tuple[Term, ...], counts: dict[str, int], filters: Filters
) -> list[dict[str, Any]]:
    """Return the passages that match best, each with its tier and the number of all that match."""
    # Passages are fetched of the best alone: a common word has millions, too many to carry through the sort.
    needles = _needles(terms, counts)
    tier, typed = _tier(terms)
    chosen, values = _chosen(filters)
    cursor = con.execute(
        f"""
        WITH best AS (
            SELECT rowid AS place, {tier} AS tier, count(*) OVER () AS passages
            FROM search_texts
            WHERE {" AND ".join(["contains(folded, ?)"] * len(needles))} {chosen}
            ORDER BY tier DESC, published_at DESC NULLS LAST, place
            LIMIT {_WEIGHED}
        )

        SELECT
            tier, passages, is_title, passage, passage_start, t.article_id, portal_id, province,
            t.published_at, title, url
        FROM best
        JOIN search_texts t ON t.rowid = place
        JOIN articles USING (article_id)
        """,
        [*typed, *needles, *values],
    )
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _needles(terms: tuple[Term, ...], counts: dict[str, int]) -> list[str]:
    """Return what the folded text must hold: each term as whole words, but first the rarest in any place."""
    rare = [min(counts.get(word, 0) for word in term.folded.split(" ")) for term in terms]
    ordered = [term.folded for _, term in sorted(zip(rare, terms, strict=True), key=lambda pair: pair[0])]
    return [f"{ordered[0]} ", *(f" {phrase} " for phrase in ordered)]


def _tier(terms: tuple[Term, ...]) -> tuple[str, list[str]]:
    """Return the expression of how well a passage matches (accents, order, title), and its parameters."""
    spelt = [term.spelt for term in terms if term.is_spelt]
    parts = ["is_title::INTEGER"]
    values: list[str] = []
    if len(terms) > 1:
        parts.append("2 * contains(folded, ?)::INTEGER")
        values.append(f" {' '.join(term.folded for term in terms)} ")
    if spelt:
        parts.append(f"4 * ({' AND '.join(['contains(spelt, ?)'] * len(spelt))})::INTEGER")
        values.extend(f" {one} " for one in spelt)
    return " + ".join(parts), values


def _chosen(filters: Filters) -> tuple[str, list[Any]]:
    """Return the further conditions on a passage, and their parameters."""
    days, values = conditions(
        Filters(since=filters.since, until=filters.until), "search_texts", ("published_at",)
    )
    clause = days.replace("WHERE", "AND", 1)
    places = Filters(provinces=filters.provinces, portals=filters.portals)
    whose, further = conditions(places, "articles", ("province", "portal_id"))
    if whose:
        clause += f" AND article_id IN (SELECT article_id FROM articles {whose})"
    if filters.kinds:
        tables = [BY_KIND[kind].name for kind in filters.kinds]
        stated = " UNION ALL ".join(f"SELECT version_id, sentence_start FROM {table}" for table in tables)
        clause += f" AND NOT is_title AND (version_id, passage_start) IN ({stated})"
    return clause, [*values, *further]


def _weights(con: "Connection", counts: dict[str, int]) -> dict[str, float]:
    """Return the weight of each word: the rarer, the more, as in BM25."""
    total = con.execute("SELECT count(*) FROM search_texts").fetchall()[0][0]
    return {word: log(1 + (total - count + 0.5) / (count + 0.5)) for word, count in counts.items()}


def _best(
    rows: list[dict[str, Any]], terms: tuple[Term, ...], weights: dict[str, float], limit: int
) -> Iterator[Hit]:
    """Yield the best passage of each article, the best articles first."""
    usual = sum(len(row["passage"]) for row in rows) / len(rows)
    for row in rows:
        row["weight"] = _bm25(row["passage"], usual, terms, weights)
    rows.sort(key=lambda row: row["article_id"])
    rows.sort(key=lambda row: row["published_at"] or _LONG_AGO, reverse=True)
    rows.sort(key=lambda row: (row["tier"], row["weight"]), reverse=True)
    names = [field.name for field in fields(Hit) if field.name != "marks"]
    seen: set[str] = set()
    for row in rows:
        if len(seen) == limit:
            return
        if row["article_id"] not in seen:
            seen.add(row["article_id"])
            yield Hit(**{name: row[name] for name in names}, marks=tuple(places(row["passage"], terms)))


def _bm25(passage: str, usual: float, terms: tuple[Term, ...], weights: dict[str, float]) -> float:
    """Return the relevance of a passage, rounded: passages as good as another are told apart by age."""
    words = Counter(word.folded for word in words_of(passage))
    damping = _REPETITION * (1 - _LENGTH + _LENGTH * len(passage) / usual)
    asked = {word for term in terms for word in term.folded.split(" ")}
    relevance = (
        weights.get(word, max(weights.values(), default=1.0)) * words[word] / (words[word] + damping)
        for word in asked
    )
    return round(sum(relevance), 1)


def _nothing(con: "Connection", terms: tuple[Term, ...], strange: list[str]) -> str:
    """Say that there is nothing, and what to ask instead."""
    if not strange:
        words = "no title or sentence with facts holds all of it"
        return f"{words}: ask for less" if len(terms) > 1 else f"{words}, or none that passes the filters"
    word = strange[0]
    near = con.execute(
        "SELECT word FROM search_words WHERE abs(length(word) - length($word)) <= $far "
        "AND damerau_levenshtein(word, $word) <= $far "
        "ORDER BY damerau_levenshtein(word, $word), passage_count DESC, word LIMIT 1",
        {"word": word, "far": 1 if len(word) <= _SHORT else 2},
    ).fetchone()
    meant = f": did you mean {near[0]}?" if near else ", and no word like it"
    return f"no title or sentence with facts has the word {word}{meant}"
