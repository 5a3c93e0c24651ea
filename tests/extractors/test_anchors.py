"""Patterns tried at anchors find what trying them everywhere finds."""

import random
import re

import pytest

from extractors import rank_bare, rank_journeys, rank_places, rank_worded, ranks
from extractors.anchors import Crowd, matches_at
from extractors.rank_anchors import ANCHORS, before_leading, before_nouns, before_slashes

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
    "levels": ranks._LEVEL,
    "worded": rank_worded._WORDED,
    "tops": ranks._TOP,
    "groups": rank_places._GROUP,
    "journeys": rank_journeys._JOURNEY,
    "titles": rank_bare._TITLED,
    "verbs": rank_bare._VERBED,
    "fixed": rank_places._FIXED,
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
        everywhere = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in matches_at(pattern, text, ANCHORS.of(text)[name])] == everywhere


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        (ranks._MOVED, lambda text: before_nouns(text, ANCHORS.of(text)["nouns"])),
        (ranks._AMONG, lambda text: before_leading(text, ANCHORS.of(text)["leading"])),
        (rank_bare._BARE, before_slashes),
        (ranks._GROUP_OF, lambda text: ANCHORS.of(text)["groups"]),
    ],
    ids=["moved", "among", "bare", "group of"],
)
def test_numbers_before_anchors_are_all_found(pattern: re.Pattern[str], places) -> None:  # type: ignore[no-untyped-def]  # three readers
    for seed in range(150):
        text = strewn(seed)
        everywhere = [match.span() for match in pattern.finditer(text)]
        assert [match.span() for match in matches_at(pattern, text, places(text))] == everywhere


def test_a_crowd_tells_its_sets_apart() -> None:
    crowd = Crowd(one=["hạng", "thứ hạng", "thứ"], other=["hạng"], none=["tỉnh"])
    assert crowd.of("thứ hạng, hạng") == {"one": [0, 4, 10], "other": [4, 10], "none": []}


def test_a_head_inside_another_is_looked_for_once() -> None:
    assert Crowd(one=["vị", "vị trí"]).of("vị trí, vị thứ") == {"one": [0, 8]}


def test_places_are_in_order_and_may_overlap() -> None:
    assert Crowd(one=["aa", "ab"]).of("aaab") == {"one": [0, 1, 2]}


def test_places_are_those_of_find() -> None:
    words = ["hạng", "thứ hạng", "thứ", "tỉnh", "13"]
    for seed in range(30):
        text = strewn(seed)
        expected = [at for at in range(len(text)) if text.startswith(tuple(words), at)]
        assert Crowd(one=words).of(text) == {"one": expected}
