"""Numbered documents in all their writings, their sources, and what is none."""

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates import find_dates
from extractors.directives import find_directives
from extractors.symbols import find_symbols, symbol_spans
from extractors.text import canonical_text
from tests.extractors.directives_corpus import SILENT, SYMBOLS, WRITTEN


@pytest.mark.parametrize(("text", "documents"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_reads_every_writing(text: str, documents: list[dict[str, Any]]) -> None:
    found = find_directives(text)
    read = [{key: getattr(one, key) for key in wanted} for one, wanted in zip(found, documents, strict=True)]
    assert read == documents


@pytest.mark.parametrize("text", SILENT)
def test_stays_silent(text: str) -> None:
    assert find_directives(text) == []


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("theo Quyết định số 1037/QĐ-UBND ngày", ["Quyết định số 1037/QĐ-UBND"]),
        ("thực hiện Đề án 06/CP.", ["Đề án 06/CP"]),
        ("thực hiện Ðề án 06/CP.", ["Ðề án 06/CP"]),
        ("thực hiện Ðề án 06 của Chính phủ", ["Ðề án 06"]),
        ("Quyết định số 12/QĐ-UBND - một văn bản", ["Quyết định số 12/QĐ-UBND"]),
        ("Quyết định số 12/QĐ-UBND - UBND tỉnh ban hành", ["Quyết định số 12/QĐ-UBND"]),
        ("Quyết định số 12/QĐ - UBND - UBND tỉnh ban hành", ["Quyết định số 12/QĐ - UBND"]),
        ("Thông tư số 17/2016/TTLT-BTC-BNV - UBND tỉnh họp", ["Thông tư số 17/2016/TTLT-BTC-BNV"]),
        ("Quyết định số 12/QĐ - UBND - NC ngày 5/4/2024", ["Quyết định số 12/QĐ - UBND - NC"]),
        ("Số ký hiệu: 1667/QĐ-UBND |", ["Số ký hiệu: 1667/QĐ-UBND"]),
        ("Tờ trình số 752 /TTr -STTTT ngày", ["Tờ trình số 752 /TTr -STTTT"]),
    ],
)
def test_spans(text: str, quotes: list[str]) -> None:
    assert [found.text for found in find_directives(text)] == quotes


def test_every_mention_counts() -> None:
    text = "Công văn số 3653/VPCP-CĐS ngày 24/4/2026; tại Công văn số 3653/VPCP-CĐS nêu trên"
    found = find_directives(text)
    assert [(one.number, one.issued_on) for one in found] == [("3653", "2026-04-24"), ("3653", None)]


def test_a_type_that_contradicts_its_symbol_is_flagged_and_kept() -> None:
    (found,) = find_directives("Nghị định số 1956/QĐ-TTg ngày 27.11.2009 của Thủ tướng Chính phủ")
    assert (found.doc_type, found.flags) == ("Nghị định", ("type_conflicts_with_symbol",))


def test_given_dates_are_used() -> None:
    text = "Quyết định số 12/QĐ-UBND ngày 12/3/2020"
    assert find_directives(text, find_dates(text)) == find_directives(text)
    assert find_directives(text, [])[0].issued_on is None


@pytest.mark.parametrize(("written", "number", "doc_type", "office", "mended"), SYMBOLS)
def test_symbols_of_document_lists(
    written: str, number: str, doc_type: str, office: str, mended: str
) -> None:
    (symbol,) = find_symbols(written)
    assert (symbol.start, symbol.end) == (0, len(written))
    assert (symbol.number, symbol.doc_type, symbol.office, symbol.text) == (number, doc_type, office, mended)


@pytest.mark.parametrize("text", ["", "UBND", "/UBND-NC", "12/", "12", "12/qđ-ubnd", "1225/1494 TTHC"])
def test_what_is_no_symbol(text: str) -> None:
    assert list(find_symbols(text)) == []


_PIECES = st.sampled_from(
    [
        "Quyết định ",
        "số ",
        "số: ",
        "Nghị định ",
        "12",
        "2024",
        "/",
        "-",
        " – ",
        "QĐ",
        "UBND",
        "NĐ-CP",
        "QH15",
        "KH/TU",
        ", ",
        " và ",
        "của ",
        "Chính phủ",
        "UBND tỉnh ",
        "ngày 1/2/2023 ",
        "\n",
        ". ",
        "Ð",
        "Luật ",
        "(",
        ")",
        "TTr",
        "ban hành ",
        "Ban Chỉ đạo ",
        "a",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_spans_hold_and_do_not_overlap_on_any_text(raw: str) -> None:
    text = canonical_text(raw)
    found = find_directives(text)
    assert all(text[one.start : one.end] == one.text and one.number in one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    spans = symbol_spans(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "piece", ["7", "1/A", "số 1 ", "Nghị định 1, ", "1/QĐ-UBND ", "Quyết định số ", "Chủ tịch "]
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            find_directives(text, [])
            best = min(best, time.process_time() - start)
        return best

    assert seconds(200_000) < 25 * max(seconds(20_000), 0.004)
