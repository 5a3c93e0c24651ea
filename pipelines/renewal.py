"""The whole warehouse made anew from the archive, without a network: same pages, same rows.

Three tables tell of processes and not of pages, ``runs``, ``run_portals`` and ``fact_changes``: they are
carried over from the warehouse that is replaced, as far as it can be read, and ``runs`` gets one more. A
ledger that was lost, with or without runs since, is told what the records of the archive say of themselves.
"""

from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.plan import NightPlan, readable_portals
from pipelines.progress import Observer
from pipelines.rebuild import holds_articles
from pipelines.run import Night, all_stages
from pipelines.summary import RunSummary
from spiders.archive_records import unknown_files
from spiders.ledger import Ledger
from spiders.restore import restore_ledger
from warehouse.connection import open_warehouse
from warehouse.errors import WarehouseError
from warehouse.load import load_batch

#: The tables that tell what runs did.
_OF_RUNS = ("runs", "run_portals", "fact_changes")


class NothingToRebuildError(PipelineError):
    """There is no page in the archive, or no word of any."""

    exit_code = 2


class UnreadablePortalsError(PipelineError):
    """The archive has pages of portals whose files are gone: a rebuild would lose their articles."""

    exit_code = 4


def rebuild(plan: NightPlan, observer: Observer) -> RunSummary:
    """Make the warehouse anew from archive and ledger, check and publish it.

    The old file stays beside it until the new one is good; a rebuild that was killed is begun anew, with the
    same old file. Raises NothingToRebuildError when there is no capture to read, UnreadablePortalsError when
    there are some that nobody can read.
    """
    warehouse = plan.data / "warehouse.duckdb"
    old = warehouse.with_name("warehouse.before-rebuild.duckdb")

    def prepare() -> None:
        _require_captures(plan, observer)
        if warehouse.exists() and not old.exists():
            _move(warehouse, old)
        _remove(warehouse)

    with Night(plan, observer, "gat rebuild", prepare) as night:
        _carry_over(old, warehouse, observer)
        with Ledger(plan.data / "ledger.sqlite") as ledger:
            ledger.forget_loaded()
        summary = all_stages(night, crawl=False)
    if summary.exit_code == 0:
        _remove(old)
    else:
        observer.said(f"the warehouse as it was before is kept as {old}")
    return summary


def _require_captures(plan: NightPlan, observer: Observer) -> None:
    """Have the ledger know all that the archive holds; see that all of it can be read."""
    archive, portals = plan.data / "archive", readable_portals(plan)
    with Ledger(plan.data / "ledger.sqlite") as ledger:
        was_lost = next(ledger.captures(), None) is None
        if was_lost or next(unknown_files(ledger, archive), None) is not None:
            count = restore_ledger(ledger, archive, portals)
            lost = "the ledger was lost" if was_lost else "the ledger did not know all of the archive"
            if count:
                observer.said(f"{lost}: {count} captures are known again from the archive")
        found = ledger.portals()
    if not found:
        message = f"{plan.data}: the archive holds no page that says what it is; nothing can be rebuilt"
        raise NothingToRebuildError(message)
    lacking = sorted(slug for slug in found - set(portals) if (archive / slug).is_dir())
    if lacking:
        raise UnreadablePortalsError(
            f"the archive has pages of {', '.join(lacking)}, and {plan.portals_dir} has no file that says how"
            f" to read them: put it back, or move {archive / lacking[0]} away to leave them out; nothing"
            " was replaced"
        )


def _carry_over(old: Path, new: Path, observer: Observer) -> None:
    """Take the rows that tell of earlier runs into the new warehouse."""
    if not old.exists():
        return
    try:
        with open_warehouse(old) as connection:
            rows = {name: connection.execute(f"FROM {name}").fetchall() for name in _OF_RUNS}
            had_articles = holds_articles(connection)
    except (WarehouseError, OSError) as error:
        observer.said(f"the old warehouse cannot be read ({error}): its list of runs is left behind")
        return
    with open_warehouse(new) as connection:
        load_batch(connection, rows)
    if not had_articles:
        observer.said("the old warehouse held no article")


def _move(path: Path, target: Path) -> None:
    wal = path.with_name(path.name + ".wal")
    if wal.exists():
        wal.replace(target.with_name(target.name + ".wal"))
    path.replace(target)


def _remove(path: Path) -> None:
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    path.unlink(missing_ok=True)
