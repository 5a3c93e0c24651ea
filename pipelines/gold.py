"""Annotated text: ``NAME.txt`` with ``NAME.json``, checked for its form as it is read (see tests/gold)."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from extractors.engine import Document
from extractors.provinces import canonical_province
from pipelines.errors import AnnotationError
from pipelines.matching import CORE, Record


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated text: what is known before reading, the kinds annotated exhaustively, and their facts."""

    name: str
    document: Document
    types: frozenset[str]
    facts: list[Record]


def load_gold(directory: Path) -> list[GoldDocument]:
    """Return the annotated texts of ``directory``, by name. Raises ``AnnotationError`` for a
    folder without annotated text and for files that break the contract.
    """
    if not directory.is_dir():
        raise AnnotationError(
            f"{directory} is no folder; give one with annotated text (NAME.txt and NAME.json)"
        )
    files = sorted(directory.glob("*.json"))
    if not files:
        raise AnnotationError(f"{directory} holds no annotated text; expected NAME.json beside NAME.txt")
    if alone := [text for text in sorted(directory.glob("*.txt")) if not text.with_suffix(".json").is_file()]:
        raise AnnotationError(
            f"{alone[0]} has no {alone[0].stem}.json beside it ({len(alone)} such); "
            "add it or move the text away"
        )
    return [_load(file) for file in files]


def _load(file: Path) -> GoldDocument:
    text = _read_text(file.with_suffix(".txt"), file)
    try:
        record = json.loads(_read_text(file, file))
    except json.JSONDecodeError as error:
        raise AnnotationError(f"{file} is no JSON: {error}; correct the file") from error
    if not isinstance(record, dict) or not isinstance(record.get("facts"), list) or "types" not in record:
        raise AnnotationError(f'{file} lacks "types" or "facts"; see tests/gold/README.md for the form')
    for fact in record["facts"]:
        _check_fact(fact, text, file)
    document = Document(
        text=text,
        title=record.get("title"),
        published_on=_day(record.get("published_at"), file),
        province=_province(record.get("portal")),
    )
    return GoldDocument(file.stem, document, frozenset(record["types"]), record["facts"])


def _read_text(file: Path, owner: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except OSError as error:
        raise AnnotationError(f"{file} (of {owner.name}) cannot be read: {error.strerror}; add it") from error
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{file} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _check_fact(fact: Any, text: str, file: Path) -> None:
    if not isinstance(fact, dict) or not {"type", "start", "end", "text"} <= fact.keys():
        raise AnnotationError(
            f"{file} has a fact without type, start, end or text: {str(fact)[:80]}; complete it"
        )
    if fact["type"] not in CORE:
        raise AnnotationError(
            f"{file} has a fact of unknown type {fact['type']!r}; known are {', '.join(CORE)}"
        )
    missing = [key for key in CORE[fact["type"]] if key not in fact]
    if missing:
        raise AnnotationError(
            f"{file}, {fact['text']!r}: a {fact['type']} without {', '.join(missing)}; complete it"
        )
    if text[fact["start"] : fact["end"]] != fact["text"]:
        found = text[fact["start"] : fact["end"]]
        raise AnnotationError(
            f"{file}: span {fact['start']}..{fact['end']} reads {found!r}, "
            f"not {fact['text']!r}; correct the offsets"
        )


def _day(written: str | None, file: Path) -> date | None:
    if written is None:
        return None
    try:
        return datetime.fromisoformat(written).date()
    except ValueError as error:
        raise AnnotationError(f"{file}: published_at {written!r} is no ISO 8601 time; correct it") from error


def _province(portal: str | None) -> str | None:
    """Return the province of a portal's slug: «sonla», or the last part of «sonoivu-binhdinh»."""
    return canonical_province(portal.rpartition("-")[2]) if portal else None
