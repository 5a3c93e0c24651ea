"""The logs of runs, as ``gat logs`` reads them: which there are, and the records that are asked for."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.errors import UsageRefusedError
from pipelines.lock import holder_of

LEVELS = ("debug", "info", "warning", "error", "critical")
#: Seconds between two looks at a log that grows.
_LOOK = 0.5


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: all where nothing is named. ``level`` is the least grave one."""

    portal: str | None = None
    stage: str | None = None
    level: str = "debug"

    def takes(self, record: dict[str, Any]) -> bool:
        """Tell whether a record is wanted; one of an unknown level is."""
        level = record.get("level")
        is_grave = level not in LEVELS or LEVELS.index(level) >= LEVELS.index(self.level)
        named = ((self.portal, "portal"), (self.stage, "stage"))
        return is_grave and all(value is None or record.get(name) == value for value, name in named)


def log_of(data: Path, run_id: str | None) -> Path:
    """Return the log of a run, of the newest where none is named. Raises UsageRefusedError without one."""
    there = sorted((data / "logs").glob("*.jsonl"))
    if not there:
        raise UsageRefusedError(f"no run has left a log in {data / 'logs'}; gat run writes one")
    if run_id is None:
        return there[-1]
    found = [path for path in there if path.stem.startswith(run_id)]
    if len(found) == 1:
        return found[0]
    said = "several logs begin so" if found else "no log of that run is there"
    raise UsageRefusedError(f"{run_id!r}: {said}; the newest is {there[-1].stem}")


def records(path: Path, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Yield the records that are wanted. A line that was cut, by a full disk or a crash, is passed over."""
    with path.open("rb") as file:
        for line in file:
            if (record := _record(line)) and wanted.takes(record):
                yield record


def followed(data: Path, path: Path, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """Yield the records that are there and those that come, until no run is at work in the data folder."""
    with path.open("rb") as file:
        rest = b""
        while True:
            is_last = holder_of(data) is None
            *lines, rest = (rest + file.read()).split(b"\n")
            for line in lines:
                if (record := _record(line)) and wanted.takes(record):
                    yield record
            if is_last:
                return
            time.sleep(_LOOK)


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
