"""How listings lead to their next page where the section's address says less, or more, than usual."""

import json

import pytest

from spiders.listing import Answer, Ask
from spiders.platforms import sharepoint, vhv

API = "http://binhdinh.test/api/Content/Article/selectAll?categoryId=7"
NEWS = "http://binhduong.test/Lists/TinTucSuKien/TongQuat.aspx"


@pytest.mark.parametrize(
    ("query", "page", "following"),
    [
        ("", 1, "?PageIndex=2"),
        ("?Cat=5", 1, "?Cat=5&PageIndex=2"),
        ("?Cat=5&PageIndex=2", 2, "?Cat=5&PageIndex=3"),
        ("?pageindex=2&Cat=5", 2, "?Cat=5&PageIndex=3"),
    ],
)
def test_a_listing_of_sharepoint_keeps_its_query(query: str, page: int, following: str) -> None:
    item = '<a phanloai="1" href="/tin/1-a"><div class="div-Tonghop-Title">A</div></a>'
    body = f'{item}<a href="?PageIndex={page + 1}">{page + 1}</a>'.encode()
    answer = Answer(ask=Ask(url=NEWS + query, page=page), final_url=NEWS + query, body=body)
    second = sharepoint.read_listing(answer).following
    assert second is not None
    assert second.url == NEWS + following


@pytest.mark.parametrize("total", [95, 100])
def test_the_api_of_vhv_is_walked_to_its_end_whatever_its_pages_hold(total: int) -> None:
    found: list[str] = []
    ask: Ask | None = Ask(url=API)
    while ask is not None:
        first = (ask.page - 1) * 10
        rows = {
            str(number): {"title": f"Tin {number}", "rewriteURL": f"tin-tuc/bai-{number}.html"}
            for number in range(first, min(first + 10, total))
        }
        assert rows
        body = json.dumps({"items": rows, "totalItems": total}).encode()
        page = vhv.read_listing(Answer(ask=ask, final_url=ask.url, body=body))
        found += [item.url for item in page.items]
        ask = page.following
    assert len(set(found)) == total
