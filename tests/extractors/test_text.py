"""Canonical text and sentence spans hold on any input."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from underthesea import sent_tokenize

from extractors.text import canonical_text, line_sentences, line_spans, sentence_spans

_WILD = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(" \n\r\t\u00a0\u200b\u2028\x0b\x85\ufeff\u0301.…!?;"),
    ),
    max_size=120,
)


@given(_WILD)
def test_canonical_text_is_idempotent(raw: str) -> None:
    text = canonical_text(raw)
    assert canonical_text(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search(r"[^\S\n ]|  | \n|\n |\n{3}", text)
    assert text == text.strip()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Tỉnh\u00a0 Sơn\tLa \r\n\r\n\r\n\r\n đạt  ", "Tỉnh Sơn La\n\nđạt"),
        ("chi\u0309 số", "chỉ số"),
        ("88,\u200b66%", "88,66%"),
        ("hòa hoà", "hòa hoà"),
        ("a\u2028b", "a\nb"),
        ("", ""),
        ("nửa \ud83d cặp", "nửa \ufffd cặp"),
    ],
)
def test_canonical_text(raw: str, text: str) -> None:
    assert canonical_text(raw) == text


@settings(max_examples=150, deadline=None)
@given(_WILD)
def test_sentence_spans_hold(raw: str) -> None:
    text = canonical_text(raw)
    spans = sentence_spans(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all("\n" not in text[span.start : span.end] for span in spans)
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in covered for at, letter in enumerate(text) if not letter.isspace())


def test_sentences_of_a_line() -> None:
    text = "Tỉnh đạt 88,66%. Xếp thứ 13/63.\nNghị định số 61/2018/NĐ-CP."
    assert [text[span.start : span.end] for span in sentence_spans(text)] == [
        "Tỉnh đạt 88,66%.",
        "Xếp thứ 13/63.",
        "Nghị định số 61/2018/NĐ-CP.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Họp tại TP. Hồ Chí Minh. Ông Nam nhấn mạnh: 1.932 hồ sơ! Vì sao?! Chưa rõ... và còn chờ... Hết.",
        "Tỉnh đạt 88,66% ... của cả nước... Đến nay có đất, nước, v.v. Hết năm sẽ rõ .",
        "Nguồn: UBND tỉnh. Kết quả như sau. a. Một. b. Hai. 1. Ba. 2. Bốn",
    ],
)
def test_sentences_end_where_the_segmenter_says(line: str) -> None:
    sentences = [line[span.start : span.end] for span in line_sentences(line)]
    assert sentences == sent_tokenize(line)
    assert sentence_spans(line) == line_sentences(line)


def test_line_spans() -> None:
    text = "một\n\nhai"
    assert [text[span.start : span.end] for span in line_spans(text)] == ["một", "hai"]
