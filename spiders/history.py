"""What every run found at a portal, in figures, kept for years: one row per run and portal in the ledger.

The figures are JSON, so that later versions may add to them; what an old row lacks reads as empty.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import islice
from typing import Any, Self

from spiders.dating import PORTAL_ZONE
from spiders.ledger import CaptureRow, Ledger
from spiders.platforms import platform_of
from spiders.portal import Portal

_TABLE = """
CREATE TABLE IF NOT EXISTS run_figures (
    portal TEXT NOT NULL, run_id TEXT NOT NULL, finished_at TEXT NOT NULL, status TEXT NOT NULL,
    reader TEXT NOT NULL, figures TEXT NOT NULL, PRIMARY KEY (portal, run_id))
"""
# Some portals give an article the day of its event; an item older than this is of a back-fill.
_LATE = timedelta(days=30)
_RECENT = timedelta(days=400)
#: Statuses of runs that say nothing of how the portal is.
STOPPED, ARCHIVED = "stopped", "archived"
#: With so many runs that show how it usually is a portal is compared.
_USUAL = 30
# Looked for among so many.
_RUNS_BACK = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One run of one portal. Counts by name where nothing else is said; ``seconds`` of answers.

    ``fields``: of ``articles`` read, those that have it. ``fired``: of the ``tried`` pages, those on which a
    selector was the first to find a part. ``chars``: of the median article. ``statuses`` of files begin with
    «file». ``lost``: requests without a whole answer, by cause. ``alarms``: kinds raised.
    """

    pages: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    read_by: dict[str, int] = field(default_factory=dict)
    tried: int = 0
    fired: dict[str, dict[str, int]] = field(default_factory=dict)
    chars: int = 0
    first_pages: dict[str, int] = field(default_factory=dict)
    listing_pages: dict[str, int] = field(default_factory=dict)
    stops: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    blocked: dict[str, int] = field(default_factory=dict)
    rejected: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    expectations: dict[str, bool] = field(default_factory=dict)
    alarms: list[str] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """How many answers came, files left out."""
        return sum(count for status, count in self.statuses.items() if status.isdecimal())

    def as_json(self) -> dict[str, Any]:
        """Return what stands in the ledger and in the result of a run."""
        return asdict(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a row of any version."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in known})


@dataclass(frozen=True, slots=True)
class Night:
    """A row of the history: the run, the day in Vietnam on which it ended, how, and its figures."""

    run_id: str
    day: date
    status: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class ItemDays:
    """When the items of a portal, or of one section, were published, and when it last gave a sign of life.

    ``observed_since`` is the day of the first crawl: what was published before says how often, not whether
    the portal lives.
    """

    published: list[date]
    last_sign: date
    observed_since: date


class History:
    """The history of one portal in the ledger."""

    def __init__(self, ledger: Ledger, portal: Portal) -> None:
        self._ledger = ledger
        self._connection = ledger.connection
        self._slug = portal.slug
        self._reader = reader_of(portal)
        self._connection.execute(_TABLE)

    def note(self, run_id: str, finished_at: datetime, status: str, figures: Figures) -> None:
        """Keep the figures of a run."""
        text = json.dumps(figures.as_json(), ensure_ascii=False)
        self._connection.execute(
            "INSERT OR REPLACE INTO run_figures VALUES (?, ?, ?, ?, ?, ?)",
            (self._slug, run_id, finished_at.isoformat(), status, self._reader, text),
        )

    def nights(self, *, but: str = "") -> list[Night]:
        """Return the last whole runs with the rules that read the portal now, the newest first, but one."""
        rows = self._connection.execute(
            "SELECT * FROM run_figures WHERE portal = ? AND reader = ? AND run_id <> ?"
            " AND status NOT IN (?, ?) ORDER BY finished_at DESC LIMIT ?",
            (self._slug, self._reader, but, STOPPED, ARCHIVED, _RUNS_BACK),
        )
        return [
            Night(row["run_id"], _day(row["finished_at"]), row["status"], Figures.from_json(row["figures"]))
            for row in rows
        ]

    def item_days(self, today: date, section: str | None = None) -> ItemDays | None:
        """Return the days of the recent items of the portal, or of one section; None where there are none."""
        rows = self._connection.execute(
            "SELECT items.published_at AS published_at, walks.started_at AS seen_at FROM items"
            " JOIN walks ON walks.walk_id = items.first_walk"
            " WHERE items.portal = ? AND (? IS NULL OR items.section = ?)"
            " AND (items.published_at IS NULL OR items.published_at >= ?)",
            (self._slug, section, section, (today - _RECENT).isoformat()),
        ).fetchall()
        first = self._connection.execute(
            "SELECT min(started_at) FROM walks WHERE portal = ?", (self._slug,)
        ).fetchone()[0]
        if not rows or first is None:
            return None
        return _item_days(((row["published_at"], row["seen_at"]) for row in rows), _day(first))

    def listed_days(self) -> list[date]:
        """Return the days on which the dated items of the portal were published."""
        rows = self._connection.execute(
            "SELECT published_at FROM items WHERE portal = ? AND published_at IS NOT NULL", (self._slug,)
        )
        return [_day(row["published_at"]) for row in rows]

    def page_of(self, run_id: str, kinds: Collection[str], **where: str) -> CaptureRow | None:
        """Return the first capture of a run of these kinds whose columns are as ``where`` says, or None."""
        conditions = "".join(f" AND {column} = ?" for column in where)
        rows = self._connection.execute(
            f"SELECT capture_id, kind FROM captures WHERE run_id = ? AND portal = ?{conditions} ORDER BY seq",  # noqa: S608 - names of columns
            (run_id, self._slug, *where.values()),
        )
        found = next((row["capture_id"] for row in rows if row["kind"] in kinds), None)
        return self._ledger.capture(found) if found is not None else None

    def listing_pages(self, run_id: str) -> dict[str, int]:
        """Return how many pages of each section's listing a run kept."""
        rows = self._connection.execute(
            "SELECT listed_section, count(DISTINCT url_key) AS pages FROM captures WHERE run_id = ?"
            " AND portal = ? AND kind IN ('listing', 'document_list') GROUP BY listed_section",
            (run_id, self._slug),
        )
        return {row["listed_section"] or "": row["pages"] for row in rows}


def reader_of(portal: Portal) -> str:
    """Return a mark of the rules that read and judge a portal: with new ones its history begins anew."""
    platform = platform_of(portal)
    said = (platform.name, platform.version, platform.reading, portal.selectors, portal.expect)
    return sha256(repr(said).encode()).hexdigest()[:16]


def _item_days(rows: Iterable[tuple[str | None, str]], observed_since: date) -> ItemDays:
    published, signs = [], [observed_since]
    for published_at, seen_at in rows:
        seen = _day(seen_at)
        day = _day(published_at) if published_at else seen
        # What was there at the first crawl and has no date tells nothing of the rhythm.
        if day > seen or (published_at is None and seen == observed_since):
            continue
        published.append(day)
        is_fresh = seen > observed_since and seen - day <= _LATE
        signs.append(seen if is_fresh else day)
    return ItemDays(published, max(signs), observed_since)


def _day(instant: str) -> date:
    return datetime.fromisoformat(instant).astimezone(PORTAL_ZONE).date()


def merged(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Return the sum of counts."""
    total: dict[str, int] = {}
    for one in counts:
        for name, count in one.items():
            total[name] = total.get(name, 0) + count
    return total


def baseline(nights: Iterable[Night], kind: str) -> list[Night]:
    """Return the last nights that show how a portal usually is: not failed, without an alarm of that kind.

    So a fault that lasts does not become the custom.
    """
    usual = (night for night in nights if night.status != "failed" and kind not in night.figures.alarms)
    return list(islice(usual, _USUAL))
