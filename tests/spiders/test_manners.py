"""Where the crawler may go and how it waits."""

import asyncio
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.internet.error import DNSLookupError

from spiders.causes import HostClosed
from spiders.errors import ContactMissingError
from spiders.manners import OnSite, OwnProxy, _public
from spiders.patience import PatientRetry, retry_after
from spiders.portal import load_portals
from spiders.settings import CONTACT_VARIABLE, crawl_settings, is_live, require_contact, user_agent
from tests.spiders.pages import PORTALS


class _Portal(Spider):
    name = "thu"
    allowed_domains = ["thu.gov.vn"]  # noqa: RUF012 - Scrapy's way


@pytest.fixture
def crawler() -> Crawler:
    settings = crawl_settings(PORTALS["binhdinh"], delay=0.5)
    made = get_crawler(_Portal, settings)
    made.spider = _Portal.from_crawler(made)
    return made


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.vn/",
        "http://x.thu.gov.vn/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://[::1]/",
        "http://thu.gov.vn:8080/",
        "http://thu.gov.vn@evil.vn/",
        "https://169.254.169.254/latest",
    ],
)
def test_no_request_leaves_the_portal_whatever_its_flags(crawler: Crawler, url: str) -> None:
    guard = OnSite.from_crawler(crawler)
    request = Request(url, dont_filter=True, meta={"allow_offsite": True})
    with pytest.raises(IgnoreRequest, match="leaves the portal"):
        guard.process_request(request)


@pytest.mark.parametrize("url", ["http://thu.gov.vn/a", "https://thu.gov.vn:443/a", "http://thu.gov.vn:80/"])
def test_the_portal_itself_is_let_through(crawler: Crawler, url: str) -> None:
    OnSite.from_crawler(crawler).process_request(Request(url))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.2", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1",
    ],
)  # fmt: skip
def test_names_that_lead_inside_are_refused(address: str) -> None:
    with pytest.raises(DNSLookupError, match="private address"):
        _public(address, "thu.gov.vn")
    assert _public("203.162.0.1", "thu.gov.vn") == "203.162.0.1"


def test_proxies_of_the_environment_count_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    request = Request("http://thu.gov.vn/")
    OwnProxy(None).process_request(request)
    assert request.meta.get("proxy") is None
    OwnProxy("http://user:word@127.0.0.1:2").process_request(request)
    assert request.meta["proxy"] == "http://127.0.0.1:2"
    assert b"Proxy-Authorization" in request.headers


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"5", 5.0),
        (b"Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        (b"soon", None),
        (b"", None),
        (b"Wed, 21 Oct 2015 07:28:00 +999999999999999999", None),
    ],
)
def test_retry_after_is_understood(value: bytes, seconds: float | None) -> None:
    response = Response("http://thu.gov.vn/", headers={"Retry-After": value} if value else {})
    assert retry_after(response) == seconds


def test_waits_double_and_follow_the_server(crawler: Crawler, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    crawler.crawling = True
    retry = PatientRetry.from_crawler(crawler)
    request = Request("http://thu.gov.vn/")
    totals: list[float] = []

    async def storm() -> Any:
        again: Any = request
        for headers in ({}, {}, {"Retry-After": b"30"}):
            answer = await retry.process_response(again, Response(again.url, status=503, headers=headers))
            assert isinstance(answer, Request)
            totals.append(sum(waits) - sum(totals))
            again = answer
        return await retry.process_response(again, Response(again.url, status=503))

    last = asyncio.run(storm())
    assert isinstance(last, Response)
    assert totals[1] == pytest.approx(2 * totals[0])
    assert totals[2] == pytest.approx(30.0)
    assert max(waits) <= 1.0


def test_a_host_that_asks_for_hours_is_left_alone(crawler: Crawler) -> None:
    retry = PatientRetry.from_crawler(crawler)
    request = Request("http://thu.gov.vn/a")
    busy = Response(request.url, status=503, headers={"Retry-After": b"7200"})
    with pytest.raises(HostClosed, match="asks to wait 7200 s"):
        asyncio.run(retry.process_response(request, busy))
    with pytest.raises(HostClosed):
        asyncio.run(retry.process_request(Request("http://thu.gov.vn/b")))
    asyncio.run(retry.process_request(Request("http://khac.gov.vn/b")))


def test_no_delay_is_not_no_back_off() -> None:
    portal = PORTALS["binhdinh"]
    assert crawl_settings(portal, delay=0.0)["GAT_BACKOFF"] >= 1.0
    assert 0 < crawl_settings(portal, delay=0.0, is_live=False)["GAT_BACKOFF"] < 0.1
    assert crawl_settings(portal)["GAT_BACKOFF"] == portal.delay_seconds


@pytest.mark.parametrize("value", ["", "me", "http://", "a b@c.d", "@example.org"])
def test_a_live_portal_is_told_whom_to_write_to(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, value)
    with pytest.raises(ContactMissingError, match="set GAT_CONTACT to a web or mail address"):
        require_contact(PORTALS["binhdinh"])
    assert not is_live(PORTALS["binhdinh"])
    assert is_live(load_portals()["binhdinh"])
    for good in ("you@example.org", "https://example.org/gat"):
        monkeypatch.setenv(CONTACT_VARIABLE, good)
        require_contact(PORTALS["binhdinh"])


def test_an_answer_that_needs_no_second_try_passes(crawler: Crawler) -> None:
    response = Response("http://thu.gov.vn/", status=404)
    retry = PatientRetry.from_crawler(crawler)
    assert asyncio.run(retry.process_response(Request(response.url), response)) is response


def test_settings_close_what_scrapy_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = crawl_settings(PORTALS["binhdinh"])
    assert settings["TELNETCONSOLE_ENABLED"] is False
    assert settings["REMOTE_CONTROL_ENABLED"] is False
    assert settings["METAREFRESH_ENABLED"] is False
    assert {name for name, handler in settings["DOWNLOAD_HANDLERS"].items() if handler is None} == {
        *("file", "data", "ftp", "s3")
    }
    assert settings["CONCURRENT_REQUESTS"] == 1
    # The jitter never makes a pause shorter than the portal's delay.
    assert settings["DOWNLOAD_DELAY"] * (1 - settings["DOWNLOAD_DELAY_JITTER"]) == pytest.approx(3.0)
    monkeypatch.setenv(CONTACT_VARIABLE, "https://example.test/gat\r\nX: y")
    assert user_agent() == "gat/0.1 (+https://example.test/gatX: y)"
