"""When a walk through a listing stops, and when it must not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from spiders.frontier import Frontier
from spiders.ledger import Ledger
from spiders.listing import Ask, Item, ListingPage
from spiders.portal import Section
from spiders.walk import Orders, Step, Walk
from tests.spiders.pages import PORTALS

PORTAL = PORTALS["binhdinh"]
SECTION = Section(url="/tin", name="Tin")
URL = "http://binhdinh.test/tin"


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        yield Frontier(ledger, PORTAL.slug)


def _items(*numbers: int, year: int = 2024) -> list[Item]:
    return [
        Item(url=f"http://binhdinh.test/a/{n}.html", title=f"Bài {n}", published=f"{n % 28 + 1:02}/03/{year}")
        for n in numbers
    ]


def _take(
    walk: Walk,
    number: int,
    items: list[Item],
    *,
    total: int | None = None,
    last: bool = False,
    again: bool = False,
    form: dict[str, str] | None = None,
    state: dict[str, str] | None = None,
) -> Step:
    ask = Ask(url=URL, page=number, form=form, state=state or {})
    following = None if last else Ask(url=URL, page=number + 1)
    page = ListingPage(items=items, following=following, total=total)
    return walk.take(page, ask, PORTAL, is_confirming=again)


def _walk(frontier: Frontier, run: str = "r1", **orders: object) -> Walk:
    return Walk(SECTION, URL, Orders(run_id=run, **orders), frontier)  # type: ignore[arg-type]  # fields of Orders


def _fetch(frontier: Frontier) -> None:
    for target in list(frontier.due()):
        frontier.fetched(target.url_key, "c", None, None)


def test_it_stops_at_the_end_and_when_a_page_repeats(frontier: Frontier) -> None:
    walk = _walk(frontier)
    assert _take(walk, 1, _items(1, 2)).following is not None
    assert _take(walk, 2, _items(2, 1)).stop == "repeat"
    assert _take(_walk(frontier), 1, _items(3), last=True).following is None


def test_an_empty_page_is_confirmed_before_it_is_believed(frontier: Frontier) -> None:
    walk = _walk(frontier)
    _take(walk, 1, _items(1))
    assert _take(walk, 2, [], form={"page": "2"}).confirm
    step = _take(walk, 2, [], again=True, form={"page": "2"})
    assert (step.confirm, step.stop) == (False, "end")
    assert walk.problem is None


@pytest.mark.parametrize(
    ("form", "state", "total"),
    [
        (None, {}, None),
        ({"__EVENTTARGET": "pager"}, {}, None),
        ({"page": "2"}, {"last": "2"}, None),
        ({"page": "2"}, {}, 9),
    ],
)
def test_an_announced_page_that_stays_empty_is_a_gap(
    frontier: Frontier, form: dict[str, str] | None, state: dict[str, str], total: int | None
) -> None:
    walk = _walk(frontier)
    _take(walk, 1, _items(1), total=total)
    assert _take(walk, 2, [], form=form, state=state).confirm
    assert _take(walk, 2, [], again=True, form=form, state=state).stop == "gap"
    walk.finish("gap")
    assert "page 2 was announced" in (walk.problem or "")
    assert frontier.depth(URL) is None


def test_a_page_past_the_last_one_counted_is_the_end(frontier: Frontier) -> None:
    walk = _walk(frontier)
    _take(walk, 1, _items(1))
    assert _take(walk, 2, [], again=True, form={"page": "2"}, state={"last": "1"}).stop == "end"


def test_links_to_other_hosts_are_told_and_never_due(frontier: Frontier) -> None:
    walk = _walk(frontier)
    stranger = Item(url="https://khac.test/a/9.html", title="Trang khác")
    step = _take(walk, 1, [*_items(1), stranger])
    assert step.foreign == [stranger.url]
    assert [target.title for target in frontier.due()] == ["Bài 1"]


def test_an_empty_first_page_and_a_short_count_are_troubles(frontier: Frontier) -> None:
    walk = _walk(frontier)
    assert _take(walk, 1, [], again=True).stop == "gap"
    assert "layout" in (walk.problem or "")
    walk = _walk(frontier)
    _take(walk, 1, _items(1, 2), total=9)
    assert _take(walk, 2, [], total=9, again=True).stop == "gap"
    assert "page 2 was announced" in (walk.problem or "")
    walk = _walk(frontier)
    _take(walk, 1, _items(1, 2), total=9)
    assert _take(walk, 2, _items(3), last=True).stop == "gap"
    assert "counts 9 items" in (walk.problem or "")


def test_since_and_until_bound_what_is_fetched(frontier: Frontier) -> None:
    walk = _walk(frontier, since=date(2024, 3, 3), until=date(2024, 3, 5))
    step = _take(walk, 1, _items(5, 4, 3, 2, 1))
    assert [target.title for target in step.targets] == ["Bài 4", "Bài 3", "Bài 2"]
    assert step.following is not None
    assert _take(walk, 2, _items(1, 0)).stop == "since"
    walk.finish("since")
    depth = frontier.depth(URL)
    assert depth is not None
    assert depth.reached_on == date(2024, 3, 3)


def test_known_items_end_a_walk_only_in_numbers_and_after_a_complete_one(frontier: Frontier) -> None:
    first = _walk(frontier)
    _take(first, 1, _items(*range(10)))
    _take(first, 2, _items(*range(10, 20)), last=True)
    first.finish("end")
    _fetch(frontier)
    second = _walk(frontier, "r2", overlap_items=12)
    # A known item pinned on top, then new ones: the first known one ends nothing.
    step = _take(second, 1, _items(0, 101, 102))
    assert (len(step.targets), step.following is not None) == (2, True)
    assert _take(second, 2, _items(*range(1, 10))).following is not None
    assert _take(second, 3, _items(*range(10, 14))).stop == "overlap"


def test_items_of_a_killed_walk_do_not_hide_what_lies_below(frontier: Frontier) -> None:
    first = _walk(frontier)
    _take(first, 1, _items(1), last=True)
    first.finish("end")
    killed = _walk(frontier, "r2", overlap_items=3)
    _take(killed, 1, _items(10, 11, 12, 13))
    _fetch(frontier)
    third = _walk(frontier, "r3", overlap_items=3)
    assert _take(third, 1, _items(10, 11, 12, 13)).following is not None
    assert len(_take(third, 2, _items(14, 15)).targets) == 2


def test_a_deeper_wish_goes_past_what_is_known(frontier: Frontier) -> None:
    first = _walk(frontier, since=date(2024, 3, 1))
    _take(first, 1, _items(5, 4, 3))
    first.finish("since")
    deeper = _walk(frontier, "r2", since=date(2020, 1, 1), overlap_items=2)
    assert _take(deeper, 1, _items(5, 4, 3)).following is not None


def test_the_page_budget_ends_a_trap(frontier: Frontier) -> None:
    walk = _walk(frontier, page_budget=3)
    steps = [_take(walk, number, _items(number)) for number in range(1, 4)]
    assert [step.stop for step in steps if step.following is None] == ["budget"]
