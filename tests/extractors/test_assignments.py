"""Tasks with their agencies and terms, and demands on nobody."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.assignments import find_assignments
from extractors.dates import find_dates
from extractors.engine import Document, extract_facts
from extractors.facts import Assignment
from extractors.text import canonical_text
from tests.extractors.assignments_corpus import SILENT, UNDER, WRITTEN


@pytest.mark.parametrize(("text", "tasks"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_reads_every_form(text: str, tasks: list[tuple[str, tuple[str, ...], str, str | None]]) -> None:
    found = find_assignments(text, find_dates(text))
    assert [(one.assignee, one.cooperating, one.task, one.deadline) for one in found] == tasks
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize("text", SILENT)
def test_stays_silent(text: str) -> None:
    assert find_assignments(text, find_dates(text)) == []


@pytest.mark.parametrize(("text", "documents"), UNDER, ids=[text for text, _ in UNDER])
def test_tells_the_document_that_a_task_is_given_under(text: str, documents: list[str | None]) -> None:
    found = extract_facts(Document(text), ("assignment",))
    assert [one.directive for one in found if isinstance(one, Assignment)] == documents


def test_the_span_is_the_clause() -> None:
    text = "2. Chủ tịch UBND tỉnh giao Sở Nội vụ tham mưu, hoàn thành trước ngày 15/6/2024./."
    (found,) = find_assignments(text, find_dates(text))
    assert found.text == "giao Sở Nội vụ tham mưu, hoàn thành trước ngày 15/6/2024"


def test_a_term_of_the_heading_is_inherited() -> None:
    text = "I. NHỮNG VIỆC CẦN LÀM NGAY TRONG THÁNG 12/2025\n1. Sở Y tế\na) Rà soát danh mục.\nb) Lập báo cáo."
    found = find_assignments(text, find_dates(text))
    assert [(one.assignee, one.task, one.deadline) for one in found] == [
        ("Sở Y tế", "Rà soát danh mục", "2025-12"),
        ("Sở Y tế", "Lập báo cáo", "2025-12"),
    ]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "giao",
                "Sở Y tế",
                "chủ trì",
                ", ",
                "; ",
                ". ",
                "\n- ",
                "yêu cầu:",
                "rà soát",
                "các địa phương",
                "là cơ quan thường trực, có trách nhiệm",
                "được giao",
                "phối hợp với",
                "trước ngày 1/2/2024",
                "trước ngày 1/2/2024,",
            ]
        )
    )
)
def test_any_mixture_is_read_without_error(parts: list[str]) -> None:
    text = canonical_text(" ".join(parts))
    found = find_assignments(text, find_dates(text))
    for one in found:
        assert one.start < one.end
        assert text[one.start : one.end] == one.text
    spans = [(one.start, one.end) for one in found]
    assert len(spans) == len(set(spans))


def test_what_stands_before_a_heading_on_its_line_is_no_task_of_it() -> None:
    text = "Chuẩn bị nội dung giao ban và giao Sở Nội vụ:\n- Rà soát danh mục."
    found = find_assignments(text, [])
    assert [(one.assignee, one.task) for one in found] == [("Sở Nội vụ", "Rà soát danh mục")]


def test_a_heading_in_a_paragraph_heads_the_list_below_it_and_no_paragraph_behind() -> None:
    text = (
        "Chủ tịch UBND tỉnh giao Sở Nội vụ:\n- Rà soát danh mục.\n- Báo cáo UBND tỉnh.\nMọi người thảo luận."
    )
    found = find_assignments(text, [])
    assert [(one.assignee, one.task) for one in found] == [
        ("Sở Nội vụ", "Rà soát danh mục"),
        ("Sở Nội vụ", "Báo cáo UBND tỉnh"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "giao Sở Nội vụ, ",
        "Sở Nội vụ, ",
        "giao Sở Y tế rà soát “a. B ",
        "1. Sở Y tế\n",
        "giao Sở Y tế rà soát; Sở Nội vụ trình trước ngày 1/2/2024; ",
    ],
)
def test_time_grows_with_the_length_only(piece: str) -> None:
    text = piece * 6000
    dates = find_dates(text)
    started = time.perf_counter()
    find_assignments(text, dates)
    assert time.perf_counter() - started < 6
