"""What stands behind a number: a percent sign, money, a measure, or a counted noun, and how far it goes."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal, NamedTuple, cast

from extractors.folding import fold
from extractors.lexicon import alternatives, load_table

UnitKind = Literal["percent", "multiplier", "money", "measure", "noun", "law", "unknown", "time"]

_match_word = re.compile(r"\w+").match
_NEXT_WORD = re.compile(r" ?([^\W\d_]\w*)")
#: «triệu đồng/người/năm», «xã/phường»: what it is per, twice at most.
_PER = re.compile(r"(?: ?/ ?[^\W\d_]+[23²³]?(?!\w)){1,2}")
_AND = re.compile(r", | và | - |/")
#: Glued to its number («12hồ sơ») a noun must be longer than the letters of a code («12b»).
_SHORTEST_GLUED = 3


#: With none of these (or with nothing, at the end of the text) a unit begins.
_NO_UNIT = frozenset(["", *"\n.,;:!?/-()|"])


class PhraseTable:
    """Phrases of the lexicon that may begin at a given place, with what they are; the longest wins."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for phrase, value in phrases.items():
            head = _match_word(phrase)
            self._by_head.setdefault(head[0] if head else phrase[0], []).append((phrase, value))
        for group in self._by_head.values():
            group.sort(key=lambda entry: -len(entry[0]))

    def match(self, folded: str, at: int) -> tuple[int, str] | None:
        """Return the end of the phrase that begins at ``at`` and what it is, or None."""
        head = _match_word(folded, at)
        group = self._by_head.get(head[0] if head else folded[at : at + 1])
        if group is not None:
            for phrase, value in group:
                if folded.startswith(phrase, at) and not _is_word(folded, at + len(phrase)):
                    return at + len(phrase), value
        return None

    def first_words(self) -> frozenset[str]:
        """Return the first words of the phrases."""
        return frozenset(self._by_head)


class Unit(NamedTuple):
    """A unit at ``head``..``end``; ``noun`` is where the noun behind a multiplier begins."""

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
def phrases_of(section: str, key: str) -> PhraseTable:
    """Return one list of the lexicon of units as phrases to match at a place."""
    return PhraseTable(dict.fromkeys(folded_words(section, key), key))


@cache
def things() -> PhraseTable:
    """Return everything that can be counted or measured, each with its group."""
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
def multiplier_letters() -> frozenset[str]:
    """Return the letters that multipliers begin with, folded."""
    return frozenset(fold(word)[0] for word in load_table("units")["multipliers"])


@cache
def _percent_letters() -> frozenset[str]:
    words = table()["percent"]
    return frozenset(["%", *(fold(word)[0] for word in (*words["points"], *words["signs"]))])


@cache
def _percent() -> re.Pattern[str]:
    words = table()["percent"]
    points = alternatives(map(fold, words["points"]))
    return re.compile(
        rf" ?(?:{points}(?!\w)|% điểm(?! (?!so )\w))| ?{alternatives(map(fold, words['signs']))}(?!\w)"
    )


def read_unit(folded: str, text: str, at: int) -> Unit | None:
    """Return the unit right behind a number that ends at ``at``, or None where nothing is counted."""
    head = _skip_space(folded, at)
    first = folded[head : head + 1]
    if first in _NO_UNIT:
        return None
    percent = _percent().match(folded, at) if first in _percent_letters() else None
    if percent is not None:
        return Unit(head, percent.end(), "percent", percent.end())
    scaled = _multiplier().match(folded, at) if first in multiplier_letters() else None
    start = scaled.end() if scaled is not None else at
    noun = _skip_space(folded, start)
    thing = _read_thing(folded, text, noun, is_glued=noun == start)
    if thing is not None and not (scaled is not None and thing[1] in {"time", "unknown"}):
        return Unit(head, thing[0], thing[1], noun)
    if scaled is not None:
        return Unit(head, scaled.end(), "multiplier", scaled.end())
    return None


def read_noun(folded: str, at: int) -> int | None:
    """Return the end of the known noun, with those coordinated to it, that begins at ``at``, or None."""
    known = things().match(folded, at)
    if known is None or known[1] in {"money", "measure", "time"}:
        return None
    return _coordinated(folded, known[0], known[1])


def _read_thing(folded: str, text: str, at: int, *, is_glued: bool) -> tuple[int, UnitKind] | None:
    """Return where the thing counted at ``at`` ends, and of what kind it is."""
    known = things().match(folded, at)
    if known is None:
        return None if is_glued else _unknown(folded, text, at)
    end, group = known
    if group == "time":
        return end, "time"
    if group in {"money", "measure"}:
        per = _PER.match(folded, end)
        return (end if per is None else per.end()), cast("UnitKind", group)
    if is_glued and end - at < _SHORTEST_GLUED:
        return None
    whole = _with_member(folded, _coordinated(folded, end, group), at)
    return _with_modifier(folded, whole), "law" if group == "laws" else "noun"


def _with_modifier(folded: str, end: int) -> int:
    """Take in what says which kind is counted: «6 huyện miền núi»."""
    if folded[end : end + 1] != " ":
        return end
    modifier = phrases_of("modifiers", "words").match(folded, end + 1)
    return end if modifier is None else modifier[0]


def _with_member(folded: str, end: int, at: int) -> int:
    """Take in the noun that a head like «nhóm» or «loại» needs: «3 loại giấy tờ»."""
    if folded[end : end + 1] != " " or folded[at:end] not in folded_words("heads", "words"):
        return end
    member = things().match(folded, end + 1)
    return end if member is None or member[1] in {"money", "measure", "time", "places"} else member[0]


def _coordinated(folded: str, end: int, group: str) -> int:
    """Take in the nouns of the same group that follow: «sở, ban, ngành», «huyện, thị xã và thành phố»."""
    for _ in range(4):
        joint = _AND.match(folded, end)
        if joint is not None and joint[0] == ", " and group == "things":
            # «1.150 nhà tạm, mức hỗ trợ»: things are too many kinds to be one list.
            break
        following = things().match(folded, joint.end()) if joint is not None else None
        if following is None or following[1] != group:
            break
        end = following[0]
    return end


def _unknown(folded: str, text: str, at: int) -> tuple[int, UnitKind] | None:
    """Take a word that the lexicon lacks for a noun, with the next syllable, unless it cannot be one."""
    first = _NEXT_WORD.match(folded, at)
    if first is None or first.start(1) != at or phrases_of("boundaries", "not_nouns").match(folded, at):
        return None
    word = text[at : first.end()]
    if len(word) == 1 or (word[0].isupper() and not (word.isupper() and len(word) > 2)):
        return None
    second = _NEXT_WORD.match(folded, first.end())
    if second is None or folded[first.end()] != " " or word.isupper() or text[second.start(1)].isupper():
        return first.end(), "unknown"
    return (first.end() if _ends_phrase(folded, second.start(1)) else second.end()), "unknown"


def _ends_phrase(folded: str, at: int) -> bool:
    for key in _ENDING:  # noqa: SIM110 - a generator takes twice the time
        if phrases_of("boundaries", key).match(folded, at) is not None:
            return True
    return False


#: The lists of words that end a phrase.
_ENDING = ("words", "verbs", "links")


def _skip_space(folded: str, at: int) -> int:
    return at + (folded[at : at + 1] == " ")


def _is_word(folded: str, at: int) -> bool:
    return at < len(folded) and (folded[at].isalnum() or folded[at] == "_")
