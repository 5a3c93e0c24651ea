"""What a run did to what was known before: facts read otherwise, and corrections that hold no more."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.connection import Connection

_COUNTED = """
SELECT portal_id, kind, "change", count(*) FROM out_fact_changes WHERE run_id = ? GROUP BY ALL ORDER BY ALL
"""
_FIRST = """
SELECT "change", kind, quote, old_value, new_value, url
FROM out_fact_changes WHERE run_id = ?
QUALIFY row_number() OVER (PARTITION BY "change" ORDER BY kind, change_id) <= 2
ORDER BY "change", kind, change_id
"""
_LAPSED = """
SELECT state_reason, quote || ' in ' || url, kind, declared_on
FROM corrections JOIN correction_states USING (correction_id)
WHERE state <> 'active' ORDER BY declared_on, correction_id
"""
_WHY = {
    "day_passed": "its last day is over",
    "not_current": "its fact is in no current version",
    "read_as_corrected": "the fact is read with that value now",
    "source_corrected": "the page says that value now",
    "no_such_fact": "no such fact is read there (any more); a group takes a name as value, a place a number",
    "several_facts": "its page was read anew and several facts have these words: give the new id of one",
}


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that was gained, lost or changed by a reading, for showing."""

    change: str
    kind: str
    quote: str
    old_value: str | None
    new_value: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class FactChanges:
    """How many facts a run gained, lost and changed by portal, kind and change, and the first of each."""

    counts: Mapping[tuple[str | None, str, str], int] = field(default_factory=dict)
    first: tuple[FactChange, ...] = ()


def fact_changes(connection: Connection, run_id: str) -> FactChanges:
    """Return what the run made of facts that were read before."""
    counts = {
        (portal, kind, change): count
        for portal, kind, change, count in connection.execute(_COUNTED, [run_id]).fetchall()
    }
    first = tuple(FactChange(*row) for row in connection.execute(_FIRST, [run_id]).fetchall())
    return FactChanges(counts, first)


def lapsed_corrections(connection: Connection) -> tuple[str, ...]:
    """Say of each correction that does not hold, why: it may be taken out of its file."""
    return tuple(
        f"the correction of {kind} {fact}, declared on {day}, is not applied: {_WHY[why]}"
        for why, fact, kind, day in connection.execute(_LAPSED).fetchall()
    )
