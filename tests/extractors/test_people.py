"""Officials with their titles, and names that are none."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.people import find_people
from extractors.text import canonical_text
from tests.extractors.people_corpus import SILENT, WRITTEN


@pytest.mark.parametrize(("text", "people"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_reads_every_writing(text: str, people: list[tuple[str, str, str | None]]) -> None:
    found = find_people(text)
    assert [(one.name, one.title, one.organization) for one in found] == people
    assert all(text[one.start : one.end] == one.text == one.name for one in found)


@pytest.mark.parametrize("text", SILENT)
def test_stays_silent(text: str) -> None:
    assert find_people(text) == []


def test_every_mention_with_its_role_counts() -> None:
    text = "Giám đốc Sở Y tế Lê Văn Nam nói. Ông Lê Văn Nam dừng lời. Giám đốc Sở Y tế Lê Văn Nam kết luận."
    assert [one.start for one in find_people(text)] == [17, 75]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Phó Chủ tịch", "UBND tỉnh", "Lê Văn Nam", ", ", " - ", "ông", "Ban", "\n", "và", "(", "İ"]
        )
    )
)
def test_any_mixture_is_read_without_error(parts: list[str]) -> None:
    text = canonical_text(" ".join(parts))
    for one in find_people(text):
        assert text[one.start : one.end] == one.name


def test_time_grows_with_the_length_only() -> None:
    text = "Phó Chủ tịch UBND tỉnh, Giám đốc Sở Y tế Ban " * 2000
    started = time.perf_counter()
    find_people(text)
    assert time.perf_counter() - started < 5
