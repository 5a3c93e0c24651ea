"""Which rows of a source are asked for: by place, index, period, portal, status, doubts, publication."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.errors import BadRequest
from warehouse.tables import BY_KIND
from warehouse.tables.flags import FLAGS

_STATUSES = ("actual", "target")
_FLAGS = tuple(flag.name for flag in FLAGS)
_YEARS = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")
_INTERVAL = re.compile(r"\d{4}(-(\d{2}|Q[1-4]|H[12]))?(/\d{4}(-\d{2})?)?")
#: More allowed values than these are not listed in an error.
_LISTED = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What rows must be. Each list is an "or", all together an "and"; an empty one asks for nothing.

    ``provinces`` are canonical names, ``periods`` years (2023), spans of years (2020..2024) or periods as
    written (2021/2025, 2024-Q1); ``since`` and ``until`` days of publication, both included. ``is_flagged``
    false leaves out facts with any doubt.
    """

    kinds: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    portals: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    is_flagged: bool | None = None
    since: date | None = None
    until: date | None = None

    def said(self) -> list[tuple[str, str]]:
        """Return each filter that is set, by its option, in words."""
        lists = {
            "--kind": self.kinds,
            "--province": self.provinces,
            "--indicator": self.indicators,
            "--period": self.periods,
            "--portal": self.portals,
            "--status": self.statuses,
            "--flag": self.flags,
            "--no-flags": () if self.is_flagged is None else ("yes",),
            "--since": (self.since.isoformat(),) if self.since else (),
            "--until": (self.until.isoformat(),) if self.until else (),
        }
        return [(option, ", ".join(values)) for option, values in lists.items() if values]


def check_filters(filters: Filters, portals: Iterable[str]) -> None:
    """Raise BadRequest naming the first value that nothing can have, with close or all allowed ones."""
    known = {
        "kind of fact": (filters.kinds, tuple(BY_KIND)),
        "status": (filters.statuses, _STATUSES),
        "flag": (filters.flags, _FLAGS),
        "portal": (filters.portals, tuple(portals)),
    }
    for what, (asked, allowed) in known.items():
        for value in asked:
            if value not in allowed:
                raise BadRequest(unknown(value, what, allowed))
    for period in filters.periods:
        if not (_YEARS.fullmatch(period) or _INTERVAL.fullmatch(period)):
            raise BadRequest(f"{period!r} is no period: write 2023, 2020..2024, 2021/2025 or 2024-Q1")
        _refuse_reversed(period)
    if filters.since and filters.until and filters.since > filters.until:
        raise BadRequest(f"since {filters.since} is later than until {filters.until}: no day is both")


def _refuse_reversed(period: str) -> None:
    """Raise BadRequest for a span that ends in an earlier year, or month, than it begins: no row is in it."""
    sign = ".." if ".." in period else "/"
    first, _, last = period.partition(sign)
    are_months = first[5:].isdigit() and last[5:].isdigit()
    if last and (last[:4] < first[:4] or (are_months and last < first)):
        raise BadRequest(f"the period {period} ends before it begins: write {last}{sign}{first}")


def unknown(value: str, what: str, allowed: Iterable[str]) -> str:
    """Say that ``value`` is none, and which are: those spelled like it, else all if they are few."""
    names = sorted(allowed)
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(value.casefold(), folded, n=3, cutoff=0.6)
    if close:
        return f"{value!r} is no {what}: did you mean {' or '.join(folded[one] for one in close)}?"
    if not names:
        return f"{value!r} is no {what}: there is none"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"{value!r} is no {what}; there are {', '.join(names[:_LISTED])}{more}"


def conditions(filters: Filters, source: str, columns: Iterable[str]) -> tuple[str, list[Any]]:
    """Return the WHERE clause for rows that have ``columns``, and its parameters.

    Raises BadRequest for a filter that no column of ``source`` can answer.
    """
    made = list(_conditions(filters, source, frozenset(columns)))
    clause = " AND ".join(f"({sql})" for sql, _ in made)
    return (f"WHERE {clause}" if clause else ""), [value for _, values in made for value in values]


def _conditions(filters: Filters, source: str, columns: frozenset[str]) -> Iterator[tuple[str, list[Any]]]:
    if filters.kinds and "kind" in columns:
        yield "list_contains(?, kind)", [list(filters.kinds)]
    if filters.provinces:
        yield f"list_contains(?, {_place(source, columns)})", [list(filters.provinces)]
    plain = {"indicator": filters.indicators, "portal_id": filters.portals, "status": filters.statuses}
    for column, values in plain.items():
        if values:
            yield f"list_contains(?, {_one_of(source, columns, column)})", [list(values)]
    if filters.periods:
        yield _periods(filters.periods, _one_of(source, columns, "period", "year"))
    if filters.flags:
        yield f"list_has_any({_one_of(source, columns, 'flags')}, ?)", [list(filters.flags)]
    if filters.is_flagged is False:
        yield f"len({_one_of(source, columns, 'flags')}) = 0", []
    # The day is made an instant: each instant made a day would take long, and let no block be skipped.
    if filters.since:
        yield f"{_one_of(source, columns, 'published_at')} >= ?::DATE::TIMESTAMPTZ", [filters.since]
    if filters.until:
        yield f"{_one_of(source, columns, 'published_at')} < (?::DATE + 1)::TIMESTAMPTZ", [filters.until]


def _one_of(source: str, columns: frozenset[str], *names: str) -> str:
    for name in names:
        if name in columns:
            return name
    raise BadRequest(f"{source} cannot be filtered so: it has no column {names[0]}")


def _place(source: str, columns: frozenset[str]) -> str:
    """Return whose province a row is of: of what is measured the subject, of all else the portal's."""
    if "subject" in columns and {"kind", "province"} <= columns:
        return "CASE WHEN kind IN ('score', 'rank') THEN subject ELSE province END"
    return _one_of(source, columns, "subject", "province")


def _periods(periods: Iterable[str], column: str) -> tuple[str, list[Any]]:
    """Return the condition on a period or a year: within the years asked for, or as written."""
    written = f"{column}::VARCHAR"
    first = f"try_cast(left({written}, 4) AS INTEGER)"
    last = f"coalesce(try_cast(left(split_part({written}, '/', 2), 4) AS INTEGER), {first})"
    parts: list[str] = []
    values: list[Any] = []
    for period in periods:
        years = _YEARS.fullmatch(period)
        parts.append(f"{first} >= ? AND {last} <= ?" if years else f"{written} = ?")
        values.extend([int(years[1]), int(years[2] or years[1])] if years else [period])
    return " OR ".join(parts), values
