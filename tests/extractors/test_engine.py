"""The engine: spans always hold, kinds never overlap, hostile text returns, time grows with length only."""

import gc
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.engine import Document, extract_facts
from extractors.facts import KINDS
from extractors.text import canonical_text

PIECES = [
    "Chỉ số CCHC",
    "PAPI",
    "PCI",
    "năm 2023",
    "(năm 2022",
    ")",
    "đạt",
    "88,66%",
    "87,87/100 điểm",
    "xếp thứ 13/63",
    "tỉnh",
    "Sơn La",
    "tăng 46 bậc",
    "giảm 0,5 điểm",
    "từ 40,14",
    "lên 40,87",
    "nhóm B",
    "TOP 10",
    "cả nước",
    "dẫn đầu",
    ";",
    ",",
    ".",
    "\n",
    "“Cải cách thể chế”",
    "Quyết định số 1037/QĐ-UBND",
    "ngày 01/6/2024",
    "phấn đấu",
    "lần lượt",
    " | ",
    "Hạng: 15/63",
    "-",
    "İ",
    "\u0301",
    "\u200b",
    "(((",
    "1.234",
    "0,6512",
    "(+3 bậc)",
    "“",
    "vị trí 53",
    "lên 46",
    "so với",
    "bình quân cả nước",
    "1.932 hồ sơ",
    "17/40 nhiệm vụ",
    "ông",
    "Lê Văn Nam",
    "Phó Giám đốc",
    "Sở Nội vụ",
    "giao",
    "chủ trì",
    "phối hợp với",
    "rà soát",
    "trước ngày 30/6/2024",
]
DENSE = (
    "Chỉ số CCHC tỉnh Sơn La năm 2023 đạt 88,66%, tăng 1,88% so với năm 2022; "
    "xếp thứ 13/63 tỉnh; thuộc nhóm B của cả nước "
    "(năm 2022 đạt 86,78%, xếp thứ 13/63). Chỉ số PAPI từ vị trí 53 lên 46. "
)
ORDER = (
    "Theo Quyết định số 1037/QĐ-UBND ngày 01/6/2024, ông Lê Văn Nam, Phó Chủ tịch UBND tỉnh, "
    "giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát 1.932 TTHC trước ngày 30/6/2024."
)


def assert_spans_hold(text: str) -> None:
    facts = extract_facts(Document(text, "Chỉ số PCI năm 2023", date(2024, 5, 2), "Sơn La"))
    end = 0
    for fact in facts:
        assert text[fact.start : fact.end] == fact.text != ""
    # A task may hold any other fact, also the name of who gave it; all others stand apart.
    for fact in (fact for fact in facts if fact.type not in {"assignment", "person"}):
        assert fact.start >= end, f"{fact.text!r} overlaps the fact before it"
        end = fact.end


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", ""]))
def test_spans_hold_in_jumbled_news(pieces: list[str], glue: str) -> None:
    assert_spans_hold(canonical_text(glue.join(pieces)))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_spans_hold_in_any_text(raw: str) -> None:
    assert_spans_hold(canonical_text(raw))


@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 300_000,
        "(" * 100_000,
        "1/" * 100_000,
        "thứ 1/63 " * 10_000,
        "đạt 88% " * 10_000,
        "“" * 50_000,
        "PAPI " * 30_000,
        "từ 11 lên 10 " * 5_000,
        "hạng " * 40_000,
        "tăng " * 40_000,
        "(PCI (năm 2022 " * 5_000,
        "so với " * 30_000,
        "lần lượt 88% năm 2023 " * 5_000,
        "nhóm các tỉnh " * 20_000,
        "giao Sở Nội vụ " * 10_000,
        "giao Sở Nội vụ chủ trì, " * 8_000,
        "Chủ tịch UBND tỉnh " * 10_000,
        "Nguyễn Văn " * 20_000,
        "ông Lê Văn Nam, Giám đốc, " * 6_000,
        "1.932 hồ sơ, " * 10_000,
        "17/40 " * 20_000,
        "; 2 triệu " * 15_000,
    ],
    ids=lambda hostile: hostile[:12],
)
def test_hostile_text_returns_soon(hostile: str) -> None:
    started = time.process_time()
    assert_spans_hold(hostile)
    assert time.process_time() - started < 12


def test_time_grows_with_length_only() -> None:
    def seconds(repeats: int) -> float:
        document = Document((DENSE + ORDER + "\n") * repeats)
        started = time.process_time()
        extract_facts(document)
        return time.process_time() - started

    extract_facts(Document(DENSE + ORDER))
    small, large = min(seconds(40) for _ in range(2)), seconds(400)
    assert large < 10 * small * 2.2


def test_asking_for_fewer_kinds_changes_nothing_else() -> None:
    document = Document(DENSE + ORDER, province="Sơn La")
    everything = extract_facts(document)
    assert {fact.type for fact in everything} == set(KINDS)
    for kind in KINDS:
        assert extract_facts(document, [kind]) == [fact for fact in everything if fact.type == kind]


def test_no_text_has_no_facts() -> None:
    assert extract_facts(Document("")) == []


def test_a_document_symbol_is_no_rank_and_a_date_no_score() -> None:
    text = "Theo Kế hoạch số 13/63-KH/TU, chỉ số PAPI được công bố sáng 12.4."
    assert [fact.type for fact in extract_facts(Document(text), ("score", "rank"))] == []


def test_the_collector_of_cycles_is_as_it_was_behind_a_reading() -> None:
    usual = gc.get_threshold()
    try:
        for thresholds in ((300, 5, 5), (0, 10, 10), (100_000, 10, 10)):
            gc.set_threshold(*thresholds)
            extract_facts(Document("Năm 2023, chỉ số PAPI đạt 42,5 điểm."))
            assert gc.get_threshold() == thresholds
    finally:
        gc.set_threshold(*usual)
