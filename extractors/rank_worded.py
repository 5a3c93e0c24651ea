"""Candidates for places told in words: «đứng thứ ba», «hạng nhì», «91,38 điểm, thứ nhất»."""

import re
from collections.abc import Iterator, Sequence

from extractors.anchors import matches_at
from extractors.folding import fold
from extractors.lexicon import alternatives, load_table
from extractors.phrases import folded_set, holds_any, phrase_ending, words_before
from extractors.ranks import EVENTS, NOUN, ORDINAL, ORDINALS, OUT_OF, TITLES, RankCandidate

_WORDS = load_table("rank_words")
_VERBS = folded_set(_WORDS["worded"]["verbs"])
_AWARDS = tuple(folded_set(_WORDS["worded"]["awards"]))
_PROVINCES = alternatives(fold(name) for name in load_table("provinces")["provinces"])
_WORDED = re.compile(
    rf"(?<!\w)(?P<word>thứ|hạng|tốp|top|số)\s(?P<ordinal>{ORDINAL})(?!\w)(?:{OUT_OF}(?![\d/%]|[.,]\d))?"
)
# «91,38 điểm, thứ nhất», «(92,4% - hạng nhì)»: the value stands right before.
_VALUE_BEFORE = re.compile(r"(?:\d\s?%|\sđiểm|\d[,.]\d{1,4})\s?[,;(-]\s?$")
# «Hải Phòng thứ ba (70,34 điểm)», «Long An hạng nhì với 70,94 điểm»: it stands right behind.
_VALUE_BEHIND = re.compile(
    r"\s(?:\(|(?:với|đạt|được)\s)(?:\w+\s){0,2}?\d{1,3}(?:[.,]\d{1,4})?\s?(?:điểm(?!\w)|%)"
)
# «dẫn đầu là …, thứ hai là Sở Tư pháp»: the next of those that are ranked, and no list of duties.
_NEXT_IN_LINE = re.compile(r"(?:[,;]|\svà|tiếp đến|tiếp theo|kế đến|theo sau)\s$")
_IS_BODY = re.compile(rf"\s(?:là|thuộc về)\s(?:{NOUN}|{_PROVINCES})(?!\w)")
# «đứng thứ hai và thứ ba»: the second shares the verb of the first.
_COORDINATED = re.compile(rf"(?:đứng|xếp|vị trí|về|giành|giữ)\s(?:thứ|hạng)\s{ORDINAL}(?:,|\svà)\s$")
# «từ thứ chín lên thứ tư»; «từ thứ hai đến thứ sáu» are days.
_GOING = re.compile(r"[^.;,:\d\n]{0,24}?\s(?:lên|xuống|còn)(?!\w)")
_ENDED = re.compile(r"\s?(?:[,;.)\n]|$)")


def find_worded(folded: str, places: Sequence[int]) -> Iterator[RankCandidate]:
    """Yield places in words: «đứng thứ ba», «tốp mười», «Long An hạng nhì với 70,94 điểm».

    The rank words before number words stand at ``places``. Without a verb of ranking a place is weak.
    """
    for match in matches_at(_WORDED, folded, places):
        candidate = _worded(folded, match)
        if candidate is not None:
            yield candidate


def _worded(folded: str, match: re.Match[str]) -> RankCandidate | None:
    word, ordinal, out_of = match["word"], match["ordinal"], match["out_of"]
    top = word in {"top", "tốp"}
    if top and ordinal in {"nhất", "đầu"}:
        return None
    is_weak = False
    if not top:
        words = words_before(folded, match.start(), 40)
        if phrase_ending(words, TITLES) or phrase_ending(words, EVENTS):
            return None
        if not phrase_ending(words, _VERBS):
            is_weak = True
            if not _is_told(folded, match, words[-1].text if words else ""):
                return None
    if word == "số" and (is_weak or ordinal not in {"một", "hai", "ba"}):
        return None
    return RankCandidate(
        start=match.start(),
        end=match.end(),
        number=match.start("ordinal"),
        rule="rank.worded",
        rank=ORDINALS[ordinal],
        bound="at_most" if top else "exact",
        out_of=None if out_of is None else int(out_of),
        is_weak=is_weak,
    )


def _is_told(folded: str, match: re.Match[str], before: str) -> bool:
    """Tell whether a place without a verb of ranking, behind the word ``before``, stands where one is told:
    beside a value, in a journey or a list of those ranked."""
    start, end = match.span()
    if before == "từ":
        return _GOING.match(folded, end) is not None
    is_beside = match["out_of"] or _VALUE_BEHIND.match(folded, end)
    if is_beside or _VALUE_BEFORE.search(folded, max(0, start - 12), start):
        return True
    is_next = _NEXT_IN_LINE.search(folded, max(0, start - 12), start) and _IS_BODY.match(folded, end)
    if is_next or _COORDINATED.search(folded, max(0, start - 32), start):
        return True
    # «hạng ba» is no weekday, but a class of orders and towns.
    if match["word"] != "hạng" or not before or not _ENDED.match(folded, end):
        return False
    return not holds_any(folded, _AWARDS, max(0, start - 90), start)
