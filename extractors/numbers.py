"""Numbers as Vietnamese writes them: digits with marks, and words.

``,`` is the decimal mark and ``.`` groups thousands, but sources mix them. Form decides where it can
(``87.87`` has no group of three), the reader's knowledge of what is measured where it cannot
(``9.125 điểm``).
"""

import re
from decimal import Decimal
from functools import lru_cache

from extractors.lexicon import load_table

_PLAIN = re.compile(r"\d+")
# Numbers in groups of three, with the mark between groups; any other mark left is the decimal one.
_GROUPED = (
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"), "."),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?"), ","),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+"), ","),
    (re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?"), " "),
)
_ONE_MARK = re.compile(r"\d+[.,]\d+")

# The first digit of a number. One class at the front is what a scan skips to fastest.
_START = re.compile(r"[0-9](?<![0-9][0-9])(?<![0-9][.,/][0-9])")
_DIGITS = "0123456789"

#: The shape of a number in digits, for patterns of other readers. It never ends in a mark.
NUMBER = r"\d+(?:[.,]\d+)*"


def has_digits(text: str) -> bool:
    """Tell whether any of the digits 0 to 9 stands in ``text``, at a tenth of what a pattern takes."""
    return any(digit in text for digit in _DIGITS)


@lru_cache(maxsize=1)
def number_starts(text: str) -> tuple[int, ...]:
    """Return where numbers begin in ``text``, in order; a date or fraction in digits is one («13/63»).

    Those of the last text are kept, since several readers of a text begin at its numbers.
    """
    return tuple([found.start() for found in _START.finditer(text)]) if has_digits(text) else ()


def parse_number(text: str, *, measure: bool = False) -> Decimal | None:
    """Return the value of a number written in digits, or None where ``text`` is no number.

    ``measure`` says that the number is a mark or a share, never a count: then a lone mark is always the
    decimal mark (``9.125`` is 9.125). Otherwise ``.`` before exactly three digits groups thousands (``1.932``
    is 1932) unless the head is ``0``, and ``,`` does so only where it is repeated (``1,932,000``) or a ``.``
    follows; ``1,932`` alone is 1.932, see ``parse_count``.
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if measure and _ONE_MARK.fullmatch(text):
        return Decimal(text.replace(",", "."))
    for pattern, group in _GROUPED:
        if pattern.fullmatch(text):
            return Decimal(text.replace(group, "").replace(",", "."))
    return Decimal(text.replace(",", ".")) if _ONE_MARK.fullmatch(text) else None


def parse_count(text: str) -> Decimal | None:
    """Return the value of a number that counts things: a lone group of three is thousands in either mark.

    ``1,932 hồ sơ`` and ``1.932 hồ sơ`` are both 1932; a number with any other fraction is read as written.
    """
    text = text.strip()
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", text):
        return Decimal(text.replace(",", ""))
    return parse_number(text)


def number_words() -> dict[str, int]:
    """Return every number word from 1 to 99, lower case, -> its value; words of order (nhất, nhì, tư) too."""
    return dict(_WORDS)


def _spell_numbers() -> dict[str, int]:
    table = load_table("numbers")
    units: dict[str, int] = table["units"]
    last: dict[str, int] = {**units, **table["last_units"]}
    words = {**units, **table["ordinals"]}
    for ten, base in table["tens"].items():
        words[ten] = base
        # Behind ten the digit one keeps «một», and five is always «lăm».
        words.update(
            (f"{ten} {unit}", base + value) for unit, value in last.items() if unit not in {"mốt", "năm"}
        )
    for name, tens in units.items():
        if tens == 1:
            continue
        words[f"{name} mươi"] = tens * 10
        words.update((f"{name} mươi {unit}", tens * 10 + value) for unit, value in last.items())
        words.update((f"{name} {unit}", tens * 10 + value) for unit, value in table["last_units"].items())
    return words


_WORDS = _spell_numbers()
