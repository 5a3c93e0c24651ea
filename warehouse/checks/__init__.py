"""Checks of the warehouse: SQL files, of which every row returned is an offence.

A file's leading comment says what is wrong with such a row. ``-- severity: flag`` marks a doubt about the
source, which is published and told; anything else is a violation, which stops the publish. The checks of keys
and of closed lists of values are made from the table definitions.
"""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from warehouse.tables import TABLES, Table

if TYPE_CHECKING:
    from warehouse.connection import Connection

Severity = Literal["violation", "flag"]

_SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, what an offending row means, and the query that finds such rows."""

    name: str
    description: str
    severity: Severity
    query: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: how many offending rows, and the first of them under ``columns``."""

    check: Check
    offences: int
    columns: tuple[str, ...]
    sample: tuple[tuple[Any, ...], ...]

    @property
    def is_violation(self) -> bool:
        """Whether this result must stop a publish."""
        return self.offences > 0 and self.check.severity == "violation"

    def __str__(self) -> str:
        """One line: the check, how often, and the first offender."""
        if not self.offences:
            return f"{self.check.name}: none"
        first = ", ".join(
            f"{name}={value!r:.60}" for name, value in zip(self.columns, self.sample[0], strict=True)
        )
        return f"{self.check.name}: {self.offences} rows, {self.check.description} First: {first}"


def run_checks(con: "Connection") -> list[CheckResult]:
    """Run every check on the open warehouse or snapshot."""
    return [run_check(con, check) for check in all_checks()]


def run_check(con: "Connection", check: Check) -> CheckResult:
    """Run one check."""
    cursor = con.execute(f"SELECT count(*) OVER () AS offences, * FROM ({check.query}) LIMIT {_SAMPLE}")
    columns = tuple(column[0] for column in cursor.description or ())[1:]
    rows = cursor.fetchall()
    return CheckResult(check, rows[0][0] if rows else 0, columns, tuple(row[1:] for row in rows))


@cache
def all_checks() -> tuple[Check, ...]:
    """Return the checks, those made from the table definitions first."""
    files = [entry for entry in resources.files(__name__).iterdir() if entry.name.endswith(".sql")]
    written = [parse_check(f.name.removesuffix(".sql"), f.read_text(encoding="utf-8")) for f in files]
    return (*_of_definitions(), *sorted(written, key=lambda check: check.name))


def parse_check(name: str, source: str) -> Check:
    """Split a check's SQL file into its description, severity and query."""
    description: list[str] = []
    severity: Severity = "violation"
    lines = source.splitlines()
    while lines and lines[0].startswith("--"):
        line = lines.pop(0).removeprefix("--").strip()
        if line == "severity: flag":
            severity = "flag"
        else:
            description.append(line)
    return Check(name, " ".join(description), severity, "\n".join(lines).strip().rstrip(";"))


def _of_definitions() -> Iterator[Check]:
    for table in TABLES:
        key = ", ".join(table.key)
        yield Check(
            f"{table.name}_key",
            f"Several rows of {table.name} have the same {key}.",
            "violation",
            f"SELECT {key}, count(*) AS rows FROM {table.name} GROUP BY ALL HAVING count(*) > 1",
        )
        yield from _closed_lists(table)


def _closed_lists(table: Table) -> Iterator[Check]:
    for column in table.columns:
        if column.values:
            allowed = ", ".join(f"'{value}'" for value in column.values)
            yield Check(
                f"{table.name}_{column.name}_values",
                f"{column.name} of {table.name} is none of {', '.join(column.values)}.",
                "violation",
                f"SELECT {', '.join(table.key)}, {column.name} FROM {table.name} "
                f"WHERE {column.name} NOT IN ({allowed})",
            )
