"""RSS and sitemaps beside the listings: what they name, which of their times are believed."""

from datetime import datetime
from pathlib import Path

import pytest

from spiders.dating import PORTAL_ZONE, parse_listed
from spiders.feeds import is_feed, read_feed
from spiders.listing import Answer, Ask, ListingPage
from spiders.platforms import nukeviet
from spiders.portal import SHIPPED
from tests.portals.content import sites
from tests.spiders.crawls import Crawls
from tests.spiders.pages import Reader

SLUG = "sonoivu-binhdinh"
HOST = "sonoivu.binhdinh.test"


def _reader() -> Reader:
    return Reader(next(site for site in sites() if site.slug == SLUG))


def _feed(reader: Reader, path: str) -> ListingPage:
    ask = nukeviet.first_page(reader.url(path))
    return nukeviet.read_listing(Answer(ask=ask, final_url=ask.url, body=reader.get(ask.url)[0].body))


def _rss(row: str) -> ListingPage:
    body = f"<rss version='2.0'><channel><link>http://a.test/</link>{row}</channel></rss>".encode()
    return read_feed(Answer(ask=Ask(url="http://a.test/rss/"), final_url="http://a.test/rss/", body=body))


def test_rss_names_the_newest_items_with_their_day_and_no_wrong_minute() -> None:
    reader = _reader()
    page = _feed(reader, "/vi/news/rss/")
    dated = {reader.key(one): one for one in reader.site.articles}
    assert (len(page.items), page.following) == (30, None)
    for item in page.items:
        truth = dated[nukeviet.item_key(item.url, reader.portal)]
        at = parse_listed(item.published)
        assert at is not None
        assert truth.published_at is not None
        assert item.title == truth.title
        assert at == datetime.combine(truth.published_at.astimezone(PORTAL_ZONE), at.min.time(), PORTAL_ZONE)


def test_a_sitemap_names_its_items_and_when_they_changed() -> None:
    reader = _reader()
    page = _feed(reader, "/sitemap-vi.news.xml")
    keys = {nukeviet.item_key(item.url, reader.portal) for item in page.items}
    assert keys == {reader.key(one) for one in reader.site.articles if one.published_at}
    # A time of change is no time of publication.
    assert {item.published for item in page.items} == {None}
    assert len({item.mark for item in page.items}) > 1


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Wed, 22 Jun 2022 09:06:07 GMT", "22/06/2022"),
        ("Wed, 22 Jun 2022 17:06:07 GMT", "23/06/2022"),
        ("Wed, 1 Jun 2022 23:59:00 +0700", "01/06/2022"),
        ("Wed, 32 Jun 2022 09:06:07 GMT", None),
        ("", None),
    ],
)
def test_of_a_time_the_day_in_vietnam_is_believed(said: str, day: str | None) -> None:
    row = f"<item><title>Tin</title><link>http://a.test/x-1.html</link><pubDate>{said}</pubDate></item>"
    assert [item.published for item in _rss(row).items] == [day]


def test_a_feed_leads_nowhere_else_and_resolves_nothing() -> None:
    rows = (
        "<item><title>A &amp; B</title><link>http://a.test/x-1.html</link><description>"
        "&lt;img src=x&gt; Tóm tắt</description></item><item><link>file:///etc/passwd</link></item>"
        "<item><link>http://a.test/hoi-dap/x-2.html</link></item><item><title>T</title><link></link></item>"
    )
    (item,) = _rss(rows).items
    assert (item.title, item.summary) == ("A & B", "Tóm tắt")
    bomb = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title>'
    bomb += b"<link>http://a.test/x-1.html</link></item></rss>"
    page = read_feed(Answer(ask=Ask(url="http://a.test/"), final_url="http://a.test/", body=bomb))
    assert [one.title for one in page.items] in ([""], [])
    assert not read_feed(
        Answer(ask=Ask(url="http://a.test/"), final_url="http://a.test/", body=b"<rss")
    ).items


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">', True),
        (b'\xef\xbb\xbf<urlset xmlns="x">', True),
        (b"<!DOCTYPE html><html><body><rss>", False),
        (b"", False),
    ],
)
def test_a_feed_is_told_from_a_page(body: bytes, expected: bool) -> None:
    assert is_feed(body) is expected


def _with_feed(folder: Path, feed: str) -> str:
    """Write the portal's file with one listing and a feed; return the folder."""
    text = (SHIPPED / f"{SLUG}.toml").read_text(encoding="utf-8")
    folder.mkdir()
    sections = "".join(
        f'[[sections]]\nurl = "{url}"\nname = "{name}"\n'
        for url, name in (("/vi/news/cai-cach-hanh-chinh/", "Cải cách hành chính"), (feed, "Tin mới"))
    )
    changed = text[: text.index("[[sections]]")] + sections + text[text.index("[expect]") :]
    (folder / f"{SLUG}.toml").write_text(changed, encoding="utf-8")
    return str(folder)


def test_a_crawl_finds_by_its_feed_what_its_listing_does_not_show(crawls: Crawls, tmp_path: Path) -> None:
    folder = _with_feed(tmp_path / "portals", "/vi/news/rss/")
    code, result, log = crawls.run(SLUG, "r1", "--portals-dir", folder)
    assert (code, result["stops"]["Tin mới"]) == (0, "end"), log[-2000:]
    site = crawls.site.site(HOST)
    dated = [page for page in site.articles if page.published_at]
    newest = {page.path for page in sorted(dated, key=lambda page: str(page.published_at))[-30:]}
    asked = set(crawls.article_hits(HOST))
    assert newest <= asked < {page.path for page in site.articles}
    # A second night asks for the feed and for no article.
    _, result, _ = crawls.run(SLUG, "r2", "--portals-dir", folder)
    assert result["counts"]["article_pages"] == 0


def test_an_edit_shows_in_the_sitemap_and_its_page_is_asked_for_again(crawls: Crawls, tmp_path: Path) -> None:
    folder = _with_feed(tmp_path / "portals", "/sitemap-vi.news.xml")
    crawls.run(SLUG, "r1", "--portals-dir", folder)
    site = crawls.site.site(HOST)
    assert set(crawls.article_hits(HOST)) == {page.path for page in site.articles if page.kind == "news"}
    page = site.articles[5]
    crawls.site.edit(HOST, page.key, body=["Nội dung đã sửa."])
    _, result, _ = crawls.run(SLUG, "r2", "--portals-dir", folder)
    assert (result["counts"]["article_pages"], crawls.article_hits(HOST)[-1]) == (1, page.path)
