"""Numbers in digits and words."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import (
    NUMBER,
    has_digits,
    number_starts,
    number_words,
    parse_count,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.932", "1932"),
        ("88,66", "88.66"),
        ("87.87", "87.87"),
        ("4.000", "4000"),
        ("1.932,5", "1932.5"),
        ("0.125", "0.125"),
        ("0,4512", "0.4512"),
        ("1,93", "1.93"),
        ("1,932,000", "1932000"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("2022", "2022"),
        ("06", "6"),
        ("12.5", "12.5"),
        ("1,932.5", "1932.5"),
        (" 15 ", "15"),
        ("9.125", "9125"),
    ],
)
def test_parse_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


def test_a_measure_never_groups_thousands() -> None:
    assert parse_number("9.125", measure=True) == Decimal("9.125")
    assert parse_number("87,875", measure=True) == Decimal("87.875")
    assert parse_number("1.234.567", measure=True) == Decimal(1234567)


def test_a_count_groups_thousands_in_either_mark() -> None:
    assert parse_count("1,932") == parse_count("1.932") == Decimal(1932)
    assert parse_count("1,93") == Decimal("1.93")


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "12,", ",5", "1,2,3", "13/63", "1.23.456", "--1"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ba", 3),
        ("nhì", 2),
        ("nhất", 1),
        ("tư", 4),
        ("mười", 10),
        ("mười ba", 13),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("ba mươi tư", 34),
        ("hai lăm", 25),
        ("sáu mươi ba", 63),
        ("bẩy", 7),
        ("chín mươi chín", 99),
    ],
)
def test_number_words(words: str, value: int) -> None:
    assert number_words()[words] == value


@pytest.mark.parametrize("words", ["", "không", "mươi", "ba ba", "mười năm", "mười mốt", "lần"])
def test_what_is_no_number_word(words: str) -> None:
    assert words not in number_words()


def test_every_number_to_ninety_nine_has_words() -> None:
    assert set(number_words().values()) == set(range(1, 100))


@given(st.integers(min_value=0, max_value=10**12))
def test_grouped_thousands_read_back(value: int) -> None:
    assert parse_number(f"{value:,}".replace(",", ".")) == value


@given(st.text(alphabet="0123456789.,", max_size=20))
def test_any_string_of_digits_and_marks_is_a_number_or_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0
    assert value is None or re.fullmatch(NUMBER, text)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("không có số nào", ()),
        ("xếp thứ 13/63, đạt 87,50 điểm", (8, 19)),
        ("1.932 TTHC; 2 - 3", (0, 12, 16)),
        ("61/2018/NĐ-CP và 15-KH/TU", (0, 17)),
        ("٣ và 3", (5,)),
    ],
)
def test_numbers_start_where_no_other_goes_on(text: str, starts: tuple[int, ...]) -> None:
    assert number_starts(text) == starts
    assert has_digits(text) is bool(starts)
