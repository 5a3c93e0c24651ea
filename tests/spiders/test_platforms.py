"""Every platform reads its replica whole: each listing page, each article, each field, against the truth."""

from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from extractors.text import canonical_text
from spiders.errors import PageRejected
from spiders.pages import Article, Listed
from spiders.platforms import PLATFORMS, parse_page
from spiders.portal import PLATFORM_NAMES
from tests.portals.content import sites
from tests.portals.model import Page
from tests.spiders.pages import PORTALS, Reader, raw_page

SLUGS = sorted(site.slug for site in sites())
# Seed page of each portal, and the gold text it must give.
SEEDS = {
    "binhdinh": ("50211", "binhdinh-congvan-2022"),
    "sonoivu-binhdinh": ("1643", "binhdinh-noivu-2022"),
    "sonla": ("718652", "sonla-cchc-2024"),
    "vinhlong": ("188236", "vinhlong-cchc-2019"),
    "binhduong": ("36120", "binhduong-thanhtra-2022"),
}


@cache
def _read(slug: str) -> tuple[Reader, dict[str, Article]]:
    reader = Reader(next(site for site in sites() if site.slug == slug))
    return reader, reader.articles()


def _pairs(slug: str) -> list[tuple[Page, Article]]:
    reader, found = _read(slug)
    return [(page, found[reader.key(page)]) for page in reader.site.articles]


def test_every_platform_that_a_portal_may_name_has_a_module() -> None:
    assert set(PLATFORM_NAMES) == set(PLATFORMS)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_article_is_found_exactly_once(slug: str) -> None:
    reader, found = _read(slug)
    assert set(found) == {reader.key(page) for page in reader.site.articles}
    assert len({article.article_id for article in found.values()}) == len(found)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("field", ["title", "lead", "text", "author", "published_at", "section", "kind"])
def test_every_field_is_the_true_one(slug: str, field: str) -> None:
    for page, article in _pairs(slug):
        # A document row takes the name of its listing, which the spider adds to the capture.
        is_row = field == "section" and page.kind == "document"
        truth = None if is_row else getattr(page, field)
        # A heading or byline stands on one line and in composed letters, however the page spells it.
        expected = canonical_text(truth) if isinstance(truth, str) else truth
        assert getattr(article, field) == expected, page.path


@pytest.mark.parametrize("slug", SLUGS)
def test_attachments_are_listed_unwrapped(slug: str) -> None:
    reader, _ = _read(slug)
    for page, article in _pairs(slug):
        expected = [(reader.url(_direct(file.url)), file.name) for file in page.attachments]
        assert [(file.url, file.name) for file in article.attachments] == expected, page.path


def _direct(url: str) -> str:
    """Return the address of the file behind a download page."""
    return unquote(url.partition("FileUrl=")[2]) or url


@pytest.mark.parametrize("slug", SLUGS)
def test_related_links_lead_to_other_articles(slug: str) -> None:
    reader, found = _read(slug)
    linked = [(article, link) for article in found.values() for link in article.related]
    assert linked
    for article, link in linked:
        key = reader.platform.item_key(link.url, reader.portal)
        assert key in found
        assert key != article.url_key


@pytest.mark.parametrize("slug", SLUGS)
def test_seed_texts_are_the_annotated_ones(slug: str) -> None:
    key, name = SEEDS[slug]
    gold = next((Path(__file__).parents[1] / "gold").rglob(f"{name}.txt"))
    article = next(article for page, article in _pairs(slug) if page.key == key)
    assert article.text == gold.read_text(encoding="utf-8").strip()


def test_readers_of_the_portal_never_reach_the_text() -> None:
    _, found = _read("sonoivu-binhdinh")
    for article in found.values():
        assert "example.test" not in article.text + (article.author or "") + article.title


def test_the_date_of_a_page_without_one_is_that_of_its_listing() -> None:
    article = next(article for page, article in _pairs("sonla") if page.key == "718652")
    assert article.published_source == "listing"


def test_the_clock_is_not_the_publish_time() -> None:
    assert {article.published_source for _, article in _pairs("vinhlong")} == {"visible"}
    news = [article for page, article in _pairs("binhduong") if page.kind == "news"]
    assert {article.published_source for article in news} == {"listing"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_body"),
        (b"%PDF-1.4 x", "not_html"),
        (
            b'<script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";</script>',
            "cookie_gate",
        ),
        ("<title>Lỗi</title><body>Trang không tồn tại</body>".encode(), "error_page"),
        ("<body>Hệ thống đang bảo trì, xin quay lại sau</body>".encode(), "maintenance"),
        (b"<body><form><input type=password></form></body>", "login_page"),
        (b"<body><div id=app></div><script src=a.js></script></body>", "empty_shell"),
        (b"<body><h1 class=title-detail>T</h1>" + b"<p>x</p>" * 900 + b"</body>", "no_body"),
        (b"<body>" + b"<a " + b"x=1 " * 40_000 + b">", "oversized_tag"),
        (b"<p>3 < 4</p>" + b"<a" * 60_000, "oversized_tag"),
    ],
)
def test_pages_that_are_no_article_are_rejected_by_name(body: bytes, reason: str) -> None:
    portal = PORTALS["binhdinh"]
    with pytest.raises(PageRejected) as caught:
        parse_page(raw_page(portal, "http://binhdinh.test/a/b.html", body), portal)
    assert caught.value.reason == reason


_PAGE = '<h1 class="title-detail">{}</h1><div class="content-detail" itemprop="articleBody">{}</div>'


def _read_page(title: str, body: str) -> Article:
    portal = PORTALS["binhdinh"]
    raw = raw_page(portal, "http://binhdinh.test/a/b.html", _PAGE.format(title, body).encode())
    return parse_page(raw, portal)[0]


@pytest.mark.parametrize(
    ("title", "body", "reason"),
    [
        ("Thông báo", "<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>", "error_page"),
        ("Thông báo lỗi", "<p>Liên hệ quản trị.</p>", "error_page"),
        ("404", "<p>Về trang chủ</p>", "error_page"),
        ("Thông báo", "<p>Không tìm thấy dữ liệu</p>", "error_page"),
        ("Thông báo", "<p>Hệ thống đang được nâng cấp, xin quay lại sau.</p>", "maintenance"),
        ("Thành viên", "<p>Vui lòng đăng nhập để xem nội dung này.</p>", "login_page"),
        ("Thành viên", "<p>Tên</p><form><input type=password></form>" + "<p>Chữ.</p>" * 300, "login_page"),
        ("Cổng thông tin điện tử tỉnh Bình Định", "<p>Tin tức.</p>", "home_page"),
    ],
)
def test_notices_in_the_sites_own_template_are_no_articles(title: str, body: str, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        _read_page(title, body)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Bảo trì Cổng dịch vụ công", "<p>Cổng dịch vụ công sẽ được bảo trì từ 22 giờ ngày 05/6/2023.</p>"),
        ("Nộp hồ sơ tại nhà", "<p>Người dân chỉ cần đăng nhập bằng VNeID.</p>"),
        ("Nhiều lỗi được sửa", "<p>Tỉnh xếp hạng 13/63, tăng 2 bậc.</p>"),
        ("Kiểm tra", "<p>Một số trang tin không tồn tại chuyên mục này.</p>" + "<p>Chữ và chữ.</p>" * 60),
        ("Họp", "<p>Tin.</p><div id=idcomment><input type=password></div>"),
    ],
)
def test_articles_may_speak_of_errors_and_logins(title: str, body: str) -> None:
    assert _read_page(title, body).title == title


def test_readers_and_broken_characters_stay_out_of_an_article() -> None:
    article = _read_page(
        "Họp\x00 ban&#1; chỉ đạo",
        "<p>Đạt\x00 42,5\x08 điểm.</p><div id=idcomment><p>Hay quá! doc.gia@example.test</p></div>",
    )
    assert (article.title, article.text) == ("Họp ban chỉ đạo", "Đạt 42,5 điểm.")


def test_pages_nested_without_end_are_read_or_rejected() -> None:
    assert _read_page("Họp", "<div>" * 900 + "Đạt 42,5 điểm.").text == "Đạt 42,5 điểm."
    with pytest.raises(PageRejected, match="too_deep"):
        _read_page("Họp", "<table><tr><td>" * 120 + "Đạt 42,5 điểm.")


def test_other_answers_than_200_are_rejected() -> None:
    portal = PORTALS["binhdinh"]
    raw = raw_page(portal, "http://binhdinh.test/a.html", b"x", status=404)
    with pytest.raises(PageRejected, match="http_404"):
        parse_page(raw, portal)


def test_a_document_page_without_its_table_is_rejected() -> None:
    portal = PORTALS["binhduong"]
    raw = raw_page(portal, "http://www.binhduong.test/x.aspx", b"<body>..</body>", kind="document_list")
    with pytest.raises(PageRejected):
        parse_page(raw, portal)


def test_documents_without_a_file_are_known_by_number_and_date() -> None:
    portal = PORTALS["binhduong"]
    row = "<tr><td>{}</td><td>14/CT-UBND</td><td>{}</td><td>về việc thử</td><td></td><td></td></tr>"
    html = (
        "<div id=x_Result><table>"
        + row.format(1, "01/02/2020")
        + row.format(2, "01/02/2021")
        + "</table></div>"
    )
    raw = raw_page(portal, "http://www.binhduong.test/x.aspx", html.encode(), kind="document_list")
    first, second = parse_page(raw, portal)
    assert first.article_id != second.article_id
    assert first.text == "Số ký hiệu: 14/CT-UBND | Ngày ban hành: 01/02/2020 | Trích yếu: về việc thử"


def test_portal_selectors_come_first() -> None:
    portal = PORTALS["binhdinh"]
    own = portal.model_copy(update={"selectors": portal.selectors.model_copy(update={"body": ("#own",)})})
    html = (
        '<h1 class="title-detail">Tiêu đề</h1><div id="own"><p>Của riêng.</p></div>'
        '<div class="block-core-a5"><div class="common-content">Chung.</div></div>'
    )
    raw = raw_page(own, "http://binhdinh.test/a.html", html.encode(), listed=Listed(section="Mục"))
    article = parse_page(raw, own)[0]
    assert (article.text, article.section, article.published_at) == ("Của riêng.", "Mục", None)
