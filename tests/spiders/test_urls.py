"""Traps of portal URLs: one item, many addresses."""

import pytest

from spiders.errors import CrawlError
from spiders.platforms import dnn, nukeviet, sharepoint, vhv, vnpt
from spiders.portal import load_portals
from spiders.urls import absolute, canonical_key, host_of, is_trap, moved

PORTALS = load_portals()


@pytest.mark.parametrize(
    "other",
    [
        "https://www.binhduong.gov.vn:443/lists/tintucsukien/chitiet.aspx?id=7",
        "http://binhduong.gov.vn/Lists//TinTucSuKien/ChiTiet.aspx?ID=7&utm_source=x",
        "https://www.binhduong.gov.vn/Lists/TinTucSuKien/ChiTiet.aspx?ID=7#top",
        "http://www.binhduong.gov.vn:443/Lists/TinTucSuKien/ChiTiet.aspx;jsessionid=AB12?ID=7",
        "https://www.binhduong.gov.vn:443/tin-tuc/hoat-dong-cua-lanh-dao/7-pho-chu-tich-hdnd-tp-ho-chi-minh-mo",
        "http://binhduong.gov.vn/Tin-Tuc/7-pho-chu-tich-2024-?utm_source=x",
    ],
)
def test_sharepoint_addresses_of_one_item_have_one_key(other: str) -> None:
    url = "https://www.binhduong.gov.vn/Lists/TinTucSuKien/ChiTiet.aspx?ID=7"
    portal = PORTALS["binhduong"]
    assert sharepoint.item_key(other, portal) == sharepoint.item_key(url, portal)
    assert sharepoint.item_key(other.replace("7", "8"), portal) != sharepoint.item_key(url, portal)


def test_a_listing_of_sharepoint_and_an_item_of_another_list_are_no_news_of_its_number() -> None:
    portal, base = PORTALS["binhduong"], "https://www.binhduong.gov.vn"
    paths = ("/Lists/TinTucSuKien/ChiTiet.aspx?ID=7", "/tin-tuc/7-ten", "/tin-tuc/7", "/van-ban/7-ten")
    others = ("/Lists/VanBan/ChiTiet.aspx?ID=7", "/chinhquyen/Lists/TinTucSuKien/ChiTiet.aspx?ID=7")
    keys = [sharepoint.item_key(base + path, portal) for path in (*paths, *others)]
    assert len(set(keys)) == len(keys) - 1


@pytest.mark.parametrize(
    "other",
    [
        "https://vinhlong.gov.vn/du-khach/đ/xem-chi-tiet-tin-tuc/id/208085",
        "https://svhttdl.vinhlong.gov.vn/xem-chi-tiet-tin-tuc/id/208085/",
        "https://vinhlong.gov.vn/svhttdl/Xem-Chi-Tiet-Tin-Tuc/ID/208085?x=1",
    ],
)
def test_dnn_serves_a_department_as_host_and_as_path(other: str) -> None:
    url = "https://vinhlong.gov.vn/svhttdl/xem-chi-tiet-tin-tuc/id/208085"
    assert dnn.item_key(other, PORTALS["vinhlong"]) == dnn.item_key(url, PORTALS["vinhlong"])


def test_nukeviet_counts_the_number_only() -> None:
    portal = PORTALS["sonoivu-binhdinh"]
    base = "https://sonoivu.binhdinh.gov.vn"
    keys = {
        nukeviet.item_key(base + path, portal)
        for path in (
            "/vi/news/cai-cach-hanh-chinh/hop-ban-1643.html",
            "/vi/news/khac/ten-khac-1643.html?x=y",
            "/index.php/vi/news/khac/ten-khac-1643.html",
        )
    }
    assert len(keys) == 1


def test_dnn_numbers_news_and_documents_apart() -> None:
    base = "https://vinhlong.gov.vn"
    portal = PORTALS["vinhlong"]
    news = dnn.item_key(f"{base}/xem-chi-tiet-tin-tuc/id/5", portal)
    assert news != dnn.item_key(f"{base}/xem-chi-tiet-van-ban/id/5", portal)
    assert dnn.item_key(f"{base}/Đọc-tin/id/5", portal) == dnn.item_key(
        f"{base}/svhttdl//%C4%91%E1%BB%8Dc-tin/ID/5/", portal
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/vi/news/a/b-12.html", "/en/news/a/b-12.html"),
        ("/vi/news/a/b-12.html", "/vi/laws/a/b-12.html"),
        ("/vi/thu-tuc-hanh-chinh/b-12.html", "/vi/news/a/b-12.html"),
    ],
)
def test_nukeviet_numbers_every_module_and_language_apart(one: str, other: str) -> None:
    portal = PORTALS["sonoivu-binhdinh"]
    base = "https://sonoivu.binhdinh.gov.vn"
    assert nukeviet.item_key(base + one, portal) != nukeviet.item_key(base + other, portal)


@pytest.mark.parametrize(
    "other",
    [
        "/news/khac/ten-12.html",
        "/vi/cai-cach-hanh-chinh/ten-12.html",
        "/cai-cach-hanh-chinh/ten-12.html",
        "/index.php?language=vi&nv=news&op=cai-cach-hanh-chinh/ten-12",
        "/?nv=news&op=cai-cach-hanh-chinh/ten-12.html&language=vi",
        "/VI/News/cai-cach-hanh-chinh/ten-12.html?download=1",
    ],
)
def test_nukeviet_may_leave_out_its_language_and_module(other: str) -> None:
    portal = PORTALS["sonoivu-binhdinh"]
    base = "https://sonoivu.binhdinh.gov.vn"
    assert nukeviet.item_key(base + other, portal) == nukeviet.item_key(base + "/vi/news/a/b-12.html", portal)


def test_documents_of_nukeviet_are_the_same_before_rewriting() -> None:
    portal, base = PORTALS["sonoivu-binhdinh"], "https://sonoivu.binhdinh.gov.vn"
    one = nukeviet.item_key(f"{base}/vi/laws/detail/Quyet-dinh-1037-QD-UBND-12/", portal)
    plain = "/index.php?language=vi&nv=laws&op=detail/Quyet-dinh-1037-QD-UBND-12"
    assert nukeviet.item_key(base + plain, portal) == one
    assert nukeviet.item_key(base + plain.replace("1037", "1038"), portal) != one
    assert nukeviet.item_key(base + plain.replace("laws", "news"), portal) != one


def test_vnpt_old_and_new_addresses_meet() -> None:
    portal = PORTALS["sonla"]
    new = vnpt.item_key("https://sonla.gov.vn/tin-kinh-te/huyen-moc-chau-630360", portal)
    assert new == vnpt.item_key("https://sonla.gov.vn/4/469/61708/630360/cac-huyen/huyen-moc-chau", portal)


def test_an_old_vnpt_address_may_end_in_a_number_too() -> None:
    portal = PORTALS["sonla"]
    old = vnpt.item_key("https://sonla.gov.vn/4/469/61708/630360/tin-kinh-te/quy-2", portal)
    assert old == vnpt.item_key("https://sonla.gov.vn/tin-kinh-te/quy-2-630360", portal)
    assert old != vnpt.item_key("https://sonla.gov.vn/4/469/61708/630361/tin-kinh-te/quy-2", portal)


def test_a_vhv_slug_is_never_cleaned() -> None:
    portal = PORTALS["binhdinh"]
    cut = vhv.item_key("https://binhdinh.gov.vn/tin-tuc/hang-viet-cat-canh-.html", portal)
    assert cut.endswith("/hang-viet-cat-canh-.html")
    assert cut != vhv.item_key("https://binhdinh.gov.vn/tin-tuc/hang-viet-cat-canh.html", portal)


def test_raw_and_encoded_and_decomposed_names_have_one_key() -> None:
    keys = {
        canonical_key(f"https://vinhlong.gov.vn/du-khach/{name}")
        for name in ("điem-du-lịch", "%C4%91iem-du-l%E1%BB%8Bch", "điem-du-li\u0323ch")
    }
    assert len(keys) == 1


def test_keys_are_case_sensitive_where_the_host_is() -> None:
    assert canonical_key("http://a.vn/B") != canonical_key("http://a.vn/b")
    assert canonical_key("http://a.vn/B", fold_case=True) == canonical_key("http://a.vn/b", fold_case=True)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/tin tức/á.html", "http://a.vn/tin%20t%E1%BB%A9c/%C3%A1.html"),
        ("ChiTiet.aspx?ID=1", "http://a.vn/Lists/ChiTiet.aspx?ID=1"),
        ("http://a.vn:443/x#y", "http://a.vn/x"),
        ("//b.vn/x", "http://b.vn/x"),
        ("javascript:void(0)", None),
        ("mailto:a@b.vn", None),
        ("http://[bad/x", None),
        ("file:///etc/passwd", None),
        ("/a\x00b\ud800.html", "http://a.vn/ab.html"),
    ],
)
def test_links_become_fetchable_urls_or_nothing(href: str, url: str | None) -> None:
    assert absolute("http://a.vn/Lists/TongQuat.aspx", href) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/tag/cải%20cách",
        "http://a.vn/vi/news/search/?q=a",
        "http://a.vn/vi/news/print/cat/a-1.html",
        "http://a.vn/?page=login",
        "http://a.vn/a/b/a/b",
        "http://a.vn/1/2/3/4/5/6/7/8/9",
    ],
)
def test_traps_are_recognised(url: str) -> None:
    assert is_trap(url)


def test_an_article_is_no_trap() -> None:
    assert not is_trap("http://a.vn/tin-cai-cach-hanh-chinh/in-an-va-phat-hanh-920730")


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(CrawlError, match="not an http"):
        canonical_key("ftp://a.vn/x")
    assert host_of("http://[bad") == ""


@pytest.mark.parametrize(
    ("url", "there"),
    [
        (
            "https://BinhDinh.gov.vn/tin/A.html?x=binhdinh.gov.vn",
            "http://a.test/tin/A.html?x=binhdinh.gov.vn",
        ),
        ("HTTPS://user@binhdinh.gov.vn:443/", "http://a.test/"),
        ("http://binhdinh.gov.vn:8080/b", "http://a.test:8080/b"),
        ("http://html/html", "http://a.test/html"),
    ],
)
def test_a_url_moves_to_another_host_however_its_own_is_written(url: str, there: str) -> None:
    assert moved(url, "a.test") == there
