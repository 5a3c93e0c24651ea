"""Hours of a portal, and the pace of all crawls together."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.test import get_crawler

from spiders.causes import HostClosed
from spiders.errors import PortalConfigError
from spiders.hours import CrawlHours, Turnstile, is_open
from spiders.portal import SHIPPED, load_portal
from spiders.settings import crawl_settings
from tests.spiders.pages import PORTALS


@pytest.mark.parametrize(
    ("hours", "open_at"),
    [("22-06", {22, 23, 0, 1, 4, 5}), ("00-05", {0, 1, 4}), ("08-18", {8, 12, 17}), ("23-00", {23})],
)
def test_hours_are_those_of_vietnam_and_may_pass_midnight(hours: str, open_at: set[int]) -> None:
    asked = {0, 1, 4, 5, 6, 7, 8, 12, 17, 18, 21, 22, 23}
    # 17:00 in Greenwich is midnight in Vietnam.
    found = {hour for hour in asked if is_open(hours, datetime(2026, 3, 4, (hour + 17) % 24, 59, tzinfo=UTC))}
    assert found == open_at & asked


def _crawler(hours: str | None, *, is_live: bool = True) -> Crawler:
    portal = PORTALS["binhdinh"].model_copy(update={"crawl_hours": hours})
    return get_crawler(Spider, crawl_settings(portal, is_live=is_live))


def test_a_portal_is_closed_outside_its_hours_and_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    crawler = _crawler("22-06")
    at = [datetime(2026, 3, 4, 16, 0, tzinfo=UTC), datetime(2026, 3, 4, 23, 5, tzinfo=UTC)]
    middleware = CrawlHours(crawler, at.__iter__().__next__)
    request = Request("https://binhdinh.gov.vn/a")
    middleware.process_request(request)
    with pytest.raises(HostClosed, match=r"crawl_hours are 22-06, and it is 06:05 in Vietnam"):
        middleware.process_request(request)
    assert "22-06" in crawler.stats.get_value("gat/closed/binhdinh.gov.vn")


def test_a_portal_without_hours_and_replicas_are_always_open() -> None:
    for crawler in (_crawler(None), _crawler("22-06", is_live=False)):
        with pytest.raises(NotConfigured):
            CrawlHours.from_crawler(crawler)


@pytest.mark.parametrize("hours", ["22-22", "22", "24-05", "6-22", "22:00-06:00"])
def test_hours_that_are_none_are_refused_by_their_key(tmp_path: Path, hours: str) -> None:
    text = (SHIPPED / "sonla.toml").read_text(encoding="utf-8")
    path = tmp_path / "sonla.toml"
    path.write_text(f'crawl_hours = "{hours}"\n{text}', encoding="utf-8")
    with pytest.raises(PortalConfigError, match="crawl_hours"):
        load_portal(path)
    path.write_text(f'crawl_hours = "22-06"\n{text}', encoding="utf-8")
    assert load_portal(path).crawl_hours == "22-06"


def test_all_crawls_together_keep_one_pace(tmp_path: Path) -> None:
    one, other = (Turnstile(tmp_path / "locks" / "turnstile", 0.5) for _ in range(2))
    now = 1_800_000_000.0
    waits = [turn.take(now) for turn in (one, other, one, other)]
    assert waits == pytest.approx([0.0, 0.5, 1.0, 1.5])
    assert other.take(now + 10) == 0.0


def test_a_clock_that_was_set_back_stops_nobody(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path / "turnstile", 0.5)
    turnstile.take(1_900_000_000.0)
    assert turnstile.take(1_800_000_000.0) == 0.0


def test_replicas_have_no_turnstile(tmp_path: Path) -> None:
    settings = crawl_settings(PORTALS["sonla"], is_live=False, data=tmp_path)
    with pytest.raises(NotConfigured):
        Turnstile.from_crawler(get_crawler(Spider, settings))
    live = crawl_settings(PORTALS["sonla"], data=tmp_path)
    assert Turnstile.from_crawler(get_crawler(Spider, live)).take(0.0) == 0.0
