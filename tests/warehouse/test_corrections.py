"""What the corrections of the operator do to what is worked out from the facts."""

from datetime import UTC, date, datetime

import pytest

from tests.warehouse import batches
from tests.warehouse.past import correction, corrections
from warehouse.connection import Connection
from warehouse.derive import derive
from warehouse.load import load_batch
from warehouse.tables import BY_NAME


def count(con: Connection, table: str) -> int:
    [(found,)] = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(found)


@pytest.mark.parametrize(
    ("kind", "quote", "views"),
    [
        ("directive", "Quyết định số 482/QĐ-BNV", ("out_documents", "out_citations")),
        (
            "assignment",
            "giao Sở Nội vụ phối hợp Sở Tài chính tham mưu trước ngày 30/6/2024",
            ("out_assignments",),
        ),
    ],
)
def test_what_is_dropped_is_gone_from_the_views_of_its_kind(
    con: Connection, kind: str, quote: str, views: tuple[str, ...]
) -> None:
    load_batch(con, batches.batch(1))
    derive(con)
    assert [count(con, view) for view in views] == [1] * len(views)
    load_batch(con, corrections(correction(kind=kind, quote=quote, action="drop", corrected_value=None)))
    derive(con)
    assert [count(con, view) for view in views] == [0] * len(views)
    assert count(con, f"{kind}s") == 1


@pytest.mark.parametrize(
    ("group", "value", "state", "now"),
    [
        ("A", "B", "active", (None, "B")),
        ("A", "5", "unmatched", (None, "A")),
        (None, "B", "unmatched", (13, None)),
        (None, "5", "active", (5, None)),
    ],
)
def test_a_group_is_corrected_by_a_name_and_a_place_by_a_number(
    con: Connection, group: str | None, value: str, state: str, now: tuple[int | None, str | None]
) -> None:
    rows = batches.batch(1)
    if group:
        names = BY_NAME["ranks"].names
        stated = dict(zip(names, rows["ranks"][0], strict=True))
        rows["ranks"] = [
            batches.row("ranks", stated, rank=None, group_name=group, rank_kind="group", out_of=None)
        ]
    load_batch(con, rows)
    load_batch(con, corrections(correction(kind="rank", quote="thứ 13/63", corrected_value=value)))
    derive(con)
    assert con.execute("SELECT state FROM out_corrections").fetchall() == [(state,)]
    assert con.execute("SELECT rank, group_name FROM effective_ranks").fetchall() == [now]


@pytest.mark.parametrize(("hour", "state"), [(16, "active"), (17, "expired")])
def test_a_correction_ends_by_the_day_of_the_newest_run_in_vietnam(
    con: Connection, hour: int, state: str
) -> None:
    newest = datetime(2024, 3, 5, hour, 30, tzinfo=UTC)
    load_batch(con, batches.joined(batches.batch(1), batches.common("run-2", newest)))
    load_batch(con, corrections(correction(expires_on=date(2024, 3, 5))))
    derive(con)
    assert con.execute("SELECT state FROM out_corrections").fetchall() == [(state,)]
