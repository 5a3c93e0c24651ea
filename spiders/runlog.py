"""The log of a run: ``logs/RUN_ID.jsonl`` in the data folder, to which all of its processes write.

One record is one line of JSON with ``at`` (UTC), ``level``, ``run_id``, ``stage``, ``portal``, ``message``,
what the record tells besides (``url``, ``reason``, ``count``, ``seconds`` …), ``logger``, ``process`` and, of
an error, its ``trace``. Records are made with the standard ``logging``, and each is written by one call.
"""

import json
import logging
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spiders.redaction import redact, redacted, without_secrets

#: The variable in which a child process finds the log of its run.
VARIABLE = "_GAT_RUN_LOG"
#: Runs of each kind whose logs and results are kept.
KEPT_RUNS = 90
#: Parts of Scrapy that say the same at every start of a crawl.
_WORDY = frozenset(
    f"scrapy.{name}" for name in ("addons", "crawler", "extensions.memusage", "middleware", "utils.log")
)
_OURS = ("extractors", "flows", "pipelines", "spiders", "warehouse")
_LONGEST_TEXT = 2_000
_LONGEST_TRACE = 20_000
#: Control characters that JSON leaves as they are, line ends of Unicode, and what reorders or hides text.
_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

#: What holds for all records of this process, and what the stage at work adds.
_process: dict[str, str] = {}
_stage: ContextVar[str | None] = ContextVar("stage", default=None)


@contextmanager
def writing(data: Path, run_id: str, level: str = "info") -> Iterator[Path]:
    """Let this process and those it starts write to the log of a run; remove what is left of old runs.

    ``level`` is the least grave one that is written (``debug``, ``info``, ``warning``, ``error``).
    Raises OSError where the log cannot be written.
    """
    path = data.resolve() / "logs" / f"{run_id}.jsonl"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o640)
    _forget_old(data)
    before = dict(_process)
    handler = _open(path, run_id, level)
    try:
        yield path
    finally:
        logging.getLogger().removeHandler(handler)
        _process.clear()
        _process.update(before)


def join(**fields: str) -> None:
    """Let this process write to the log of the run that it was started for, if it was for one.

    ``fields`` (``stage``, ``portal``) stand in all its records.
    """
    told = os.environ.get(VARIABLE)
    if told is None:
        # Else Python prints what is grave to standard error, with its trace.
        logging.getLogger().addHandler(logging.NullHandler())
        return
    _open(**json.loads(told))
    _process.update(fields)


def is_open() -> bool:
    """Tell whether this process writes to the log of a run."""
    return "path" in _process


def child_environment() -> dict[str, str]:
    """Return the environment of a child process: the log of the run, and no secret."""
    return without_secrets(os.environ) | variable()


def variable() -> dict[str, str]:
    """Return the variable that names the log of the run to a child process; nothing without a run."""
    told = {name: _process[name] for name in ("path", "run_id", "level") if name in _process}
    return {VARIABLE: json.dumps(told)} if told else {}


@contextmanager
def stage(name: str | None) -> Iterator[None]:
    """Name the stage of all records made meanwhile."""
    before = _stage.set(name)
    try:
        yield
    finally:
        _stage.reset(before)


def current_stage() -> str | None:
    """Return the stage at work."""
    return _stage.get()


def _open(path: str | Path, run_id: str, level: str) -> logging.Handler:
    handler = Appending(Path(path))
    handler.setLevel(level.upper())
    handler.setFormatter(_OneLine())
    handler.addFilter(lambda record: record.levelno > logging.INFO or record.name not in _WORDY)
    logging.getLogger().addHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
    _process.update({"path": str(path), "run_id": run_id, "level": level})
    return handler


class Appending(logging.Handler):
    """Opens the file for each record: Scrapy and Prefect close the handlers that they find.

    Prefect replaces those whose names begin with an underscore.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Append the record as one line."""
        try:
            line = f"{self.format(record)}\n".encode()
            # A log that cannot be written stops nothing: a full disk is told by who keeps the data.
            with suppress(OSError):
                descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
                try:
                    os.write(descriptor, line)
                finally:
                    os.close(descriptor)
        except (ValueError, TypeError):
            self.handleError(record)


class _OneLine(logging.Formatter):
    """Makes a record a line of JSON, redacted, without anything a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        told = {name: value for name, value in vars(record).items() if name not in _USUAL}
        fields: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "run_id": _process.get("run_id"),
            "stage": _stage.get() or _process.get("stage"),
            "portal": _process.get("portal"),
            "message": record.getMessage(),
            **{name: value for name, value in told.items() if isinstance(value, str | int | float | Mapping)},
            "logger": record.name,
            "process": record.process,
        }
        kept = {name: _cut(redacted(value)) for name, value in fields.items() if value is not None}
        if record.exc_info:
            # Its end tells the most.
            kept["trace"] = redact(self.formatException(record.exc_info))[-_LONGEST_TRACE:]
        line = json.dumps(kept, ensure_ascii=False, default=str)
        return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _cut(value: Any) -> Any:
    return value if not isinstance(value, str) or len(value) <= _LONGEST_TEXT else f"{value[:_LONGEST_TEXT]}…"


def _forget_old(data: Path) -> None:
    """Keep the logs and results of the newest runs, whose ids sort by time, and as many traces of bugs.

    Each kind has its own: a back-fill of a hundred slices in a day leaves the nights of the last months.
    """
    kinds: dict[str, list[Path]] = defaultdict(list)
    for log in sorted((data / "logs").glob("*.jsonl")):
        kinds[_kind(log)].append(log)
    for old in [log for logs in kinds.values() for log in logs[:-KEPT_RUNS]]:
        old.unlink(missing_ok=True)
    for old in sorted((data / "logs").glob("error-*.txt"))[:-KEPT_RUNS]:
        old.unlink(missing_ok=True)
    for old in sorted((data / "runs").glob("*"))[:-KEPT_RUNS]:
        if not (data / "logs" / f"{old.name}.jsonl").exists():
            shutil.rmtree(old, ignore_errors=True)


def _kind(log: Path) -> str:
    """Return what the first record of a log says that the run was for (``gat backfill``), if it does."""
    with suppress(OSError, ValueError, AttributeError), log.open("rb") as file:
        return str(json.loads(file.readline(_LONGEST_TEXT)).get("purpose", ""))
    return ""
