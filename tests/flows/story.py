"""The sequence of runs that the end-to-end tests look at, and what is read out of it."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from extractors.facts import CORE_KINDS
from pipelines.matching import CORE
from pipelines.workers import CODE_ROOT
from tests.portals.content import sites
from tests.portals.listening import Hit
from tests.portals.model import File, Page, Site
from warehouse.query import run_query
from warehouse.releases import current_snapshot
from warehouse.tables import BY_KIND

Row = dict[str, Any]
Tables = dict[str, list[Row]]

#: The kinds of which the replicas' truth lists every fact, and their tables.
KINDS = {kind: BY_KIND[kind].name for kind in CORE_KINDS}
FACT_TABLES = tuple(table.name for table in BY_KIND.values())
TABLES = (
    "articles",
    "article_versions",
    "attachments",
    "files",
    "related_links",
    "captures",
    "rejections",
    *FACT_TABLES,
)
#: What a page that was looked at again may change: when it was last seen.
SEEN = {"last_seen_at"}
#: Articles edited in place: one whose listing shows the new title, one whose text alone changes.
RETITLED, REWORDED = ("sonoivu.binhdinh.test", "vinhlong.test")


@dataclass(slots=True)
class Story:
    """What happened in the sequence of runs; ``demo`` is the database that the first published."""

    data: Path
    demo: Path
    first: subprocess.CompletedProcess[str]
    after_first: Tables
    second: subprocess.CompletedProcess[str]
    after_second: Tables
    third: subprocess.CompletedProcess[str] = field(init=False)
    after_third: Tables = field(init=False)
    edited: list[tuple[Site, Page]] = field(default_factory=list)
    requests: list[Hit] = field(default_factory=list)
    read_meanwhile: list[int] = field(default_factory=list)


def told_page(story: Story, host: str) -> Page:
    return next(page for site, page in story.edited if site.host == host)


def start(data: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start the real command on a data folder."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("GAT_", "PREFECT_"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "--data", str(data), *arguments],
        cwd=CODE_ROOT,
        env=environment | settings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def gat(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real command on a data folder to its end."""
    with start(data, *arguments) as command:
        output, errors = command.communicate(timeout=240)
        return subprocess.CompletedProcess(command.args, command.returncode, output, errors)


def read_tables(data: Path) -> Tables:
    return {name: read_rows(data, f"SELECT * FROM {name} ORDER BY ALL") for name in TABLES}


def read_rows(data: Path, sql: str) -> list[Row]:
    with run_query(current_snapshot(data / "published"), sql) as result:
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def count_facts(data: Path) -> int:
    return int(read_rows(data, "SELECT count(*) AS facts FROM out_facts")[0]["facts"])


def place(url: str) -> str:
    """Return host and address of a URL as the servers compare them: listings write several forms."""
    parts = urlsplit(unquote(url))
    return f"{parts.hostname}{parts.path}?{parts.query}#{parts.fragment}".casefold()


@cache
def truth() -> dict[str, tuple[Site, Page]]:
    return {
        place(f"http://{site.host}{page.path}"): (site, page) for site in sites() for page in site.articles
    }


def pages_of(tables: Tables) -> list[Row]:
    """Return the articles that are pages or rows of lists, no files."""
    return [row for row in tables["articles"] if row["kind"] != "file"]


@cache
def offered() -> dict[str, File]:
    """Return the files that pages offer, by their direct address."""
    found = {}
    for site in sites():
        for page in site.articles:
            for file in page.attachments:
                found[file_place(f"http://{site.host}", file)] = file
    return found


def file_place(base: str, file: File) -> str:
    """Return the place of the direct address of a file, which may stand behind a download page."""
    direct = unquote(file.url).rpartition("FileUrl=")[2]
    return place(urljoin(base, quote(direct, safe="/:?&=%")))


def as_fact(kind: str, row: Row) -> Row:
    """Return a row of a fact table with the keys of a fact."""
    names = {
        "value_kind": "kind",
        "rank_kind": "kind",
        "group_name": "group",
        "date_value": "value",
        "quote": "text",
    }
    names |= {"start_offset": "start", "end_offset": "end"}
    return {"type": kind} | {names.get(name, name): plain(value) for name, value in row.items()}


def plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def facts_by_place(tables: Tables) -> dict[str, list[Row]]:
    current = {row["version_id"]: place(row["url"]) for row in pages_of(tables)}
    found: dict[str, list[Row]] = {}
    for kind, table in KINDS.items():
        for row in tables[table]:
            if row["version_id"] in current:
                found.setdefault(current[row["version_id"]], []).append(as_fact(kind, row))
    return found


def attributes(fact: Row) -> list[str]:
    """Return the keys of a planted fact that are attributes of what it says."""
    return [key for key in fact if key not in {"type", "start", "end", "text", "flags", *CORE[fact["type"]]}]
