"""What stands in a release: files that agree with each other, and nothing that is somebody else's."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.warehouse import batches
from warehouse import package
from warehouse import publish as publishing
from warehouse.connection import open_snapshot, open_warehouse
from warehouse.ddl import SCHEMA_VERSION, views
from warehouse.dictionary import DICTIONARY
from warehouse.errors import SnapshotRefused
from warehouse.explain import explain
from warehouse.extract import extract
from warehouse.load import load_batch
from warehouse.provenance import provenance
from warehouse.publish import publish
from warehouse.releases import Policy
from warehouse.selection import Filters
from warehouse.tables import FACT_TABLES, TABLES
from warehouse.tables.model import EXCERPT_LENGTH

NOW = datetime(2024, 3, 2, 3, 4, 5, tzinfo=UTC)
#: A paragraph like a table: its quotes stand at both ends and in the middle of one long sentence.
LONG = (
    "Năm 2023, Chỉ số cải cách hành chính đạt 88,66/100 điểm, "
    + "xã Một đạt; " * 90
    + "xếp thứ 13/63 cả nước, "
    "" + "xã Hai đạt; " * 90 + "theo Quyết định số 482/QĐ-BNV."
)


def told(snapshot: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((snapshot.parent / "datapackage.json").read_text("utf-8"))
    return read


def resources(snapshot: Path) -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in told(snapshot)["resources"]}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with a news article and the text of its file, a document, and a very long sentence."""
    path = tmp_path_factory.mktemp("mixed") / "warehouse.duckdb"
    with open_warehouse(path) as con:
        parts = [
            batches.article(1, kind="news"),
            batches.article(2, kind="document"),
            batches.article(3, kind="file", parent_article_id=batches.hex16("article", 1)),
        ]
        load_batch(con, batches.joined(batches.common(), *parts, batches.article(4, LONG)))
        # A run whose clock was ahead: the newest one is not always the one that publishes.
        ahead = "('run-9' AS run_id, '9' AS extractor_version, started_at + INTERVAL 40 YEAR AS started_at)"
        con.execute(f"INSERT INTO runs SELECT * REPLACE {ahead} FROM runs")
    return path


@pytest.fixture(scope="module")
def closed(mixed: Path) -> Path:
    return publish(mixed, mixed.parent / "closed", NOW, run_id="run-1").path


def test_bodies_of_news_stay_in_the_warehouse_and_official_texts_do_not(closed: Path) -> None:
    for table in ("articles", "article_versions"):
        with open_snapshot(closed) as con:
            found = con.execute(f"SELECT kind, text, text_sha256 FROM {table} ORDER BY ALL").fetchall()
        digest = hashlib.sha256(batches.TEXT.encode()).hexdigest()
        assert ("document", batches.TEXT, digest) in found
        assert ("file", batches.TEXT, digest) in found
        assert {text for kind, text, _ in found if kind == "news"} == {None}
        assert ("news", None, digest) in found
    with open_snapshot(closed) as con:
        offered = (
            "SELECT news.text, file.text FROM articles file JOIN articles news "
            "ON file.parent_article_id = news.article_id"
        )
        assert con.execute(offered).fetchall() == [(None, batches.TEXT)]
    parquet = str(closed.parent / "parquet" / "articles.parquet")
    counted = duckdb.execute(
        "SELECT kind, count(text) FROM read_parquet(?) GROUP BY ALL", [parquet]
    ).fetchall()
    assert dict(counted) == {"news": 0, "document": 1, "file": 1}


def test_a_long_sentence_is_published_around_its_quote(closed: Path) -> None:
    for table in FACT_TABLES:
        with open_snapshot(closed) as con:
            found = con.execute(
                f"SELECT quote, sentence, start_offset - sentence_start, sentence_start FROM {table.name}"
            ).fetchall()
        for quote, sentence, start, sentence_start in found:
            assert sentence[start : start + len(quote)] == quote
            assert len(sentence) <= EXCERPT_LENGTH
            assert sentence in {LONG[sentence_start:][: len(sentence)], *batches.TEXT.split("\n\n")}
            if sentence in LONG:
                # No word is cut: a blank or nothing stands on either side, and none at the ends.
                around = f" {LONG} "[sentence_start : sentence_start + len(sentence) + 2]
                assert (around[0], around[-1], sentence.strip()) == (" ", " ", sentence)
    with open_snapshot(closed) as con:
        shown = "SELECT evidence_id, sentence FROM ranks ORDER BY ALL"
        of_view = "SELECT evidence_id, sentence FROM out_facts WHERE kind = 'rank' ORDER BY ALL"
        assert con.execute(of_view).fetchall() == con.execute(shown).fetchall()
        cut = con.execute("SELECT length(sentence) FROM ranks ORDER BY 1 DESC LIMIT 1").fetchall()[0][0]
    assert EXCERPT_LENGTH - 20 < cut <= EXCERPT_LENGTH


def test_a_quote_longer_than_an_excerpt_stays_whole(mixed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warehouse.duckdb"
    folder.write_bytes(mixed.read_bytes())
    with open_warehouse(folder) as con:
        con.execute(
            "UPDATE dates SET quote = sentence, start_offset = sentence_start, "
            "end_offset = sentence_start + length(sentence)"
        )
    snapshot = publish(folder, tmp_path / "published", NOW).path
    with open_snapshot(snapshot) as con:
        assert con.execute("SELECT max(length(sentence)) FROM dates WHERE quote = sentence").fetchone() == (
            len(LONG),
        )


def test_all_is_published_where_the_operator_says_so(mixed: Path, tmp_path: Path) -> None:
    snapshot = publish(mixed, tmp_path, NOW, Policy(bodies=True)).path
    with open_snapshot(snapshot) as con:
        assert con.execute("SELECT count(*) - count(text) FROM article_versions").fetchone() == (0,)
        assert con.execute("SELECT max(length(sentence)) FROM ranks").fetchone() == (len(LONG),)
    assert "left out" not in told(snapshot)["description"]


def test_views_and_explain_work_without_bodies(closed: Path) -> None:
    with open_snapshot(closed) as con:
        rows = {view.name: len(con.execute(f"FROM {view.name}").fetchall()) for view in views()}
        assert rows["out_facts"] == rows["out_facts_history"] == 7 * 3 + 4
        known = con.execute("SELECT evidence_id FROM ranks").fetchall()
    for (evidence_id,) in known:
        fact = explain(closed, evidence_id)
        assert fact.sentence[fact.quote_start : fact.quote_end] == fact.quote


def test_columns_that_hold_text_of_a_page_say_what_is_published_of_them() -> None:
    rights = {
        (table.name, column.name): column.rights
        for table in TABLES
        for column in table.columns
        if column.name in {"text", "sentence"}
    }
    assert {name for (_, name), right in rights.items() if right == "public"} == set()
    assert len(rights) == 2 + len(FACT_TABLES)


def test_the_data_package_lists_every_file_with_its_bytes_and_hash(closed: Path) -> None:
    listed = {resource["path"]: resource for resource in told(closed)["resources"]}
    files = {str(path.relative_to(closed.parent)) for path in closed.parent.rglob("*") if path.is_file()}
    assert listed.keys() == files - {"datapackage.json"}
    for path, resource in listed.items():
        content = (closed.parent / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_data_package_describes_every_column_as_parquet_has_it(closed: Path) -> None:
    found = resources(closed)
    assert found.keys() >= {table.name for table in TABLES} | {"out_facts", "out_rankings"}
    # Heavy to work out, and all of it in the tables.
    unfiled = {view.name for view in views()} - found.keys()
    assert unfiled == {"out_facts_history", "out_fact_history"}
    assert all(name in told(closed)["description"] for name in unfiled)
    for name, resource in found.items():
        if resource["format"] != "parquet":
            continue
        path = str(closed.parent / resource["path"])
        described = duckdb.execute("DESCRIBE FROM read_parquet(?)", [path]).fetchall()
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [row[0] for row in described]
        assert all(field["description"] for field in fields), name
        assert {field["type"] for field in fields} <= {
            "string", "integer", "number", "boolean", "date", "datetime", "array",
        }  # fmt: skip
        rows = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [path]).fetchone()
        assert rows == (resource["rows"],)
    assert found["scores"]["schema"]["primaryKey"] == ["evidence_id"]
    value = next(field for field in found["scores"]["schema"]["fields"] if field["name"] == "value")
    assert (value["type"], value["constraints"]) == ("number", {"required": True})


def test_the_data_package_says_whence_when_and_by_what(closed: Path) -> None:
    said = told(closed)
    assert said["name"] == "gat-20240302t030405z"
    assert said["created"] == "2024-03-02T03:04:05Z"
    assert said["sources"] == [
        {"title": "Cổng thông tin điện tử tỉnh Bình Định", "path": "http://binhdinh.test"}
    ]
    assert said["provenance"] == {
        "release": "gat-20240302T030405Z",
        "schema_version": SCHEMA_VERSION,
        "run_id": "run-1",
        "gat_version": "0.1.0",
        "extractor_version": "0.1.0",
    }
    assert {licence["name"] for licence in said["licenses"]} == {"other-pd", "other-closed"}
    assert "left out" in said["description"]


def test_an_export_names_the_rules_of_the_run_that_published(closed: Path) -> None:
    with open_snapshot(closed) as con:
        taken = extract(con, "portals", Filters())
        assert provenance(closed, Filters(), taken).extractor_version == "0.1.0"


def test_parquet_says_which_release_and_schema_it_is_of(closed: Path) -> None:
    path = str(closed.parent / "parquet" / "scores.parquet")
    found = duckdb.execute(
        "SELECT key::VARCHAR, value::VARCHAR FROM parquet_kv_metadata(?)", [path]
    ).fetchall()
    assert (
        dict(found).items()
        >= {
            "gat_release": "gat-20240302T030405Z",
            "gat_schema_version": str(SCHEMA_VERSION),
            "gat_table": "scores",
        }.items()
    )


def test_the_dictionary_of_a_release_is_that_of_the_repository(closed: Path) -> None:
    own = (closed.parent / "DICTIONARY.md").read_text("utf-8")
    assert own == DICTIONARY.read_text("utf-8")


def test_facts_of_one_article_lie_together(mixed: Path, tmp_path: Path) -> None:
    with open_warehouse(mixed) as con:
        con.execute("CREATE OR REPLACE TEMP TABLE mixed AS SELECT * FROM dates ORDER BY article_id DESC")
        con.execute("DELETE FROM dates")
        con.execute("INSERT INTO dates SELECT * FROM mixed")
    snapshot = publish(mixed, tmp_path, NOW).path
    with open_snapshot(snapshot) as con:
        found = [row for (row,) in con.execute("SELECT article_id FROM dates ORDER BY rowid").fetchall()]
    assert len(found) > 2
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("parquet/ranks.parquet", r"parquet/ranks.parquet is not the file that datapackage.json tells of"),
        ("DICTIONARY.md", r"DICTIONARY.md is not the file"),
    ],
)
def test_a_file_that_is_not_what_the_package_tells_is_refused(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, said: str
) -> None:
    original = publishing._validate

    def cut(building: Path, expected: Any) -> None:
        path = building / file
        path.write_bytes(path.read_bytes()[:-1])
        original(building, expected)

    monkeypatch.setattr(publishing, "_validate", cut)
    with pytest.raises(SnapshotRefused, match=said):
        publish(mixed, tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_parquet_file_with_other_rows_than_its_table_is_refused(
    mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = package.add_package

    def exchanged(con: duckdb.DuckDBPyConnection, folder: Path, label: Any) -> None:
        original(con, folder, label)
        said = json.loads((folder / "datapackage.json").read_text("utf-8"))
        found = {resource["name"]: resource for resource in said["resources"]}
        found["ranks"]["path"], found["dates"]["path"] = found["dates"]["path"], found["ranks"]["path"]
        for name in ("bytes", "hash"):
            found["ranks"][name], found["dates"][name] = found["dates"][name], found["ranks"][name]
        (folder / "datapackage.json").write_text(json.dumps(said), "utf-8")

    monkeypatch.setattr(publishing, "add_package", exchanged)
    with pytest.raises(SnapshotRefused, match=r"parquet/\w+.parquet does not hold what \w+ holds"):
        publish(mixed, tmp_path, NOW)
