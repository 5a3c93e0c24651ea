"""Marks: what is written is what is true."""

from datetime import date

import pytest

from tests.portals.draft import Draft, unmarked


def test_marks_become_spans_in_reading_order() -> None:
    draft = Draft(indicator="PCI", period="2021", subject="Sơn La")
    rank = draft.place("hạng", 7, 63)
    text, facts = draft.settle(f"Đạt {draft.points(64.5)}, {rank}.")
    assert text == "Đạt 64,5 điểm, hạng 7/63."
    assert [(fact["type"], text[fact["start"] : fact["end"]]) for fact in facts] == [
        ("score", "64,5 điểm"),
        ("rank", "hạng 7/63"),
    ]
    assert facts[1]["out_of"] == 63
    assert facts[0]["subject"] == "Sơn La"


def test_a_repeated_wording_is_a_fact_each_time() -> None:
    draft = Draft()
    header = draft.year(2021, "Năm {y}")
    text, facts = draft.settle(f"{header}: một | hai\n{header}: ba | bốn")
    assert [text[fact["start"] : fact["end"]] for fact in facts] == ["Năm 2021", "Năm 2021"]
    assert facts[0]["start"] < facts[1]["start"]


@pytest.mark.parametrize(("verb", "sign"), [("tăng", 1), ("giảm", -1), ("thấp hơn", -1), ("tụt", -1)])
def test_changes_are_signed(verb: str, sign: int) -> None:
    draft = Draft()
    _, facts = draft.settle(f"{draft.change(verb, 1.5, '%')}, {draft.moved(verb, 3)}")
    assert (facts[0]["value"], facts[0]["unit"], facts[1]["rank"]) == (sign * 1.5, "percent", sign * 3)


def test_the_verb_of_a_difference_follows_its_sign() -> None:
    draft = Draft()
    rise, fall, kept = (draft.difference(signed) for signed in (0.5, -0.5, 0))
    up, down, same = (draft.climbed(signed, ("cải thiện", "tụt")) for signed in (3, -3, 0))
    text, facts = draft.settle(", ".join((rise, fall, kept, up, down, same)))
    assert text == "tăng 0,5 điểm, giảm 0,5 điểm, giữ nguyên, cải thiện 3 bậc, tụt 3 bậc, giữ nguyên"
    assert [fact.get("value", fact.get("rank")) for fact in facts] == [0.5, -0.5, 3, -3]


def test_a_document_brings_its_date() -> None:
    draft = Draft()
    words = draft.document("Quyết định", "12/QĐ-UBND", on=date(2021, 3, 5), issuer="UBND tỉnh")
    text, (directive, day) = draft.settle(words)
    assert text == "Quyết định số 12/QĐ-UBND ngày 05/3/2021 của UBND tỉnh"
    assert (directive["text"], directive["issued_on"]) == ("Quyết định số 12/QĐ-UBND", "2021-03-05")
    assert (day["text"], day["value"], day["grain"]) == ("05/3/2021", "2021-03-05", "day")
    _, (older, year) = draft.settle(draft.document("Chỉ thị", number="11", in_year=2015, named="UBND tỉnh"))
    assert (older["year"], older["symbol"], older["issuer"], year["text"]) == (
        2015,
        None,
        "UBND tỉnh",
        "năm 2015",
    )


def test_what_is_not_canonical_is_refused() -> None:
    with pytest.raises(ValueError, match="not canonical"):
        Draft().settle("hai  khoảng trắng")


def test_unmarked_takes_the_marks_out() -> None:
    assert unmarked(f"Từ {Draft().year(2020)} đến nay") == "Từ năm 2020 đến nay"
