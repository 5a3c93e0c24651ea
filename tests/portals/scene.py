"""What a story is told with: a place, a day, a seeded source of numbers; and the story itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeVar

from tests.portals.draft import Draft
from tests.portals.measures import MEASURES, REGIONS
from tests.portals.model import Block
from tests.portals.world import World, region_of

T = TypeVar("T")

#: Provinces to compare with.
NEIGHBOURS = {
    "Bình Định": ("Phú Yên", "Quảng Ngãi", "Quảng Nam", "Khánh Hòa", "Quảng Trị"),
    "Sơn La": ("Lào Cai", "Phú Thọ", "Hòa Bình", "Thái Nguyên", "Yên Bái"),
    "Vĩnh Long": ("Đồng Tháp", "Long An", "Bến Tre", "Tiền Giang", "Hậu Giang"),
    "Bình Dương": ("Đồng Nai", "Tây Ninh", "Bình Phước", "Quảng Ninh", "Hải Dương"),
}


@dataclass(frozen=True)
class Scene:
    """Where and when a story plays. ``year`` is that of an annual index the story may report."""

    rng: Random
    province: str
    published: date
    world: World = field(default_factory=World)

    @property
    def year(self) -> int:
        return self.published.year - 1

    @property
    def region(self) -> str:
        return region_of(self.province)

    @property
    def region_size(self) -> int:
        return len(REGIONS[self.region])

    def neighbours(self, count: int) -> list[str]:
        return self.rng.sample(NEIGHBOURS[self.province], count)

    def pick(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def score(self, indicator: str, year: int | str | None = None, component: str | None = None,
              subject: str | None = None) -> float:  # fmt: skip
        """Return a score of the world; of the province of the scene and ``year`` unless told otherwise."""
        return self.world.score(indicator, str(year or self.year), subject or self.province, component)

    def rank(self, indicator: str, year: int | str | None = None, component: str | None = None,
             subject: str | None = None) -> int:  # fmt: skip
        """Return a place among all provinces, of what ``score`` is about."""
        return self.world.rank(indicator, str(year or self.year), subject or self.province, component)

    def rank_in_region(self, indicator: str) -> int:
        return self.world.rank_in_region(indicator, str(self.year), self.province)

    def gain(self, indicator: str, component: str | None = None) -> float:
        """Return what the score gained on the year before; negative where it fell."""
        now, before = (self.score(indicator, year, component) for year in (self.year, self.year - 1))
        return round(now - before, MEASURES[indicator, component].digits)

    def climb(self, indicator: str) -> int:
        """Return the places gained on the year before; negative where they were lost."""
        return self.rank(indicator, self.year - 1) - self.rank(indicator)

    def lead(self, indicator: str) -> float:
        """Return by how much the score is above the mean of all provinces; negative where it is below."""
        mean = self.world.average(indicator, str(self.year))
        return round(self.score(indicator) - mean, MEASURES[indicator, None].digits)

    def number(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    def before(self, days: int) -> date:
        """Return a day so long before the publication, but within its year."""
        return max(self.published - timedelta(days=days), date(self.published.year, 1, 2))


def by_sign(signed: float, up: str, down: str) -> str:
    """Return the wording that fits the sign of a difference."""
    return up if signed > 0 else down


@dataclass(frozen=True)
class Story:
    """A told story; lead and blocks still carry the marks of the draft."""

    title: str
    lead: str
    blocks: list[Block]


@dataclass(frozen=True)
class Template:
    """A way to tell a story: its topic decides the listing, its years when it can be told."""

    tell: Callable[[Draft, Scene], Story]
    topic: Literal["reform", "economy", "other"]
    first_year: int = 2019
    portal: str | None = None
    months: range = range(1, 13)

    @property
    def name(self) -> str:
        return self.tell.__name__

    def fits(self, portal: str, when: date) -> bool:
        """Say whether the story can be told by a portal (its slug) on a day."""
        return self.portal in {None, portal} and when.year >= self.first_year and when.month in self.months
