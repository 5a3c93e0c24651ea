"""The file of corrections: read into rows, or refused in one line that names file, entry and key."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.corrections import CorrectionsError, rows_of_corrections
from warehouse.tables import BY_NAME

TODAY = date(2026, 11, 22)
GOOD = {
    "url": '"http://sonla.test/bai-1"',
    "kind": '"score"',
    "quote": '"88,66 điểm"',
    "wrong": '"The page says 88,66."',
    "action": '"value"',
    "value": "86.680",
    "reason": '"Digits swapped."',
    "source": '"https://sonla.test/quyet-dinh.pdf"',
    "declared_by": '"Lê Văn A"',
    "declared_on": "2026-11-22",
}


def entry(**changes: str | None) -> str:
    told = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return "[[correction]]\n" + "\n".join(f"{name} = {value}" for name, value in told.items()) + "\n"


def read(tmp_path: Path, text: str) -> list[dict[str, Any]]:
    (tmp_path / "corrections.toml").write_text(text, "utf-8")
    names = BY_NAME["corrections"].names
    return [
        dict(zip(names, row, strict=True))
        for row in rows_of_corrections(None, tmp_path, TODAY)["corrections"]
    ]


def test_an_entry_becomes_a_row_with_its_value_as_the_warehouse_shows_values(tmp_path: Path) -> None:
    [row] = read(tmp_path, entry(expires_on="2027-01-01"))
    assert (row["url"], row["evidence_id"], row["quote"]) == ("http://sonla.test/bai-1", None, "88,66 điểm")
    assert (row["corrected_value"], row["action"]) == ("86.68", "value")
    assert (row["declared_on"], row["expires_on"]) == (date(2026, 11, 22), date(2027, 1, 1))
    assert len(row["correction_id"]) == 16
    [other] = read(tmp_path, entry(quote='"88,67 điểm"'))
    assert other["correction_id"] != row["correction_id"]


@pytest.mark.parametrize(("value", "kept"), [("12", "12"), ("-3", "-3"), ('" Tốt "', "Tốt")])
def test_a_place_takes_a_whole_number_and_a_group_its_name(tmp_path: Path, value: str, kept: str) -> None:
    [row] = read(tmp_path, entry(kind='"rank"', value=value))
    assert row["corrected_value"] == kept


@pytest.mark.parametrize("kind", ["date", "directive", "quantity", "person", "assignment"])
def test_of_other_kinds_a_fact_is_dropped_or_left(tmp_path: Path, kind: str) -> None:
    with pytest.raises(CorrectionsError, match=f'correction 1: action of a {kind} is "drop": ') as caught:
        read(tmp_path, entry(kind=f'"{kind}"', value='"2024"'))
    assert (caught.value.exit_code, "\n" in str(caught.value)) == (4, False)
    [row] = read(tmp_path, entry(kind=f'"{kind}"', action='"drop"', value=None))
    assert (row["kind"], row["action"]) == (kind, "drop")


def test_an_id_tells_facts_of_the_same_words_apart_and_may_be_dropped(tmp_path: Path) -> None:
    ids = ('"0123456789abcdef"', '"fedcba9876543210"')
    first, second = read(
        tmp_path, "".join(entry(evidence_id=one, action='"drop"', value=None) for one in ids)
    )
    assert (first["evidence_id"], first["action"], first["corrected_value"]) == (
        "0123456789abcdef",
        "drop",
        None,
    )
    assert first["correction_id"] != second["correction_id"]


def test_without_a_file_there_are_none_but_one_that_is_named_must_be_there(tmp_path: Path) -> None:
    assert rows_of_corrections(None, tmp_path, TODAY) == {"corrections": []}
    with pytest.raises(CorrectionsError, match=r"mine\.toml: .* cannot be read: No such file"):
        rows_of_corrections(tmp_path / "mine.toml", tmp_path, TODAY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = ", r"corrections.toml is no TOML file: "),
        ("corrections = []", "corrections.toml: unknown key corrections"),
        ('correction = "x"', "correction is no list"),
        ("correction = [1]", r"correction 1: write \[\[correction\]\]"),
        (entry() + entry(quote='"x"', note='"x"'), "correction 2: note is no key"),
        (entry(reason=None), "correction 1: reason is missing"),
        (entry(wrong='" "'), "wrong must be a text"),
        (entry(kind='"scores"'), "kind is one of score, rank"),
        (entry(source='"a report"'), "source must be an address"),
        (entry(declared_on='"2026-11-22"'), "declared_on must be a day without quotes"),
        (entry(declared_on="2026-11-22T00:00:00"), "declared_on must be a day without quotes"),
        (entry(declared_on="2026-11-23"), "declared_on is after today, 2026-11-22, in Vietnam"),
        (entry(expires_on="2026-11-21"), "expires_on is before declared_on"),
        (entry(evidence_id='"0123456789abcdef"', url=None), "url is missing: an id alone is lost when"),
        (entry(evidence_id='"x"'), "evidence_id is no id"),
        (entry(quote=None), "quote is missing: name the fact; gat explain ID shows"),
        (entry(action='"change"'), "action is value or drop"),
        (entry(action='"drop"'), "value has no place"),
        (entry(value=None), "value is missing"),
        (entry(value='"86.68"'), "value of a score is a number"),
        (entry(value="nan"), "value of a score is a number"),
        (entry(value="1.1234567"), "value of a score is a number"),
        (entry(kind='"rank"', value="1.5"), "value of a rank is a whole number"),
        (entry(kind='"rank"', value='"5"'), "of a group its name in quotes"),
        (entry(kind='"rank"', value="true"), "value of a rank is a whole number"),
        (entry() + entry(value="1"), "correction 2: quote is of entry 1 too"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CorrectionsError, match=said) as caught:
        read(tmp_path, text)
    assert caught.value.exit_code == 4
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "corrections.toml") in str(caught.value)
