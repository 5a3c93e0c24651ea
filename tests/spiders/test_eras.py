"""Portals over the years: other sites, other addresses, other provinces."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from spiders.eras import item_key, province_on, seen_as, views
from spiders.errors import PortalConfigError
from spiders.portal import Portal, load_portal
from spiders.sources.wanted import index_prefixes, wanted
from tests.portals.archived import Capture
from tests.portals.web import Replica
from tests.spiders.archives import WAYBACK, capture, filled, news, replica_of
from tests.spiders.pages import PORTALS

MERGED, EVE = date(2025, 7, 1), date(2025, 6, 30)
GIALAI = """
slug = "gialai"
name = "Cổng thông tin điện tử tỉnh Gia Lai"
province = "Gia Lai"
platform = "vhv"
base_url = "https://gialai.gov.vn"
[[sections]]
url = "/tin-tuc/cai-cach-hanh-chinh"
name = "Cải cách hành chính"
[expect]
first_page_items = 8
[[eras]]
until = 2025-06-30
province = "Bình Định"
platform = "vhv"
base_url = "https://binhdinh.gov.vn"
same_paths = true
[[eras]]
until = 2025-06-30
platform = "sharepoint"
base_url = "https://gialai.gov.vn"
fold_case = true
archive_paths = ["/Lists/TinTucSuKien/"]
"""


def _portal(folder: Path, text: str = GIALAI) -> Portal:
    path = folder / "gialai.toml"
    path.write_text(text, encoding="utf-8")
    return load_portal(path)


@pytest.fixture
def gialai(tmp_path: Path) -> Portal:
    return _portal(tmp_path).rehosted(".gov.vn", ".test")


def test_a_host_changes_its_cms_on_a_day(gialai: Portal) -> None:
    url = "http://gialai.test/Lists/TinTucSuKien/ChiTiet.aspx?ID=5"
    before, after = seen_as(gialai, url, EVE), seen_as(gialai, url, MERGED)
    assert before is not None
    assert after is not None
    assert (before.platform, after.platform) == ("sharepoint", "vhv")
    assert seen_as(gialai, "http://other.test/x", EVE) is None


def test_a_page_that_moved_with_its_path_keeps_its_key(gialai: Portal) -> None:
    path = "/tin-tuc/cai-cach-hanh-chinh/a.html"
    old = item_key(f"http://binhdinh.test{path}", gialai, EVE)
    new = item_key(f"http://gialai.test{path}", gialai, MERGED)
    assert old == new == f"gialai.test{path}"
    assert item_key(f"http://BinhDinh.test{path}", gialai, EVE) == new
    # The old site of the same host numbers its pages in its own way.
    other = item_key("http://gialai.test/Lists/TinTucSuKien/ChiTiet.aspx?ID=5", gialai, EVE)
    assert other == "gialai.test/lists/tintucsukien/chitiet.aspx?id=5"


def test_binh_dinh_goes_on_under_its_successors_host() -> None:
    portal = PORTALS["binhdinh"]
    path = "/tin-tuc/cai-cach-hanh-chinh/a.html"
    assert "gialai.test" in portal.hosts
    assert item_key(f"http://gialai.test{path}", portal) == item_key(f"http://binhdinh.test{path}", portal)
    assert seen_as(portal, f"http://gialai.test{path}", MERGED) is not None
    assert seen_as(portal, f"http://gialai.test{path}", EVE) is None


def test_an_index_is_asked_for_the_places_of_the_window_only(gialai: Portal) -> None:
    assert index_prefixes(gialai, date(2025, 8, 1), None) == ["gialai.test/tin-tuc/"]
    assert index_prefixes(gialai, date(2020, 1, 1), date(2020, 12, 31)) == [
        "gialai.test/tin-tuc/", "binhdinh.test/tin-tuc/", "gialai.test/lists/tintucsukien/",
    ]  # fmt: skip
    assert [view.platform for view in views(gialai, None, None)] == ["vhv", "vhv", "sharepoint"]


def test_what_is_wanted_depends_on_the_day_of_capture(gialai: Portal) -> None:
    news_page = "http://gialai.test/tin-tuc/cai-cach-hanh-chinh/a.html"
    item = "http://gialai.test/lists/tintucsukien/chitiet.aspx?id=5"

    def is_wanted(url: str, *day: int) -> bool:
        return wanted(url, gialai, datetime(*day, 12, tzinfo=UTC)) is not None  # type: ignore[misc, arg-type]  # three numbers

    assert is_wanted(news_page, 2025, 7, 2)
    assert not is_wanted(news_page, 2025, 6, 2)
    assert is_wanted(item, 2025, 6, 2)
    assert not is_wanted(item, 2025, 7, 2)


@pytest.mark.parametrize(
    ("slug", "day", "expected"),
    [
        ("binhdinh", EVE, ("Bình Định", "Gia Lai")),
        ("binhdinh", MERGED, ("Gia Lai", None)),
        ("binhduong", date(2019, 3, 4), ("Bình Dương", "TP. Hồ Chí Minh")),
        ("binhduong", MERGED, ("TP. Hồ Chí Minh", None)),
        # It keeps its name and takes in two others: the old one is succeeded by the larger one.
        ("vinhlong", EVE, ("Vĩnh Long", "Vĩnh Long")),
        ("vinhlong", MERGED, ("Vĩnh Long", None)),
        ("sonla", EVE, ("Sơn La", None)),
        ("sonla", MERGED, ("Sơn La", None)),
        ("sonoivu-binhdinh", EVE, ("Bình Định", "Gia Lai")),
    ],
)
def test_the_province_is_that_of_the_day_of_publication(
    slug: str, day: date, expected: tuple[str, str | None]
) -> None:
    assert province_on(PORTALS[slug], day) == expected


def test_what_a_taken_over_site_published_before_belongs_to_the_province_it_was_of(gialai: Portal) -> None:
    assert province_on(gialai, date(2022, 1, 1)) == ("Bình Định", "Gia Lai")
    assert province_on(gialai, MERGED) == ("Gia Lai", None)
    old = seen_as(gialai, "http://gialai.test/Lists/TinTucSuKien/ChiTiet.aspx?ID=5", EVE)
    assert old is not None
    assert province_on(old, date(2022, 1, 1)) == ("Gia Lai", "Gia Lai")


def test_a_province_nobody_knows_stays_what_the_file_says() -> None:
    portal = PORTALS["sonla"].model_copy(update={"province": "Thử"})
    assert province_on(portal, EVE) == ("Thử", None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("until = 2025-06-30\n", ""), "an era needs from or until"),
        (("until = 2025-06-30", "until = 2025-06-30\nfrom = 2025-07-01"), "later than until"),
        (("same_paths", "same_path"), "unknown key; allowed here"),
    ],
)
def test_wrong_eras_are_explained(tmp_path: Path, change: tuple[str, str], words: str) -> None:
    with pytest.raises(PortalConfigError, match=words) as caught:
        _portal(tmp_path, GIALAI.replace(*change, 1))
    assert "eras.0" in str(caught.value)


def _moved(replica: Replica, old: str, new: str) -> Capture:
    made = capture(replica, news(replica)[0], "20200301120000")
    made.url = made.url.replace(old, new)
    made.body = made.body.replace(old.encode(), new.encode())
    return Capture(made.url, made.stamp, made.body)


def test_old_captures_of_a_host_are_read_as_the_site_it_was_then(tmp_path: Path, gialai: Portal) -> None:
    fill = filled(tmp_path / "data")
    old_site, new_site = replica_of("www.binhduong.test"), replica_of("binhdinh.test")
    old = _moved(old_site, "www.binhduong.test", "gialai.test")
    new = capture(new_site, news(new_site)[0], "20260301120000")
    new = Capture(new.url.replace("binhdinh.test", "gialai.test"), new.stamp, new.body)
    earlier = capture(new_site, news(new_site)[0], "20240301120000", body=new.body + b"<!-- x -->")
    fill.wayback.captures = [old, new, earlier]
    fill.run(WAYBACK, gialai, takes_all=True)
    by_key: dict[str, list[int]] = {}
    for row in fill.rows():
        by_key.setdefault(row.url_key, []).append(row.fetched_at.year)
    assert sorted(sorted(years) for years in by_key.values()) == [[2020], [2024, 2026]]
    row = next(row for row in fill.rows() if row.fetched_at.year == 2020)
    view = seen_as(gialai, row.final_url, row.fetched_at.date())
    assert view is not None
    ((_, article),) = [
        one for one in fill.articles(view) if one[0].capture_id == row.capture_id
    ]  # fmt: skip
    assert (article.title, article.parser) == (news(old_site)[0].title, "sharepoint")


def test_binh_duong_goes_on_from_archives_after_its_end() -> None:
    portal = PORTALS["binhduong"]
    assert portal.ends_on == EVE
    assert index_prefixes(portal, MERGED, None) == [
        "binhduong.test/lists/tintucsukien/", "binhduong.test/tin-tuc/",
        "binhduong.test/chinhquyen/pages/van-ban-chi-dao-dieu-hanh.aspx",
    ]  # fmt: skip
    friendly = (
        "https://www.binhduong.test:443/tin-tuc/hoat-dong/585-chu-tich-pho-chu-tich-hdnd-tp-ho-chi-minh-mo"
    )
    assert wanted(friendly, portal, datetime(2025, 8, 1, tzinfo=UTC)) is not None


def test_the_old_addresses_of_son_la_are_articles_under_the_same_key() -> None:
    old = "https://sonla.test/4/469/61708/630360/cac-huyen-thanh-pho/huyen-moc-chau"
    found = wanted(old, PORTALS["sonla"], datetime(2019, 8, 1, tzinfo=UTC))
    assert found is not None
    assert found.url_key == "sonla.test/-630360"


def test_the_other_platforms_tell_articles_from_the_rest() -> None:
    at = datetime(2023, 8, 1, tzinfo=UTC)
    good = {
        "vinhlong": [
            "/svhttdl/xem-chi-tiet-tin-tuc/id/208085",
            "/Default.aspx?tabid=22641&ID=5",
            "/page/xemtin.cpx?uuid=6",
        ],
        "sonoivu-binhdinh": [
            "/vi/news/cai-cach-hanh-chinh/a-12.html",
            "/news/x/a-12.html",
            "/index.php/vi/news/x/a-12.html",
            "/index.php?language=vi&nv=news&op=x/a-12",
            "/index.php?language=vi&nv=laws&op=detail/Quyet-dinh-cong-bo",
            "/?nv=laws&op=detail/Ke-hoach/",
            "/vi/laws/detail/quyet-dinh-12/",
            "/laws/detail/quyet-dinh",
            "/index.php/vi/laws/detail/quyet-dinh-12/",
        ],
        "sonla": ["/?pageid=27218&p_steering=153", "/Default.aspx?p_steering=153&pageid=9"],
        "binhdinh": ["/tin-tuc/a-.html", "/tin-tuc/b/c/d.html"],
    }
    bad = {
        "vinhlong": ["/tin-tuc-su-kien", "/Default.aspx?tabid=63", "/LinkClick.aspx?fileticket=1"],
        "sonoivu-binhdinh": [
            "/vi/news/x/page-2/",
            "/index.php?language=vi&nv=laws&op=detail",
            "/index.php?language=vi&nv=news&op=savefile/x/a-12",
            "/vi/news/print/x/a-12.html",
            "/vi/laws/a-12.html",
            "/vi/laws/",
            "/vi/laws/detail/",
            "/vi/khac/detail/a/",
            "/vi/news/x/a-12.html?download=1&id=0",
        ],
        "sonla": ["/?pageid=27205&p_cate=11495", "/?pageid=27218&p_steering=", "/?pageid=27218"],
        "binhdinh": [
            "/tin-tuc/cai-cach-hanh-chinh",
            "/tag/x.html",
            "/upload/2005340/a.pdf",
            "/thu-tuc/a.html",
            "/BinhDinh/render.userLayoutRootNode.uP",
        ],
    }
    for expected, table in ((True, good), (False, bad)):
        for slug, paths in table.items():
            for path in paths:
                portal = PORTALS[slug]
                assert (wanted(portal.base_url + path, portal, at) is not None) is expected, (slug, path)


def test_pages_of_inet_are_told_by_their_id_in_any_folder() -> None:
    at = datetime(2023, 8, 1, tzinfo=UTC)
    portal = PORTALS["vinhlong"].model_copy(update={"platform": "inet", "archive_paths": ()})
    number = "65ae385e0123456789abcdef"
    good = (
        f"/portal/wpnoivu/noivu/page/xemtin.cpx?uuid={number}",
        f"/wpxttm/xttm/page/xemtin.cpx?x=1&item={number.upper()}&y=2",
    )
    bad = ("/portal/page/home.cpx", "/page/home.cpx?page=2", "/page/xemtin.cpx?uuid=65ae385e", "/tin-tuc/a")
    assert all(wanted(portal.base_url + path, portal, at) for path in good)
    assert not any(wanted(portal.base_url + path, portal, at) for path in bad)
    assert index_prefixes(portal, None, None) == ["vinhlong.test/"]


def test_documents_of_a_module_with_another_name_lie_in_its_folder() -> None:
    portal = PORTALS["sonoivu-binhdinh"]
    url = portal.base_url + "/vi/van-ban/detail/quyet-dinh-12/"
    at = datetime(2023, 8, 1, tzinfo=UTC)
    assert wanted(url, portal, at) is None
    listing = portal.sections[0].model_copy(update={"url": "/vi/van-ban/"})
    assert wanted(url, portal.model_copy(update={"sections": (listing,)}), at) is not None


def test_a_list_at_the_root_of_a_site_asks_for_the_whole_site() -> None:
    portal = PORTALS["sonla"]
    library = portal.sections[0].model_copy(update={"url": "/?pageid=27205&p_cate=11495"})
    portal = portal.model_copy(update={"sections": (*portal.sections, library), "eras": ()})
    assert index_prefixes(portal, None, None) == ["sonla.test/"]
