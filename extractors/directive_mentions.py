"""Where a text mentions a numbered document: by its symbol, or by its type and a number."""

import re
from dataclasses import dataclass, replace
from typing import Any

from extractors.issuers import ISSUER
from extractors.lexicon import alternatives, index_names, load_table
from extractors.symbols import Symbol, find_symbols, signs_of

_TYPES: dict[str, dict[str, Any]] = load_table("document_types")
_WORDS: dict[str, list[str]] = load_table("directive_words")
_TYPE_OF_NAME = index_names(_TYPES, "names", "document_types.toml")
_TYPE_OF_SIGN = index_names(_TYPES, "signs", "document_types.toml", fold=False)
_BARE = {name for key, entry in _TYPES.items() if entry.get("bare") for name in entry["names"]}
# Signs that stand for their type in running text: «NĐ 61/2018/NĐ-CP», «QĐ số 12/QĐ-UBND».
_SHORT = ("QĐ", "NQ", "NĐ", "CT", "KH", "CV", "KL", "TTLT", "TT", "TB", "CTr", "TTr", "BC", "HD", "CĐ")

_NAMES = alternatives(_TYPE_OF_NAME)
_SHORTS = alternatives(_SHORT)
_SO = r"(?:(?i:số)(?: ký hiệu| hiệu)? ?[:.]? ?|(?i:ký hiệu) ?:? ?)"
# A type right before a number: «Quyết định số: », «Nghị định », «Quyết định: ».
_TYPE_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:(?P<outer>(?i:{_NAMES})) )?(?P<name>(?i:{_NAMES}))|(?P<short>{_SHORTS}))(?P<so> {_SO}|: ?| )\Z"
)
_TYPES_IN = re.compile(rf"(?<!\w)(?P<name>(?i:{_NAMES}))(?!\w)")
_SO_BEFORE = re.compile(rf"(?<!\w){_SO}\Z")
# Words that belong to the name of a type and may stand before «số» of a document without a symbol.
_QUALIFIER = re.compile(rf" {alternatives(_WORDS['qualifiers'])} ?\Z")
_QUALIFIED = re.compile(
    rf"(?<!\w)(?P<name>(?i:{_NAMES})) {alternatives(_WORDS['qualifiers'])}(?P<so> {_SO})\Z"
)
_QUALIFIED_ENDS = tuple(sorted({f"{word.rpartition(' ')[2]} số" for word in _WORDS["qualifiers"]}))
_OF_ISSUER = re.compile(rf" của (?P<issuer>{ISSUER})")
_JOINT = re.compile(r" ?(?:,|;|và|hoặc|&|, và|; và) ?(?:các |cả )?(?:(?i:số) ?:? ?)?")

# Between two members of a list may stand the day and the issuer of the first.
_LIST_GAP = re.compile(
    r"(?:,? ?(?:ký |ban hành )?(?:ngày )?[0-9]{1,2}(?:[./\-]| tháng )[0-9]{1,2}(?:[./\-]| năm )[0-9]{4}| năm [0-9]{4})?"
    r"(?: của [^,;.\n]{2,60})? ?(?:,|;|và|hoặc|&|, và|; và) ?(?:các )?(?:(?i:số) ?:? ?)?"
)

# Any number that may be a document's: at most four digits, no part of a longer one.
_NUMBER = re.compile(r"[0-9](?<![0-9A-Za-z.,/\-][0-9])[0-9]{0,4}[a-z]?(?![\w%]|[.,/\-–][0-9]|[/\-–][^\W\d_])")
_LAST_WORDS = frozenset(
    [name.rpartition(" ")[2] for name in _TYPE_OF_NAME]
    + [short.casefold() for short in _SHORT]
    + ["số", "hiệu"]
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


@dataclass(frozen=True, slots=True)
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
    issuer: str | None = None
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class _Head:
    """The type before a number: where it begins, whether «số» follows it, whether other words stand between."""

    start: int
    doc_type: str | None
    has_so: bool
    name: str | None = None
    issuer: str | None = None
    is_near: bool = True


def find_numbered(text: str) -> list[Numbered]:
    """Return the mentions of numbered documents in canonical ``text``, in order, disjoint."""
    symbols = [mention for symbol in find_symbols(text) if (mention := _by_symbol(text, symbol))]
    found: list[Numbered] = []
    at = 0
    for number in _NUMBER.finditer(text):
        start = number.start()
        while at < len(symbols) and symbols[at].end <= start:
            found.append(symbols[at])
            at += 1
        if at < len(symbols) and symbols[at].start <= start:
            continue
        mention = _by_number(text, number, found[-1] if found else None)
        if mention is not None:
            found.append(mention)
    return _inherit(text, found + symbols[at:])


def is_joined(text: str, one: Numbered, other: Numbered) -> bool:
    """Whether nothing but a comma or «và» stands between two mentions."""
    return is_joined_at(text, one, other.start)


def is_joined_at(text: str, one: Numbered, at: int) -> bool:
    """Whether nothing but a comma or «và» stands between a mention and the place ``at``."""
    return at - one.end < 16 and _JOINT.fullmatch(text, one.end, at) is not None


def _by_symbol(text: str, symbol: Symbol) -> Numbered | None:
    head = _head_before(text, symbol.start)
    if head is not None and head.doc_type is not None and not head.is_near:
        if symbol.doc_type is not None and not _agrees(head.doc_type, symbol):
            head = None
    if head is None:
        if not symbol.is_certain and symbol.office is None:
            return None
        if not symbol.is_certain and not (symbol.office or "").startswith(("QH", "UBTVQH")):
            return None
        head = _Head(symbol.start, None, has_so=False)
    doc_type = head.doc_type or symbol.doc_type
    if doc_type is None and not head.has_so and not symbol.is_certain and not symbol.office:
        return None
    return Numbered(
        start=head.start,
        end=symbol.end,
        number=symbol.number,
        symbol=symbol.text,
        doc_type=doc_type,
        year=symbol.year,
        office=symbol.office,
        rule="directive.symbol.typed" if head.doc_type else "directive.symbol",
        issuer=head.issuer,
        contradicts=head.doc_type is not None and not _agrees(head.doc_type, symbol),
    )


def _agrees(doc_type: str, symbol: Symbol) -> bool:
    """Whether the type in words and the sign go together; «Văn bản» goes with any, letters with no sign at all."""
    if symbol.doc_type in {None, doc_type} or doc_type in {"Văn bản", "Đề án", "Dự án"}:
        return True
    sign = next((sign for sign, owner in _TYPE_OF_SIGN.items() if owner == symbol.doc_type), "")
    return sign in signs_of(doc_type) or bool(set(_TYPES[str(symbol.doc_type)]["signs"]) & signs_of(doc_type))


def _head_before(text: str, at: int) -> _Head | None:
    """Return the type or «số» that leads to the number at ``at``."""
    head = text[max(0, at - 48) : at]
    offset = at - len(head)
    found = _TYPE_BEFORE.search(head)
    if found:
        return _near_head(offset, found)
    so = _SO_BEFORE.search(head)
    return _far_head(text, offset + so.start()) if so else None


def _plain_head(text: str, at: int) -> _Head | None:
    """Return the type that leads to a number without a symbol: nothing but a qualifier may part them."""
    head = text[max(0, at - 60) : at]
    found = _TYPE_BEFORE.search(head, max(0, len(head) - 48))
    if found is None and head.casefold().rstrip(" :.").endswith(_QUALIFIED_ENDS):
        found = _QUALIFIED.search(head)
    if found is None:
        return None
    return _near_head(at - len(head), found)


def _near_head(offset: int, found: re.Match[str]) -> _Head:
    if found.groupdict().get("short"):
        return _Head(
            offset + found.start(), _TYPE_OF_SIGN[found["short"]], _says_so(found["so"]), found["short"]
        )
    name = found["name"]
    outer = found.groupdict().get("outer")
    # «Thông báo kết luận số»: the type that opens the name is the head.
    if outer and name[0].islower():
        name = outer
    return _Head(offset + found.start(), _TYPE_OF_NAME[name.casefold()], _says_so(found["so"]), name)


def _says_so(words: str) -> bool:
    return len(words.strip(" :.")) > 0


def _far_head(text: str, so: int) -> _Head:
    """Look for the type before other words: «Báo cáo thẩm tra số», «Luật Đất đai số», «Quyết định của UBND tỉnh số»."""
    window = text[max(0, so - _REACH) : so]
    offset = so - len(window)
    for stop in ("\n", ". ", ";", ":", "(", "”", '"', "|"):
        cut = window.rfind(stop) + 1
        offset, window = offset + cut, window[cut:]
    types = list(_TYPES_IN.finditer(window))
    if not types:
        return _Head(so, None, has_so=True)
    last = types[-1]
    between = window[last.end() :]
    is_law = _TYPE_OF_NAME[last["name"].casefold()] in {"Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết"}
    if re.search(r"[0-9]", between) or ("," in between and not is_law) or len(between) > 70:
        return _Head(so, None, has_so=True)
    issuer = _OF_ISSUER.match(between)
    near = _QUALIFIER.fullmatch(between) is not None or issuer is not None
    return _Head(
        offset + last.start(),
        _TYPE_OF_NAME[last["name"].casefold()],
        has_so=True,
        name=last["name"],
        issuer=issuer["issuer"].strip() if issuer else None,
        is_near=near,
    )


def _by_number(text: str, number: re.Match[str], last: Numbered | None) -> Numbered | None:
    """Read «Đề án 06», «Chỉ thị số 11», and the second number of «Nghị định số 77, 133»."""
    start, end = number.start(), number.end()
    word = text[max(0, start - 9) : start].rstrip(" :.").rpartition(" ")[2].casefold()
    if word in _LAST_WORDS:
        head = _head_before(text, start)
        if (
            head is None
            or head.doc_type is None
            or not head.is_near
            or not _numbers_document(text, number, head)
        ):
            return None
        return _plain(head.start, end, number.group(), head.doc_type, head.issuer)
    runs_on = last is not None and last.doc_type is not None and last.rule == "directive.number"
    if not runs_on or last is None or last.doc_type is None or _YEARLIKE.match(number.group()):
        return None
    if not is_joined_at(text, last, start) or not _GOES_ON.match(text, end):
        return None
    return _plain(start, end, number.group(), last.doc_type, None)


def _plain(start: int, end: int, number: str, doc_type: str, issuer: str | None) -> Numbered:
    return Numbered(start, end, number, None, doc_type, None, None, "directive.number", issuer)


def _numbers_document(text: str, number: re.Match[str], head: _Head) -> bool:
    """Whether the number is a document's and counts nothing: «Kế hoạch 5 năm», «ban hành nghị quyết 3 lần»."""
    name, end = head.name or "", number.end()
    counts = _COUNTED.match(text, end) is not None and not _DATED.match(text, end)
    if head.has_so:
        return not counts
    if counts or not (name.casefold() in _BARE or name in _SHORT) or _YEARLIKE.match(number.group()):
        return False
    return (name[:1].isupper() and name not in _SHORT) or _GOES_ON.match(text, end) is not None


def _inherit(text: str, found: list[Numbered]) -> list[Numbered]:
    """Give a member of a list the type its list opens with, where neither words nor sign tell its own."""
    for at in range(1, len(found)):
        one, other = found[at - 1], found[at]
        if other.doc_type is None and one.doc_type is not None and _follows(text, one, other.start):
            found[at] = replace(other, doc_type=one.doc_type)
    return found


def _follows(text: str, last: Numbered, at: int) -> bool:
    """Whether a list runs on from ``last`` to the number at ``at``, over the day and issuer of the former."""
    return at - last.end <= _REACH and _LIST_GAP.fullmatch(text, last.end, at) is not None
