"""The gate is green on the readers as they are, red on a planted regression and on nothing at all."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.engine import Document
from extractors.facts import KINDS
from extractors.text import canonical_text
from pipelines.errors import AnnotationError
from pipelines.evaluate import CORE_KINDS, Accuracy, Evaluation, Tally, read_document
from pipelines.gold import load_gold
from pipelines.matching import CORE, Record
from tests.gold.__main__ import floors_of, lowered, raised, rendered
from tests.gold.gate import FLOORS, SETS, Floors, complaints, corpus_sha256, load_floors, measure

#: What is promised of text that the rules were written against.
PROMISED = {"quantity": 0.88, "person": 0.90, "assignment": 0.75}

every_set = pytest.mark.parametrize("name", SETS)


@pytest.fixture(scope="module")
def floors() -> dict[str, Floors]:
    return load_floors(FLOORS)


@every_set
def test_readers_hold_every_pinned_floor(name: str, floors: dict[str, Floors]) -> None:
    assert complaints(measure(SETS[name]), corpus_sha256(SETS[name]), floors[name]) == []


def test_floors_are_no_lower_than_what_was_promised(floors: dict[str, Floors]) -> None:
    pinned = floors["documents"]
    assert {kind: f1 for kind, f1 in pinned.f1.items() if f1 < PROMISED.get(kind, 0.95)} == {}
    assert pinned.attributes >= 0.92


@every_set
@pytest.mark.parametrize("kind", KINDS)
def test_gate_is_red_when_a_kind_loses_facts(name: str, kind: str, floors: dict[str, Floors]) -> None:
    def read(document: Document) -> list[Record]:
        facts = read_document(document)
        of_kind = [fact for fact in facts if fact["type"] == kind]
        return [fact for fact in facts if fact["type"] != kind or of_kind.index(fact) % 10 != 0]

    found = complaints(measure(SETS[name], read), corpus_sha256(SETS[name]), floors[name])
    assert [line for line in found if line.startswith(kind)]


@every_set
def test_gate_is_red_when_readers_invent_facts(name: str, floors: dict[str, Floors]) -> None:
    def read(document: Document) -> list[Record]:
        facts = read_document(document)
        return facts + [{**fact, "start": 0, "end": 1} for fact in facts if fact["type"] == "score"]

    found = complaints(measure(SETS[name], read), corpus_sha256(SETS[name]), floors[name])
    assert [line for line in found if line.startswith("score")]


@every_set
def test_gate_is_red_when_attributes_are_lost(name: str, floors: dict[str, Floors]) -> None:
    def read(document: Document) -> list[Record]:
        return [{**fact, "period": None} for fact in read_document(document)]

    found = complaints(measure(SETS[name], read), corpus_sha256(SETS[name]), floors[name])
    assert [line for line in found if line.startswith("attributes")]


def test_gate_is_red_on_nothing(tmp_path: Path, floors: dict[str, Floors]) -> None:
    empty = Evaluation({}, {})
    assert len(complaints(empty, floors["held"].corpus_sha256, floors["held"])) == len(KINDS) + 1
    with pytest.raises(AnnotationError, match="no annotated text"):
        measure(tmp_path)


@every_set
def test_gate_is_red_when_a_document_changed(name: str, tmp_path: Path, floors: dict[str, Floors]) -> None:
    copy = tmp_path / name
    shutil.copytree(SETS[name], copy)
    assert corpus_sha256(copy) == floors[name].corpus_sha256
    changed = min(copy.glob("*.txt"))
    changed.write_text(changed.read_text("utf-8") + "\nHết.", "utf-8")
    found = complaints(measure(copy), corpus_sha256(copy), floors[name])
    assert "the corpus is not the one the floors were pinned on; pin them anew" in found


def test_gate_is_red_when_a_kind_is_read_without_a_floor_or_no_longer_read() -> None:
    evaluation = figures_of(0.97, 0.95)
    pinned = floors_of(evaluation, "hash")
    others = {kind: floor for kind, floor in pinned.f1.items() if kind != "rank"}
    found = complaints(evaluation, "hash", replace(pinned, f1={**others, "omen": 0.5}))
    assert found == [
        "rank: read, but without a floor; pin the floors anew",
        "omen: has a floor, but is no longer read",
    ]


def test_the_gate_never_carries_facts() -> None:
    # What is held back is held back from the gate's output too: pytest prints what it compares.
    assert measure(SETS["held"], lambda _: []).documents == []


@every_set
def test_annotations_hold_in_canonical_text(name: str) -> None:
    for gold in load_gold(SETS[name]):
        assert gold.document.text == canonical_text(gold.document.text), gold.name
        starts = [fact["start"] for fact in gold.facts]
        assert starts == sorted(starts), gold.name


def test_own_sets_are_large_annotated_for_all_kinds_and_disjoint() -> None:
    own = [*load_gold(SETS["annotated"]), *load_gold(SETS["held"])]
    assert len(own) >= 25
    assert all(gold.types == CORE.keys() for gold in own)
    assert len({gold.document.text for gold in own}) == len(own)


def test_units_and_counted_things_are_as_written() -> None:
    for name in ("annotated", "held"):
        for gold in load_gold(SETS[name]):
            counted = [fact for fact in gold.facts if fact["type"] == "quantity"]
            assert [fact["of"] for fact in counted if fact["of"] not in gold.document.text] == []


def figures_of(f1: float, share: float) -> Evaluation:
    """Return an evaluation in which every kind has ``f1`` and attributes ``share``, in thousandths."""
    whole = 1000
    tally = Tally(int(f1 * whole), whole, whole)
    return Evaluation(
        dict.fromkeys(KINDS, tally), {"rank": {"period": Accuracy(int(share * whole), whole)}}, []
    )


def test_floors_are_pinned_a_little_under_what_was_measured() -> None:
    pinned = floors_of(figures_of(0.97, 0.95), "hash")
    assert pinned == Floors("hash", dict.fromkeys(KINDS, 0.96), 0.94)


def test_floors_go_up_by_themselves_and_down_only_when_not_reached() -> None:
    old = Floors("old", dict.fromkeys(KINDS, 0.96), 0.94)
    for f1, share, worse, expected in (
        (0.99, 0.99, [], (0.98, 0.98)),
        (0.96, 0.94, [], (0.96, 0.94)),
        (0.95, 0.94, list(KINDS), (0.94, 0.94)),
        (0.96, 0.93, ["attributes"], (0.96, 0.92)),
    ):
        new = figures_of(f1, share)
        assert lowered(old, new) == worse
        after = raised(old, floors_of(new, "new"), worse)
        assert (after.corpus_sha256, after.f1[CORE_KINDS[0]], after.attributes) == ("new", *expected)


def test_floors_are_read_as_they_were_written(tmp_path: Path, floors: dict[str, Floors]) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(rendered(floors), "utf-8")
    assert load_floors(file) == floors
