"""Facts as rows: identity, sentence and the typed columns of each kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date

from extractors.facts import Assignment, Date, Directive, Fact, Person, Quantity, Rank, Score
from extractors.text import sentence_spans
from pipelines.baseline import baseline
from pipelines.extract import Reading
from pipelines.identity import Setting, evidence_id, fact_key
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
            "fact_key": fact_key(fact, _setting(item, fact)),
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
            "compared_with": baseline(fact, text),
            **_typed(fact),
        }
        table = FACT_TABLES[fact.type]
        yield table, in_order(table, values)


def _setting(item: Reading, fact: Fact) -> Setting:
    article = item.article
    return Setting(article.article_id, item.province or article.portal, baseline(fact, article.text))


#: Columns of a kind that are not named as the fact's own key, where SQL or another column would stumble.
_RENAMED = {
    Score: {"kind": "value_kind"},
    Rank: {"kind": "rank_kind", "group": "group_name"},
    Date: {"value": "date_value", "relative": "is_relative"},
    Directive: {},
    Quantity: {"of": "of_what"},
    Person: {"name": "person_name", "title": "person_title"},
    Assignment: {},
}
_SHARED = frozenset(field.name for field in fields(Fact))


def _typed(fact: Fact) -> dict[str, object]:
    """Return the columns of the fact's own kind."""
    if type(fact) not in _RENAMED:
        message = f"no table holds facts of type {fact.type!r}"
        raise TypeError(message)
    renamed = _RENAMED[type(fact)]
    return {
        renamed.get(field.name, field.name): _column(field.name, getattr(fact, field.name))
        for field in fields(fact)
        if field.name not in _SHARED
    }


def _column(name: str, value: object) -> object:
    """Return a key's value as its column holds it: a day of issue as date, names as a list."""
    if name == "issued_on" and isinstance(value, str):
        return date.fromisoformat(value)
    return list(value) if isinstance(value, tuple) else value


def refusal(fact: Fact, text: str) -> str | None:
    """Return why ``fact`` of ``text`` cannot be stored, as a short code, or None if it can.

    One article with a fact that breaks its contract must not keep all the others from being published.
    """
    if text[fact.start : fact.end] != fact.text or not fact.text:
        return "quote_not_at_span"
    if _is_not_quoted(fact):
        return "value_not_in_quote"
    if isinstance(fact, Score | Quantity):
        whole = fact.scale_max if isinstance(fact, Score) else fact.out_of
        numbers = [number for number in (fact.value, whole) if number is not None]
        fits = all(number.is_finite() and abs(number) < _MAX_DECIMAL for number in numbers)
    elif isinstance(fact, Rank):
        fits = all(abs(number) < _MAX_INTEGER for number in (fact.rank, fact.out_of) if number is not None)
    elif isinstance(fact, Directive):
        fits = abs(fact.year or 0) < _MAX_INTEGER and _is_day(fact.issued_on)
    else:
        fits = True
    return None if fits else "value_out_of_range"


def _is_not_quoted(fact: Fact) -> bool:
    """Tell whether a name is not its quote, or a task is not in it, as their tables promise."""
    if isinstance(fact, Person):
        return fact.name != fact.text or not fact.title.strip()
    return isinstance(fact, Assignment) and (not fact.task.strip() or fact.task not in fact.text)


def _is_day(written: str | None) -> bool:
    try:
        return written is None or bool(date.fromisoformat(written))
    except ValueError:
        return False


def in_order(table: str, values: Mapping[str, object]) -> Row:
    """Return named ``values`` as a row of ``table``."""
    return tuple(_storable(values[name]) for name in BY_NAME[table].names)


def _storable(value: object) -> object:
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return storable(value) if isinstance(value, str) else value


def storable(text: str) -> str:
    """Return ``text`` as UTF-8 can hold it: a lone surrogate (broken JSON) becomes «?». Offsets stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
