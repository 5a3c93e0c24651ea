"""Pages that answer 200 in place of an article, looked for before a page is believed."""

import time

import pytest

from spiders.blocking import PASSING, passing_trouble, refuse_unreadable
from spiders.errors import PageRejected
from spiders.platforms import parse_page
from tests.spiders.pages import PORTALS, raw_page

BODIES = ("#noi-dung",)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty_body"),
        ("<body>Hệ thống đang bảo trì</body>", "maintenance"),
        ("<body><form><input type=password></form></body>", "login_page"),
        ("<title>Runtime Error</title><body>Validation of viewstate MAC failed</body>", "error_page"),
        ("<body><script src=a.js></script></body>", "empty_shell"),
        # An article may speak of maintenance, and a page of another layout does not pass by itself.
        ("<body><div id=noi-dung>Hệ thống đang bảo trì</div></body>", None),
        ("<body><form><input type=password></form>" + "<p>Một câu dài của bài.</p>" * 300, None),
        ("%PDF-1.4", None),
        ("<body>" + "<p>bảo trì</p>" * 40_000, None),
    ],
)
def test_only_troubles_that_pass_are_told(body: str, reason: str | None) -> None:
    trouble = passing_trouble(body.encode(), "text/html; charset=utf-8", BODIES)
    assert (trouble.reason if trouble else None) == reason


CLOUDFLARE = (
    "<title>Attention Required! | Cloudflare</title><body><h1>Sorry, you have been blocked</h1>"
    "<h2>You are unable to access a.gov.vn</h2><p>Why have I been blocked? This website is using a security"
    " service to protect itself from online attacks. The action you just performed triggered the security"
    " solution.</p><p>Cloudflare Ray ID: <strong>8a1b2c3d4e5f6071</strong></p><script></script></body>"
)
FORTIWEB = (
    "<title>Web Page Blocked!</title><body><h1>Web Page Blocked!</h1><p>The page cannot be displayed. Please"
    " contact the administrator for additional information.</p><p>URL: a.gov.vn/tin-1</p><p>Client IP:"
    " 192.0.2.1</p><p>Attack ID: 20000051</p><p>Message ID: 004563</p></body>"
)
INCAPSULA = (
    '<body><iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&incident_id=1-2">Request'
    " unsuccessful. Incapsula incident ID: 1-2</iframe></body>"
)
WALL = (
    "<title>Thông báo</title><body><h1>Truy cập bị chặn</h1><p>Yêu cầu của bạn đã bị tường lửa của cổng"
    " thông tin từ chối vì lý do an toàn. Vui lòng liên hệ quản trị viên để được hỗ trợ và thử lại sau. Địa"
    " chỉ của bạn đã được ghi lại để phục vụ công tác bảo đảm an toàn thông tin.</p></body>"
)

SHORT = "<title>403</title><body>Truy cập bị chặn bởi tường lửa ứng dụng web (WAF)</body>"


@pytest.mark.parametrize("body", [CLOUDFLARE, FORTIWEB, INCAPSULA, WALL, SHORT])
def test_the_page_of_a_firewall_is_no_article(body: str) -> None:
    trouble = passing_trouble(body.encode(), "text/html; charset=utf-8", BODIES)
    assert trouble is not None
    assert (trouble.reason, trouble.reason in PASSING) == ("blocked", True)
    # The generic reader would take its prose for an article.
    with pytest.raises(PageRejected) as caught:
        parse_page(
            raw_page(PORTALS["sonla"], "https://sonla.gov.vn/tin/a-1", body.encode()), PORTALS["sonla"]
        )
    assert caught.value.reason == "blocked"


@pytest.mark.parametrize("times", [2, 4])
def test_news_about_firewalls_are_read(times: int) -> None:
    story = (
        "<p>Sở Thông tin và Truyền thông cho biết tường lửa mới của tỉnh đã ghi nhận nhiều cuộc tấn công;"
        " hơn 1.200 lượt truy cập bị chặn trong tháng, mỗi sự kiện có mã Attack ID hoặc Ray ID riêng.</p>"
        * times
    )
    date = "<p>Thứ sáu, 22/11/2024</p>"  # of an unknown frame; without one, two sentences are no article
    body = f"<title>Tường lửa mới</title><body><h1>Tường lửa mới của tỉnh</h1>{date}<div>{story}</div></body>"
    assert passing_trouble(body.encode(), "text/html; charset=utf-8", BODIES) is None
    raw = raw_page(PORTALS["sonla"], "https://sonla.gov.vn/tin/a-1", body.encode())
    assert "1.200" in parse_page(raw, PORTALS["sonla"])[0].text


def test_a_page_of_tag_starts_is_looked_at_once() -> None:
    body = b"<body>" + (b"<a" * 40_000 + b">") * 50
    started = time.process_time()
    refuse_unreadable(body, 200)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("part", "coding"),
    [
        ("<td>1</td>", "utf-8"),
        ("<div>", "utf-8"),
        ("<p title='>'>x", "utf-8"),
        ("<tr><td>a</td><td>1</td></tr>", "utf-16"),
    ],
)
def test_a_page_of_a_hundred_thousand_parts_is_refused_before_it_is_parsed(part: str, coding: str) -> None:
    started = time.process_time()
    raw = raw_page(PORTALS["binhdinh"], "http://binhdinh.test/a.html", (part * 100_000).encode(coding))
    with pytest.raises(PageRejected) as caught:
        parse_page(raw, PORTALS["binhdinh"])
    assert caught.value.reason == "too_many_tags"
    assert time.process_time() - started < 1


def test_only_tags_that_are_opened_are_too_many() -> None:
    refuse_unreadable(b"<p>x</p>" * 50_000 + b"a > b, 1 < 2, " * 60_000, 200)
