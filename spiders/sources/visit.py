"""What a run over an archive needs, the steps it is made of, and what of a captured page is kept."""

from dataclasses import dataclass, field

from spiders.archive import Exchange
from spiders.keeper import Page
from spiders.keeping import Visit
from spiders.ledger import Ledger
from spiders.pages import CaptureKind, SourceKind
from spiders.sources.finds import Finds
from spiders.sources.source import Archive, Asked, Captured, Find, Window


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to ask for: a part of an index, or (with ``find``) a captured page."""

    asked: Asked
    task: str = ""
    resume: str | None = None
    find: Find | None = None


@dataclass(kw_only=True)
class ArchiveVisit(Visit):
    """What one run over an archive needs besides."""

    archive: Archive
    ledger: Ledger
    finds: Finds
    windows: list[Window] = field(default_factory=lambda: [Window()])
    takes_all: bool = False
    again: bool = False

    @property
    def source_kind(self) -> SourceKind:
        """Where the pages of this run come from."""
        return self.archive.kind


def page_of(find: Find, source: SourceKind, kind: CaptureKind) -> Page:
    """Return what the page of a find is to the archive of ours."""
    return Page(
        kind=kind,
        url=find.asked or find.url,
        url_key=find.url_key,
        listed=find.listed,
        source_kind=source,
    )


def exchange_of(captured: Captured, source: SourceKind) -> Exchange:
    """Return a captured page as it is archived: what the portal answered, when it answered it."""
    extra = {"X-Gat-Source": f"{source} {captured.origin}".rstrip()}
    if captured.is_truncated:
        extra["WARC-Truncated"] = "length"
    return Exchange(
        url=captured.url,
        method="GET",
        request_body=b"",
        status=captured.status,
        headers=captured.headers,
        body=captured.body,
        fetched_at=captured.captured_at,
        extra=extra,
    )
