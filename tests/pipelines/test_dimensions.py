"""The tables of what facts are about, as the lexicon gives them and the warehouse holds them."""

from collections.abc import Iterator
from datetime import date

import pytest

from extractors.lexicon import load_table
from extractors.provinces import MERGED_ON, provinces_on, successor_of
from pipelines.dimensions import rows_of_dimensions
from warehouse.checks import run_checks
from warehouse.connection import Connection, open_memory
from warehouse.load import load_batch

EXISTED = "coalesce(existed_from_on <= $1, TRUE) AND coalesce(existed_to_on >= $1, TRUE)"


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    with open_memory() as connection:
        load_batch(connection, rows_of_dimensions())
        yield connection


@pytest.mark.parametrize(
    ("day", "count", "cities"),
    [
        (date(2010, 1, 1), 63, 5),
        (date(2024, 12, 31), 63, 5),
        (date(2025, 1, 1), 63, 6),
        (date(2025, 6, 30), 63, 6),
        (date(2025, 7, 1), 34, 6),
        (date(2042, 1, 1), 34, 6),
    ],
)
def test_every_day_has_its_provinces(con: Connection, day: date, count: int, cities: int) -> None:
    found = con.execute(f"SELECT name, is_city FROM provinces WHERE {EXISTED}", [day]).fetchall()
    assert (len(found), sum(is_city for _, is_city in found)) == (count, cities)
    assert {name for name, _ in found} == provinces_on(day)


def test_a_merged_province_an_enlarged_one_and_one_that_goes_on(con: Connection) -> None:
    found = con.execute(
        "SELECT province_id, official_name, existed_from_on, existed_to_on, successor, is_name_kept, "
        "merged_from FROM provinces "
        "WHERE name IN ('Bình Định', 'Gia Lai', 'Sơn La', 'Thừa Thiên Huế') ORDER BY 1"
    ).fetchall()
    ended = date(2025, 6, 30)
    assert found == [
        ("binhdinh", "Bình Định", None, ended, "Gia Lai", False, []),
        ("gialai", "Gia Lai", None, ended, "Gia Lai", True, []),
        ("gialai-2025", "Gia Lai", MERGED_ON, None, "Gia Lai", False, ["Bình Định", "Gia Lai"]),
        ("sonla", "Sơn La", None, None, "Sơn La", False, []),
        ("thuathienhue", "Thừa Thiên Huế", None, date(2024, 12, 31), "Thừa Thiên Huế", True, []),
        ("thuathienhue-2025", "Huế", date(2025, 1, 1), None, "Thừa Thiên Huế", False, []),
    ]


def test_the_34_are_made_of_all_63(con: Connection) -> None:
    made = con.execute(
        "SELECT name, if(merged_from = [], [name], merged_from) FROM provinces WHERE existed_to_on IS NULL"
    ).fetchall()
    parts = [(part, name) for name, whole in made for part in whole]
    assert sorted(parts) == sorted((name, successor_of(name)) for name in provinces_on(date.min))


def test_indicators_tell_what_the_lexicon_is_certain_of(con: Connection) -> None:
    found = con.execute(
        "SELECT indicator, title_en, publisher, unit, scale_max, first_year, is_provincial FROM indicators "
        "WHERE indicator IN ('PAPI', 'DDCI', 'OTHER') ORDER BY 1"
    ).fetchall()
    assert found[0][4:] == (100, None, False)
    assert found[1] == ("OTHER", None, None, None, None, None, None)
    assert found[2][2:] == ("CECODES, VFF-CRT, UNDP", "point", 80, 2011, True)
    assert con.execute(
        "SELECT first_year, last_year, scale_max FROM indicator_scales WHERE indicator = 'PAPI' ORDER BY 1"
    ).fetchall() == [(2011, 2017, 60), (2018, None, 80)]


def test_agencies_and_types_of_documents(con: Connection) -> None:
    assert con.execute(
        "SELECT level, aliases FROM agencies WHERE name = 'Sở Lao động - Thương binh và Xã hội'"
    ).fetchall() == [("department", ["Sở LĐ-TB&XH", "Sở LĐTBXH"])]
    assert con.execute(
        "SELECT level FROM agencies WHERE name IN ('Bộ Nội vụ', 'huyện') ORDER BY 1"
    ).fetchall() == [
        ("locality",),
        ("ministry",),
    ]
    assert con.execute(
        "SELECT doc_type, signs[1], used_by FROM document_types "
        "WHERE doc_type IN ('Kết luận', 'Nghị định', 'Quyết định', 'Văn bản') ORDER BY 1"
    ).fetchall() == [
        ("Kết luận", "KL", "party"),
        ("Nghị định", "NĐ", "state"),
        ("Quyết định", "QĐ", "both"),
        ("Văn bản", "VB", None),
    ]


def test_the_tables_keep_their_promises(con: Connection) -> None:
    assert [str(result) for result in run_checks(con) if result.offences] == []


def test_short_forms_and_successors_are_names_of_the_lexicon() -> None:
    agencies = load_table("agencies")
    names = {*agencies["departments"]["names"], *agencies["ministries"]["names"]}
    short: dict[str, str] = agencies["short_forms"]
    assert names >= {*short, *short.values()}
    assert not short.keys() & short.values()
    assert {successor_of(name) for name in provinces_on(date.min)} == provinces_on(MERGED_ON)


def test_a_dimension_follows_the_lexicon_and_no_batch_without_it(con: Connection) -> None:
    rows = rows_of_dimensions()
    assert load_batch(con, rows).changed == 0
    assert load_batch(con, {**rows, "indicators": rows["indicators"][1:]}).changed == 1
    assert load_batch(con, {}).changed == 0
    assert load_batch(con, rows).changed == 1
