"""Personal data never becomes an article: phone books, questions of citizens, words of readers."""

import pytest

from spiders.body import read_body, unlabelled
from spiders.errors import PageRejected
from spiders.listing import Answer, Ask
from spiders.pages import Article, Listed
from spiders.platforms import parse_page, vhv, vnpt
from spiders.urls import is_trap
from tests.portals.content import sites
from tests.spiders.pages import PORTALS, Reader, raw_page

PORTAL = PORTALS["sonla"]
STAFF = [
    "Nguyễn Văn Thử, Chánh Văn phòng: 0212 3852 111",
    "Trần Thị Mẫu, chuyên viên: 0912.345.678, a@b.test",
]
QUESTION = [
    "Người hỏi: Lê Văn Giả (levangia@example.test)", "Câu hỏi: Khi nào tôi nhận được giấy chứng nhận?",
    "Trả lời: Hồ sơ của ông đang được giải quyết theo quy định.",
]  # fmt: skip
NEWS = "Năm 2023, chỉ số PAPI của tỉnh đạt 42,5 điểm, xếp thứ 15/63 tỉnh, thành phố trong cả nước."


def _read(
    paragraphs: list[str], *, title: str = "Tên bài", path: str = "/tin/a-1", section: str = ""
) -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f'<h1 class="ArticleHeader">{title}</h1><div class="ArticleContent">{body}</div>'
    raw = raw_page(PORTAL, PORTAL.base_url + path, html.encode(), listed=Listed(section=section or None))
    return parse_page(raw, PORTAL)[0]


@pytest.mark.parametrize(
    ("paragraphs", "title", "path", "section"),
    [
        (STAFF * 5, "Danh bạ điện thoại cơ quan", "/tin/a-1", ""),
        (STAFF * 5, "Thông tin liên hệ", "/tin/a-1", ""),
        ([*STAFF * 3, *[NEWS] * 20], "Danh bạ điện tử", "/tin/a-1", ""),
        (QUESTION, "Xin hỏi về đất đai", "/tin/a-1", ""),
        (["Họ và tên: Lê Văn Giả", *QUESTION[1:]], "Đất đai", "/tin/a-1", ""),
        (QUESTION[1:], "Đất đai", "/tin/a-1", "Hỏi đáp"),
        (QUESTION[1:], "Hỏi - đáp về đất đai", "/tin/a-1", ""),
        ([NEWS], "Tên bài", "/hoi-dap/a-1", ""),
        ([NEWS], "Tên bài", "/danh-ba-can-bo/a-1", ""),
    ],
)
def test_phone_books_and_questions_of_citizens_are_no_articles(
    paragraphs: list[str], title: str, path: str, section: str
) -> None:
    with pytest.raises(PageRejected) as caught:
        _read(paragraphs, title=title, path=path, section=section)
    assert caught.value.reason == "personal_data"
    assert "Giả" not in str(caught.value)


@pytest.mark.parametrize(
    ("paragraphs", "title", "section"),
    [
        (
            [NEWS, "Đường dây nóng: 0212 3852 111, thư điện tử hotline@sonla.test."],
            "Công bố đường dây nóng",
            "",
        ),
        ([NEWS, "Hỏi: Kết quả ra sao?", "Trả lời: Tỉnh đạt 42,5 điểm."], "Phỏng vấn Giám đốc Sở", "Tin tức"),
        ([NEWS] * 3, "Hội nghị hỏi đáp về cải cách hành chính", "Hỏi đáp"),
        ([NEWS, *["Số 1234/UBND-VX ngày 20/07/2022; mã số 0100109106-001."] * 9], "Danh bạ văn bản", ""),
        (["Số hồ sơ giải quyết: 12.345; 0,5%; 45.678/56.789; 20-07-2022"] * 9, "Số liệu", ""),
    ],
)
def test_articles_that_name_contacts_or_tell_of_questions_are_read(
    paragraphs: list[str], title: str, section: str
) -> None:
    assert _read(paragraphs, title=title, section=section).title == title


def test_no_page_of_the_replicas_is_taken_for_personal() -> None:
    reader = Reader(next(site for site in sites() if site.slug == "binhdinh"))
    assert len(reader.articles()) == len(reader.site.articles)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/hoi-dap",
        "http://a.vn/vi/hoi-dap/cau-hoi-12.html",
        "http://a.vn/hoi-dap-truc-tuyen/cap-giay-12",
        "http://a.vn/danh-ba-dien-thoai",
        "http://a.vn/Danh-Ba/so-noi-vu-3",
        "http://a.vn/y-kien-cong-dan/x-1.html",
    ],
)
def test_their_folders_are_traps(url: str) -> None:
    assert is_trap(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.vn/tin-tuc/hoi-dap-ve-cai-cach-hanh-chinh-12",
        "http://a.vn/tin-tuc/danh-ba-moi-cua-so-noi-vu.html",
        "http://a.vn/vi/news/tin-tuc/hoi-dap-12.html",
    ],
)
def test_news_about_them_are_none(url: str) -> None:
    assert not is_trap(url)


def test_listings_leave_them_out() -> None:
    links = ["/tin-kinh-te/bai-viet-1", "/hoi-dap/cap-giay-2", "/danh-ba-can-bo/so-noi-vu-3"]
    html = "".join(f"<div class=item><p class=Title><a href='{link}'>Tin</a></p></div>" for link in links)
    asked = Ask(url="http://a.test/tin")
    page = vnpt.read_listing(Answer(ask=asked, final_url=asked.url, body=html.encode()))
    assert [item.url for item in page.items] == ["http://a.test/tin-kinh-te/bai-viet-1"]
    rows = ", ".join(f'"{n}": {{"title": "Tin", "rewriteURL": "{link}"}}' for n, link in enumerate(links))
    asked = Ask(url="http://a.test/api", form={"pageNo": "2"}, page=2)
    answer = Answer(ask=asked, final_url=asked.url, body=f'{{"items": {{{rows}}}}}'.encode())
    assert [item.url for item in vhv.read_listing(answer).items] == ["http://a.test/tin-kinh-te/bai-viet-1"]


def test_what_readers_wrote_below_a_heading_is_left_out() -> None:
    said = "<p>Ý kiến bạn đọc (2)</p><p>Lê Văn Giả</p><p>levangia@example.test</p><p>Rất hay!</p>"
    assert read_body(f"<div><p>{NEWS}</p>{said}</div>").text == NEWS
    # A heading of the article itself is none of theirs.
    own = "<p>Bình luận</p><p>Cuộc khảo sát cho thấy 85% hài lòng.</p>"
    assert "khảo sát" in read_body(f"<div><p>{NEWS}</p>{own}</div>").text


@pytest.mark.parametrize(
    "line",
    ["Tác giả: Nhật Chi - ĐT: 0912.345.678", "Tác giả: Nhật Chi (nhatchi@example.test, 0256 3822 333)"],
)
def test_a_byline_holds_no_contact(line: str) -> None:
    name = unlabelled(line) or ""
    assert name.startswith("Nhật Chi")
    assert not any(letter.isdigit() or letter == "@" for letter in name)
