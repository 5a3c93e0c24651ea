import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.warehouse import batches
from tests.warehouse.batches import START, TEXT, article, batch, common, joined
from warehouse.checks import run_checks
from warehouse.connection import Connection
from warehouse.errors import WarehouseError
from warehouse.inventory import take_inventory
from warehouse.load import load_batch
from warehouse.upsert import Counts

LATER = START + timedelta(days=1)
LATEST = START + timedelta(days=2)
EDITED = TEXT.replace("88,66", "88,68")


def scalar(con: Connection, sql: str) -> object:
    found = con.execute(sql).fetchone()
    assert found is not None
    return found[0]


def test_a_batch_is_loaded(con: Connection) -> None:
    report = load_batch(con, batch(3))
    assert report.tables["articles"] == Counts(inserted=3)
    assert report.tables["scores"] == Counts(inserted=3)
    assert scalar(con, "SELECT count(*) FROM out_facts") == 21
    assert [str(result) for result in run_checks(con) if result.offences] == []


def test_the_same_batch_again_changes_nothing(con: Connection) -> None:
    load_batch(con, batch(3))
    before = take_inventory(con)
    report = load_batch(con, batch(3))
    assert report.changed == 0
    assert report.tables["scores"] == Counts(unchanged=3)
    assert take_inventory(con) == before


def test_an_edited_article_becomes_a_second_version_and_keeps_the_first_ones_facts(con: Connection) -> None:
    load_batch(con, batch(3))
    report = load_batch(con, joined(common("run-2", LATER), article(2, EDITED, run="run-2", at=LATER)))
    assert report.tables["article_versions"] == Counts(inserted=1)
    assert report.tables["articles"] == Counts(updated=1)
    changed = batches.hex16("article", 2)
    assert con.execute(
        "SELECT text = ?, version_count, first_seen_at = ?, last_seen_at = ? FROM articles "
        "WHERE article_id = ?",
        [EDITED, START, LATER, changed],
    ).fetchall() == [(True, 2, True, True)]
    found = con.execute(
        "SELECT version_no, is_current, count(*) FROM out_facts_history "
        "JOIN article_versions v USING (version_id) WHERE v.article_id = ? GROUP BY ALL ORDER BY ALL",
        [changed],
    )
    assert found.fetchall() == [(1, False, 7), (2, True, 6)]
    assert scalar(con, "SELECT count(*) FROM out_facts") == 20


def test_a_page_fetched_again_unchanged_only_moves_when_it_was_last_seen(con: Connection) -> None:
    load_batch(con, batch(1))
    report = load_batch(con, joined(common("run-2", LATER), article(1, run="run-2", at=LATER)))
    assert report.tables["article_versions"] == Counts(updated=1)
    assert report.tables["articles"] == Counts(updated=1)
    assert report.tables["scores"] == Counts(unchanged=1)
    assert "captures" not in report.tables
    assert con.execute("SELECT first_seen_at, last_seen_at, run_id FROM article_versions").fetchall() == [
        (START, LATER, "run-1")
    ]
    assert con.execute("SELECT version_count, last_seen_at FROM articles").fetchall() == [(1, LATER)]
    assert scalar(con, "SELECT run_id FROM scores") == "run-1"


def test_an_article_edited_back_returns_to_its_first_version(con: Connection) -> None:
    for days, text in enumerate((TEXT, EDITED, TEXT)):
        load_batch(con, joined(common(), article(1, text, at=START + timedelta(days=days))))
    assert con.execute("SELECT version_count, text FROM articles").fetchall() == [(2, TEXT)]


def test_batches_in_any_order_give_the_same_rows(con: Connection) -> None:
    parts = [
        joined(common(), article(1)),
        joined(common("run-2", LATER), article(1, EDITED, run="run-2", at=LATER)),
        joined(common("run-3", LATEST), article(1, TEXT, run="run-3", at=LATEST)),
    ]
    found = []
    for order in itertools.permutations(parts):
        for table in take_inventory(con).rows:
            if table != "schema_versions":
                con.execute(f"DELETE FROM {table}")
        for part in order:
            load_batch(con, part)
        found.append(take_inventory(con))
    assert [inventory.differences(found[0]) for inventory in found] == [[]] * 6


@pytest.mark.parametrize(("older_at", "newer_at"), [(START, LATER), (LATER, START)])
def test_of_two_readings_the_newer_rules_stand_whatever_the_order(
    con: Connection, older_at: datetime, newer_at: datetime
) -> None:
    newer = article(1, at=newer_at, extractor="0.10.0")
    del newer["dates"]
    parts = [joined(common(), article(1, at=older_at, extractor="0.9.0")), joined(common(), newer)]
    found = []
    for order in (parts, parts[::-1]):
        for table in take_inventory(con).rows:
            if table != "schema_versions":
                con.execute(f"DELETE FROM {table}")
        for part in order:
            load_batch(con, part)
        found.append(take_inventory(con))
        assert con.execute(
            "SELECT v.extractor_version, v.last_seen_at, count(*) FROM article_versions v "
            "JOIN out_facts_history USING (version_id, extractor_version) GROUP BY ALL"
        ).fetchall() == [("0.10.0", LATER, 6)]
    assert found[1].differences(found[0]) == []


#: How a page was read the worse and the better way; each way made another text of it.
WORSE_AND_BETTER: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"extractor": "0.9.0", "parser_version": "2"}, {"extractor": "0.10.0"}),
    ({"parser_version": "9"}, {"parser_version": "10"}),
    ({"parser": "generic", "read_by": "generic", "parser_version": "7"}, {}),
    ({"parser": "nukeviet", "read_by": "detected"}, {}),
    ({"read_by": "generic", "parser": "generic"}, {"read_by": "detected"}),
]


def test_of_two_texts_of_one_page_the_newer_readings_stands_whatever_the_order(con: Connection) -> None:
    parts: dict[bool, list[batches.Rows]] = {False: [], True: []}
    for number, ways in enumerate(WORSE_AND_BETTER, 1):
        for is_better, way in enumerate(ways):
            rows = article(number, f"{TEXT} {'Hết' if is_better else 'In bài'}.", **way)
            url = f"http://binhdinh.test/tin-tuc/bai-{number}.html"
            told = (rows["captures"][0][0], "run-1", "binhdinh", url, "value_out_of_range", str(way), START)
            same = article(number)
            parts[bool(is_better)].append(
                rows | {"rejections": [told], "captures": same["captures"], "files": same["files"]}
            )
    found = []
    for order in ((False, True), (True, False)):
        for table in take_inventory(con).rows:
            if table != "schema_versions":
                con.execute(f"DELETE FROM {table}")
        for is_better in order:
            load_batch(con, joined(common(), *parts[is_better]))
        found.append(take_inventory(con))
        assert con.execute("SELECT DISTINCT right(text, 4), version_count FROM articles").fetchall() == [
            ("Hết.", 1)
        ]
    assert found[1].differences(found[0]) == []
    assert [str(result) for result in run_checks(con) if result.offences] == []


def test_an_older_reading_that_gives_a_page_the_text_of_another_changes_nothing(con: Connection) -> None:
    first = article(1, f"{TEXT} Hết.", extractor="0.2.0")
    load_batch(con, joined(common(), first))
    load_batch(con, article(1, at=LATER, extractor="0.2.0"))
    before = take_inventory(con)
    load_batch(con, article(1, extractor="0.1.0") | {"captures": first["captures"]})
    assert take_inventory(con).differences(before) == []


def test_of_two_portal_readers_that_are_alike_the_last_one_stands(con: Connection) -> None:
    for parser in ("vhv", "nukeviet", "dnn"):
        load_batch(con, joined(common(), article(1, f"{TEXT} {parser}", parser=parser)))
        assert con.execute("SELECT parser FROM article_versions").fetchall() == [(parser,)]


def test_an_older_reading_changes_no_fact_and_is_told_nowhere(con: Connection) -> None:
    load_batch(con, joined(common(), article(1, extractor="0.2.0", parser_version="3")))
    for older in ({"extractor": "0.1.0"}, {"extractor": "0.2.0", "parser_version": "2"}):
        report = load_batch(con, article(1, at=LATER, **older), "run-1")
        assert report.tables["scores"] == Counts(unchanged=1)
        assert "fact_changes" not in report.tables
    assert con.execute("SELECT extractor_version, parser_version FROM article_versions").fetchall() == [
        ("0.2.0", "3")
    ]
    load_batch(con, article(1, extractor="0.3.0"))
    assert con.execute("SELECT extractor_version, last_seen_at FROM article_versions").fetchall() == [
        ("0.3.0", LATER)
    ]


def test_another_extractor_version_replaces_the_facts_of_the_version_it_read(con: Connection) -> None:
    load_batch(con, batch(2))
    again = article(1, extractor="0.2.0")
    del again["dates"]
    report = load_batch(con, joined(common(), again))
    assert report.tables["dates"] == Counts(deleted=1)
    assert report.tables["scores"] == Counts(updated=1)
    assert report.tables["article_versions"] == Counts(updated=1)
    assert con.execute(
        "SELECT extractor_version, count(*) FROM out_facts GROUP BY ALL ORDER BY ALL"
    ).fetchall() == [
        ("0.1.0", 7),
        ("0.2.0", 6),
    ]


def test_another_parsing_of_the_same_capture_replaces_the_version(con: Connection) -> None:
    load_batch(con, batch(1))
    report = load_batch(con, joined(common(), article(1, TEXT + " Hết.", parser_version="2")))
    assert report.tables["article_versions"] == Counts(inserted=1, deleted=1)
    assert report.tables["scores"] == Counts(inserted=1, deleted=1)
    assert con.execute("SELECT version_no, parser_version FROM article_versions").fetchall() == [(1, "2")]
    assert [str(result) for result in run_checks(con) if result.offences] == []


def test_one_article_twice_in_a_batch_is_one_version(con: Connection) -> None:
    report = load_batch(con, joined(common(), article(1, at=LATER), article(1)))
    assert report.tables["article_versions"] == Counts(inserted=1)
    assert con.execute("SELECT first_seen_at, last_seen_at FROM articles").fetchall() == [(START, LATER)]
    assert con.execute("SELECT count(*), min(fetched_at) FROM captures").fetchall() == [(1, START)]


def test_a_rejected_page_that_is_read_later_leaves_the_rejections(con: Connection) -> None:
    loaded = article(1)
    capture = loaded["captures"][0][0]
    rejection = (capture, "run-1", "binhdinh", "http://binhdinh.test/x", "no_title", None, START)
    load_batch(con, joined(common(), {"rejections": [rejection]}))
    assert scalar(con, "SELECT count(*) FROM rejections") == 1
    assert load_batch(con, joined(common(), {"rejections": [rejection]})).changed == 0
    assert load_batch(con, joined(common(), loaded)).tables["rejections"] == Counts(deleted=1)


def test_an_empty_batch_changes_nothing(con: Connection) -> None:
    assert load_batch(con, {}).tables == {}
    assert load_batch(con, {"scores": []}).changed == 0


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"nonsense": []}, "no table to load"),
        ({"articles": []}, "no table to load"),
        ({"portals": [("binhdinh",)]}, "has 1 values, the table has 5 columns"),
        ({"scores": article(1)["scores"]}, "which is not in the batch"),
    ],
)
def test_a_malformed_batch_is_refused_whole(con: Connection, rows: batches.Rows, message: str) -> None:
    before = take_inventory(con)
    with pytest.raises(WarehouseError, match=message):
        load_batch(con, joined({name: made for name, made in common().items() if name not in rows}, rows))
    assert take_inventory(con) == before
    assert load_batch(con, batch(1)).tables["scores"] == Counts(inserted=1)
