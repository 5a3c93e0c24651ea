"""Where a text mentions a numbered document: by its symbol, or by its type and a number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from extractors.basis import Drawn
from extractors.directive_heads import (
    BARE_NAMES,
    LAST_WORDS,
    SHORT_NAMES,
    UNNUMBERED,
    Head,
    head_before,
    plain_head,
)
from extractors.lexicon import alternatives, load_table
from extractors.numbers import number_starts
from extractors.symbols import Symbol, find_symbols, signs_of

_TYPES: dict[str, dict[str, Any]] = load_table("document_types")
_WORDS: dict[str, list[str]] = load_table("directive_words")

# What may join two members of a list.
_JOINT = re.compile(r" ?(?:,|;|và|hoặc|&|, và|; và) ?(?:các |cả )?(?:(?i:số) ?:? ?)?")
_JOINT_LENGTH = 15

# Between two members of a list may also stand the day and the issuer of the first.
_LIST_GAP = re.compile(
    r"(?:,? ?(?:ký |ban hành )?(?:ngày )?[0-9]{1,2}(?:[./\-]| tháng )[0-9]{1,2}(?:[./\-]| năm )[0-9]{4}"
    r"| năm [0-9]{4})?(?: của [^,;.\n]{2,60})?"
    rf"{_JOINT.pattern}"
)

_COORDINATED = re.compile(
    r"(?:,? ?\(?(?:ký |ban hành )?(?:ngày )?[0-9]{1,2}(?:[./\-]| tháng )[0-9]{1,2}(?:[./\-]| năm )[0-9]{4}\)?"
    rf"| năm [0-9]{{4}})?(?:{_JOINT.pattern}|,? cùng(?: với)? (?:các )?)"
)

# Any number that may be a document's: no part of a longer one; «16/2015» is number and year.
_NUMBER = re.compile(
    r"[0-9](?<![0-9A-Za-z.,/\-][0-9])(?P<rest>[0-9]{0,4}[a-z]?)(?:/(?P<year>(?:19|20)[0-9]{2})(?![0-9]))?"
    r"(?![\w%]|[.,/\-–][0-9]|[/\-–][^\W\d_])"
)
# Behind a number without «số»: how a sentence goes on behind a document, as against what a number counts.
_GOES_ON = re.compile(rf" ?(?:\Z|[\n,;:.)\]!?…\"”»(/|–-]| {alternatives(_WORDS['followers'])}(?!\w))")
_COUNTED = re.compile(
    rf" ?[%‰]| {alternatives(_WORDS['counted'])}(?!\w)"
    rf"| {alternatives(_WORDS['counted_places'])}(?!\w)(?! [A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ])"
)
_DATED = re.compile(r" (?:ngày [0-9]|năm (?:19|20)[0-9]{2}(?! ?[-–] ?[0-9]))")
_YEARLIKE = re.compile(r"(?:19|20)[0-9]{2}\Z")
_REACH = 110


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True)
class Numbered:
    """A mention of a document: its span and what its own words say of it."""

    start: int
    end: int
    number: str
    symbol: str | None
    doc_type: str | None
    year: int | None
    office: str | None
    rule: str
    issuer: Drawn | None = None
    contradicts: bool = False


def find_numbered(text: str, known: Iterable[Symbol] | None = None) -> list[Numbered]:
    """Return the mentions of numbered documents in canonical ``text``, in order, disjoint.

    ``known`` are the symbols of the text (``find_symbols``), given where the caller has them already.
    """
    signs = find_symbols(text) if known is None else known
    symbols = [mention for symbol in signs if (mention := _by_symbol(text, symbol))]
    found: list[Numbered] = []
    at = 0
    for start in number_starts(text):
        while at < len(symbols) and symbols[at].end <= start:
            found.append(symbols[at])
            at += 1
        if at < len(symbols) and symbols[at].start <= start:
            continue
        mention = _by_number(text, start, found[-1] if found else None)
        if mention is not None:
            found.append(mention)
    return _inherit(text, found + symbols[at:])


def is_joined(text: str, one: Numbered, other: Numbered) -> bool:
    """Whether nothing but a comma or «và» stands between two mentions."""
    return is_joined_at(text, one, other.start)


def is_coordinated(text: str, one: Numbered, other: Numbered) -> bool:
    """Whether nothing but the day of the first, and a comma, «và» or «cùng» stands between two mentions."""
    return other.start - one.end <= _REACH and _COORDINATED.fullmatch(text, one.end, other.start) is not None


def is_joined_at(text: str, one: Numbered, at: int) -> bool:
    """Whether nothing but a comma or «và» stands between a mention and the place ``at``."""
    return at - one.end <= _JOINT_LENGTH and _JOINT.fullmatch(text, one.end, at) is not None


def _by_symbol(text: str, symbol: Symbol) -> Numbered | None:
    head = head_before(text, symbol.start)
    is_far = head is not None and head.doc_type is not None and not head.is_near
    if is_far and symbol.doc_type is not None and not _agrees(head.doc_type if head else None, symbol):
        head = None
    if head is None:
        # Without «số» or a type before it, the sign itself must prove a document.
        if not symbol.is_certain and not (symbol.office or "").startswith(("QH", "UBTVQH")):
            return None
        head = Head(symbol.start, None, has_so=False)
    return Numbered(
        start=head.start,
        end=symbol.end,
        number=symbol.number,
        symbol=symbol.text,
        doc_type=head.doc_type or symbol.doc_type,
        year=symbol.year,
        office=symbol.office,
        rule="directive.symbol.typed" if head.doc_type else "directive.symbol",
        issuer=head.issuer,
        contradicts=head.doc_type is not None and not _agrees(head.doc_type, symbol),
    )


def _agrees(doc_type: str | None, symbol: Symbol) -> bool:
    """Whether the type in words and the sign go together; «Văn bản» and projects go with any sign."""
    if doc_type is None or symbol.doc_type in {None, doc_type} or doc_type in {"Văn bản", "Đề án", "Dự án"}:
        return True
    return not signs_of(doc_type).isdisjoint(_TYPES[str(symbol.doc_type)]["signs"])


def _by_number(text: str, start: int, last: Numbered | None) -> Numbered | None:
    """Read «Đề án 06», «Chỉ thị số 11», and the second number of «Nghị định số 77, 133» at ``start``."""
    word = text[max(0, start - 9) : start].rstrip(" :.").rpartition(" ")[2].casefold()
    is_named = word in LAST_WORDS
    if last is not None and (last.rule != "directive.number" or start - last.end > _JOINT_LENGTH):
        last = None
    number = _NUMBER.match(text, start) if is_named or last is not None else None
    if number is None:
        return None
    if is_named and (head := plain_head(text, start)):
        return _plain(number, head.start, head.doc_type) if _names_document(text, number, head) else None
    if last is None or _YEARLIKE.match(number.group()):
        return None
    if not is_joined_at(text, last, start) or not _GOES_ON.match(text, number.end()):
        return None
    return _plain(number, start, last.doc_type)


def _plain(number: re.Match[str], start: int, doc_type: str | None) -> Numbered:
    digits = number.string[number.start() : number.end("rest")]
    year = int(number["year"]) if number["year"] else None
    return Numbered(start, number.end(), digits, None, doc_type, year, None, "directive.number")


def _names_document(text: str, number: re.Match[str], head: Head) -> bool:
    """Whether the number is a document's and counts nothing: «Kế hoạch 5 năm», «nghị quyết 3 lần»."""
    name, end = head.name or "", number.end()
    counts = _COUNTED.match(text, end) is not None and not _DATED.match(text, end)
    if counts or name.casefold() in UNNUMBERED:
        return False
    if head.has_so:
        return True
    is_short = name in SHORT_NAMES
    if not (is_short or name.casefold() in BARE_NAMES) or _YEARLIKE.match(number.group()):
        return False
    return (name[:1].isupper() and not is_short) or _GOES_ON.match(text, end) is not None


def _inherit(text: str, found: list[Numbered]) -> list[Numbered]:
    """Give a member of a list the type its list opens with, where neither words nor sign tell its own."""
    for at in range(1, len(found)):
        one, other = found[at - 1], found[at]
        # A letter in a list of «các văn bản số …» is called what the list calls it.
        is_named = other.rule == "directive.symbol" and one.doc_type == "Văn bản"
        if one.doc_type is None or not (other.doc_type is None or is_named):
            continue
        if _follows(text, one, other.start):
            found[at] = replace(other, doc_type=one.doc_type)
    return found


def _follows(text: str, last: Numbered, at: int) -> bool:
    """Whether a list runs on from ``last`` to the number at ``at``, over the day and issuer of the former."""
    return at - last.end <= _REACH and _LIST_GAP.fullmatch(text, last.end, at) is not None
