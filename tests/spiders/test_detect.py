"""Which CMS made a page, and what follows from it: the three ways to read one."""

import time

import pytest

from spiders.detect import KNOWN, detect_platform
from spiders.errors import PageRejected
from spiders.pages import Article
from spiders.platforms import PLATFORMS, parse_page
from tests.spiders.pages import PORTALS, raw_page
from tests.spiders.quality import Case, framed_cases, redesigned_cases, replica_cases, token_f1

_OWN = {slug: portal.platform for slug, portal in PORTALS.items()}
_FRAMED = {
    "liferay publisher": "liferay",
    "liferay portlet": "liferay",
    "inet": "inet",
    "drupal": "drupal",
    "uportal": "uportal",
    "joomla": "joomla",
    "wordpress": "wordpress",
    "wordpress magazine": "wordpress",
}


def test_pages_of_the_replicas_are_recognised() -> None:
    for case in replica_cases():
        assert detect_platform(case.html) == _OWN[case.group], case.raw.url


def test_other_systems_are_named_and_home_made_pages_are_not() -> None:
    for case in framed_cases(12):
        assert detect_platform(case.html) == _FRAMED.get(case.group), case.group


def test_every_platform_with_a_module_is_known() -> None:
    assert set(PLATFORMS) <= set(KNOWN)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Tỉnh dùng Liferay. Trang cũ là NukeViet, WordPress và Joomla.</p>",
        '<a href="https://khac.test/wp-content/a.pdf">a</a><a href="http://b.test/_layouts/x.aspx">b</a>',
        '<a href="http://portal.test/page/home.cpx">cũ</a>',
    ],
)
def test_words_and_links_to_other_sites_are_no_marks(html: str) -> None:
    assert detect_platform(html) is None


def test_marks_of_the_frame_outweigh_links_in_the_text() -> None:
    html = '<div id="dnn_ctr812_ContentPane">' + '<a href="/wp-content/x">x</a>' * 40 + "</div>"
    assert detect_platform(html) == "dnn"


def test_a_large_page_is_looked_at_once() -> None:
    started = time.process_time()
    assert detect_platform("<p>chữ và chữ</p>" * 60_000) is None
    assert time.process_time() - started < 1.0


def _under(portal_slug: str, case: Case) -> Article:
    """Read a page as if it had been captured on another portal, in its years on another CMS."""
    portal = PORTALS[portal_slug]
    url = f"{portal.base_url}/tin/{case.truth.key}.html"
    return parse_page(raw_page(portal, url, case.raw.body, listed=case.raw.listed), portal)[0]


def test_the_portals_own_platform_comes_first() -> None:
    for case in replica_cases()[::9]:
        assert parse_page(case.raw, case.portal)[0].read_by == "platform"


@pytest.mark.parametrize("slug", sorted(_OWN))
def test_a_capture_of_another_cms_is_read_by_the_module_of_that(slug: str) -> None:
    for case in replica_cases()[::7]:
        article = _under(slug, case)
        if _OWN[case.group] == _OWN[slug]:
            assert article.read_by == "platform"
            continue
        assert token_f1(article.text, case.truth.text) > 0.98
        # A module may read another's page by a selector that both share; most are recognised.
        assert article.read_by in {"platform", "detected"}
        assert article.parser in {_OWN[case.group], _OWN[slug]}


def test_a_recognised_page_names_its_module() -> None:
    case = next(case for case in replica_cases() if case.group == "sonla")
    article = _under("binhdinh", case)
    assert (article.parser, article.parser_version, article.read_by) == (
        "vnpt",
        PLATFORMS["vnpt"].version,
        "detected",
    )
    assert article.article_id != parse_page(case.raw, case.portal)[0].article_id


def test_a_page_nobody_knows_is_read_by_the_generic_reader() -> None:
    for case in [*framed_cases(24), *redesigned_cases()[::9]]:
        try:
            article = parse_page(case.raw, case.portal)[0]
        except PageRejected as refused:
            pytest.fail(f"{case.group}: {refused}")
        if article.read_by != "platform":
            assert (article.parser, article.read_by) == ("generic", "generic")
            assert token_f1(article.text, case.truth.text) > 0.85


_LONG = (
    "<ul>"
    + "".join(f"<li><a href='/{n}'>Mục số {n} của trình đơn chính</a></li>" for n in range(99))
    + "</ul>"
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        # Refused by the portal's module or by the signs of a page that stands in: nobody rescues them.
        ("<title>Lỗi</title><body>Trang không tồn tại</body>", "error_page"),
        ("<body><form><input type=password></form></body>", "login_page"),
        # In a full template only the generic reader sees the notice, and refuses it as one.
        (f"{_LONG}<h1>Thông báo lỗi</h1><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa khỏi hệ thống.</p>",
         "error_page"),
        # A list, or too little: the reason is what the portal's own module missed.
        (f"<title>Danh mục tin</title>{_LONG}", "no_title"),
        (f"<h1 class=title-detail>Tin vắn trong ngày</h1>{_LONG}<p>Ngắn.</p>", "no_body"),
    ],
)  # fmt: skip
def test_the_other_ways_rescue_no_page_that_is_none(html: str, reason: str) -> None:
    portal = PORTALS["binhdinh"]
    with pytest.raises(PageRejected) as caught:
        parse_page(raw_page(portal, "http://binhdinh.test/a/b.html", html.encode()), portal)
    assert caught.value.reason == reason
