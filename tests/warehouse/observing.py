"""Articles whose scores and ranks tests plant, each statement with its quote in the text."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.warehouse import batches
from tests.warehouse.batches import START, Rows, hex16
from warehouse.connection import Connection
from warehouse.derive import derive
from warehouse.load import load_batch

_ABOUT: dict[str, Any] = {
    "indicator": "PAR_INDEX",
    "component": None,
    "period": "2023",
    "subject": "Sơn La",
    "status": "actual",
    "flags": [],
    "compared_with": None,
}


def score(value: str, **other: Any) -> dict[str, Any]:
    """A score, by default of Sơn La's reform index of 2023 in percent, written as ``value`` with a comma."""
    own = {"unit": "percent", "scale_max": None, "value_kind": "level"}
    shown = value.lstrip("-").replace(".", ",")
    return {"table": "scores", "value": Decimal(value), "quote": f"{shown}%", **_ABOUT, **own, **other}


def rank(place: int | None, **other: Any) -> dict[str, Any]:
    """A place, by default of Sơn La in the country by the reform index of 2023."""
    own = {"bound": "exact", "out_of": None, "group_name": None, "rank_kind": "level", "scope": None}
    return {"table": "ranks", "rank": place, "quote": f"thứ {place}", **_ABOUT, **own, **other}


def rise(value: str, **other: Any) -> dict[str, Any]:
    """A change of the score on the year before."""
    return score(value, value_kind="change", compared_with="earlier", **other)


def move(places: int, **other: Any) -> dict[str, Any]:
    """Places moved on the year before."""
    return rank(places, rank_kind="change", compared_with="earlier", **other)


def article(number: int, *statements: dict[str, Any], days: int = 0, **changes: Any) -> Rows:
    """Article ``number``, published ``days`` later than others, which makes ``statements``."""
    quotes = [f"ý {at} là {one['quote']}" for at, one in enumerate(statements)]
    text = f"Bài {number}:\n" + "\n".join(quotes)
    published = START - timedelta(days=400) + timedelta(days=days)
    rows = batches.article(number, text, **{"published_at": published, **changes})
    base = {
        "article_id": hex16("article", number),
        "version_id": hex16(hex16("article", number), text, ""),
        "run_id": "run-1",
        "rule": "test",
        "extractor_version": "0.1.0",
        "first_seen_at": changes.get("at", START),
    }
    for quote, one in zip(quotes, statements, strict=True):
        values = {key: value for key, value in one.items() if key not in {"table", "quote"}}
        rows.setdefault(one["table"], []).append(
            batches.fact_row(one["table"], text, quote, {**base, **values})
        )
    return rows


def observe(con: Connection, articles: Iterable[Rows]) -> None:
    """Load the articles and derive what they together tell."""
    load_batch(con, batches.joined(batches.common(), *articles))
    derive(con)


def one(con: Connection, columns: str, where: str = "TRUE", table: str = "observations") -> tuple[Any, ...]:
    """Return ``columns`` of the only row of ``table`` that fits."""
    [row] = con.execute(f"SELECT {columns} FROM {table} WHERE {where}").fetchall()
    return tuple(float(value) if isinstance(value, Decimal) else value for value in row)
