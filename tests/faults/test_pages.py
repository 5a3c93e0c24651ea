"""Pages that stand in for others, come late, change or go: no version is made of them, none is lost."""

from pathlib import Path
from typing import Any

from spiders.ledger import Ledger
from tests.faults import stages
from tests.faults.conftest import Prepared
from tests.faults.world import HOST as SMALL
from tests.faults.world import SLUG as SMALL_SLUG
from tests.faults.world import as_it_was
from tests.portals.server import running
from tests.spiders.crawls import Crawls
from warehouse.query import run_query
from warehouse.releases import current_snapshot

SLUG, HOST = "sonoivu-binhdinh", "sonoivu.binhdinh.test"
#: What comes in place of an article that is known, and the reason that is told.
IN_PLACE = {
    "maintenance": "<title>Thông báo</title><body>Hệ thống đang bảo trì, xin quay lại sau</body>",
    "error_page": "<title>Lỗi</title><body><h1>Trang không tồn tại</h1></body>",
    "login_page": "<title>Đăng nhập</title><body><input name=u><input type=password></body>",
    "challenge": "<title>Xác thực</title><body>Nhập captcha để tiếp tục</body>",
    "empty_shell": "<title>Cổng</title><body><div id=app></div><script src=/main.js></script></body>",
    "empty_body": " ",
}
LATE = "1140"
EVERY = ("--recheck-days", "36500")


def test_what_stands_in_for_a_known_article_makes_no_version_and_a_late_one_is_found(tmp_path: Path) -> None:
    with running() as site:
        crawls = Crawls(site, tmp_path)
        pages = site.site(HOST).articles
        late = next(page for page in pages if page.key == LATE)
        place = pages.index(late)
        pages.remove(late)
        assert crawls.run(SLUG, "r1")[0] == 0
        known = crawls.keys(SLUG)
        # It shows up a night later, far down, with the date it always had.
        pages.insert(place, late)
        for number, body in zip(range(1000, 1100, 14), IN_PLACE.values(), strict=False):
            site.fault(HOST, "page", rf"-{number}\.html", body=body)
        code, result, _ = crawls.run(SLUG, "r2", *EVERY)
        assert (code, result["status"]) == (5, "partial")
        assert result["rejected"] == dict.fromkeys(IN_PLACE, 1)
        (alarm,) = result["alarms"]
        assert (alarm["kind"], alarm["text"] in result["reason"]) == ("blocked", True)
        assert f"http://{HOST} keeps the crawler out: 6 of " in alarm["text"]
        assert all(f"1 x {reason.replace('_', ' ')}" in alarm["text"] for reason in IN_PLACE)
        assert [key for key in crawls.keys(SLUG) if key not in known] == [crawls.keys(SLUG)[-1]]
        assert len(crawls.keys(SLUG)) == len(known) + 1
        site.mend()
        code, result, _ = crawls.run(SLUG, "r3", *EVERY)
        assert (code, result["status"]) == (0, "ok")
        assert len(crawls.keys(SLUG)) == len(set(crawls.keys(SLUG))) == len(pages)


def test_an_article_edited_taken_down_and_back_keeps_its_history(prepared: Prepared, tmp_path: Path) -> None:
    place, server = prepared.copy(prepared.whole, tmp_path / "data"), prepared.server

    def night(last: str = "load") -> list[tuple[Any, ...]]:
        told = prepared.run(stages.night, place, crawl=True, recheck_days=36500, last=last)
        assert (told.exit_code, told.trouble) == (0, "")
        return versions(place.data / "warehouse.duckdb")

    first = versions(place.data / "warehouse.duckdb")
    assert [number for number, *_ in first] == [1, 1, 1]
    with as_it_was(server.site(SMALL).page("1000")):
        server.edit(SMALL, "1000", title="Bản đã sửa", body=["Năm 2023, PAPI của tỉnh đạt 42,5 điểm."])
        server.fault(SMALL, "advert", r"ChiTiet\.aspx\?ID=1007", words="Hôm nay: 12.345 lượt xem")
        second = night()
        # The one with other advertisements was fetched again, and is no other version.
        assert captures(place.data, "1007") == 2
        assert second == sorted([*first, (2, "Bản đã sửa", 1)])
        server.mend()
        server.fault(SMALL, "status", r"ChiTiet\.aspx\?ID=1000", code=404)
        server.fault(SMALL, "reworded", r"ChiTiet\.aspx\?ID=1007", old="a", new="\ufffd")
        assert night() == second
        with run_query(place.data / "warehouse.duckdb", "SELECT reason FROM rejections") as result:
            assert ("broken_characters",) in result.rows
        server.mend()
        server.edit(SMALL, "1000", title="Bản trở lại", body=["Năm 2023, PAPI của tỉnh đạt 43,5 điểm."])
        third = night("publish")
    assert third == sorted([*second, (3, "Bản trở lại", 1)])
    assert versions(current_snapshot(place.data / "published")) == third


def versions(database: Path) -> list[tuple[Any, ...]]:
    """Return number and title of every version of the articles, and whether it states a score."""
    sql = """
        SELECT version_no, title, (SELECT count(*) FROM scores AS s WHERE s.version_id = v.version_id)
        FROM article_versions AS v WHERE kind = 'news' ORDER BY ALL
    """
    with run_query(database, sql) as result:
        return list(result.rows)


def captures(data: Path, number: str) -> int:
    """Return how often the page of an article was kept."""
    with Ledger(data / "ledger.sqlite") as ledger:
        return sum(row.url.endswith(f"ID={number}") for row in ledger.captures([SMALL_SLUG]))
