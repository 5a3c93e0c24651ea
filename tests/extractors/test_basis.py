"""What facts say of themselves: the words, or the source, that each key of their context was drawn from."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.basis import Basis, with_basis
from extractors.engine import Document, extract_facts
from extractors.facts import Date, Directive, Fact, Rank, Score
from extractors.folding import fold
from extractors.text import canonical_text
from tests.extractors.test_engine import PIECES

KEYS: dict[str, tuple[str, ...]] = {
    "score": ("indicator", "component", "period", "subject", "status"),
    "rank": ("indicator", "component", "period", "subject", "scope", "status"),
    "directive": ("year", "issued_on", "issuer"),
}
#: Sources that may go without words.
KNOWN_BEFORE = {"title", "published_on", "portal", "default"}
GOLD = sorted(Path(__file__).parent.parent.joinpath("gold", "documents").glob("*.txt"))


def read(text: str, title: str | None = None, province: str | None = None) -> list[Fact]:
    return extract_facts(Document(text, title, date(2024, 8, 1), province))


def told(text: str, quote: str, title: str | None = None, province: str | None = None) -> dict[str, str]:
    """Return key -> the words or the source, of the fact with this quote."""
    fact = next(fact for fact in read(text, title, province) if fact.text == quote)
    return {
        said.key: said.source if said.start is None else text[said.start : said.end] for said in fact.basis
    }


def assert_explained(text: str, facts: list[Fact]) -> None:
    for fact in facts:
        keys = [said.key for said in fact.basis]
        assert len(keys) == len(set(keys))
        if fact.type in KEYS:
            assert set(keys) == {key for key in KEYS[fact.type] if getattr(fact, key) is not None}
        for said in fact.basis:
            if said.start is None or said.end is None:
                assert said.start is said.end
                assert said.source in KNOWN_BEFORE
            else:
                assert text[said.start : said.end].strip()


def assert_plausible(text: str, fact: Score | Rank) -> None:
    """Check that the words drawn from say the value, where they say it by themselves."""
    for said in fact.basis:
        if said.source != "text" or said.key == "status":
            continue
        words, value = text[said.start : said.end], str(getattr(fact, said.key))
        if said.key in {"component", "scope"}:
            assert fold(value) in fold(words)
        elif said.key == "period":
            years = range(int(value[:4]) - 1, int(value[:4]) + 2)
            assert any(f"{year % 100:02d}" in words for year in years)
        else:
            assert words[0].isalpha()


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_key_of_real_news_is_explained(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    facts = read(text, "Chỉ số PCI năm 2023", "Sơn La")
    assert_explained(text, facts)
    for fact in facts:
        if isinstance(fact, Score | Rank):
            assert_plausible(text, fact)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from([" ", "", "\n", " | "]))
def test_every_key_of_jumbled_news_is_explained(pieces: list[str], glue: str) -> None:
    text = canonical_text(glue.join(pieces))
    assert_explained(text, read(text, "Chỉ số PCI năm 2023", "Sơn La"))
    assert_explained(text, extract_facts(Document(text)))


PAPI = (
    "Chỉ số PAPI năm 2023 của tỉnh Sơn La đạt 42,5 điểm, xếp thứ 13/63 cả nước "
    "(năm 2022 đạt 41,2 điểm). Năm nay phấn đấu đạt 44 điểm."
)
TABLE = """Chỉ số CCHC cấp tỉnh
Đơn vị | Điểm năm 2023 | Thứ hạng
Sơn La | 88,66 | 13
Hà Giang | 85,2 | 31"""


@pytest.mark.parametrize(
    ("quote", "basis"),
    [
        ("42,5 điểm", ["Chỉ số PAPI", "năm 2023", "Sơn La", "default"]),
        ("thứ 13/63", ["Chỉ số PAPI", "năm 2023", "Sơn La", "cả nước", "default"]),
        ("41,2 điểm", ["Chỉ số PAPI", "năm 2022", "Sơn La", "default"]),
        ("44 điểm", ["Chỉ số PAPI", "Năm nay", "Sơn La", "phấn đấu"]),
    ],
)
def test_numbers_tell_their_words(quote: str, basis: list[str]) -> None:
    assert list(told(PAPI, quote).values()) == basis


def test_a_year_worked_out_from_publication_says_so() -> None:
    score = next(fact for fact in read(PAPI) if fact.text == "44 điểm")
    assert next(said.source for said in score.basis if said.key == "period") == "published_on"


def test_the_title_and_the_portal_are_sources_without_words() -> None:
    said = told("Tổng điểm đạt 42,5 điểm.", "42,5 điểm", "Chỉ số PAPI năm 2023", "Sơn La")
    assert said == {"indicator": "title", "period": "title", "subject": "portal", "status": "default"}


def test_the_words_that_lead_to_the_portals_province_are_told() -> None:
    text = "Chỉ số PAPI của tỉnh năm 2023 đạt 42,5 điểm."
    score = next(fact for fact in read(text, province="Sơn La") if fact.type == "score")
    subject = next(said for said in score.basis if said.key == "subject")
    assert (text[subject.start : subject.end], subject.source) == ("của tỉnh", "portal")


def test_cells_tell_their_row_and_column() -> None:
    assert told(TABLE, "85,2") == {
        "indicator": "Chỉ số CCHC",
        "period": "Điểm năm 2023",
        "subject": "Hà Giang",
        "status": "default",
    }


def test_values_in_turn_tell_their_own_names() -> None:
    text = "Năm 2023, các chỉ số PAPI, PCI lần lượt đạt 42,5 điểm và 66,1 điểm."
    assert told(text, "42,5 điểm")["indicator"] == "PAPI"
    assert told(text, "66,1 điểm")["indicator"] == "PCI"


def test_documents_tell_where_day_and_issuer_stand() -> None:
    text = "Ngày 15/6/2024, UBND tỉnh đã ban hành Quyết định số 1037/QĐ-UBND và Nghị quyết số 5/2023/NQ-CP."
    facts = [fact for fact in read(text) if isinstance(fact, Directive)]
    assert told(text, facts[0].text) == {
        "year": "15/6/2024",
        "issued_on": "15/6/2024",
        "issuer": "UBND tỉnh",
    }
    assert told(text, facts[1].text)["year"] == facts[1].text


def test_lent_years_tell_their_lender() -> None:
    text = "Năm 2023, sản xuất tăng. Hội nghị tháng 7 và tháng 8."
    assert [
        text[said.start : said.end]
        for fact in extract_facts(Document(text), ("date",))
        for said in fact.basis
        if said.source == "text"
    ] == ["Năm 2023", "Năm 2023"]
    lent = [fact for fact in read("Hội nghị ngày 20/7.") if isinstance(fact, Date)]
    assert [fact.basis for fact in lent] == [(Basis("year", None, None, "published_on"),)]


def test_basis_is_no_part_of_the_value() -> None:
    first, other = (extract_facts(Document(text), ("score",)) for text in (PAPI, PAPI))
    assert first == other
    assert all("basis" not in fact.as_json() for fact in first)


def test_a_basis_is_replaced_by_key() -> None:
    old, new = Basis("period", 1, 2, "text"), Basis("period", None, None, "title")
    status = Basis("status", None, None, "default")
    assert with_basis((old, status), new) == (new, status)
    assert with_basis((status,), new) == (status, new)
