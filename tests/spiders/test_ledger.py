"""The ledger: captures, items, walks, and several writers at once."""

import multiprocessing
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from spiders.errors import ArchiveError
from spiders.frontier import Frontier
from spiders.ledger import CaptureRow, Ledger
from spiders.listing import Item

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
ROW = CaptureRow(
    capture_id="c0",
    run_id="r1",
    portal="a",
    kind="article",
    url="u",
    final_url="u",
    url_key="k",
    fetched_at=AT,
    status=200,
    content_type=None,
    sha256="s",
    warc_file="a/r1.warc.gz",
    warc_offset=0,
    warc_length=10,
)
PLACE = ("http://a.test/tin", "Tin")


def _item(title: str = "Một", published: str = "01/02/2024", **changes: str) -> Item:
    return Item(url="http://a.test/1", title=title, published=published, **changes)


def test_captures_stay_unloaded_until_marked(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        rows = [replace(ROW, capture_id=f"c{n}", url_key=f"k{n}", portal="ab"[n % 2]) for n in range(4)]
        rows.append(replace(ROW, capture_id="list", kind="listing"))
        rows.append(replace(ROW, capture_id="robots", kind="other"))
        for row in rows:
            assert ledger.add_capture(row)
        assert not ledger.add_capture(rows[0])
        assert [row.capture_id for row in ledger.unloaded()] == ["c0", "c1", "c2", "c3"]
        assert [row.capture_id for row in ledger.unloaded(["b"])] == ["c1", "c3"]
        for row in ledger.unloaded():  # marking while reading is allowed
            ledger.mark_loaded([row.capture_id])
        assert list(ledger.unloaded()) == []
        assert ledger.capture("c0") == rows[0]
        assert ledger.last_capture("a", "article", "k2") == rows[2]


def _write_and_fail(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.add_capture(ROW)
        with ledger.transaction():
            ledger.add_capture(replace(ROW, capture_id="c1"))
        raise ValueError("x")


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        with pytest.raises(ValueError, match="x"):
            _write_and_fail(ledger)
        assert list(ledger.captures()) == []


def test_a_file_that_is_no_ledger_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    path.write_text("nothing of the kind" * 100)
    with pytest.raises(ArchiveError, match="cannot be opened") as caught:
        Ledger(path)
    assert caught.value.exit_code == 9
    assert path.read_text().startswith("nothing of the kind")


def _write_many(path: Path, name: str) -> None:
    with Ledger(path) as ledger:
        for number in range(40):
            ledger.add_capture(replace(ROW, capture_id=f"{name}{number}", portal=name))


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_write_many, args=(path, name)) for name in "abc"]
    for child in children:
        child.start()
    for child in children:
        child.join()
    with Ledger(path) as ledger:
        assert len(list(ledger.captures())) == 120


def test_items_are_due_until_fetched_and_again_when_their_listing_changes(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        frontier = Frontier(ledger, "a")

        def see(item: Item, place: tuple[str, str] = PLACE) -> str:
            walk = frontier.start_walk(place[0], "r")
            return frontier.see({"k": item}, {"k": AT}, walk, place)["k"].state

        assert see(_item()) == "new"
        assert see(_item()) == "known"
        assert [target.url_key for target in frontier.due()] == ["k"]
        frontier.fetched("k", "c0", '"tag"', None)
        assert list(frontier.due()) == []
        # Another listing, and another kind of listing, word their items in their own way.
        assert see(_item(summary="tóm tắt"), ("http://a.test/khac", "Khác")) == "known"
        assert see(_item(published="1706745600", form="json")) == "known"
        assert see(_item(title="Một (sửa)", published="1706745600", form="json")) == "changed"
        (target,) = frontier.due()
        assert (target.title, target.etag, target.is_known) == ("Một (sửa)", '"tag"', True)
        assert [target.url_key for target in frontier.to_recheck(AT, is_thinned=False)] == ["k"]
        frontier.failed("k", is_gone=True)
        assert list(frontier.due()) == []


def test_an_article_is_looked_at_again_ever_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    with Ledger(tmp_path / "l.sqlite") as ledger:
        frontier = Frontier(ledger, "a")
        frontier.see({"k": _item()}, {"k": AT}, frontier.start_walk(PLACE[0], "r"), PLACE)
        for night in range(15):
            now = AT + timedelta(days=night, hours=14)
            monkeypatch.setattr("spiders.frontier.now_utc", lambda now=now: now)
            if night == 0 or list(frontier.to_recheck(AT, is_thinned=True)):
                frontier.fetched("k", f"c{night}", None, None)
                looked.append(night)
            assert list(frontier.to_recheck(AT, is_thinned=False))
    assert looked == [0, 1, 3, 7]


def test_an_item_that_fails_for_long_is_asked_for_now_and_then(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        frontier = Frontier(ledger, "a")
        frontier.see({"k": _item()}, {"k": None}, 1, PLACE)
        tries = []
        for run in range(40):
            frontier.start_walk(PLACE[0], f"r{run}")
            if list(frontier.due()):
                frontier.failed("k", is_gone=False)
                tries.append(run)
        assert tries[:5] == [0, 1, 2, 3, 4]
        later = [run for run in tries if run > 4]
        assert len(later) == 5
        assert {after - before for before, after in pairwise(later)} == {7}
        assert frontier.overdue() == ["http://a.test/1"]


def test_an_item_that_an_error_page_stood_for_is_due_without_validators(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        frontier = Frontier(ledger, "a")
        frontier.see({"k": _item()}, {"k": None}, 1, PLACE)
        frontier.fetched("k", "c0", '"tag"', "Wed, 21 Oct 2015 07:28:00 GMT")
        frontier.rejected("k")
        (target,) = frontier.due()
        assert (target.etag, target.last_modified) == (None, None)


def test_only_walks_that_came_to_their_end_count(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        frontier = Frontier(ledger, "a")
        first = frontier.start_walk(PLACE[0], "r1")
        assert frontier.depth(PLACE[0]) is None
        frontier.finish_walk(first, "error", None, None)
        assert frontier.depth(PLACE[0]) is None
        second = frontier.start_walk(PLACE[0], "r2")
        frontier.finish_walk(second, "since", date(2024, 1, 1), None)
        depth = frontier.depth(PLACE[0])
        assert depth is not None
        assert depth.covers(date(2024, 6, 1), 200)
        assert not depth.covers(date(2023, 6, 1), 200)
        assert not depth.covers(None, 200)


def test_the_ledger_survives_a_second_connection(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        ledger.add_capture(ROW)
        other = sqlite3.connect(tmp_path / "l.sqlite")
        assert other.execute("SELECT count(*) FROM captures").fetchone() == (1,)
        other.close()
