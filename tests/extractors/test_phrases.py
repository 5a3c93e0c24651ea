"""The phrases that one pass finds are those that a look at every word would find."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.literals import Literals
from extractors.phrases import Hit, PhraseFinder, Word, holds_any, words_before

PHRASES = ["par", "par index", "chỉ số par index", "chỉ số", "số", "phân bổ", "index par"]
PIECES = [*PHRASES, "chỉ", "ind", "x", " ", " ", ", ", "\n", "_", "1", "-"]


def by_words(text: str, start: int = 0, end: int | None = None) -> list[Hit[int]]:
    """Return what is to be found, read word by word."""
    stop, reached, found = len(text) if end is None else end, start, []
    for word in re.finditer(r"\w+", text[start:stop]):
        at = start + word.start()
        standing = [
            (len(phrase), index)
            for index, phrase in enumerate(PHRASES)
            if text.startswith(phrase, at)
            and at + len(phrase) <= stop
            and not re.match(r"\w", text[at + len(phrase) : at + len(phrase) + 1])
        ]
        if standing and at >= reached:
            length, index = max(standing)
            found.append(Hit(at, at + length, index))
            reached = at + length
    return found


FINDER = PhraseFinder({phrase: index for index, phrase in enumerate(PHRASES)})


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_a_text_is_searched_for_all_phrases(text: str) -> None:
    assert list(FINDER.find(text)) == by_words(text)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), st.integers(0, 60), st.integers(0, 60))
def test_a_part_of_a_text_is_searched(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(end, len(text))
    assert list(FINDER.find(text, start, end)) == by_words(text, start, end)


def test_the_longest_phrase_wins_and_a_clipped_one_does_not() -> None:
    assert [hit.value for hit in FINDER.find("chỉ số par index, chỉ số par indexes")] == [2, 3, 0]


def test_a_phrase_begins_with_a_word() -> None:
    with pytest.raises(ValueError, match="does not begin with a word"):
        PhraseFinder({"(par": 1})


def test_literals_stand_inside_words_and_in_each_other() -> None:
    assert Literals(["ab", "abc", "bc", "ab"]).hits("xabc") == [(0, 1, 3), (1, 1, 4), (2, 2, 4)]
    chosen = random.Random(3)
    text = "".join(chosen.choice("abcđ") for _ in range(500))
    words = ["ab", "abc", "bc", "đđ"]
    expected = {at for at in range(len(text)) if text.startswith(tuple(words), at)}
    assert {start for _, start, _ in Literals(words).hits(text)} == expected


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_pieces_stand_anywhere_and_hide_no_phrase(text: str) -> None:
    pieces = {"số": 10, "index": 11, "x": 12}
    finder = PhraseFinder({phrase: index for index, phrase in enumerate(PHRASES)}, pieces)
    phrases, found = finder.scan(text)
    assert phrases == by_words(text)
    assert sorted(found) == sorted(
        Hit(match.start(), match.end(), value)
        for piece, value in pieces.items()
        for match in re.finditer(f"(?={piece})({piece})?", text)
    )


@given(st.text("ab c", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_words_are_looked_for_in_a_part(text: str, start: int, end: int) -> None:
    assert holds_any(text, ("ab", "ca"), start, end) == any(word in text[start:end] for word in ("ab", "ca"))


def test_words_before_stop_at_punctuation_and_lose_their_brackets() -> None:
    assert words_before("năm 2023, chỉ số (par 5", 22) == [Word(10, "chỉ"), Word(14, "số"), Word(18, "par")]
    assert words_before("chỉ số (par) 5", 13) == []
    assert words_before("xa đạt 5", 7, reach=6) == [Word(3, "đạt")]
    assert words_before("a\nđạt  5", 7, reach=6) == [Word(2, "đạt")]
    assert words_before("đạt,", 4) == []
