"""Pages that answer 200 in place of an article, looked for before a page is believed."""

import time

import pytest

from spiders.blocking import passing_trouble, refuse_unreadable

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


def test_a_page_of_tag_starts_is_looked_at_once() -> None:
    body = b"<body>" + (b"<a" * 40_000 + b">") * 50
    started = time.process_time()
    refuse_unreadable(body, 200)
    assert time.process_time() - started < 1
