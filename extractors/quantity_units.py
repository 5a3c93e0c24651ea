"""What stands behind a number: a percent sign, money, a measure, or a counted noun, and how far it reaches."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractors.folding import fold
from extractors.lexicon import alternatives, load_table

UnitKind = Literal["percent", "multiplier", "money", "measure", "noun", "unknown", "time"]

_WORD = re.compile(r"\w+")
_NEXT_WORD = re.compile(r" ?([^\W\d_]\w*)")
#: «triệu đồng/người/năm», «xã/phường»: what it is per, twice at most.
_PER = re.compile(r"(?: ?/ ?[^\W\d_]+[23²³]?(?!\w)){1,2}")
_AND = re.compile(r", | và | - |/")


class PhraseTable:
    """Phrases of the lexicon that may begin at a given place, with what they are; the longest wins."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for phrase, value in phrases.items():
            head = _WORD.match(phrase)
            self._by_head.setdefault(head[0] if head else phrase[0], []).append((phrase, value))
        for group in self._by_head.values():
            group.sort(key=lambda entry: -len(entry[0]))

    def match(self, folded: str, at: int) -> tuple[int, str] | None:
        """Return the end of the phrase that begins at ``at`` and what it is, or None."""
        head = _WORD.match(folded, at)
        for phrase, value in self._by_head.get(head[0] if head else folded[at : at + 1], ()):
            end = at + len(phrase)
            if folded.startswith(phrase, at) and not _is_word(folded, end):
                return end, value
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that ends at ``end``; ``head`` is where it begins, ``noun`` where the noun behind a multiplier
    does."""

    head: int
    end: int
    kind: UnitKind
    noun: int


def table() -> dict[str, dict[str, list[str]]]:
    """Return the lexicon of units."""
    return load_table("units")


@cache
def folded_words(section: str, key: str) -> frozenset[str]:
    """Return the words of one list of the lexicon of units, folded."""
    return frozenset(map(fold, table()[section][key]))


@cache
def _things() -> PhraseTable:
    words = table()
    phrases: dict[str, str] = {}

    def add(group: Iterable[str], value: str) -> None:
        for phrase in group:
            phrases.setdefault(fold(phrase), value)

    add(words["times"]["counted"], "things")
    add(words["times"]["words"], "time")
    add(words["money"]["words"], "money")
    for group, nouns in words["nouns"].items():
        add(nouns, group)
    add(words["measures"]["words"], "measure")
    return PhraseTable(phrases)


@cache
def _multiplier() -> re.Pattern[str]:
    one = alternatives(map(fold, load_table("units")["multipliers"]))
    return re.compile(rf" ?(?:{one})(?!\w)(?: {one}(?!\w))?(?: rưỡi)?")


@cache
def _percent() -> re.Pattern[str]:
    words = table()["percent"]
    points = alternatives(map(fold, words["points"]))
    return re.compile(rf" ?(?P<points>{points})(?!\w)| ?(?:{alternatives(map(fold, words['signs']))})(?!\w)")


def read_unit(folded: str, text: str, at: int) -> Unit | None:
    """Return the unit that begins right behind a number ending at ``at``, or None where nothing is counted."""
    percent = _percent().match(folded, at)
    if percent is not None:
        return Unit(_skip_space(folded, at), percent.end(), "percent", at)
    scaled = _multiplier().match(folded, at)
    start = scaled.end() if scaled is not None else at
    thing = _read_thing(folded, text, _skip_space(folded, start), is_glued=folded[start : start + 1] != " ")
    head = _skip_space(folded, at)
    if thing is not None and not (scaled is not None and thing[1] in {"time", "unknown"}):
        return Unit(head, thing[0], thing[1], _skip_space(folded, start))
    if scaled is not None:
        return Unit(head, scaled.end(), "multiplier", scaled.end())
    return None


def _read_thing(folded: str, text: str, at: int, *, is_glued: bool) -> tuple[int, UnitKind] | None:
    """Return where the thing counted at ``at`` ends, and of what kind it is."""
    known = _things().match(folded, at)
    if known is None:
        return None if is_glued else _unknown(folded, text, at)
    end, group = known
    if group in {"money", "measure", "time"}:
        if is_glued and group == "time":
            return end, "time"
        return _with_rate(folded, end, group), group  # type: ignore[return-value]  # the three are kinds
    if is_glued:
        return None
    return _coordinated(folded, end, group), "noun"


def _with_rate(folded: str, end: int, group: str) -> int:
    per = _PER.match(folded, end) if group != "time" else None
    return per.end() if per is not None else end


def _coordinated(folded: str, end: int, group: str) -> int:
    """Take in the nouns of the same group that follow: «sở, ban, ngành», «huyện, thị xã và thành phố»."""
    for _ in range(4):
        joint = _AND.match(folded, end)
        following = _things().match(folded, joint.end()) if joint is not None else None
        if following is None or following[1] != group:
            break
        end = following[0]
    return end


def _unknown(folded: str, text: str, at: int) -> tuple[int, UnitKind] | None:
    """Take a word the lexicon does not know for a noun, with the syllable behind it, unless it cannot be
    one."""
    first = _NEXT_WORD.match(folded, at)
    if first is None or first.start(1) != at or first[1] in folded_words("boundaries", "not_nouns"):
        return None
    word = text[at : first.end()]
    if len(word) == 1 or (word[0].isupper() and not (word.isupper() and len(word) > 2)):
        return None
    second = _NEXT_WORD.match(folded, first.end())
    if second is None or folded[first.end()] != " " or _ends_phrase(second[1]) or word.isupper():
        return first.end(), "unknown"
    return (first.end() if text[second.start(1)].isupper() else second.end()), "unknown"


def _ends_phrase(word: str) -> bool:
    return word in folded_words("boundaries", "words") or word in folded_words("boundaries", "verbs") or word in {
        "của", "thuộc"
    }  # fmt: skip


def _skip_space(folded: str, at: int) -> int:
    return at + (folded[at : at + 1] == " ")


def _is_word(folded: str, at: int) -> bool:
    return at < len(folded) and (folded[at].isalnum() or folded[at] == "_")
