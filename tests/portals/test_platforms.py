"""What each platform does in its own way, as the notes on the real sites say."""

import base64
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

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


def test_vnpt_seed_page_has_no_date_and_its_furniture(server: Running) -> None:
    page = site_of(server, "sonla").page("718652")
    text = fetch(server, f"http://sonla.test{page.path}").text
    assert 'class="PostDate"' not in text
    assert 'alt="anh tin bai"' in text
    assert "&nbsp;&nbsp;&nbsp;&nbsp; &nbsp;&nbsp;&nbsp;&nbsp;" in text
    for words in (
        "Lượt xem:",
        "Tin khác",
        "Thông tin mới nhất",
        "Thống kê truy cập",
        "Tác giả: Tuấn Nguyễn- Văn",
    ):
        assert words in text
    assert fetch(server, "http://sonla.test/4/469/61708/718652/cu/duong-dan-cu").text == text
    assert fetch(server, f"http://sonla.test{page.path.upper()}").status == 200


def test_vnpt_fragment_needs_a_known_category_and_the_listing_gives_dates(server: Running) -> None:
    url = "http://sonla.test/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
    assert fetch(server, url, {"article_category_id": "1", "page": "2"}).text == ""
    assert fetch(server, url).text == ""
    listing = fetch(server, "http://sonla.test/tin-cai-cach-hanh-chinh").text
    assert '<span class="PostDate">04/06/2024</span>' in listing
    assert "article_category_id: 61708" in listing


def test_dnn_shows_its_clock_before_the_publish_date(server: Running) -> None:
    text = fetch(server, "http://vinhlong.test/tin-cai-cach-hanh-chinh/xem-chi-tiet-tin-tuc/id/188236").text
    today = f"{datetime.now(ICT):%d/%m/%Y}"
    assert 0 < text.index(today) < text.index("Ngày 10/07/2019 16:39:32")
    assert re.search(r'id="dnn_ctr\d+_XemChiTiet_lblNgayDang"', text)
    assert (
        fetch(server, "http://vinhlong.test/svhttdl/Xem-Chi-Tiet-Tin-Tuc/id/188236").text.count("lblTieuDe")
        == 1
    )


def test_dnn_postback_needs_the_view_state_it_gave(server: Running) -> None:
    url = "http://vinhlong.test/tin-tuc-su-kien"
    form = {"__EVENTTARGET": "dnn$ctr954$DanhSach$grvTin", "__EVENTARGUMENT": "Page$2"}
    wrong = fetch(server, url, {**form, "__VIEWSTATE": "dDw="})
    assert wrong.status == 200
    assert "viewstate MAC failed" in wrong.text
    first = fetch(server, url).text
    state = re.search(r'id="__VIEWSTATE" value="([^"]+)"', first)
    assert state
    second = fetch(server, url, {**form, "__VIEWSTATE": state[1]}).text
    assert "<td><span>2</span></td>" in second
    boundary = "gat"
    parts = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {**form, "__VIEWSTATE": state[1]}.items()
    )
    head = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    body = f"{parts}--{boundary}--\r\n"
    assert fetch(server, url, body, head).text.count("<td><span>2</span></td>") == 1


def test_dnn_keeps_the_letter_d_in_addresses_and_names_files_in_headers(server: Running) -> None:
    pages = site_of(server, "vinhlong").articles
    odd = next(page for page in pages if "đ" in page.path)
    assert fetch(server, f"http://vinhlong.test{odd.path}").status == 200
    assert fetch(server, f"http://vinhlong.test{quote(odd.path)}").status == 200
    file = next(page for page in pages if page.attachments).attachments[0]
    reply = fetch(server, f"http://vinhlong.test{file.url}")
    assert file.name in reply.headers["Content-Disposition"]


def test_dnn_past_the_end_shows_the_last_page(server: Running) -> None:
    base = "http://vinhlong.test/tin-cai-cach-hanh-chinh"
    links = [re.findall(r'<h3><a href="([^"]+)"', fetch(server, f"{base}?page={n}").text) for n in (3, 99)]
    assert links[0] == links[1]


SHAREPOINT = "http://www.binhduong.test"


def test_sharepoint_is_blind_to_case_and_leaks_us_dates(server: Running) -> None:
    text = fetch(server, f"{SHAREPOINT}/Lists/TinTucSuKien/TongQuat.aspx?PageIndex=1").text
    lower = fetch(server, f"{SHAREPOINT}:443/lists/tintucsukien/tongquat.aspx?pageindex=1").text
    assert text == lower
    assert re.search(r"\| \d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d [AP]M \| Đã ban hành \|", text)
    assert re.search(r'href="ChiTiet\.aspx\?ID=', text)
    assert ":443/lists/tintucsukien/chitiet.aspx?id=" in text
    assert re.search(r'href="Lists/TinTucSuKien/', fetch(server, f"{SHAREPOINT}/").text)


def test_sharepoint_ids_change_per_page_and_text_hides_empty_letters(server: Running) -> None:
    pages = [page for page in site_of(server, "binhduong").articles if page.kind == "news"][:2]
    texts = [fetch(server, SHAREPOINT + page.path).text for page in pages]
    ids = [re.findall(r'id="(ctl00_ctl33_g_\w+_ctl00_Label_DateTime_Now)"', text) for text in texts]
    assert len({*ids[0], *ids[1]}) == 2
    assert all("\u200b" in text for text in texts)
    assert "(Ảnh: STTT)" in texts[0]
    assert "(Ảnh: STTT)" not in pages[0].text


def test_sharepoint_documents_stand_twelve_a_page_behind_a_script(server: Running) -> None:
    url = f"{SHAREPOINT}/chinhquyen/Pages/Van-ban-chi-dao-dieu-hanh.aspx"
    first = fetch(server, url).text
    assert first.count("<tr><td>") == 12
    assert "javascript:ChangePage(2)" in first
    assert re.search(r'id="ctl00_ctl33_g_\w+_ctl00_Result"', first)
    assert fetch(server, f"{url}?PageIndex=5").text.count("<tr><td>") == 12
    assert fetch(server, f"{url}?PageIndex=6").text.count("<tr><td>") == 0
    wrapper = re.search(r'href="(/_layouts/[^"]+)"', first)
    assert wrapper
    assert fetch(server, SHAREPOINT + wrapper[1]).text.startswith("%PDF")
    rows = [page for page in site_of(server, "binhduong").articles if page.kind == "document"]
    assert any("Ð" in page.text for page in rows)
    assert any("Hiệu lực" not in page.text for page in rows)
