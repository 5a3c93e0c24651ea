"""The generic reader: how well it reads pages nobody told it about, and what it must leave alone."""

from datetime import UTC, datetime

import pytest

from spiders.errors import PageRejected
from spiders.generic import read_generic
from spiders.pages import Article, Listed
from spiders.reading import open_page
from tests.portals.content import sites
from tests.portals.model import Page
from tests.spiders.frames import FRAMES
from tests.spiders.frames.furniture import Scene, comments, imprint, menu, teasers
from tests.spiders.pages import PORTALS, Reader, raw_page
from tests.spiders.quality import (
    Case,
    by_generic,
    framed_cases,
    measure,
    overall,
    padded,
    recorded_cases,
    redesigned_cases,
    replica_cases,
)

PORTAL = PORTALS["binhdinh"]
URL = "http://binhdinh.test/a/b.html"
_SENTENCE = "Ủy ban nhân dân tỉnh giao các sở, ngành hoàn thành nhiệm vụ cải cách hành chính trong quý này. "
PROSE = "".join(f"<p>{_SENTENCE * 2}Việc thứ {number}.</p>" for number in range(1, 4))


def _said(case: Case) -> tuple[str, str] | None:
    article = by_generic(case)
    return (article.title, article.text) if article else None


def _read(html: str, url: str = URL, listed: Listed = Listed()) -> Article:  # noqa: B008 - frozen
    return read_generic(open_page(raw_page(PORTAL, url, html.encode(), listed=listed)), PORTAL)


def test_pages_of_all_platforms_are_read_without_their_modules() -> None:
    figures = measure(replica_cases(), _said)
    assert len(figures) == 5
    assert {name: one.f1 for name, one in figures.items() if one.f1 < 0.99} == {}
    assert overall(list(figures.values())) >= 0.995
    for name, one in figures.items():
        assert one.titles == len(one.scores), name


def test_recorded_articles_of_all_platforms_are_read_without_their_modules() -> None:
    figures = measure(recorded_cases(), _said)
    assert set(figures) == {"dnn", "nukeviet", "sharepoint", "vhv", "vnpt"}
    scores = [score for one in figures.values() for score in one.scores]
    assert len(scores) >= 19
    assert sum(scores) / len(scores) >= 0.99
    assert min(scores) >= 0.9


def test_pages_of_unknown_platforms_are_read() -> None:
    figures = measure(framed_cases(), _said)
    assert set(figures) == set(FRAMES)
    assert {name: one.f1 for name, one in figures.items() if one.f1 < 0.98} == {}
    assert {name: one.worst for name, one in figures.items() if one.worst[0] < 0.9} == {}
    for name, one in figures.items():
        assert one.titles >= 0.97 * len(one.scores), name


def test_pages_without_any_name_or_heading_are_read() -> None:
    figures = measure(redesigned_cases(), _said)
    assert {name: one.f1 for name, one in figures.items() if one.f1 < 0.97} == {}
    assert overall(list(figures.values())) >= 0.98


def test_heavy_pages_are_read_as_well() -> None:
    figures = measure([padded(case) for case in replica_cases()[::10]], _said)
    assert overall(list(figures.values())) >= 0.99


@pytest.mark.parametrize("field", ["author", "published_at"])
def test_fields_that_a_page_shows_are_right_or_missing(field: str) -> None:
    for case in replica_cases():
        article = by_generic(case)
        assert article is not None
        found, truth = getattr(article, field), getattr(case.truth, field)
        assert found in {truth, None}, case.raw.url
    shown = [case for case in replica_cases() if case.group in {"binhdinh", "sonoivu-binhdinh", "vinhlong"}]
    assert all(getattr(by_generic(case), field) == getattr(case.truth, field) for case in shown)


def test_the_lead_is_the_true_one_or_none() -> None:
    for case in framed_cases(12):
        article = by_generic(case)
        assert article is not None
        assert article.lead is None or article.lead == " ".join((case.truth.lead or "").split()), case.raw.url
        assert article.read_by == "generic"


def test_the_texts_of_readers_are_left_out() -> None:
    said = comments("<div class=x><b>{who}</b><p>{said}</p></div>")
    for box in (f"<div id=comments>{said}</div>", f"<div><h3>Ý kiến bạn đọc</h3>{said}</div>"):
        article = _read(f"<title>Họp giao ban</title><div><h1>Họp giao ban</h1>{PROSE}{box}</div>")
        assert "Bạn Đọc" not in article.text
        assert "45 ngày" not in article.text
        assert article.text.endswith("Việc thứ 3.")


def _listing(pages: list[Page], item: str) -> str:
    rows = teasers(pages, item, lambda page: f"/tin/{page.key}.html")
    name = "Tin tức - Sự kiện trong tỉnh"
    foot = imprint("Cổng thông tin")
    return f"<title>{name}</title><ul>{menu(5)}</ul><div class=main><h1>{name}</h1>{rows}</div>{foot}"


@pytest.mark.parametrize(
    "item",
    [
        "<div><h3><a href={url}>{title}</a></h3><p>{brief}</p></div>",
        "<div><a href={url}>{title}</a> <i>{day}</i><p>{brief} {brief} {brief}</p></div>",
        "<tr><td>1</td><td>{day}</td><td>{brief}</td><td><a href={url}>Tải về</a></td><td>Hiệu lực</td></tr>",
    ],
)
def test_a_listing_is_no_article(item: str) -> None:
    pages = [page for page in sites()[0].articles if page.kind == "news"][:12]
    html = _listing(pages, item).replace("</h1><tr>", "</h1><table><tr>")
    with pytest.raises(PageRejected, match="not sure"):
        _read(html)


@pytest.mark.parametrize("slug", sorted(PORTALS.keys() & {site.slug for site in sites()}))
def test_no_listing_of_a_replica_is_an_article(slug: str) -> None:
    reader = Reader(next(site for site in sites() if site.slug == slug))
    for _, ask, _, body in reader.pages():
        if ask.form is None:
            with pytest.raises(PageRejected):
                read_generic(open_page(raw_page(reader.portal, ask.url, body)), reader.portal)


@pytest.mark.parametrize(
    ("html", "url", "reason"),
    [
        (f"<title>Tỉnh</title><h1>Tin trong tỉnh hôm nay</h1>{PROSE}", "http://binhdinh.test/", "home_page"),
        (f"<title>{PORTAL.name}</title><h1>{PORTAL.name}</h1>{PROSE}", URL, "home_page"),
        ("<title>Lỗi</title><h1>Thông báo lỗi hệ thống</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa"
         " khỏi hệ thống của chúng tôi, mong bạn thông cảm.</p>", URL, "error_page"),
        ("<title>Thông báo</title><h1>Thông báo bảo trì</h1><p>Hệ thống đang được nâng cấp, xin mời bạn quay"
         " lại sau ít phút nữa để tiếp tục sử dụng.</p>", URL, "maintenance"),
        ("<title>Đăng nhập</title><h1>Đăng nhập hệ thống</h1><p>Vui lòng đăng nhập bằng tài khoản đã được cấp"
         " để xem nội dung của trang này.</p><input type=password>", URL, "login_page"),
        (f"<title>Tin</title><h1>Tin vắn trong ngày</h1><p>{_SENTENCE}</p>", URL, "no_body"),
        ("<title>Tin</title><h1>Tin vắn trong ngày</h1><p>Ngắn.</p>", URL, "no_body"),
        ("<body></body>", URL, "no_body"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_by_name(html: str, url: str, reason: str) -> None:
    with pytest.raises(PageRejected) as caught:
        _read(html, url)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("above", "below", "day"),
    [
        ("", "<p>Ngày đăng: 10/07/2019 16:39</p>", (10, 7, 2019)),
        ("<i>10/07/2019</i>", "", (10, 7, 2019)),
        # The server's clock tells the day of the fetch: it is no publish time.
        ("<i>Chủ nhật, 22/11/2026 08:00</i>", "", None),
        ("<i>Chủ nhật, 22/11/2026 08:00</i>", "<p>Ngày 10/07/2019 16:39:32</p>", (10, 7, 2019)),
        ("", "<p>Thứ sáu - 10/07/2019 16:39 | Lượt xem: 12</p>", (10, 7, 2019)),
        ("<meta itemprop=datePublished content='2019-07-10+0716:39:00'>", "", (10, 7, 2019)),
        (
            '<script type="application/ld+json">{"datePublished": "2019-07-10T16:39"}</script>',
            "",
            (10, 7, 2019),
        ),
        ('<script type="application/ld+json">{"datePublished": </script>', "", None),
        ("", "<p>Ngày 01/01/2031 08:00</p>", None),
        (
            "",
            "<p>Ngày 10/07/2019, tỉnh họp bàn việc cải cách và giao việc cho các sở, ngành của tỉnh.</p>",
            None,
        ),
    ],
)
def test_the_date_is_the_one_beside_the_title(
    above: str, below: str, day: tuple[int, int, int] | None
) -> None:
    html = f"<title>Họp giao ban tháng bảy</title>{above}<h1>Họp giao ban tháng bảy</h1>{below}{PROSE}"
    at = _read(html).published_at
    assert (at and (at.day, at.month, at.year)) == day


def test_a_page_without_a_date_takes_that_of_its_listing() -> None:
    html = f"<title>Họp giao ban</title><h1>Họp giao ban</h1>{PROSE}"
    article = _read(html, listed=Listed(published="1643331900", section="Tin"))
    assert (article.published_at, article.published_source) == (
        datetime(2022, 1, 28, 1, 5, tzinfo=UTC),
        "listing",
    )
    assert article.section == "Tin"


def test_comments_in_the_markup_part_no_words() -> None:
    html = f"<title>Họp giao ban</title><h1>Họp<!-- x --> giao <!--[if IE]>cũ<![endif]-->ban</h1>{PROSE}"
    article = _read(html)
    assert (article.title, article.text.count("\n\n")) == ("Họp giao ban", 2)


def test_files_and_other_news_are_listed() -> None:
    html = (
        f"<title>Họp giao ban</title><h1>Họp giao ban</h1><div>{PROSE}"
        "<a href='/f/bao-cao.pdf'>Báo cáo</a><a href='//[x'>hỏng</a></div>"
        "<h3>Tin khác</h3><ul><li><a href='/tin/hai.html'>Tỉnh công bố chỉ số cải cách</a></li></ul>"
    )
    article = _read(html)
    assert [(file.url, file.name) for file in article.attachments] == [
        ("http://binhdinh.test/f/bao-cao.pdf", "Báo cáo")
    ]
    assert [link.url for link in article.related] == ["http://binhdinh.test/tin/hai.html"]


def test_every_frame_carries_its_article_and_its_furniture() -> None:
    pages = [page for page in sites()[0].articles if page.kind == "news"]
    for name, frame in FRAMES.items():
        html = frame(pages[0], Scene("Cổng thông tin điện tử", pages[1:]))
        assert pages[0].title in html, name
        assert 6_000 < len(html.encode()) < 90_000, name
