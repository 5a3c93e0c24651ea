"""Which passages match a search, and the best of them, without reading all where the words are common.

Titles are read first, then sentences from the newest on, a share at a time; a release has them in this order,
so that the blocks of other shares are skipped. It ends where nothing older can be among the best.
"""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from warehouse.phrases import Term
from warehouse.selection import Filters, conditions
from warehouse.tables import BY_KIND

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: So many of the passages that match best are weighed one by one.
WEIGHED = 200
#: When so many passages match, older sentences are not looked at any more.
ENOUGH = 5_000
#: Where the newest articles begin whose sentences are read at a time, before all that are older.
_SHARES = (0.98, 0.92, 0.75, 0.5)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Matches:
    """The best passages with their tier, how many match of those looked at, and whether that was all."""

    best: list[dict[str, Any]]
    passages: int
    is_all: bool


def best_matches(
    con: "Connection", terms: tuple[Term, ...], counts: dict[str, int], filters: Filters
) -> Matches:
    """Return the passages that hold all ``terms`` and pass ``filters``: by tier, then the newest.

    ``counts`` says how many passages hold each word. Of more than ``ENOUGH`` old sentences are left out.
    """
    tier, typed = _tier(terms)
    # The highest that a sentence can have: titles have one more.
    highest = 4 * any(term.is_spelt for term in terms) + 2 * (len(terms) > 1)
    needles = _needles(terms, counts)
    chosen, values = _chosen(filters)
    best: list[tuple[int, int, datetime | None]] = []
    passages = 0
    # Words with digits are not counted, so a number alone may be very common.
    is_rare = bool(counts) and min(counts.values()) <= ENOUGH
    stages = [("TRUE", [])] if is_rare else list(_stages(con))
    for stage, days in stages:
        rows = con.execute(
            f"""
            SELECT rowid, {tier} AS tier, published_at, count(*) OVER ()
            FROM search_texts
            WHERE {stage} AND {" AND ".join(["contains(folded, ?)"] * len(needles))} {chosen}
            ORDER BY tier DESC, published_at DESC NULLS LAST, rowid
            LIMIT {WEIGHED}
            """,
            [*typed, *days, *needles, *values],
        ).fetchall()
        passages += rows[0][3] if rows else 0
        best = sorted([*best, *(row[:3] for row in rows)], key=_rank)[:WEIGHED]
        is_settled = len(best) == WEIGHED and best[-1][1] >= highest
        if is_settled or passages > ENOUGH:
            break
    return Matches(_texts(con, best), passages, stage == stages[-1][0])


def _stages(con: "Connection") -> Iterator[tuple[str, list[datetime]]]:
    """Yield conditions on passages, which together are met by each once, and their parameters."""
    yield "is_title", []
    found = con.execute("SELECT quantile_disc(published_at, ?) FROM articles", [list(_SHARES)]).fetchone()
    older: list[datetime] = []
    for day in (found and found[0]) or ():
        yield f"NOT is_title AND published_at >= ?{' AND published_at < ?' * bool(older)}", [day, *older]
        older = [day]
    yield f"NOT is_title{' AND (published_at < ? OR published_at IS NULL)' * bool(older)}", older


def _rank(row: tuple[int, int, datetime | None]) -> tuple[int, float, int]:
    place, tier, published_at = row
    return -tier, -(published_at or LONG_AGO).timestamp(), place


def _needles(terms: tuple[Term, ...], counts: dict[str, int]) -> list[str]:
    """Return what the folded text must hold: each term as whole words, but first the rarest in any place."""
    # A needle that begins with a letter is found twice as fast as one that begins with a blank.
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


def _texts(con: "Connection", best: list[tuple[int, int, datetime | None]]) -> list[dict[str, Any]]:
    """Return what is shown of the passages ``best``, and their tier."""
    tiers = {place: tier for place, tier, _ in best}
    passages = _rows(
        con,
        "SELECT rowid AS place, article_id, is_title, passage, passage_start, folded FROM search_texts "
        "WHERE rowid IN (SELECT unnest(?))",
        list(tiers),
    )
    # In one statement, the articles would all be joined before their passages are chosen.
    articles = _rows(
        con,
        "SELECT article_id, portal_id, province, published_at, title, url FROM articles "
        "WHERE article_id IN (SELECT unnest(?))",
        list({row["article_id"] for row in passages}),
    )
    of = {row["article_id"]: row for row in articles}
    return [row | of[row["article_id"]] | {"tier": tiers[row["place"]]} for row in passages]


def _rows(con: "Connection", statement: str, among: list[Any]) -> list[dict[str, Any]]:
    cursor = con.execute(statement, [among])
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
