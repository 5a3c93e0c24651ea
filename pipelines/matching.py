"""Matching predictions to annotations: same type, overlapping spans, equal core; greedily, one to one."""

import re
from typing import Any

Record = dict[str, Any]

#: The keys that must be equal for a match, by kind.
CORE: dict[str, tuple[str, ...]] = {
    "score": ("value", "unit", "kind", "scale_max"),
    "rank": ("kind", "rank", "out_of", "bound", "group"),
    "date": ("value",),
    "directive": ("number", "symbol"),
    "quantity": ("value", "out_of"),
    "person": ("name",),
    "assignment": ("assignee",),
}

#: Keys that say where a fact stands and are no attributes of it.
ATTRIBUTE_FREE = frozenset({"type", "start", "end", "text", "relative"})

_SPACES = re.compile(r"\s")
_DASHES = str.maketrans("‐‑–—", "----")


def match_facts(gold: list[Record], predicted: list[Record]) -> list[tuple[Record, Record]]:
    """Return pairs of an annotated fact and its prediction, in the order of the annotation's text."""
    by_kind: dict[str, list[Record]] = {}
    for guess in sorted(predicted, key=lambda f: (f["start"], f["end"])):
        by_kind.setdefault(guess["type"], []).append(guess)
    pairs: list[tuple[Record, Record]] = []
    for fact in sorted(gold, key=lambda f: (f["start"], f["end"])):
        free = by_kind.get(fact["type"], [])
        fitting = [guess for guess in free if _overlap(fact, guess) > 0 and has_equal_core(fact, guess)]
        if fitting:
            best = max(fitting, key=lambda guess: _closeness(fact, guess))
            free.remove(best)
            pairs.append((fact, best))
    return pairs


def has_equal_core(gold: Record, guess: Record) -> bool:
    """Tell whether the cores are equal; a directive's symbol counts only where the annotation has one."""
    if gold["type"] == "directive":
        if gold["symbol"] is not None and _symbol(gold["symbol"]) != _symbol(guess.get("symbol")):
            return False
        return bool(gold["number"] == guess.get("number"))
    return all(gold[key] == guess.get(key) for key in CORE[gold["type"]])


def wrong_keys(gold: Record, guess: Record) -> tuple[str, ...]:
    """Return the attributes that the annotation gives a value for and the prediction has otherwise."""
    core = CORE[gold["type"]]
    return tuple(
        key
        for key, value in gold.items()
        if key not in ATTRIBUTE_FREE
        and key not in core
        and value is not None
        and value != []
        and guess.get(key) != value
    )


def _overlap(one: Record, other: Record) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _closeness(fact: Record, guess: Record) -> tuple[bool, int, int]:
    exact = (fact["start"], fact["end"]) == (guess["start"], guess["end"])
    return exact, _overlap(fact, guess), -int(guess["start"])


def _symbol(symbol: str | None) -> str | None:
    return None if symbol is None else _SPACES.sub("", symbol).translate(_DASHES).casefold()
