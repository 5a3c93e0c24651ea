"""The label before a number that says what it counts: «Tỷ lệ hộ nghèo còn 2,02%», «Cấp huyện: 288 TTHC»."""

import re
from functools import cache

from extractors.folding import fold
from extractors.lexicon import alternatives
from extractors.phrases import holds_any
from extractors.quantity_times import NUMBERS, TIME_AHEAD, time_at_end
from extractors.quantity_units import folded_words, table, things

_WINDOW = 160
_MARK = re.compile(r"[;:\n|!?…•]|\.(?=\s|$)|,(?!\d)")
_LIST_MARK = re.compile(r"(?:[a-zđ]|\d{1,2}(?:\.\d{1,2})*|[ivx]+)[.)] |[-+*•–—] ?")
#: Nouns whose first word alone is a carrier.
_LISTED = re.compile(r" ?(?:trong đó(?: có)?|trong số đó|riêng|cụ thể),? ")
#: «mẫu phiếu dài 28 trang»: the noun measures what is long.
_LONG = re.compile(r"\w (?:dài|rộng|cao|sâu|dày|nặng)(?: khoảng| hơn| gần| tới)?$")
_LONG_ENDS = ("dài", "rộng", "cao", "sâu", "dày", "nặng", "khoảng", "hơn", "gần", "tới")
_NAMED_KINDS = frozenset({"places", "bodies", "things", "people"})
_FIRST = re.compile(r"(?<!\w)(?:nhất|đầu) (?:là|thuộc về) (?P<who>[^,.;:\d]{2,40}) với $")
_NAMED = frozenset(["chỉ số", "chỉ tiêu", "năm học", "năng lực"])
_REST = "còn lại"
_AVERAGES = (" bình quân", " trung bình")
_GIVEN = re.compile(
    r"(?:giao|đề nghị|yêu cầu)(?: cho)? (?:các )?(?:sở|ubnd|ban|công an|cục|văn phòng|trung tâm|bộ)(?!\w)"
)
_QUOTES = '"“”'
_OPENED = re.compile(r'["“].')
#: «con số này ở năm 2023 là 31%»: a label that only points back.
_REPEATED = re.compile(r"(?:con số|tỷ lệ|tỉ lệ|mức|số|kết quả|chỉ tiêu|chỉ số) (?:này|đó|ấy|trên)")
_POINTED = re.compile(
    r" (?:cho )?(?:việc|công việc|nội dung|nhiệm vụ|dự án|công trình|hạng mục|chương trình) (?:này|đó|trên)$"
    r"| (?:này|đó)$"
)
_POINTERS = (" này", " đó", " trên", " ấy")
#: Whose figure it is: «GRDP của tỉnh», «điểm kỹ năng số của cán bộ».
_OWNER = re.compile(
    r"(?<=\w)(?: quý [\divx/]+| năm \d{4})? của (?:cả |toàn |các )?[^\W\d]\w*(?: [^\W\d]\w*){0,3}$"
)
_COPULA = re.compile(r" (?:là|có|đạt|được) (?:khoảng |gần |hơn |trên )?$")
#: «đội tuyển Vĩnh Long xếp thứ 3 bảng A»: from here on the clause tells a place, and no more who has it.
_PLACED = re.compile(
    r"(?<!\w)(?<!người )(?:(?:hiện|đang|đã|tạm|vẫn|tiếp tục|cùng) )*"
    r"(?:(?:xếp|đứng)(?: (?:ở|trong|hạng|thứ|vị trí|vị thứ|ngôi|tốp|top|nhóm)){0,3}"
    r"|(?:giữ|giành|đoạt|nằm|vươn lên|leo lên|tụt xuống|rơi xuống|về)"
    r"(?: (?:ở|trong|hạng|thứ|vị trí|vị thứ|ngôi|tốp|top|giải)){1,3})"
    r" (?:nhất|nhì|ba|bét|chót|áp chót|đầu|cuối|thứ \w+|\d+)(?!\w)"
    r"|(?<!\w)(?:về (?:nhất|nhì|chót)|xếp (?:trên|dưới|sau)|dẫn đầu)(?!\w)"
)
#: One of these stands in all that tells a place.
_PLACING = ("xếp", "đứng", "giữ", "giành", "đoạt", "nằm", "lên", "xuống", "về", "dẫn đầu")
_LEADING = frozenset(
    ["ở", "tại", "trong", "trên", "theo", "về", "từ", "đến", "với", "để", "khi", "qua", "sau", "trước"]
)


def label_before(folded: str, text: str, floor: int, start: int) -> str | None:
    """Return the label that the number at ``start`` belongs to: the subject of its clause, without the verb.

    ``floor`` is where the sentence, or the phrase of the quantity before, ends.
    """
    left, clause_end = _clause(folded, floor, start)
    right = _without_carriers(folded, left, clause_end)
    if _commands(folded, left, right, clause_end):
        return None
    if holds_any(folded, _PLACING, left, right) and (placed := _PLACED.search(folded, left, clause_end)):
        right = _without_carriers(folded, left, min(right, placed.start()))
    left = _label_start(folded, left, right)
    right = _without_owner(folded, left, right)
    label = text[left:right].strip(" ,-–+*•")
    if label[:1] in _QUOTES or (label[-1:] in _QUOTES and not _OPENED.search(label)):
        label = label.strip(_QUOTES)
    if not label or label[0] in "/)%." or NUMBERS.match(label):
        return None
    return _lowered(text, left, label)


def points_back(label: str) -> bool:
    """Tell whether a label only repeats what was counted before: «tỷ lệ này», «con số đó»."""
    return _REPEATED.fullmatch(label.lower()) is not None


def described_before(folded: str, floor: int, start: int, noun: str) -> int | None:
    """Return where ``noun`` stands in the subject of «các TTHC cấp tỉnh là 1.225 TTHC», or None."""
    copula = _COPULA.search(folded, max(floor, start - 12), start)
    at = folded.rfind(noun, floor, copula.start()) if copula is not None else -1
    is_word = at > floor and not folded[at - 1].isalnum() and not folded[at + len(noun)].isalnum()
    return at if is_word else None


def stands_beside(folded: str, text: str, floor: int, start: int) -> bool:
    """Tell whether a label stands right before the number: «Cấp huyện: 288 TTHC», «cấp xã 4.500 hồ sơ»."""
    if folded.endswith(": ", floor, start):
        return True
    left, right = _clause(folded, floor, start)
    if folded.endswith(_LONG_ENDS, left, right) and _LONG.search(folded, left, right):
        return True
    listed = _LISTED.match(folded, left, right)
    left = left if listed is None else listed.end()
    clause = folded[left:right].strip()
    head = things().match(clause, 0)
    if head is None or head[1] not in _NAMED_KINDS or len(clause.split()) > 3 or _carrier_at_end(clause):
        return False
    # «tỉnh điều 62 công chức» is a subject with its verb; a name or another noun is none.
    rest = left + len(folded[left:right]) - len(folded[left:right].lstrip()) + head[0] + 1
    if rest >= right or text[rest].isupper():
        return True
    second = things().match(folded, rest)
    return second is not None and second[1] in _NAMED_KINDS


def first_of(folded: str, text: str, floor: int, start: int) -> str | None:
    """Return the name in «cao nhất là huyện Trảng Bom với 512 ca», or None."""
    named = (
        _FIRST.search(folded, max(floor, start - 60), start) if folded.endswith(" với ", 0, start) else None
    )
    return None if named is None else text[named.start("who") : named.end("who")]


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
    words = words[1:] if words[:1] == ["riêng"] else words
    if not 0 < len(words) <= 7 or words[0] in _LEADING or len(window[comma:].split()) > 7:
        return False
    carriers = folded_words("carriers", "words")
    return not any(
        word[0].isdigit() or (word in carriers and pair not in _NAMED)
        for word, pair in zip(words, map(" ".join, zip(words, [*words[1:], ""], strict=True)), strict=True)
    )


@cache
def _carriers() -> dict[str, tuple[str, ...]]:
    """Return the words between a label and its number by their last word, the longest first."""
    words = sorted(folded_words("carriers", "words"), key=lambda phrase: -len(phrase))
    last = [phrase.rpartition(" ")[2] for phrase in words]
    return {end: tuple(p for p, e in zip(words, last, strict=True) if e == end) for end in set(last)}


def _without_carriers(folded: str, left: int, right: int) -> int:
    """Strip the verbs, adverbs and times at the end of a label; an average named right there is measured."""
    if folded.endswith(_AVERAGES, left, right):
        measured = folded[left : right - len(_AVERAGES[0])].strip()
        if _label_head().match(measured) is not None and _carrier_at_end(measured) == 0:
            return right
    for _ in range(14):
        part = folded[left:right].rstrip(" ,")
        right = left + len(part)
        time = time_at_end(part)
        cut = len(time[0]) if time is not None else _carrier_at_end(part)
        if cut == 0:
            break
        right -= cut
    return right


def _carrier_at_end(part: str) -> int:
    """Return the length of the longest carrier that ends ``part``, or 0."""
    if part.endswith(_REST):
        return 0
    for phrase in _carriers().get(part[part.rfind(" ") + 1 :], ()):
        if part.endswith(phrase) and part[-len(phrase) - 1 : -len(phrase)] in {"", " "}:
            return len(phrase)
    return 0


def _commands(folded: str, left: int, right: int, clause_end: int) -> bool:
    """Tell an order from a label: «Giao Sở Tài chính bố trí 8,6 tỷ đồng», «Điều chuyển 145 tỷ đồng»."""
    words = folded[left:right].lstrip(" -+*•")
    return _GIVEN.match(words) is not None or (right == clause_end and _order().match(words) is not None)


@cache
def _order() -> re.Pattern[str]:
    return re.compile(rf"{alternatives(map(fold, table()['norms']['deals']))}(?!\w)")


def _without_owner(folded: str, left: int, right: int) -> int:
    """Cut what only points back («kinh phí việc này») and whose figure it is («GRDP của tỉnh»)."""
    if folded.endswith(_POINTERS, left, right):
        if points_back(folded[left:right].strip()):
            return right
        pointed = _POINTED.search(folded, left, right)
        right = right if pointed is None or pointed.start() <= left else pointed.start()
    at = folded.rfind(" của ", left, right)
    owner = _OWNER.search(folded, left, right) if at > left else None
    return right if owner is None or owner.start() <= left else owner.start()


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
    time = TIME_AHEAD.match(folded, left, right)
    left = time.end() if time is not None else left
    part, cut = folded[left:right], 0
    head = _label_head().search(part)
    if head is not None:
        return left + head.start()
    for opener in _opener().finditer(part):
        is_link = (
            opener[0] in {"và", "trong", "tại", "từ", "đến", "có", "do", "theo"} and opener.start() > cut + 1
        )
        is_rest = part.startswith(_REST, opener.start())
        if part[opener.end() :].strip() and not is_link and not is_rest:
            cut = opener.end()
    return left + cut + len(part[cut:]) - len(part[cut:].lstrip(' ,-+*•"'))


def _lowered(text: str, left: int, label: str) -> str:
    """Lower the capital of a sentence's first word, unless the word is a name or an abbreviation."""
    before = text[max(0, left - 2) : left]
    begins = left == 0 or before.endswith("\n") or before in {". ", "- ", "+ ", "• ", "– ", ") "}
    second = label.split(" ", 2)[1:2]
    is_name = label[1:2].isupper() or bool(second and second[0][:1].isupper())
    return label[0].lower() + label[1:] if begins and not is_name else label
