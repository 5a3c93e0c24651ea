"""Which slices of a portal's past are done with: gone through whole, for what the portal file asks today."""

import hashlib
import json

from spiders.ledger import Ledger, now_utc
from spiders.pages import SourceKind
from spiders.portal import Portal
from spiders.sources.source import Window

#: Of which a slice may be finished for good: ``warc`` stands for whatever files are named, others each time.
_FINISHING: frozenset[SourceKind] = frozenset({"live", "wayback", "commoncrawl"})
#: What of a portal file decides where its past is looked for, and what of it is wanted.
_DECISIVE = {
    "platform", "base_url", "other_hosts", "fold_case", "archive_paths", "fetch_files", "file_hosts",
    "max_file_mb",
}  # fmt: skip
_OF_A_SECTION = {"url", "kind"}
_OF_AN_ERA = {"since", "until", "platform", "base_url", "hosts", "same_paths", "fold_case", "archive_paths"}


def mark_of(portal: Portal) -> str:
    """Return a digest of what of a portal file decides the answer of a slice."""
    said = (
        portal.model_dump(mode="json", include=_DECISIVE),
        [section.model_dump(include=_OF_A_SECTION) for section in portal.sections],
        [era.model_dump(mode="json", include=_OF_AN_ERA) for era in portal.eras],
    )
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


def note_finished(ledger: Ledger, portal: Portal, source: SourceKind, window: Window) -> None:
    """Note that a slice is done with. One that is open at an end, not over yet, or of WARC files is not."""
    if source not in _FINISHING or window.first is None or window.last is None or window.is_open:
        return
    ledger.connection.execute(
        "INSERT OR REPLACE INTO slices (portal, source, first, last, finished_at, mark)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            *(portal.slug, source, window.first.isoformat(), window.last.isoformat()),
            *(now_utc().isoformat(), mark_of(portal)),
        ),
    )


def is_finished(ledger: Ledger, portal: Portal, source: SourceKind, window: Window) -> bool:
    """Tell whether a slice was finished by an earlier run, under a portal file that asks the same.

    One of WARC files never is.
    """
    if source not in _FINISHING or window.first is None or window.last is None:
        return False
    row = ledger.connection.execute(
        "SELECT 1 FROM slices WHERE portal = ? AND source = ? AND first = ? AND last = ? AND mark = ?",
        (portal.slug, source, window.first.isoformat(), window.last.isoformat(), mark_of(portal)),
    ).fetchone()
    return row is not None
