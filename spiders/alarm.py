"""An alarm: what differs at a portal, where, since when, the page that shows it, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from spiders.ledger import CaptureRow

AlarmKind = Literal[
    "layout_changed",
    "listing_changed",
    "listing_shrunk",
    "silent",
    "section_silent",
    "yield_dropped",
    "blocked",
]
KINDS: tuple[AlarmKind, ...] = get_args(AlarmKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One sentence for a person, and the same in pieces for a machine.

    ``since`` is the day (in Vietnam) on which it began, ``evidence`` the capture that shows it. A ``grave``
    one makes the run of its portal a failed one.
    """

    kind: AlarmKind
    what: str
    advice: str
    since: date
    evidence: CaptureRow | None = None
    is_grave: bool = False

    @property
    def text(self) -> str:
        """The sentence: what, where, since when, evidence, what to do."""
        page, shown = self.evidence, ""
        if page is not None:
            kept = f"kept as capture {page.capture_id} ({page.warc_file}, byte {page.warc_offset})"
            shown = f"; see {page.url}, {kept}"
        return f"{self.what}, since {self.since.isoformat()}{shown}: {self.advice}"

    def as_json(self) -> Mapping[str, Any]:
        """Return what stands in the result of a run."""
        page = self.evidence
        return {
            "kind": self.kind,
            "text": self.text,
            "what": self.what,
            "advice": self.advice,
            "since": self.since.isoformat(),
            "capture_id": page.capture_id if page else None,
            "url": page.url if page else None,
            "warc_file": page.warc_file if page else None,
            "warc_offset": page.warc_offset if page else None,
        }
