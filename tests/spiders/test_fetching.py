"""A crawl fetches the files that pages offer, within its limits and by every way there is."""

import sqlite3
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import Any

from spiders.archive import read_capture
from spiders.ledger import Ledger
from spiders.portal import SHIPPED
from tests.portals.model import File
from tests.spiders.crawls import Crawls

NUKEVIET, VNPT, SHAREPOINT = "sonoivu.binhdinh.test", "sonla.test", "www.binhduong.test"


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


def test_a_hostile_name_is_only_data_and_its_file_lies_under_its_hash(crawls: Crawls) -> None:
    hostile = ("../../x", "b" * 300 + ".pdf", unicodedata.normalize("NFD", "Báo cáo quý.pdf"))
    site = crawls.site.site(VNPT)
    site.articles[:] = [page for page in site.articles if page.attachments][: len(hostile)]
    for page, name in zip(site.articles, hostile, strict=True):
        page.attachments[0].name = name
    before = {path.name for path in crawls.data.parent.iterdir()}
    crawls.run("sonla", "r1")
    rows = files_of(crawls, "sonla")
    assert rows.keys() == {"../../x", "b" * 300, "Báo cáo quý.pdf"}
    with Ledger(crawls.data / "ledger.sqlite") as ledger:
        kept = {row.capture_id: row for row in ledger.captures(["sonla"]) if row.kind == "file"}
    assert kept.keys() == {row["capture_id"] for row in rows.values()}
    for row in kept.values():  # by whose hash it is known what they are
        assert sha256(read_capture(crawls.data / "archive", row).body).hexdigest() == row.sha256
    assert {path.name for path in crawls.data.parent.iterdir()} == before
    assert not [path for path in crawls.data.rglob("*") if path.name[:1] in "xbB"]


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
