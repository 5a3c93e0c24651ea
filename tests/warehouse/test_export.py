import csv
import io
import json
import os
from pathlib import Path

import duckdb
import pytest

from tests.warehouse import batches
from warehouse import export
from warehouse.connection import open_warehouse
from warehouse.errors import BadRequest, WarehouseError
from warehouse.explain import explain
from warehouse.export import export_facts, harmless
from warehouse.load import load_batch
from warehouse.tables import BY_KIND

#: A column of each kind, and what it has in JSON.
TYPED: dict[str, tuple[str, object]] = {
    "score": ("value", 88.66),
    "rank": ("rank", 13),
    "date": ("is_relative", False),
    "directive": ("issued_on", "2024-02-01"),
    "quantity": ("out_of", 40),
    "person": ("person_title", "Phó Giám đốc Sở Nội vụ"),
    "assignment": ("cooperating", ["Sở Tài chính"]),
}


def test_csv_opens_in_vietnamese_and_carries_the_evidence(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "scores.csv"
    assert export_facts(snapshot, "score", "csv", out) == 3
    assert out.read_bytes().startswith(b"\xef\xbb\xbfevidence_id,value,unit,")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        records = list(csv.DictReader(stream))
    assert [record["value"] for record in records] == ["88.66"] * 3
    assert records[0]["scale_max"] == "100"
    assert records[0]["sentence"] == batches.TEXT.split("\n", maxsplit=1)[0]
    assert records[0]["url"].startswith("http://binhdinh.test/")
    assert records[0]["fetched_at"] == "2024-03-01 09:00:00+07:00"
    assert records[0]["subject"] == "Bình Định"


@pytest.mark.parametrize("kind", TYPED)
def test_jsonl_is_typed(snapshot: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / "facts.jsonl"
    assert export_facts(snapshot, kind, "jsonl", out) == 3
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len({record["evidence_id"] for record in records}) == 3
    for record in records:
        assert record["sentence"].count(record["quote"]) == 1
        assert record["flags"] == []
    name, value = TYPED[kind]
    assert records[0][name] == value


def test_every_kind_has_a_case() -> None:
    assert TYPED.keys() == BY_KIND.keys()


def test_a_list_of_agencies_is_one_cell(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "assignments.csv"
    export_facts(snapshot, "assignment", "csv", out)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream))["cooperating"] == "Sở Tài chính"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="])
def test_text_that_begins_like_a_formula_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "88,66", "a=b", "Chỉ số -", "'x", "–"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_formula_in_a_title_is_written_as_text_and_a_negative_number_stays(tmp_path: Path) -> None:
    path, out = tmp_path / "warehouse.duckdb", tmp_path / "scores.csv"
    rows = batches.joined(batches.common(), batches.article(1, title='=HYPERLINK("http://x.test")'))
    with open_warehouse(path) as con:
        load_batch(con, rows)
        con.execute("UPDATE scores SET value = -0.5, value_kind = 'change', flags = ['a', 'b']")
    export_facts(path, "score", "csv", out)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        record = next(csv.DictReader(stream))
    assert (record["title"], record["value"], record["flags"]) == (
        '\'=HYPERLINK("http://x.test")',
        "-0.5",
        "a; b",
    )


def test_only_facts_of_current_versions_are_exported(tmp_path: Path) -> None:
    path, out = tmp_path / "warehouse.duckdb", tmp_path / "scores.jsonl"
    with open_warehouse(path) as con:
        load_batch(con, batches.joined(batches.common(), batches.article(1)))
        load_batch(con, batches.article(1, "Không còn gì.", at=batches.START.replace(day=9)))
    assert export_facts(path, "score", "jsonl", out) == 0
    assert out.read_bytes() == b""


def test_an_export_that_fails_leaves_the_old_file(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "scores.csv"
    out.write_text("old")

    def full(value: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "_cell", full)
    with pytest.raises(WarehouseError, match="No space left on device") as caught:
        export_facts(snapshot, "score", "csv", out)
    assert caught.value.exit_code == 3
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("kind", "file_format", "message"),
    [
        ("nonsense", "csv", "no kind of fact: score, rank, date, directive, quantity, person, assignment"),
        ("score", "pdf", "no export format: csv, jsonl"),
    ],
)
def test_an_unknown_kind_or_format_is_told(
    snapshot: Path, tmp_path: Path, kind: str, file_format: str, message: str
) -> None:
    with pytest.raises(BadRequest, match=message):
        export_facts(snapshot, kind, file_format, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_of_an_older_gat_lacks_kinds_and_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path) as con:
        load_batch(con, batches.batch(1))
        (known,) = con.execute("SELECT evidence_id FROM scores").fetchall()[0]
    with duckdb.connect(str(path)) as old:
        old.execute("DROP TABLE persons")
    with pytest.raises(BadRequest, match="before this gat knew the kind person: publish again"):
        export_facts(path, "person", "csv", tmp_path / "out")
    assert export_facts(path, "score", "csv", tmp_path / "out") == 1
    assert explain(path, known).kind == "score"


def test_a_folder_that_cannot_be_written_is_told(snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match=str(tmp_path / "file")):
        export_facts(snapshot, "score", "csv", tmp_path / "file" / "scores.csv")


def test_a_symlink_stays_and_its_target_gets_the_facts(snapshot: Path, tmp_path: Path) -> None:
    target, link, ahead = tmp_path / "kept" / "scores.csv", tmp_path / "link.csv", tmp_path / "ahead.csv"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)
    ahead.symlink_to("kept/not-yet.csv")
    for out in (link, ahead):
        assert export_facts(snapshot, "score", "csv", out) == 3
        assert out.is_symlink()
        assert out.read_text("utf-8-sig").startswith("evidence_id,")
    assert {path.name for path in target.parent.iterdir()} == {"scores.csv", "not-yet.csv"}


def test_what_is_no_file_is_refused_and_stays(snapshot: Path, tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    null = tmp_path / "null"
    null.symlink_to("/dev/null")
    for out, message in ((pipe, "no regular file"), (loop, "no regular file"), (null, "no regular file")):
        with pytest.raises(BadRequest, match=message) as caught:
            export_facts(snapshot, "score", "csv", out)
        assert (caught.value.exit_code, "\n" in str(caught.value)) == (2, False)
    for folder in (tmp_path, Path()):
        with pytest.raises(BadRequest, match="is a folder: name a file, or - for standard output"):
            export_facts(snapshot, "score", "csv", folder)
    assert pipe.is_fifo()
    assert Path("/dev/null").is_char_device()
    assert sorted(tmp_path.iterdir()) == [loop, null, pipe]


@pytest.mark.parametrize("file_format", ["csv", "jsonl"])
def test_a_stream_gets_the_same_lines_as_a_file(snapshot: Path, tmp_path: Path, file_format: str) -> None:
    stream, out = io.StringIO(newline=""), tmp_path / "out"
    assert export_facts(snapshot, "rank", file_format, stream) == 3
    export_facts(snapshot, "rank", file_format, out)
    with out.open(encoding="utf-8-sig", newline="") as written:
        assert stream.getvalue() == written.read()
