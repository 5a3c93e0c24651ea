"""What numbers are of: passages read whole, and economic news in which no percentage is a score."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractors.engine import Document, extract_facts
from extractors.facts import Rank, Score
from extractors.text import canonical_text

_HERE = Path(__file__).parent
PASSAGES: list[dict[str, Any]] = tomllib.loads((_HERE / "passages.toml").read_text(encoding="utf-8"))[
    "passage"
]
NEWS = [line for line in (_HERE / "economy.txt").read_text(encoding="utf-8").splitlines() if line]
INDEX_NEARBY = "Hội nghị cũng nghe báo cáo về Chỉ số CCHC (PAR INDEX) của tỉnh.\n"


def measured(document: Document) -> list[Score | Rank]:
    return [fact for fact in extract_facts(document, ("score", "rank")) if isinstance(fact, Score | Rank)]


def as_row(fact: Score | Rank) -> list[str]:
    record = fact.as_json()
    value = record["group"] if record["kind"] == "group" else record.get("value", record.get("rank"))
    keys = ("indicator", "component", "period", "subject", "scope", "status")
    values = [fact.text, value, *(record.get(key) for key in keys)]
    return ["" if item is None else str(item) for item in values]


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage["text"][:40])
def test_passages(passage: dict[str, Any]) -> None:
    document = Document(
        passage["text"], passage.get("title"), passage.get("published"), passage.get("province")
    )
    assert [as_row(fact) for fact in measured(document)] == passage["facts"]


@pytest.mark.parametrize("line", NEWS)
def test_economic_news_holds_no_score(line: str) -> None:
    assert [fact.text for fact in measured(Document(canonical_text(line), province="Sơn La"))] == []


@pytest.mark.parametrize("line", NEWS)
def test_economic_news_beside_an_index_holds_no_score(line: str) -> None:
    text = canonical_text(INDEX_NEARBY + line)
    document = Document(text, "Hội nghị giao ban tháng 7", province="Sơn La")
    assert [fact.text for fact in measured(document) if fact.type == "score"] == []


def test_news_is_no_score_as_one_document_either() -> None:
    document = Document(
        canonical_text("\n\n".join(NEWS)), "Kinh tế - xã hội 6 tháng đầu năm", province="Sơn La"
    )
    assert [fact.text for fact in measured(document)] == []


def test_the_portal_is_not_the_subject_of_another_provinces_news() -> None:
    text = "Năm 2023, PCI của Quảng Ninh dẫn đầu. Tổng điểm đạt 71,25 điểm."
    subjects = {fact.subject for fact in measured(Document(text, province="Sơn La"))}
    assert "Sơn La" not in subjects


def test_doubts_about_the_source_are_flagged() -> None:
    text = "Chỉ số PAR INDEX năm 2023 của tỉnh đạt 97,37/10 điểm, xếp thứ 65/63."
    assert [fact.flags for fact in measured(Document(text))] == [
        ("value_exceeds_scale",),
        ("rank_exceeds_out_of",),
    ]
