"""Notes in the archive: what a run learned of a file that did not come.

Nothing was received that could be archived as a response, and the ledger must not be the only one to know. A
note is a WARC ``metadata`` record of JSON under the file's address, with ``X-Gat-Note: missed-file``.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from spiders.archive import NOTE_HEADER
from spiders.attachments import Offer
from spiders.pages import SourceKind

MISSED_FILE = "missed-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissNote:
    """A file that was offered and did not come in a run: why, and whether that is settled, on what terms.

    ``source_kind`` is where it was looked for.
    """

    portal: str
    run_id: str
    offer: Offer
    reason: str
    detail: str | None
    is_settled: bool
    terms: str | None = None
    source_kind: SourceKind = "live"

    def as_json(self) -> bytes:
        """Return the note as the body of its record."""
        return json.dumps(asdict(self), default=datetime.isoformat).encode()


def miss_in(record: Any) -> MissNote | None:
    """Return the note that a record is, or None for any other record."""
    if record.rec_headers.get_header(NOTE_HEADER) != MISSED_FILE:
        return None
    told: dict[str, Any] = json.loads(record.content_stream().read())
    at = told["offer"]["published_at"]
    offer = Offer(**{**told["offer"], "published_at": datetime.fromisoformat(at) if at else None})
    return MissNote(**{**told, "offer": offer})
