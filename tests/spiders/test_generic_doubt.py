"""What the generic reader does about pages without a date: articles are read, all others are refused."""

import pytest

from spiders.errors import PageRejected
from spiders.generic import read_generic
from spiders.pages import Article, Listed
from spiders.reading import open_page
from tests.spiders.frames.doubtful import NO_ARTICLES, UNDATED
from tests.spiders.pages import PORTALS, raw_page

#: The address says nothing: archives hold pages of ``Default.aspx?id=7``.
URL = "http://binhdinh.test/xem?id=7"


_TABLE, _LIST = NO_ARTICLES["administrative procedures"], NO_ARTICLES["search results"]
_MARKED = '<head><meta property="og:type" content="article">'


def _read(html: str, url: str = URL, listed: Listed = Listed()) -> Article:  # noqa: B008 - frozen
    portal = PORTALS["binhdinh"]
    return read_generic(open_page(raw_page(portal, url, html.encode(), listed=listed)), portal)


@pytest.mark.parametrize("name", NO_ARTICLES)
def test_what_only_holds_sentences_is_refused(name: str) -> None:
    with pytest.raises(PageRejected, match="not sure"):
        _read(NO_ARTICLES[name])


@pytest.mark.parametrize("name", UNDATED)
def test_an_article_without_a_date_is_read(name: str) -> None:
    article = _read(UNDATED[name])
    assert article.published_at is None
    assert article.text.count("Ông chủ tịch xã nói việc") >= 3
    assert "Ý kiến" not in article.text


@pytest.mark.parametrize(
    ("url", "listed", "mark"),
    [
        ("http://binhdinh.test/tin/ke-hoach-cua-xa-20417.html", Listed(), "<head>"),
        ("http://binhdinh.test/Default.aspx?tabid=30&id=20417", Listed(), "<head>"),
        (URL, Listed(title="Thủ tục hành chính cấp xã"), "<head>"),
        (URL, Listed(published="12/03/2024"), "<head>"),
        (URL, Listed(), _MARKED),
    ],
)
def test_an_address_a_listing_or_a_mark_says_that_a_table_is_an_article_and_never_that_a_list_is(
    url: str, listed: Listed, mark: str
) -> None:
    assert _read(_TABLE.replace("<head>", mark), url, listed).title == "Thủ tục hành chính cấp xã"
    with pytest.raises(PageRejected, match="a list"):
        _read(_LIST.replace("<head>", mark), url, listed)


@pytest.mark.parametrize("query", ["tabid=20417", "pageid=20417", "id=204"])
def test_the_number_of_a_page_of_the_site_is_no_number_of_an_article(query: str) -> None:
    with pytest.raises(PageRejected, match="no date"):
        _read(_TABLE, f"http://binhdinh.test/Default.aspx?{query}")
