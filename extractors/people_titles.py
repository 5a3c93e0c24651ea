"""Titles of officials: from a role to the end of all that was written about it.

«Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh, Trưởng ban Ban Chỉ đạo»: a role, the body it is held in, and more of
the same behind a comma, a dash or «kiêm».
"""

import re
from typing import NamedTuple

from extractors.folding import fold
from extractors.lexicon import load_table
from extractors.organizations import Bodies, place_after, stops_at
from extractors.people_names import capital_run, follows_a_thing, is_foreign, name_end
from extractors.people_roles import ROLE_HEADS, role_at
from extractors.phrase_table import WORD, PhraseTable, shared_beginnings
from extractors.text import Span

_ROLES = load_table("roles")["roles"]
_AFTER = PhraseTable(_ROLES["after"])
_GOES_ON = PhraseTable(_ROLES["goes_on"])
ADDRESS = re.compile(f"(?:{shared_beginnings({fold(word): '(?:,|:)? ' for word in _ROLES['address']})})+")
_ITEM = re.compile(r",? (?:- )?(?:đồng thời là |kiêm nhiệm |kiêm |và là )?|- |\.(?= \w)")
_TO_NAME = re.compile(
    r"(?P<mark>(?:,| hiện)? là | - |, |: \n?|:\n?| [|] |\n+(?:\((?:đã ký|[^()\n]{2,20})\)\n+|đã ký\n+)?| )"
)
_MOST_WORDS = 45


class Title(NamedTuple):
    """A title at ``start``..``end``; ``name`` is the person named right behind it, if one is."""

    start: int
    end: int
    name: Span | None


def read_title(bodies: Bodies, role: Span) -> Title:
    """Return the title that begins with ``role`` in the text of ``bodies``, and who is named behind it."""
    return _Reader(bodies, role).read()


def named_behind(text: str, folded: str, at: int) -> Span | None:
    """Return the person's name that begins at ``at``, a form of address before it left out."""
    address = ADDRESS.match(folded, at)
    start = address.end() if address else at
    end = name_end(text, folded, start)
    if end > 0:
        return Span(start, end)
    if address:
        run = capital_run(text, start)
        if 2 <= len(run) <= 4 or (run and "'" in text[run[0].start : run[0].end]):
            return Span(start, run[-1].end)
    return None


class _Reader:
    """Walks from a role to the end of its title."""

    def __init__(self, bodies: Bodies, role: Span) -> None:
        self.text, self.folded, self.body_at = bodies.text, bodies.folded, bodies.at
        self.start = role.start
        self.at = role.end
        # Behind a body whose name is finished a small word is no part of the title.
        self.is_closed = False
        self.is_bare = True

    def read(self) -> Title:
        self._extend_role()
        for _ in range(_MOST_WORDS):
            name = self._name_here()
            if name is not None:
                return Title(self.start, self.at, name)
            if not (self._step() or self._next_item()):
                break
        return Title(self.start, self.at, None)

    def _extend_role(self) -> None:
        while (
            self.folded[self.at : self.at + 1] == " " and (end := _AFTER.end_at(self.folded, self.at + 1)) > 0
        ):
            self.at = end

    def _name_here(self) -> Span | None:
        """Return the name that begins here, behind a mark or a space."""
        mark = _TO_NAME.match(self.folded, self.at)
        if mark is None:
            return self._glued_name()
        start, words = mark.end(), mark[0]
        if "\n" in words:
            return self._signature(start)
        if ADDRESS.match(self.folded, start) is not None:
            return named_behind(self.text, self.folded, start)
        # Without a form of address a name behind a comma is the next of a list.
        if words == ", " or not self.text[start : start + 1].isupper():
            return None
        return self._bare_name(start, words == " " and (self.is_bare or self.is_closed))

    def _bare_name(self, start: int, may_be_foreign: bool) -> Span | None:
        """Return the name without a form of address at ``start``, where no body can stand."""
        end = name_end(self.text, self.folded, start)
        if end > 0 and ((body := self.body_at(start)) is None or body.is_open):
            is_thing = not self.is_closed and follows_a_thing(self.folded, start)
            return None if is_thing else Span(start, end)
        if may_be_foreign and self.body_at(start) is None:
            run = capital_run(self.text, start)
            # «Đại sứ Marc Knapper»: a name of another language.
            if is_foreign(self.text, run):
                return Span(start, run[-1].end)
        return None

    def _glued_name(self) -> Span | None:
        """Return the name that the end of a title in capitals is glued to: «VĂN PHÒNGTrịnh Văn Nam»."""
        around = self.text[self.at - 1 : self.at + 2]
        if len(around) == 3 and around[:2].isupper() and around[2].islower():
            return named_behind(self.text, self.folded, self.at)
        return None

    def _signature(self, start: int) -> Span | None:
        """Return the name that has the line below the title for itself."""
        name = named_behind(self.text, self.folded, start)
        if name is None or self.text[name.end : name.end + 1] not in {"", "\n", "|", " "}:
            return None
        line_start = self.text.rfind("\n", 0, self.start) + 1
        return name if self.text[name.end : name.end + 1] != " " and self.start - line_start < 80 else None

    def _step(self) -> bool:
        """Take the next word or body of the title."""
        text, folded = self.text, self.folded
        if folded[self.at : self.at + 1] != " ":
            return False
        start = self.at + 1
        if text.startswith("(", start):
            return self._bracket(start)
        body = self.body_at(start) if text[start : start + 1].isupper() else None
        if body is not None:
            self.at, self.is_closed, self.is_bare = body.end, not body.is_open, False
            return True
        placed = place_after(text, folded, self.at)
        if placed > self.at:
            self.at, self.is_closed, self.is_bare = placed, True, False
            return True
        role = ROLE_HEADS.end_at(folded, start)
        if role > 0 and text[start].isupper():
            self.at, self.is_closed, self.is_bare = role, False, True
            self._extend_role()
            return True
        return self._word(start)

    def _word(self, start: int) -> bool:
        text, folded = self.text, self.folded
        word = WORD.match(folded, start)
        if word is None:
            return False
        if word[0] == "và":
            return self._and(start)
        if word[0] == "của" and not self.is_bare:
            return self._of_body(word.end() + 1)
        goes_on = _GOES_ON.end_at(folded, start)
        if goes_on > 0 and (word[0] != "tại" or text[goes_on + 1 : goes_on + 2].isupper()):
            self.at, self.is_closed, self.is_bare = goes_on, False, False
            return True
        if not text[start].isupper() and (
            self.is_closed or (self.is_bare and text[self.start].isupper()) or stops_at(folded, start)
        ):
            return False
        self.at, self.is_bare = word.end(), False
        return True

    def _of_body(self, start: int) -> bool:
        """Take the body behind «của» that the one before belongs to: «Ủy ban Pháp luật của Quốc hội»."""
        body = self.body_at(start)
        if body is None or body.is_open:
            return False
        self.at, self.is_closed = body.end, True
        return True

    def _and(self, start: int) -> bool:
        """Go on behind «và» where a part of a name follows («Giáo dục và Đào tạo»), not another thing."""
        behind = start + 3
        if self.is_closed or self.is_bare or named_behind(self.text, self.folded, behind) is not None:
            return False
        if stops_at(self.folded, behind) or role_at(self.folded, behind) is not None:
            return False
        word = WORD.match(self.folded, behind)
        if word is None:
            return False
        self.at = word.end()
        return True

    def _bracket(self, start: int) -> bool:
        """Take a bracket that holds a body: «Trưởng phòng Cải cách hành chính (Sở Nội vụ)»."""
        body = self.body_at(start + 1)
        if body is None or self.text[body.end : body.end + 1] != ")":
            return False
        self.at, self.is_closed, self.is_bare = body.end + 1, True, False
        return True

    def _next_item(self) -> bool:
        """Take the next role behind a comma, a dash or «kiêm», or the body above behind a comma."""
        item = _ITEM.match(self.folded, self.at)
        if item is None:
            return False
        role = role_at(self.folded, item.end())
        if role is not None and self.text[item.end()].isalpha():
            self.at, self.is_closed, self.is_bare = role.end, False, True
            self._extend_role()
            return True
        if (item[0] in {", ", " - "} and not self.is_closed) or item[0] == " - ":
            body = self.body_at(item.end())
            if body is not None:
                self.at, self.is_closed, self.is_bare = body.end, not body.is_open, False
                return True
            # «Trưởng phòng Kinh tế - Hạ tầng»: the dash is inside the unit's name.
            if item[0] == " - " and not self.is_bare and self.text[item.end() : item.end() + 1].isupper():
                self.at = item.end() - 1
                return self._name_here() is None and self._step()
        return False
