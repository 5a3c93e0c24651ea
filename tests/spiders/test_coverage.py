"""The table of traps names tests that exist, and says what is not covered."""

import re
from pathlib import Path

import pytest

from spiders.attachments import NOT_READ
from spiders.blocking import PASSING

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (?P<trap>[^|]+(?:\\\|[^|]*)*) \|(?P<tests>[^|]*)\|(?P<status>[^|]*)\|$")
_TEST = re.compile(r"`(?P<file>(?:[a-z]+/)?test_\w+)::(?P<name>test_\w+)`")


def _rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "spiders" / "README.md").read_text(encoding="utf-8")
    table = text.partition("\n## Traps\n")[2].partition("\n## ")[0]
    rows = [match for line in table.splitlines() if (match := _ROW.match(line))]
    return [(row["trap"], row["tests"].strip(), row["status"].strip()) for row in rows][2:]


ROWS = _rows()


@pytest.mark.parametrize(
    ("file", "name"), sorted({found.groups() for _, tests, _ in ROWS for found in _TEST.finditer(tests)})
)
def test_every_test_of_the_table_exists(file: str, name: str) -> None:
    path = ROOT / "tests" / (f"{file}.py" if "/" in file else f"spiders/{file}.py")
    assert re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_every_reason_for_refusing_a_page_is_explained() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "spiders").rglob("*.py"))
    found = set(re.findall(r'PageRejected\(\s*"([a-z_]+)"', sources)) | PASSING
    assert len(found) > 20
    text = (ROOT / "spiders" / "README.md").read_text("utf-8")
    table = text.partition("### Why a page is refused\n")[2].partition("\n#")[0]
    assert {reason for reason in found if f"`{reason}`" not in table} == set()
    passing = table.partition("stays due after ")[2]
    assert {reason for reason in found if f"`{reason}`" in passing} == PASSING
    assert f"`{NOT_READ}`" in text.partition("\n## Files\n")[2].partition("\n## ")[0]


def test_every_trap_has_a_test_or_says_that_it_has_none() -> None:
    sections = [trap for trap, tests, status in ROWS if trap.startswith("**")]
    assert [name[2] for name in sections] == list("12345678")
    traps = [row for row in ROWS if not row[0].startswith("**")]
    assert len(traps) > 100
    for trap, tests, status in traps:
        assert re.match(r"built|part \(|not built", status), trap
        assert _TEST.search(tests) or status.startswith("not built"), trap
