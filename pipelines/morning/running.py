"""The run that is at work, in a file: which stage it is in. Found without its lock held, it was killed."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.morning.shelf import FOLDER
from warehouse.durable import sync


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """A run that has begun and not told its end. Instants are in UTC."""

    run_id: str
    purpose: str
    started_at: datetime
    stage: str
    stage_since: datetime


class Running:
    """The file about the run that is at work. What cannot be written is left: the run itself goes on."""

    def __init__(self, data: Path) -> None:
        self._path = data / FOLDER / "running.json"
        self._told: dict[str, str] = {}

    def begin(self, run_id: str, purpose: str, started_at: datetime) -> None:
        """Tell that a run has begun. It must hold the run lock."""
        self._told = {"run_id": run_id, "purpose": purpose, "started_at": started_at.isoformat()}
        self.stage("begin")

    def stage(self, name: str) -> None:
        """Tell that the run is in another stage."""
        since = datetime.now(UTC).isoformat()
        partial = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps({**self._told, "stage": name, "stage_since": since}), "utf-8")
            sync(partial)
            partial.replace(self._path)

    def end(self) -> None:
        """Tell that the run has told its end."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def read(self) -> AtWork | None:
        """Return the run that is at work, or was when it was killed; None where there is no word of any."""
        try:
            told = json.loads(self._path.read_bytes())
            return AtWork(
                run_id=told["run_id"],
                purpose=told["purpose"],
                started_at=datetime.fromisoformat(told["started_at"]),
                stage=told["stage"],
                stage_since=datetime.fromisoformat(told["stage_since"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
