"""The tables of what facts are about, made from the readers' lexicon: one source for rules and readers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from extractors.lexicon import load_table
from extractors.provinces import MERGED_ON, slug_of, successor_of
from pipelines.fact_rows import Row

Rows = dict[str, list[Row]]


def rows_of_dimensions() -> Rows:
    """Return the whole of every dimension table. Raises ExtractorError for a lexicon that is broken."""
    indicators = load_table("indicators")
    return {
        "provinces": list(_provinces()),
        "indicators": [_indicator(code, entry) for code, entry in indicators.items()],
        "indicator_scales": [
            (code, scale["since"], scale.get("until"), scale["full"])
            for code, entry in indicators.items()
            for scale in entry["scales"]
        ],
        "agencies": list(_agencies()),
        "document_types": [
            (name, entry["signs"], entry.get("shared", []), entry.get("used_by"))
            for name, entry in load_table("document_types").items()
        ],
    }


def _provinces() -> Iterator[Row]:
    """Yield each province by its time: up to a change of name or the merger, and from then on."""
    table: dict[str, dict[str, Any]] = load_table("provinces")["provinces"]
    absorbed: dict[str, list[str]] = {}
    for name in table:
        absorbed.setdefault(successor_of(name), []).append(name)
    for name, entry in table.items():
        slug, aliases, after = slug_of(name), entry.get("aliases", []), successor_of(name)
        is_city = entry.get("kind") == "city"
        grows = len(absorbed.get(name, [])) > 1
        ends = MERGED_ON if after != name or grows else None
        first, official = None, name
        if "renamed_on" in entry:
            turned = date.fromisoformat(entry["renamed_on"])
            yield (slug, name, name, is_city, None, turned - timedelta(1), after, True, [], aliases)
            first, official, is_city = turned, entry["renamed"][0], entry["renamed_kind"] == "city"
        last = ends - timedelta(1) if ends else None
        row_id = f"{slug}-{first.year}" if first else slug
        yield (row_id, name, official, is_city, first, last, after, grows, [], aliases)
        if grows:
            row_id = f"{slug}-{MERGED_ON.year}"
            yield (row_id, name, official, is_city, MERGED_ON, None, name, False, absorbed[name], aliases)


def _indicator(code: str, entry: dict[str, Any]) -> Row:
    scales = entry["scales"]
    optional = ("title_en", "publisher", "unit")
    return (
        code,
        entry["title"],
        *(entry.get(key) for key in optional),
        scales[-1]["full"] if scales else None,
        *(entry.get(key) for key in ("first_year", "last_year", "is_provincial", "remark")),
    )


def _agencies() -> Iterator[Row]:
    table = load_table("agencies")
    short: dict[str, str] = table["short_forms"]
    for level, names in (
        ("department", table["departments"]["names"]),
        ("ministry", table["ministries"]["names"]),
        ("locality", table["localities"]["heads"]),
    ):
        for name in names:
            if name not in short:
                yield (name, level, [form for form, whole in short.items() if whole == name])
