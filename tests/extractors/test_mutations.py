"""Real texts, damaged in every way that a page may damage them: every fact still stands where it says."""

import random
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from extractors.engine import Document, extract_facts
from extractors.text import canonical_text

TEXTS = [
    canonical_text(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parents[1] / "gold" / "documents").glob("*.txt"))
]
#: What is strewn in: marks of other scripts, halves of letters, and words that readers hang on.
STRAY = [
    *("\u200b", "\u0301", "\u031b", "\u0323", "٣", "Ⅳ", "𝟗", "😀", "İ", "ß", "\u00a0", "\n", "\n\n", " | "),
    *("((((", "))", "“", "”", "%", "/", "-", "–", ".", ",", ";", ":", "(", ")", "0", "9" * 20, "1,2,3,4"),
    *("số ", "ngày ", "năm ", "tháng ", "quý ", "hạng ", "thứ ", "từ ", "đến ", "lên ", "lần lượt ", "điểm "),
    *("31/02/2023", "00/00/0000", "1/1/0001", "năm 9999", "1.932,5", "13/63", "PCI", "PAPI đạt ", "/TTg"),
    *("giao Sở Nội vụ ", "Sở Y tế:", "Chủ tịch UBND tỉnh ", "ông ", "phấn đấu ", "trong đó ", "QĐ-UBND"),
]


def damaged(chance: random.Random) -> str:
    """Return one of the texts with letters lost, doubled, taken apart, raised, or strewn in."""
    text = list(chance.choice(TEXTS)[: chance.choice((400, 2_000))])
    for _ in range(chance.choice((1, 4, 15, 40))):
        at, way = chance.randrange(len(text) + 1), chance.random()
        if way < 0.5:
            text.insert(at, chance.choice(STRAY))
        elif way < 0.7:
            del text[at : at + chance.choice((1, 3, 25))]
        elif way < 0.8:
            text[at : at + 10] = "".join(text[at : at + 10]).upper()
        elif way < 0.9:
            text[at : at + 20] = unicodedata.normalize("NFD", "".join(text[at : at + 20]))
        else:
            other = chance.choice(TEXTS)
            start = chance.randrange(len(other))
            text[at:at] = other[start : start + chance.choice((10, 120))]
    return canonical_text("".join(text))


@pytest.mark.parametrize("seed", range(6))
def test_facts_of_damaged_texts_stand_where_they_say(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(80):
        text = damaged(chance)
        title, day = chance.choice((None, text[:80])), chance.choice((None, date(2024, 2, 29)))
        for fact in extract_facts(Document(text, title, day, chance.choice((None, "Sơn La")))):
            assert 0 <= fact.start < fact.end <= len(text)
            assert text[fact.start : fact.end] == fact.text
