"""The questions of the README, and their answers on the demo's data.

python -m tests.flows.questions data/demo    # writes the answers into README.md
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from flows.cli.results import shown
from pipelines.workers import CODE_ROOT
from warehouse.query import run_query
from warehouse.releases import current_snapshot

README = CODE_ROOT / "README.md"
QUESTION = re.compile(
    r"^\*\*(?P<title>\d+\. .+\?)\*\*.*\n\n```sql\n(?P<sql>[^`]+)```\n(?P<answer>(?:\n(?:\|.*\n)+)?)",
    re.MULTILINE,
)


def questions() -> Iterator[tuple[str, str, list[str]]]:
    """Yield of each question its words, its SQL, and the lines of its answer."""
    for found in QUESTION.finditer(README.read_text("utf-8")):
        yield found["title"], found["sql"], found["answer"].strip().splitlines()


def answer(snapshot: Path, sql: str) -> list[str]:
    """Return the rows as the lines of a Markdown table: values as ``gat query`` shows them."""
    with run_query(snapshot, sql) as result:
        lines = [result.columns, ("---",) * len(result.columns)]
        lines += [tuple("" if value is None else str(shown(value)) for value in row) for row in result.rows]
    return [f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines]


def _answered(found: re.Match[str], snapshot: Path) -> str:
    asked = found[0].removesuffix(found["answer"])
    return "\n".join([asked, *answer(snapshot, found["sql"]), ""])


def main(data: Path) -> None:
    """Write the answers on the published data of ``data`` into the README."""
    snapshot = current_snapshot(data / "published")
    text = QUESTION.sub(lambda found: _answered(found, snapshot), README.read_text("utf-8"))
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
