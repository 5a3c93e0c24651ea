"""Marks are found by bisection as they would be by looking at each; signals miss no pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import (
    context_components,
    context_localities,
    context_phrases,
    context_status,
    context_thresholds,
)
from extractors.context_marks import Kind, Mark, Marks, PlacedMarks, find_marks
from extractors.folding import fold
from tests.bench.extract import GOLD

KINDS: tuple[Kind, ...] = ("indicator", "place", "topic")
PLACES = st.integers(0, 40)
MARKS = st.lists(st.builds(lambda kind, at: Mark(at, at + 1, kind, None), st.sampled_from(KINDS), PLACES))


@given(MARKS, st.sampled_from(KINDS), PLACES, PLACES)
@pytest.mark.parametrize("made", [Marks, PlacedMarks])
def test_marks_are_asked_for_by_position(
    made: type[Marks], marks: list[Mark], kind: Kind, low: int, high: int
) -> None:
    placed = made(marks)
    expected = sorted(mark for mark in marks if mark.kind == kind and low <= mark.start < high)
    assert list(placed.after(kind, low, high)) == expected
    assert list(placed.before(kind, high, low)) == expected[::-1]
    assert placed.first(kind, low, high) == next(iter(expected), None)
    assert placed.last(kind, high, low) == next(reversed(expected), None)
    assert {mark.kind for mark in marks} <= set(placed.kinds)


@given(MARKS, st.lists(st.tuples(PLACES, PLACES), max_size=5))
def test_a_part_holds_the_marks_that_begin_in_it(marks: list[Mark], parts: list[tuple[int, int]]) -> None:
    placed = PlacedMarks(marks)
    for start, end in parts:
        part = placed.within(start, end)
        inside = [mark for mark in marks if start <= mark.start < end]
        assert all(part.all(kind) == sorted(m for m in inside if m.kind == kind) for kind in KINDS)
        assert part.kinds == {mark.kind for mark in inside}
        assert placed.within(start, end) is part


SIGNALS: dict[Kind, re.Pattern[str]] = {
    "trigger": context_components._NAMED,
    "demand": context_phrases.DEMAND,
    "by_year": context_status._BY_YEAR,
}


@pytest.mark.parametrize("kind", SIGNALS)
def test_patterns_begin_at_their_signals(kind: Kind) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt")))
    folded = fold(text)
    places = {mark.start for mark in find_marks(text, folded) if mark.kind == kind}
    matches = {match.start() for match in SIGNALS[kind].finditer(folded)}
    assert matches
    assert matches <= places


def test_full_marks_and_their_parts_are_signalled() -> None:
    texts = {
        "thang điểm 100, chia cho năm nhóm việc: công khai 18 điểm": context_thresholds._WEIGHED,
        "tổng số điểm tối đa được phân bổ cho 18 điểm": context_thresholds._WEIGHED,
        "gồm 8 lĩnh vực: thể chế 10 điểm": context_thresholds._PARTS,
    }
    for text, pattern in texts.items():
        kinds = {mark.kind for mark in find_marks(text, text)}
        at = text.rindex(" 1") + 1
        assert pattern.search(text[:at])
        assert kinds & {"weight", "divided"}
        assert context_thresholds.is_threshold(text, at, len(text), kinds=kinds)


def test_localities_are_those_a_search_of_the_whole_text_finds() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt")))
    text += "\nUBND huyện Phú Giáo, xUBND thị xã Bến Cát; TP. Thủ Dầu Một và xã X"
    found = [m for m in find_marks(text, fold(text)) if m.kind == "agency"]
    heads = [m.start() for m in context_localities._LOCALITY.finditer(text)]
    named = [start for start, _, _ in context_localities.localities(text, range(len(text)))]
    assert set(named) <= set(heads)
    assert set(named) <= {mark.start for mark in found}
    assert [m.value for m in found][-4:] == ["Phú Giáo", "Bến Cát", "Thủ Dầu Một", "X"]
