"""The table of faults in flows/README.md names for every fault a test, and tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_TEST = re.compile(r"`(?P<file>[a-z]+/test_\w+)::(?P<name>test_\w+)`")
#: The rows of the matrix, and those the issue adds.
FAULTS = 41
COLUMNS = 6


def _rows() -> list[list[str]]:
    text = (ROOT / "flows" / "README.md").read_text(encoding="utf-8")
    table = text.partition("\n## Faults\n")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
    return [row for row in rows if row[0].isdecimal()]


ROWS = _rows()


def test_every_fault_is_told_in_full_and_has_a_test() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, FAULTS + 1))
    for row in ROWS:
        assert len(row) == COLUMNS, row[0]
        assert all(row), row[0]
        assert re.search(r"\d", row[3]), row[0]
        assert _TEST.search(row[-1]), row[0]
        assert not _TEST.sub("", row[-1]).strip(" ,"), row[0]


def test_every_test_of_the_table_exists() -> None:
    named = sorted({found.groups() for row in ROWS for found in _TEST.finditer(row[-1])})
    assert len(named) > FAULTS
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not re.search(
            rf"^def {name}\(", (ROOT / "tests" / f"{file}.py").read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert missing == []
