"""One small world: the score and the place of every province in every index, the same for all stories.

Places follow scores, scores of a province drift from year to year, and a table is drawn from its name alone,
so that two articles about one thing say the same, and a rise implies the level before.
"""

from dataclasses import dataclass
from functools import cache
from math import ceil
from random import Random
from statistics import NormalDist, fmean
from typing import Literal, NamedTuple

from tests.portals.measures import (
    AGENCIES,
    HOMES,
    KNOWN,
    LASTING,
    MEASURES,
    PROVINCES,
    REGIONS,
    Known,
    Measure,
)

#: The first year whose places are compared with the year before.
_FIRST_YEAR = 2015
_PAPI_GROUPS = ((16, "Cao nhất"), (32, "Trung bình cao"), (48, "Trung bình thấp"), (63, "Thấp nhất"))
_PCI_GROUPS = ((69, "Rất tốt"), (66.5, "Tốt"), (63, "Khá"), (60, "Trung bình"), (0, "Tương đối thấp"))
_PAR_GROUPS = ((90, "A"), (80, "B"), (70, "C"))


class Standing(NamedTuple):
    """What a province has in one table: its score, and its place among all 63."""

    score: float
    rank: int


class Survey(NamedTuple):
    """A DDCI survey of a province: the agencies told of with their scores, and how many were ranked."""

    best: tuple[str, float]
    second: tuple[str, float]
    last: tuple[str, float]
    total: int


@dataclass(frozen=True)
class Misprint:
    """A figure that the articles of one template on one portal state wrongly, on purpose."""

    portal: str
    template: str
    indicator: str
    period: str
    subject: str
    key: Literal["value", "rank"]
    said: float

    def spoils(self, key: str, indicator: str, period: str, subject: str, component: str | None) -> bool:
        about = (self.key, self.indicator, self.period, self.subject, None)
        return about == (key, indicator, period, subject, component)


@dataclass(frozen=True)
class World:
    """The figures as an article tells them: those of the tables, but for its misprints."""

    misprints: tuple[Misprint, ...] = ()

    def score(self, indicator: str, period: str, subject: str, component: str | None = None) -> float:
        for misprint in self.misprints:
            if misprint.spoils("value", indicator, period, subject, component):
                return misprint.said
        return standings(indicator, component, period)[subject].score

    def rank(self, indicator: str, period: str, subject: str, component: str | None = None) -> int:
        for misprint in self.misprints:
            if misprint.spoils("rank", indicator, period, subject, component):
                return int(misprint.said)
        return standings(indicator, component, period)[subject].rank

    def rank_in_region(self, indicator: str, period: str, subject: str) -> int:
        members = REGIONS[region_of(subject)]
        ranks = {name: standings(indicator, None, period)[name].rank for name in members}
        return sorted(ranks.values()).index(ranks[subject]) + 1

    def average(self, indicator: str, period: str) -> float:
        """Return the plain mean over all provinces, in the digits of the index."""
        table = standings(indicator, None, period)
        return round(fmean(standing.score for standing in table.values()), MEASURES[indicator, None].digits)

    def leader(self, indicator: str, period: str) -> str:
        return next(iter(standings(indicator, None, period)))

    def group(self, indicator: Literal["PAPI", "PCI", "PAR_INDEX"], period: str, subject: str) -> str:
        """Return the group: by quarters of the places in PAPI, by the score in the others."""
        standing = standings(indicator, None, period)[subject]
        if indicator == "PAPI":
            return next(name for last, name in _PAPI_GROUPS if standing.rank <= last)
        groups = _PCI_GROUPS if indicator == "PCI" else _PAR_GROUPS
        return next(name for least, name in groups if standing.score >= least)

    def aimed_score(self, indicator: str, year: int, subject: str) -> float:
        """Return what every plan of a province aims at for a year: somewhat above the year before."""
        reached = standings(indicator, None, str(year - 1))[subject].score
        if indicator == "SIPAS":
            return ceil(reached + 1)
        return ceil(10 * (reached + 0.6)) / 10

    def aimed_rank(self, indicator: str, year: int, subject: str) -> int:
        """Return the place aimed at: the last multiple of five not behind that of the year before."""
        return max(5, standings(indicator, None, str(year - 1))[subject].rank // 5 * 5)


def region_of(province: str) -> str:
    """Return the region of a province; raise KeyError when it is none of the 63."""
    for region, members in REGIONS.items():
        if province in members:
            return region
    raise KeyError(province)


@cache
def standings(indicator: str, component: str | None, period: str) -> dict[str, Standing]:
    """Return the table of an index or component for a year or month (``2021-05``), first place first."""
    measure = MEASURES[indicator, component]
    known = KNOWN.get((indicator, period)) if component is None else None
    order = sorted(PROVINCES, key=lambda name: _strength(indicator, component, period, name), reverse=True)
    if known:
        order = _with_known(order, known)
    if component is None and "-" not in period and int(period) > _FIRST_YEAR:
        before = standings(indicator, None, str(int(period) - 1))
        _move_homes(order, before, known)
    scores = _ladder(measure, f"{indicator} {component} {period}", int(period[:4]), known)
    return {
        name: Standing(score, place) for place, (name, score) in enumerate(zip(order, scores, strict=True), 1)
    }


def survey(province: str, year: int) -> Survey:
    """Return the DDCI survey of a province for a year."""
    rng = Random(f"DDCI {province} {year}")
    best, second, last = rng.sample(AGENCIES[province], 3)
    scores = [_not_round(rng.uniform(*ends)) for ends in ((87, 93), (82, 86), (58, 70))]
    return Survey((best, scores[0]), (second, scores[1]), (last, scores[2]), rng.randint(18, 22))


def _strength(indicator: str, component: str | None, period: str, province: str) -> float:
    """Return how well a province does: what it always has, and what the period brings."""
    lasting = LASTING.get((indicator, province), Random(f"{indicator} {province}").gauss(0, 1))
    own = Random(f"{indicator} {component} {province}").gauss(0, 1) if component else lasting
    passing = Random(f"{indicator} {component} {province} {period}").gauss(0, 0.5)
    return 0.5 * lasting + 0.5 * own + passing


def _with_known(order: list[str], known: Known) -> list[str]:
    """Put a province at its known place, with as many of its region before it as is known."""
    rest = [name for name in order if name != known.province]
    members = REGIONS[region_of(known.province)]
    split = known.rank - 1
    while (excess := sum(name in members for name in rest[:split]) - (known.rank_in_region - 1)) != 0:
        leaves = max(i for i in range(split) if (rest[i] in members) == (excess > 0))
        comes = min(i for i in range(split, len(rest)) if (rest[i] in members) == (excess < 0))
        rest[leaves], rest[comes] = rest[comes], rest[leaves]
    return [*rest[:split], known.province, *rest[split:]]


def _move_homes(order: list[str], before: dict[str, Standing], known: Known | None) -> None:
    """Let no home province keep its place from the year before, unless that is known: stories tell moves."""
    split = known.rank - 1 if known else -1
    for name in HOMES:
        place = order.index(name)
        if place == split or place + 1 != before[name].rank:
            continue
        # Both on one side of the known place: the count of its region before it stays.
        others = [i for i, other in enumerate(order) if other not in HOMES and (i < split) == (place < split)]
        near = min(others, key=lambda i: (abs(i - place), i))
        order[place], order[near] = order[near], order[place]


def _ladder(measure: Measure, name: str, year: int, known: Known | None) -> list[float]:
    """Return 63 falling scores. None ends in zero, so that every score is written with all its digits."""
    rng = Random(name)
    unit: int = 10**measure.digits
    mean = measure.mean + measure.drift * (year - 2020) + rng.uniform(-0.2, 0.2) * measure.spread
    normal = NormalDist(mean, measure.spread)
    count = len(PROVINCES)
    steps = [round(unit * normal.inv_cdf(1 - (place + 0.5) / count)) for place in range(count)]
    steps = [step + rng.randint(-2, 2) for step in steps]
    anchor = known.rank - 1 if known else count // 2
    if known:
        shift = round(known.score * unit) - steps[anchor]
        steps = [step + shift for step in steps]
    for place in range(anchor - 1, -1, -1):
        steps[place] = max(steps[place], steps[place + 1] + 1)
        steps[place] += steps[place] % 10 == 0
    for place in range(anchor + (known is not None), count):
        steps[place] = min(steps[place], steps[place - 1] - 1)
        steps[place] -= steps[place] % 10 == 0
    return [round(step / unit, measure.digits) for step in steps]


def _not_round(value: float) -> float:
    cents = round(100 * value)
    return (cents + (cents % 10 == 0)) / 100
