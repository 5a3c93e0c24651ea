"""Files that pages offer: how they are known, and how their pages are read for them."""

import os
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest
from scrapy.http import Response as Received

from spiders import attachments
from spiders.attachments import NOT_READ, OfferReader, PageSaid, file_key, file_name, offers_of
from spiders.errors import PageRejected
from spiders.fetching import FileFetcher
from spiders.file_answers import name_of
from spiders.filebook import FileTarget
from spiders.pages import Article, Attachment, RawPage
from spiders.platforms import parse_page, platform_of
from spiders.portal import Portal, load_portals
from spiders.spider import PortalSpider
from spiders.tally import Tally
from tests.spiders.pages import raw_page

PORTALS = load_portals()
WRAPPER = "https://www.binhduong.gov.vn/_layouts/LacVietBio/LacViet.DichVuCong/Pages/DownloadFilePage.aspx"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.vn/x/B.pdf", "https://www.a.vn:443/x//B.pdf?t=1658804544379"),
        ("http://a.vn/LinkClick.aspx?fileticket=Ab%3D&tabid=63", "http://a.vn/LinkClick.aspx?tabid=9&fileticket=Ab="),
        ("http://a.vn/x.html?download=1&id=0", "http://a.vn/x.html?id=0&download=1"),
    ],
)  # fmt: skip
def test_one_file_under_two_addresses_has_one_key(one: str, other: str) -> None:
    assert file_key(one) == file_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.vn/LinkClick.aspx?fileticket=Ab%3D", "http://a.vn/LinkClick.aspx?fileticket=aB%3D"),
        ("http://a.vn/x.html?download=1&id=0", "http://a.vn/x.html?download=1&id=1"),
    ],
)
def test_two_files_have_two_keys_even_where_letter_case_does_not_count(one: str, other: str) -> None:
    assert file_key(one, fold_case=True) != file_key(other, fold_case=True)


@pytest.mark.parametrize(
    ("link", "name"),
    [("Báo cáo năm 2023", "Báo cáo năm 2023"), ("Tải về", "Báo cáo.pdf"), ("[ tại đây ]", "Báo cáo.pdf")],
)
def test_a_link_that_names_nothing_leaves_the_name_to_the_address(link: str, name: str) -> None:
    assert file_name(link, "http://a.vn/files/B%C3%A1o%20c%C3%A1o.pdf") == name


@pytest.mark.parametrize(
    "header",
    [
        "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.docx",
        'attachment; filename="Báo cáo.docx"',
        'attachment; filename="Báo\tcáo.docx"',
    ],
)
def test_the_server_names_a_file_that_its_link_does_not(header: str) -> None:
    url = "http://a.vn/LinkClick.aspx?fileticket=Ab%3D"
    target = FileTarget(
        url=url, other_url=None, url_key=file_key(url), name=file_name("Tải về", url), parent_key="a.vn/x",
        page_url=None, published_at=None, section=None,
    )  # fmt: skip
    said = Received(url, headers={"Content-Disposition": header.encode()})
    assert name_of(target, said) == "Báo cáo.docx"
    assert name_of(target, Received(url)) == "LinkClick.aspx"


def article(*files: str) -> Article:
    return Article(
        article_id="0" * 16, portal="binhduong", kind="news", url="http://x", url_key="x", title="Tin",
        lead=None, text="", text_sha256="", author=None, published_at=None, published_source=None,
        section=None, parser="sharepoint", parser_version="1",
        attachments=tuple(Attachment(url=file, name="Tệp") for file in files),
    )  # fmt: skip


def test_behind_a_download_page_stands_the_file_itself() -> None:
    direct = "https://www.binhduong.gov.vn/Lists/VanBan/Attachments/5462/3637-VX.signed.pdf"
    wrapped = f"{WRAPPER}?FileUrl={direct}"
    viewer = "https://binhdinh.gov.vn/3rdparty/pdfjs/web/viewer.html?file=/upload/2005340/a.pdf"
    found = list(offers_of(article(wrapped, direct, viewer), None, PORTALS["binhduong"]))
    assert [(one.url, one.other_url) for one in found] == [
        (direct, wrapped),
        ("https://binhdinh.gov.vn/upload/2005340/a.pdf", viewer),
    ]


def test_who_reads_pages_for_their_files_is_told_nothing_of_our_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tell(_raw: RawPage, _portal: Portal) -> list[Article]:
        raise PageRejected(os.environ.get("GAT_PROXY", "nothing"), "")

    monkeypatch.setenv("GAT_PROXY", "http://ai:matkhau@192.0.2.1:1")
    monkeypatch.setattr(attachments, "parse_page", tell)
    with OfferReader(PORTALS["sonla"]) as reader:
        assert reader.read(raw_page(PORTALS["sonla"], "https://sonla.gov.vn/a", b"x")).reason == "nothing"


def test_a_page_that_kills_its_reader_costs_no_file_of_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(raw: RawPage, portal: Portal) -> list[Article]:
        if raw.body == b"deadly":
            os._exit(1)
        return parse_page(raw, portal)

    monkeypatch.setattr(attachments, "parse_page", read)
    good = (
        b'<html><body><h1 class="ArticleHeader">Tin</h1><div class="ArticleContent"><p>'
        + b"Noi dung bai viet. " * 40
        + b'<a href="/files/a.pdf">Phu luc</a></p></div></body></html>'
    )
    raw = raw_page(PORTALS["sonla"], "https://sonla.gov.vn/tin-kinh-te/bai-1", good)
    with OfferReader(PORTALS["sonla"]) as reader:
        assert [one.url for one in reader.read(raw).offers] == ["https://sonla.gov.vn/files/a.pdf"]
        with pytest.raises(PageRejected, match="gave no answer") as caught:
            reader.read(replace(raw, body=b"deadly"))
        assert caught.value.reason == NOT_READ
        assert len(reader.read(raw).offers) == 1


def test_a_page_that_was_not_read_for_its_files_is_asked_for_again() -> None:
    visit = Mock()
    visit.tally, visit.portal = Tally(), PORTALS["sonla"]
    visit.reader.read.side_effect = [PageRejected(NOT_READ, "too slow"), PageSaid()]
    spider = cast(
        "Any", SimpleNamespace(visit=visit, portal=visit.portal, platform=platform_of(visit.portal))
    )
    spider.kept, spider.files = nullcontext, FileFetcher(spider, Mock(**{"plan.return_value": []}), Mock())
    visit.frontier.transaction.side_effect = nullcontext
    target = SimpleNamespace(url_key="x", url="http://a.vn/x", title=None, published=None, section=None)
    page = Received(target.url, body=b'<div class="ArticleContent">' + b"<p>Tin</p>" * 99)
    for _ in range(2):
        PortalSpider._store_article(spider, page, cast("Any", target))
    assert visit.tally.missing_files == {NOT_READ: 1}
    assert [name for name, *_ in visit.frontier.method_calls if name != "transaction"] == [
        "rejected",
        "fetched",
    ]
