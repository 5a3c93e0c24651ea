"""When a walk through a listing stops, and when it must not."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from spiders.frontier import Frontier
from spiders.ledger import Ledger
from spiders.listing import Answer, Ask, Item, ListingPage
from spiders.portal import Section
from spiders.walk import Orders, Step, Walk
from tests.portals.content import sites
from tests.spiders.pages import PORTALS, Reader

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
    step = _take(walk, 2, _items(2, 1), form={"page": "2"})
    assert (step.stop, step.confirm, walk.problem) == ("repeat", False, None)
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


@pytest.mark.parametrize(
    ("form", "state", "total"), [(None, {}, None), ({"p": "3"}, {"last": "9"}, None), ({"p": "3"}, {}, 600)]
)
def test_an_announced_page_that_repeats_is_asked_for_again_and_then_a_gap(
    frontier: Frontier, form: dict[str, str] | None, state: dict[str, str], total: int | None
) -> None:
    def night(run: str, *, is_well: bool) -> Walk:
        walk = _walk(frontier, run, overlap_items=4)
        for number in range(1, 6):
            shown = number if is_well else min(number, 2)
            items, asked = _items(*range(shown * 4, shown * 4 + 4)), form if number > 1 else None
            step = _take(walk, number, items, total=total, last=number == 5, form=asked, state=state)
            if step.confirm:
                step = _take(walk, number, items, total=total, again=True, form=asked, state=state)
            if step.following is None:
                break
        walk.finish(step.stop)
        return walk

    bad = night("r1", is_well=False)
    assert bad.stop == "gap"
    assert "page 3 was announced and shows those of an earlier page" in (bad.problem or "")
    assert frontier.depth(URL) is None
    # The next night goes past what is known, until the gap is filled.
    night("r2", is_well=True)
    assert len(list(frontier.due())) == 20


def test_a_page_that_repeats_once_is_no_gap(frontier: Frontier) -> None:
    walk = _walk(frontier)
    _take(walk, 1, _items(1, 2))
    assert _take(walk, 2, _items(1, 2)).confirm
    step = _take(walk, 2, _items(3, 4), again=True)
    assert (len(step.targets), step.following is not None, walk.problem) == (2, True, None)


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
    assert walk.problem == (
        f"{URL}: 3 pages were walked and the listing goes on; see whether it repeats itself, and get its"
        " older pages with gat backfill"
    )
    few = _walk(frontier, "r2", page_budget=1, limit=3)
    assert (_take(few, 1, _items(9)).stop, few.problem) == ("budget", None)


@pytest.mark.parametrize("slug", ["binhdinh", "sonoivu-binhdinh", "sonla", "binhduong", "vinhlong"])
def test_a_deeper_slice_begins_where_the_last_one_ended(tmp_path: Path, slug: str) -> None:
    reader = Reader(next(site for site in sites() if site.slug == slug))
    section = next(one for one in reader.portal.sections if one.kind == "articles")
    url = reader.portal.section_url(section)
    listed = sorted((day for day, _ in _dated(reader, section)), reverse=True)
    cuts = [listed[len(listed) * part // 4 - 1] for part in (1, 2, 3, 4)]
    found: list[str] = []
    pages: list[list[int]] = []
    with Ledger(tmp_path / "l.sqlite") as ledger:
        frontier = Frontier(ledger, slug)
        until = None
        for number, since in enumerate(cuts):
            orders = Orders(run_id=f"r{number}", since=since, until=until)
            walk = Walk(section, url, orders, frontier)
            asked = []
            for target, page in _walked(reader, walk, section):
                asked.append(page)
                found += target
            pages.append(asked)
            assert walk.problem is None
            until = since - timedelta(days=1)
    assert sorted(found) == sorted({key for _, key in _dated(reader, section)})
    assert all(asked[0] == 1 for asked in pages)


def test_slices_of_years_cost_a_listing_about_once_and_miss_nothing_that_moves_down(
    frontier: Frontier,
) -> None:
    newest = date(2024, 12, 31)
    articles = [(newest - timedelta(days=day), day) for day in range(300)]
    found: list[int] = []
    asked: list[int] = []
    until = None
    for number, since in enumerate(newest - timedelta(days=days) for days in (49, 99, 149, 199, 249, 299)):
        walk = _walk(frontier, f"r{number}", since=since, until=until)
        ask: Ask | None = Ask(url=URL, state={"seen": str(number)})
        while ask is not None:
            asked.append(ask.page)
            shown = articles[(ask.page - 1) * 10 : ask.page * 10]
            items = [
                Item(url=f"http://binhdinh.test/a/{n}.html", title=f"Bài {n}", published=f"{day:%d/%m/%Y}")
                for day, n in shown
            ]
            following = (
                Ask(url=URL, page=ask.page + 1, state=ask.state) if ask.page * 10 < len(articles) else None
            )
            page = ListingPage(items=items, following=following, total=len(articles))
            assert ask.state == {"seen": str(number)}
            step = walk.take(page, ask, PORTAL, is_confirming=False)
            found += [int(target.url.rpartition("/")[2][:-5]) for target in step.targets]
            if step.following is None:
                walk.finish(step.stop)
                assert walk.problem is None
            ask = step.following
        until = since - timedelta(days=1)
        articles = [(newest, -1 - len(articles)), *articles]  # news of the day moves all others down
    assert sorted(number for number in found if number >= 0) == list(range(300))
    assert len(asked) < 31 + 6 * 4


def _dated(reader: Reader, section: Section) -> list[tuple[date, str]]:
    found = []
    for page in reader.site.articles:
        own = next(
            one for one in reader.site.sections if reader.portal.section_url(section).endswith(one.path)
        )
        if own.key in page.sections and page.published_at:
            found.append((page.published_at.date(), reader.key(page)))
    return found


def _walked(reader: Reader, walk: Walk, section: Section) -> Iterator[tuple[list[str], int]]:
    """Yield the keys of what each page of a walk gave to fetch, and the page's number."""
    ask: Ask | None = reader.platform.first_page(walk.url)
    while ask is not None:
        response, final = reader.get(ask.url, dict(ask.form) if ask.form is not None else None)
        page = reader.platform.read_listing(Answer(ask=ask, final_url=final, body=response.body))
        step = walk.take(page, ask, reader.portal, is_confirming=False)
        yield [target.url_key for target in step.targets], ask.page
        if step.following is None:
            walk.finish(step.stop)
        ask = step.following


def test_a_slice_of_the_past_does_not_make_the_next_night_walk_the_whole_listing(frontier: Frontier) -> None:
    whole = _walk(frontier, "r1")
    whole.finish(_take(whole, 1, _items(*range(40)), last=True).stop)
    _fetch(frontier)
    past = _walk(frontier, "r2", since=date(2024, 3, 1), until=date(2024, 3, 10))
    step = _take(past, 1, _items(*range(40)))
    past.finish("since" if step.following else step.stop)
    night = _take(_walk(frontier, "r3"), 1, _items(*range(40)))
    assert night.stop == "overlap"
