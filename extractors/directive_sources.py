"""When and by whom a document was issued, from the words that stand with its mention."""

import re
from dataclasses import dataclass

from extractors.basis import Drawn, value_of
from extractors.directive_mentions import Numbered
from extractors.facts import Date
from extractors.issuer_offices import acting_before, acting_behind
from extractors.issuers import drawn_issuer, issuer_after, issuer_before, issuer_in_row, letterhead

# Between a document and its day: «, ngày», «(ngày», «ban hành ngày», «ký», «| Ngày ban hành:».
_TO_DAY = re.compile(
    r"[ ,]{0,2}(?:\( ?(?:ban hành )?(?:ký )?(?:ngày )?"
    r"|(?:(?:lúc|hồi) [0-9]{1,2} ?(?:giờ|h|:) ?(?:[0-9]{1,2}(?: phút)?)?,? ?)?"
    r"(?:đã |được )?(?:ban hành |ký ban hành |ký )?(?:kèm theo )?ngày ?|(?:được )?(?:ban hành |ký )"
    r"|\| ?(?:Ngày|ngày|NGÀY)[ \w]{0,24}: ?|(?:ngày )?(?=[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4}))\Z"
)
_OPENS_SENTENCE = re.compile(
    r"(?:\A|[\n.;:–\-)] ?|, )(?:(?:và|sau đó|tiếp đó|trước đó|mới đây)?,? ?)?(?:Vào |vào )?(?:Ngày|ngày) ?\Z",
    re.IGNORECASE,
)
# The place and day of a document's head: «Lâm Đồng, ngày 12 tháng 3 năm 2025».
_PLACE_AND_DAY = re.compile(r"[^\W\d_][\w. -]{0,30}, ngày \Z")
_YEAR_BEHIND = re.compile(r" ?(?:,? năm |/|-|\((?:ban hành |ký )?năm )(?P<year>(?:19|20)[0-9]{2})(?![0-9/])")
_REACH = 60
# Between the number and the place and day of a letter stand its subject and the motto of the state.
_HEAD_LENGTH = 420


# Not frozen: a frozen one takes three times as long to make.
@dataclass(slots=True)
class Source:
    """Issue day (ISO), year, issuer as written, and the words that tell them.

    ``issuer_follows`` says that the issuer stood behind the number.
    """

    day: Drawn | None = None
    told_year: Drawn | None = None
    body: Drawn | None = None
    issuer_follows: bool = False

    @property
    def issuer(self) -> str | None:
        """The issuer as written."""
        return value_of(self.body)


def read_source(text: str, mention: Numbered, behind: Date | None, ahead: Date | None) -> Source:
    """Read the source of ``mention``; ``behind`` and ``ahead`` are the days next to it, if any."""
    year_found = _YEAR_BEHIND.match(text, mention.end)
    at = (
        _past_bracket(text, year_found.end())
        if year_found and text[year_found.start() : year_found.end()].count("năm")
        else mention.end
    )
    year = Drawn.words(year_found["year"], *year_found.span("year")) if year_found else None
    issuer = issuer_after(text, _past_bracket(text, at)) or issuer_in_row(text, mention.start, at)
    day = behind if behind is not None and _is_issue_day(text, mention, issuer, behind) else None
    if issuer is None and day is not None:
        issuer = issuer_after(text, _past_bracket(text, day.end))
    office = mention.office
    leading = None if issuer is not None else issuer_before(text, mention.start)
    if issuer is None and leading is None:
        leading = acting_before(text, mention.start, office)
        behind_at = at if day is None else _past_bracket(text, day.end)
        issuer = acting_behind(text, mention.start, behind_at, office) if leading is None else None
    if day is None and ahead is not None and leading is not None and _leads(text, ahead, leading[0]):
        day = ahead
    issued = Drawn.words(day.value, day.start, day.end) if day is not None and _is_full(day) else None
    year = year if issued is None else _year_of(issued)
    if leading is None and issuer is None and (head := letterhead(text, mention.start)):
        return _from_letterhead(text, mention, head, day or behind, year)
    if issuer is not None:
        return Source(issued, year, drawn_issuer(issuer), issuer_follows=True)
    return Source(issued, year, _placed(leading) if leading else mention.issuer)


def _year_of(day: Drawn) -> Drawn:
    return day._replace(value=(day.value or "")[:4])


def _placed(found: tuple[int, str]) -> Drawn:
    at, words = found
    return Drawn.words(words, at, at + len(words))


def _from_letterhead(
    text: str, mention: Numbered, head: tuple[int, str], day: Date | None, year: Drawn | None
) -> Source:
    """Read the head of a document: who issues on the line above «Số:», place and day below."""
    if day is None or not _is_full(day) or day.start - mention.end > _HEAD_LENGTH:
        return Source(None, year, _placed(head))
    if not _PLACE_AND_DAY.search(text[max(mention.end, day.start - 48) : day.start]):
        return Source(None, year, _placed(head))
    issued = Drawn.words(day.value, day.start, day.end)
    return Source(issued, _year_of(issued), _placed(head))


def _is_full(day: Date) -> bool:
    return not day.relative and not day.value.startswith("-")


def _past_bracket(text: str, at: int) -> int:
    return at + 1 if text.startswith(")", at) else at


def _is_issue_day(text: str, mention: Numbered, issuer: re.Match[str] | None, day: Date) -> bool:
    """Whether only words of issuing stand between ``mention`` and ``day``."""
    if day.start - mention.end > _REACH + (issuer.end() - mention.end if issuer else 0):
        return False
    if _TO_DAY.fullmatch(text[mention.end : day.start]):
        return True
    return (
        issuer is not None
        and issuer.end() <= day.start
        and _TO_DAY.fullmatch(text[issuer.end() : day.start]) is not None
    )


def _leads(text: str, day: Date, issuer_at: int) -> bool:
    """Whether the sentence opens with ``day`` and goes on with the issuer at ``issuer_at``."""
    if (
        not 0 <= issuer_at - day.end <= _REACH
        or "\n" in text[day.end : issuer_at]
        or ". " in text[day.end : issuer_at]
    ):
        return False
    opening = text[max(0, day.start - 24) : day.start]
    between = text[day.end : issuer_at].strip(" ,")
    return _OPENS_SENTENCE.search(opening) is not None and (not between or between in {"thì", "đồng chí"})
