"""What a release has beside its database: Parquet files, the dictionary, and a Data Package that lists all.

The Data Package follows version 2 of the Frictionless standard: https://datapackage.org/standard/data-package/
"""

# Names in these statements come from the table definitions or the catalog, never from a user.

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.catalog import Described, Relation, described_tables, described_views
from warehouse.ddl import SCHEMA_VERSION
from warehouse.dictionary import dictionary_of
from warehouse.errors import SnapshotRefused
from warehouse.releases import DATABASE

if TYPE_CHECKING:
    from warehouse.connection import Connection
    from warehouse.inventory import Inventory

PACKAGE = "datapackage.json"
DICTIONARY = "DICTIONARY.md"
_PARQUET = "parquet"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

#: Views that no file is made of: all they hold is in the files of the tables, and they take long to work out.
_NOT_FILED = {"out_facts_history", "out_fact_history"}

#: Law on Intellectual Property of Vietnam (50/2005/QH11): what it protects not (15), and quoting (25).
LICENCES = (
    {
        "name": "other-pd",
        "title": "Facts, figures and official documents: outside copyright (Law on Intellectual Property of "
        "Vietnam, article 15)",
    },
    {
        "name": "other-closed",
        "title": "Titles, leads and quoted sentences: short quotations from the portals, whose property they "
        "stay; name the source, its address is in column url",
    },
)

_TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "UINTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}


@dataclass(frozen=True, slots=True)
class Label:
    """What a release is called, when and by which run it was made, and whether it has bodies."""

    name: str
    created_at: datetime
    bodies: bool
    run_id: str | None


def add_package(con: "Connection", folder: Path, label: Label) -> None:
    """Write Parquet files, dictionary and Data Package beside the open database of the release ``folder``."""
    (folder / _PARQUET).mkdir()
    tables, views = described_tables(con), described_views(con)
    (folder / DICTIONARY).write_text(dictionary_of(tables, views), encoding="utf-8")
    resources: list[dict[str, Any]] = []
    for relation in (*tables, *views):
        if relation.name not in _NOT_FILED:
            path = folder / _PARQUET / f"{relation.name}.parquet"
            rows = _write_parquet(con, relation.name, path, label)
            resources.append(_table_resource(relation, rows) | _file(path, folder))
    whole = {"name": "gat", "title": "All tables and views as one DuckDB database", "format": "duckdb"}
    said = {"name": "dictionary", "title": "Data dictionary", "format": "md", "mediatype": "text/markdown"}
    resources = [
        whole | _file(folder / DATABASE, folder),
        *resources,
        said | _file(folder / DICTIONARY, folder),
    ]
    package = _head(con, label) | {"resources": resources}
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / PACKAGE).write_text(text + "\n", encoding="utf-8")


def check_package(con: "Connection", folder: Path, inventory: "Inventory") -> None:
    """Compare the files of the release ``folder`` with its Data Package and its database, read anew.

    Raises SnapshotRefused naming the first file that differs.
    """
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    if altered := altered_files(folder):
        raise SnapshotRefused(f"{altered[0]} is not the file that {PACKAGE} tells of")
    for resource in package["resources"]:
        path = folder / resource["path"]
        if resource["format"] != _PARQUET:
            continue
        read = "SELECT count(*), sum(hash(t)) FROM read_parquet(?) t"
        rows, digest = con.execute(read, [str(path)]).fetchall()[0]
        stored = inventory.hashes.get(resource["name"])
        if rows != resource["rows"] or stored not in {None, str(digest)}:
            raise SnapshotRefused(f"{resource['path']} does not hold what {resource['name']} holds")


def made_by(folder: Path) -> dict[str, Any]:
    """Return what the Data Package of the release ``folder`` says of the run that made it, if anything."""
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        return dict(package["provenance"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def altered_files(folder: Path) -> list[str]:
    """Return the files of the release ``folder`` that are gone, or are not those its Data Package tells of.

    The Data Package itself is one of them when it cannot be read.
    """
    try:
        package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
        told = {str(resource["path"]): resource for resource in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return [PACKAGE]
    return [
        name
        for name, resource in told.items()
        if not (folder / name).is_file() or resource | _file(folder / name, folder) != resource
    ]


def _write_parquet(con: "Connection", name: str, path: Path, label: Label) -> int:
    target = str(path).replace("'", "''")
    row = con.execute(
        f"COPY (FROM {name}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA "
        f"{{gat_release: '{label.name}', gat_schema_version: '{SCHEMA_VERSION}', gat_table: '{name}'}})"
    ).fetchone()
    return int(row[0]) if row else 0


def _head(con: "Connection", label: Label) -> dict[str, Any]:
    """Return who made the package from what: the sources are the portals that gave an article."""
    portals = con.execute(
        "SELECT name, base_url FROM portals "
        "WHERE portal_id IN (SELECT portal_id FROM articles) ORDER BY portal_id"
    ).fetchall()
    # Not the newest one: a clock may have been ahead, or been set back.
    runs = con.execute(
        "SELECT run_id, gat_version, extractor_version FROM runs WHERE run_id = ?", [label.run_id]
    )
    made = dict(zip(("run_id", "gat_version", "extractor_version"), runs.fetchone() or (), strict=False))
    return {
        "$schema": PROFILE,
        "name": label.name.lower(),
        "title": "Gặt: facts from the portals of Vietnam's provincial governments",
        "description": "Scores, ranks, dates, documents, quantities, officials and assignments that articles "
        "of the portals state, each with its sentence and the address of its page."
        + ("" if label.bodies else " The bodies of news articles are left out.")
        + f" The views {' and '.join(sorted(_NOT_FILED))} are in the database alone; all they are made "
        "from is in the Parquet files of the tables too.",
        "created": f"{label.created_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "licenses": list(LICENCES),
        "sources": [{"title": name, "path": url} for name, url in portals],
        "provenance": {"release": label.name, "schema_version": SCHEMA_VERSION, **made},
    }


def _table_resource(relation: Relation, rows: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [field_of(column) for column in relation.columns]}
    if relation.key:
        schema["primaryKey"] = list(relation.key)
    return {
        "name": relation.name,
        "description": relation.description,
        "format": _PARQUET,
        "mediatype": "application/vnd.apache.parquet",
        "rows": rows,
        "schema": schema,
    }


def field_of(column: Described) -> dict[str, Any]:
    """Return the field descriptor of a column, in the words of Frictionless."""
    kind = "array" if column.type.endswith("[]") else _TYPES.get(column.type.split("(")[0], "any")
    kind = "number" if column.type.startswith("DECIMAL") else kind
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    constraints = ({"required": True} if column.is_required else {}) | (
        {"enum": list(column.values)} if column.values else {}
    )
    return field | ({"constraints": constraints} if constraints else {})


def _file(path: Path, folder: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    name = path.relative_to(folder).as_posix()
    return {"path": name, "bytes": path.stat().st_size, "hash": f"sha256:{digest}"}
