"""What the batches of a run come to, counted while it goes on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.crawl import CrawlResult
from pipelines.extract import Extracted
from pipelines.parse import Rejection
from pipelines.summary import PortalSummary, portal_summaries, with_files


@dataclass(slots=True)
class Tally:
    """Articles read by portal, what was rejected, rows changed."""

    read: Counter[str] = field(default_factory=Counter)
    rejections: list[Rejection] = field(default_factory=list)
    changed: int = 0
    #: Files by portal, state and reason.
    files: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)

    def add(self, extracted: Extracted, changed: int) -> None:
        """Count a batch that was loaded, and the rows it changed."""
        self.read.update(reading.article.portal for reading in extracted.readings)
        self.rejections.extend(extracted.rejections)
        self.files.update((one.capture.portal, one.state, one.reason) for one in extracted.files)
        self.changed += changed

    def summaries(self, portals: Iterable[str], results: Sequence[CrawlResult]) -> tuple[PortalSummary, ...]:
        """Return how it went by portal, with the ``results`` of their crawls."""
        return with_files(portal_summaries(list(portals), results, self.read, self.rejections), self.files)
