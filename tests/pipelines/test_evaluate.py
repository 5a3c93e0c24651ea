"""Scoring as the contract says: matching, ratios, attributes, and folders that break the contract."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.engine import Document
from pipelines.errors import AnnotationError
from pipelines.evaluate import Tally, evaluate
from pipelines.matching import match_facts

TEXT = "PAPI năm 2022 đạt 40,87 điểm, hạng 46/63."


def score(**changes: Any) -> dict[str, Any]:
    fact = {
        "type": "score",
        "start": 18,
        "end": 28,
        "text": TEXT[18:28],
        "value": 40.87,
        "unit": "point",
        "scale_max": None,
        "kind": "level",
        "indicator": "PAPI",
        "component": None,
        "period": "2022",
        "subject": None,
        "status": "actual",
    }
    return {**fact, **changes}


def rank(**changes: Any) -> dict[str, Any]:
    fact = {
        "type": "rank",
        "start": 30,
        "end": 40,
        "text": TEXT[30:40],
        "kind": "level",
        "rank": 46,
        "bound": "exact",
        "out_of": 63,
        "group": None,
        "scope": None,
        "indicator": "PAPI",
        "period": "2022",
        "status": "actual",
    }
    return {**fact, **changes}


def written(
    folder: Path, facts: list[dict[str, Any]], types: tuple[str, ...] = ("score", "rank"), **more: Any
) -> Path:
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "one.json").write_text(
        json.dumps({"id": "one", "types": types, "facts": facts, **more}), encoding="utf-8"
    )
    return folder


def test_all_right(tmp_path: Path) -> None:
    result = evaluate(written(tmp_path, [score(), rank()]), lambda _: [score(), rank()])
    assert result.kinds == {"rank": Tally(1, 1, 1), "score": Tally(1, 1, 1)}
    assert result.core.f1 == 1.0
    assert result.attribute_accuracy.share == 1.0
    assert (result.documents[0].missed, result.documents[0].spurious) == ([], [])


@pytest.mark.parametrize(
    "change",
    [{"value": 40.8}, {"unit": "percent"}, {"kind": "change"}, {"scale_max": 80}, {"start": 0, "end": 5}],
)
def test_another_core_or_place_is_missed_and_spurious(tmp_path: Path, change: dict[str, Any]) -> None:
    result = evaluate(written(tmp_path, [score()]), lambda _: [score(**change)])
    assert result.kinds["score"] == Tally(0, 1, 1)
    assert result.kinds["score"].f1 == 0.0
    assert len(result.documents[0].missed) == len(result.documents[0].spurious) == 1


def test_attributes_count_only_where_the_annotation_has_them(tmp_path: Path) -> None:
    guess = score(period="2021", subject="Sơn La", component="x")
    result = evaluate(written(tmp_path, [score()]), lambda _: [guess])
    assert {key: (a.right, a.total) for key, a in result.attributes["score"].items()} == {
        "indicator": (1, 1),
        "period": (0, 1),
        "status": (1, 1),
    }
    assert result.documents[0].mismatched[0].keys == ("period",)


def test_relative_predictions_and_unlisted_types_are_left_out(tmp_path: Path) -> None:
    extra = {"type": "date", "start": 0, "end": 4, "text": "PAPI", "value": "2022", "grain": "year"}
    guesses = [score(), extra, {**rank(), "relative": True}]
    result = evaluate(written(tmp_path, [score()], types=("score", "rank")), lambda _: guesses)
    assert result.kinds["rank"] == Tally(0, 0, 0)
    assert result.core == Tally(1, 1, 1)


def test_relative_annotations_are_not_missed(tmp_path: Path) -> None:
    result = evaluate(written(tmp_path, [score(), {**rank(), "relative": True}]), lambda _: [score()])
    assert result.core == Tally(1, 1, 1)
    assert result.documents[0].missed == []


def test_one_prediction_matches_one_annotation() -> None:
    assert len(match_facts([score(), score()], [score()])) == 1
    assert len(match_facts([score()], [score(), score()])) == 1


def test_the_exact_span_is_preferred() -> None:
    wide = score(start=10, end=30)
    assert match_facts([score()], [wide, score()])[0][1]["start"] == 18


@pytest.mark.parametrize("symbol", ["15-kh/tu", "15 – KH / TU", "15-KH/TU"])
def test_symbols_compare_without_case_spaces_and_dashes(symbol: str) -> None:
    gold = {"type": "directive", "start": 0, "end": 9, "number": "15", "symbol": "15-KH/TU"}
    assert match_facts([gold], [{**gold, "symbol": symbol}])
    assert match_facts([{**gold, "symbol": None}], [{**gold, "symbol": symbol}])
    assert not match_facts([gold], [{**gold, "symbol": None}])


def test_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="holds no annotated text"):
        evaluate(tmp_path)
    with pytest.raises(AnnotationError, match="is no folder"):
        evaluate(tmp_path / "missing")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is no JSON"),
        ("[]", "lacks"),
        ('{"types": []}', "lacks"),
        ('{"types": [], "facts": [1]}', "without type"),
        (
            '{"types": [], "facts": [{"type": "mood", "start": 0, "end": 1, "text": "P"}]}',
            "unknown type 'mood'",
        ),
        ('{"types": [], "facts": [{"type": "date", "start": 0, "end": 1, "text": "P"}]}', "without value"),
        ('{"types": [], "facts": [], "published_at": "hôm qua"}', "no ISO 8601"),
    ],
)
def test_broken_annotation(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one.json").write_text(content, encoding="utf-8")
    with pytest.raises(AnnotationError, match=message):
        evaluate(tmp_path)


def test_a_span_that_does_not_hold(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match="reads 'đạt 40,87', not '40,87 điểm'"):
        evaluate(written(tmp_path, [score(start=14, end=23)]))


def test_missing_text_and_wrong_encoding(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text("{}", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"one\.txt .* cannot be read"):
        evaluate(tmp_path)
    (tmp_path / "one.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(AnnotationError, match="is not UTF-8"):
        evaluate(tmp_path)


def test_the_portal_and_the_day_reach_the_reader(tmp_path: Path) -> None:
    seen: list[Document] = []

    def read(document: Document) -> list[dict[str, Any]]:
        seen.append(document)
        return []

    evaluate(
        written(tmp_path, [], portal="sonoivu-binhdinh", published_at="2023-04-12T08:00:00+07:00", title="T"),
        read,
    )
    only = seen[0]
    assert (only.province, str(only.published_on), only.title) == ("Bình Định", "2023-04-12", "T")


def test_a_text_without_its_annotation_is_refused(tmp_path: Path) -> None:
    (written(tmp_path, []) / "two.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"two\.txt has no two\.json beside it") as caught:
        evaluate(tmp_path)
    assert caught.value.exit_code == 2
