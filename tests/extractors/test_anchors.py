"""Patterns tried at anchors find what trying them everywhere finds."""

import random
import re

import pytest

from extractors import rank_bare, rank_journeys, rank_places, ranks
from extractors.anchors import Anchored, Places, matches_at
from extractors.rank_anchors import before_leading, before_nouns, before_slashes

# Pieces that patterns begin and end with, whole and clipped, to be strewn in any order.
PIECES = [
    *("thứ", "hạng", "vị trí", "số", "top", "tốp", "nhóm", "từ", "đứng", "đầu", "cao nhất", "dẫn đầu"),
    *("tỉnh", "bậc", "địa phương", "xếp", "quán quân", "á quân", "cuối bảng", "ngôi", "mười ba", "ba", "hai"),
    *(
        "1",
        "13",
        "63",
        "2024",
        "/",
        " / ",
        ".",
        ",",
        " ",
        " ",
        " ",
        " ",
        "\n",
        "lên",
        "còn",
        "cả nước",
        "của",
    ),
    *("%", "b", "khá", "dẫ", "thứhạng"),
]
ANCHORED = {
    name: pattern
    for module in (ranks, rank_places, rank_journeys)
    for name, pattern in vars(module).items()
    if isinstance(pattern, Anchored)
}


def strewn(seed: int, count: int = 400) -> str:
    """Return a text of random pieces."""
    chosen = random.Random(seed)
    return "".join(chosen.choice(PIECES) + chosen.choice(["", " "]) for _ in range(count))


@pytest.mark.parametrize("name", sorted(ANCHORED))
def test_anchored_pattern_finds_all_that_the_pattern_finds(name: str) -> None:
    pattern = ANCHORED[name]
    for seed in range(60):
        text = strewn(seed)
        everywhere = [match.span() for match in re.finditer(pattern.pattern, text)]
        assert [match.span() for match in pattern.finditer(text)] == everywhere


@pytest.mark.parametrize(
    ("pattern", "places"),
    [(ranks._MOVED, before_nouns), (ranks._AMONG, before_leading), (rank_bare._BARE, before_slashes)],
    ids=["moved", "among", "bare"],
)
def test_numbers_before_anchors_are_all_found(pattern: re.Pattern[str], places) -> None:  # type: ignore[no-untyped-def]  # three readers
    for seed in range(150):
        text = strewn(seed)
        everywhere = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in matches_at(pattern, text, places(text))] == everywhere


def test_a_head_inside_another_is_looked_for_once() -> None:
    pattern = Anchored(r"vị (?:trí|thứ)", ["vị", "vị trí"])
    assert [match[0] for match in pattern.finditer("vị trí, vị thứ")] == ["vị trí", "vị thứ"]


def test_places_are_in_order_and_may_overlap() -> None:
    assert Places(["aa", "ab"]).of("aaab") == [0, 1, 2]


@pytest.mark.parametrize("extra", [0, 40], ids=["one by one", "in one pass"])
def test_places_are_those_of_find(extra: int) -> None:
    words = ["hạng", "thứ hạng", "thứ", "tỉnh", "13", *(f"từ {number}" for number in range(extra))]
    for seed in range(30):
        text = strewn(seed)
        expected = {at for at in range(len(text)) if text.startswith(tuple(words), at)}
        assert Places(words).of(text) == sorted(expected)
