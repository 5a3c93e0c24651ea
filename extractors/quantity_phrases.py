"""What a quantity counts: the noun phrase behind the number, else the label before it."""

import re
from functools import cache

from extractors.folding import fold
from extractors.lexicon import alternatives
from extractors.quantity_units import folded_words, table

_LONGEST = 16
_STEP = re.compile(r"[ ]?(?:(\w[\w/&.-]*\w|\w)|(\([A-ZĐ][\w&]{1,11}\)))")
_HARD = re.compile(r"[;:\n|!?…]|\.(?=\s|$)|(?<!\d),(?=\s)|,(?=\s\D)")
_ACRONYM = re.compile(r"\([A-ZĐ][\w&-]{1,11}\)$")
_BARE = re.compile(r"[\d.,/%-]+$")
_TIME = re.compile(
    r"(?:(?:trong |của |vào )?(?:\d+ tháng(?: đầu| cuối)? năm|quý|tháng|năm|ngày|kỳ|cả năm|năm nay|cùng kỳ)"
    r"(?: [\d/ivx.-]+)?)$"
)
_LINKS = frozenset({"liên quan đến", "đối với", "được giao", "bao gồm"})


def phrase_after(folded: str, text: str, start: int, end: int, stop: int) -> str | None:
    """Return the noun phrase that begins at ``start`` and whose noun ends at ``end``, at most up to ``stop``.

    Where ``start`` equals ``end`` there is no noun yet: the phrase is what follows a percent sign.
    """
    at = reached = end
    for taken in range(_LONGEST):
        step = _STEP.match(text, at, stop)
        if step is None or (step[2] and taken == 0 and start == end):
            break
        word = folded[step.start(1) : step.end(1)] if step[1] else ""
        if word and (word[0].isdigit() and not _names_level(folded, step.start(1))):
            break
        if word and _is_boundary(folded, step.start(1), word, has_noun=reached > start):
            break
        at = reached = step.end()
    phrase = text[start:reached].strip(" -")
    return phrase or None


def _names_level(folded: str, at: int) -> bool:
    """Tell the number of «mức độ 3», which belongs to the phrase."""
    return folded[max(0, at - 7) : at] in {"mức độ ", " cấp độ"} or folded[max(0, at - 5) : at] == " cấp "


def _is_boundary(folded: str, at: int, word: str, *, has_noun: bool) -> bool:
    if not has_noun:
        return word in folded_words("boundaries", "not_nouns")
    if word not in folded_words("boundaries", "words"):
        return False
    return not (word == "đến" and folded.endswith("liên quan ", 0, at))


def label_before(folded: str, text: str, floor: int, start: int) -> str | None:
    """Return the label that the number at ``start`` belongs to: the subject of its clause, without the verb.

    ``floor`` is where the sentence, or the quantity before, ends.
    """
    left, right = _clause(folded, floor, start)
    right = _without_carriers(folded, left, right)
    left = _behind_openers(folded, left, right)
    label = text[left:right].strip(' ,-–+*•"“”')
    if not label or _BARE.match(label) or label.startswith("/"):
        return None
    return _lowered(folded, text, left, label)


def _clause(folded: str, floor: int, start: int) -> tuple[int, int]:
    """Return the clause before ``start``; its right edge leaves out the mark that ends a label («: »)."""
    right = start
    while right > floor and folded[right - 1] in " :(-+~":
        right -= 1
    window = folded[max(floor, right - 160) : right]
    base = right - len(window)
    left = 0
    for mark in _HARD.finditer(window):
        if mark[0] != "," or not _continues_list(window, left, mark.start()):
            left = mark.end()
    opened = window.rfind("(", left)
    if opened >= 0 and window.find(")", opened) < 0:
        left = opened + 1
    return base + left, right


def _continues_list(window: str, left: int, comma: int) -> bool:
    """Tell «nông, lâm nghiệp và thủy sản», one label, from a clause that a comma ends."""
    words = window[left:comma].split()
    return 0 < len(words) <= 4 and not any(
        word[0].isdigit() or word in folded_words("carriers", "words") for word in words
    )


@cache
def _carrier() -> re.Pattern[str]:
    words = alternatives(map(fold, table()["carriers"]["words"]))
    return re.compile(rf"(?:(?<!\w)){words}$")


@cache
def _carrier_depth() -> int:
    return max(len(word.split()) for word in table()["carriers"]["words"])


def _without_carriers(folded: str, left: int, right: int) -> int:
    """Strip the verbs, adverbs and times at the end of a label."""
    for _ in range(14):
        part = folded[left:right].rstrip(" ,")
        right = left + len(part)
        time = _TIME.search(part[-28:])
        if time is not None:
            right -= len(time[0])
            continue
        cut = _carrier_at_end(part)
        if cut == 0:
            bare = _BARE.search(part[-14:]) if part[-1:].isdigit() or part[-1:] == "%" else None
            if bare is None:
                break
            cut = len(bare[0])
        right -= cut
    return right


def _carrier_at_end(part: str) -> int:
    """Return the length of the longest carrier that ends ``part``, or 0."""
    words = part[-40:].split(" ")
    for count in range(min(_carrier_depth(), len(words)), 0, -1):
        phrase = " ".join(words[-count:])
        if phrase in folded_words("carriers", "words"):
            return len(phrase)
    return 0


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(map(fold, table()['carriers']['openers']))}(?!\w)")


def _behind_openers(folded: str, left: int, right: int) -> int:
    """Return where the label begins behind connectors: «trong khi tỷ lệ hộ nghèo» is «tỷ lệ hộ nghèo»."""
    part = folded[left:right]
    cut = 0
    for opener in _opener().finditer(part):
        rest = part[opener.end() :].strip()
        is_link = (
            opener[0] in {"và", "trong", "tại", "từ", "đến", "có", "do", "của", "còn"} and opener.start() > 0
        )
        if rest and not is_link:
            cut = opener.end()
    skipped = len(part[cut:]) - len(part[cut:].lstrip(' ,-+*•"'))
    return left + cut + skipped


def _lowered(folded: str, text: str, left: int, label: str) -> str:
    """Lower the capital of a sentence's first word, unless the word is a name or an abbreviation."""
    before = text[max(0, left - 2) : left]
    begins = left == 0 or before.endswith("\n") or before in {". ", "- ", "+ "} or before[:1] in ")"
    second = label.split(" ", 2)[1:2]
    is_name = label[1:2].isupper() or (second and second[0][:1].isupper())
    return label[0].lower() + label[1:] if begins and not is_name else label
