"""The body that a symbol's office names, found among the words of a sentence: «/SNV-…» is of «Sở Nội vụ».

A body that acts in a sentence is the issuer of a document only where the symbol names its office: «UBND tỉnh
yêu cầu tại Công văn số 345/UBND-KT», «Tại Thông báo số 12/TB-VPCP, Văn phòng Chính phủ …».
"""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from extractors.folding import fold
from extractors.issuers import ISSUER
from extractors.lexicon import alternatives, load_table
from extractors.phrases import holds_any

_TABLE: dict[str, Any] = load_table("issuers")
_BODIES: dict[str, tuple[str, ...]] = {
    office: tuple(fold(word) for word in words)
    for table in ("bodies", "party_bodies")
    for office, words in _TABLE[table].items()
}
_NAMED = re.compile(rf"(?<!\w)(?P<issuer>{ISSUER})")
_WORD = re.compile(r"[^\W\d_]+")
_CUTS = ("\n", ". ", "; ", "! ", "? ")
_REACH = 240
# What leads from an act to the document that holds it: «chỉ đạo tại», «bằng», «kèm», «(».
_LINKS = ("(", *(f" {word} " for word in _TABLE["links"]["before"]))
_LONGEST_LINK = max(map(len, _LINKS))
_HANDING = ("trình", "gửi", "ban hành")
# «Sở Nội vụ trình UBND tỉnh Tờ trình số …», «tham mưu UBND tỉnh ban hành Kế hoạch số …»
_HANDED = re.compile(
    r" (?:đã |vừa |có )?(?:(?:trình|gửi)(?: [^,.;:\n]{2,60})?|(?:ký )?ban hành(?: các)?) ?\Z"
)
# Acts of a body that its document holds.
_ACTS = re.compile(rf"(?<!\w){alternatives(_TABLE['links']['acts'])}(?!\w)")
# «Tại Công văn số …, UBND tỉnh giao …»: the one that acts stands behind.
_LEADS_ON = tuple(f"{form} " for word in _TABLE["links"]["leading"] for form in (word, word.capitalize()))
_LONGEST_LEAD = max(map(len, _LEADS_ON))
_SUBJECT = re.compile(rf"[^,.;:()\n]{{0,40}}, (?P<issuer>{ISSUER})")


def agrees(body: str, office: str | None) -> bool:
    """Tell whether the ``office`` of a symbol («SNV», «UBND») is that of the ``body`` in words."""
    if not office:
        return False
    office = office.partition("-")[0]
    known = _BODIES.get(office)
    if known is not None:
        folded = fold(body)
        return any(word in folded for word in known)
    return len(office) > 2 and office in _initials(body)


def acting_before(text: str, at: int, office: str | None) -> tuple[int, str] | None:
    """Return place and words of the body with this ``office`` whose act leads to the document at ``at``."""
    if not office:
        return None
    is_linked = text.endswith(_LINKS, max(0, at - _LONGEST_LINK), at)
    start = max(0, at - _REACH)
    if not (is_linked or holds_any(text, _HANDING, start, at)):
        return None
    start = max([start, *(cut + 1 for mark in _CUTS if (cut := text.rfind(mark, start, at)) >= 0)])
    window = text[start:at]
    for found in reversed(list(_NAMED.finditer(window))):
        if agrees(found["issuer"], office):
            between = window[found.end() :]
            holds = _ACTS.search(between) if is_linked else _HANDED.fullmatch(between)
            return (start + found.start(), found["issuer"].strip()) if holds is not None else None
    return None


def acting_behind(text: str, start: int, end: int, office: str | None) -> re.Match[str] | None:
    """Return the match (group ``issuer``) of the body with this ``office`` that acts behind a document at
    ``start``..``end`` that its sentence opens with."""
    if not office or not text.endswith(_LEADS_ON, max(0, start - _LONGEST_LEAD), start):
        return None
    found = _SUBJECT.match(text, end)
    return found if found is not None and agrees(found["issuer"], office) else None


@lru_cache(maxsize=512)
def _initials(body: str) -> str:
    """Return the first letters of the syllables, without tones: «Sở Kế hoạch và Đầu tư» -> «SKHĐT»."""
    letters = [
        word if word.isupper() else unicodedata.normalize("NFD", word[0].upper())[0]
        for word in _WORD.findall(body)
        if word != "và"
    ]
    return "".join(letters)
