"""Exported facts are those to be used: with corrected values, without what a correction drops."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse import batches
from warehouse.connection import open_warehouse
from warehouse.export import export
from warehouse.load import load_batch
from warehouse.selection import Filters
from warehouse.tables import BY_KIND

#: Of the kinds that take values: the column, the right value, and how JSON has it.
CORRECTED: dict[str, tuple[str, str, object]] = {
    "score": ("value", "86.68", 86.68),
    "rank": ("rank", "12", 12),
}


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of three articles: first score and rank corrected, of each kind the second fact dropped."""
    path = tmp_path_factory.mktemp("corrected") / "warehouse.duckdb"
    with open_warehouse(path) as con:
        load_batch(con, batches.batch(3))
        for kind, table in BY_KIND.items():
            values: list[tuple[int, str, str | None]] = [(2, "drop", None)]
            if kind in CORRECTED:
                values.append((1, "value", CORRECTED[kind][1]))
            for number, action, value in values:
                con.execute(
                    f"INSERT INTO corrected_facts SELECT evidence_id, ?, ?, ? FROM {table.name} "
                    "WHERE article_id = ?",
                    ["c" * 16, action, value, batches.hex16("article", number)],
                )
    return path


def exported(path: Path, *kinds: str) -> list[dict[str, Any]]:
    stream = io.StringIO()
    export(path, Filters(kinds=kinds), "jsonl", stream)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("kind", CORRECTED)
def test_one_kind_is_exported_as_corrected(corrected: Path, kind: str) -> None:
    column, _, right = CORRECTED[kind]
    found = {row["article_id"]: (row[column], row["is_corrected"]) for row in exported(corrected, kind)}
    first, third = (batches.hex16("article", number) for number in (1, 3))
    assert found[first] == (right, True)
    assert found[third][0] != right
    assert not found[third][1]


@pytest.mark.parametrize("kind", BY_KIND)
def test_one_kind_is_exported_without_what_is_dropped(corrected: Path, kind: str) -> None:
    assert {row["article_id"] for row in exported(corrected, kind)} == {
        batches.hex16("article", 1),
        batches.hex16("article", 3),
    }


def test_one_kind_and_all_kinds_have_the_same_facts(corrected: Path) -> None:
    together = {(row["evidence_id"], row["is_corrected"]) for row in exported(corrected)}
    alone = {
        (row["evidence_id"], row["is_corrected"]) for kind in BY_KIND for row in exported(corrected, kind)
    }
    assert together == alone
    assert len(together) == 2 * len(BY_KIND)
