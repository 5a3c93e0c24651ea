"""A night after the first, as the portals see it: the figures of politeness, from the replicas' own log."""

from itertools import pairwise
from urllib.parse import quote, urlsplit
from urllib.robotparser import RobotFileParser

import pytest

from tests.portals import faults
from tests.portals.listening import Hit
from tests.portals.model import File, Page
from tests.portals.web import Request, Response
from tests.spiders.crawls import Crawls

HOSTS = {"vinhlong": "vinhlong.test", "sonoivu-binhdinh": "sonoivu.binhdinh.test"}
#: Files of the new articles that may be asked for.
FILES = {"vinhlong": 2, "sonoivu-binhdinh": 1}
DELAY, NEW = 0.15, 6
#: Arrivals are noted by threads of a busy machine.
NOISE = 0.02
CLOSED = "/vi/news/cai-cach-hanh-chinh/binh-dinh-trien-khai"


@pytest.fixture
def second_night(crawls: Crawls, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, list[Hit]]]:
    """Listing pages and requests of a night with six new articles for each portal; one closes a part."""
    rules = Response(f"User-agent: *\nDisallow: {CLOSED}\n".encode(), content_type="text/plain")
    monkeypatch.setitem(faults._ROBOTS, "partly", rules)
    crawls.site.fault(HOSTS["sonoivu-binhdinh"], "robots", mode="partly")
    held = {slug: hold_back(crawls, host) for slug, host in HOSTS.items()}
    first = {slug: crawls.start(slug, "r1") for slug in HOSTS}
    assert {slug: crawls.finish(child, slug, "r1")[0] for slug, child in first.items()} == dict.fromkeys(
        HOSTS, 0
    )
    for slug, host in HOSTS.items():
        crawls.site.site(host).articles += held[slug]
    before = len(crawls.site.log)
    children = {slug: crawls.start(slug, "r2", "--delay", str(DELAY)) for slug in HOSTS}
    found = {}
    for slug, child in children.items():
        code, result, said = crawls.finish(child, slug, "r2")
        assert code == 0, said[-2000:]
        assert result["counts"]["items_new"] == NEW
        found[slug] = result["counts"]["listing_pages"]
    log = crawls.site.log[before:]
    return {slug: (found[slug], [hit for hit in log if hit.host == host]) for slug, host in HOSTS.items()}


def hold_back(crawls: Crawls, host: str) -> list[Page]:
    """Take the newest articles of a portal's first listing out of it."""
    site = crawls.site.site(host)
    newest = site.listed(site.sections[0].key)[:NEW]
    if host == HOSTS["sonoivu-binhdinh"]:
        newest[0].attachments = [File(f"{newest[0].path}?download=1&id=0", "phu-luc.pdf")]
    site.articles[:] = [page for page in site.articles if page not in newest]
    return newest


def test_a_polite_night_is_polite(crawls: Crawls, second_night: dict[str, tuple[int, list[Hit]]]) -> None:
    for slug, (listing_pages, hits) in second_night.items():
        # No two requests to a host within the delay.
        times = sorted(hit.time for hit in hits)
        assert min(later - earlier for earlier, later in pairwise(times)) >= DELAY - NOISE
        # None outside robots.txt, which is asked for first and once.
        assert [hit.path for hit in hits].index("/robots.txt") == 0
        assert [hit.path for hit in hits].count("/robots.txt") == 1
        rules = rules_of(crawls, HOSTS[slug])
        assert [hit.path for hit in hits if not rules.can_fetch("gat", quote(hit.path, safe="/%?=&"))] == []
        # Fewer than 1.1 requests for each new article and each file of one, plus the listings and robots.txt.
        site = crawls.site.site(HOSTS[slug])
        newest = site.listed(site.sections[0].key)[:NEW]
        new = [page for page in newest if rules.can_fetch("gat", quote(page.path))]
        files = {file.url for page in new for file in page.attachments}
        assert len(files) == FILES[slug]
        assert len(hits) - listing_pages - 1 < 1.1 * (len(new) + len(files))
        assert {hit.status for hit in hits} == {200}
    closed = [
        page for page in crawls.site.site(HOSTS["sonoivu-binhdinh"]).articles if page.path.startswith(CLOSED)
    ]
    assert closed


def rules_of(crawls: Crawls, host: str) -> RobotFileParser:
    request = Request("GET", host, "/robots.txt", {}, b"")
    answer = crawls.site._server.answer(request)
    assert isinstance(answer, Response)
    rules = RobotFileParser()
    rules.parse(answer.body.decode().splitlines())
    return rules


def test_a_night_with_new_documents_asks_for_their_files_and_no_other(crawls: Crawls) -> None:
    host = "www.binhduong.test"
    site = crawls.site.site(host)
    rows = next(one for one in site.sections if "van-ban" in one.path.casefold()).key
    newest = site.listed(rows)[:NEW]
    site.articles[:] = [page for page in site.articles if page not in newest]
    assert crawls.run("binhduong", "r1")[0] == 0
    files = [hit for hit in crawls.site.log if "/Attachments/" in hit.path]
    site.articles += newest
    before = len(crawls.site.log)
    code, result, said = crawls.run("binhduong", "r2")
    assert (code, result["counts"]["items_new"]) == (0, NEW), said[-2000:]
    hits = crawls.site.log[before:]
    asked = [hit.path for hit in hits if "/Attachments/" in hit.path or "Download" in hit.path]
    # The rows below the new ones stand on the same page: their files are known.
    assert len(files) > NEW
    assert sorted(asked) == sorted(urlsplit(file.url).path for page in newest for file in page.attachments)
    assert len(hits) - result["counts"]["listing_pages"] - 1 < 1.1 * NEW
