"""Files that pages offer: how they are known, and that a crawl fetches them within its limits."""

import os
import sqlite3
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
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
from spiders.portal import SHIPPED, Portal, load_portals
from spiders.spider import PortalSpider
from spiders.tally import Tally
from tests.portals.model import File
from tests.spiders.crawls import Crawls
from tests.spiders.pages import raw_page

PORTALS = load_portals()
NUKEVIET, VNPT, SHAREPOINT = "sonoivu.binhdinh.test", "sonla.test", "www.binhduong.test"
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


def test_a_page_that_was_not_read_for_its_files_is_asked_for_again(crawls: Crawls) -> None:
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


def files_of(crawls: Crawls, slug: str) -> dict[str, dict[str, Any]]:
    """Return the ledger's rows of files by the name of the file."""
    with sqlite3.connect(crawls.data / "ledger.sqlite") as ledger:
        ledger.row_factory = sqlite3.Row
        rows = ledger.execute("SELECT * FROM files WHERE portal = ?", (slug,)).fetchall()
    ledger.close()
    return {row["name"]: dict(row) for row in rows}


def changed(folder: Path, slug: str, *keys: str) -> list[str]:
    """Return the options for a crawl with further keys in the portal's file."""
    names = tuple(key.partition("=")[0] for key in keys)
    shipped = (SHIPPED / f"{slug}.toml").read_text("utf-8").splitlines()
    text = "\n".join(line for line in shipped if not line.startswith(names))
    folder.mkdir()
    (folder / f"{slug}.toml").write_text("\n".join([*keys, text]), "utf-8")
    return ["--portals-dir", str(folder)]


def asked(crawls: Crawls, host: str, part: str) -> list[str]:
    return [hit.path for hit in crawls.site.log if hit.host == host and part in hit.path]


def test_files_are_fetched_after_their_page_in_its_session(crawls: Crawls) -> None:
    code, result, log = crawls.run("sonoivu-binhdinh", "r1")
    assert (code, result["status"]) == (0, "ok"), log[-2000:]
    assert result["counts"]["files"] == 10
    paths = [hit.path for hit in crawls.site.log if hit.host == NUKEVIET and ".html" in hit.path]
    downloads = [place for place, path in enumerate(paths) if "download=1" in path]
    assert len(downloads) == 10
    # Soon after its page, not at the end of the night.
    assert all(paths[place].partition("?")[0] in paths[max(0, place - 3) : place] for place in downloads)
    assert all(hit.status == 200 for hit in crawls.site.log)
    # The second night asks for nothing again.
    assert crawls.run("sonoivu-binhdinh", "r2")[1]["counts"]["files"] == 0
    assert len(asked(crawls, NUKEVIET, "download=1")) == 10


def test_a_run_has_its_limit_and_the_next_opens_the_page_again(crawls: Crawls, tmp_path: Path) -> None:
    options = changed(tmp_path / "few", "sonoivu-binhdinh", "max_files = 4")
    code, result, _ = crawls.run("sonoivu-binhdinh", "r1", *options)
    assert (code, result["counts"]["files"]) == (0, 4)
    assert result["missing_files"] == {"run_limit": 6}
    _, result, _ = crawls.run("sonoivu-binhdinh", "r2", *options)
    # Without a session the first file is refused; then its page is opened, and all others come.
    assert (result["status"], result["counts"]["files"]) == ("ok", 4)
    assert sum(row["capture_id"] is not None for row in files_of(crawls, "sonoivu-binhdinh").values()) == 8


def test_what_is_not_fetched_is_told_with_its_reason(crawls: Crawls, tmp_path: Path) -> None:
    site = crawls.site.site(VNPT)
    page = next(p for p in site.listed("reform") if not p.attachments)
    page.attachments = [
        File("http://10.0.0.1/noi-bo.pdf", "private"),
        File("http://vinhlong.test/kho/y.pdf", "file host"),
        File("http://sonla.test:8080/files/z.pdf", "port"),
        File("/files/gone.pdf", "gone"),
        File("/admin/closed.pdf", "robots"),
        File("/files/big.pdf", "oversized", shape="oversized"),
        File("http://binhdinh.test/upload/v.pdf", "stranger"),
    ]
    crawls.site.fault(VNPT, "status", r"/files/gone", code=404)
    options = changed(tmp_path / "hosts", "sonla", 'file_hosts = ["vinhlong.test"]')
    code, result, log = crawls.run("sonla", "r1", *options)
    assert code == 0, log[-2000:]
    rows = files_of(crawls, "sonla")
    assert {name: rows[name]["reason"] for name in rows if rows[name]["capture_id"] is None} == {
        "private": "foreign_host",
        "stranger": "foreign_host",
        "file host": "http_404",
        "port": "offsite",
        "gone": "http_404",
        "robots": "robots",
        "oversized": "too_large",
    }
    assert sum(result["missing_files"].values()) == 7
    hosts = {hit.host for hit in crawls.site.log}
    assert hosts == {VNPT, "vinhlong.test"}
    assert asked(crawls, "vinhlong.test", "") == ["/robots.txt", "/kho/y.pdf"]
    # Files are looked at again with their pages, those that are settled are not.
    before = len(crawls.site.log)
    _, result, _ = crawls.run("sonla", "r2", "--recheck-days", "36500", *options)
    again = [hit.status for hit in crawls.site.log[before:] if hit.path.startswith("/files/")]
    assert (result["status"], again) == ("ok", [304] * 10)
    # But with a page that changed, and where limits and hosts allow more.
    before = len(crawls.site.log)
    crawls.site.edit(VNPT, page.key, body=["Đã sửa đường dẫn của tệp đính kèm."])
    hosts_now = 'file_hosts = ["vinhlong.test", "binhdinh.test"]'
    options = changed(tmp_path / "more", "sonla", hosts_now, "max_file_mb = 99")
    crawls.run("sonla", "r3", "--recheck-days", "36500", *options)
    names = {hit.path for hit in crawls.site.log[before:] if hit.path.endswith(".pdf") and hit.status != 304}
    assert names == {"/files/gone.pdf", "/kho/y.pdf", "/files/big.pdf", "/upload/v.pdf"}


def test_the_direct_address_comes_first_and_the_download_page_second(crawls: Crawls) -> None:
    direct, wrapped = "/Lists/TinTucSuKien/Attachments/1007/", "DownloadFilePage.aspx"
    crawls.run("binhduong", "r1")
    assert len(asked(crawls, SHAREPOINT, direct)) == 1
    assert asked(crawls, SHAREPOINT, wrapped) == []
    crawls.data = crawls.data / "again"
    crawls.site.fault(SHAREPOINT, "status", r"^/Lists/TinTucSuKien/Attachments/1007", code=404)
    crawls.run("binhduong", "r1")
    assert len(asked(crawls, SHAREPOINT, wrapped)) == 1
    row = files_of(crawls, "binhduong")["Van-ban-01.pdf"]
    assert row["capture_id"] is not None
    assert row["url"] == f"http://{SHAREPOINT}{direct}Van-ban-01.pdf"


def test_a_portal_may_do_without_files(crawls: Crawls, tmp_path: Path) -> None:
    _, result, _ = crawls.run(
        "sonla", "r1", "--limit", "3", *changed(tmp_path / "none", "sonla", "fetch_files = false")
    )
    assert result["counts"]["files"] == 0
    assert files_of(crawls, "sonla") == {}
