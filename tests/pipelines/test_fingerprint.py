"""Fingerprints tell reprints of a text from other texts."""

import random

from pipelines.fingerprint import BINS, fingerprint

WORDS = [
    "tỉnh",
    "cải",
    "cách",
    "hành",
    "chính",
    "chỉ",
    "số",
    "năm",
    "kết",
    "quả",
    "sở",
    "ban",
    "ngành",
    "dân",
]


def text(seed: int, words: int = 300) -> list[str]:
    chosen = random.Random(seed)
    return [f"{chosen.choice(WORDS)}{chosen.randrange(40)}" for _ in range(words)]


def likeness(one: list[str], other: list[str]) -> float:
    first, second = fingerprint(" ".join(one)), fingerprint(" ".join(other))
    assert first is not None
    assert second is not None
    return sum(a == b for a, b in zip(first, second, strict=True)) / BINS


def test_a_text_is_like_itself_whatever_its_letter_case_and_punctuation() -> None:
    one = text(1)
    assert likeness(one, [word.upper() + "," for word in one]) == 1


def test_a_reprint_with_another_opening_and_an_edit_is_alike_and_another_text_is_not() -> None:
    one = text(1)
    reprint = [*text(2, 8), *one[:200], "sửa", *one[201:]]
    assert likeness(one, reprint) > 0.75
    assert likeness(one, text(3)) < 0.15


def test_a_short_text_has_none() -> None:
    assert fingerprint(" ".join(text(1, 60))) is None
    assert fingerprint("") is None


def test_numbers_fit_their_column() -> None:
    found = fingerprint(" ".join(text(4)))
    assert found is not None
    assert len(found) == BINS
    assert all(0 <= number < 2**32 for number in found)
