"""What a quantity counts: the noun phrase behind its unit, and the label before its number."""

import re
from functools import cache

from extractors.folding import fold
from extractors.lexicon import alternatives
from extractors.quantity_units import folded_words, phrases_of, read_noun, table, things

_LONGEST = 16
_WINDOW = 160
#: A word, an abbreviation in parentheses, or a name in quotes.
_STEP = re.compile(r" ?(?:(\w[\w/&-]*\w|\w)| (\([A-ZĐ][\w&]{1,11}\))|([“\"«][^”\"»\n]{1,60}[”\"»]))")
_MARK = re.compile(r"[;:\n|!?…•]|\.(?=\s|$)|,(?!\d)")
_LIST_MARK = re.compile(r"(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*|[ivx]+)[.)] |[-+*•–—] ?")
_NUMBERS = re.compile(r"[\d.,/%()-]+$")
_TIME = re.compile(
    r"(?<!\w)(?:(?:trong |của |vào |tính )?(?:\d+ tháng(?: đầu| cuối)?(?: năm)?|quý|tháng|cả năm|năm|ngày|kỳ)"
    r"(?: này| nay| trước)?(?: [\d/ivx.-]+)*)$"
)
_SKIPPED = re.compile(r" (?:là|của|trên|trong) (?=[^\W\d])")
_TIME_AHEAD = re.compile(r"(?:để |trong |đến |hết )*(?:cả năm|năm|quý|tháng|ngày)(?: [\d/ivx.-]+)+,? ")
_GRADED = re.compile(r"(?: trở (?:lên|xuống))? (?=xếp loại )")
#: «mức độ 3, mức độ 4» is one phrase.
_NEXT_LEVEL = re.compile(r", (?:mức độ|cấp độ) (\d)(?!\w)")
_LEVEL = re.compile(r"(?:mức độ|cấp độ|cấp|loại|nhóm) $")
_LOOSE = frozenset(
    ["của", "thuộc", "các", "những", "cho", "được", "có", "phải", "đã", "một", "bị", "đang", "vẫn", "cũng"]
)
_LEADING = frozenset(
    ["ở", "tại", "trong", "trên", "theo", "về", "từ", "đến", "với", "để", "khi", "qua", "sau", "trước"]
)
_HOUSE = "nhà "


def phrase_after(folded: str, text: str, start: int, end: int, stop: int) -> int:
    """Return where the noun phrase that begins at ``start``, whose noun ends at ``end``, ends.

    Where ``start`` equals ``end`` no noun stands there yet: then ``start`` is returned unless one follows.
    ``stop`` is where the phrase must end at the latest.
    """
    has_noun = end > start
    at, loose = end, end
    if not has_noun:
        first = start + (folded[start : start + 1] == " ")
        noun = read_noun(folded, first) or _whole(folded, first)
        if noun is not None and noun <= stop:
            at = loose = noun
            has_noun = True
    for _ in range(_LONGEST):
        step = _STEP.match(text, at, stop)
        if step is None and loose == at:
            step = _NEXT_LEVEL.match(text, at, stop)
        if step is None or (not has_noun and not step[1]):
            break
        word_at = step.start(step.lastindex or 0)
        if step[1] and _is_boundary(folded, word_at, folded[word_at : step.end()], has_noun=has_noun):
            break
        at, has_noun = step.end(), True
        if folded[word_at:at] not in _LOOSE:
            loose = at
    return loose


def after_percent(folded: str, end: int) -> int:
    """Return where the noun phrase behind a share may begin: past «là» in «54% là phụ nữ»."""
    skipped = _SKIPPED.match(folded, end)
    return end if skipped is None else skipped.end()


def after_measure(folded: str, end: int) -> int:
    """Return where what a measure is of may begin: past «trở lên» in «90 điểm trở lên xếp loại Tốt»."""
    graded = _GRADED.match(folded, end)
    return end if graded is None else graded.end()


def _whole(folded: str, at: int) -> int | None:
    known = phrases_of("wholes", "words").match(folded, at)
    return None if known is None else known[0]


def _is_boundary(folded: str, at: int, word: str, *, has_noun: bool) -> bool:
    if word[0].isdigit():
        # «mức độ 3» and «4G» belong to the phrase, other numbers end it.
        return word.isdigit() and _LEVEL.search(folded, max(0, at - 8), at) is None
    if not has_noun:
        return phrases_of("boundaries", "not_nouns").match(folded, at) is not None
    if phrases_of("boundaries", "words").match(folded, at) is None:
        return False
    is_linked = word == "đến" and folded.endswith("liên quan ", 0, at)
    is_linked = is_linked or folded.startswith(("đạt chuẩn", "đạt danh hiệu"), at)
    return not (is_linked or (word == "ở" and folded.endswith(_HOUSE, 0, at)))


def label_before(folded: str, text: str, floor: int, start: int) -> str | None:
    """Return the label that the number at ``start`` belongs to: the subject of its clause, without the verb.

    ``floor`` is where the sentence, or the phrase of the quantity before, ends.
    """
    left, right = _clause(folded, floor, start)
    right = _without_carriers(folded, left, right)
    left = _label_start(folded, left, right)
    label = text[left:right].strip(' ,-–+*•"“”')
    if not label or label[0] in "/)%." or _NUMBERS.match(label):
        return None
    return _lowered(text, left, label)


def stands_beside(folded: str, floor: int, start: int) -> bool:
    """Tell whether a label stands right before the number: «Cấp huyện: 288 TTHC», «cấp xã 4.500 hồ sơ»."""
    if folded.endswith(": ", floor, start):
        return True
    left, right = _clause(folded, floor, start)
    clause = folded[left:right].strip()
    head = things().match(clause, 0)
    return (
        head is not None
        and head[1] in {"places", "bodies", "things", "people"}
        and 0 < len(clause.split()) <= 3
        and _carrier_at_end(clause) == 0
    )


def _clause(folded: str, floor: int, start: int) -> tuple[int, int]:
    """Return the clause before ``start``; its right edge leaves out the mark that ends a label («: »)."""
    right = start
    while right > floor and folded[right - 1] in " :(-+~≥≤><":
        right -= 1
    window = folded[max(floor, right - _WINDOW) : right]
    base, left = right - len(window), 0
    for mark in _MARK.finditer(window):
        if mark[0] != "," or not _continues_list(window, left, mark.start()):
            left = mark.end()
    opened = window.rfind("(", left)
    if opened >= 0 and window.find(")", opened) < 0:
        left = opened + 1
    return base + left, right


def _continues_list(window: str, left: int, comma: int) -> bool:
    """Tell «nông, lâm nghiệp và thủy sản», one label, from a clause that a comma ends."""
    words = window[left:comma].split()
    if not 0 < len(words) <= 7 or words[0] in _LEADING or len(window[comma:].split()) > 7:
        return False
    return not any(word[0].isdigit() or word in folded_words("carriers", "words") for word in words)


@cache
def _carrier_depth() -> int:
    return max(len(word.split()) for word in table()["carriers"]["words"])


def _without_carriers(folded: str, left: int, right: int) -> int:
    """Strip the verbs, adverbs and times at the end of a label."""
    for _ in range(14):
        part = folded[left:right].rstrip(" ,")
        right = left + len(part)
        time = _TIME.search(part[-36:]) or (
            _NUMBERS.search(part[-16:]) if part[-1:] not in {")", ""} else None
        )
        cut = len(time[0]) if time is not None else _carrier_at_end(part)
        if cut == 0:
            break
        right -= cut
    return right


def _carrier_at_end(part: str) -> int:
    """Return the length of the longest carrier that ends ``part``, or 0."""
    words = part[-48:].split(" ")
    for count in range(min(_carrier_depth(), len(words)), 0, -1):
        phrase = " ".join(words[-count:])
        if phrase in folded_words("carriers", "words"):
            return len(phrase)
    return 0


@cache
def _opener() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(map(fold, table()['carriers']['openers']))}(?!\w)")


@cache
def _label_head() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternatives(map(fold, table()['labels']['heads']))}(?!\w)")


def _label_start(folded: str, left: int, right: int) -> int:
    """Return where the label begins: at its head («tỷ lệ hộ nghèo»), else behind the connectors."""
    left += len(folded[left:right]) - len(folded[left:right].lstrip(' ,-+*•"'))
    mark = _LIST_MARK.match(folded, left, right)
    left = mark.end() if mark is not None else left
    time = _TIME_AHEAD.match(folded, left, right)
    left = time.end() if time is not None else left
    part = folded[left:right]
    head = _label_head().search(part)
    if head is not None:
        return left + head.start()
    cut = 0
    for opener in _opener().finditer(part):
        is_link = (
            opener[0] in {"và", "trong", "tại", "từ", "đến", "có", "do", "theo"} and opener.start() > cut + 1
        )
        if part[opener.end() :].strip() and not is_link:
            cut = opener.end()
    return left + cut + len(part[cut:]) - len(part[cut:].lstrip(' ,-+*•"'))


def _lowered(text: str, left: int, label: str) -> str:
    """Lower the capital of a sentence's first word, unless the word is a name or an abbreviation."""
    before = text[max(0, left - 2) : left]
    begins = left == 0 or before.endswith("\n") or before in {". ", "- ", "+ ", "• ", "– ", ") "}
    second = label.split(" ", 2)[1:2]
    is_name = label[1:2].isupper() or bool(second and second[0][:1].isupper())
    return label[0].lower() + label[1:] if begins and not is_name else label
