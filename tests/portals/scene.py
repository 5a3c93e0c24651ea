"""What a story is told with: a place, a day, a seeded source of numbers; and the story itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal, TypeVar

from tests.portals.draft import Draft
from tests.portals.model import Block

T = TypeVar("T")

#: The region of a province as its articles write it, and how many provinces it has.
REGIONS = {
    "Bình Định": ("Bắc Trung bộ và Duyên hải miền Trung", 14),
    "Sơn La": ("Trung du và miền núi phía Bắc", 14),
    "Vĩnh Long": ("Đồng bằng sông Cửu Long", 13),
    "Bình Dương": ("Đông Nam bộ", 6),
}
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

    @property
    def year(self) -> int:
        return self.published.year - 1

    @property
    def region(self) -> str:
        return REGIONS[self.province][0]

    @property
    def region_size(self) -> int:
        return REGIONS[self.province][1]

    def neighbours(self, count: int) -> list[str]:
        return self.rng.sample(NEIGHBOURS[self.province], count)

    def pick(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def value(self, low: float, high: float, digits: int = 2) -> float:
        """Return a number whose last digit is not zero, so that it is written in full."""
        unit: int = 10**digits
        steps = self.rng.randint(round(low * unit), round(high * unit))
        return round((steps + (steps % 10 == 0)) / unit, digits)

    def number(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    def before(self, days: int) -> date:
        """Return a day so long before the publication, but within its year."""
        return max(self.published - timedelta(days=days), date(self.published.year, 1, 2))


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
