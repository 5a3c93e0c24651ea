"""The provinces as they were and as they are: 63 before 1 July 2025, 34 after.

A value of 2023 belongs to the province of 2023: names are never rewritten, only told apart and led onward.
"""

import unicodedata
from datetime import date
from functools import cache

from extractors.folding import fold
from extractors.lexicon import index_names, load_table

MERGED_ON = date.fromisoformat(load_table("provinces")["merged_on"])


@cache
def provinces_on(day: date) -> frozenset[str]:
    """Return the canonical names of the provinces that exist on ``day``."""
    table = load_table("provinces")["provinces"]
    return frozenset(name for name, entry in table.items() if day < MERGED_ON or "successor" not in entry)


def successor_of(province: str) -> str:
    """Return the province that ``province`` (canonical) belongs to since 1 July 2025: itself if it goes
    on."""
    successor: str = load_table("provinces")["provinces"][province].get("successor", province)
    return successor


def canonical_province(name: str) -> str | None:
    """Return the canonical name behind ``name``, an alias or a slug («tphcm», «binhdinh»), or None."""
    return _by_name().get(fold(name)) or _by_slug().get(slug_of(name))


def slug_of(name: str) -> str:
    """Return a name in ASCII letters and digits alone: «binhdinh»."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(char for char in plain if char.isascii() and char.isalnum())


@cache
def _by_name() -> dict[str, str]:
    table = load_table("provinces")["provinces"]
    index = {fold(name): name for name in table}
    for field in ("aliases", "renamed"):
        named = index_names(table, field, "provinces.toml")
        index.update((fold(alias), province) for alias, province in named.items())
    return index


@cache
def _by_slug() -> dict[str, str]:
    return {slug_of(name): province for name, province in _by_name().items()}
