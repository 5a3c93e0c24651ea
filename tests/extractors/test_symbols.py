"""Every symbol that stood in a real list of 2,028 documents, in all its spellings, is taken apart."""

from pathlib import Path

from extractors.symbols import find_symbols

SYMBOLS = (Path(__file__).parent / "symbols.txt").read_text(encoding="utf-8").splitlines()
#: Cells that cannot be taken apart, with the reason. There are none.
UNREAD: dict[str, str] = {}


def test_every_real_symbol_gives_number_type_office_and_one_spelling() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) > 1700
    for cell in SYMBOLS:
        found = list(find_symbols(cell))
        if cell in UNREAD:
            assert found == [], cell
            continue
        (symbol,) = found
        assert (symbol.start, symbol.end) == (0, len(cell)), cell
        assert symbol.number, cell
        assert symbol.doc_type, cell
        assert symbol.office, cell
        assert not set(symbol.text) & set(" –ÐÐ"), cell


def test_spellings_of_one_symbol_become_one() -> None:
    spellings = ("1977 /QĐ-UBND", "2403/QÐ-UBND", "109/UBND - VX")
    assert [next(find_symbols(cell)).text for cell in spellings] == [
        "1977/QĐ-UBND",
        "2403/QĐ-UBND",
        "109/UBND-VX",
    ]
