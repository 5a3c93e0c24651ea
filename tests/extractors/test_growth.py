"""Work grows with the length of a text and with nothing else: calls are counted, since clocks are shared."""

import sys
from collections.abc import Callable
from datetime import date
from types import FrameType

import pytest

from extractors.engine import Document, extract_facts
from extractors.text import canonical_text
from tests.bench.extract import CORE, GOLD, HOSTILE

SMALL, LARGE = 3_000, 30_000
# Ten times the length, and some calls for what a short text has not room for.
MOST = 11.5


def calls_of(work: Callable[[], object]) -> int:
    """Return how many functions, of Python and of C, ``work`` calls."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def growth(piece: str) -> float:
    """Return how many times more calls ``piece`` repeated to the large size takes than to the small."""
    small, large = (canonical_text((piece * (size // len(piece) + 1))[:size]) for size in (SMALL, LARGE))
    taken = [
        calls_of(lambda text=text: extract_facts(Document(text, None, date(2024, 5, 6), "Bình Định"), CORE))  # type: ignore[misc]
        for text in (small, large)
    ]
    return taken[1] / taken[0]


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_takes_calls_in_proportion(name: str) -> None:
    assert growth(HOSTILE[name]) < MOST


def test_dense_news_takes_calls_in_proportion() -> None:
    news = (GOLD / "sonla-cchc-2024.txt").read_text(encoding="utf-8")[:SMALL]
    assert growth(news + "\n\n") < MOST


def test_dense_news_on_one_line_takes_calls_in_proportion() -> None:
    news = (GOLD / "sonla-cchc-2024.txt").read_text(encoding="utf-8")[:SMALL]
    assert growth(" ".join(news.split()) + " ") < MOST
