"""The typed facts: what a score, a rank, a date, a directive, a quantity, a person, an assignment are.

``text[start:end]`` of the canonical text a fact was read from is its quote, always. Numbers are ``Decimal``.
Periods and dates are ISO 8601 strings with their own precision (``2024``, ``2024-06``, ``2024-Q1``,
``2019-H1``, ``2021/2025``).
"""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, ClassVar, Literal

from extractors.basis import Basis

Status = Literal["actual", "target"]

#: The kinds the project is about: their figures are the headline, and they are read fastest.
CORE_KINDS = ("score", "rank", "date", "directive")
#: The kinds this version reads, in the order of their tables.
KINDS = (*CORE_KINDS, "quantity", "person", "assignment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What all kinds share: where the fact stands, which rule read it, and what is doubtful about it.

    ``rule`` names the rule (``score.scaled``), ``flags`` the doubts about the source itself
    (``value_exceeds_scale``), ``basis`` what each key of its context was drawn from. They are data about the
    reading, not part of the value.
    """

    type: ClassVar[str]

    start: int
    end: int
    text: str
    rule: str = field(compare=False)
    flags: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = field(default=(), compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the fact as plain JSON values: ``type``, span and text, its own keys, then ``flags``."""
        own = [
            f.name
            for f in fields(self)
            if f.name not in {"start", "end", "text", "rule", "flags", "basis", "relative"}
        ]
        record: dict[str, Any] = {"type": self.type, "start": self.start, "end": self.end, "text": self.text}
        record.update((name, _plain(getattr(self, name))) for name in own)
        record["flags"] = list(self.flags)
        if getattr(self, "relative", False):
            record["relative"] = True
        return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Fact):
    """A measured value of a governance index, in points or percent."""

    type: ClassVar[str] = "score"

    value: Decimal
    unit: Literal["point", "percent"]
    scale_max: Decimal | None = None
    kind: Literal["level", "change"] = "level"
    indicator: str | None = None
    component: str | None = None
    period: str | None = None
    subject: str | None = None
    status: Status | None = "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank(Fact):
    """A place in an ordering, a move of places (signed, up is positive), or a group of places."""

    type: ClassVar[str] = "rank"

    kind: Literal["level", "change", "group"] = "level"
    rank: int | None = None
    bound: Literal["exact", "at_most"] = "exact"
    out_of: int | None = None
    group: str | None = None
    scope: str | None = None
    indicator: str | None = None
    component: str | None = None
    period: str | None = None
    subject: str | None = None
    status: Status | None = "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Fact):
    """A point or span of time named in the text, with its own precision.

    ``relative`` marks a value worked out from a reference date («năm nay», «tháng trước»).
    """

    type: ClassVar[str] = "date"

    value: str
    grain: Literal["day", "month", "quarter", "half", "year", "range"]
    relative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive(Fact):
    """A numbered official document: ``Quyết định số 1037/QĐ-UBND``."""

    type: ClassVar[str] = "directive"

    doc_type: str | None
    number: str
    symbol: str | None = None
    year: int | None = None
    issued_on: str | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Fact):
    """A counted or measured amount that is no index score: ``1.932 TTHC``, ``17/40 nhiệm vụ``, ``98,7%``.

    ``unit`` is as written, with its multiplier («tỷ đồng»); ``of`` is what is counted, short, as written.
    """

    type: ClassVar[str] = "quantity"

    value: Decimal
    unit: str
    out_of: Decimal | None = None
    of: str | None = None
    status: Status | None = "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Fact):
    """An official named with a role; the span is the name."""

    type: ClassVar[str] = "person"

    name: str
    title: str
    organization: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Fact):
    """A task given to an agency; the span is the clause, ``deadline`` an ISO date or period.

    ``directive`` is the document the task is given under, where its clause or the head of its sentence or
    list names one («thực hiện Chỉ thị số 05/CT-UBND»): its symbol, or its type and number as written if it
    has none.
    """

    type: ClassVar[str] = "assignment"

    assignee: str
    cooperating: tuple[str, ...] = ()
    task: str
    deadline: str | None = None
    directive: str | None = None


def _plain(value: object) -> object:
    """Return a JSON value: a whole ``Decimal`` as int, any other as float; a tuple as list."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value
