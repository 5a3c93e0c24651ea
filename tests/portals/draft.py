"""Writing a text and its truth in one go: each fact is marked where it is written.

A method of ``Draft`` returns the wording to put into a sentence, wrapped in private marks that carry the
number of its fact. ``Draft.settle`` takes the marks out and gives every fact its span. A wording that is
repeated (the header of a table stands in every row) gives a fact each time.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from extractors.text import canonical_text

_MARK = re.compile("\ue000(\\d+)\ue001|\ue002")
_PLACE_KEYS = ("indicator", "component", "period", "subject", "status")
#: Verbs of a change, and whether they go up.
_UP = {
    "tăng": 1, "giảm": -1, "cao hơn": 1, "thấp hơn": -1, "nhích thêm": 1, "mất": -1, "cộng thêm": 1,
    "tụt": -1, "lên": 1, "lùi": -1, "tiến": 1, "cải thiện": 1, "rớt": -1, "vượt lên": 1,
}  # fmt: skip


@dataclass
class Draft:
    """A text being written. The attributes are what its scores and ranks are about unless they say else."""

    indicator: str | None = None
    component: str | None = None
    period: str | None = None
    subject: str | None = None
    status: str | None = "actual"
    facts: list[dict[str, Any]] = field(default_factory=list)

    def about(self, **changes: str | None) -> None:
        """Change what the following scores and ranks are about."""
        for name, value in changes.items():
            if name not in _PLACE_KEYS:
                raise TypeError(name)
            setattr(self, name, value)

    def points(self, value: float, scale: float | None = None, unit: str = " điểm", dot: bool = False,
               **about: Any) -> str:  # fmt: skip
        """Return a level in points: ``87,87/100 điểm``; ``unit`` is left out as an empty string."""
        quote = _decimal(value, dot) + (f"/{_decimal(scale, dot)}" if scale else "") + unit
        return self._score(quote, value, "point", scale, "level", about)

    def percent(self, value: float, dot: bool = False, **about: Any) -> str:
        """Return a level in percent: ``88,66%``."""
        return self._score(f"{_decimal(value, dot)}%", value, "percent", None, "level", about)

    def change(self, verb: str, value: float, unit: str = " điểm", **about: Any) -> str:
        """Return a change of a value: ``tăng 1,88%``."""
        kind = "percent" if unit == "%" else "point"
        return self._score(f"{verb} {_decimal(value)}{unit}", _UP[verb] * value, kind, None, "change", about)

    def difference(self, signed: float, unit: str = " điểm", verbs: tuple[str, str] = ("tăng", "giảm"),
                   **about: Any) -> str:  # fmt: skip
        """Return a change whose verb follows the sign: ``giảm 0,5 điểm``; no fact where nothing changed."""
        if not signed:
            return "giữ nguyên"
        return self.change(verbs[signed < 0], abs(signed), unit, **about)

    def place(self, word: str, rank: int, out_of: int | None = None, scope: str | None = None,
              **about: Any) -> str:  # fmt: skip
        """Return a place: ``hạng 13/63``, or the number alone with an empty ``word``."""
        quote = f"{word} {rank}".strip() + (f"/{out_of}" if out_of else "")
        return self._rank(quote, {"rank": rank, "out_of": out_of, "scope": scope}, about)

    def first(self, quote: str, scope: str | None = None, **about: Any) -> str:
        """Return the first place in words: ``đứng đầu``."""
        return self._rank(quote, {"rank": 1, "scope": scope}, about)

    def top(self, quote: str, rank: int, scope: str | None = None, **about: Any) -> str:
        """Return a place among the first: ``TOP 10``."""
        return self._rank(quote, {"rank": rank, "bound": "at_most", "scope": scope}, about)

    def moved(self, verb: str, places: int, **about: Any) -> str:
        """Return a move: ``tăng 46 bậc``."""
        return self._rank(f"{verb} {places} bậc", {"kind": "change", "rank": _UP[verb] * places}, about)

    def climbed(self, signed: int, verbs: tuple[str, str] = ("tăng", "tụt"), **about: Any) -> str:
        """Return a move whose verb follows the sign: ``tụt 3 bậc``; no fact where the place is kept."""
        return self.moved(verbs[signed < 0], abs(signed), **about) if signed else "giữ nguyên"

    def group(self, quote: str, name: str, scope: str | None = None, **about: Any) -> str:
        """Return a group of places: ``nhóm B``."""
        return self._rank(quote, {"kind": "group", "group": name, "scope": scope}, about)

    def day(self, when: date, style: str = "{d}/{m}/{y}") -> str:
        """Return a day in a writing of ``{d} {dd} {m} {mm} {y}``; without a year it is the text's year."""
        parts = {
            "d": when.day,
            "dd": f"{when.day:02}",
            "m": when.month,
            "mm": f"{when.month:02}",
            "y": when.year,
        }
        return self._date(style.format(**parts), when.isoformat(), "day")

    def year(self, year: int, quote: str = "năm {y}") -> str:
        return self._date(quote.format(y=year), str(year), "year")

    def month(self, year: int, month: int, quote: str = "tháng {m}/{y}") -> str:
        return self._date(quote.format(y=year, m=month), f"{year}-{month:02}", "month")

    def quarter(self, year: int, quarter: int, quote: str = "quý {q}/{y}") -> str:
        roman = ("I", "II", "III", "IV")[quarter - 1]
        return self._date(quote.format(q=roman, y=year), f"{year}-Q{quarter}", "quarter")

    def half(self, year: int, half: int, quote: str = "6 tháng {h} năm {y}") -> str:
        side = ("đầu", "cuối")[half - 1]
        return self._date(quote.format(h=side, y=year), f"{year}-H{half}", "half")

    def span(self, quote: str, start: str, end: str) -> str:
        """Return a range of time: ``2021-2025``."""
        return self._date(quote, f"{start}/{end}", "range")

    def document(self, doc_type: str, symbol: str | None = None, *, number: str | None = None,
                 on: date | None = None, day_style: str = "ngày {dd}/{m}/{y}", issuer: str | None = None,
                 by: str = " của ", word: str = " số ", year: int | None = None,
                 in_year: int | None = None, named: str | None = None) -> str:  # fmt: skip
        """Return a numbered document with its date and issuer, the date being a fact of its own.

        ``in_year`` is written right after the number (`` năm 2015``); ``year`` is for a symbol that holds it;
        ``named`` is an issuer that the sentence has named already.
        """
        number = number or re.split(r"[/-]", symbol or "")[0]
        fact = {
            "type": "directive",
            "doc_type": doc_type,
            "number": number,
            "symbol": symbol,
            "year": year or (on.year if on else None),
            "issued_on": on.isoformat() if on else None,
            "issuer": issuer or named,
        }
        text = self._mark(f"{doc_type}{word}{symbol or number}", fact)
        if in_year:
            text += " " + self.year(in_year)
            fact["year"] = in_year
        if on:
            lead, style = day_style.split(" ", 1) if day_style.startswith("ngày ") else ("", day_style)
            text += f" {lead} {self.day(on, style)}" if lead else f" {self.day(on, style)}"
        return text + (f"{by}{issuer}" if issuer else "")

    def settle(self, text: str) -> tuple[str, list[dict[str, Any]]]:
        """Return the text without marks and its facts in order, each with its span and quote."""
        plain: list[str] = []
        found: list[dict[str, Any]] = []
        at, length, started = 0, 0, (0, 0)
        for mark in _MARK.finditer(text):
            piece = text[at : mark.start()]
            plain.append(piece)
            length += len(piece)
            if mark[1]:
                started = (int(mark[1]), length)
            else:
                quote = piece
                fact = self.facts[started[0]]
                found.append({**fact, "start": started[1], "end": length, "text": quote})
            at = mark.end()
        plain.append(text[at:])
        settled = "".join(plain)
        if settled != canonical_text(settled):
            raise ValueError(f"not canonical: {settled!r}")
        return settled, found

    def _score(self, quote: str, value: float, unit: str, scale: float | None, kind: str, about: Any) -> str:
        fact = {"type": "score", "value": value, "unit": unit, "scale_max": scale, "kind": kind}
        return self._mark(quote, {**fact, **self._about(about)})

    def _rank(self, quote: str, keys: dict[str, Any], about: Any) -> str:
        fact = {"type": "rank", "kind": "level", "rank": None, "bound": "exact", "out_of": None,
                "group": None, "scope": None}  # fmt: skip
        return self._mark(quote, {**fact, **keys, **self._about(about)})

    def _about(self, changes: dict[str, Any]) -> dict[str, Any]:
        return {name: changes.get(name, getattr(self, name)) for name in _PLACE_KEYS}

    def _date(self, quote: str, value: str, grain: str) -> str:
        return self._mark(quote, {"type": "date", "value": value, "grain": grain})

    def _mark(self, quote: str, fact: dict[str, Any]) -> str:
        self.facts.append(fact)
        return f"\ue000{len(self.facts) - 1}\ue001{quote}\ue002"


def unmarked(text: str) -> str:
    """Return ``text`` without the marks of a draft."""
    return _MARK.sub("", text)


def _decimal(value: float, dot: bool = False) -> str:
    text = f"{value:g}"
    return text if dot else text.replace(".", ",")
