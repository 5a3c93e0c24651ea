"""The gate is green on the readers as they are, red on a planted regression and on nothing at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractors.engine import Document
from pipelines.errors import AnnotationError
from pipelines.evaluate import Evaluation, evaluate, read_document
from pipelines.matching import Record
from tests.gold.__main__ import lowered
from tests.gold.gate import DOCUMENTS, FLOORS, complaints, corpus_sha256, load_floors


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    return evaluate(DOCUMENTS)


def test_readers_hold_every_pinned_floor(evaluation: Evaluation) -> None:
    assert complaints(evaluation, corpus_sha256(DOCUMENTS), load_floors(FLOORS)) == []


def test_floors_are_no_lower_than_what_was_promised() -> None:
    floors = load_floors(FLOORS)
    assert min(floors.f1.values()) >= 0.95
    assert floors.attributes >= 0.92


@pytest.mark.parametrize("kind", ["score", "rank", "date", "directive"])
def test_gate_is_red_when_a_kind_loses_a_tenth_of_its_facts(kind: str) -> None:
    def read(document: Document) -> list[Record]:
        facts = read_document(document)
        of_kind = [fact for fact in facts if fact["type"] == kind]
        return [fact for fact in facts if fact["type"] != kind or of_kind.index(fact) % 10 != 0]

    found = complaints(evaluate(DOCUMENTS, read), corpus_sha256(DOCUMENTS), load_floors(FLOORS))
    assert [line for line in found if line.startswith(kind)]


def test_gate_is_red_when_readers_invent_facts() -> None:
    def read(document: Document) -> list[Record]:
        facts = read_document(document)
        return facts + [{**fact, "start": 0, "end": 1} for fact in facts if fact["type"] == "score"]

    found = complaints(evaluate(DOCUMENTS, read), corpus_sha256(DOCUMENTS), load_floors(FLOORS))
    assert [line for line in found if line.startswith("score")]


def test_gate_is_red_when_attributes_are_lost() -> None:
    def read(document: Document) -> list[Record]:
        return [{**fact, "period": None} for fact in read_document(document)]

    found = complaints(evaluate(DOCUMENTS, read), corpus_sha256(DOCUMENTS), load_floors(FLOORS))
    assert [line for line in found if line.startswith("attributes")]


def test_gate_is_red_on_nothing(tmp_path: Path) -> None:
    empty = Evaluation({}, {})
    assert len(complaints(empty, corpus_sha256(DOCUMENTS), load_floors(FLOORS))) == 5
    with pytest.raises(AnnotationError, match="no annotated text"):
        evaluate(tmp_path)


def test_gate_is_red_on_another_corpus(evaluation: Evaluation, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("khác", encoding="utf-8")
    found = complaints(evaluation, corpus_sha256(tmp_path), load_floors(FLOORS))
    assert found == ["the corpus is not the one the floors were pinned on; pin them anew"]


def test_lowering_a_floor_is_noticed() -> None:
    floors = load_floors(FLOORS)
    worse = replace(floors, f1={**floors.f1, "rank": floors.f1["rank"] - 0.1}, attributes=0.5)
    assert lowered(floors, worse) == ["rank", "attributes"]
    assert lowered(worse, floors) == []
