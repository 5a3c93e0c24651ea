from datetime import date
from pathlib import Path

import pytest

from tests.warehouse import batches
from warehouse.connection import open_snapshot, open_warehouse
from warehouse.errors import BadRequest, NothingFound
from warehouse.extract import extract
from warehouse.load import load_batch
from warehouse.selection import Filters

PERIODS = ("2019", "2023", "2024-Q1", "2021/2025", None)


@pytest.fixture(scope="module")
def periods(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of five articles, whose scores are of different periods, and one has a doubt."""
    path = tmp_path_factory.mktemp("periods") / "warehouse.duckdb"
    with open_warehouse(path) as con:
        load_batch(con, batches.batch(len(PERIODS)))
        for number, period in enumerate(PERIODS, start=1):
            con.execute(
                "UPDATE scores SET period = ? WHERE article_id = ?",
                [period, batches.hex16("article", number)],
            )
        con.execute("UPDATE scores SET flags = ['from_ocr'], status = 'target' WHERE period = '2019'")
        con.execute("UPDATE scores SET subject = 'Sơn La' WHERE period = '2023'")
    return path


def taken(path: Path, filters: Filters, table: str | None = None) -> int:
    with open_snapshot(path) as con:
        found = extract(con, table, filters)
        assert found.count == len(list(found.rows()))
        return found.count


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(kinds=("score",)), 5),
        (Filters(kinds=("score", "rank")), 10),
        (Filters(kinds=("score",), periods=("2023",)), 1),
        (Filters(kinds=("score",), periods=("2024",)), 1),
        (Filters(kinds=("score",), periods=("2020..2024",)), 2),
        (Filters(kinds=("score",), periods=("2020..2025",)), 3),
        (Filters(kinds=("score",), periods=("2021/2025",)), 1),
        (Filters(kinds=("score",), periods=("2019", "2021/2025")), 2),
        (Filters(kinds=("score",), statuses=("target",)), 1),
        (Filters(kinds=("score",), flags=("from_ocr", "glued_text")), 1),
        (Filters(kinds=("score",), is_flagged=False), 4),
        (Filters(kinds=("score",), indicators=("PAR_INDEX",), portals=("binhdinh",)), 5),
        (Filters(kinds=("score",), provinces=("Sơn La",)), 1),
        (Filters(kinds=("score", "person"), provinces=("Bình Định",)), 9),
        (Filters(kinds=("person",), provinces=("Sơn La", "Bình Định")), 5),
        (Filters(kinds=("score",), since=date(2024, 2, 29), until=date(2024, 2, 29)), 5),
    ],
)
def test_rows_pass_all_filters_and_any_value_of_each(periods: Path, filters: Filters, count: int) -> None:
    assert taken(periods, filters) == count


def test_a_table_and_a_view_are_filtered_by_what_they_have(periods: Path) -> None:
    assert taken(periods, Filters(provinces=("Bình Định",)), "articles") == 5
    assert taken(periods, Filters(periods=("2019..2023",)), "scores") == 2


@pytest.mark.parametrize(
    ("table", "filters", "message"),
    [
        (None, Filters(kinds=("scor",)), "'scor' is no kind of fact: did you mean score?"),
        (None, Filters(statuses=("reached",)), "'reached' is no status; there are actual, target"),
        (None, Filters(flags=("from_orc",)), "'from_orc' is no flag: did you mean from_ocr?"),
        (None, Filters(portals=("binhdin",)), "'binhdin' is no portal: did you mean binhdinh?"),
        (None, Filters(periods=("2023-2024",)), "'2023-2024' is no period: write 2023, 2020..2024"),
        (
            None,
            Filters(periods=("2023", "2025..2020")),
            "period 2025..2020 ends before it begins: write 2020..2025",
        ),
        (None, Filters(periods=("2025/2021",)), "period 2025/2021 ends before it begins: write 2021/2025"),
        (None, Filters(periods=("2024-06/2024-02",)), "ends before it begins: write 2024-02/2024-06"),
        (None, Filters(since=date(2024, 2, 1), until=date(2024, 1, 1)), "since 2024-02-01 is later than"),
        (None, Filters(kinds=("person",), indicators=("PAPI",)), "has no column indicator"),
        ("out_fact", Filters(), "'out_fact' is no table or view: did you mean out_facts"),
        ("scores; DROP TABLE scores", Filters(), "is no table or view"),
        ("scores", Filters(kinds=("score",)), "facts of a kind or a table, not both"),
        (
            "portals",
            Filters(since=date(2024, 2, 1)),
            "portals cannot be filtered so: it has no column published",
        ),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    periods: Path, table: str | None, filters: Filters, message: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        taken(periods, filters, table)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_table_is_told(periods: Path) -> None:
    with pytest.raises(NothingFound, match="there are no rejections in this release: no file is written"):
        taken(periods, Filters(), "rejections")


@pytest.mark.parametrize(
    "filters",
    [Filters(since=date(2024, 3, 1)), Filters(until=date(2024, 2, 28)), Filters(indicators=("PCI",))],
)
def test_nothing_is_told_with_the_filters(periods: Path, filters: Filters) -> None:
    with pytest.raises(NothingFound, match="no rows of facts pass --"):
        taken(periods, filters)
