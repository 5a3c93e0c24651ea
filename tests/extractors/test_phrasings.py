"""Phrasings of scores and ranks, one sentence each: how values, moves, places and groups are told."""

from pathlib import Path

import pytest

from extractors.engine import Document, extract_facts
from extractors.facts import Rank, Score

_LINES = (Path(__file__).parent / "phrasings.txt").read_text(encoding="utf-8").splitlines()
PHRASINGS = [line.split("\t") for line in _LINES if line and not line.startswith("#")]


def said(fact: Score | Rank) -> str:
    """Return the fact in the shorthand of ``phrasings.txt``."""
    if isinstance(fact, Score):
        sign = "+" if fact.kind == "change" and fact.value > 0 else ""
        scale = "" if fact.scale_max is None else f"/{fact.scale_max}"
        return f"{sign}{fact.value}{scale}{'%' if fact.unit == 'percent' else ''}"
    if fact.kind == "change":
        return f"^{fact.rank:+d}"
    if fact.kind == "group":
        return f"={fact.group}"
    bound = "<=" if fact.bound == "at_most" else ""
    out_of = "" if fact.out_of is None else f"/{fact.out_of}"
    return f"#{bound}{'?' if fact.rank is None else fact.rank}{out_of}"


@pytest.mark.parametrize(("text", "expected"), PHRASINGS, ids=lambda given: given[:48])
def test_phrasings(text: str, expected: str) -> None:
    facts = extract_facts(Document(text, province="Sơn La"), ("score", "rank"))
    told = [said(fact) for fact in facts if isinstance(fact, Score | Rank)]
    assert " ".join(told) == expected
    assert all(text[fact.start : fact.end] == fact.text for fact in facts)
