"""Points and spans of time as ISO 8601 strings with their own precision."""

from calendar import monthrange
from dataclasses import dataclass
from typing import Literal

from extractors.basis import Drawn

Grain = Literal["day", "month", "quarter", "half", "year", "range"]

#: How fine each grain is; a list or range lends its year only among members of one grain.
GRAINS: dict[str, Grain] = {"ngày": "day", "tháng": "month", "quý": "quarter", "năm": "year"}


@dataclass(slots=True)
class Mention:
    """One point of time as read: what is known of it, and where it stands.

    ``number`` is the day, month, quarter or half the grain asks for; a day has its ``month`` besides.
    ``months`` is (first, last) for «9 tháng đầu năm». ``spoken`` is a year said
    relative to now («nay», «ngoái»); ``issues`` marks the day of issue behind a document's symbol.
    ``year_from`` tells where a year was drawn from that the writing does not give.
    """

    start: int
    end: int
    grain: Grain
    number: int = 0
    month: int | None = None
    year: int | None = None
    until: int | None = None
    months: tuple[int, int] | None = None
    spoken: str | None = None
    lent: bool = False
    relative: bool = False
    glued: bool = False
    issues: bool = False
    year_from: Drawn | None = None

    def copied(self) -> "Mention":
        """Return a copy, at a tenth of what ``copy.copy`` takes."""
        return Mention(
            self.start,
            self.end,
            self.grain,
            self.number,
            self.month,
            self.year,
            self.until,
            self.months,
            self.spoken,
            self.lent,
            self.relative,
            self.glued,
            self.issues,
            self.year_from,
        )

    @property
    def is_complete(self) -> bool:
        """Whether all but the year is known."""
        return self.grain != "day" or self.month is not None

    @property
    def value(self) -> str | None:
        """The ISO value, or None for a day that does not exist or is not known."""
        if self.until is not None:
            return f"{self.year}/{self.until}" if self.year is not None and self.year < self.until else None
        if self.months is not None:
            first, last = (iso_month(self.year, month) for month in self.months)
            return first if first == last else f"{first}/{last}"
        if self.grain == "day":
            return iso_day(self.year, self.month, self.number)
        if self.grain == "month":
            return iso_month(self.year, self.number)
        if self.grain == "year":
            return f"{self.year:04d}"
        letter = "Q" if self.grain == "quarter" else "H"
        return f"{'-' if self.year is None else self.year}-{letter}{self.number}"


def iso_day(year: int | None, month: int | None, day: int) -> str | None:
    """Return ``2024-06-01``, or ``--06-01`` without a year; None for a day that no such month has."""
    if month is None or not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        return None
    return f"--{month:02d}-{day:02d}" if year is None else f"{year:04d}-{month:02d}-{day:02d}"


def iso_month(year: int | None, month: int) -> str:
    """Return ``2024-06``, or ``--06`` without a year."""
    return f"--{month:02d}" if year is None else f"{year:04d}-{month:02d}"
