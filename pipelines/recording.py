"""What a run writes of itself into the warehouse: its row, its portals and their results."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from extractors.engine import EXTRACTOR_VERSION
from pipelines.dimensions import rows_of_dimensions
from pipelines.rows import RunRecord, joined, rows_of_portals, rows_of_run
from pipelines.summary import status_of
from warehouse.connection import open_warehouse
from warehouse.load import load_batch

if TYPE_CHECKING:
    from pipelines.run import Night


def record(night: "Night", *, finished: bool) -> None:
    """Write the rows of a run, its portals and their results, and of what facts are about."""
    portals = night.tally.summaries(night.portals, night.results)
    run = RunRecord(
        run_id=night.run_id,
        started_at=night.started_at,
        finished_at=datetime.now(UTC) if finished else None,
        status=status_of(portals, ()) if finished else "failed",
        gat_version=night.plan.gat_version,
        extractor_version=EXTRACTOR_VERSION,
        results=tuple(night.results),
    )
    rows = joined(rows_of_portals(night.portals.values()), rows_of_dimensions(), rows_of_run(run))
    with open_warehouse(night.warehouse) as connection:
        load_batch(connection, rows)
