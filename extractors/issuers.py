"""Who issued a document: the body named beside it, as written."""

import re
from typing import Any

from extractors.basis import Drawn
from extractors.lexicon import alternatives, load_table
from extractors.phrases import holds_any

_UNITS: dict[str, Any] = load_table("issuers")["units"]

_PROVINCES = alternatives(load_table("provinces")["provinces"])
_CAPITAL = r"[A-ZÀ-ÝĂĐĨŨƠƯẠ-Ỹ]"
_NAME = (
    rf"(?:{alternatives(_UNITS['long_places'])}|{_PROVINCES}(?!\w)"
    rf"|{_CAPITAL}\w*(?: {_CAPITAL}\w*)?(?! {_CAPITAL})|[0-9]{{1,2}})"
)
_PLACE = rf"(?: {alternatives(_UNITS['levels'])}(?!\w)(?: {_NAME}(?!\w))?)"
_TERM = r"(?:,? ?\(?[Kk]h(?:ó|o)(?:a|á) (?:[IVXL]+|[0-9]{1,2})\)?|,? ?\(?[Kk]hoá (?:[IVXL]+|[0-9]{1,2})\)?)"
_FIELD = rf"(?i:{alternatives(_UNITS['fields'])})(?!\w)"
_PLAIN = (
    alternatives([*_UNITS["state"], *_UNITS["party"], *_UNITS["committees"], *_UNITS["local"]]) + r"(?!\w)"
)
# The words of an open name: neither a mark nor a word that begins the document's subject.
_OPEN = (
    rf"{alternatives(_UNITS['open_heads'])}(?!\w)"
    rf"(?: (?!(?:{'|'.join(_UNITS['stops'])})(?!\w))[^\W\d_][\w&\-]*){{0,9}}"
)
_BODY = (
    rf"(?:{alternatives(_UNITS['posts'])} ){{0,2}}"
    rf"(?:{_PLAIN}|{alternatives(_UNITS['field_heads'])} {_FIELD}|{_OPEN})"
)

#: A body that issues, with its post before and its place and term behind.
ISSUER = (
    rf"{_BODY}(?: {_CAPITAL}\w*(?: {_CAPITAL}\w*)?(?=[ ,.;)]*(?:ngày|về|ban hành|\())"
    rf"|{_PLACE}| {_PROVINCES}(?!\w)){{0,2}}{_TERM}?"
)

_AFTER = re.compile(rf",? ?(?:của|do) (?P<issuer>{ISSUER})")
# Verbs between an issuer and its document, and the few words that may stand around them.
_BEFORE = re.compile(
    rf"(?<![\w])(?P<issuer>{ISSUER})(?: {_CAPITAL}\w*){{0,5}}(?: \([^()\n]{{1,24}}\))?"
    rf"(?: {alternatives(_UNITS['adverbs'])}){{0,2}}"
    rf" {alternatives(_UNITS['acts'])}(?: (?:các|những|[0-9]{{1,3}}))?:? ?\Z"
)
# «được Thủ tướng Chính phủ ký ban hành», «vừa được Chủ tịch UBND tỉnh ký»: told in the passive.
_PASSED = re.compile(
    rf",? ?(?:(?:đã|vừa|mới|vừa mới|cũng) )?được (?P<issuer>{ISSUER})(?: {_CAPITAL}\w*){{0,5}}"
    rf"(?: {alternatives(_UNITS['adverbs'])})? {alternatives(_UNITS['passive_acts'])}(?!\w)"
)
# «các quyết định của Chủ tịch UBND tỉnh: Quyết định số …», «UBND tỉnh đã ban hành các kế hoạch: số …».
_HEADS_LIST = re.compile(
    rf"(?:của (?P<owner>{ISSUER})|(?<!\w)(?P<issuer>{ISSUER})(?: {alternatives(_UNITS['adverbs'])}){{0,2}}"
    rf" {alternatives(_UNITS['acts'])} (?:các|những|[0-9]{{1,3}}) [^.;:\n]{{2,40}}) ?: ?\Z"
)
# A cell of a list of documents: «| Cơ quan ban hành: UBND tỉnh |».
_CELL = re.compile(
    r"[^\n]{0,240}?[|;] ?(?i:cơ quan|nơi|đơn vị) (?:ban|phát) hành ?: ?"
    r"(?P<issuer>[^|;\n]{3,80}?) ?(?=[|;\n]|\Z)"
)
_CELL_LABELS = ("quan ban hành", "quan phát hành", "ơi ban hành", "vị ban hành")
_RECEIVES = re.compile(r"(?:trình|gửi|giao|đề nghị|báo cáo|tham mưu|cho|tới|đến) \Z", re.IGNORECASE)
_REACH = 130


def issuer_after(text: str, at: int) -> re.Match[str] | None:
    """Return the match of «của ISSUER», «được ISSUER ký» at ``at`` (group ``issuer``), or None."""
    opening = text[at : at + 15]
    if "của" in opening or "do" in opening:
        return _AFTER.match(text, at)
    return _PASSED.match(text, at) if "được" in opening else None


def issuer_in_row(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the match (group ``issuer``) of the cell that tells who issued the document in front of it."""
    ahead = text[max(0, start - 2) : start].rstrip(" ")
    # The label is rare: most rows do not hold it.
    if (ahead and ahead[-1] not in "\n|:") or not holds_any(text, _CELL_LABELS, end, end + 300):
        return None
    return _CELL.match(text, end)


def drawn_issuer(found: re.Match[str], shift: int = 0) -> Drawn:
    """Return the group ``issuer`` of a match in the text from ``shift`` on, with where it stands."""
    words = found["issuer"].rstrip()
    start = shift + found.start("issuer")
    return Drawn.words(words, start, start + len(words))


def issuer_before(text: str, at: int) -> tuple[int, str] | None:
    """Return place and words of the issuer whose act leads to the document that begins at ``at``.

    «Thủ tướng Chính phủ đã ban hành …», «của Chủ tịch UBND tỉnh tại …».
    """
    start = max(0, at - _REACH)
    window = text[start:at]
    cut = max(window.rfind("\n"), window.rfind(". "), window.rfind(";"))
    if cut >= 0:
        start, window = start + cut + 1, window[cut + 1 :]
    heads = _HEADS_LIST.search(window) if window.rstrip().endswith(":") else None
    if heads is not None:
        group = "issuer" if heads["issuer"] else "owner"
        return start + heads.start(group), heads[group].strip()
    if not window.rstrip(" :").endswith(_ACT_ENDS):
        return None
    found = _BEFORE.search(window)
    if found is None or _RECEIVES.search(window[: found.start()]):
        return None
    return start + found.start(), found["issuer"].strip()


def letterhead(text: str, at: int) -> tuple[int, str] | None:
    """Return place and words of the body named in capitals on the line above a line that begins at ``at``
    with «Số:»."""
    if text[at : at + 2].casefold() != "số" or text[max(0, at - 1) : at] != "\n":
        return None
    end = at - 1
    begin = text.rfind("\n", max(0, at - _REACH), end) + 1
    # «ỦY BAN NHÂN DÂN / TỈNH TRÀ VINH»: a long name takes two lines.
    if _PLACE_LINE.match(text, begin, end):
        begin = text.rfind("\n", max(0, at - _REACH), begin - 1) + 1
    line = text[begin:end]
    # The head of a letter is often a table: the issuer is its first cell.
    body = line.partition(" | ")[0].strip(" |")
    if not (body.isupper() and _CAPITALS.match(body)):
        return None
    return begin + line.index(body), " ".join(body.split())


_PLACE_LINE = re.compile(
    r"(?:TỈNH|THÀNH PHỐ|TP\.?|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU) [A-ZĐÀ-Ỹ .\-–]+$", re.MULTILINE
)
_CAPITALS = re.compile(
    alternatives(
        word.upper()
        for key in ("state", "party", "committees", "local", "field_heads", "posts", "open_heads")
        for word in _UNITS[key]
    )
    + r"(?!\w)"
)
_ACT_ENDS = tuple(sorted({*(act for act in _UNITS["acts"]), "các", "những", *"0123456789"}))
