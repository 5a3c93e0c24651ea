"""Corrections that the operator declares in a file: read, checked, and made rows of the warehouse.

What a page says is never changed. The warehouse works out with every run which corrections still hold
(``warehouse/derive/correction_states.sql``).
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from pipelines.errors import PipelineError
from pipelines.fact_rows import FACT_TABLES, Row, in_order

#: The file in the data folder that is read where no other is named.
FILE = "corrections.toml"

_TEXTS = ("wrong", "reason", "source", "declared_by")
_REQUIRED = ("kind", "action", *_TEXTS, "declared_on")
_NAMES = {*_REQUIRED, "evidence_id", "url", "quote", "value", "expires_on"}
#: Kinds whose corrected value everything goes by that is worked out of them; others are only dropped.
_WITH_VALUE = {"score", "rank"}
_NUMBER = re.compile(r"[-+]?[\d.,]+")
_EVIDENCE = re.compile(r"[0-9a-f]{16}")


class CorrectionsError(PipelineError):
    """The file of corrections cannot be read, or an entry of it is wrong."""

    exit_code = 4


def rows_of_corrections(path: Path | None, data: Path, today: date) -> dict[str, list[Row]]:
    """Return the rows of ``corrections``: those of ``path``, else of the file in the ``data`` folder, if any.

    ``today`` is the day of the run in Vietnam, after which none is declared.

    Raises CorrectionsError that names file, entry and key.
    """
    file = path or data / FILE
    if path is None and not file.exists():
        return {"corrections": []}
    rows: dict[str, Row] = {}
    numbers: dict[str, int] = {}
    for number, entry in enumerate(_entries(file), 1):
        try:
            identity, row = _row(entry, today)
            if identity in rows:
                _refuse(
                    "evidence_id" if "evidence_id" in entry else "quote",
                    f"is of entry {numbers[identity]} too",
                )
        except ValueError as error:
            message = f"{file}: correction {number}: {error}"
            raise CorrectionsError(message) from error
        rows[identity], numbers[identity] = row, number
    return {"corrections": list(rows.values())}


def _entries(file: Path) -> list[Any]:
    try:
        told = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
    except OSError as error:
        message = f"{file}: the file of corrections cannot be read: {error.strerror}"
        raise CorrectionsError(message) from error
    except ValueError as error:
        message = f"{file} is no TOML file: {error}"
        raise CorrectionsError(message) from error
    if unknown := sorted(told.keys() - {"correction"}):
        message = f"{file}: unknown key {unknown[0]}: corrections stand under [[correction]]"
        raise CorrectionsError(message)
    entries = told.get("correction", [])
    if not isinstance(entries, list):
        message = f"{file}: correction is no list: write [[correction]] above each"
        raise CorrectionsError(message)
    return entries


def _row(entry: Any, today: date) -> tuple[str, Row]:
    """Return the identity and the row of one entry; raise ValueError that names the key."""
    if not isinstance(entry, Mapping):
        message = "write [[correction]] above its keys"
        raise ValueError(message)
    if unknown := sorted(entry.keys() - _NAMES):
        _refuse(unknown[0], "is no key of a correction")
    for name in _REQUIRED:
        if name not in entry:
            _refuse(name, "is missing")
    for name in sorted(entry.keys() - {"value", "declared_on", "expires_on"}):
        if not isinstance(entry[name], str) or not entry[name].strip():
            _refuse(name, "must be a text that is not empty")
    if entry["kind"] not in FACT_TABLES:
        _refuse("kind", f"is one of {', '.join(FACT_TABLES)}")
    if not re.match(r"https?://\S+\Z", entry["source"]):
        _refuse("source", "must be an address, http://… or https://…")
    _check_days(entry, today)
    named = _named(entry)
    identity = hashlib.sha256("\x1f".join((entry["kind"], *named)).encode()).hexdigest()[:16]
    columns = {"correction_id": identity, "corrected_value": _value(entry)}
    names = ("evidence_id", "url", "quote", "expires_on", "kind", "action", "declared_on", *_TEXTS)
    return identity, in_order("corrections", columns | {name: entry.get(name) for name in names})


def _named(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells the fact: address and words, and its id where several have those words."""
    for name in ("url", "quote"):
        if name not in entry:
            why = (
                "an id alone is lost when its page is read anew"
                if "evidence_id" in entry
                else "name the fact"
            )
            _refuse(name, f"is missing: {why}; gat explain ID shows address and words of a fact")
    if "evidence_id" not in entry:
        return (entry["url"], entry["quote"])
    if not _EVIDENCE.fullmatch(entry["evidence_id"]):
        _refuse("evidence_id", "is no id of a fact: 16 digits of 0-9 and a-f, as gat query shows it")
    return (entry["url"], entry["quote"], entry["evidence_id"])


def _check_days(entry: Mapping[str, Any], today: date) -> None:
    for name in ("declared_on", "expires_on"):
        day = entry.get(name)
        if name in entry and (not isinstance(day, date) or isinstance(day, datetime)):
            _refuse(name, "must be a day without quotes, 2026-11-22")
    if entry["declared_on"] > today:
        _refuse("declared_on", f"is after today, {today}, in Vietnam")
    if "expires_on" in entry and entry["expires_on"] < entry["declared_on"]:
        _refuse("expires_on", "is before declared_on")


def _value(entry: Mapping[str, Any]) -> str | None:
    """Return the corrected value as the warehouse shows values, None to drop the fact."""
    kind, value = entry["kind"], entry.get("value")
    if entry["action"] not in {"value", "drop"}:
        _refuse("action", "is value or drop")
    if entry["action"] == "drop":
        if value is not None:
            _refuse("value", 'has no place beside action = "drop"')
        return None
    if kind not in _WITH_VALUE:
        _refuse("action", f'of a {kind} is "drop": a value is only put in the place of a score or a rank')
    if value is None:
        _refuse("value", 'is missing: action = "value" puts it in the place of the stated one')
    if kind == "score":
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _fits(Decimal(value)):
            _refuse("value", "of a score is a number below 10^12 with at most 6 decimals, without quotes")
        return f"{Decimal(value).normalize():f}"
    if isinstance(value, str) and value.strip() and not _NUMBER.fullmatch(value.strip()):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < abs(value) < 10**6:
        _refuse("value", "of a rank is a whole number without quotes, of a group its name in quotes")
    return str(value)


def _fits(value: Decimal) -> bool:
    return value.is_finite() and abs(value) < 10**12 and value == round(value, 6)


def _refuse(key: str, why: str) -> NoReturn:
    message = f"{key} {why}"
    raise ValueError(message)
