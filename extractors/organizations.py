"""Bodies of the state, the Party and around them, as they are named in running text.

A body is a head of the lexicon with what belongs to its name: the field of a department («Sở Tài chính»), the
words of an open name («Ban Chỉ đạo cải cách hành chính»), the body it belongs to («Văn phòng UBND tỉnh»), a
level and a place («UBND huyện Lê Thủy»).
"""

import re
from typing import NamedTuple

from extractors.lexicon import load_table
from extractors.people_names import CAPITALS, Level, name_end, names_place, namesake_end
from extractors.phrase_table import WORD, PhraseTable

_BODIES = load_table("bodies")["bodies"]
_UNITS = load_table("issuers")["units"]
_ROLES = load_table("roles")

_PLAIN = PhraseTable(
    [*_BODIES["plain"], *_UNITS["state"], *_UNITS["party"], *_UNITS["committees"], *_UNITS["local"]]
)
_FIELD_HEADS = PhraseTable(_UNITS["field_heads"])
_FIELDS = PhraseTable(_UNITS["fields"])
_OPEN = PhraseTable([*_BODIES["open"], *_UNITS["open_heads"]])
# All that a body can begin with, read by one call: the end of each kind of head is that of its group.
_match_heads = re.compile(
    rf"(?=(?P<field>{_FIELD_HEADS.pattern.pattern})?)(?=(?P<open>{_OPEN.pattern.pattern})?)"
    rf"(?P<plain>{_PLAIN.pattern.pattern})?(?(field)|(?(open)|(?(plain)|(?!))))"
).match
_BARE = PhraseTable(_BODIES["bare"])
_OTHERS = PhraseTable(_BODIES["others"])
_SEATED = tuple(_BODIES["seated"])
_NUMBERED = tuple(_BODIES["numbered"])
_LEVELS = PhraseTable(_UNITS["levels"])
_STOPS = PhraseTable([*_ROLES["stops"]["words"], *_ROLES["stops"]["phrases"]])
_HEADS = PhraseTable(_ROLES["roles"]["heads"])
_UNSTOPPED = PhraseTable(_ROLES["stops"]["names"])


_LEVEL = r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu|thôn)"
_MANY = re.compile(
    r" (?:cấp (?:tỉnh|huyện|xã)(?:,? (?:và )?(?:cấp )?(?:huyện|xã))?|các cấp"
    rf"|(?:các|[0-9]{{1,3}}) {_LEVEL}(?:(?:, | và |, và )(?:các )?{_LEVEL})*"
    r"(?: (?:trực )?thuộc tỉnh| trên địa bàn(?: tỉnh)?| ven biển| miền núi| biên giới| vùng cao| đồng bằng)?"
    r"|các địa phương|việt nam|trung ương|nhà nước|khu vực [ivx0-9]+)(?!\w)"
)
_CAPITALISED = re.compile(rf"(?<!\w)[{CAPITALS}]\w*")
_RANKS = re.compile(r" (?:thường trực|chuyên trách)(?!\w)")
_OUTER = re.compile(r", tỉnh (?=\S)")
_WARD = re.compile(r" [0-9]{1,2}(?![\w/])")
_TIED = re.compile(r"(?:[&\-,.][^\W\d_]+)*")
#: The words of an open name are no more than these.
_LONGEST_NAME = 16
#: What a body may consist of, level for level: «Văn phòng» of «UBND» of «tỉnh».
_DEEPEST = 4


class Body(NamedTuple):
    """A body named up to ``end``; ``is_open`` where its name ran on until a verb or a mark ended it."""

    end: int
    is_open: bool


def body_at(text: str, folded: str, at: int, depth: int = 0) -> Body | None:
    """Return the body whose name begins at ``at``, or None.

    Names begin with a capital. A head that is no name by itself («Văn phòng», «Ban») needs what completes it.
    """
    if not text[at : at + 1].isupper() or depth == _DEEPEST:
        return None
    heads = _match_heads(folded, at)
    if heads is None:
        return None
    field_head_end, open_end, plain_end = heads.end("field"), heads.end("open"), heads.end("plain")
    found = None
    if field_head_end > 0:
        if _is_named(text, field_head_end):
            found = _department(text, folded, field_head_end, depth)
        else:
            field_head_end = -1
    if found is None and 0 < plain_end >= open_end:
        found = _known(text, folded, plain_end, open_end, depth)
    elif found is None:
        head_end = open_end if open_end > 0 else field_head_end
        found = _open_name(text, folded, at, head_end, depth)
    # «Văn phòng», «Ban» alone are no names.
    return None if found is None or _BARE.end_at(folded, at) == found.end else found


def _department(text: str, folded: str, head_end: int, depth: int) -> Body | None:
    """Return «Sở», «Bộ» or «Phòng» (up to ``head_end``) with its field, or None."""
    field_end = _FIELDS.end_at(folded, head_end + 1)
    return Body(_within(text, folded, field_end, depth), is_open=False) if field_end > 0 else None


def _known(text: str, folded: str, plain_end: int, open_end: int, depth: int) -> Body:
    """Return the body whose whole name the lexicon knows up to ``plain_end``; ``open_end`` is where an open
    head ends that its name begins with, or -1."""
    end = _within(text, folded, plain_end, depth)
    # «Ban Quản lý Khu kinh tế» is whole, and so is «… Khu kinh tế cửa khẩu Đồng Đăng».
    if end == plain_end and 0 < open_end < plain_end:
        return Body(_run_on(text, folded, plain_end, depth), is_open=True)
    return Body(end, is_open=False)


def _open_name(text: str, folded: str, at: int, head_end: int, depth: int) -> Body | None:
    """Return the body whose name runs on behind its head, or None."""
    if head_end < 0 or _OTHERS.end_at(folded, at) > 0 or name_end(text, folded, at) > 0:
        return None
    return Body(_run_on(text, folded, head_end, depth), is_open=True)


class Bodies:
    """The bodies of a text and its folded twin; what was read once is remembered."""

    def __init__(self, text: str, folded: str) -> None:
        self.text, self.folded = text, folded
        self._known: dict[int, Body | None] = {}

    def at(self, at: int) -> Body | None:
        """Return ``body_at`` of the text."""
        if at not in self._known:
            self._known[at] = body_at(self.text, self.folded, at)
        return self._known[at]

    def first_in(self, start: int, end: int) -> str | None:
        """Return the first body named in ``text[start:end]``, or None."""
        text, folded, at = self.text, self.folded, start
        while (word := _CAPITALISED.search(text, at, end)) is not None:
            at = word.end()
            # «Bộ trưởng» is a role and no ministry; «Chánh Văn phòng» holds its office's name.
            role = _HEADS.end_at(folded, word.start())
            if role > at and not folded.startswith(("chánh ", "trưởng "), word.start()):
                rank = _RANKS.match(folded, role)
                at = rank.end() if rank else role
                continue
            body = self.at(word.start())
            if body is not None:
                return text[word.start() : min(body.end, end)].rstrip(" ,-–")
        return None


def stops_at(folded: str, at: int) -> bool:
    """Whether a verb or a particle that ends an open name stands at ``at``."""
    return _STOPS.end_at(folded, at) > 0 and _UNSTOPPED.end_at(folded, at) < 0


def place_after(text: str, folded: str, at: int) -> int:
    """Return where the level and place behind a body that ends at ``at`` end; ``at`` where none stands."""
    if folded[at : at + 1] != " ":
        return at
    many = _MANY.match(folded, at)
    if many:
        return place_after(text, folded, many.end()) if "việt nam" in many[0] else many.end()
    level_end = -1 if folded.startswith(" xã hội", at) else _LEVELS.end_at(folded, at + 1)
    if text[at + 1 : at + 2].isupper():
        city = names_place(text, folded, at + 1)
        if city > level_end:
            return city
    if level_end < 0 or folded[level_end : level_end + 1] != " ":
        return max(at, level_end)
    ward = _WARD.match(folded, level_end)
    if ward:
        return ward.end()
    level: Level = "province" if folded.startswith("tỉnh", at + 1) else "district"
    place = names_place(text, folded, level_end + 1, after=level)
    outer = _OUTER.match(folded, place) if place > 0 else None
    beyond = names_place(text, folded, outer.end()) if outer else -1
    return max(place, beyond, level_end)


def _within(text: str, folded: str, at: int, depth: int) -> int:
    """Return the end of a name closed at ``at`` with the body it belongs to, or its level and place."""
    if folded[at : at + 1] != " ":
        return at
    outer = body_at(text, folded, at + 1, depth + 1)
    if outer is not None:
        return outer.end
    if folded.endswith(_NUMBERED, 0, at) and (number := _WARD.match(folded, at)) is not None:
        return number.end()
    seat = names_place(text, folded, at + 1, after="seat") if folded.endswith(_SEATED, 0, at) else -1
    return max(seat, place_after(text, folded, at))


def _run_on(text: str, folded: str, at: int, depth: int) -> int:
    """Return where an open name that has reached ``at`` ends: before a verb, a mark, a person."""
    joined, end = False, at
    for _ in range(_LONGEST_NAME):
        step = _next_word(text, folded, at)
        if step < 0:
            break
        placed = place_after(text, folded, at)
        if placed > at:
            return placed
        if text[step].isupper():
            person = name_end(text, folded, step)
            # Two capitalised words inside a name are more often a place («cửa khẩu Đồng Đăng») than a person.
            if person > 0 and not joined and text.count(" ", step, person) > 1:
                break
            if person < 0 and (hero := namesake_end(folded, step)) > 0:
                joined, at, end = False, hero, hero
                continue
            if (inner := body_at(text, folded, step, depth + 1)) is not None and not inner.is_open:
                return inner.end
        elif not joined and stops_at(folded, step):
            break
        word = WORD.match(folded, step)
        if word is None:
            break
        joined = word[0] == "và"
        at = max(_hyphened(folded, word.end()), _UNSTOPPED.end_at(folded, step))
        if not joined:
            end = at
    return end


def _next_word(text: str, folded: str, at: int) -> int:
    """Return where the next word of an open name begins: behind a space, or a dash among capitals."""
    if folded[at : at + 1] != " ":
        return -1
    if WORD.match(folded, at + 1):
        return at + 1
    if folded.startswith(" - ", at) and text[at + 3 : at + 4].isupper() and _HEADS.end_at(folded, at + 3) < 0:
        return at + 3 if name_end(text, folded, at + 3) < 0 else -1
    return at + 3 if folded.startswith(" - xã hội", at) else -1


def _hyphened(folded: str, at: int) -> int:
    """Return the end of the word that ended at ``at`` with what «&» or a hyphen ties to it: «KH&KT»."""
    if folded[at : at + 1] == " ":
        return at
    tied = _TIED.match(folded, at)
    return tied.end() if tied else at


def _is_named(text: str, at: int) -> bool:
    """Whether a capitalised name stands behind the head that ends at ``at``."""
    return at > 0 and text[at : at + 1] == " " and text[at + 1 : at + 2].isupper()
