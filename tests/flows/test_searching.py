"""``gat search`` as it is typed."""

import csv
import io
import json
from pathlib import Path

import pytest

from flows.cli.app import run
from tests.warehouse import batches
from tests.warehouse.conftest import NOW
from warehouse.connection import open_warehouse
from warehouse.derive import derive
from warehouse.load import load_batch
from warehouse.publish import publish


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a release of one article."""
    folder = tmp_path_factory.mktemp("shelf")
    store(folder, title="Họp ở Bình Định")
    return folder


def store(folder: Path, *, title: str) -> None:
    folder.mkdir(exist_ok=True)
    with open_warehouse(folder / "warehouse.duckdb") as con:
        load_batch(con, batches.joined(batches.common(), batches.article(1, title=title)))
        derive(con)
    publish(folder / "warehouse.duckdb", folder / "published", NOW)


@pytest.fixture
def stored(shelf: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAT_DATA", str(shelf))


@pytest.mark.usefixtures("stored")
def test_hits_are_shown_marked_in_three_formats(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "binh", "dinh"]) == 0
    shown = capsys.readouterr()
    assert "Họp ở [Bình Định]" in shown.out
    assert "binhdinh, 2024-02-29, http://binhdinh.test" in shown.out
    assert shown.err == "1 articles; 2 passages match\n"
    assert run(["search", "so tai chinh", "--format", "json", "--province", "binh dinh"]) == 0
    (hit,) = json.loads(capsys.readouterr().out)
    assert [hit["passage"][start:end] for start, end in hit["marks"]][-1] == "Sở Tài chính"
    assert run(["search", "binh dinh", "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["passage"], row["marks"]) == ("Họp ở Bình Định", "6-15")


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("arguments", "code", "out", "said"),
    [
        (["bihn"], 10, "", "no title or sentence with facts has the word bihn: did you mean binh?"),
        (["bihn", "--format", "json"], 10, "[]\n", "did you mean binh?"),
        (["😀"], 2, "", "nothing to look for"),
        (["binh", "--portal", "binhdin"], 2, "", "'binhdin' is no portal: did you mean binhdinh?"),
        (["binh", "--since", "2024"], 2, "", "'2024' is no day"),
        (["binh", "--limit", "0"], 2, "", "--limit"),
    ],
)
def test_what_finds_nothing_is_told_in_one_line(
    arguments: list[str], code: int, out: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", *arguments]) == code
    told = capsys.readouterr()
    assert told.out == out
    assert said in told.err
    assert told.err.count("\n") == 1


def test_csv_has_no_cell_that_a_spreadsheet_runs(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store(data, title="=1+1; @Họp ở Bình Định")
    assert run(["search", "binh dinh", "--format", "csv"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["title"], row["passage"]) == ("'=1+1;' @Họp ở Bình Định",) * 2
