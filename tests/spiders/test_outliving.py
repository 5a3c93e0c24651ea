"""What reads pages for their files holds nothing: no lock of a killed crawl, no ledger of the others."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from spiders.attachments import OfferReader, PageSaid
from spiders.frontier import Frontier
from spiders.keeper import Keeper
from spiders.keeping import Visit
from spiders.ledger import Ledger
from spiders.listing import Ask, Item, ListingPage
from spiders.lock import portal_lock
from spiders.pages import RawPage
from spiders.spider import PortalSpider
from spiders.targets import Target
from spiders.walk import Orders, Walk
from tests.spiders.crawls import Crawls
from tests.spiders.pages import PORTALS

#: A crawl whose reader hangs in its first page, having told its process.
HANGING = """
import os, pathlib, sys, time
from spiders import attachments, run
def hang(raw, portal):
    told = pathlib.Path(sys.argv[1])
    told.with_suffix(".part").write_text(str(os.getpid()))
    told.with_suffix(".part").rename(told)
    time.sleep(60)
attachments.parse_page = hang
run.main(sys.argv[2:])
"""


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_killed_crawl_leaves_its_lock_though_its_reader_hangs(crawls: Crawls, tmp_path: Path) -> None:
    told = tmp_path / "reader"
    command = [
        *(sys.executable, "-c", HANGING, str(told), "--portal", "sonla", "--data", str(crawls.data)),
        *("--run-id", "r1", "--rehost", ".gov.vn=.test", "--proxy", crawls.site.proxy, "--delay", "0"),
    ]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as crawl:
        until = time.monotonic() + 30
        while not told.exists() and crawl.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        reader = int(told.read_text())
        assert is_alive(reader)
        # Nobody is there to end the reader at once.
        nurse = int(Path(f"/proc/{reader}/stat").read_text("ascii").rpartition(")")[2].split()[1])
        os.kill(nurse, signal.SIGSTOP)
        crawl.kill()
        crawl.wait()
        try:
            with portal_lock(crawls.data, "sonla", "r2"):
                assert is_alive(reader)
        finally:
            os.kill(nurse, signal.SIGCONT)
        while is_alive(reader) and time.monotonic() < until:
            time.sleep(0.01)
        assert not is_alive(reader)


def live_on(pipe: Connection) -> None:
    pipe.send("up")
    time.sleep(30)


def test_what_is_forked_under_the_lock_does_not_hold_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    with portal_lock(tmp_path, "sonla", "r1"):
        child = context.Process(target=live_on, args=(theirs,), daemon=True)
        child.start()
        assert ours.recv() == "up"
    try:
        with portal_lock(tmp_path, "sonla", "r2"):
            assert child.is_alive()
    finally:
        child.kill()
        child.join()


class Watching(OfferReader):
    """Stands for the reader, and looks whether another crawl could write the ledger meanwhile."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        self.kinds: list[str] = []

    def read(self, raw: RawPage) -> PageSaid:
        other = sqlite3.connect(self.ledger, timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()
        self.kinds.append(raw.kind)
        return PageSaid()


def test_pages_are_read_for_their_files_outside_of_the_ledgers_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, orders = PORTALS["binhduong"], Orders(run_id="r1")
    section = next(one for one in portal.sections if one.kind == "documents")
    url = portal.section_url(section)
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        keeper, frontier = Keeper(ledger, tmp_path, portal.slug, "r1"), Frontier(ledger, portal.slug)
        reader = Watching(ledger.path)
        spider = PortalSpider(
            Visit(portal=portal, orders=orders, frontier=frontier, keeper=keeper, reader=reader)
        )
        rows = ListingPage(items=[Item(url=f"{url}?id=1", title="Quyết định")])
        monkeypatch.setattr(spider, "platform", replace(spider.platform, read_listing=lambda _: rows))
        page = HtmlResponse(url, body=b"<html><body><p>Tin</p></body></html>" * 9, request=Request(url))
        walk = Walk(section, url, orders, frontier)
        list(spider.read_listing(page, Ask(url=url), walk, is_confirming=False))
        target = Target(url=url, url_key="x", section="", title=None, published=None)
        page = page.replace(body=b'<div class="ArticleContent">' + b"<p>Tin</p>" * 99)
        spider.keep_article(page, target)
        keeper.close()
        kept = [row.kind for row in ledger.captures()]
    assert reader.kinds == kept == ["document_list", "article"]
