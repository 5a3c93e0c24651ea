"""What the three ASP.NET platforms do in their own way: VNPT Portal, DNN, SharePoint."""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

import pytest

from tests.portals.client import fetch
from tests.portals.model import ICT, Site
from tests.portals.server import Running, running


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as started:
        yield started


def site_of(server: Running, slug: str) -> Site:
    return next(site for site in server.truth if site.slug == slug)


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
