"""Export facts, tables and views to files, each row with all that a reader needs to check and cite it."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from warehouse.connection import file_errors, open_snapshot
from warehouse.errors import BadRequest
from warehouse.export_text import write_csv, write_jsonl
from warehouse.export_xlsx import write_xlsx
from warehouse.extract import Extract, extract
from warehouse.package import LICENCES, PROFILE, field_of
from warehouse.provenance import Provenance, provenance
from warehouse.selection import Filters

#: Memory of DuckDB while it sorts; what does not fit is sorted on disk.
_MEMORY = "256MB"
_DATA, _PACKAGE, _README = "data.csv", "datapackage.json", "README.txt"


@dataclass(frozen=True, slots=True)
class _Job:
    """One export: what is taken, where it comes from, and where its links may point."""

    taken: Extract
    told: Provenance
    archive: Path | None
    beside: Path


def export(
    snapshot: Path,
    filters: Filters,
    file_format: str,
    out: Path | IO[str],
    *,
    table: str | None = None,
    archive: Path | None = None,
) -> int:
    """Write the current facts, or the rows of ``table``, that pass ``filters``; return how many.

    ``csv`` is for spreadsheets: UTF-8 with a byte order mark, CRLF, and an apostrophe before what begins like
    a formula in a text cell; ``csv-vi`` the same for a spreadsheet set to Vietnamese (``;``, decimal comma).
    ``jsonl``, ``parquet``; ``xlsx`` with links, also to files of the folder ``archive``; ``datapackage`` a
    zip of a CSV file and datapackage.json. Rows stream. A file, also one behind a symlink, is replaced only
    when all are written; an open text stream gets them as they come (csv, csv-vi, jsonl), and its errors
    (OSError) are left to the caller. Raises BadRequest for an unknown name, filter or format and for anything
    in the file's place that is no file, NothingFound if no row passes; then nothing is written.
    """
    if file_format not in FORMATS:
        raise BadRequest(f"{file_format!r} is no export format: {', '.join(FORMATS)}")
    if not isinstance(out, Path):
        return _to_stream(snapshot, filters, file_format, out, table)
    with file_errors(out):
        target = _file(out)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name[:80]}.", dir=target.parent) as folder:
            partial_file = Path(folder).resolve() / "partial"
            with open_snapshot(snapshot, memory=_MEMORY, writes=partial_file) as con:
                taken = extract(con, table, filters)
                job = _Job(taken, provenance(snapshot, filters, taken), archive, target.parent)
                _WRITERS[file_format](partial_file, job)
            partial_file.replace(target)
    return taken.count


def _to_stream(snapshot: Path, filters: Filters, file_format: str, out: IO[str], table: str | None) -> int:
    write = STREAMED.get(file_format)
    if write is None:
        raise BadRequest(f"{file_format} is no text for standard output: name a file")
    with open_snapshot(snapshot, memory=_MEMORY) as con:
        taken = extract(con, table, filters)
        write(out, taken.columns, taken.rows())
    return taken.count


def _file(out: Path) -> Path:
    """Return the file to replace: ``out``, or what it links to."""
    target = Path(os.path.realpath(out))
    hint = "name a file, or - for standard output"
    if out.is_dir():
        raise BadRequest(f"{out} is a folder: {hint}")
    if target.is_symlink() or (out.exists() and not out.is_file()):
        raise BadRequest(f"{out} is no regular file and is left as it is: {hint}")
    return target


def _text(path: Path, job: _Job, *, file_format: str, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as stream:
        STREAMED[file_format](stream, job.taken.columns, job.taken.rows())


def _xlsx(path: Path, job: _Job) -> None:
    write_xlsx(path, job.taken, job.told, job.archive, job.beside)


def _parquet(path: Path, job: _Job) -> None:
    said = {f"gat_{name}": json.dumps(value) for name, value in job.told.as_json().items()}
    metadata = ", ".join(f"{name}: {_literal(value)}" for name, value in said.items())
    job.taken.con.execute(
        f"COPY ({job.taken.sql}) TO {_literal(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata}}})",
        job.taken.parameters,
    )


def _datapackage(path: Path, job: _Job) -> None:
    """Write a zip: the rows as CSV, what they are and mean as datapackage.json, and how to cite them."""
    data = path.with_name(_DATA)
    _text(data, job, file_format="csv", encoding="utf-8")
    with data.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    told = job.told
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"{told.release.lower()}-export",
        "title": f"Gặt: {told.source}",
        "description": told.citation_en,
        "created": told.as_json()["exported_at"],
        "licenses": list(LICENCES),
        "sources": [{"title": name, "path": url} for name, url in told.sources],
        "provenance": told.as_json(),
        "resources": [
            {
                "name": "data",
                "path": _DATA,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": data.stat().st_size,
                "hash": f"sha256:{digest}",
                "rows": told.rows,
                "schema": {"fields": [_csv_field(column) for column in map(field_of, job.taken.columns)]},
            }
        ],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(data, _DATA)
        archive.writestr(_PACKAGE, json.dumps(package, ensure_ascii=False, indent=2) + "\n")
        archive.writestr(_README, f"{told.citation_vi}\n{told.citation_en}\n")


def _csv_field(field: dict[str, Any]) -> dict[str, Any]:
    """Return the field as CSV has it: lists are text there, times are written with a blank and a zone."""
    if field["type"] in {"array", "any"}:
        # An empty list is an empty cell, which the standard takes for a missing value.
        said = f"{field['description']} Several are set apart by a semicolon."
        return {"name": field["name"], "type": "string", "description": said}
    return field | {"format": "any"} if field["type"] == "datetime" else field


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


STREAMED: dict[str, Callable[..., None]] = {
    "csv": write_csv,
    "csv-vi": partial(write_csv, decimal_comma=True),
    "jsonl": write_jsonl,
}
_WRITERS: dict[str, Callable[[Path, _Job], None]] = {
    "csv": partial(_text, file_format="csv", encoding="utf-8-sig"),
    "csv-vi": partial(_text, file_format="csv-vi", encoding="utf-8-sig"),
    "xlsx": _xlsx,
    "parquet": _parquet,
    "jsonl": partial(_text, file_format="jsonl", encoding="utf-8"),
    "datapackage": _datapackage,
}
FORMATS = tuple(_WRITERS)
