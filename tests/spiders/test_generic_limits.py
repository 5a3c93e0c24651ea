"""What broken and hostile pages may cost the generic reader: a rejection, and never much time."""

import contextlib
import time

import pytest

from spiders.errors import PageRejected
from spiders.generic import read_generic
from spiders.pages import Article
from spiders.reading import open_page
from tests.spiders.pages import PORTALS, raw_page

_SENTENCE = "Ủy ban nhân dân tỉnh giao các sở, ngành hoàn thành nhiệm vụ cải cách hành chính trong quý này. "


def _read(html: str) -> Article:
    portal = PORTALS["binhdinh"]
    return read_generic(open_page(raw_page(portal, "http://binhdinh.test/a/b.html", html.encode())), portal)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3_000 + _SENTENCE,
        "<b><i>" * 8_000 + _SENTENCE,
        "<table><tr><td>" * 400 + _SENTENCE,
        "<p>" * 20_000,
        "<a href=x>" * 5_000 + _SENTENCE,
        "<br>".join(["chữ"] * 20_000),
    ],
)
def test_broken_pages_are_read_or_rejected(html: str) -> None:
    with pytest.raises(PageRejected):
        _read(f"<title>Thử</title>{html}")


def test_paragraphs_in_boxes_that_are_never_closed_are_all_read() -> None:
    html = "".join(f"<div><p>Việc thứ {number}: {_SENTENCE}</p>" for number in range(200))
    text = _read(f"<title>Họp giao ban tháng này</title><h1>Họp giao ban tháng này</h1>{html}").text
    assert text.count("Việc thứ") == 200


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'<b>chữ </b>' * 20_000}</p>",
        f"<h3>Tin khác</h3><p>{_SENTENCE}</p>" * 3_000,
        f"<div class=comment><p>{_SENTENCE}</p>" * 2_000,
        "<a href=x>Tin tức hôm nay của tỉnh nhà</a><br>" * 8_000,
        f"<p>{_SENTENCE}</p><a href=/a>Tin tức hôm nay của tỉnh nhà</a>" * 3_000,
        f"<p>Ngày {'1/1/2020 ' * 10_000}</p><p>{'a - A + ' * 10_000}</p>",
    ],
)
def test_hostile_pages_cost_little(html: str) -> None:
    started = time.process_time()
    with contextlib.suppress(PageRejected):
        _read(f"<title>Họp giao ban tháng này</title><h1>Họp giao ban tháng này</h1>{html}")
    assert time.process_time() - started < 5
