"""What became of facts when a version was read again: gained, lost or changed, row by row.

Only versions that another version of the fact rules or of the page's reader read are looked at, and those
whose text another reader made of the same page. A fact that says the same at another place is the same fact.
"""

# Names in these statements come from the table definitions, never from a user.
# ruff: noqa: S608

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from warehouse.tables import ARTICLE_VERSIONS, BY_KIND, FACT_CHANGES, Table

if TYPE_CHECKING:
    from warehouse.connection import Connection

#: Columns that tell where and by whom a fact was read; all others are what it says.
_OF_READING = {
    "evidence_id", "fact_key", "article_id", "version_id", "run_id", "start_offset", "end_offset", "quote",
    "sentence", "sentence_start", "rule", "extractor_version", "first_seen_at",
}  # fmt: skip
#: Columns that hold the value, as ``out_facts`` shows it: the first that is not empty.
_VALUES = (
    "value", "rank", "group_name", "date_value", "symbol", "number", "person_title", "assignee",
)  # fmt: skip

#: The versions read again: as stored and as staged. One of the same identity, or a new text of the same page.
_PAIRS = """
CREATE OR REPLACE TEMP TABLE read_again AS
WITH pairs AS (
    SELECT new.rowid AS place, new AS now, old AS before
    FROM {staged} new JOIN {stored} old USING (version_id)
    WHERE row(old.extractor_version, old.parser, old.parser_version)
        IS DISTINCT FROM row(new.extractor_version, new.parser, new.parser_version)
    UNION ALL
    SELECT new.rowid, new, old
    FROM {staged} new JOIN {stored} old USING (article_id, capture_id)
    WHERE old.version_id NOT IN (SELECT version_id FROM {staged})
        AND new.version_id NOT IN (SELECT version_id FROM {stored})
)

SELECT
    now.article_id, before.version_id AS old_id, now.version_id AS new_id,
    before.extractor_version AS old_extractor, now.extractor_version AS new_extractor,
    before.parser || ' ' || before.parser_version AS old_parser,
    now.parser || ' ' || now.parser_version AS new_parser
FROM pairs
QUALIFY row_number() OVER (
    PARTITION BY now.version_id ORDER BY before.last_seen_at DESC, now.last_seen_at DESC, place DESC
) = 1
"""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A version before and after: the columns of ``read_again``."""

    article_id: str
    old_id: str
    new_id: str
    old_extractor: str
    new_extractor: str
    old_parser: str
    new_parser: str


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact: what it says, by column, and where it stands."""

    evidence_id: str
    key: str
    start: int
    quote: str
    says: dict[str, Any]

    @property
    def value(self) -> str | None:
        found = next((self.says[name] for name in _VALUES if self.says.get(name) is not None), None)
        return None if found is None else _text(found)


def stage_changes(con: "Connection", given: Collection[str], run_id: str) -> None:
    """Stage the rows of ``fact_changes`` that the staged batch makes, before anything of it is merged.

    ``given`` names the tables that the batch has rows of; ``run_id`` is the run that reads.
    """
    names = {"staged": f"staged_{ARTICLE_VERSIONS.name}", "stored": ARTICLE_VERSIONS.name}
    con.execute(_PAIRS.format(**names))
    pairs = {row[2]: _Pair(*row) for row in con.execute("FROM read_again").fetchall()}
    rows: list[tuple[Any, ...]] = []
    for kind, table in BY_KIND.items() if pairs else ():
        staged = f"staged_{table.name}"
        old = _facts(con, table, table.name, "old_id")
        new = _facts(con, table, staged, "new_id") if table.name in given else {}
        for version in sorted(old.keys() | new.keys()):
            for before, now in _matched(old.get(version, []), new.get(version, [])):
                rows.extend(_row(run_id, kind, pairs[version], before, now))
    con.execute("DROP TABLE read_again")
    if rows:
        appender = con.appender(f"staged_{FACT_CHANGES.name}")
        appender.append_rows(rows)
        appender.flush()


def _facts(con: "Connection", table: Table, place: str, version: str) -> dict[str, list[_Fact]]:
    """Return the facts of the versions read again, as they stand in ``place``, by the newer version's id."""
    says = [name for name in table.names if name not in _OF_READING]
    found = con.execute(
        f"SELECT new_id, evidence_id, fact_key, start_offset, quote, {', '.join(says)} "
        f"FROM {place} f JOIN read_again ON f.version_id = {version} ORDER BY start_offset, evidence_id"
    ).fetchall()
    facts: dict[str, list[_Fact]] = {}
    for new_id, evidence, key, start, quote, *values in found:
        fact = _Fact(evidence, key, start, quote, dict(zip(says, values, strict=True)))
        facts.setdefault(new_id, []).append(fact)
    return facts


#: How a fact is known again: at its place, by its words elsewhere, by what it is about in other words.
_KNOWN_BY: tuple[Callable[[_Fact], object], ...] = (
    lambda fact: (fact.start, fact.quote, fact.value),
    lambda fact: (fact.start, fact.quote),
    lambda fact: fact.quote,
    lambda fact: fact.key,
)


def _matched(old: Sequence[_Fact], new: Sequence[_Fact]) -> Iterator[tuple[_Fact | None, _Fact | None]]:
    """Yield each fact as it was and as it is, None for one that was not or is no more."""
    for known_by in _KNOWN_BY:
        waiting: dict[object, list[_Fact]] = {}
        for fact in reversed(new):
            waiting.setdefault(known_by(fact), []).append(fact)
        left: list[_Fact] = []
        for fact in old:
            same = waiting.get(known_by(fact))
            if same:
                yield fact, same.pop()
            else:
                left.append(fact)
        old = left
        unmet = {id(fact) for facts in waiting.values() for fact in facts}
        new = [fact for fact in new if id(fact) in unmet]
    yield from ((fact, None) for fact in old)
    yield from ((None, fact) for fact in new)


def _row(
    run_id: str, kind: str, pair: _Pair, before: _Fact | None, now: _Fact | None
) -> Iterator[tuple[Any, ...]]:
    """Yield the row of a change, none where the fact says what it said."""
    shown = now or before
    if shown is None or (before and now and _is_same(before, now)):
        return
    change = "lost" if now is None else "gained" if before is None else "changed"
    values = {
        "change_id": _digest(run_id, pair.old_id, pair.new_id, change, shown.evidence_id),
        "run_id": run_id,
        "article_id": pair.article_id,
        "version_id": pair.new_id,
        "kind": kind,
        "change": change,
        "fact_key": shown.key,
        "evidence_id": shown.evidence_id,
        "quote": shown.quote,
        "old_value": before and before.value,
        "new_value": now and now.value,
        "old_attributes": _attributes(before, now),
        "new_attributes": _attributes(now, before),
        "old_extractor_version": pair.old_extractor,
        "new_extractor_version": pair.new_extractor,
        "old_parser": pair.old_parser,
        "new_parser": pair.new_parser,
    }
    yield tuple(values[name] for name in FACT_CHANGES.names)


def _is_same(before: _Fact, now: _Fact) -> bool:
    return (before.key, before.quote, before.says) == (now.key, now.quote, now.says)


def _attributes(fact: _Fact | None, other: _Fact | None) -> str | None:
    """Return as JSON what ``fact`` says, beside ``other`` only what differs: the quote is told with it."""
    if fact is None:
        return None
    said = {"quote": fact.quote, **fact.says}
    if other is None:
        kept = {name: value for name, value in fact.says.items() if value not in (None, [])}
    else:
        others = {"quote": other.quote, **other.says}
        kept = {name: value for name, value in said.items() if value != others[name]}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, default=_text)


def _text(value: object) -> str:
    """Return a value as ``out_facts`` shows it: 88.66, 15, 2024-02-01."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
