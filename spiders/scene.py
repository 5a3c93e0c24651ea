"""What alarms are raised from: a run, the runs before it, and the pages that show what it met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spiders.alarm import AlarmKind
from spiders.history import Figures, History, Night, baseline
from spiders.ledger import CaptureRow
from spiders.portal import Portal, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What alarms are raised from: a run's figures, the nights before it, and the pages that show it.

    ``kept`` is the history in whose ledger the pages of the run are: that of a check is not the portal's own.
    ``today`` is the day in Vietnam. ``examples``: a page by reason of rejection, and under ``good`` one that
    was read. ``unmet``: the expectations that were not met, in words. ``looks_since``: the first day the run
    looked at, ``date.max`` when it did not look at all that is new.
    """

    portal: Portal
    run_id: str
    today: date
    now: Figures
    nights: Sequence[Night]
    history: History
    kept: History
    archive_dir: Path
    examples: Mapping[str, CaptureRow]
    unmet: Mapping[str, str]
    looks_since: date = date.min

    def usual(self, kind: AlarmKind) -> list[Figures]:
        """Return the figures that show how the portal usually is."""
        return [night.figures for night in baseline(self.nights, kind)]

    def listing(self, section: Section) -> CaptureRow | None:
        """Return the first page of a section's listing that the run kept."""
        kinds = ("listing", "document_list")
        page = self.kept.page_of(self.run_id, kinds, listed_section=section.name)
        url = self.portal.section_url(section)
        return page or self.kept.page_of(self.run_id, ("other",), url=url)

    @property
    def file(self) -> str:
        """The name of the portal's file."""
        return f"{self.portal.slug}.toml"
