"""Facts as rows: identity, sentence and the typed columns of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from extractors.facts import Date, Directive, Fact, Rank, Score
from extractors.text import sentence_spans
from pipelines.extract import Reading
from pipelines.identity import evidence_id, fact_key
from warehouse.tables import BY_KIND, BY_NAME

Row = tuple[object, ...]

FACT_TABLES = {kind: table.name for kind, table in BY_KIND.items()}

#: What the number columns of the warehouse hold: DECIMAL(18,6) and INTEGER.
_MAX_DECIMAL = 10**12
_MAX_INTEGER = 2**31


def fact_rows(
    item: Reading, facts: Sequence[Fact], version: str, extractor_version: str
) -> Iterator[tuple[str, Row]]:
    """Yield table and row of each of ``facts`` of ``item``; facts at one place differ by their order."""
    text = item.article.text
    sentences = sentence_spans(text) if facts else []
    at_place: dict[tuple[str, int, int], int] = {}
    for fact in facts:
        place = (fact.type, fact.start, fact.end)
        ordinal = at_place[place] = at_place.get(place, -1) + 1
        within = [s for s in sentences if s.end > fact.start and s.start < fact.end]
        start = min((s.start for s in within), default=fact.start)
        end = max((s.end for s in within), default=fact.end)
        values = {
            "evidence_id": evidence_id(version, fact, ordinal),
            "fact_key": fact_key(fact, item.article.article_id),
            "article_id": item.article.article_id,
            "version_id": version,
            "run_id": item.capture.run_id,
            "start_offset": fact.start,
            "end_offset": fact.end,
            "quote": fact.text,
            "sentence": text[start:end],
            "sentence_start": start,
            "rule": fact.rule,
            "extractor_version": extractor_version,
            "flags": list(fact.flags),
            "first_seen_at": item.capture.fetched_at,
            **_typed(fact),
        }
        table = FACT_TABLES[fact.type]
        yield table, in_order(table, values)


def _typed(fact: Fact) -> dict[str, object]:
    """Return the columns of the fact's own kind. Names differ from the fact's where SQL would stumble."""
    if isinstance(fact, Score):
        own: dict[str, object] = {
            "value": fact.value,
            "unit": fact.unit,
            "scale_max": fact.scale_max,
            "value_kind": fact.kind,
        }
        return own | _about(fact)
    if isinstance(fact, Rank):
        own = {
            "rank": fact.rank,
            "bound": fact.bound,
            "out_of": fact.out_of,
            "group_name": fact.group,
            "rank_kind": fact.kind,
            "scope": fact.scope,
        }
        return own | _about(fact)
    if isinstance(fact, Date):
        return {"date_value": fact.value, "grain": fact.grain, "is_relative": fact.relative}
    if isinstance(fact, Directive):
        return {
            "doc_type": fact.doc_type,
            "number": fact.number,
            "symbol": fact.symbol,
            "year": fact.year,
            "issued_on": date.fromisoformat(fact.issued_on) if fact.issued_on else None,
            "issuer": fact.issuer,
        }
    message = f"no table holds facts of type {fact.type!r}"
    raise TypeError(message)


def _about(fact: Score | Rank) -> dict[str, object]:
    return {
        "indicator": fact.indicator,
        "component": fact.component,
        "period": fact.period,
        "subject": fact.subject,
        "status": fact.status,
    }


def refusal(fact: Fact, text: str) -> str | None:
    """Return why ``fact`` of ``text`` cannot be stored, as a short code, or None if it can.

    One article with a fact that breaks its contract must not keep all the others from being published.
    """
    if text[fact.start : fact.end] != fact.text or not fact.text:
        return "quote_not_at_span"
    if isinstance(fact, Score):
        numbers = [number for number in (fact.value, fact.scale_max) if number is not None]
        fits = all(number.is_finite() and abs(number) < _MAX_DECIMAL for number in numbers)
    elif isinstance(fact, Rank):
        fits = all(abs(number) < _MAX_INTEGER for number in (fact.rank, fact.out_of) if number is not None)
    elif isinstance(fact, Directive):
        fits = abs(fact.year or 0) < _MAX_INTEGER and _is_day(fact.issued_on)
    else:
        fits = True
    return None if fits else "value_out_of_range"


def _is_day(written: str | None) -> bool:
    try:
        return written is None or bool(date.fromisoformat(written))
    except ValueError:
        return False


def in_order(table: str, values: Mapping[str, object]) -> Row:
    """Return named ``values`` as a row of ``table``."""
    return tuple(
        storable(value) if isinstance(value, str) else value
        for value in (values[name] for name in BY_NAME[table].names)
    )


def storable(text: str) -> str:
    """Return ``text`` as UTF-8 can hold it: a lone surrogate (broken JSON) becomes «?». Offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
