"""The shapes of dates, generated from the calendar's words.

``DIGIT_HEAD`` and ``WORD_HEAD`` tell where a date may begin; every other pattern is matched at a known place,
so that a long line of anything costs one look per head.
"""

import re
from collections.abc import Iterable
from typing import Any

from extractors.lexicon import alternatives, load_table

_TABLE: dict[str, Any] = load_table("calendar")
WORDS: dict[str, list[str]] = _TABLE["words"]
MONTH_WORDS: dict[str, int] = _TABLE["month_words"]
QUARTER_WORDS: dict[str, int] = _TABLE["quarter_words"]

# Where markup was lost, a year is glued to the number of the next list item («THÁNG 12/20251. Văn phòng»).
_YEAR_END = r"(?:(?![0-9])|(?=[0-9]{1,2}[.)] ?(?-i:[A-ZĐ])))"
_YEAR = rf"(?:1[0-9]|2[01])[0-9]{{2}}{_YEAR_END}"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_SEP = r" ?[/.\-–] ?"
# What stands between a month and its year: «tháng 3 năm 2021», «tháng 3, năm 2021», «3/2021».
_TO_YEAR = r"(?: ?[/\-–.] ?| ?,? ?năm ?|(?= (?:1[89]|20)[0-9]{2} ?[,.;)]) )"
# «10 tháng năm 2023» are ten months of a year; only elsewhere is «tháng năm» the month of May.
_MONTH_WORD = alternatives(word for word in MONTH_WORDS if word != "năm") + r"(?!\w)|năm(?! ?[0-9]|\w)"
_SPOKEN_YEAR = r"nay|ngoái|trước|tới|sau"


class Before:
    """Words that may stand right before a place, with marks or a space between."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(word.casefold() for word in words)

    def ends(self, head: str) -> bool:
        """Tell whether ``head``, a piece of text, ends in one of the words, in any case."""
        bare = head.rstrip(" ,:(").casefold()
        if not bare.endswith(self._words):
            return False
        for word in self._words:
            if bare.endswith(word):
                ahead = bare[: -len(word)][-1:]
                if not (ahead.isalnum() or ahead == "_"):
                    return True
        return False


def _any(words: Iterable[str]) -> str:
    return alternatives(words) + r"(?!\w)"


#: A date that opens with its unit, matched where one of ``HEAD_WORDS`` stands.
WORD_HEAD = re.compile(
    r"[nNtTqQmMđĐ](?:"
    r"(?<=[nN])(?:gày|GÀY) ?\(?(?:m[ùồ]ng |MÙNG |MỒNG )?(?=[0-9])"
    r"|(?<=[nN])(?:gày|GÀY)[ .…]{1,9}(?=(?:tháng|THÁNG)[ .…]{0,9}[0-9])"
    r"|(?<=[nN])(?:ăm|ĂM) ?(?=(?:học |ngân sách |tài chính |tài khóa |kế hoạch )?[12][0-9]{3})"
    r"|(?<=[nN])(?:ửa|ỬA) (?=(?:đầu|cuối) năm)"
    r"|(?<=[nN])(?:gày|GÀY) (?=[mhbtnscMHBTNSC]\w+ )"
    r"|(?<=[nN])(?:ăm|ĂM) (?=(?:[hH]ai|[mM]ột) (?:nghìn|ngàn) )"
    r"|(?<=[tT])(?:háng|HÁNG) ?(?=[0-9]|[hbtnscmHBTNSCMđĐ])"
    r"|(?<=[0-9aimntuyư] t)háng(?!\w)"
    r"|(?<=T)(?=[01]?[0-9][/.\-][12][0-9]{3})"
    r"|(?<=Q)(?=[1-4][/.\-][12][0-9]{3})"
    r"|(?<=[qQ])[uU][ýíÝÍ] ?(?=[1-4iIvVmhbtđMHBTĐ])"
    r"|(?<=[mM])(?:ùng|ồng|ÙNG|ỒNG) ?(?=[0-9]|[mhbtnscMHBTNSC]\w+ )"
    r"|(?<=[đĐ])êm (?=[0-9]{1,2},? (?:và )?rạng sáng))"
)
#: A date that opens with its digits.
DIGIT_HEAD = re.compile(
    r"[0-9](?<![0-9][0-9])(?<![0-9][.,/][0-9])(?:"
    r"[0-9]?(?=[/.\-–][0-9]| [/\-–] ?[0-9]|[/.] [0-9]| ?(?:tháng|THÁNG|Tháng)|T ?/? ?20[0-9]{2})"
    r"|(?<=[12])[0-9]{3}(?![0-9]))"
)
_YEAR_OPENINGS = (
    *("1", "2", " 1", " 2", " học ", " ngân ", " tài ", " kế "),
    *(" hai n", " Hai n", " một n", " Một n"),
)
#: What ``WORD_HEAD`` begins with.
HEAD_WORDS = frozenset(
    [
        *(
            first + form
            for word in ("ngày", "tháng", "nửa ", "mùng", "mồng")
            for first in (word[0], word[0].upper())
            for form in (word[1:], word[1:].upper())
        ),
        *(first + rest + opening for first in "nN" for rest in ("ăm", "ĂM") for opening in _YEAR_OPENINGS),
        *(first + u + y for first in "qQ" for u in "uU" for y in "ýíÝÍ"),
        "đêm ",
        "Đêm ",
        *(f"T{digit}" for digit in range(10)),
        *(f"Q{digit}" for digit in range(1, 5)),
    ]
)

DAY_MONTH_YEAR = re.compile(
    rf"(?P<d>{_DAY}){_SEP}(?P<m>{_MONTH}){_SEP}(?P<y>{_YEAR})(?![.,][0-9])", re.IGNORECASE
)
#: Machines date so: «2019-05-29».
ISO_DAY = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2})(?P<s>[-/])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
SHORT_YEAR_DAY = re.compile(
    rf"(?P<d>{_DAY})(?P<s>[/.\-])(?P<m>{_MONTH})(?P=s)(?P<y>[0-9]{{2}})(?![0-9/.\-][0-9]|[0-9])"
)
DAY_WORD_MONTH = re.compile(
    rf"(?P<d>{_DAY}) ?,? ?tháng ?(?P<m>{_MONTH}(?![0-9])|{_MONTH_WORD})"
    rf"(?:{_TO_YEAR}(?P<y>{_YEAR})| năm (?P<r>{_SPOKEN_YEAR})(?!\w))?",
    re.IGNORECASE,
)
DAY_MONTH = re.compile(
    rf"(?P<d>{_DAY})(?P<s> ?[/.\-–] ?)(?P<m>{_MONTH})(?![0-9]|[/.,][0-9])"
    # «15-6-…» is no day and month, but «26/9-2/10» begins with one.
    rf"(?!(?<=[\-–][0-9])[\-–][0-9]|(?<=[\-–][0-9]{{2}})[\-–][0-9])"
    rf"(?: ?,? năm (?:(?P<y>{_YEAR})|(?P<r>{_SPOKEN_YEAR})(?!\w)))?",
    re.IGNORECASE,
)
#: «26-27/9/2022», «26 - 27/9»: matched at the first day, which is bare.
DAY_TO_DAY = re.compile(
    rf"(?P<n>{_DAY}) ?[\-–] ?{_DAY} ?[/.] ?{_MONTH}(?:(?P<y>[/.]{_YEAR})|(?![0-9]|[/.,][0-9]))", re.IGNORECASE
)
MONTH_YEAR = re.compile(rf"(?P<m>{_MONTH}) ?(?P<s>[/.\-]) ?(?P<y>{_YEAR})(?![.,/\-–][0-9])", re.IGNORECASE)
MONTH = re.compile(
    rf"(?P<m>{_MONTH}(?![0-9]|[.,][0-9](?![0-9]{{3}}))|{_MONTH_WORD})"
    rf"(?:{_TO_YEAR}(?P<y>{_YEAR})| (?:của )?năm (?P<r>{_SPOKEN_YEAR})(?!\w))?",
    re.IGNORECASE,
)
QUARTER = re.compile(
    rf"(?P<q>{_any(QUARTER_WORDS)})"
    rf"(?:(?: ?[/\-–] ?|\.| ?,? ?(?:của )?năm ?| (?=20[0-9]{{2}}))(?P<y>{_YEAR})"
    rf"| (?:của )?năm (?P<r>{_SPOKEN_YEAR})(?!\w))?",
    re.IGNORECASE,
)
YEAR = re.compile(rf"(?:học |ngân sách |tài chính |tài khóa |kế hoạch )?(?P<y>{_YEAR})", re.IGNORECASE)
BARE_YEAR = re.compile(r"(?P<y>(?:1[89]|20)[0-9]{2})(?![0-9])")
YEARS = re.compile(
    rf"(?:học |ngân sách |tài chính |tài khóa |kế hoạch )?(?P<y>(?:1[0-9]|20)[0-9]{{2}})"
    rf" ?[\-–/] ?(?P<z>(?:1[0-9]|2[01])[0-9]{{2}})(?:{_YEAR_END})(?![./\-–][0-9]|[./\-–]?(?-i:[A-ZĐ]))",
    re.IGNORECASE,
)
#: «6 tháng đầu năm 2019», matched at «tháng»; the number stands before it (``MONTH_COUNT``).
MONTHS_OF = re.compile(
    rf"tháng (?:(?P<part>đầu|cuối)(?: của)?(?: năm(?: (?:(?P<y>{_YEAR})|(?P<r>{_SPOKEN_YEAR})(?!\w)))?"
    rf"| ?/ ?(?P<y2>{_YEAR})| (?P<y4>20[0-9]{{2}})(?![0-9]))|(?:của )?năm (?P<y3>{_YEAR}))",
    re.IGNORECASE,
)
MONTH_COUNT = re.compile(
    rf"(?<![\w.,/])(?P<n>[0-9]{{1,2}}|{alternatives(w for w in MONTH_WORDS if w != 'tư')}) ?\Z", re.IGNORECASE
)
#: «lũy kế 8 tháng» runs from January; matched before the number.
RUNNING_BEFORE = re.compile(r"(?<!\w)(?:lũy|luỹ) kế (?:cả |trong |của |được )?\Z", re.IGNORECASE)
RUNNING = re.compile(r"tháng(?: ?/ ?(?P<y>20[0-9]{2})(?![0-9]))?", re.IGNORECASE)
#: «tháng tư và tháng năm»
NEXT_MONTH = re.compile(r"(?: và|,| đến| tới) tháng (?!này|trước|sau|tới)", re.IGNORECASE)
#: «9T/2023», «6T2024».
MONTHS_SHORT = re.compile(r"(?P<n>0?[1-9]|1[0-2])T ?/? ?(?P<y>20[0-9]{2})(?![\w/])")
HALF = re.compile(
    rf"nửa (?P<part>đầu|cuối) năm(?: (?:(?P<y>{_YEAR})|(?P<r>{_SPOKEN_YEAR})(?!\w)))?", re.IGNORECASE
)

#: Between the members of a list or the ends of a range, with the word that opens the next member.
CONNECTOR = re.compile(
    r"(?: ?(?P<dash>[\-–]) ?| (?P<to>đến hết|đến cuối|đến đầu|đến trước|đến|tới|cho đến|cho tới) "
    r"| ?[,;] ?(?:và |hoặc )?| (?:và|hoặc|&) | (?=rạng sáng ))"
    r"(?:[0-9]{1,2} ?(?:giờ|h)(?: ?[0-9]{1,2}(?: ?phút)?)?,? ?)?(?:rạng sáng )?"
    r"(?:(?P<unit>ngày|tháng|năm|quý|quí|mùng|mồng) ?(?=[0-9ivIV]|một|hai|ba|bốn|tư|sáu|bảy|tám|chín|mười))?",
    re.IGNORECASE,
)
#: What a connector begins with, past a space: a mark, or a letter of «đến», «tới», «cho», «và» and the like.
CONNECTOR_MARKS = frozenset("-–,;&đĐtTcCvVhHrR")
BARE_NUMBER = re.compile(r"(?P<n>[0-9]{1,2})(?![0-9]|[.,/][0-9])")
ROMAN = re.compile(r"(?P<n>IV|I{1,3})(?!\w)")

_CLOSING = frozenset('\n,;:.)]!?…"”»|–-(')
_FOLLOWERS = frozenset(WORDS["followers"])
_COUNTED = re.compile(rf" {_any(WORDS['counted'])}", re.IGNORECASE)
_COUNTED_FIRST = frozenset(phrase.split()[0].casefold() for phrase in WORDS["counted"])
_SHARED = re.compile(rf" (?:\w{{1,8}} )?{_any(WORDS['shared'])}", re.IGNORECASE)
_WORD = re.compile(r"\w+")
RECURRING = re.compile(rf" ?{alternatives(WORDS['recurring'])} (?:tháng|năm|quý|tuần)(?!\w)", re.IGNORECASE)
LUNAR_AFTER = re.compile(
    rf" ?\(?(?:năm \w+ \w+ )?\(?(?:nhằm ngày )?{_any(WORDS['lunar_after'])}", re.IGNORECASE
)
DURATION_AFTER = re.compile(r" (?:ngày|tuần|giờ|tháng(?! [0-9]))(?! [0-9]|\w)", re.IGNORECASE)

#: «3 tháng 5 ngày» is a length of time: a number stands before its month too.
AMOUNT_BEFORE = re.compile(r"[0-9] tháng ?\Z")
#: Months are counted: «mỗi tháng», «ba tháng».
COUNT_BEFORE = re.compile(
    rf"(?:[0-9]|(?<!\w)(?:{alternatives(MONTH_WORDS)}|một|bốn|mươi|mỗi|hàng|hằng|mấy|vài)) ?\Z", re.IGNORECASE
)
#: A day without a year whose range ends in a full day: «15.6-30.8.2024».
TO_FULL_DAY = re.compile(rf" ?[\-–] ?{_DAY}[/.]{_MONTH}[/.]{_YEAR}", re.IGNORECASE)

#: A digit right before «ngày»: the number of a document, unless it is that of a clock.
NUMBER_BEFORE = re.compile(r"[0-9][a-z]?,? \Z")
CLOCK_BEFORE = re.compile(r"(?:giờ|phút|[0-9]h|:)[ 0-9]{0,4} \Z", re.IGNORECASE)
#: «những năm 1980» is a decade.
DECADE_BEFORE = re.compile(r"(?<!\w)(?:những|thập niên|thập kỷ) (?:năm )?\Z", re.IGNORECASE)

BEFORE_DAY = Before(WORDS["day_heads"])
BEFORE_WEAK = Before(WORDS["weak_heads"])
BEFORE_DUE = Before(WORDS["due_heads"])
BEFORE_SHARE = Before(WORDS["share_heads"])
BEFORE_MONTH = Before(WORDS["month_heads"])
BEFORE_YEAR = Before(WORDS["year_heads"])
BEFORE_PLACE = Before(WORDS["named_places"])
BEFORE_RANKED = Before(WORDS["rank_heads"])
BEFORE_FROM = Before(WORDS["from_heads"])
BEFORE_LUNAR = Before(WORDS["lunar_before"])
BEFORE_EVENT = Before(WORDS["event_heads"])
BEFORE_GOAL = Before(WORDS["goals"])
BEFORE_COMPARISON = Before(WORDS["comparisons"])
#: The letters before the space that ``ACRONYM_BEFORE`` ends in.
ACRONYM_ENDS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZĐx)")
ACRONYM_BEFORE = re.compile(r"(?<![\w./\-])(?P<w>[A-ZĐ]{2,}|Index|INDEX)\)? \Z")
NAME_BEFORE = re.compile(r"[A-ZĐ]\w* (?:\w+ ){0,2}\(?\Z")
CELL_BEFORE = re.compile(r"(?:\A|\n|\| )\Z")
FIXED_DAYS = frozenset(tuple(int(part) for part in day.split("/")) for day in WORDS["fixed_days"])
EDITIONS = frozenset(WORDS["edition_heads"])


def ends_freely(text: str, end: int) -> bool:
    """Tell whether a number that names time may end at ``end``: before a mark, a word that may follow it, or
    the end of the text; any other word there is what the number counts."""
    char = text[end : end + 1]
    if char != " ":
        return not char or char in _CLOSING
    char = text[end + 1 : end + 2]
    return not char or char in _CLOSING or _next_word(text, end) in _FOLLOWERS


def counts(text: str, end: int) -> bool:
    """Tell whether what a number counts stands behind it, at ``end``."""
    return _next_word(text, end) in _COUNTED_FIRST and _COUNTED.match(text, end) is not None


def shares(text: str, end: int) -> bool:
    """Tell whether what a fraction is a share of stands behind it, at ``end``: «đến 5/9 tỉnh»."""
    return counts(text, end) or _SHARED.match(text, end) is not None


def _next_word(text: str, end: int) -> str:
    """Return the word past the space at ``end``, case-folded."""
    word = _WORD.match(text, end + 1)
    return word[0].casefold() if word and text[end] == " " else ""
