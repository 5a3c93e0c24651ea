from collections.abc import Iterator

import pytest

from tests.warehouse import batches
from tests.warehouse.observing import article, observe, rank, rise, score
from tests.warehouse.past import load_sound_past
from warehouse.checks import all_checks, parse_check, run_check, run_checks
from warehouse.connection import Connection, open_memory
from warehouse.derive import derive
from warehouse.load import load_batch
from warehouse.tables import BY_NAME

CHECKS = {check.name: check for check in all_checks()}

ONE = "url LIKE '%/bai-1.html'"
OF_ONE = f"article_id = '{batches.hex16('article', 1)}'"

#: What makes each written check red: a statement that spoils one thing in a sound warehouse.
SPOILED = {
    "article_not_its_version": f"UPDATE articles SET title = 'khác' WHERE {ONE}",
    "capture_without_version": "INSERT INTO captures SELECT * REPLACE ('x' AS capture_id) FROM captures "
    f"WHERE {ONE}",
    "cited_before_issued": f"UPDATE articles SET published_at = '2024-01-15' WHERE {ONE}",
    "duplicate_article": f"UPDATE articles SET url_key = 'binhdinh.test/tin-tuc/bai-2.html' WHERE {ONE}",
    "empty_text": f"UPDATE articles SET text = ' ' WHERE {ONE}",
    "fact_without_version": f"UPDATE dates SET article_id = 'x' WHERE {OF_ONE}",
    "issued_after_fetch": f"UPDATE directives SET issued_on = '2042-03-01' WHERE {OF_ONE}",
    "observation_without_fact": "UPDATE observation_facts SET evidence_id = 'x' "
    f"WHERE aspect = 'rank' AND {OF_ONE}",
    "portal_of_unknown_province": "UPDATE portals SET province = 'Hà Tây'",
    "province_out_of_its_time": f"UPDATE scores SET period = '2025-Q3' WHERE {OF_ONE}",
    "part_above_whole": f"UPDATE quantities SET value = 41 WHERE {OF_ONE}",
    "person_without_name": f"UPDATE persons SET person_name = 'Mai' WHERE {OF_ONE}",
    "published_after_fetch": f"UPDATE article_versions SET published_at = '2024-03-03' WHERE {ONE}",
    "quote_not_at_span": f"UPDATE scores SET start_offset = start_offset + 1 WHERE {OF_ONE}",
    "rank_beyond_field": f"UPDATE ranks SET rank = 64 WHERE {OF_ONE}",
    "sentence_without_quote": f"UPDATE ranks SET sentence_start = sentence_start - 2 WHERE {OF_ONE}",
    "source_without_article": f"UPDATE sources SET source_id = 'x' WHERE {OF_ONE}",
    "subject_by_other_name": f"UPDATE scores SET subject = 'TP.HCM' WHERE {OF_ONE}",
    "task_outside_its_quote": f"UPDATE assignments SET task = 'việc khác' WHERE {OF_ONE}",
    "text_not_its_hash": f"UPDATE article_versions SET text = text || '.' WHERE {ONE}",
    "unknown_indicator": f"UPDATE ranks SET indicator = 'XYZ' WHERE {OF_ONE}",
    "value_above_scale": f"UPDATE scores SET value = 100.5 WHERE {OF_ONE}",
    "version_without_article": f"DELETE FROM articles WHERE {ONE}",
    "version_without_capture": f"DELETE FROM captures WHERE {ONE}",
    "version_without_portal": f"UPDATE article_versions SET portal_id = 'x' WHERE {ONE}",
    "version_without_run": f"UPDATE article_versions SET run_id = 'x' WHERE {ONE}",
}

#: What makes the checks red of what statements tell together: the last of each with those before it.
TOLD = {
    "change_contradicts_levels": (score("88.66"), score("86.78", period="2022"), rise("2.88")),
    "observation_conflict": (score("88.66", subject="Huế"), score("86.68", subject="Huế")),
    "observed_rank_beyond_field": (rank(64, subject="Lai Châu"),),
}

FLAGS = {
    "cited_before_issued",
    "change_contradicts_levels",
    "empty_text",
    "issued_after_fetch",
    "observation_conflict",
    "observed_rank_beyond_field",
    "part_above_whole",
    "portal_of_unknown_province",
    "province_out_of_its_time",
    "rank_beyond_field",
    "subject_by_other_name",
    "value_above_scale",
    "version_without_run",
}


@pytest.fixture(scope="module")
def past() -> Iterator[Connection]:
    with open_memory() as con:
        load_sound_past(con)
        derive(con)
        yield con


@pytest.fixture
def sound(past: Connection) -> Iterator[Connection]:
    """A warehouse in which nothing is doubted. What a test spoils in it is taken back."""
    past.execute("BEGIN")
    yield past
    past.execute("ROLLBACK")


def test_every_written_check_has_a_case_that_shows_it_red() -> None:
    made = {name for name in CHECKS if name.endswith(("_key", "_values"))}
    assert CHECKS.keys() - made == SPOILED.keys() | TOLD.keys()
    assert not SPOILED.keys() & TOLD.keys()


def is_red(con: Connection, name: str) -> bool:
    """Whether the check is red by one row, as what it is, and tells of it."""
    result = run_check(con, CHECKS[name])
    told = f"{name}: 1 rows, {CHECKS[name].description} First: {result.columns[0]}="
    is_told = str(result).startswith(told)
    return (result.offences, result.is_violation, is_told) == (1, name not in FLAGS, True)


@pytest.mark.parametrize("name", SPOILED)
def test_a_written_check_is_red_on_what_it_is_about(sound: Connection, name: str) -> None:
    assert run_check(sound, CHECKS[name]).offences == 0
    sound.execute(SPOILED[name])
    assert is_red(sound, name)


def test_checks_of_what_articles_tell_together_are_red_where_they_tell_it(con: Connection) -> None:
    observe(con, [article(1, *(one for *others, _ in TOLD.values() for one in others))])
    assert [name for name in TOLD if run_check(con, CHECKS[name]).offences] == []
    observe(con, [article(2, *(last for *_, last in TOLD.values()))])
    assert [name for name in TOLD if not is_red(con, name)] == []


@pytest.mark.parametrize("name", [name for name in CHECKS if name.endswith("_key")])
def test_a_key_check_is_red_on_a_row_twice(sound: Connection, name: str) -> None:
    table = name.removesuffix("_key")
    if table == "rejections":
        sound.execute(
            "INSERT INTO rejections VALUES ('c', 'run-1', 'binhdinh', 'u', 'no_title', NULL, now())"
        )
    assert run_check(sound, CHECKS[name]).offences == 0
    sound.execute(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1")
    assert run_check(sound, CHECKS[name]).is_violation


@pytest.mark.parametrize("name", [name for name in CHECKS if name.endswith("_values")])
def test_a_closed_list_is_red_on_a_stranger(sound: Connection, name: str) -> None:
    table, column = next(
        (table, name.removeprefix(f"{table}_").removesuffix("_values"))
        for table in BY_NAME
        if name.startswith(f"{table}_")
    )
    assert run_check(sound, CHECKS[name]).offences == 0
    sound.execute(f"UPDATE {table} SET {column} = 'stranger'")
    assert run_check(sound, CHECKS[name]).is_violation


def test_all_checks_run_on_an_empty_warehouse_and_find_nothing(con: Connection) -> None:
    results = run_checks(con)
    assert len(results) == len(CHECKS)
    assert [result for result in results if result.offences] == []
    assert str(results[0]) == "portals_key: none"


def test_all_checks_run_in_a_sound_warehouse_and_find_nothing(sound: Connection) -> None:
    assert [str(result) for result in run_checks(sound) if result.offences] == []


def test_a_check_counts_all_offences_and_shows_a_few(con: Connection) -> None:
    load_batch(con, batches.batch(9))
    con.execute("UPDATE scores SET value = 101")
    result = run_check(con, CHECKS["value_above_scale"])
    assert (result.offences, len(result.sample)) == (9, 5)


def test_offsets_count_code_points(con: Connection) -> None:
    text = "😀 Ồ, điểm 88,66/100 điểm."
    load_batch(con, batches.joined(batches.common(), batches.article(1, text)))
    assert con.execute("SELECT start_offset FROM scores").fetchall() == [(10,)]
    assert run_check(con, CHECKS["quote_not_at_span"]).offences == 0


PERIODS = {
    **dict.fromkeys(("2024", "2025", "2025-06-30", "2025-Q2", "2025-H1", "2024/2026", "2025-Q9"), 0),
    **dict.fromkeys(("2025-07", "2025-07-01", "2025-Q3", "2025-H2", "2026", "2026/2030"), 1),
}


def test_a_province_is_out_of_its_time_where_it_had_no_day_of_the_period(sound: Connection) -> None:
    check = CHECKS["province_out_of_its_time"]
    for period, count in PERIODS.items():
        sound.execute(f"UPDATE scores SET period = '{period}' WHERE {OF_ONE}")
        assert run_check(sound, check).offences == count, period
    sound.execute("UPDATE scores SET subject = 'Gia Lai'")
    assert run_check(sound, check).offences == 0


def test_severity_and_description_are_read_from_the_file() -> None:
    check = parse_check("name", "-- severity: flag\n-- One line\n-- and another.\nSELECT 1;\n")
    assert (check.severity, check.description, check.query) == ("flag", "One line and another.", "SELECT 1")
