"""The parties of a task: who leads it and who works with them, as lists of bodies.

«các Sở: Giáo dục và Đào tạo, Y tế», «Giám đốc Sở Nội vụ, Chủ tịch UBND các huyện», «Công an tỉnh và các cơ
quan, đơn vị liên quan».
"""

import re
from typing import NamedTuple

from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.organizations import body_at
from extractors.people_roles import HEADS, WORDS_BEFORE, role_at
from extractors.phrase_table import PhraseTable, shared_beginnings

_BODIES = load_table("bodies")["bodies"]
_GROUPS = PhraseTable(_BODIES["groups"])
_TAILS = PhraseTable(_BODIES["tails"])
_EVERYONE = PhraseTable(_BODIES["everyone"])
_FIELDS = PhraseTable(load_table("issuers")["units"]["fields"])
_MANY = re.compile(r"(?:tất cả )?(?:các|những|mỗi|từng|hai|ba|bốn|0?[2-9]) ")
_ALL = re.compile(rf"(?:toàn thể |toàn bộ )?(?:mọi |{_MANY.pattern})")
# What a list of bodies in small letters begins with; most words behind a verb of giving are no such.
_may_begin = re.compile(
    "[0-9]|"
    + shared_beginnings(
        dict.fromkeys(
            map(
                fold,
                [*_BODIES["groups"], *HEADS, *WORDS_BEFORE, "tất cả", "các", "những", "mỗi", "từng", "hai"],
            ),
            "",
        )
        | dict.fromkeys(["ba ", "bốn ", "sở "], "")
    )
).match
_JOIN = re.compile(r", và |, | và |; | cùng | & ")
_SHARED_HEAD = re.compile(r"(?P<many>(?:các|hai|ba|0?[2-9]) )(?P<head>sở|bộ|phòng|ban):? ")
# «Mỗi sở chủ trì một chỉ số»: told apart by what each has in hand.
_OWN_WORDS = re.compile(
    r" (?:chủ trì|được giao|quản lý|phụ trách) (?:một|từng|các|chỉ tiêu|chỉ số|nhiệm vụ)"
    r"(?: chỉ số| chỉ tiêu| nhiệm vụ| lĩnh vực| ngành)?"
)


class Party(NamedTuple):
    """Bodies named up to ``end``; ``is_general`` where none of them has a name of its own."""

    end: int
    names: tuple[str, ...]
    is_general: bool


def party_at(text: str, folded: str, at: int) -> Party | None:
    """Return the bodies listed from ``at``, or None. «Các cấp, các ngành» are nobody."""
    names: list[str] = []
    end, is_general, last_head = at, True, ""
    while text[at : at + 1].isupper() or _may_begin(folded, at):
        item = _shared(text, folded, at) or _named(text, folded, at) or _group(text, folded, at)
        if item is None and last_head:
            item = _field(text, folded, at, last_head)
        if item is None:
            break
        names.extend(item.names)
        end = item.end
        is_general = is_general and item.is_general
        last_head = item.names[-1].partition(" ")[0] if item.names[-1].startswith(("Sở ", "Bộ ")) else ""
        join = _JOIN.match(folded, end)
        if join is None:
            break
        at = join.end()
    return Party(end, tuple(names), is_general) if names else None


def begins_with_many(folded: str, at: int) -> bool:
    """Whether kinds of bodies are named at ``at``: «các địa phương», «các cấp, các ngành»."""
    many = _ALL.match(folded, at)
    return many is not None and max(words.end_at(folded, many.end()) for words in (_GROUPS, _EVERYONE)) > 0


def _shared(text: str, folded: str, at: int) -> Party | None:
    """Read fields that share one head: «các Sở: Nội vụ, Tài chính và Tư pháp»."""
    head = _SHARED_HEAD.match(folded, at)
    if head is None:
        return None
    names: list[str] = []
    start, end = head.end(), -1
    kind = head["head"].capitalize()
    while (field_end := _FIELDS.end_at(folded, start)) > 0 and text[start].isupper():
        names.append(f"{kind} {text[start:field_end]}")
        end = field_end
        join = _JOIN.match(folded, end)
        if join is None:
            break
        start = join.end()
    return Party(end, tuple(names), is_general=False) if names else None


def _named(text: str, folded: str, at: int) -> Party | None:
    """Read one body, the post of its head before it («Giám đốc Sở Nội vụ»)."""
    role = role_at(folded, at)
    start = role.end + 1 if role is not None and folded[role.end : role.end + 1] == " " else at
    many = _MANY.match(folded, start)
    body = body_at(text, folded, many.end() if many else start)
    if body is None and folded.startswith("sở ", start) and _FIELDS.end_at(folded, start + 3) > 0:
        field_end = _FIELDS.end_at(folded, start + 3)
        return Party(field_end, (text[at:field_end],), is_general=False)
    if body is not None:
        return Party(body.end, (text[at : body.end].rstrip(" ,"),), is_general=False)
    if role is not None and start > at:
        group = _group(text, folded, start)
        return Party(group.end, (text[at : group.end],), is_general=True) if group else None
    return None


def _field(text: str, folded: str, at: int, head: str) -> Party | None:
    end = _FIELDS.end_at(folded, at)
    if end < 0 or not text[at].isupper():
        return None
    return Party(end, (f"{head} {text[at:end]}",), is_general=False)


def _group(text: str, folded: str, at: int) -> Party | None:
    """Read kinds of bodies: «các sở, ban, ngành và địa phương có liên quan»."""
    many = _MANY.match(folded, at)
    start, end = (many.end() if many else at), -1
    while (group_end := _GROUPS.end_at(folded, start)) > 0:
        if _EVERYONE.end_at(folded, start) == group_end and many:
            return None
        end = group_end
        while folded[end : end + 1] == " " and (tail := _TAILS.end_at(folded, end + 1)) > 0:
            end = tail
        join = re.compile(r", |, và | và | - ").match(folded, end)
        if join is None:
            break
        start = join.end()
        again = _MANY.match(folded, start)
        start = again.end() if again else start
    if end < 0 or (many is None and not _is_list(folded[at:end])):
        return None
    own = _OWN_WORDS.match(folded, end)
    end = own.end() if own else end
    return Party(end, (text[at:end],), is_general=True)


def _is_list(words: str) -> bool:
    """Whether kinds of bodies without «các» before them are several, or told apart: «sở, ngành»."""
    return "," in words or "liên quan" in words
