"""The commands that read what is published: query, explain, cite, export, tables, describe."""

import csv
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from flows.cli.app import run
from flows.cli.choices import indicator, merger_note, province
from flows.errors import UsageRefusedError
from tests.flows.command import refusal
from tests.warehouse import batches
from warehouse.connection import open_warehouse
from warehouse.load import load_batch
from warehouse.publish import publish

ARTICLE = batches.hex16("article", 2)
FACT = batches.hex16(batches.hex16(ARTICLE, batches.TEXT, ""), "scores", batches.TEXT.index("88,66"))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release of three articles."""
    folder = tmp_path_factory.mktemp("shelf")
    with open_warehouse(folder / "warehouse.duckdb") as con:
        load_batch(con, batches.batch())
    publish(folder / "warehouse.duckdb", folder / "published", datetime(2024, 3, 2, tzinfo=UTC))
    return folder


@pytest.fixture(autouse=True)
def published(shelf: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_DATA", str(shelf))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    assert run(arguments) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_a_query_prints_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT kind, count(*) AS n FROM out_facts GROUP BY kind ORDER BY kind LIMIT 2"
    out, _ = told(capsys, "query", "--format", "jsonl", sql)
    assert [json.loads(line) for line in out.splitlines()] == [
        {"kind": "assignment", "n": 3},
        {"kind": "date", "n": 3},
    ]


def test_a_table_has_a_limit_and_says_how_many_rows_are_left(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = told(capsys, "query", "--limit", "3", "SELECT range AS n FROM range(10)")
    assert [line.split()[1] for line in out.splitlines() if line.startswith("│")] == ["0", "1", "2"]
    assert err == "7 more rows; --limit ROWS shows more, --format csv prints all\n"


def test_a_query_that_takes_too_long_is_one_line_and_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT sum(hash(a.range + b.range)) FROM range(10000000) a, range(10000000) b"
    assert refusal(capsys, "query", "--timeout", "0.2", sql) == (
        12,
        "error: the query took longer than 0.2 s: ask for less, or give it more with --timeout\n",
    )


def test_a_huge_value_does_not_take_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    code, message = refusal(capsys, "query", "SELECT length(repeat('x', 2000000000))")
    assert (code, "needs more than 1GB of memory" in message) == (2, True)
    assert time.monotonic() - started < 20


def test_a_fact_is_cited_in_three_ways(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = told(capsys, "cite", FACT[:10])
    assert len(out.splitlines()) == 2
    assert f"mã {FACT}." in out
    assert "archived 2024-03-01 09:00:00+07:00" in out
    assert told(capsys, "cite", "--format", "bibtex", FACT)[0].startswith(f"@online{{gat-{FACT},")
    (cited,) = json.loads(told(capsys, "cite", "--format", "json", ARTICLE)[0])
    assert (cited["title"], cited["sentence"]) == ("Bài 2", None)


def test_tables_and_their_columns_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = told(capsys, "tables")
    names = [line.split()[1] for line in out.splitlines() if line.startswith("│ ") and line[2] != " "]
    assert names.index("out_facts") < names.index("articles")
    out, _ = told(capsys, "describe", "scores")
    assert "scores: 3 rows" in out
    assert "Key: evidence_id" in out
    assert "88.66" in out
    assert "did you mean scores" in refusal(capsys, "describe", "score")[1]


def test_the_ending_of_the_file_tells_the_format(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "diem.xlsx"
    filters = [
        "--kind",
        "score",
        "--province",
        "tinh binh dinh",
        "--indicator",
        "par-index",
        "--period",
        "2023",
    ]
    assert told(capsys, "export", *filters, "-o", str(out)) == (
        "",
        "note: since 1 July 2025 Bình Định is part of Gia Lai: facts keep the name of their day; name both "
        f"for both\n3 facts written to {out}\n",
    )
    assert openpyxl.load_workbook(out)["Dữ liệu"].max_row == 4


def test_standard_output_gets_data_alone(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = told(capsys, "export", "-o", "-", "--table", "articles", "--until", "2024-02-29")
    assert [row["title"] for row in csv.DictReader(out.splitlines())]
    assert err == "3 rows written to standard output\n"


def test_no_row_is_no_success(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "scores.csv"
    code, message = refusal(capsys, "export", "--kind", "score", "--province", "Sơn La", "-o", str(out))
    assert (code, message) == (
        10,
        "error: no rows of facts of kind score pass --kind score, --province Sơn La: no file is written\n",
    )
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--province", "Bình Địn"], "'Bình Địn' is no province of Vietnam: did you mean Bình Định"),
        (["--indicator", "PAPPI"], "'PAPPI' is no index: did you mean PAPI"),
        (["--kind", "scores"], "'scores' is no kind of fact: did you mean score"),
        (["--period", "23"], "'23' is no period"),
        (["--period", "2025..2020"], "the period 2025..2020 ends before it begins: write 2020..2025"),
        (["--portal", "hanoi"], "'hanoi' is no portal; there are binhdinh"),
        (["--since", "1/2/2024"], "'1/2/2024' is no day"),
        (["--flag", "from_ocr", "--no-flags"], "exclude each other"),
        (["--table", "score"], "'score' is no table or view: did you mean scores"),
        (["--format", "xlsx"], "is no text for standard output"),
        (["-o", "diem.xls"], "diem.xls: no format has the ending .xls: end it in .csv, .xlsx"),
    ],
)
def test_a_wrong_filter_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    code, message = refusal(capsys, "export", "-o", "-", *arguments)
    assert said in message
    assert code == 2


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("binh dinh", "Bình Định"),
        ("BÌNH ĐỊNH", "Bình Định"),
        ("Tỉnh Gia Lai", "Gia Lai"),
        ("tphcm", "TP. Hồ Chí Minh"),
        ("thành phố Huế", "Thừa Thiên Huế"),
        ("dak lak", "Đắk Lắk"),
    ],
)
def test_a_province_is_known_by_any_of_its_names(said: str, name: str) -> None:
    assert province(said) == name


def test_an_index_is_known_by_code_and_title() -> None:
    names = ("PAR INDEX", "par_index", "Chỉ số cải cách hành chính")
    assert {indicator(said) for said in names} == {"PAR_INDEX"}
    with pytest.raises(UsageRefusedError, match="is no index; there are DDCI, DTI"):
        indicator("GDP xyz")


def test_what_merged_is_noted_once_and_not_when_both_are_named() -> None:
    assert merger_note(["Sơn La"]) is None
    assert merger_note(["Bình Định", "Gia Lai"]) is None
    assert "Bình Dương is part of TP. Hồ Chí Minh" in (merger_note(["Bình Dương"]) or "")
