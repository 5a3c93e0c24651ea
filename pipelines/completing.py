"""What a run does when all is loaded, before it checks: its own rows, what is derived, what that changed."""

from typing import TYPE_CHECKING

from pipelines.file_rows import rows_of_missing
from pipelines.rebuild import holds_articles
from pipelines.recording import record
from pipelines.rows import joined
from pipelines.upkeep import fact_changes, lapsed_corrections
from spiders.filebook import missing_files
from spiders.sources.offered import missing_in_archives
from warehouse.connection import open_warehouse
from warehouse.derive import derive
from warehouse.load import load_batch

if TYPE_CHECKING:
    from pipelines.run import Night


def complete(night: "Night") -> None:
    """Complete the rows of a run and derive what articles tell together."""
    record(night, finished=True)
    missing = [
        *missing_files(night.ledger, night.portals),
        *missing_in_archives(night.ledger, night.portals),
    ]
    night.tally.files.update((one.portal, "not_fetched", one.reason) for one in missing)
    with open_warehouse(night.warehouse) as connection:
        told = joined(rows_of_missing(missing), night.corrections)
        night.tally.changed += load_batch(connection, told).changed
        derive(connection)
        night.changes = fact_changes(connection, night.run_id)
        night.lapsed = lapsed_corrections(connection)


def nothing_to_publish(night: "Night") -> str | None:
    """Say why a snapshot would tell nothing, or None."""
    if night.results and not night.tally.changed and all(one.status == "failed" for one in night.results):
        return "nothing could be fetched and nothing was loaded"
    with open_warehouse(night.warehouse) as connection:
        return None if holds_articles(connection) else "the warehouse holds no article yet"
