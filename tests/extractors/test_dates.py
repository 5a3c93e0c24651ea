"""Dates in all their writings, and the long list of what is none."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import find_dates
from extractors.text import Span, canonical_text
from tests.extractors.dates_corpus import ON_REFERENCE, REFERENCE, SILENT, WRITTEN


@pytest.mark.parametrize(
    ("values", "text"), [(values, text) for values, texts in WRITTEN.items() for text in texts], ids=str
)
def test_reads_every_writing(values: tuple[str, ...], text: str) -> None:
    assert tuple(found.value for found in find_dates(text)) == values


@pytest.mark.parametrize("text", SILENT)
def test_stays_silent(text: str) -> None:
    assert find_dates(text) == []
    assert find_dates(text, REFERENCE) == []


@pytest.mark.parametrize(
    ("values", "text"), [(values, text) for values, texts in ON_REFERENCE.items() for text in texts], ids=str
)
def test_reads_on_a_reference_date(values: tuple[tuple[str, bool], ...], text: str) -> None:
    assert tuple((found.value, found.relative) for found in find_dates(text, REFERENCE)) == values


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Từ ngày 15/6 đến 30/8/2024.", ["15/6 đến 30/8/2024"]),
        ("sáng ngày 01/6/2024", ["01/6/2024"]),
        ("giai đoạn 2021 – 2025", ["2021 – 2025"]),
        ("trong 06 tháng đầu năm 2022", ["06 tháng đầu năm 2022"]),
        ("Đến hết năm 2021", ["năm 2021"]),
        ("ngày 27 tháng 3 năm 2021", ["27 tháng 3 năm 2021"]),
        ("tháng 4, 5, 6", ["tháng 4", "5", "6"]),
        ("quý I, II/2024", ["quý I", "II/2024"]),
        ("THÁNG 12/20251. Văn phòng", ["THÁNG 12/2025"]),
    ],
)
def test_spans_keep_the_unit_but_no_leading_word(text: str, quotes: list[str]) -> None:
    assert [found.text for found in find_dates(text)] == quotes


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("ngày 1/6/2024", "day"),
        ("tháng 6/2024", "month"),
        ("quý I/2024", "quarter"),
        ("6 tháng đầu năm 2024", "half"),
        ("năm 2024", "year"),
        ("giai đoạn 2021-2025", "range"),
        ("9 tháng đầu năm 2023", "range"),
    ],
)
def test_grain(text: str, grain: str) -> None:
    assert [found.grain for found in find_dates(text)] == [grain]


def test_a_year_glued_to_a_list_number_is_flagged() -> None:
    assert find_dates("TRONG THÁNG 12/20251. Văn phòng")[0].flags == ("glued_text",)


def test_the_day_of_issue_of_another_document_does_not_set_the_year() -> None:
    text = "Kế hoạch số 12/KH-UBND ngày 20/12/2024. Ngày 15/3, hội nghị diễn ra. Ngày 20/3/2023 bế mạc."
    assert [found.value for found in find_dates(text)] == ["2024-12-20", "2023-03-15", "2023-03-20"]


def test_a_goal_does_not_set_the_year() -> None:
    text = "Ngày 15/3, tổng kết năm 2022. Mục tiêu đến năm 2030 hoàn thành."
    assert find_dates(text)[0].value == "2022-03-15"


def test_taken_spans_hold_no_dates() -> None:
    text = "năm 2021 và năm 2022"
    assert [found.value for found in find_dates(text, taken=[Span(0, 8)])] == ["2022"]


_PIECES = st.sampled_from(
    [
        "ngày ",
        "tháng ",
        "năm ",
        "quý ",
        "15",
        "6",
        "2024",
        "/",
        "-",
        ".",
        ", ",
        " và ",
        " đến ",
        "từ ",
        "\n",
        "I",
        "IV",
        "(",
        ")",
        "đầu ",
        "6 tháng đầu năm ",
        "Tám ",
        "hôm qua ",
        "năm nay ",
        "số ",
        "QĐ-UBND",
        "mùng ",
        "T",
        "%",
        "³",
        "ẞ",
        "İ",
        "٣",
        "１",
    ]
)


def test_a_bracket_may_touch_the_word_before_a_date() -> None:
    found = find_dates("Quyết định 5/QĐ-UBND ngày(5/4/2024) và tháng[6/2024]")
    assert [one.value for one in found] == ["2024-04-05", "2024-06"]


def test_of_two_dates_that_share_words_the_longer_stands() -> None:
    found = find_dates("tháng 6 tháng đầu năm 2023")
    assert [(one.text, one.value) for one in found] == [("6 tháng đầu năm 2023", "2023-H1")]


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join), st.booleans())
def test_spans_hold_and_do_not_overlap_on_any_text(raw: str, with_reference: bool) -> None:
    text = canonical_text(raw)
    found = find_dates(text, date(2024, 5, 6) if with_reference else None)
    assert all(text[one.start : one.end] == one.text and one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(raw: str) -> None:
    text = canonical_text(raw)
    assert all(text[one.start : one.end] == one.text for one in find_dates(text, date(2024, 2, 29)))


@pytest.mark.parametrize(
    "piece", ["7", "1/", "ngày 1, ", "tháng 1, ", "năm 2020 - ", "2-", "12/5, ", "hôm qua "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            find_dates(text, date(2024, 5, 6))
            best = min(best, time.process_time() - start)
        return best

    # Ten times the text may take ten times as long; a hundred times would be quadratic.
    assert seconds(300_000) < 25 * max(seconds(30_000), 0.004)
