"""How a crawl ended: what overrides the verdict on its pages, and the result file, written by rename."""

import json
import logging
import signal
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from spiders.errors import ArchiveError, KeepingError
from spiders.health import Verdict, Yield
from spiders.keeping import Visit
from spiders.ledger import now_utc
from spiders.redaction import redacted
from spiders.refusals import system_trouble
from spiders.tally import Tally
from spiders.tls import STAT

logger = logging.getLogger(__name__)

_CLOSED = "gat/closed/"
#: Exit codes of a crawl that was asked to stop, by signal.
SIGNAL_CODES = {signal.SIGINT: 11, signal.SIGTERM: 13}


def closed_host(stats: Mapping[str, Any], beside: Collection[str] = ()) -> str | None:
    """Return why a host was closed to the crawl, or None; hosts ``beside`` the portal do not count."""
    for name, said in stats.items():
        if name.startswith(_CLOSED) and name.removeprefix(_CLOSED).partition(":")[0] not in beside:
            return str(said)
    return None


def overridden(verdict: Verdict, slug: str, tally: Tally, caught: Sequence[int]) -> Verdict:
    """Return the verdict on the pages, or one on the machine or the operator where that ended the crawl."""
    if isinstance(tally.broken, ArchiveError | KeepingError):
        return replace(
            verdict, status="failed", reason=f"{slug}: {tally.broken}", exit_code=tally.broken.exit_code
        )
    if tally.broken is not None:
        reason, code = unwritable(slug, tally.broken)
        return replace(verdict, status="failed", reason=reason, exit_code=code)
    if caught:
        number = signal.Signals(caught[0])
        reason = f"{slug}: stopped by {number.name}; the next run goes on from here"
        return replace(verdict, status="partial", reason=reason, exit_code=SIGNAL_CODES[number])
    return verdict


def unwritable(slug: str, error: OSError) -> tuple[str, int]:
    """Say why the data folder does not take what a crawl has to keep; return the exit code too."""
    said, code = system_trouble(error)
    return f"{slug}: pages cannot be kept: {said}", code


def result_of(
    visit: Visit, found: Yield, verdict: Verdict, stats: Mapping[str, Any], started_at: datetime
) -> dict[str, Any]:
    """Return what a crawl leaves behind for the process that started it."""
    tally = visit.tally
    return {
        "portal": visit.portal.slug,
        "run_id": visit.orders.run_id,
        "source": visit.source_kind,
        "status": verdict.status,
        "reason": verdict.reason,
        "started_at": started_at.isoformat(),
        "finished_at": now_utc().isoformat(),
        "counts": {
            "requests": int(stats.get("downloader/request_count", 0)),
            "listing_pages": tally.listing_pages,
            "article_pages": tally.article_pages,
            "not_modified": tally.not_modified,
            "items_seen": tally.items_new + tally.items_known + tally.items_changed,
            "items_new": tally.items_new,
            "items_known": tally.items_known,
            "items_changed": tally.items_changed,
            "items_overdue": len(tally.overdue),
            "files": tally.files,
        },
        "rejected": dict(tally.refused + found.rejected),
        "lost": tally.lost(),
        "missing_files": dict(tally.missing_files),
        "stops": tally.stops,
        "tls": {name.removeprefix(STAT): said for name, said in stats.items() if name.startswith(STAT)},
        "expectations": [asdict(one) for one in verdict.expectations],
        "alarms": [one.as_json() for one in verdict.alarms],
    }


def leave(data: Path, result: Mapping[str, Any]) -> None:
    """Write the result where the parent looks for it, and say on stderr what went wrong."""
    path = data / "runs" / result["run_id"] / f"{result['portal']}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".json.part")
    part.write_text(json.dumps(redacted(result), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    told = {name: result[name] for name in ("status", "reason", "counts", "rejected", "stops")}
    logger.info("the crawl has ended", extra=told)
    if result["reason"]:
        with suppress(BrokenPipeError):
            sys.stderr.write(f"error: {result['reason']}\n")
