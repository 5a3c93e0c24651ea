"""Search: what is found, in which order, where it is marked, and what is said when there is nothing."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.warehouse import batches
from tests.warehouse.conftest import NOW
from warehouse.connection import Connection, open_memory, open_snapshot, open_warehouse
from warehouse.derive import derive
from warehouse.errors import BadRequest, NothingFound
from warehouse.load import load_batch
from warehouse.matches import best_matches
from warehouse.phrases import parse
from warehouse.publish import publish
from warehouse.search import Found, search
from warehouse.selection import Filters

TITLES = [
    "Bình Dương đổi mới",
    "Sửa con đường bình thường",
    "Bình đường nội thị",
    "Dương liễu ở Bình Thuận",
    "Xã Hoà An khởi công",
    "Xã Hòa An khánh thành",
    "Hoa quả vào vụ",
    "Họp về cải cách. Hành chính công",
    "Đắk Lắk đón khách",
    "Cải cách hành chính: 100% đạt_chuẩn 'tốt' (a+b)",
]
Find = Callable[..., Found]


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Find:
    folder = tmp_path_factory.mktemp("search")
    articles = [
        batches.article(
            number,
            "Tin.",
            title=title,
            published_at=batches.START - timedelta(days=number),
            province="Bình Định",
        )
        for number, title in enumerate(TITLES)
    ]
    with open_warehouse(folder / "warehouse.duckdb") as con:
        load_batch(con, batches.joined(batches.common(), *articles, batches.article(99)))
        derive(con)
    snapshot = publish(folder / "warehouse.duckdb", folder / "published", NOW).path

    def found(typed: str, limit: int = 20, **filters: Any) -> Found:
        return search(snapshot, typed, Filters(**filters), limit)

    return found


def titles(found: Found) -> list[str]:
    return [hit.title for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("dak lak", [TITLES[8]]),
        ("ĐẮK LẮK", [TITLES[8]]),
        ("Dak Lak don", [TITLES[8]]),
        ('"hanh chinh cong"', [TITLES[7]]),
        ("“cach hanh”", [TITLES[9], TITLES[7], "Bài 99"]),
        ("nội bình", [TITLES[2]]),
        ("100% đạt", [TITLES[9], "Bài 99"]),
        ("a+b", [TITLES[9]]),
    ],
)
def test_accents_case_and_quotes(find: Find, typed: str, expected: list[str]) -> None:
    assert sorted(titles(find(typed))) == sorted(expected)


def test_what_is_spelt_as_typed_comes_first_and_side_by_side_before_apart(find: Find) -> None:
    assert titles(find("Bình Dương")) == [TITLES[0], TITLES[3], TITLES[2], TITLES[1]]
    assert titles(find("bình đường")) == [TITLES[2], TITLES[1], TITLES[0], TITLES[3]]


def test_without_accents_none_is_preferred_and_newer_comes_first(find: Find) -> None:
    assert titles(find("hoa an")) == [TITLES[4], TITLES[5]]
    assert titles(find('"binh duong"'))[:1] == [TITLES[0]]


def test_both_placements_of_a_tone_are_one(find: Find) -> None:
    assert titles(find("hoà")) == titles(find("hòa"))
    assert set(titles(find("hoà"))[:2]) == {TITLES[4], TITLES[5]}
    assert titles(find("hoà"))[2] == TITLES[6]


def test_a_sentence_with_facts_is_found_and_marked_in_its_own_letters(find: Find) -> None:
    (hit,) = find("so noi vu tham muu").hits
    assert not hit.is_title
    assert [hit.passage[start:end] for start, end in hit.marks] == [
        "Sở Nội vụ",
        "vụ",
        "Sở Nội vụ",
        "Sở",
        "tham mưu",
    ]
    assert batches.TEXT[hit.passage_start :].startswith(hit.passage)


def test_a_title_comes_before_a_sentence(find: Find) -> None:
    assert [hit.is_title for hit in find("cải cách hành chính").hits] == [True, True, False]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"portals": ("binhdinh",)}, 3),
        ({"provinces": ("Bình Định",)}, 3),
        ({"provinces": ("Sơn La",)}, 0),
        ({"kinds": ("score",)}, 1),
        ({"kinds": ("assignment",)}, 0),
        ({"since": date(2024, 2, 28)}, 1),
        ({"until": date(2024, 2, 24)}, 2),
        ({"limit": 1}, 1),
    ],
)
def test_filters(find: Find, filters: dict[str, Any], count: int) -> None:
    if count:
        assert len(find("cai cach hanh chinh", **filters).hits) == count
    else:
        with pytest.raises(NothingFound, match="ask for less"):
            find("cai cach hanh chinh", **filters)


def test_a_word_that_is_nowhere_is_told_with_the_nearest(find: Find) -> None:
    with pytest.raises(NothingFound, match=r"has the word khahn: did you mean khanh\?") as caught:
        find("khahn thanh")
    assert caught.value.exit_code == 10


@pytest.mark.parametrize(
    "typed", ["", "  ", "%", "_", "'", '"', '""', "😀", "…!?", "\u0301", "x" * 301, "a b " * 40]
)
def test_what_cannot_be_looked_for_is_refused_in_one_line(find: Find, typed: str) -> None:
    if typed == "a b " * 40:
        assert titles(find("a b")) == [TITLES[9]]
        return
    with pytest.raises(BadRequest) as caught:
        find(typed)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE articles; --",
        "zz%",
        '"zz',
        "zz\\",
        "zz\x00",
        "zz'||(SELECT 1)||'",
        "zz😀",
        ".*zz[",
        "$1 zz",
    ],
)
def test_hostile_text_is_looked_for_as_text(find: Find, typed: str) -> None:
    with pytest.raises(NothingFound) as caught:
        find(typed)
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def loaded() -> Iterator[Connection]:
    """A hundred articles, one a day but for the last two, which have none; some titles have an accent."""
    with open_memory() as con:
        articles = [
            batches.article(
                number,
                "Năm 2023 sở nội vụ." if number % 3 else "Năm 2023 nội vụ ở sở.",
                title="Sở nội vụ" if number % 5 else "So nội vụ",
                published_at=batches.START - timedelta(days=number) if number < 98 else None,
            )
            for number in range(100)
        ]
        load_batch(con, batches.joined(batches.common(), *articles))
        derive(con)
        yield con


@pytest.mark.parametrize("typed", ["so noi vu", "Sở nội vụ", '"nội vụ" sở', "so", "sở", "2023"])
def test_the_best_are_found_without_reading_all(
    loaded: Connection, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = dict.fromkeys((word for word in typed.split() if not word.isdigit()), 200)

    def found(weighed: int, enough: int) -> tuple[list[tuple[int, datetime | None]], int, bool]:
        monkeypatch.setattr("warehouse.matches.WEIGHED", weighed)
        monkeypatch.setattr("warehouse.matches.ENOUGH", enough)
        matches = best_matches(loaded, parse(typed), counts, Filters())
        best = [(row["tier"], row["published_at"]) for row in matches.best]
        best.sort(key=lambda one: (one[0], one[1] is not None, one[1] and one[1].timestamp()), reverse=True)
        return best, matches.passages, matches.is_all

    whole, passages, is_all = found(1000, 1000)
    assert is_all
    assert len(whole) == passages > 90
    for weighed in (1, 30, 1000):
        assert found(weighed, 199)[0] == whole[:weighed]
    best, seen, is_all = found(10, 20)
    assert (best, is_all) == (whole[:10], False)
    assert 10 <= seen < passages


def test_a_release_has_titles_first_and_the_newest_first(snapshot: Path) -> None:
    columns = "is_title, published_at, article_id, passage_start"
    with open_snapshot(snapshot) as con:
        lying = con.execute(f"SELECT {columns} FROM search_texts ORDER BY rowid").fetchall()
        ordered = con.execute(
            f"SELECT {columns} FROM search_texts "
            "ORDER BY is_title DESC, published_at DESC NULLS LAST, article_id, passage_start"
        ).fetchall()
    assert lying == ordered
    assert [is_title for is_title, *_ in lying[2:4]] == [True, False]


def stored(con: Connection) -> tuple[list[Any], list[Any]]:
    return (
        con.execute("SELECT * EXCLUDE (version_id) FROM search_texts ORDER BY ALL").fetchall(),
        con.execute("FROM search_words ORDER BY ALL").fetchall(),
    )


def test_only_the_current_version_is_found_and_what_is_kept_equals_what_is_made_anew(tmp_path: Path) -> None:
    later = batches.START + timedelta(days=1)
    with open_warehouse(tmp_path / "w.duckdb") as con:
        load_batch(con, batches.joined(batches.common(), batches.article(1), batches.article(2, title="Cũ")))
        derive(con)
        edited = batches.article(
            2, "Năm 2023 yên bình.", title="Mới", run="run-2", at=later, published_at=later
        )
        load_batch(con, batches.joined(batches.common("run-2", later), edited))
        derive(con)
        kept = stored(con)
        words = {word for word, _ in kept[1]}
        assert {"moi", "yen"} <= words
        assert "cu" not in words
        con.execute("DELETE FROM search_texts")
        con.execute("DELETE FROM search_words")
        derive(con)
        assert stored(con) == kept
