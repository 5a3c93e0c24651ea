import csv
import hashlib
import io
import json
import os
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import IO

import duckdb
import pytest

from tests.warehouse import batches
from tests.warehouse.many import many_scores
from tests.warehouse.processes import run
from warehouse.catalog import Described
from warehouse.connection import open_warehouse
from warehouse.errors import BadRequest, NothingFound, WarehouseError
from warehouse.explain import explain
from warehouse.export import FORMATS, STREAMED, export
from warehouse.export_text import harmless
from warehouse.load import load_batch
from warehouse.selection import Filters
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


def export_kind(snapshot: Path, kind: str, file_format: str, out: Path | IO[str]) -> int:
    return export(snapshot, Filters(kinds=(kind,)), file_format, out)


def test_csv_opens_in_vietnamese_and_carries_the_evidence(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "scores.csv"
    assert export_kind(snapshot, "score", "csv", out) == 3
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
    assert export_kind(snapshot, kind, "jsonl", out) == 3
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
    export_kind(snapshot, "assignment", "csv", out)
    with out.open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.DictReader(stream))["cooperating"] == "Sở Tài chính"


STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " ="]
UNSEEN = ["\u00a0=", "\ufeff=", "\u200b+", "\x0b-", "\ufeff \u2060@"]


@pytest.mark.parametrize("start", STARTS + UNSEEN)
def test_text_that_begins_like_a_formula_is_made_harmless(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "88,66", "a=b", "Chỉ số -", "'x", "–"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("file_format", "reads", "text", "shown"),
    [
        ("csv", ",", "Tin; =1+1", "Tin;' =1+1"),
        ("csv", ",", 'Tin, số;"\u200b=1+1', "Tin, số;'\"\u200b=1+1"),
        ("csv", ",", "Tin\n=1+1\t@a, -5", "Tin\n'=1+1\t'@a, -5"),
        ("csv-vi", ";", "Tin, =1+1; -5", "Tin,' =1+1; -5"),
        ("csv", ",", "Sở Nội vụ; Sở Tài chính, Tin-học", "Sở Nội vụ; Sở Tài chính, Tin-học"),
    ],
)
def test_no_formula_begins_where_a_spreadsheet_set_otherwise_splits(
    file_format: str, reads: str, text: str, shown: str
) -> None:
    stream = io.StringIO(newline="")
    columns = [Described("number", "BIGINT", ""), Described("title", "VARCHAR", "")]
    STREAMED[file_format](stream, columns, [(1, text)])
    assert list(csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=reads))[1] == ["1", shown]
    seen = csv.reader(io.StringIO(stream.getvalue(), newline=""), delimiter=",;"[reads == ","])
    assert not [cell for row in seen for cell in row if cell.strip(' "\u200b').startswith(("=", "@"))]


def test_a_formula_in_a_title_is_written_as_text_and_a_negative_number_stays(tmp_path: Path) -> None:
    path, out = tmp_path / "warehouse.duckdb", tmp_path / "scores.csv"
    rows = batches.joined(batches.common(), batches.article(1, title='=HYPERLINK("http://x.test")'))
    with open_warehouse(path) as con:
        load_batch(con, rows)
        con.execute("UPDATE scores SET value = -0.5, value_kind = 'change', flags = ['a', 'b']")
    export_kind(path, "score", "csv", out)
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
    with pytest.raises(NothingFound, match="no rows of facts of kind score pass --kind score") as caught:
        export_kind(path, "score", "jsonl", out)
    assert caught.value.exit_code == 10
    assert not out.exists()


def test_an_export_that_fails_leaves_the_old_file(
    snapshot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "scores.csv"
    out.write_text("old")

    def full(text: str, separator: str) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.export_text.harmless", full)
    with pytest.raises(WarehouseError, match="No space left on device") as caught:
        export_kind(snapshot, "score", "csv", out)
    assert caught.value.exit_code == 3
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("kind", "file_format", "message"),
    [
        (
            "nonsense",
            "csv",
            "no kind of fact; there are assignment, date, directive, person, quantity, rank, score",
        ),
        ("score", "pdf", "no export format: csv, csv-vi, xlsx, parquet, jsonl, datapackage"),
    ],
)
def test_an_unknown_kind_or_format_is_told(
    snapshot: Path, tmp_path: Path, kind: str, file_format: str, message: str
) -> None:
    with pytest.raises(BadRequest, match=message):
        export_kind(snapshot, kind, file_format, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_of_an_older_gat_lacks_kinds_and_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path) as con:
        load_batch(con, batches.batch(1))
        (known,) = con.execute("SELECT evidence_id FROM scores").fetchall()[0]
    with duckdb.connect(str(path)) as old:
        old.execute("DROP TABLE persons")
    with pytest.raises(BadRequest, match="before this gat knew the kind person: publish again"):
        export_kind(path, "person", "csv", tmp_path / "out")
    assert export_kind(path, "score", "csv", tmp_path / "out") == 1
    assert explain(path, known).kind == "score"


def test_a_folder_that_cannot_be_written_is_told(snapshot: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match=str(tmp_path / "file")):
        export_kind(snapshot, "score", "csv", tmp_path / "file" / "scores.csv")


def test_a_symlink_stays_and_its_target_gets_the_facts(snapshot: Path, tmp_path: Path) -> None:
    target, link, ahead = tmp_path / "kept" / "scores.csv", tmp_path / "link.csv", tmp_path / "ahead.csv"
    target.parent.mkdir()
    target.write_text("old")
    link.symlink_to(target)
    ahead.symlink_to("kept/not-yet.csv")
    for out in (link, ahead):
        assert export_kind(snapshot, "score", "csv", out) == 3
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
            export_kind(snapshot, "score", "csv", out)
        assert (caught.value.exit_code, "\n" in str(caught.value)) == (2, False)
    for folder in (tmp_path, Path()):
        with pytest.raises(BadRequest, match="is a folder: name a file, or - for standard output"):
            export_kind(snapshot, "score", "csv", folder)
    assert pipe.is_fifo()
    assert Path("/dev/null").is_char_device()
    assert sorted(tmp_path.iterdir()) == [loop, null, pipe]


@pytest.mark.parametrize("file_format", ["csv", "jsonl"])
def test_a_stream_gets_the_same_lines_as_a_file(snapshot: Path, tmp_path: Path, file_format: str) -> None:
    stream, out = io.StringIO(newline=""), tmp_path / "out"
    assert export_kind(snapshot, "rank", file_format, stream) == 3
    export_kind(snapshot, "rank", file_format, out)
    with out.open(encoding="utf-8-sig", newline="") as written:
        assert stream.getvalue() == written.read()


def test_a_release_stays_as_it_was_when_nothing_passes(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    out.write_text("old")
    with pytest.raises(NothingFound, match="--kind score, --province Sơn La: no file is written"):
        export(snapshot, Filters(kinds=("score",), provinces=("Sơn La",)), "csv", out)
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_all_kinds_stand_in_one_table_with_all_that_evidences_them(snapshot: Path) -> None:
    stream = io.StringIO(newline="")
    assert export(snapshot, Filters(), "jsonl", stream) == 3 * len(BY_KIND)
    records = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {record["kind"] for record in records} == set(BY_KIND)
    assert [record["published_at"] for record in records] == sorted(one["published_at"] for one in records)
    for record in records:
        assert record["quote"] in record["sentence"]
        assert record["warc_file"] == "binhdinh/run-1.warc.gz"
        assert record["warc_offset"] in {1000, 2000, 3000}
        assert (record["province"], record["archived_url"]) == ("Bình Định", None)


def test_a_copy_in_a_web_archive_has_its_address(tmp_path: Path) -> None:
    path, out = tmp_path / "warehouse.duckdb", io.StringIO()
    with open_warehouse(path) as con:
        load_batch(con, batches.batch(1))
        con.execute("UPDATE captures SET source_kind = 'wayback'")
    export_kind(path, "rank", "jsonl", out)
    assert json.loads(out.getvalue())["archived_url"] == (
        "https://web.archive.org/web/20240301020000/http://binhdinh.test/tin-tuc/bai-1.html"
    )


def test_csv_for_a_spreadsheet_set_to_vietnamese_has_decimal_commas(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    export_kind(snapshot, "score", "csv-vi", out)
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfevidence_id;value;unit;")
    assert content.count(b"\r\n") == 4
    with out.open(encoding="utf-8-sig", newline="") as stream:
        record = next(csv.DictReader(stream, delimiter=";"))
    assert (record["value"], record["extractor_version"]) == ("88,66", "0.1.0")
    text = io.StringIO()
    export(snapshot, Filters(portals=("binhdinh",)), "csv-vi", text)
    text.seek(0)
    values = {record["value"] for record in csv.DictReader(text, delimiter=";")}
    assert {"88,66", "13", "2023", "482/QĐ-BNV"} <= values


def test_parquet_is_typed_and_tells_its_release(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    assert export(snapshot, Filters(kinds=("score",), portals=("binhdinh",)), "parquet", out) == 3
    with duckdb.connect() as con:
        value, flags = con.execute("SELECT value, flags FROM read_parquet(?)", [str(out)]).fetchall()[0]
        told = con.execute("SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(out)])
        said = {key: json.loads(value) for key, value in told.fetchall() if key.startswith("gat_")}
    assert (value, flags) == (Decimal("88.66"), [])
    assert said["gat_filters"] == {"--kind": "score", "--portal": "binhdinh"}
    assert said["gat_release"].startswith("gat-2024")


def test_a_data_package_describes_its_file(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.zip"
    assert export_kind(snapshot, "score", "datapackage", out) == 3
    with zipfile.ZipFile(out) as packed:
        package = json.loads(packed.read("datapackage.json"))
        data = packed.read("data.csv")
    (resource,) = package["resources"]
    header = data.decode().splitlines()[0].split(",")
    assert [field["name"] for field in resource["schema"]["fields"]] == header
    assert all(field["description"] for field in resource["schema"]["fields"])
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert (fields["value"]["type"], fields["published_at"]["format"]) == ("number", "any")
    # Without a doubt the cell is empty, and no field of it may be required.
    assert (fields["flags"]["type"], "constraints" in fields["flags"]) == ("string", False)
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert (resource["bytes"], resource["rows"]) == (len(data), 3)
    assert package["licenses"][0]["name"] == "other-pd"
    assert package["provenance"]["filters"] == {"--kind": "score"}
    assert package["sources"] == [
        {"title": "Cổng thông tin điện tử tỉnh Bình Định", "path": "http://binhdinh.test"}
    ]


def test_a_view_is_exported_with_its_columns(snapshot: Path) -> None:
    stream = io.StringIO(newline="")
    assert export(snapshot, Filters(periods=("2023",)), "csv", stream, table="out_scores_by_year") == 1
    assert stream.getvalue().startswith("indicator,component,subject,")


@pytest.mark.parametrize("file_format", [one for one in FORMATS if one not in {"csv", "csv-vi", "jsonl"}])
def test_what_is_no_text_does_not_go_to_standard_output(snapshot: Path, file_format: str) -> None:
    with pytest.raises(BadRequest, match="is no text for standard output: name a file"):
        export(snapshot, Filters(), file_format, io.StringIO())


#: Growth of the peak in MB when the many scores of the snapshot follow its one rank.
GROWTH = """
import resource, sys
from pathlib import Path
from warehouse.export import export
from warehouse.selection import Filters
peaks = []
for kind in ("rank", "score"):
    export(Path(sys.argv[1]), Filters(kinds=(kind,)), "csv", Path(sys.argv[2]))
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
print(peaks[1] - peaks[0])
"""


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    path, out = tmp_path / "warehouse.duckdb", tmp_path / "scores.csv"
    many_scores(path, 10_000)
    with open_warehouse(path) as con:
        con.execute("UPDATE ranks SET article_id = a.article_id, version_id = a.version_id FROM articles a")
    code, said, errors = run(GROWTH, path, out)
    assert (code, errors, out.read_bytes().count(b"\n")) == (0, "", 10_001)
    # Held in Python, these rows take more than 30 MB.
    assert int(said) < 25
