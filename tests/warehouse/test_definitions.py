"""The definitions, and what is made from them: DDL, comments, views, the dictionary."""

import hashlib
import re
from collections.abc import Iterator

import pytest

from extractors.doubts import DOUBTS
from tests.warehouse import batches
from tests.warehouse.past import load_past
from warehouse.catalog import view_columns
from warehouse.connection import Connection, open_memory
from warehouse.ddl import SCHEMA_VERSION, View, create_table, views
from warehouse.derive import derive
from warehouse.dictionary import DICTIONARY, dictionary
from warehouse.load import load_batch
from warehouse.tables import FACT_TABLES, TABLES, Column, Table
from warehouse.tables.flags import FLAGS
from warehouse.tables.model import RENEWABLE

#: Digest of the DDL of each released schema version. A changed table raises SCHEMA_VERSION, adds a step to
#: MIGRATIONS and a digest here; digests of released versions never change.
DDL_OF_VERSIONS = {1: "ba99e4f01ea210b6", 2: "b926fd3d8a52f8d8", 3: "77208e08e0b1b37f", 4: "99e9b6a3a109795f"}

ASSIGNED = "giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024"

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def test_a_changed_table_needs_a_new_schema_version() -> None:
    kept = [create_table(table) for table in TABLES if table.loading not in RENEWABLE]
    digest = hashlib.sha256("\n".join(kept).encode()).hexdigest()[:16]
    assert DDL_OF_VERSIONS[SCHEMA_VERSION] == digest


def test_the_dictionary_in_the_repository_is_up_to_date() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == dictionary(), "run: python -m warehouse.dictionary"


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda item: item.name)
def test_every_column_is_described_and_named_by_the_law(table: Table, column: Column) -> None:
    assert len(column.description) > 10
    assert column.description.endswith((".", "?"))
    assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
    assert column.name.endswith("_at") == (column.type == "TIMESTAMPTZ")
    assert column.name.endswith("_on") == (column.type == "DATE")
    assert column.name.startswith("is_") == (column.type == "BOOLEAN")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_has_a_key_of_its_own_columns_that_are_never_null(table: Table) -> None:
    assert table.key
    assert len(set(table.names)) == len(table.names)
    assert all(not column.nullable for column in table.columns if column.name in table.key)
    assert set(table.key) <= set(table.names)
    assert table.description.endswith(".")


def test_fact_tables_share_the_columns_that_evidence_a_fact() -> None:
    shared = set.intersection(*(set(table.names) for table in FACT_TABLES))
    assert shared >= {
        "evidence_id",
        "fact_key",
        "quote",
        "sentence",
        "sentence_start",
        "rule",
        "flags",
        "run_id",
    }


def test_the_database_has_the_defined_tables_and_comments(con: Connection) -> None:
    for table in TABLES:
        found = con.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
            "WHERE table_name = ? ORDER BY column_index",
            [table.name],
        ).fetchall()
        expected = [
            (c.name, c.type.replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"), c.nullable, c.comment)
            for c in table.columns
        ]
        assert found == expected


def test_views_answer_when_there_is_nothing(con: Connection) -> None:
    for view in views():
        assert con.execute(f"FROM {view.name}").fetchall() is not None


@pytest.fixture(scope="module")
def past() -> Iterator[Connection]:
    """A warehouse in which every view has rows."""
    with open_memory() as con:
        load_past(con)
        derive(con)
        con.execute("UPDATE observations SET is_score_conflict = TRUE")  # for the view of conflicts
        yield con


@pytest.mark.parametrize("found", views(), ids=lambda view: view.name)
def test_a_view_answers_and_all_its_columns_are_described(past: Connection, found: View) -> None:
    assert past.execute(f"FROM {found.name}").fetchall()
    columns = view_columns(past, found)
    assert [name for name, _, description in columns if not description] == []
    assert found.notes.keys() <= {name for name, _, _ in columns}
    assert found.description


def test_facts_is_one_row_per_fact_with_its_value_as_text(con: Connection) -> None:
    load_batch(con, batches.batch(1))
    assert con.execute(
        "SELECT kind, quote, value, indicator, period, status FROM out_facts ORDER BY ALL"
    ).fetchall() == [
        ("assignment", ASSIGNED, "Sở Nội vụ", None, None, None),
        ("date", "Năm 2023", "2023", None, None, None),
        ("directive", "Quyết định số 482/QĐ-BNV", "482/QĐ-BNV", None, None, None),
        ("person", "Lê Thị Mai", "Phó Giám đốc Sở Nội vụ", None, None, None),
        ("quantity", "17/40 nhiệm vụ", "17", None, None, "actual"),
        ("rank", "thứ 13/63", "13", "PAR_INDEX", "2023", "actual"),
        ("score", "88,66/100 điểm", "88.66", "PAR_INDEX", "2023", "actual"),
    ]


def test_a_score_a_change_a_share_and_a_group_are_told_apart(con: Connection) -> None:
    load_batch(con, batches.batch(3))
    first, second, _ = (
        row[0] for row in con.execute("SELECT article_id FROM articles ORDER BY 1").fetchall()
    )
    con.execute("UPDATE scores SET value_kind = 'change' WHERE article_id = ?", [first])
    con.execute("UPDATE scores SET unit = 'percent' WHERE article_id = ?", [second])
    con.execute("UPDATE ranks SET rank_kind = 'group', rank = NULL, group_name = 'A'")
    found = con.execute(
        "SELECT DISTINCT kind, value, unit, value_kind FROM out_facts ORDER BY ALL"
    ).fetchall()
    assert [row for row in found if row[0] in {"score", "rank", "quantity", "date"}] == [
        ("date", "2023", None, None),
        ("quantity", "17", "nhiệm vụ", None),
        ("rank", "A", None, "group"),
        ("score", "88.66", "percent", "level"),
        ("score", "88.66", "point", "change"),
        ("score", "88.66", "point", "level"),
    ]


def test_the_flags_in_the_dictionary_are_those_the_readers_raise() -> None:
    assert {flag.name: (flag.kinds, flag.description) for flag in FLAGS} == DOUBTS
    written = DICTIONARY.read_text(encoding="utf-8")
    assert all(f"`{name}`" in written for name in DOUBTS)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("100", "100"), ("0", "0"), ("-0.5", "-0.5"), ("0.623400", "0.6234"), ("1200", "1200")],
)
def test_a_score_as_text_has_no_zeros_too_many(con: Connection, value: str, shown: str) -> None:
    load_batch(con, batches.batch(1))
    con.execute("UPDATE scores SET value = ?::DECIMAL(18,6)", [value])
    assert con.execute("SELECT value FROM out_facts WHERE kind = 'score'").fetchall() == [(shown,)]


def test_reader_views_count_articles_not_mentions(con: Connection) -> None:
    load_batch(con, batches.batch(3))
    derive(con)
    assert con.execute(
        "SELECT indicator, subject, year, score::DOUBLE, score_sources, rank_sources FROM out_scores_by_year"
    ).fetchall() == [("PAR_INDEX", "Bình Định", 2023, 88.66, 1, 1)]
    assert con.execute(
        "SELECT year, subject, rank, field_size, rank_sources, rank_articles FROM out_rankings "
        "JOIN out_observations USING (year, subject, rank, field_size, rank_sources, rank_articles)"
    ).fetchall() == [(2023, "Bình Định", 13, 63, 1, 3)]
    assert con.execute(
        "SELECT sign, year, province, issuer, mention_count, article_count FROM out_documents"
    ).fetchall() == [("482/QĐ-BNV", 2024, None, "Bộ Nội vụ", 3, 3)]
    assert con.execute(
        "SELECT portal_id, article_count, version_count, score_count, rank_count, date_count, "
        "directive_count, quantity_count, person_count, assignment_count, rejected_count FROM out_portals"
    ).fetchall() == [("binhdinh", 3, 3, 3, 3, 3, 3, 3, 3, 3, 0)]


def test_a_portal_without_articles_is_in_the_summary() -> None:
    with open_memory() as con:
        load_batch(con, batches.common())
        assert con.execute("SELECT article_count, score_count FROM out_portals").fetchall() == [(0, 0)]
