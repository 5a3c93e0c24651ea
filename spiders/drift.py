"""Does a portal read as it used to? Shares of this run against those of its own history.

A share is judged by the beta-binomial distribution: how likely so few of n pages are, given what the history
showed. So two pages of a quiet night count for little where the history wavers, and for enough where it does
not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma
from statistics import median

from spiders.history import Figures, merged

# A dozen shares are judged each night, at every portal.
_UNLIKELY = 1e-4
# Pages of one night resemble each other: a long history counts for no more than so many.
_MOST_WEIGHT = 100.0
_LEAST_HISTORY = 20
_LEAST_DROP = 0.15
_SHORT = 0.4
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Drift:
    """One share that dropped: of what, how many of how many now, and the usual share."""

    what: str
    count: int
    of: int
    usual: float
    instead: str = ""

    def __str__(self) -> str:
        instead = f", {self.instead}" if self.instead else ""
        return f"{self.what} {self.count} of {self.of}{instead} (as a rule {self.usual:.0%})"


def drifts(now: Figures, past: Sequence[Figures]) -> list[Drift]:
    """Return what reads otherwise than in the ``past``, the gravest first: by whom, which parts, how."""
    found = [*_readers(now, past), *_fields(now, past), *_selectors(now, past), *_lengths(now, past)]
    return [one for one in found if one is not None]


def _readers(now: Figures, past: Sequence[Figures]) -> Iterator[Drift | None]:
    told = merged(one.read_by for one in past)
    before = (told.get("platform", 0), sum(told.values()))
    # Before there is a history, a page in fifty may be read by another way.
    known = before if before[1] >= _LEAST_HISTORY else (49, 50)
    count = now.read_by.get("platform", 0)
    yield _dropped("the platform's own rules read", (count, now.articles), known)


def _fields(now: Figures, past: Sequence[Figures]) -> Iterator[Drift | None]:
    before = merged(one.fields for one in past)
    articles = sum(one.articles for one in past)
    for name, count in before.items():
        shown = name.replace("_", " ")
        yield _dropped(f"{shown} is found in", (now.fields.get(name, 0), now.articles), (count, articles))


def _selectors(now: Figures, past: Sequence[Figures]) -> Iterator[Drift | None]:
    tried = sum(one.tried for one in past)
    for part in dict.fromkeys(part for one in past for part in one.fired):
        before = merged(one.fired.get(part, {}) for one in past)
        selector, count = max(before.items(), key=lambda pair: pair[1])
        here = now.fired.get(part, {})
        what = f"selector {selector!r} finds the {part} on"
        drop = _dropped(what, (here.get(selector, 0), now.tried), (count, tried))
        others = sorted((one for one in here if one != selector), key=lambda one: -here[one])
        if drop is not None and others:
            drop = replace(drop, instead=f"{others[0]!r} on {here[others[0]]}")
        yield drop


def _lengths(now: Figures, past: Sequence[Figures]) -> Iterator[Drift | None]:
    lengths = [one.chars for one in past if one.articles]
    if now.articles < _ENOUGH or len(lengths) < _ENOUGH:
        return
    usual = median(lengths)
    if now.chars < _SHORT * usual:
        yield Drift("characters of the median article:", now.chars, int(usual), 1.0)


def _dropped(what: str, now: tuple[int, int], before: tuple[int, int]) -> Drift | None:
    """Return the drop of a share, each given as (count, of); None where there is none worth a word."""
    (count, pages), (known, known_pages) = now, before
    if known_pages < _LEAST_HISTORY or not pages:
        return None
    usual = known / known_pages
    if count / pages > usual - _LEAST_DROP or _at_most(count, pages, known, known_pages) >= _UNLIKELY:
        return None
    return Drift(what, count, pages, usual)


def _at_most(count: int, pages: int, known: int, known_pages: int) -> float:
    """Return the likelihood of at most ``count`` of ``pages``, after ``known`` of ``known_pages``."""
    weight = min(1.0, _MOST_WEIGHT / known_pages)
    yes, no = known * weight + 0.5, (known_pages - known) * weight + 0.5
    return sum(exp(_log_weight(one, pages, yes, no)) for one in range(count + 1))


def _log_weight(count: int, pages: int, yes: float, no: float) -> float:
    ways = lgamma(pages + 1) - lgamma(count + 1) - lgamma(pages - count + 1)
    return ways + _log_beta(count + yes, pages - count + no) - _log_beta(yes, no)


def _log_beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)
