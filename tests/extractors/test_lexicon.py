"""The lexicon's loader refuses tables that would make the readers guess."""

import unicodedata
from importlib import resources

import pytest

from extractors.errors import ExtractorError
from extractors.lexicon import alternatives, index_names, load_table, parse_table


@pytest.mark.parametrize(
    "name",
    sorted(
        f.name.removesuffix(".toml")
        for f in resources.files("extractors.lexicon").iterdir()
        if f.name.endswith(".toml")
    ),
)
def test_every_table_loads(name: str) -> None:
    assert load_table(name)
    assert load_table(name) is load_table(name)


def test_a_missing_table_names_its_file() -> None:
    with pytest.raises(ExtractorError, match=r"nothing\.toml"):
        load_table("nothing")


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a = [", "no UTF-8 TOML"),
        ('a = ["x", "x"]', "a: 'x' is listed twice"),
        ('[b]\nc = ["x "]', r"b\.c: .* stray spaces"),
        ('a = ""', "empty"),
        ('a = ["x  y"]', "stray spaces"),
        (f'a = "{unicodedata.normalize("NFD", "Tỉnh ủy")}"', "not NFC"),
        (f'"{unicodedata.normalize("NFD", "ủy")}" = 1', "not NFC"),
        ('a = [{ b = ["x", "x"] }]', r"a\[0\]\.b"),
    ],
)
def test_broken_tables_are_refused(source: str, complaint: str) -> None:
    with pytest.raises(ExtractorError, match=complaint) as refusal:
        parse_table(source.encode(), "words.toml")
    assert "words.toml" in str(refusal.value)
    assert refusal.value.exit_code == 4


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(ExtractorError, match="no UTF-8 TOML"):
        parse_table(b'a = "\xff"', "words.toml")


def test_index_names_refuses_a_word_of_two_keys() -> None:
    table = {"A": {"names": ["một", "hai"]}, "B": {"names": ["Hai"]}}
    with pytest.raises(ExtractorError, match="'Hai' stands under both 'A' and 'B'"):
        index_names(table, "names", "words.toml")
    assert index_names(table, "names", "words.toml", fold=False) == {"một": "A", "hai": "A", "Hai": "B"}


def test_alternatives_prefers_the_longest() -> None:
    assert alternatives(["a", "a.b"]) == r"(?:a\.b|a)"
