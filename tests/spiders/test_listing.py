"""Listed items: each with the date and summary of its own box, and in time however the list is built."""

import time

import pytest

from spiders.listing import Answer, Ask, Item
from spiders.platforms import PLATFORMS

URL = "http://a.test/tin"


def _items(platform: str, html: str, form: dict[str, str] | None = None) -> list[Item]:
    answer = Answer(ask=Ask(url=URL, form=form), final_url=URL, body=html.encode())
    return list(PLATFORMS[platform].read_listing(answer).items)


def test_items_without_a_box_do_not_share_the_first_date() -> None:
    items = _items(
        "vhv",
        "<section class=section-list><span class=post-date>01/02/2023</span>"
        "<h2 class='h4 title'><a href=/a.html>Một</a></h2><span class=post-date>03/02/2023</span>"
        "<h2 class='h4 title'><a href=/b.html>Hai</a></h2></section>",
    )
    assert [(item.title, item.published) for item in items] == [("Một", None), ("Hai", None)]


def test_the_widest_box_that_is_an_items_own_is_its_box() -> None:
    row = (
        "<div><div><a class='article-title common-title' href=/{0}.html>Tin {0}</a></div>"
        "<p class=brief>Tóm {0}</p><time class=post-date>0{0}/02/2023</time></div>"
    )
    items = _items("vhv", f"<section class=section-list>{row.format(1)}{row.format(2)}</section>")
    assert [(item.published, item.summary) for item in items] == [
        ("01/02/2023", "Tóm 1"),
        ("02/02/2023", "Tóm 2"),
    ]


def test_a_named_box_that_holds_several_items_is_no_box() -> None:
    row = "<h3><a href=/xem/id/{0}>Tin {0}</a></h3><span class=ngay>0{0}/02/2023</span>"
    items = _items("dnn", f"<div class=tin><div>{row.format(1)}</div><div>{row.format(2)}</div></div>")
    assert [item.published for item in items] == ["01/02/2023", "02/02/2023"]


def test_a_day_in_the_title_is_no_publish_date() -> None:
    html = "<ul><li><h3><a href=/xem/id/1>Họp ngày 05/01/2023</a></h3> (06/01/2023)</li></ul>"
    assert _items("dnn", html)[0].published == "06/01/2023"
    bare = "<ul><li><h3><a href=/xem/id/1>Họp ngày 05/01/2023</a></h3></li></ul>"
    assert _items("dnn", bare)[0].published is None


@pytest.mark.parametrize("written", ["29/6/26", "29/06/2026"])
def test_dates_of_items_may_have_short_years(written: str) -> None:
    html = f"<div class=item><div class=Title><a href=/a-1>T</a></div><i class=PostDate>{written}</i></div>"
    assert _items("vnpt", html)[0].published == written


def test_items_of_sharepoint_may_share_a_parent() -> None:
    row = "<a phanloai=Tin href=a.aspx?ID={0}>Tin {0}</a> T | sapo | thân {0} | 6/30/202{0} 10:00 AM | Tin"
    items = _items("sharepoint", f"<div>{row.format(1)}{row.format(2)}</div>")
    assert [item.published for item in items] == ["6/30/2021 10:00 AM", "6/30/2022 10:00 AM"]
    assert "thân 2" not in (items[0].summary or "")


def test_a_list_in_one_box_costs_no_more_than_its_length() -> None:
    start = time.perf_counter()
    items = _items("sharepoint", "".join(f"<a phanloai=T href=a.aspx?ID={n}>T {n}</a>" for n in range(5_000)))
    assert len(items) == 5_000
    assert time.perf_counter() - start < 5


def test_json_titles_hold_no_broken_characters() -> None:
    html = r'{"items": {"1": {"title": "Tin\u0000 \ud800mới", "rewriteURL": "/a.html", "brief": "\u0001b"}}}'
    item = _items("vhv", html, form={"itemsPerPage": "12"})[0]
    assert (item.title, item.summary) == ("Tin mới", "b")
    assert item.mark
