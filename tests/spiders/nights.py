"""Simulated nights of a portal: what a crawl would have found, at a clock of one's own."""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from spiders.dating import PORTAL_ZONE
from spiders.figures import heed
from spiders.health import Verdict, Yield, judge
from spiders.history import History
from spiders.ledger import CaptureRow, Ledger
from spiders.pages import CaptureKind, ReadBy
from spiders.sample import FIELDS, Glance, Reading
from spiders.tally import Tally
from spiders.walk import Orders
from spiders.workdays import is_working
from tests.spiders.pages import PORTALS

if TYPE_CHECKING:
    from spiders.keeping import Visit

DAY = timedelta(days=1)
PORTAL = PORTALS["binhdinh"]
SECTIONS = [section.name for section in PORTAL.sections]
#: How often a healthy article of this portal has what not all have, and which selector finds it.
_SHARES = {"lead": 0.95, "author": 0.7}


@dataclass(frozen=True)
class Habits:
    """How a portal publishes: items of a working day and of a day of rest, and how much its days differ."""

    working: float
    rest: float = 0.0
    bursts: float = 0.2

    def items(self, day: date, dice: random.Random) -> int:
        mean = (self.working if is_working(day) else self.rest) * dice.lognormvariate(0, self.bursts)
        left, count = math.exp(-mean), 0
        chance = dice.random()
        while chance > left:
            count, chance = count + 1, chance * dice.random()
        return count


@dataclass
class Nights:
    """A portal that is crawled every morning at one o'clock, for what the day before brought."""

    ledger: Ledger
    habits: Habits
    start: date
    dice: random.Random = field(default_factory=lambda: random.Random(4))
    number: int = 0
    _items: int = 0

    @property
    def today(self) -> date:
        return self.start + self.number * DAY

    def first(self, days_back: int = 150) -> Verdict:
        """The first crawl: it finds what the portal published before."""
        days = [self.today - back * DAY for back in range(days_back, 0, -1)]
        return self.night(listed={day: self.habits.items(day, self.dice) for day in days})

    def normal(self) -> Verdict:
        yesterday = self.today - DAY
        return self.night(listed={yesterday: self.habits.items(yesterday, self.dice)})

    def night(
        self,
        listed: dict[date, int] | None = None,
        *,
        sections: Sequence[str] = SECTIONS,
        glances: Sequence[Glance] | None = None,
        fired: Sequence[dict[str, str]] | None = None,
        tally: Tally | None = None,
    ) -> Verdict:
        """Crawl once: ``listed`` new items by their day, read as ``glances`` on pages that ``fired``."""
        listed = listed or {}
        count = sum(listed.values())
        self._note_items(listed, sections)
        found = Yield()
        pages = [self.glance() for _ in range(count)] if glances is None else list(glances)
        for number, one in enumerate(pages):
            marks = fired[number] if fired is not None else self.fired(one)
            reason = "layout_changed" if one.read_by != "platform" else None
            row = self._capture("article", f"a{self.number}-{number}")
            found.add(Reading(row, (one,), reason, "", tuple(marks.items())))
        verdict = self._end(tally or self.tally(count), found)
        self.number += 1
        return verdict

    def tally(self, count: int) -> Tally:
        return Tally(
            listing_pages=len(SECTIONS) * 3,
            article_pages=count,
            items_new=count,
            first_pages=dict.fromkeys(SECTIONS, 12),
            stops=dict.fromkeys(SECTIONS, "overlap"),
            statuses=Counter({"200": count + 9}),
            seconds=[0.2, 0.4, 1.5],
        )

    def glance(self, read_by: ReadBy = "platform", without: Sequence[str] = ()) -> Glance:
        fields = [name for name in FIELDS if self.dice.random() < _SHARES.get(name, 1.0)]
        chars = int(self.dice.lognormvariate(7, 0.5))
        at = self._at()
        return Glance("k", at, chars, read_by, tuple(name for name in fields if name not in without))

    def fired(self, glance: Glance) -> dict[str, str]:
        marks = {"title": "h1.title-detail", "body": ".common-content", "date": "span.post-date"}
        if self.dice.random() < 0.1:
            marks["body"] = ".content-detail"
        return marks | {part: f".{part}" for part in ("lead", "author") if part in glance.fields}

    def _at(self) -> datetime:
        return datetime.combine(self.today, time(1), PORTAL_ZONE)

    def _note_items(self, listed: dict[date, int], sections: Sequence[str]) -> None:
        walk = self.ledger.connection.execute(
            "INSERT INTO walks (portal, section_url, run_id, started_at) VALUES (?, 'u', ?, ?)",
            (PORTAL.slug, f"r{self.number}", self._at().isoformat()),
        ).lastrowid
        for day, count in listed.items():
            for _ in range(count):
                self._items += 1
                at = datetime.combine(day, time(9), PORTAL_ZONE).isoformat()
                key, section = f"i{self._items}", sections[self._items % len(sections)]
                self.ledger.connection.execute(
                    "INSERT INTO items (portal, url_key, url, section, published_at, first_walk)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (PORTAL.slug, key, f"http://binhdinh.test/{key}", section, at, walk),
                )

    def _capture(self, kind: CaptureKind, key: str, section: str | None = None) -> CaptureRow:
        row = CaptureRow(
            capture_id=f"{kind}-{key}", run_id=f"r{self.number}", portal=PORTAL.slug, kind=kind,
            url=f"http://binhdinh.test/{key}", final_url=f"http://binhdinh.test/{key}", url_key=key,
            fetched_at=self._at(), status=200, content_type=None, sha256="", warc_file="binhdinh/r.warc.gz",
            warc_offset=self._items, warc_length=1, listed_section=section,
        )  # fmt: skip
        self.ledger.add_capture(row)
        return row

    def _end(self, tally: Tally, found: Yield) -> Verdict:
        run_id = f"r{self.number}"
        for section in SECTIONS:
            for page in range(1, 4):
                self._capture("listing", f"{section}-{self.number}#{page}", section)
        orders = Orders(run_id=run_id)
        visit = cast("Visit", SimpleNamespace(portal=PORTAL, orders=orders, tally=tally))
        verdict = judge(PORTAL, tally, found, None)
        return heed(self.ledger, Path(), visit, found, verdict, self._at())

    def history(self) -> History:
        return History(self.ledger, PORTAL)
