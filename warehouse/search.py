"""Search titles and sentences of the published snapshot by what is written in them, accents or not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.connection import open_snapshot, table_names
from warehouse.errors import BadRequest, NothingFound
from warehouse.matches import LONG_AGO, best_matches
from warehouse.phrases import Term, parse, places
from warehouse.selection import Filters, check_filters

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: How much the repetition of a word, and the length of a passage, weigh: the usual values of BM25.
_REPETITION, _LENGTH = 1.2, 0.75
#: A word of so many letters may be mistyped by one of them, a longer one by two.
_SHORT = 4


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
    """The best hits, and how many passages match: in all, or of those that were looked at."""

    hits: tuple[Hit, ...]
    passages: int
    is_all: bool


def search(snapshot: Path, typed: str, filters: Filters, limit: int) -> Found:
    """Return the articles whose title or sentence holds all that is ``typed``, the best ``limit`` first.

    First come those with the accents that were typed, then those with the words side by side as typed, then
    titles, then by BM25, then by publication; of very many that match, the oldest sentences are left out
    (``warehouse.matches``). ``filters`` may name kinds (of facts in the sentence),
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
        matches = None if strange else best_matches(con, terms, counts, filters)
        if not matches or not matches.best:
            raise NothingFound(_nothing(con, terms, strange))
        weights = _weights(con, counts)
    return Found(tuple(_best(matches.best, terms, weights, limit)), matches.passages, matches.is_all)


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
        row["weight"] = _bm25(row["folded"], len(row["passage"]) / usual, terms, weights)
    rows.sort(key=lambda row: row["article_id"])
    rows.sort(key=lambda row: row["published_at"] or LONG_AGO, reverse=True)
    rows.sort(key=lambda row: (row["tier"], row["weight"]), reverse=True)
    names = [field.name for field in fields(Hit) if field.name != "marks"]
    seen: set[str] = set()
    for row in rows:
        if len(seen) == limit:
            return
        if row["article_id"] not in seen:
            seen.add(row["article_id"])
            yield Hit(**{name: row[name] for name in names}, marks=tuple(places(row["passage"], terms)))


def _bm25(folded: str, length: float, terms: tuple[Term, ...], weights: dict[str, float]) -> float:
    """Return the relevance of a passage, rounded: passages as good as another are told apart by age.

    ``length`` is that of the passage as a share of the usual one.
    """
    words = Counter(folded.split(" "))
    damping = _REPETITION * (1 - _LENGTH + _LENGTH * length)
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
