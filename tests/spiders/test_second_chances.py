"""What did not come by no fault of its own is asked for again, and nothing else is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from unittest.mock import Mock

import pytest
from scrapy import Request
from scrapy.exceptions import CloseSpider, DownloadCancelledError, IgnoreRequest
from scrapy.http import HtmlResponse, Response
from twisted.python.failure import Failure

from spiders.attachments import Offer, OfferReader, PageSaid, _read
from spiders.causes import AnswerCut, HostClosed, LeavesPortal
from spiders.errors import PageRejected
from spiders.filebook import FileBook
from spiders.frontier import Frontier
from spiders.keeper import Keeper
from spiders.keeping import Visit
from spiders.ledger import Ledger
from spiders.pages import RawPage
from spiders.portal import SHIPPED
from spiders.spider import PortalSpider
from spiders.turns import MAX_ATTEMPTS
from spiders.walk import Orders, Walk
from tests.spiders.pages import PORTALS

SONLA, BINHDUONG = PORTALS["sonla"], PORTALS["binhduong"]
ROBOTS = IgnoreRequest("Forbidden by robots.txt")
LIST = (
    (SHIPPED / "cases/binhduong/documents.html").read_bytes().replace(b"binhduong.gov.vn", b"binhduong.test")
)
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Slow:
    """A reader of pages that is too slow for as long as it is told to be."""

    is_slow = True

    def read(self, raw: RawPage) -> PageSaid:
        if self.is_slow:
            raise PageRejected("page_not_read", "too slow")
        return _read(raw, BINHDUONG)


class Runs:
    """Spiders of one portal over one ledger, one for each run."""

    def __init__(self, folder: Path, slug: str, reader: object = None) -> None:
        self.portal, self.reader, self.folder = PORTALS[slug], reader, folder
        self.ledger = Ledger(folder / "l.sqlite")
        self.frontier = Frontier(self.ledger, slug)
        self.runs = 0
        self._keepers: list[Keeper] = []

    def close(self) -> None:
        for keeper in self._keepers:
            keeper.close()
        self.ledger.connection.close()

    def spider(self) -> PortalSpider:
        self.runs += 1
        run = f"r{self.runs}"
        keeper = Keeper(self.ledger, self.folder / "archive", self.portal.slug, run)
        self._keepers.append(keeper)
        visit = Visit(
            portal=self.portal, orders=Orders(run_id=run, overlap_items=3), frontier=self.frontier,
            keeper=keeper, reader=cast("OfferReader | None", self.reader),
        )  # fmt: skip
        return PortalSpider(visit)

    def night(self, html: bytes) -> tuple[Walk, list[Request]]:
        """Read the one page of the list of documents; return the walk and the requests for files."""
        spider = self.spider()
        section = next(one for one in self.portal.sections if one.kind == "documents")
        url = self.portal.section_url(section)
        walk = Walk(section, url, spider.visit.orders, self.frontier)
        request = spider._listing_request(spider.platform.first_page(url), walk)
        answer = HtmlResponse(url, body=html, headers=HTML, request=request)
        found = [one for one in spider.read_listing(answer, **request.cb_kwargs) if "target" in one.cb_kwargs]
        walk.finish("end")
        return walk, found

    def failure(self, error: Exception, request: Request) -> Failure:
        failure = Failure(error)  # type: ignore[no-untyped-call]  # of Twisted
        failure.request = request  # type: ignore[attr-defined]  # as Scrapy does
        return failure


@pytest.fixture
def sonla(tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(tmp_path, "sonla", Mock())
    yield runs
    runs.close()


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[Runs]:
    runs = Runs(tmp_path, "binhduong", Slow())
    yield runs
    runs.close()


def test_files_of_a_list_that_was_not_read_once_come_in_the_next_run(documents: Runs) -> None:
    walk, asked = documents.night(LIST)
    assert (walk.stop, asked) == ("gap", [])
    assert "could not be read for the files of its rows" in (walk.problem or "")
    cast("Slow", documents.reader).is_slow = False
    walk, asked = documents.night(LIST)
    assert (walk.stop, walk.problem) == ("end", None)
    assert asked
    assert documents.night(LIST)[1] == []


def test_a_changed_row_asks_for_its_own_file_only(documents: Runs) -> None:
    cast("Slow", documents.reader).is_slow = False
    _, asked = documents.night(LIST)
    assert len(asked) > 1
    book = FileBook(documents.ledger, "binhduong", "r1")
    for one in asked:
        book.fetched(one.cb_kwargs["target"].url_key, "c", None, None, at=datetime.now(UTC))
    target = asked[0].cb_kwargs["target"]
    title = documents.ledger.connection.execute(
        "SELECT title FROM items WHERE url_key = ?", (target.parent_key,)
    ).fetchone()[0]
    assert LIST.count(title.encode()) == 1
    _, again = documents.night(LIST.replace(title.encode(), f"{title} (đính chính)".encode()))
    assert [one.url for one in again] == [asked[0].url]


@pytest.mark.parametrize(
    ("error", "is_charged"),
    [
        (IgnoreRequest("max redirections reached"), True),
        (AnswerCut("cut"), True),
        (DownloadCancelledError("too large"), True),
        (LeavesPortal("elsewhere"), True),
        (ROBOTS, False),
        (HostClosed("closed"), False),
    ],
)
def test_an_article_that_never_comes_takes_turns_and_is_told(
    sonla: Runs, error: Exception, is_charged: bool
) -> None:
    sonla.ledger.connection.execute(
        "INSERT INTO items (portal, url_key, url, section, first_walk) VALUES ('sonla', 'k', ?, 's', 1)",
        (f"{SONLA.base_url}/tin/a-1",),
    )
    asked = 0
    for number in range(21):
        sonla.frontier.start_walk("x", f"r{number}")
        spider = sonla.spider()
        for target in sonla.frontier.due():
            asked += 1
            spider.lose_article(sonla.failure(error, Request(target.url, cb_kwargs={"target": target})))
        spider.closed("finished")
    assert asked in ({MAX_ATTEMPTS + 2, MAX_ATTEMPTS + 3} if is_charged else {21})
    assert bool(sonla.frontier.overdue()) is is_charged


def _offer(name: str = "a", other: str | None = None) -> Offer:
    return Offer(
        url=f"{SONLA.base_url}/f/{name}.pdf", other_url=other, url_key=name, name=name, parent_key="p",
        page_url=f"{SONLA.base_url}/tin/a-1", published_at=None, section=None, mark="m",
    )  # fmt: skip


def _planned(sonla: Runs, *offers: Offer) -> list[Request]:
    """Plan files in an earlier run, and return what the next one asks for."""
    FileBook(sonla.ledger, "sonla", "r0").plan(offers)
    return list(sonla.spider().files.left_over())


def test_a_file_that_robots_txt_forbids_is_due_and_takes_no_place_of_others(sonla: Runs) -> None:
    sonla.portal = SONLA.model_copy(update={"max_files": 2})
    (request,) = _planned(sonla, _offer())
    spider = sonla.spider()
    for number in range(9):
        (request,) = spider.files.left_over()
        spider.files.lose(sonla.failure(ROBOTS, request))
        assert (request.priority > 10) is (number > 0)
        spider = spider if number == 8 else sonla.spider()
    others = FileBook(sonla.ledger, "sonla", "r").plan([_offer("b"), _offer("c")])
    assert len(list(spider.files.requests(others))) == 2


@pytest.mark.parametrize(
    "error", [LeavesPortal("elsewhere"), DownloadCancelledError("too large"), IgnoreRequest("max"), ROBOTS]
)
def test_a_page_that_cannot_be_opened_settles_no_file(sonla: Runs, error: Exception) -> None:
    (request,) = _planned(sonla, _offer())
    spider = sonla.spider()
    (page,) = spider.files.keep(Response(request.url, status=404, request=request), **request.cb_kwargs)
    assert page.url.endswith("/tin/a-1")
    assert page.errback is not None
    page.errback(sonla.failure(error, page))
    assert [one.reason for one in FileBook(sonla.ledger, "sonla", "r9").due()] == [
        "robots" if error is ROBOTS else "http_404"
    ]


def test_both_addresses_of_a_file_are_tried_before_and_after_its_page_was_opened(sonla: Runs) -> None:
    wrapper = f"{SONLA.base_url}/tai-ve?id=1"
    (request,) = _planned(sonla, _offer(other=wrapper))
    asked: list[str] = []
    while True:
        asked.append(request.url.removeprefix(SONLA.base_url))
        is_page = request.url.endswith("/tin/a-1")
        answer = Response(request.url, status=200 if is_page else 403, request=request)
        assert request.callback is not None
        following = list(request.callback(answer, **request.cb_kwargs))
        if not following:
            break
        (request,) = following
    assert asked == ["/f/a.pdf", "/tai-ve?id=1", "/tin/a-1", "/f/a.pdf", "/tai-ve?id=1"]


def test_answers_of_a_host_in_maintenance_are_no_signs_of_life(sonla: Runs) -> None:
    (file,) = _planned(sonla, _offer())
    for number in range(30):
        sonla.ledger.connection.execute(
            "INSERT INTO items (portal, url_key, url, section, first_walk) VALUES ('sonla', ?, ?, 's', 1)",
            (f"k{number}", f"{SONLA.base_url}/tin/a-{number}"),
        )
    spider = sonla.spider()
    section = SONLA.sections[0]
    walk = Walk(section, SONLA.section_url(section), spider.visit.orders, sonla.frontier)

    def fail() -> None:
        for number, target in enumerate(list(sonla.frontier.due())):
            spider.keep_article(Response(target.url, status=503), target)
            if number == 5:
                list(spider.files.keep(Response(file.url, status=503, request=file), **file.cb_kwargs))
                list(spider.files.open_page(Response(target.url, status=503), file.cb_kwargs["target"]))
                ask = spider.platform.first_page(walk.url)
                list(spider.read_listing(Response(walk.url, status=503), ask, walk, is_confirming=False))

    with pytest.raises(CloseSpider) as caught:
        fail()
    assert caught.value.reason == "host_down"
    charged = sonla.ledger.connection.execute("SELECT count(*) FROM items WHERE attempts > 0").fetchone()[0]
    assert charged == 0
