"""What the two PHP platforms do in their own way: VHV and NukeViet."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.portals.client import fetch
from tests.portals.model import ICT, Site
from tests.portals.nukeviet_pages import READERS
from tests.portals.server import Running, running


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as started:
        yield started


def site_of(server: Running, slug: str) -> Site:
    return next(site for site in server.truth if site.slug == slug)


VHV = "http://binhdinh.test/tin-tuc/cai-cach-hanh-chinh"
NUKEVIET = "http://sonoivu.binhdinh.test"
SEED = "/vi/news/cai-cach-hanh-chinh/hop-ban-chi-dao-cai-cach-hanh-chinh-tinh-1643.html"


def test_vhv_ignores_the_page_number_of_a_listing(server: Running) -> None:
    first = fetch(server, VHV).text
    assert fetch(server, f"{VHV}?page=2").text == first
    assert fetch(server, f"{VHV}?pageNo=2").text == first
    found = re.search(r"decode64\('([^']+)'\)", first)
    assert found
    config = json.loads(base64.b64decode(found[1]))
    assert config["categoryId"] == "100240"
    assert config["totalItems"] == len(site_of(server, "binhdinh").listed("reform"))


def test_vhv_api_answers_an_object_and_past_the_end_an_empty_list(server: Running) -> None:
    url = "http://binhdinh.test/api/Content/Article/selectAll"
    form = {"categoryId": "100240", "pageNo": "2", "itemsPerPage": "12"}
    items = json.loads(fetch(server, url, form).text)["items"]
    assert isinstance(items, dict)
    item = next(iter(items.values()))
    assert set(item) >= {"title", "rewriteURL", "publishTime"}
    page = site_of(server, "binhdinh").page(item["rewriteURL"])
    assert datetime.fromtimestamp(item["publishTime"], ICT) == page.published_at
    assert json.loads(fetch(server, url, {**form, "pageNo": "99"}).text)["items"] == []
    query = "?site=2005340&categoryId=100240&itemsPerPage=100&pageNo=1"
    assert len(json.loads(fetch(server, url + query).text)["items"]) == int(
        json.loads(fetch(server, url, form).text)["totalItems"]
    )


def test_vhv_pages_disagree_about_dates_layouts_and_letters(server: Running) -> None:
    pages = site_of(server, "binhdinh").articles
    shown = {page.key: fetch(server, f"http://binhdinh.test{page.path}").text for page in pages}
    visible = [re.search(r'post-date left">([^,]+), (\d\d/\d\d/\d{4})', text) for text in shown.values()]
    spellings = {match[1] for match in visible if match}
    assert any(re.fullmatch(r"Thứ \d", name) for name in spellings)
    assert any(re.fullmatch(r"Thứ [a-zưăáảý]+", name) for name in spellings)
    assert any(re.fullmatch(r"Thứ [A-ZTNSB][a-zưăáảý]+", name) for name in spellings)
    assert any(name.isupper() for name in spellings)
    seed = shown["50211"]
    assert 'content="2022-01-28T08:18:15+0700"' in seed
    assert "28/01/2022" in seed
    assert "08:05" in seed
    assert 'class="content-detail' in seed
    assert any("block-core-a5" in text for text in shown.values())
    assert any(page.path.endswith("-.html") for page in pages)
    assert any(not unicodedata.is_normalized("NFC", text) for text in shown.values())
    assert any("99,640" in text and "26.136" in text for text in shown.values())


def test_nukeviet_knows_an_article_by_its_number_only(server: Running) -> None:
    assert fetch(server, NUKEVIET + SEED).status == 200
    for wrong in ("/vi/news/tin-tuc-su-kien/khac-1643.html", "/index.php?op=cai-cach-hanh-chinh/x-1643"):
        reply = fetch(server, NUKEVIET + wrong)
        assert (reply.status, reply.headers["Location"]) == (301, SEED)
    assert fetch(server, NUKEVIET + SEED + "?utm=1").status == 200
    assert fetch(server, f"{NUKEVIET}/vi/news/cai-cach-hanh-chinh/khong-co-999999.html").status == 404


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("", "/"),
        ("/page-1/", "/"),
        ("/page-2", "/page-2/"),
        ("/page-2/khac", "/"),
    ],
)
def test_nukeviet_mends_listing_addresses(server: Running, path: str, target: str) -> None:
    base = "/vi/news/cai-cach-hanh-chinh"
    reply = fetch(server, NUKEVIET + base + path)
    assert (reply.status, reply.headers["Location"]) == (301, base + target)


def test_nukeviet_listing_past_the_end_is_empty_and_its_pager_broken(server: Running) -> None:
    past = fetch(server, f"{NUKEVIET}/vi/news/cai-cach-hanh-chinh/page-99/")
    assert past.status == 200
    assert "<h3>" not in past.text
    assert re.search(r"</a><li>", fetch(server, f"{NUKEVIET}/vi/news/cai-cach-hanh-chinh/").text)


def test_nukeviet_comments_stand_on_the_page_and_in_no_truth(server: Running) -> None:
    text = fetch(server, NUKEVIET + SEED).text
    everything = " ".join(page.text for site in server.truth for page in site.articles)
    for name, mail, words in READERS:
        assert name in text
        assert mail in text
        assert mail not in everything
        assert words not in everything


def test_nukeviet_download_needs_the_session_of_its_page(server: Running) -> None:
    page = next(p for p in site_of(server, "sonoivu-binhdinh").articles if p.attachments)
    url = NUKEVIET + page.attachments[0].url
    assert fetch(server, url).status == 404
    cookie = fetch(server, NUKEVIET + page.path).headers["Set-Cookie"].partition(";")[0]
    reply = fetch(server, url, headers={"Cookie": cookie})
    assert reply.text.startswith("%PDF")
    assert reply.headers["X-Robots-Tag"] == "noarchive, nosnippet"
    assert fetch(server, url.replace("id=0", "id=7"), headers={"Cookie": cookie}).status == 302


def test_nukeviet_feeds(server: Running) -> None:
    rss = fetch(server, f"{NUKEVIET}/vi/news/rss/cai-cach-hanh-chinh/").text
    # 16:39 in Vietnam is 09:39 in Greenwich; the minutes are the month, June.
    assert "Wed, 22 Jun 2022 09:06:00 GMT" in fetch(server, f"{NUKEVIET}/vi/news/rss/").text + rss
    assert rss.count("<item>") <= 30
    assert "/sitemap-vi.news.xml" in fetch(server, f"{NUKEVIET}/sitemap.xml").text
    assert SEED in fetch(server, f"{NUKEVIET}/sitemap-vi.news.xml").text
    assert "Sitemap: http://sonoivu.binhdinh.test/sitemap.xml" in fetch(server, f"{NUKEVIET}/robots.txt").text
    assert 'id="bodytext"' in fetch(server, NUKEVIET + SEED.replace("/news/", "/news/print/")).text
