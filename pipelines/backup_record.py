"""What a data folder remembers of its backups: who it is in a folder of them, and the last one that was made.

A small file in the data folder, so that nobody has to look for the disk of the backups to know their age.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.durable import sync

FILE = "backup.json"


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """The identity of a data folder, and its last backup: the folder, when (UTC), how much was damaged."""

    data_id: str
    folder: str | None = None
    made_at: datetime | None = None
    damaged: int = 0

    def age(self, now: datetime) -> timedelta | None:
        """Return how long ago the last backup was made; None where there is none."""
        return None if self.made_at is None else max(now - self.made_at, timedelta())


def new_id() -> str:
    """Return an identity for a data folder that has none: 16 hex digits."""
    return secrets.token_hex(8)


def read_record(data: Path) -> BackupRecord | None:
    """Return what a data folder remembers; None where it never had a backup, or the file cannot be read."""
    try:
        told = json.loads((data / FILE).read_bytes())
        made_at = told["made_at"] and datetime.fromisoformat(told["made_at"]).astimezone(UTC)
        return BackupRecord(str(told["data_id"]), told["folder"], made_at, int(told["damaged"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(data: Path, record: BackupRecord) -> None:
    """Remember a backup, whole or not at all."""
    told = {
        "data_id": record.data_id,
        "folder": record.folder,
        "made_at": record.made_at.isoformat(timespec="seconds") if record.made_at else None,
        "damaged": record.damaged,
    }
    partial = data / f".{FILE}.tmp"
    partial.write_text(json.dumps(told) + "\n", "utf-8")
    sync(partial)
    partial.replace(data / FILE)
