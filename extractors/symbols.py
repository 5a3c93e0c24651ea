"""The number-and-sign of official documents: ``1037/QĐ-UBND``, ``61/2018/NĐ-CP``, ``15-KH/TU``.

A symbol is a number, sometimes a year, and a sign: the type and the office (``QĐ-UBND``), the office and the
unit that drafted (``UBND-KSTT``, an official letter), or an assembly with its term (``QH15``). Sources break
the spacing and write ``Ð`` (U+00D0) for ``Đ``; the normalised symbol mends both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractors.anchors import matches_at
from extractors.lexicon import alternatives, index_names, load_table
from extractors.numbers import number_starts
from extractors.text import Span

_TYPES: dict[str, dict[str, Any]] = load_table("document_types")
_OFFICES = frozenset(load_table("issuers")["symbols"]["offices"])
_TYPE_OF_SIGN = index_names(_TYPES, "signs", "document_types.toml", fold=False)
_LETTER = "Công văn"

_UPPER = "A-ZĐÐƯÔƠÂÊĂ"
_LOWER = "a-zà-ỹđð"
_MIXED = sorted(word for word in {*_TYPE_OF_SIGN, *_OFFICES} if not word.isupper())
# Known words come first, so that a word glued to a sign («UBNDngày») does not swallow its last letter.
_KNOWN = alternatives([*_OFFICES, *_TYPE_OF_SIGN])
_CHUNK = (
    rf"(?:{alternatives(_MIXED)}(?![{_LOWER}])|[{_UPPER}][{_UPPER}0-9]*(?:&[{_UPPER}]+)?(?![{_UPPER}{_LOWER}0-9])"
    rf"|{_KNOWN}[0-9]*|[{_UPPER}]{{2,}}[0-9]*(?![{_LOWER}]))"
)
_PARTY = r"(?:TW|TƯ|TU|HU|QU|ĐU|ThU|VPTW|VPTU|BTCTW|BTGTW|UBKTTW)"
_SIGN = (
    rf"{_CHUNK}(?: ?[\-–/] ?{_CHUNK})?"
    rf"(?:[\-–/]{_CHUNK}|\.(?!UBND|HĐND){_CHUNK}|[\-–][{_UPPER}][{_LOWER}]{{1,2}}(?!\w)|\.[a-z](?!\w))*"
)
# «UBND tỉnh …» behind a dash goes on with the sentence.
_NO_CLAUSE = rf"(?![{_UPPER}0-9]| ?(?!ngày|của|về|do|năm|và|hướng|quy)[{_LOWER}])"
# A joint circular names all its offices, and who parts one office by « - » parts the next so, too.
_SPREAD = (
    rf"(?:TTLT ?[\-–/] ?{_CHUNK}(?:[\-–/]{_CHUNK}| ?[\-–] ?{_CHUNK}{_NO_CLAUSE})*"
    rf"|{_CHUNK} [\-–] {_CHUNK}(?: [\-–] {_CHUNK}{_NO_CLAUSE})+)"
)
_SYMBOL = re.compile(
    rf"(?P<number>[0-9]{{1,3}}\.[0-9]{{3}}|[0-9]{{1,6}}[a-zđ]?)"
    rf"(?: ?[/\-–] ?(?:(?P<year>[12][0-9]{{3}}|[0-9]{{2}}) ?[/\-–] ?)?"
    # The Party also parts number and sign by a space: «22 QĐ/TW».
    rf"| (?=[{_UPPER}][{_UPPER}r]{{1,3}} ?[/\-–] ?{_PARTY}(?!\w)))"
    rf"(?P<sign>{_SPREAD}|{_SIGN})"
)
# A symbol may begin at a digit run that nothing numeric precedes.
_START = re.compile(
    rf"[0-9](?<![0-9A-Za-z.,/\-][0-9])(?:[0-9]{{0,2}}\.[0-9]{{3}}|[0-9]{{0,5}})[a-zđ]? ?[/\-– ]"
    rf"(?:(?<=[/\-–]) ?(?:[12][0-9]{{3}} ?[/\-–] ?|[0-9]{{2}}[/\-])?|(?<= ))(?=[{_UPPER}])"
)


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True)
class Symbol:
    """A document symbol as it stands at ``start:end``, taken apart.

    ``number`` is as written; ``text`` is the whole, mended; ``doc_type`` is what the sign says (None where it
    says nothing), ``office`` the part of the sign that names who issued (``UBND``, ``QH15``), or None.
    """

    start: int
    end: int
    number: str
    year: int | None
    text: str
    doc_type: str | None
    office: str | None

    @property
    def is_certain(self) -> bool:
        """Whether the sign alone proves a document: a type or a known office, with something beside it."""
        return self.doc_type is not None and self.office is not None


def find_symbols(text: str) -> Iterator[Symbol]:
    """Yield what has the shape of a document symbol in ``text``, in order, disjoint."""
    done = 0
    for start in matches_at(_START, text, number_starts(text)):
        if start.start() >= done and (found := _SYMBOL.match(text, start.start())):
            done = found.end()
            yield _symbol(found)


def symbol_spans(text: str) -> list[Span]:
    """Return the spans of the document symbols of ``text``: the numbers in them are no dates or values."""
    return spans_of(find_symbols(text))


def spans_of(symbols: Iterable[Symbol]) -> list[Span]:
    """Return the spans of ``symbols``."""
    return [Span(symbol.start, symbol.end) for symbol in symbols]


def signs_of(doc_type: str) -> frozenset[str]:
    """Return the signs that a document of ``doc_type`` bears in its symbol."""
    entry = _TYPES.get(doc_type, {})
    return frozenset([*entry.get("signs", ()), *entry.get("shared", ())])


def _symbol(found: re.Match[str]) -> Symbol:
    mended = found.group().replace(" ", "").replace("–", "-").replace("Ð", "Đ")
    sign = found["sign"].replace(" ", "").replace("–", "-").replace("Ð", "Đ")
    doc_type, office = _read_sign(re.split(r"[\-/.]", sign))
    return Symbol(
        found.start(), found.end(), found["number"], _full_year(found["year"]), mended, doc_type, office
    )


def _read_sign(chunks: list[str]) -> tuple[str | None, str | None]:
    """Return type and office of the chunks of a sign: QĐ-UBND, UBND-VX, VX-UBND, QH15, TTLT-BTC-BTP."""
    first, rest = chunks[0], chunks[1:]
    if first.rstrip("0123456789") in {"QH", "UBTVQH"}:
        return None, first
    if _is_office(first) and not (first in _TYPE_OF_SIGN and rest):
        return _LETTER if rest else None, first
    doc_type = _TYPE_OF_SIGN.get(first)
    if doc_type is not None:
        return doc_type, "-".join(rest) or None
    office = next((chunk for chunk in rest if _is_office(chunk)), None)
    return _LETTER if office else None, office


def _is_office(chunk: str) -> bool:
    return chunk in _OFFICES or chunk.rstrip("0123456789") in _OFFICES


def _full_year(written: str | None) -> int | None:
    if written is None or len(written) == 4:
        return int(written) if written else None
    return int(written) + (1900 if int(written) >= 45 else 2000)
