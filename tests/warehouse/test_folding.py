"""One folding in two languages: SQL writes it into the tables of search, Python reads what is typed."""

import itertools
import unicodedata
from pathlib import Path

import pytest

from warehouse.connection import Connection
from warehouse.folding import folded_sql, spelt_sql, words_of

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
TEXTS = [
    *(f"x{letter}x {letter.upper()}" for letter in LETTERS),
    "Hoà Bình, hòa bình; HOÀ-BÌNH… «quý» qúy thuỷ thủy khoẻ khỏe",
    "Quyết định số 482/QĐ-BNV, 88,66/100 điểm: Đắk Lắk, Ðak Lak",
    "",
    " \n ",
    "?!…“”",
    "a\u0301 \u0301a",
    "😀 tỉnh😀Bình 'Định' \"x\" %_\\",
    "Ж中ا٣७½² straße Ἀθῆναι",
]
FORMS = [(text, unicodedata.normalize(form, text)) for text in TEXTS for form in ("NFC", "NFD")]


@pytest.mark.parametrize("which", ["folded", "spelt"])
def test_sql_and_python_fold_alike(con: Connection, which: str) -> None:
    expression = {"folded": folded_sql, "spelt": spelt_sql}[which]("said")
    found = con.execute(
        f"SELECT said, {expression} FROM (SELECT unnest(?) AS said)", [[text for _, text in FORMS]]
    ).fetchall()
    assert [folded.split() for _, folded in found] == [
        [getattr(word, which) for word in words_of(text)] for _, text in FORMS
    ]
    assert all(folded.startswith(" ") and folded.endswith(" ") for _, folded in found)


@pytest.mark.parametrize(
    ("letters", "bare"), [("aăâ", "a"), ("eê", "e"), ("i", "i"), ("oôơ", "o"), ("uư", "u"), ("y", "y")]
)
def test_letters_fold_to_their_bare_one(letters: str, bare: str) -> None:
    written = ["".join(pair) for pair in itertools.product(letters, TONES)]
    texts = [unicodedata.normalize(form, one) for one in written for form in ("NFC", "NFD")]
    assert {word.folded for text in texts for word in words_of(f"{text} {text.upper()}")} == {bare}


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("quý", "qúy"), ("HOÀ", "hòa")]
)
def test_both_placements_of_a_tone_are_spelt_alike(one: str, other: str) -> None:
    assert words_of(one)[0].spelt == words_of(unicodedata.normalize("NFD", other))[0].spelt


def test_words_know_their_place() -> None:
    text = unicodedata.normalize("NFD", "«Tỉnh», Đà")
    assert [text[word.start : word.end] for word in words_of(text)] == [
        unicodedata.normalize("NFD", word) for word in ("Tỉnh", "Đà")
    ]


def test_the_readme_folds_a_phrase_as_the_texts_are_folded() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert folded_sql("'Đắk Lắk'") in " ".join(readme.split())
