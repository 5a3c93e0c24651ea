"""What ``gat verify`` finds: where it is, what is wrong there, and what to do."""

from dataclasses import dataclass
from typing import Literal

from pipelines.errors import PipelineError
from spiders.audit import Fault
from warehouse.audit import RowFault
from warehouse.shelf import ShelfFault

Part = Literal["archive", "ledger", "warehouse", "published"]
#: What ``gat repair`` does about it. ``bytes``: the archive's file is made readable again and what is lost
#: asked for anew; ``row``: the ledger's row is made anew from the archive; ``restore``: all of the ledger is;
#: ``read``: pages are read again; ``rebuild``: the warehouse is made anew; ``publish``: the release is;
#: ``take``: rows are taken from the last release; ``backup``: only a backup can have it; ``none``: nothing is
#: left to do.
Remedy = Literal["bytes", "row", "restore", "read", "rebuild", "publish", "take", "backup", "none"]


class NothingKeptError(PipelineError):
    """There is no data folder to look at."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that does not agree: where it is, what is wrong with it, what to do.

    ``captures`` are those whose reading mends it. A ``note`` is told and is no damage.
    """

    part: Part
    where: str
    said: str
    remedy: Remedy
    advice: str = "gat repair"
    captures: tuple[str, ...] = ()
    fault: Fault | ShelfFault | RowFault | None = None

    @property
    def is_note(self) -> bool:
        """Whether it is known already and only waits, or is past mending."""
        return self.remedy == "none"

    def __str__(self) -> str:
        """One sentence: where, what, what to do."""
        return f"{self.part}: {self.where}: {self.said}; {self.advice}"
