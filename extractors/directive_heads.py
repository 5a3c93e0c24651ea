"""The type of document that leads to a number: «Quyết định số», «Báo cáo thẩm tra số», «Luật Đất đai số»."""

import re
from dataclasses import dataclass
from typing import Any

from extractors.basis import Drawn
from extractors.issuers import ISSUER, drawn_issuer
from extractors.lexicon import alternatives, index_names, load_table

_TYPES: dict[str, dict[str, Any]] = load_table("document_types")
_WORDS: dict[str, list[str]] = load_table("directive_words")
_TYPE_OF_NAME = index_names(_TYPES, "names", "document_types.toml")
_TYPE_OF_SIGN = index_names(_TYPES, "signs", "document_types.toml", fold=False)
# Signs that stand for their type in running text: «NĐ 61/2018/NĐ-CP», «QĐ số 12/QĐ-UBND».
SHORT_NAMES = tuple(_WORDS["short_names"])
# Types of acts whose names hold commas: «Luật Văn hóa, Thể thao số …».
_LONG_NAMED = frozenset(_WORDS["long_named"])
# A «tiểu đề án» is a chapter of one.
_PARTS = tuple(f"{word} " for word in _WORDS["parts"])
_REACH = 110

_NAMES = alternatives(_TYPE_OF_NAME)
_SHORTS = alternatives(SHORT_NAMES)
_SO = r"(?:(?i:số)(?: ký hiệu| hiệu)? ?[:.]? ?|(?i:ký hiệu) ?:? ?)"
# A type right before a number: «Quyết định số: », «Nghị định », «Quyết định: ».
_TYPE_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:(?P<outer>(?i:{_NAMES})) )?(?P<name>(?i:{_NAMES}))|(?P<short>{_SHORTS}))"
    rf"(?P<so> {_SO}|: ?| )\Z"
)
# The same in lower case, which is searched ten times as fast; what it finds is read with the pattern above.
_LOWER_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:{_NAMES} )?{_NAMES}|{_SHORTS.lower()})"
    r"(?: (?:số(?: ký hiệu| hiệu)? ?[:.]? ?|ký hiệu ?:? ?)|: ?| )\Z"
)
# In lower case, too.
_TYPES_IN = re.compile(rf"(?<!\w){_NAMES}(?!\w)")
_SO_BEFORE = re.compile(rf"(?<!\w){_SO}\Z")
# Words that belong to the name of a type and may stand before «số» of a document without a symbol.
_QUALIFIER = re.compile(rf" {alternatives(_WORDS['qualifiers'])} ?\Z")
_QUALIFIED = re.compile(
    rf"(?<!\w)(?P<name>(?i:{_NAMES})) {alternatives(_WORDS['qualifiers'])}(?P<so> {_SO})\Z"
)
_QUALIFIED_ENDS = tuple(sorted({f"{word.rpartition(' ')[2]} số" for word in _WORDS["qualifiers"]}))
_OF_ISSUER = re.compile(rf" của (?P<issuer>{ISSUER})")


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True)
class Head:
    """The type before a number: where it begins, whether «số» follows, whether other words stand between."""

    start: int
    doc_type: str | None
    has_so: bool
    name: str | None = None
    issuer: Drawn | None = None
    is_near: bool = True


def head_before(text: str, at: int) -> Head | None:
    """Return the type or «số» that leads to the number at ``at``."""
    head = _mended(text[max(0, at - 48) : at])
    # The last word rules most numbers out, and trying every type at every letter is slow.
    last = _LAST_WORD.search(head, max(0, len(head) - 16))
    if last is None or last[1].casefold() not in _LEADING_WORDS:
        return None
    offset = at - len(head)
    found = _type_before(head)
    if found:
        return _near_head(offset, found)
    so = _SO_BEFORE.search(head)
    return _far_head(text, offset + so.start()) if so else None


def plain_head(text: str, at: int) -> Head | None:
    """Return the type that leads to a number without a symbol: nothing but a qualifier may part them."""
    head = _mended(text[max(0, at - 60) : at])
    words = head.casefold().rstrip(" :.").rsplit(" ", 2)
    if words[-1] == "số" and words[-2:-1] and words[-2] not in _BEFORE_SO:
        return None
    found = _type_before(head, max(0, len(head) - 48))
    if found is None and head.casefold().rstrip(" :.").endswith(_QUALIFIED_ENDS):
        found = _QUALIFIED.search(head)
    if found is None or head[: found.start()].casefold().endswith(_PARTS):
        return None
    return _near_head(at - len(head), found)


def _mended(piece: str) -> str:
    """Return ``piece`` with the «Đ» that many keyboards write as U+00D0, with its offsets."""
    return piece.replace("Ð", "Đ").replace("ð", "đ")


def _lower(piece: str) -> str:
    """Return ``piece`` in lower case, with its offsets; as it is where a letter would grow."""
    lowered = piece.lower()
    return lowered if len(lowered) == len(piece) else piece


def _type_before(head: str, start: int = 0) -> re.Match[str] | None:
    """Search ``head`` from ``start`` on for a type that stands right before its end."""
    found = _LOWER_BEFORE.search(_lower(head), start)
    if found is None:
        return None
    return _TYPE_BEFORE.match(head, found.start()) or _TYPE_BEFORE.search(head, start)


def _near_head(offset: int, found: re.Match[str]) -> Head:
    if found.groupdict().get("short"):
        return Head(
            offset + found.start(), _TYPE_OF_SIGN[found["short"]], _says_so(found["so"]), found["short"]
        )
    name = found["name"]
    outer = found.groupdict().get("outer")
    # «Thông báo kết luận số»: the type that opens the name is the head.
    if outer and name[0].islower():
        name = outer
    return Head(offset + found.start(), _TYPE_OF_NAME[name.casefold()], _says_so(found["so"]), name)


def _says_so(words: str) -> bool:
    return len(words.strip(" :.")) > 0


def _far_head(text: str, so: int) -> Head:
    """Look for the type before other words: «Báo cáo thẩm tra số», «Luật Đất đai số»."""
    window = _mended(text[max(0, so - _REACH) : so])
    offset = so - len(window)
    for stop in ("\n", ". ", ";", ":", "(", "”", '"', "|"):
        cut = window.rfind(stop) + 1
        offset, window = offset + cut, window[cut:]
    types = list(_TYPES_IN.finditer(_lower(window)))
    if not types:
        return Head(so, None, has_so=True)
    last = types[-1]
    between = window[last.end() :]
    doc_type = _TYPE_OF_NAME[last.group()]
    is_law = doc_type in _LONG_NAMED
    if re.search(r"[0-9]", between) or ("," in between and not is_law) or len(between) > 70:
        return Head(so, None, has_so=True)
    issuer = _OF_ISSUER.match(between)
    near = _QUALIFIER.fullmatch(between) is not None or issuer is not None
    return Head(
        offset + last.start(),
        doc_type,
        has_so=True,
        name=window[last.start() : last.end()],
        issuer=drawn_issuer(issuer, offset + last.end()) if issuer else None,
        is_near=near,
    )


#: Names of types that stand with a number without «số», case-folded: «Nghị định 77».
BARE_NAMES = frozenset(name for entry in _TYPES.values() if entry.get("bare") for name in entry["names"])
#: Names of types whose number without a symbol is no document's.
UNNUMBERED = frozenset(
    name for entry in _TYPES.values() if entry.get("unnumbered") for name in entry["names"]
)
#: The last words, case-folded, that may stand right before the number of a document.
LAST_WORDS = frozenset(
    [name.rpartition(" ")[2] for name in _TYPE_OF_NAME]
    + [name.casefold() for name in SHORT_NAMES]
    + ["số", "hiệu"]
)
_LAST_WORD = re.compile(r"\b(\w+)[ .:]*\Z")
_LEADING_WORDS = frozenset(word for last in LAST_WORDS for word in re.findall(r"\w+\Z", last))
# What may stand before «số» in the name of a document without a symbol.
_BEFORE_SO = LAST_WORDS | {word.rpartition(" ")[2] for word in _WORDS["qualifiers"]}
