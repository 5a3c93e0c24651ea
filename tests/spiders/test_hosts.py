"""Further hosts: iNet with ids that are dates, a department as host and as folder, a portal that moved."""

from datetime import UTC, datetime, timedelta

import pytest

from extractors.text import canonical_text
from spiders.listing import Answer
from spiders.pages import Article, Listed
from spiders.platforms import inet, parse_page
from spiders.portal import Portal
from tests.portals.content import sites
from tests.portals.inet import HOST, InetReplica
from tests.portals.web import Request
from tests.spiders.crawls import Crawls
from tests.spiders.pages import PORTALS, raw_page

SECTION = "/portal/wpnoivu/noivu/page/home.cpx"


@pytest.fixture(scope="module")
def replica() -> InetReplica:
    return InetReplica(next(site for site in sites() if site.slug == "vinhlong"))


@pytest.fixture(scope="module")
def portal() -> Portal:
    return Portal.model_validate(
        {
            "slug": "vinhlong-inet",
            "name": "Sở Nội vụ",
            "province": "Vĩnh Long",
            "platform": "inet",
            "base_url": f"http://{HOST}",
            "sections": [{"url": SECTION, "name": "Tin tức"}],
            "expect": {"first_page_items": 8},
        }
    )


def _get(replica: InetReplica, url: str) -> bytes:
    return replica.answer(Request("GET", HOST, url.removeprefix(f"http://{HOST}"), {})).body


def _read(replica: InetReplica, portal: Portal, *, listed: bool) -> dict[str, Article]:
    found: dict[str, Article] = {}
    ask = inet.first_page(portal.base_url + SECTION)
    while True:
        page = inet.read_listing(Answer(ask=ask, final_url=ask.url, body=_get(replica, ask.url)))
        for item in page.items:
            said = Listed(title=item.title, published=item.published) if listed else Listed()
            article = parse_page(raw_page(portal, item.url, _get(replica, item.url), listed=said), portal)[0]
            found[article.url_key] = article
        if page.following is None:
            return found
        ask = page.following


@pytest.mark.parametrize("listed", [True, False])
def test_every_article_of_inet_is_read_and_dated(
    replica: InetReplica, portal: Portal, *, listed: bool
) -> None:
    found = _read(replica, portal, listed=listed)
    assert set(found) == {f"{HOST}/?id={uuid}" for uuid in replica.pages}
    for uuid, page in replica.pages.items():
        article = found[f"{HOST}/?id={uuid}"]
        assert article.title == canonical_text(page.title)
        assert article.text == page.text
        assert article.published_at is not None
        assert page.published_at is not None
        assert abs(article.published_at - page.published_at) < timedelta(minutes=1)
    # Without a date on its page an article has that of its id, from the listing or from its own address.
    assert {article.published_source for article in found.values()} == {
        "visible",
        "listing" if listed else "id",
    }


@pytest.mark.parametrize(
    ("query", "at"),
    [
        ("uuid=65ae385e0123456789abcdef", datetime(2024, 1, 22, 9, 41, 50, tzinfo=UTC)),
        ("a=1&item=60B9CE75FFFFFFFFFFFFFFFF", datetime(2021, 6, 4, 6, 55, 49, tzinfo=UTC)),
        ("uuid=000000010123456789abcdef", None),
        ("uuid=65ae385e", None),
        ("uuid=65ae385e0123456789abcdeg", None),
        ("x=1", None),
    ],
)
def test_an_id_of_24_digits_begins_with_its_time(query: str, at: datetime | None) -> None:
    assert inet.created_at(f"http://{HOST}/portal/xemtin.cpx?{query}") == at


def test_an_item_of_inet_has_one_key_in_all_folders(portal: Portal) -> None:
    base = "portal.vinhlong.gov.vn/portal"
    number = "65ae385e0123456789abcdef"
    keys = {
        inet.item_key(url, portal)
        for url in (
            f"http://{base}/wpvannghecuulong/vannghecuulong/page/xemtin.cpx?uuid={number}",
            f"https://www.{base}/wpxttm/xttm/page/xemtin.cpx?item={number.upper()}&x=1",
        )
    }
    assert len(keys) == 1


def test_a_department_as_host_and_as_folder_is_stored_once(crawls: Crawls) -> None:
    folder = crawls.data / "files"
    folder.mkdir()
    (folder / "vinhlong.toml").write_text(
        'slug = "vinhlong"\nname = "Vĩnh Long"\nprovince = "Vĩnh Long"\nplatform = "dnn"\nfold_case = true\n'
        'base_url = "http://vinhlong.test"\nother_hosts = ["svhttdl.vinhlong.test"]\n'
        '[[sections]]\nurl = "/tin-cai-cach-hanh-chinh"\nname = "Tin"\n'
        '[[sections]]\nurl = "http://svhttdl.vinhlong.test/tin-cai-cach-hanh-chinh"\nname = "Sở"\n'
        "[expect]\nfirst_page_items = 8\n",
        encoding="utf-8",
    )
    code, result, log = crawls.run("vinhlong", "r1", "--portals-dir", str(folder))
    assert (code, result["status"]) == (0, "ok"), log
    keys = crawls.keys("vinhlong")
    site = crawls.site.site("vinhlong.test")
    assert len(keys) == len(set(keys)) == len(site.listed("reform"))
    shown = [hit.path for hit in crawls.site.log if "/xem-chi-tiet-tin-tuc/id/" in hit.path]
    assert len(shown) == len(keys)
    assert {hit.host for hit in crawls.site.log} == {"vinhlong.test", "svhttdl.vinhlong.test"}


def test_the_new_host_of_a_portal_has_its_articles_under_the_same_paths(crawls: Crawls) -> None:
    folder = crawls.data / "files"
    folder.mkdir()
    (folder / "binhdinh.toml").write_text(
        'slug = "binhdinh"\nname = "Gia Lai"\nprovince = "Gia Lai"\nplatform = "vhv"\n'
        'base_url = "http://gialai.test"\n'
        '[[sections]]\nurl = "/tin-tuc/cai-cach-hanh-chinh"\nname = "Cải cách hành chính"\n'
        "[expect]\nfirst_page_items = 8\n",
        encoding="utf-8",
    )
    code, result, log = crawls.run("binhdinh", "r1", "--portals-dir", str(folder))
    assert (code, result["status"]) == (0, "ok"), log
    keys = {key.replace("gialai.test", "binhdinh.test") for key in crawls.keys("binhdinh")}
    site = crawls.site.site("binhdinh.test")
    assert len(keys) == len(site.listed("reform"))
    assert {hit.host for hit in crawls.site.log} == {"gialai.test"}
    assert PORTALS["binhdinh"].base_url == "http://binhdinh.test"
