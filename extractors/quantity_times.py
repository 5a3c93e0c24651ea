"""The times and numbers at the edges of what a quantity is of: «GRDP quý I/2025», «IIP tháng Tám»."""

import re

#: Months and quarters in words; «tháng giêng» and «tháng chạp» are those of the lunar year.
_ORDINALS = (
    "mười một", "mười hai", "một", "hai", "ba", "bốn", "tư", "năm", "sáu", "bảy", "bẩy", "tám", "chín",
    "mười", "giêng", "chạp",
)  # fmt: skip
_WORDED = rf"(?:tháng|quý) (?:{'|'.join(_ORDINALS)})(?!\w)(?: âm lịch)?"
_COUNT = r"(?:\d+|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười(?: một)?)"
#: Numbers at the end, or with nothing before them.
NUMBERS = re.compile(r"[\d.,/%()-]+$")
_TIME = re.compile(
    rf"(?<!\w)(?:(?:trong |của |vào |tính )?(?:{_COUNT} tháng(?: đầu| cuối)?(?: năm)?"
    rf"|{_WORDED}(?: năm)?"
    r"|(?:đầu |giữa |cuối )(?:năm|quý|tháng|tuần|vụ|kỳ)|quý|tháng|cả năm|năm|ngày|kỳ)"
    r"(?: này| nay| trước)?(?: [\d/ivx.-]+)*)$"
)
#: The words that such a time ends with, unless a number does.
_LAST_WORDS = frozenset(
    [
        "tháng", "đầu", "cuối", "năm", "quý", "tuần", "vụ", "kỳ", "ngày", "này", "nay", "trước", "lịch",
        *(ordinal.rpartition(" ")[2] for ordinal in _ORDINALS),
    ]
)  # fmt: skip
#: A time before a label.
TIME_AHEAD = re.compile(
    r"(?:để |trong |đến |hết )*"
    rf"(?:(?:cả năm|năm|quý|tháng|ngày)(?: [\d/ivx.-]+)+|{_WORDED}(?: năm(?: \d+| nay| trước)?)?),? "
)
_WORDED_AT_END = re.compile(rf"(?: (?:trong|của|vào))? {_WORDED}(?: năm(?: nay| trước)?)?$")


def time_at_end(part: str) -> re.Match[str] | None:
    """Return the time or the number that ends ``part``, which is folded, or None."""
    last = part[part.rfind(" ") + 1 :]
    if last.isalpha() and last not in _LAST_WORDS and last.strip("ivx"):
        return None
    return _TIME.search(part[-36:]) or (NUMBERS.search(part[-16:]) if part[-1:] not in {")", ""} else None)


def without_time(folded: str, start: int, end: int) -> int:
    """Return where a phrase ends without the month or the quarter in words that closes it."""
    if folded[folded.rfind(" ", start, end) + 1 : end] not in _LAST_WORDS:
        return end
    worded = _WORDED_AT_END.search(folded, max(start, end - 36), end)
    return end if worded is None else worded.start()
