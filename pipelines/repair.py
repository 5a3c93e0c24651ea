"""``gat repair``: what ``gat verify`` finds is mended from the archive, each thing after what it rests on.

First the archive's files, so that all of them can be read; then the ledger; then the rows of the warehouse,
by reading pages again or, where that is not enough, by making all of it anew; last the release. Nothing is
deleted that cannot be replaced: what is damaged lies in ``damaged/`` afterwards, as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.evidence import is_unfounded
from pipelines.findings import Finding
from pipelines.identity import new_run_id
from pipelines.lock import run_lock
from pipelines.plan import NightPlan, readable_portals
from pipelines.progress import Observer
from pipelines.renewal import rebuild
from pipelines.run import Night, all_stages
from pipelines.verify import findings, require_data, verify
from spiders.audit import Fault
from spiders.ledger import Ledger
from spiders.mending import close_gaps, correct_row, give_up, set_aside
from spiders.mending import take_back as captures_back
from spiders.restore import restore_ledger
from warehouse.audit import RowFault
from warehouse.connection import open_warehouse
from warehouse.released import take_back
from warehouse.releases import last_snapshot
from warehouse.shelf import ShelfFault, relink, withdraw

_PURPOSE = "gat repair"


class PartialPlanError(PipelineError):
    """A repair was asked for some of the portals."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair found, and what it left: notes, and what nobody can mend."""

    found: tuple[Finding, ...]
    left: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all agrees again."""
        return all(one.is_note for one in self.left)


def repair(plan: NightPlan, observer: Observer) -> Repaired:
    """Mend what does not agree in the data folder of ``plan``, say what was done, and verify again.

    Doing it twice does nothing more. ``plan`` names no portals: all are read that the archive has pages of.
    """
    if plan.portals:
        raise PartialPlanError("a repair is of all portals: name none")
    require_data(plan.data)
    with run_lock(plan.data, _PURPOSE):
        found = tuple(findings(plan.data))
        broken = [one for one in found if not one.is_note]
        _mend_archive(plan, [one for one in broken if one.remedy == "bytes"], observer)
        _mend_ledger(plan, broken, observer)
        is_back = _take_back(plan, observer)
        _take_rows(plan, broken, observer)
        _withdraw(plan, broken, observer)
    is_to_mend = is_back or any(one.remedy != "backup" for one in broken)
    left = _mend_warehouse(plan, broken, observer) if is_to_mend else found
    return Repaired(found, left)


def _mend_archive(plan: NightPlan, broken: Sequence[Finding], observer: Observer) -> None:
    """Make the archive's files readable from end to end, and give up what is lost in them."""
    faults = [one.fault for one in broken if isinstance(one.fault, Fault)]
    if not faults:
        return
    with Ledger(plan.data / "ledger.sqlite") as ledger:
        lost = [one.capture for one in faults if one.kind == "lost" and one.capture is not None]
        give_up(ledger, lost)
        for copy in close_gaps(ledger, plan.data / "archive", faults, _aside(plan) / "archive"):
            observer.said(f"the archive file as it was is kept as {copy}")
    for row in lost:
        observer.said(f"{row.url}: its bytes are lost, the next gat run asks for the page again")


def _mend_ledger(plan: NightPlan, broken: Sequence[Finding], observer: Observer) -> None:
    """Let the ledger say what the archive tells: row by row, or all of it."""
    of_ledger = [one for one in broken if one.part == "ledger"]
    path = plan.data / "ledger.sqlite"
    if any(one.remedy == "restore" for one in of_ledger):
        if any(one.remedy == "restore" and one.fault is None for one in of_ledger):
            _move_ledger(path, _aside(plan), observer)
        with Ledger(path) as ledger:
            count = restore_ledger(ledger, plan.data / "archive", readable_portals(plan))
        observer.said(f"the ledger knows {count} captures again from the archive")
        return
    rows = [one.fault.capture for one in of_ledger if isinstance(one.fault, Fault) and one.fault.capture]
    if not rows:
        return
    with Ledger(path) as ledger:
        for row in rows:
            correct_row(ledger, row)
            observer.said(f"{row.url}: the ledger says of capture {row.capture_id} what its record says")


def _move_ledger(path: Path, aside: Path, observer: Observer) -> None:
    for part in sorted(path.parent.glob(f"{path.name}*")):
        observer.said(f"the ledger as it was is kept as {set_aside(part, aside)}")
        part.unlink()


def _take_back(plan: NightPlan, observer: Observer) -> int:
    """Give captures that were lost the bytes that came again."""
    if not (plan.data / "ledger.sqlite").exists():
        return 0
    with Ledger(plan.data / "ledger.sqlite") as ledger:
        count = captures_back(ledger, plan.data / "archive", new_run_id(datetime.now(UTC)))
    if count:
        observer.said(f"{count} captures that were lost came again with the same bytes")
    return count


def _take_rows(plan: NightPlan, broken: Sequence[Finding], observer: Observer) -> None:
    """Take rows that no page makes anew from the last release, before a run publishes them as they are."""
    faults = [one.fault for one in broken if isinstance(one.fault, RowFault)]
    names = [one.table for one in faults if one.table is not None]
    released = last_snapshot(plan.data / "published")
    if names and released is not None:
        with open_warehouse(plan.data / "warehouse.duckdb") as connection:
            take_back(connection, released, names)
        observer.said(f"the rows of {', '.join(names)} are those of the last release again")


def _withdraw(plan: NightPlan, broken: Sequence[Finding], observer: Observer) -> None:
    """Take damaged releases out of the shelf, and let the current one be whole."""
    faults = [one.fault for one in broken if isinstance(one.fault, ShelfFault)]
    for fault in faults:
        if not fault.is_link:
            kept = withdraw(fault.path, _aside(plan) / "published")
            observer.said(f"the damaged release is kept as {kept}")
    if faults:
        current = relink(plan.data / "published")
        observer.said(f"current is {current.name if current else 'nothing until a release is published'}")


def _mend_warehouse(plan: NightPlan, broken: Iterable[Finding], observer: Observer) -> tuple[Finding, ...]:
    """Read again what the warehouse has wrongly; where that does not do, make all of it anew."""
    of_warehouse = [one for one in broken if one.part == "warehouse"]
    if not any(one.remedy == "rebuild" for one in of_warehouse):
        captures = sorted({capture for one in of_warehouse for capture in one.captures})
        _read_again(plan, captures, observer)
        left = tuple(verify(plan.data, _PURPOSE))
        if not any(one.part == "warehouse" and not one.is_note and one.remedy != "backup" for one in left):
            return left
    warehouse = plan.data / "warehouse.duckdb"
    if is_unfounded(plan.data):
        observer.said(
            "the warehouse is not made anew: the archive lacks pages of it, and a backup may have them"
        )
        return tuple(verify(plan.data, _PURPOSE))
    for path in sorted(plan.data.glob(f"{warehouse.name}*")):
        observer.said(f"the warehouse as it was is kept as {set_aside(path, _aside(plan))}")
    observer.said("the warehouse is made anew from the archive")
    rebuild(plan, observer)
    return tuple(verify(plan.data, _PURPOSE))


def _read_again(plan: NightPlan, captures: Sequence[str], observer: Observer) -> None:
    """Read the pages of these captures again, and whatever is due; check and publish."""
    with Night(plan, observer, _PURPOSE) as night:
        if captures:
            with Ledger(plan.data / "ledger.sqlite") as ledger:
                count = ledger.read_pages_again(captures)
            observer.said(f"{count} captures are read again")
        all_stages(night, crawl=False)


def _aside(plan: NightPlan) -> Path:
    """Return the folder of what was damaged; it may hold pages, which are nobody else's to read."""
    aside = plan.data / "damaged"
    aside.mkdir(mode=0o700, exist_ok=True)
    return aside
