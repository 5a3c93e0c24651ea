"""What a clause says before its task: who leads, with whom, and where the task itself begins."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from extractors.assignment_parties import Party, party_at
from extractors.lexicon import alternatives, load_table
from extractors.phrase_table import PhraseTable
from extractors.phrases import holds_any

_TASKS = load_table("tasks")["tasks"]
_GIVES = PhraseTable(_TASKS["gives"])
_ASKS = PhraseTable(_TASKS["asks"])
_LEADS = PhraseTable(_TASKS["leads"])
_DUTIES = PhraseTable(_TASKS["duties"])
_WITH = PhraseTable(_TASKS["with"])
_DEEDS = PhraseTable(_TASKS["deeds"])
_GIVING = re.compile(r"giao(?!\w)|yêu cầu(?!\w)|đề nghị|chỉ đạo|phân công|lưu ý")
_NOT_GIVING = re.compile(rf"{alternatives(_TASKS['no_giving_behind'])} \Z")
_NOT_GIVING_ENDS = tuple(f"{words} " for words in _TASKS["no_giving_behind"])
_UPWARD = re.compile(rf"{alternatives(_TASKS['above'])}(?!\w)")
_OPENER = re.compile(
    r"như sau(?: ?:|\Z)|sau(?: đây)? ?:\Z|tổ chức thực hiện|phân công (?:thực hiện|nhiệm vụ)|cần làm ngay"
    r"|(?:yêu cầu|giao|đề nghị|nhiệm vụ|trách nhiệm[^.:]{0,60}) ?:\Z"
)
# «II. GIAO NHIỆM VỤ», «3. Trách nhiệm của các cơ quan»: a heading that has its line for itself.
_HEADING = re.compile(
    r"(?:(?:[ivx]{1,5}|[0-9]{1,2}|[a-zđ])[.)] ?|điều [0-9]{1,2}[.:] ?|phần [^\W_]{1,5}[.:] ?)?"
    rf"{alternatives(_TASKS['headings'])}[^.;:]{{0,70}}:?\Z"
)
# What the pattern of openers finds ends with a colon or holds one of these, which are found much faster.
_OPENING = ("như sau", "tổ chức thực hiện", "phân công", "cần làm ngay")
_SEPARATOR = re.compile(r"(?:,|:)? ?(?:và |để |thì )?(?=\w)")
_LONGEST_HEADING = 100
# «Sở Tư pháp (cơ quan thường trực) chủ trì»: what the agency is besides.
_BRACKET = re.compile(r" \([^()\n]{2,80}\)")
# «là cơ quan thường trực của Ban Chỉ đạo, có trách nhiệm …»: what it is made, before what it has to do.
_POST = re.compile(
    r"(?P<post>(?:(?:là|làm) )?(?:cơ quan|đơn vị|đầu mối)[^,;.:()\n]{0,60}?)"
    r"(?:, | (?=(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)(?!\w)))"
)
_BLANK = re.compile(r"\s*[,.;:]?\s*")
_PARTICLE = re.compile(rf"{alternatives(_TASKS['particles'])}(?!\w)")


@dataclass(frozen=True, slots=True)
class Order:
    """What a clause says before its task: who, with whom, and where the task begins."""

    start: int
    names: tuple[str, ...]
    cooperating: tuple[str, ...]
    task: int
    rule: str


class Heading(NamedTuple):
    """The agency whose tasks follow; ``start`` is where the heading begins before its first task, else -1.

    ``is_listed`` says that its first task was an item of a list, which a paragraph ends.
    """

    kind: str
    party: Party
    start: int
    source: str | None
    is_listed: bool = False


def giving_verbs(folded: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield start of each verb of giving among the ``places`` in ``folded`` where the word of one begins, and
    where the party it gives to would begin."""
    for at in places:
        if folded[at - 1 : at].isalnum() or not _GIVING.match(folded, at):
            continue
        if folded.endswith(_NOT_GIVING_ENDS, 0, at) and _NOT_GIVING.search(folded, max(0, at - 14), at):
            continue
        end = _GIVES.end_at(folded, at)
        start = end + (2 if folded.startswith(": ", end) else 1)
        if folded[end : end + 1] in {" ", ":"} and not _asks_upward(folded, at, start):
            yield at, start


def opens_orders(folded: str) -> bool:
    """Whether orders follow the line: «… có ý kiến như sau:», «TỔ CHỨC THỰC HIỆN»."""
    if len(folded) < _LONGEST_HEADING and _HEADING.match(folded):
        return True
    may_open = folded.endswith(":") or holds_any(folded, _OPENING, 0, len(folded))
    return may_open and _OPENER.search(folded) is not None


def is_heading(folded: str, at: int) -> bool:
    """Whether nothing follows ``at`` but words that announce tasks: «là cơ quan đầu mối, có trách nhiệm:»."""
    for _ in range(4):
        if _BLANK.fullmatch(folded, at):
            return True
        step = _SEPARATOR.match(folded, at)
        begin = step.end() if step else at
        at = _lead_end(folded, begin)
        if at < 0 or not folded.endswith(":"):
            return False
    return False


def begins_together(folded: str, at: int) -> bool:
    """Whether «phối hợp với» stands at ``at``."""
    return _WITH.end_at(folded, at) > 0


def begins_giving(folded: str, at: int) -> bool:
    """Whether a verb of giving stands at ``at``."""
    return _GIVING.match(folded, at) is not None


def read_order(text: str, folded: str, start: int, party: Party, rule: str) -> Order | None:
    """Read what stands between the agency and its task; None where no deed follows."""
    bracket = _BRACKET.match(folded, party.end)
    at, is_led = bracket.end() if bracket else party.end, False
    cooperating: tuple[str, ...] = ()
    duty = -1
    for _ in range(4):
        step = _SEPARATOR.match(folded, at)
        begin = step.end() if step else at
        lead = _lead_end(folded, begin)
        if lead > 0:
            duty = begin if folded.endswith("trách nhiệm", begin, lead) else -1
            at, is_led = lead, True
            continue
        together = _WITH.end_at(folded, begin)
        partner = party_at(text, folded, together + 1) if together > 0 else None
        if partner is None or cooperating:
            break
        at, is_led, cooperating, duty = partner.end, True, partner.names, -1
    step = _SEPARATOR.match(folded, at)
    task = step.end() if step else at
    # «chịu trách nhiệm toàn diện về …»: to answer for it is the task itself.
    if duty >= 0 and task < len(folded) and _DEEDS.end_at(folded, task) < 0:
        task = duty
    if task >= len(folded) or folded[at : at + 1] in {".", ";", ")"} or _BLANK.fullmatch(folded, at):
        return None
    if not is_led and not _is_deed(text, folded, task, rule):
        return None
    return Order(start, party.names, cooperating, task, rule)


def _lead_end(folded: str, at: int) -> int:
    """Return where the words at ``at`` end that make a body the lead or tell of its duty; -1 without such."""
    post = _POST.match(folded, at)
    if post is not None:
        # «làm cơ quan thường trực, giúp …» is a task as a whole, «là cơ quan thường trực» is none.
        follow = [_DUTIES, _LEADS, _WITH, *([_DEEDS] if folded.startswith("là ", at) else [])]
        if any(words.end_at(folded, post.end()) > 0 for words in follow):
            return post.end("post")
    return max(_LEADS.end_at(folded, at), _DUTIES.end_at(folded, at))


def _asks_upward(folded: str, verb: int, at: int) -> bool:
    """Whether the verb asks a body above («đề nghị Chính phủ …»), which is no task given to it."""
    return _ASKS.end_at(folded, verb) > 0 and _UPWARD.match(folded, at) is not None


def _is_deed(text: str, folded: str, at: int, rule: str) -> bool:
    """Whether a task can begin at ``at``: with a verb of the lexicon, or behind a verb of giving
    with any word that is no particle."""
    if _DEEDS.end_at(folded, at) > 0:
        return True
    if rule == "assignment.by_term" or _PARTICLE.match(folded, at):
        return False
    return folded[at].isalpha() and (rule == "assignment.inherited" or text[at].islower())
