"""What the corrections of the operator do to what is worked out from the facts."""

import pytest

from tests.warehouse import batches
from tests.warehouse.past import correction, corrections
from warehouse.connection import Connection
from warehouse.derive import derive
from warehouse.load import load_batch


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
