from decimal import Decimal
from pathlib import Path

import pytest

from tests.warehouse import batches
from tests.warehouse.batches import START, hex16
from warehouse.connection import open_snapshot, open_warehouse
from warehouse.errors import BadRequest
from warehouse.explain import explain
from warehouse.load import load_batch
from warehouse.tables import FACT_TABLES


def ids(snapshot: Path, kind: str) -> list[str]:
    with open_snapshot(snapshot) as con:
        found = con.execute(
            "SELECT evidence_id FROM out_facts WHERE kind = ? ORDER BY article_id", [kind]
        ).fetchall()
    return [str(evidence_id) for (evidence_id,) in found]


@pytest.mark.parametrize("kind", [table.kind for table in FACT_TABLES])
def test_the_quote_stands_in_the_sentence(snapshot: Path, kind: str) -> None:
    for evidence_id in ids(snapshot, kind):
        found = explain(snapshot, evidence_id)
        assert (found.kind, found.evidence_id, found.is_current) == (kind, evidence_id, True)
        assert found.sentence[found.quote_start : found.quote_end] == found.quote


def test_everything_that_evidences_a_score_is_told(snapshot: Path) -> None:
    evidence_id = hex16(hex16(hex16("article", 2), batches.TEXT, ""), "scores", batches.TEXT.index("88,66"))
    found = explain(snapshot, evidence_id)
    assert found.values == {
        "value": Decimal("88.66"),
        "unit": "point",
        "scale_max": Decimal(100),
        "value_kind": "level",
        **batches.ABOUT,
        "compared_with": None,
    }
    assert (found.title, found.url) == ("Bài 2", "http://binhdinh.test/tin-tuc/bai-2.html")
    assert (found.warc_file, found.warc_offset, found.warc_length) == ("binhdinh/run-1.warc.gz", 2000, 900)
    assert (found.fetched_at, found.rule, found.extractor_version) == (START, "test", "0.1.0")


def test_a_person_is_told_with_title_and_the_title_of_the_page(snapshot: Path) -> None:
    found = explain(snapshot, ids(snapshot, "person")[0])
    assert found.values == {
        "person_name": "Lê Thị Mai",
        "person_title": "Phó Giám đốc Sở Nội vụ",
        "organization": "Sở Nội vụ",
    }
    assert found.title.startswith("Bài ")


def test_a_unique_prefix_in_any_case_is_enough(snapshot: Path) -> None:
    evidence_id = ids(snapshot, "score")[0]
    assert explain(snapshot, evidence_id[:12].upper()).evidence_id == evidence_id


@pytest.mark.parametrize(
    ("fact_id", "message"),
    [("", "is no evidence_id"), ("xyz", "is no evidence_id"), ("a' OR 1=1", "is no evidence_id")],
)
def test_what_is_no_id_is_told(snapshot: Path, fact_id: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        explain(snapshot, fact_id)


def test_an_unknown_and_an_ambiguous_id_are_told(snapshot: Path) -> None:
    with pytest.raises(BadRequest, match="no evidence_id is ffffffffffffffff: take one from"):
        explain(snapshot, "f" * 16)
    everything = [
        evidence_id for table in FACT_TABLES if table.kind for evidence_id in ids(snapshot, table.kind)
    ]
    first = [evidence_id[0] for evidence_id in everything]
    twice = next(digit for digit in first if first.count(digit) > 1)
    with pytest.raises(BadRequest, match="give more digits"):
        explain(snapshot, twice)


def test_a_fact_of_an_older_version_is_told_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    edited = batches.TEXT.replace("88,66", "88,68")
    with open_warehouse(path) as con:
        load_batch(con, batches.joined(batches.common(), batches.article(1)))
        load_batch(con, batches.article(1, edited, at=START.replace(day=9)))
        (old,) = con.execute("SELECT evidence_id FROM scores").fetchall()[0]
    found = explain(path, old)
    assert (found.is_current, found.version_no, found.quote) == (False, 1, "88,66/100 điểm")
