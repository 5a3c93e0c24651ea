"""The server and what all replicas share: listings, whole texts, the log, edits, faults."""

import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from extractors.text import canonical_text
from tests.portals.client import fetch
from tests.portals.content import sites
from tests.portals.model import Site
from tests.portals.server import Running, running
from tests.portals.walks import walk

SLUGS = [site.slug for site in sites()]


@pytest.fixture(scope="module")
def shared() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def fresh() -> Iterator[Running]:
    with running() as server:
        yield server


def site_of(server: Running, slug: str) -> Site:
    return next(site for site in server.truth if site.slug == slug)


def shown_text(markup: str) -> str:
    """All words of a page on one line, in canonical letters."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", markup, flags=re.DOTALL)
    return " ".join(canonical_text(unescape(re.sub(r"<[^>]+>", " ", body))).split())


@pytest.mark.parametrize("slug", SLUGS)
def test_walking_all_listings_finds_every_article(shared: Running, slug: str) -> None:
    site = site_of(shared, slug)
    pages = [page for section in site.sections for page in walk(shared, site, section)]
    found = Counter(path.lower() for page in pages for path in set(page))
    expected = Counter(page.path.lower() for page in site.articles for _ in page.sections)
    assert found == expected
    assert len(site.articles) >= 40
    assert len(pages) >= 4
    assert max(len(page) for page in pages) <= 12


@pytest.mark.parametrize("slug", SLUGS)
def test_some_articles_stand_in_two_listings_and_addresses_are_unique(slug: str) -> None:
    site = next(site for site in sites() if site.slug == slug)
    assert len({page.path.lower() for page in site.articles}) == len(site.articles)
    assert len({page.key for page in site.articles}) == len(site.articles)
    twice = [page for page in site.articles if len(page.sections) > 1]
    assert len(twice) >= 5 or slug == "binhduong"


@pytest.mark.parametrize("slug", SLUGS)
def test_every_article_page_shows_its_title_and_whole_text(shared: Running, slug: str) -> None:
    site = site_of(shared, slug)
    for page in site.articles:
        if page.kind == "document":
            continue
        reply = fetch(shared, f"http://{site.host}{page.path}")
        shown = shown_text(reply.text)
        assert reply.status == 200
        assert " ".join(canonical_text(page.title).split()) in shown
        for line in [page.lead, *(line for block in page.blocks for line in block.lines)]:
            assert not line or " ".join(canonical_text(line).split()) in shown
        for block in page.blocks:
            assert all(cell in shown for row in block.rows for cell in row)


def test_it_is_a_proxy_for_its_own_hosts_only(shared: Running) -> None:
    assert fetch(shared, "http://sonla.test/tin-kinh-te").status == 200
    assert fetch(shared, "/tin-kinh-te", headers={"Host": "sonla.test"}).status == 200
    assert fetch(shared, "http://example.org/").status == 502
    assert fetch(shared, "/", headers={"Host": "example.org"}).status == 502
    assert fetch(shared, "sonla.test:443", method="CONNECT").status == 502


def test_the_log_says_what_was_asked(fresh: Running) -> None:
    fetch(fresh, "http://sonla.test/tin-kinh-te?a=1", headers={"User-Agent": "probe/1"})
    fetch(fresh, "http://sonla.test/nothing")
    assert [(hit.host, hit.method, hit.path, hit.status) for hit in fresh.log] == [
        ("sonla.test", "GET", "/tin-kinh-te?a=1", 200),
        ("sonla.test", "GET", "/nothing", 404),
    ]
    assert fresh.log[0].user_agent == "probe/1"
    assert fresh.log[0].time <= fresh.log[1].time


@pytest.mark.parametrize("slug", SLUGS)
def test_validators_on_three_platforms(shared: Running, slug: str) -> None:
    site = site_of(shared, slug)
    url = f"http://{site.host}{site.articles[-1 if slug != 'binhduong' else 1].path}"
    tag = fetch(shared, url).headers.get("ETag")
    if slug in {"sonla", "binhduong"}:
        assert tag is None
        return
    assert tag
    again = fetch(shared, url, headers={"If-None-Match": tag})
    assert (again.status, again.text) == (304, "")


def test_an_edit_changes_one_article_and_its_validator(fresh: Running) -> None:
    page = site_of(fresh, "vinhlong").page("188236")
    url = f"http://vinhlong.test{page.path}"
    before = fetch(fresh, url)
    fresh.edit("vinhlong.test", "188236", replace=("1.932 TTHC", "1.933 TTHC"))
    after = fetch(fresh, url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert "1.933 TTHC" in after.text
    assert "1.933 TTHC" in page.text
    fresh.edit("vinhlong.test", page.path, title="Tiêu đề mới", body=["Một đoạn."])
    assert page.text.endswith("\n\nMột đoạn.")
    with pytest.raises(KeyError, match="no article"):
        fresh.edit("vinhlong.test", "0", title="x")
    with pytest.raises(ValueError, match="does not say"):
        fresh.edit("vinhlong.test", "188236", replace=("không có", "x"))


def test_faults_come_and_go(fresh: Running) -> None:
    listing = "http://vinhlong.test/tin-tuc-su-kien"
    fresh.fault("vinhlong.test", "status", path="/tin-tuc", times=2)
    assert [fetch(fresh, listing).status for _ in range(3)] == [503, 503, 200]
    fresh.fault("vinhlong.test", "empty_listing", path="/tin-tuc", times=1)
    assert ["<h3>" in fetch(fresh, listing).text for _ in range(2)] == [False, True]
    for mode, status in (("disallow", 200), ("404", 404), ("500", 500)):
        fresh.fault("vinhlong.test", "robots", times=1, mode=mode)
        assert fetch(fresh, "http://vinhlong.test/robots.txt").status == status
    fresh.fault("vinhlong.test", "refuse")
    with pytest.raises(ConnectionError):
        fetch(fresh, listing)
    assert fresh.log[-1].status == 0
    fresh.mend()
    fresh.fault("vinhlong.test", "changed_layout")
    changed = fetch(fresh, "http://vinhlong.test/tin-cai-cach-hanh-chinh/xem-chi-tiet-tin-tuc/id/188236").text
    assert "_lblNgayDang" not in changed
    assert "10/07/2019 16:39:32" in changed
    assert fetch(fresh, "http://sonla.test/").status == 200


def test_the_command_prints_its_port_and_stops_when_told() -> None:
    command = [sys.executable, "-m", "tests.portals"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root) as process:
        assert process.stdout is not None
        told = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert re.fullmatch(rb'\{"port": \d+, "portals": \["binhdinh", [^]]+\]\}\n', told)
    with subprocess.Popen(
        [*command, "--with-parent"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=20) == 0
