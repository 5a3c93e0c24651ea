"""Traps of real portals that no other test names: how listings go on, what identifies, what is not kept."""

import base64
import json
import re
import unicodedata
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from spiders.errors import PageRejected
from spiders.listing import Answer, Ask, ListingPage
from spiders.pages import Listed, RawPage
from spiders.platforms import PLATFORMS, dnn, nukeviet, parse_page, sharepoint, vhv, vnpt
from spiders.urls import absolute, canonical_key, is_trap, unwrapped
from tests.portals.content import sites
from tests.spiders.crawls import Crawls
from tests.spiders.pages import PORTALS, Reader, raw_page

VHV_BODY = "<div class=block-core-a5><div class=common-content><p>Chữ.</p></div></div>"


def _page(platform: str, html: str, *, page: int = 1, form: dict[str, str] | None = None) -> ListingPage:
    asked = Ask(url="http://a.test/tin-tuc", page=page, form=form)
    return PLATFORMS[platform].read_listing(Answer(ask=asked, final_url=asked.url, body=html.encode()))


# 1. VHV


def test_items_of_the_vhv_api_are_an_object_or_an_empty_list() -> None:
    row = {"title": "Tin", "rewriteURL": "tin-tuc/a.html", "publishTime": 1650000000}
    form = {"itemsPerPage": "12", "pageNo": "2", "categoryId": "7"}
    found = _page("vhv", json.dumps({"totalItems": 40, "items": {"81": row}}), form=form, page=2)
    assert [item.url for item in found.items] == ["http://a.test/tin-tuc/a.html"]
    assert found.following is not None
    assert (found.following.form or {})["pageNo"] == "3"
    for empty in ("[]", "{}", "null"):
        page = _page("vhv", f'{{"totalItems": 12, "items": {empty}}}', form=form, page=2)
        assert (list(page.items), page.following) == ([], None)


def test_the_category_of_a_vhv_listing_may_stand_in_the_menu_only() -> None:
    menu = "<nav id=menu6><ul><li class=item data-id=100240><a href=/tin-tuc>Tin</a></li></ul></nav>"
    following = _page("vhv", menu).following
    assert following is not None
    assert (following.form or {})["categoryId"] == "100240"


def test_a_classic_pager_of_vhv_is_followed() -> None:
    pager = '<div class="wrapper-pagination"><a class="next-pages" href="/tin-tuc?page=2">Sau</a></div>'
    assert _page("vhv", pager).following == Ask(url="http://a.test/tin-tuc?page=2", page=2)


def _walked(reader: Reader, ask: Ask, first: bytes | None = None) -> list[str]:
    """Return the addresses a listing shows page by page; ``first`` stands in for the bytes of page 1."""
    found: list[str] = []
    following: Ask | None = ask
    while following is not None:
        form = dict(following.form) if following.form is not None else None
        body = reader.get(following.url, form)[0].body if first is None else first
        answer = Answer(ask=following, final_url=following.url, body=body)
        page, first = reader.platform.read_listing(answer), None
        assert page.items
        found += [item.url for item in page.items]
        following = page.following
    return found


def _vhv() -> tuple[Reader, str, list[str]]:
    """Return the replica of VHV, its longest listing, and the addresses of that one's articles."""
    reader = Reader(next(site for site in sites() if site.slug == "binhdinh"))
    section = max(reader.site.sections, key=lambda one: len(reader.site.listed(one.key)))
    wanted = [reader.key(page) for page in reader.site.listed(section.key)]
    assert len(wanted) > 18
    return reader, section.path, wanted


def test_a_widget_of_vhv_without_a_category_is_asked_for_by_fragments() -> None:
    reader, path, wanted = _vhv()
    ask = Ask(url=f"http://binhdinh.test{path}")
    body = reader.get(ask.url)[0].body

    def bare(match: re.Match[bytes]) -> bytes:
        config = json.loads(base64.b64decode(match[1]))
        del config["categoryId"]
        config["itemsPerPage"] = "6"
        return b"decode64('" + base64.b64encode(json.dumps(config).encode()) + b"')"

    bare_body = re.sub(rb"decode64\('([^']+)'\)", bare, body)
    assert bare_body != body
    found = _walked(reader, ask, bare_body)
    # Page 1 shows twelve items, whatever the widget says of itself.
    assert len(found) == len(wanted) + 6
    assert [vhv.item_key(url, reader.portal) for url in dict.fromkeys(found)] == wanted


def test_the_api_of_vhv_may_be_a_section_that_is_asked_for_by_get() -> None:
    reader, path, wanted = _vhv()
    number = next(one.number for one in reader.site.sections if one.path == path)
    query = f"categoryId={number}&options[type]=Article.News&itemsPerPage=8&orderBy=publishTime%20DESC"
    ask = vhv.first_page(f"http://binhdinh.test/api/Content/Article/selectAll?{query}")
    found = _walked(reader, ask)
    assert [vhv.item_key(url, reader.portal) for url in found] == wanted


@pytest.mark.parametrize(
    "given",
    [
        '<input type="hidden" name="securityToken" value="a1b2">',
        "<script>var securityToken = 'a1b2';</script>",
        '<script>VHV.config({"securityToken":"a1b2"});</script>',
    ],
)
def test_the_token_of_a_vhv_page_is_sent_back_in_its_session_only(given: str) -> None:
    menu = "<nav id=menu6><ul><li class=item data-id=100240><a href=/tin-tuc>Tin</a></li></ul></nav>"
    second = _page("vhv", menu + given).following
    assert second is not None
    assert (second.form or {})["securityToken"] == "a1b2"
    assert not second.is_lasting
    rows = '{"totalItems": 40, "items": {"1": {"title": "Tin", "rewriteURL": "tin-tuc/a.html"}}}'
    third = _page("vhv", rows, form=dict(second.form or {}), page=2).following
    assert third is not None
    assert (third.form or {})["securityToken"] == "a1b2"
    bare = _page("vhv", menu).following
    assert bare is not None
    assert bare.is_lasting
    assert "securityToken" not in (bare.form or {})


def test_titles_and_slugs_of_vhv_may_disagree() -> None:
    html = f"<h1 class=title-detail>Tên mới</h1>{VHV_BODY}"
    portal = PORTALS["binhdinh"]
    article = parse_page(raw_page(portal, "http://binhdinh.test/tin/ten-cu-.html", html.encode()), portal)[0]
    assert (article.title, article.url_key) == ("Tên mới", "binhdinh.test/tin/ten-cu-.html")


@pytest.mark.parametrize(
    "address", ["/upload/2005340/20230831/qd_20.pdf", "/upload/1/B%C3%A1o%20c%C3%A1o.pdf"]
)
def test_a_viewer_in_the_page_is_unwrapped_to_its_file(address: str) -> None:
    viewer = f"/3rdparty/pdfjs/web/viewer.html?file={address}"
    assert unwrapped("http://binhdinh.test/a.html", viewer) == f"http://binhdinh.test{address}"


def test_a_viewer_in_news_is_unwrapped_to_its_file() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "binhdinh"))
    page = next(page for page in reader.site.articles if page.attachments and page.kind == "news")
    html = reader.get(reader.url(page.path))[0].body.decode()
    (file,) = page.attachments
    assert f'href="{file.url}"' in html
    viewer = f"/3rdparty/pdfjs/web/viewer.html?file={file.url}"
    frame = f'<iframe src="{viewer}">Trình duyệt cũ</iframe>'
    for shown in (
        html.replace(f'href="{file.url}"', f'href="{viewer}"'),
        re.sub(r'<a class="link-download".*?</a>', frame, html),
    ):
        raw = raw_page(reader.portal, reader.url(page.path), shown.encode())
        assert shown != html
        assert [one.url for one in parse_page(raw, reader.portal)[0].attachments] == [reader.url(file.url)]


# 2. NukeViet


def test_a_site_without_rewriting_has_the_items_of_one_with_it() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "sonoivu-binhdinh"))
    portal, base = reader.portal, reader.portal.base_url
    url = portal.section_url(portal.sections[0])
    body = reader.get(url)[0].body
    plain = body.replace(b"/vi/news/", b"/index.php/vi/news/")
    assert plain != body
    asked = Ask(url=url)
    found = [
        nukeviet.read_listing(Answer(ask=asked, final_url=url, body=html)) for html in (body, plain)
    ]  # fmt: skip
    keys = [[nukeviet.item_key(item.url, portal) for item in page.items] for page in found]
    assert keys[0] == keys[1]
    assert len(keys[0]) == 10
    assert found[1].following is not None
    assert found[1].following.url.startswith(f"{base}/index.php/vi/news/")
    assert not [item.url for item in found[1].items if is_trap(item.url)]


def test_a_listing_before_rewriting_has_the_same_items_and_pages() -> None:
    portal, base = PORTALS["sonoivu-binhdinh"], "http://sonoivu.binhdinh.test"
    asked = nukeviet.first_page(f"{base}/index.php?language=vi&nv=laws")
    assert asked.url == f"{base}/index.php?language=vi&nv=laws"
    plain = "/index.php?language=vi&amp;nv=news&amp;op=cai-cach/ten-bai-12"
    law = "/index.php?language=vi&amp;nv=laws&amp;op=detail/quyet-dinh-7"
    table = (
        "<table class=table><tr><th>STT</th><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr>"
        f'<tr><td>1</td><td><a href="{law}">07/QĐ-UBND</a></td><td>01/02/2024</td><td>Về a</td></tr></table>'
    )
    pager = '<ul class=pagination><li><a href="/index.php?language=vi&amp;nv=laws&amp;page=2">2</a></li></ul>'
    news = f'<div class=news_column><div class=panel-body><h3><a href="{plain}">Tên bài</a></h3></div></div>'
    found = [
        nukeviet.read_listing(Answer(ask=asked, final_url=asked.url, body=html.encode()))
        for html in (table + pager, news)
    ]
    keys = [nukeviet.item_key(page.items[0].url, portal) for page in found]
    rewritten = (f"{base}/vi/laws/detail/quyet-dinh-7/", f"{base}/vi/news/cai-cach/ten-bai-12.html")
    assert keys == [nukeviet.item_key(url, portal) for url in rewritten]
    assert found[0].following == Ask(url=f"{base}/index.php?language=vi&nv=laws&page=2", page=2)


def test_the_default_theme_of_nukeviet_has_one_heading_for_its_date() -> None:
    html = (
        "<div class=newsdetail><h1 class='title margin-bottom-lg'>Tên</h1><span class=h5>"
        "Thứ tư - 22/06/2022 16:39</span><div id=news-bodyhtml class=bodytext><p>Chữ.</p></div></div>"
    )
    portal = PORTALS["sonoivu-binhdinh"]
    article = parse_page(raw_page(portal, portal.base_url + "/vi/news/a/b-1.html", html.encode()), portal)[0]
    assert article.published_at is not None
    assert (article.published_at.isoformat(), article.published_source) == (
        "2022-06-22T16:39:00+07:00",
        "visible",
    )


# 3. VNPT Portal


def test_sister_sites_of_vnpt_link_their_further_pages() -> None:
    item = '<div class="item"><p class="Title"><a href="/tin-tuc/ten-bai-{n}">Tên bài {n}</a></p></div>'
    links = ("/tim?page=2", "?page=1", "/Tin-Tuc?Page=2", "?page=3")
    pager = "".join(f"<a href='{link}'>…</a>" for link in links)
    first = _page("vnpt", "".join(item.format(n=n) for n in (1, 2, 3)) + pager)
    assert len(first.items) == 3
    assert first.following == Ask(url="http://a.test/Tin-Tuc?Page=2", page=2)
    last = _page("vnpt", item.format(n=4) + pager.replace("?page=3", "#"), page=2)
    assert (len(last.items), last.following) == (1, None)


def test_links_of_vnpt_that_are_no_articles_are_left_out() -> None:
    links = (
        "/?pageid=27205",
        "/Default.aspx",
        "/admin/",
        "/login",
        "/tin-kinh-te",
        "/tin-kinh-te/bai-viet-920730",
    )
    html = "".join(f"<div class=item><p class=Title><a href='{link}'>Tin</a></p></div>" for link in links)
    assert [item.url for item in _page("vnpt", html).items] == ["http://a.test/tin-kinh-te/bai-viet-920730"]


def test_the_summary_of_the_whole_site_is_no_summary_of_an_article() -> None:
    html = (
        "<meta name=description content='Cổng thông tin điện tử tỉnh Sơn La'><h1 class=ArticleHeader>Tên</h1>"
        "<div class=ArticleContent><p>Chữ.</p></div>"
    )
    portal = PORTALS["sonla"]
    assert parse_page(raw_page(portal, "http://sonla.test/a/b-1", html.encode()), portal)[0].lead is None


# 4. DNN


@pytest.mark.parametrize(
    "other",
    [
        "http://vinhlong.test/default.aspx?id=7&TabID=22641",
        "http://vinhlong.test:80/Default.aspx?tabid=22641&ID=7&language=vi-VN",
    ],
)
def test_dnn_items_may_be_known_by_tab_and_id(other: str) -> None:
    portal = PORTALS["vinhlong"]
    url = "http://vinhlong.test/Default.aspx?tabid=22641&ID=7"
    assert dnn.item_key(other, portal) == dnn.item_key(url, portal)
    assert dnn.item_key(other.replace("22641", "22642"), portal) != dnn.item_key(url, portal)


# 5. SharePoint


def test_pay_amounts_of_the_list_dump_are_kept_nowhere() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "binhduong"))
    for kind, _, items, _ in reader.pages():
        assert kind == "documents" or items
        assert not [item for item in items if "121000" in f"{item.title} {item.summary}"]


def test_relative_links_of_sharepoint_without_a_slash_lead_from_the_folder() -> None:
    assert absolute("http://a.test/Lists/Tin/TongQuat.aspx?PageIndex=2", "ChiTiet.aspx?ID=5") == (
        "http://a.test/Lists/Tin/ChiTiet.aspx?ID=5"
    )


def test_rows_that_come_again_on_the_next_page_are_one_document() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "binhduong"))
    url = reader.portal.section_url(reader.portal.sections[1])
    body = reader.get(url)[0].body
    rows = [item for page in (1, 2) for item in _rows(body, url, page)]
    keys = {sharepoint.item_key(item, reader.portal) for item in rows}
    assert len(rows) == 2 * len(keys)


def _rows(body: bytes, url: str, page: int) -> list[str]:
    answer = Answer(ask=Ask(url=url, page=page), final_url=url, body=body)
    return [item.url for item in sharepoint.read_listing(answer).items]


@pytest.mark.parametrize(
    "inner",
    [
        "https://www.binhduong.test/chinhquyen/Lists/VB/Attachments/5462/3637-VX.signed.pdf",
        "/chinhquyen/DuLieuVanBan/1910201531-BD_3601-UB-VX_15102015.pdf",
    ],
)
def test_the_download_page_is_unwrapped_absolute_or_not(inner: str) -> None:
    href = f"/_layouts/LacVietBio/LacViet.DichVuCong/Pages/DownloadFilePage.aspx?FileUrl={inner}"
    url = unwrapped("https://www.binhduong.test/chinhquyen/Pages/VB.aspx", href)
    assert url is not None
    assert urlsplit(url).path == urlsplit(inner).path
    assert urlsplit(url).hostname == "www.binhduong.test"


def test_the_download_page_in_news_is_unwrapped() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "binhduong"))
    page = next(page for page in reader.site.articles if page.attachments and page.kind == "news")
    html = reader.get(reader.url(page.path))[0].body.decode()
    wrapper = "/_layouts/LacVietBio/LacViet.DichVuCong/Pages/DownloadFilePage.aspx?FileUrl="
    file = "/Lists/TinTucSuKien/Attachments/7/Van-ban.pdf"
    shown, count = re.subn(r'(<p class="tep"><a href=")[^"]*"', rf'\g<1>{wrapper}{file}"', html)
    assert count == 1
    raw = raw_page(reader.portal, reader.url(page.path), shown.encode())
    assert [one.url for one in parse_page(raw, reader.portal)[0].attachments] == [reader.url(file)]


# 6. Liferay


def test_portlet_parameters_do_not_count() -> None:
    url = "http://sotttt.hanoi.gov.vn/tin-tuc/-/view_content/4418032-chuyen-doi-so.html"
    noise = "?p_p_id=101&p_p_lifecycle=0&p_p_state=normal&p_r_p_564233524_resetCur=false&_101_cur=1"
    assert canonical_key(url + noise) == canonical_key(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/tin-tuc/-/view_content/4418032-a.html/en",
        "http://a.vn/tin-tuc/vi",
        "http://a.vn/vi/tin-tuc/en/a-1.html",
        "http://a.vn/tin-tuc/-/view_content/web/guest/-/view_content/1-a.html",
        "http://a.vn/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q",
    ],
)
def test_addresses_of_the_language_switch_are_traps(url: str) -> None:
    assert is_trap(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/vi/news/a/b-1.html",
        "http://a.vn/index.php/vi/news/a/b-1.html",
        "http://a.vn/web/vi/tin-tuc",
        "http://a.vn/en/news/",
        "http://a.vn/vi",
    ],
)
def test_a_language_that_begins_a_path_is_no_trap(url: str) -> None:
    assert not is_trap(url)


def test_the_title_of_another_site_is_never_the_publisher() -> None:
    html = "<title>Cổng thông tin điện tử Quận Ba Đình</title><h1 class=title-detail>Tên bài</h1>" + VHV_BODY
    portal = PORTALS["binhdinh"]
    article = parse_page(raw_page(portal, "http://binhdinh.test/a/b.html", html.encode()), portal)[0]
    assert (article.title, article.portal) == ("Tên bài", "binhdinh")


# 8. Operations


@pytest.mark.parametrize(
    "other",
    [
        "http://a.gov.vn:80/x/y.html",
        "https://a.gov.vn:443/x/y.html",
        "https://www.a.gov.vn/x/y.html",
        "https://A.GOV.VN/x//y.html",
        "https://a.gov.vn/x/y.html/",
        "https://a.gov.vn./x/y.html",
        "https://a.gov.vn/x/y.html;jsessionid=12AB?fbclid=z",
        "https://a.gov.vn/x/y.html?download=1&id=0",
        "https://a.gov.vn/x/y.html?utm_source=zalo#top",
        "https://a.gov.vn/x/%79.html",
    ],
)
def test_addresses_of_one_page_have_one_key(other: str) -> None:
    assert canonical_key(other) == canonical_key("http://a.gov.vn/x/y.html")


def test_a_key_is_its_own_key() -> None:
    for url in ("https://www.a.gov.vn:443/Điểm//tin?ID=5&x=1", "http://a.gov.vn/du-l%E1%BB%8Bch/"):
        key = canonical_key(url, fold_case=True, keep_query={"id"})
        assert canonical_key(f"http://{key}", fold_case=True, keep_query={"id"}) == key


@pytest.mark.parametrize("name", ["du-li\u0323ch", "quyê\u0301t-đi\u0323nh", "du-lịch"])
def test_names_are_fetched_in_the_letters_they_stand_in(name: str) -> None:
    url = absolute("http://a.vn/", f"/uploads/{name}.pdf")
    assert url is not None
    composed = absolute("http://a.vn/", f"/uploads/{unicodedata.normalize('NFC', name)}.pdf")
    assert composed is not None
    # Two addresses to fetch where they are spelled in two ways, one key to compare.
    assert (url == composed) == unicodedata.is_normalized("NFC", name)
    assert canonical_key(url) == canonical_key(composed)
    assert url.isascii()


def test_only_hosts_blind_to_case_fold_their_paths() -> None:
    for slug, folds in (("vinhlong", True), ("binhduong", True), ("sonla", True), ("binhdinh", False)):
        portal = PORTALS[slug]
        keys = {
            canonical_key(f"{portal.base_url}/{name}", fold_case=portal.fold_case) for name in ("Tin", "tin")
        }
        assert (len(keys) == 1) == folds


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/lich?date=2024-01-01",
        "http://a.vn/calendar/2031/02",
        "http://a.vn/dang-nhap",
        "http://a.vn/tim-kiem?q=a",
        "http://a.vn/vi/news/savefile/a/b-1.html",
        "http://a.vn/vi/news/rss/",
        "http://a.vn/captcha.aspx",
        "http://a.vn/x?p_auth=AbC",
        "http://a.vn/Pages/a.aspx?IsDlg=1",
        "http://a.vn/?page=search&keyword=a",
    ],
)
def test_calendars_searches_prints_and_logins_are_traps(url: str) -> None:
    assert is_trap(url)


@pytest.mark.parametrize("slug", sorted(PORTALS))
def test_no_section_of_a_shipped_portal_is_a_trap(slug: str) -> None:
    portal = PORTALS[slug]
    assert not [section.url for section in portal.sections if is_trap(portal.section_url(section))]


def test_slow_answers_lengthen_the_pause(crawls: Crawls) -> None:
    host = "sonoivu.binhdinh.test"
    crawls.site.fault(host, "slow", seconds=0.25)
    crawls.run("sonoivu-binhdinh", "r1", "--limit", "4")
    # A hit is noted as it is answered; between the answers lie one of them and a pause as long.
    gaps = [later.time - sooner.time for sooner, later in pairwise(crawls.site.log)]
    assert gaps[-1] > 0.4  # 0.25 where answers do not lengthen it


def test_an_article_address_that_answers_with_a_listing_is_no_article() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "binhdinh"))
    portal = reader.portal
    listing = reader.get(portal.section_url(portal.sections[0]))[0].body
    raw = raw_page(portal, f"{portal.base_url}/tin-tuc/a.html", listing, listed=Listed(title="Một bài"))
    assert _reason(raw) in {"no_title", "no_body", "home_page"}


def _reason(raw: RawPage) -> str:
    with pytest.raises(PageRejected) as caught:
        parse_page(raw, PORTALS["binhdinh"])
    return caught.value.reason


def test_the_name_of_the_site_as_title_is_its_home_page() -> None:
    html = f"<h1 class=title-detail>{PORTALS['binhdinh'].name}</h1>{VHV_BODY}"
    raw = raw_page(PORTALS["binhdinh"], "http://binhdinh.test/a.html", html.encode())
    assert _reason(raw) == "home_page"


def test_keys_of_platforms_agree_on_what_they_do_not_know() -> None:
    for read, slug in ((vhv, "binhdinh"), (vnpt, "sonla"), (dnn, "vinhlong"), (sharepoint, "binhduong")):
        portal = PORTALS[slug]
        assert read.item_key(f"{portal.base_url}/a//b/?utm=1", portal) == read.item_key(
            f"{portal.base_url.replace('http:', 'https:')}:443/a/b", portal
        )
