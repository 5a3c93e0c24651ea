from pathlib import Path

import pytest

from warehouse.connection import open_snapshot
from warehouse.errors import BadRequest
from warehouse.listing import describe_relation, list_relations, relation_names, show_relation
from warehouse.tables import BY_NAME


def test_views_come_first_and_all_are_described_and_counted(snapshot: Path) -> None:
    found = list_relations(snapshot)
    kinds = [one.is_view for one in found]
    assert kinds == sorted(kinds, reverse=True)
    assert all(one.description.endswith(".") and len(one.description) > 5 for one in found)
    rows = {one.name: one.rows for one in found}
    assert (rows["articles"], rows["out_facts"]) == (3, 21)


def test_a_table_has_key_types_descriptions_and_an_example(snapshot: Path) -> None:
    shown = show_relation(snapshot, " Scores ")
    assert (shown.relation.key, shown.rows) == (("evidence_id",), 3)
    columns = {column.name: column for column in shown.relation.columns}
    assert columns["unit"].type == "VARCHAR"
    assert columns["unit"].description == "Unit of the value. One of: point, percent."
    assert shown.example is not None
    assert len(shown.example) == len(columns)


def test_every_column_of_every_table_and_view_is_described(snapshot: Path) -> None:
    with open_snapshot(snapshot) as con:
        missing = [
            (name, column.name)
            for name in relation_names(con)
            for column in describe_relation(con, name).columns
            if not column.description and name != "schema_versions"
        ]
    assert missing == []


#: Columns whose names other tables have for something else, and the table whose they are.
TAKEN = {
    ("out_facts", "quote"): "scores",
    ("out_facts", "evidence_id"): "scores",
    ("out_articles", "title"): "articles",
    ("out_articles", "kind"): "articles",
    ("out_portals", "name"): "portals",
    ("out_provinces", "name"): "provinces",
    ("out_documents", "issued_on"): "documents",
    ("out_observations", "evidence_ids"): "observations",
    ("out_corrections", "reason"): "corrections",
}


def test_a_column_of_a_view_is_described_as_in_the_table_it_is_taken_from(snapshot: Path) -> None:
    for (view, name), table in TAKEN.items():
        [column] = [one for one in show_relation(snapshot, view).relation.columns if one.name == name]
        assert column.description == next(
            one.comment for one in BY_NAME[table].columns if one.name == name
        ), (view, name)


def test_an_empty_table_has_no_example(snapshot: Path) -> None:
    assert show_relation(snapshot, "rejections").example is None


@pytest.mark.parametrize(("name", "said"), [("out_fact", "did you mean out_facts"), ("'", "; there are ")])
def test_an_unknown_name_is_told_with_names_like_it(snapshot: Path, name: str, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        show_relation(snapshot, name)
