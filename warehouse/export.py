"""Export facts of one kind with all that a reader needs to check and cite them."""

# Names in these statements come from the table definitions or the catalog, never from a user.
# ruff: noqa: S608

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from warehouse.connection import Connection, file_errors, open_snapshot, table_names
from warehouse.errors import BadRequest
from warehouse.tables import BY_KIND, Table

FORMATS = ("csv", "jsonl")

#: Behind the kind's own columns: where it stands, on which page, when that was fetched, how it was read.
_CONTEXT = (
    "quote",
    "sentence",
    "title",
    "url",
    "published_at",
    "fetched_at",
    "portal_id",
    "article_id",
    "version_id",
    "start_offset",
    "end_offset",
    "flags",
    "rule",
    "extractor_version",
    "fact_key",
)
_FROM_VERSION = ("title", "url", "published_at", "portal_id")

#: A cell that begins so is a formula to a spreadsheet, also behind its full-width twin; quoting is no help.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_FETCH = 1000


def export_facts(snapshot: Path, kind: str, file_format: str, out: Path | IO[str]) -> int:
    """Write the current facts of ``kind`` to ``out`` as ``csv`` or ``jsonl`` and return how many.

    CSV is for spreadsheets: UTF-8, in a file with a byte order mark; text cells that begin like a formula get
    a leading apostrophe. Rows stream. A file, also one behind a symlink, is replaced only when all are
    written; an open text stream gets them as they come and its errors (OSError) are left to the caller.
    Raises BadRequest for an unknown kind or format and for anything in the file's place that is no file.
    """
    if kind not in BY_KIND:
        raise BadRequest(f"{kind!r} is no kind of fact: {', '.join(BY_KIND)}")
    if file_format not in FORMATS:
        raise BadRequest(f"{file_format!r} is no export format: {', '.join(FORMATS)}")
    table = BY_KIND[kind]
    with open_snapshot(snapshot) as con:
        if table.name not in table_names(con):
            raise BadRequest(
                f"{snapshot.name} was published before this gat knew the kind {kind}: "
                "publish again with `gat run`"
            )
        names, rows = _facts(con, table)
        if isinstance(out, Path):
            with file_errors(out):
                return _replace(_file(out), file_format, names, rows)
        _, write = _WRITERS[file_format]
        return write(out, names, rows)


def _file(out: Path) -> Path:
    """Return the file to replace: ``out``, or what it links to."""
    target = Path(os.path.realpath(out))
    hint = "name a file, or - for standard output"
    if out.is_dir():
        raise BadRequest(f"{out} is a folder: {hint}")
    if target.is_symlink() or (out.exists() and not out.is_file()):
        raise BadRequest(f"{out} is no regular file and is left as it is: {hint}")
    return target


def _facts(con: Connection, table: Table) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    shared = {*_CONTEXT, "evidence_id", "run_id", "sentence_start", "first_seen_at"}
    own = [name for name in table.names if name not in shared]
    names = ["evidence_id", *own, *_CONTEXT]
    source = dict.fromkeys(_FROM_VERSION, "a") | {"fetched_at": "c"}
    columns = ", ".join(f'{source.get(name, "f")}."{name}"' for name in names)
    cursor = con.execute(
        f"SELECT {columns} FROM {table.name} f JOIN articles a USING (article_id, version_id) "
        "JOIN article_versions v USING (version_id) JOIN captures c ON c.capture_id = v.capture_id "
        "ORDER BY a.portal_id, a.published_at, f.article_id, f.start_offset, f.evidence_id"
    )
    return names, _fetched(cursor)


def _fetched(cursor: Connection) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_FETCH):
        yield from rows


def _replace(out: Path, file_format: str, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    encoding, write = _WRITERS[file_format]
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.tmp")
    try:
        with partial.open("w", encoding=encoding, newline="") as stream:
            count = write(stream, names, rows)
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _write_csv(stream: IO[str], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    writer = csv.writer(stream)
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def _write_jsonl(stream: IO[str], names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
    count = 0
    for row in rows:
        record = dict(zip(names, map(_plain, row), strict=True))
        stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        count += 1
    return count


_WRITERS: dict[str, tuple[str, Callable[[IO[str], Sequence[str], Iterable[tuple[Any, ...]]], int]]] = {
    "csv": ("utf-8-sig", _write_csv),
    "jsonl": ("utf-8", _write_jsonl),
}


def _cell(value: object) -> object:
    """Return what a CSV cell shows: numbers plain, times to the second, text that no spreadsheet runs."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        return harmless(value)
    return value


def harmless(text: str) -> str:
    """Return ``text`` with a leading apostrophe if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _plain(value: object) -> object:
    """Return a JSON value: decimals as numbers, times and dates as ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
