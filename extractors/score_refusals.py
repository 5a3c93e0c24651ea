"""What stands around a number and makes it no score: a counted noun behind it, a distance before it."""

import re

from extractors.lexicon import load_table
from extractors.phrases import Word, folded_set, phrase_ending

_WORDS = load_table("score_words")
_FOLLOWERS = folded_set(_WORDS["units"]["followers"])
_OF_NOUNS = tuple(folded_set(_WORDS["units"]["of_nouns"]))
_REFUSED = folded_set(_WORDS["refused"]["before"])
# «chỉ cách nhóm dẫn đầu 0,5 điểm», «khoảng cách giữa …»: a distance is nobody's value.
_APART = re.compile(
    r"(?<!\w)(?:(?:chỉ|còn|vẫn) cách|cách(?= (?:nhóm|tỉnh|đơn vị|mục tiêu|mốc))"
    r"|ngưỡng(?= (?:vào|của|để|xếp|phân|nhóm))|khoảng cách|chênh nhau|chênh lệch giữa)(?!\w)"
    r"[^.;,:\d\n]{0,80}$"
)
# «chênh lệch điểm giữa tỉnh cao nhất (92,18%) và thấp nhất (75,03%) là 17,15%»
_DIFFERENCE = re.compile(r"(?<!\w)(?:chênh lệch|khoảng cách)\s[^.;\n]*(?:[.,]\d[^.;\n]*)*$")
# «bằng 98% điểm trung bình cả nước», «bằng 95% so với năm trước»: a share of another's value.
_OF_POINTS = re.compile(r"\s?%\s(?:số\s)?điểm\s(?:số\s)?(?:trung bình|bình quân|trung vị|tối đa|của)(?!\w)")
_OF_ANOTHER = re.compile(
    r"\s?%\s(?:so với|mức|giá trị|trung bình|bình quân|trung vị|của|năm|cùng kỳ|điểm|kết quả)(?!\w)"
)
_REACHING = frozenset({"bằng", "đạt", "được", "khoảng", "gần"})
_NEXT_WORD = re.compile(r"[ ]?(\w+)")


def is_free(folded: str, end: int) -> bool:
    """Tell whether nothing that could be counted follows: «85% hồ sơ», «20 điểm cầu», «6,5 triệu»."""
    following = _NEXT_WORD.match(folded, end)
    if following is None:
        return not folded.startswith(("%", "/"), end)
    if folded[end : end + 1] != " " or following[1] not in _FOLLOWERS:
        return following[1].isdigit() and folded[end : end + 1] == " "
    rest = following.end() + 1
    return not (following[1] in {"của", "trên", "trong", "so"} and folded.startswith(_OF_NOUNS, rest))


def is_refused(folded: str, start: int, words: list[Word]) -> bool:
    """Tell whether the ``words`` before ``start`` make its number no value: a phrase, or a distance."""
    if phrase_ending(words, _REFUSED):
        return True
    if words and words[-1].text == "là":
        far = folded[max(0, start - 160) : start]
        if ("chênh lệch" in far or "khoảng cách" in far) and _DIFFERENCE.search(far):
            return True
    window = folded[max(0, start - 96) : start]
    is_apart = "cách" in window or "chênh" in window or "ngưỡng" in window
    return is_apart and _APART.search(window) is not None


def is_share(folded: str, end: int, words: list[Word]) -> bool:
    """Tell whether the percentage whose number ends at ``end``, behind ``words``, is a share of a value."""
    last = words[-1].text if words else ""
    if last not in _REACHING:
        return False
    # «bằng khoảng 98% so với năm trước»
    is_equal = last == "bằng" or (len(words) > 1 and words[-2].text == "bằng")
    return (_OF_ANOTHER if is_equal else _OF_POINTS).match(folded, end) is not None
