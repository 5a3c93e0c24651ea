"""What people write for a province or an index, turned into the names that facts bear."""

import difflib
import unicodedata
from collections.abc import Sequence
from functools import cache

from extractors.lexicon import load_table
from extractors.provinces import MERGED_ON, canonical_province, provinces_on, successor_of
from flows.errors import UsageRefusedError
from warehouse.selection import unknown

_PREFIXES = ("tỉnh ", "tinh ", "thành phố ", "thanh pho ", "tp ", "tp. ")


def province(said: str) -> str:
    """Return the canonical name of a province, of before or after 1 July 2025, with or without accents.

    Raises UsageRefusedError with names like it.
    """
    asked = " ".join(said.split())
    found = canonical_province(asked)
    for prefix in _PREFIXES:
        if found is None and asked.lower().startswith(prefix):
            found = canonical_province(asked[len(prefix) :])
    if found is None:
        raise UsageRefusedError(_unknown_province(asked))
    return found


def merger_note(names: Sequence[str]) -> str | None:
    """Say which of the provinces ``names`` go on under another name, that is not among them."""
    merged = {name: successor_of(name) for name in names if successor_of(name) not in {name, *names}}
    if not merged:
        return None
    told = ", ".join(f"{name} is part of {later}" for name, later in merged.items())
    return f"since 1 July {MERGED_ON.year} {told}: facts keep the name of their day; name both for both"


def indicator(said: str) -> str:
    """Return the code of an index: PAR_INDEX for «PAR INDEX», «par-index» or its Vietnamese title.

    Raises UsageRefusedError with codes like it, or all.
    """
    found = _indicators().get(_plain(said))
    if found is None:
        raise UsageRefusedError(unknown(said, "index", sorted(set(_indicators().values()))))
    return found


@cache
def _indicators() -> dict[str, str]:
    table = load_table("indicators")
    named = {_plain(code): code for code in [*table, "OTHER"]}
    for code, entry in table.items():
        for name in (entry["title"], *entry["abbreviations"], *entry["names"]):
            named.setdefault(_plain(name), code)
    return named


def _plain(said: str) -> str:
    return "".join(char for char in said.casefold() if char.isalnum())


def _unknown_province(asked: str) -> str:
    names = sorted(provinces_on(MERGED_ON.replace(year=MERGED_ON.year - 1)))
    folded = {_plain(_bare(name)): name for name in names}
    close = difflib.get_close_matches(_plain(_bare(asked)), folded, n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(folded[one] for one in close)}?" if close else "as Bình Định"
    return f"{asked!r} is no province of Vietnam: {hint}"


def _bare(name: str) -> str:
    """Return ``name`` without accents, to find what it is spelled like."""
    decomposed = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
