"""A small world that was crawled, loaded and published once, for tests that damage a copy of it."""

import shutil
from pathlib import Path
from typing import Any

from pipelines.plan import NightPlan
from pipelines.progress import Observer
from pipelines.reach import Reach
from pipelines.run import run_night
from spiders.portal import SHIPPED
from tests.portals.model import File
from tests.portals.server import Running
from tests.spiders.archives import REHOST
from warehouse.connection import open_warehouse
from warehouse.tables import TABLES

Rows = dict[str, list[tuple[Any, ...]]]

#: They tell of runs and of what is configured: a repair is one run more, of all portals.
NOT_OF_PAGES = {"runs", "run_portals", "portals"}


class Heard(Observer):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def said(self, line: str) -> None:
        self.lines.append(line)


def plan(data: Path, proxy: str | None = None, portals: tuple[str, ...] = ("sonla",)) -> NightPlan:
    return NightPlan(
        data=data,
        portals_dir=SHIPPED,
        gat_version="0",
        portals=portals,
        reach=Reach(limit=4),
        rehost=REHOST,
        proxy=proxy,
        delay=0.0,
        workers=1,
    )


def crawl(data: Path, site: Running) -> None:
    """Crawl four articles of a portal, one of them with a file, load and publish them."""
    page = max(
        (page for page in site.site("sonla.test").articles if page.path.startswith("/tin-chinh-tri/")),
        key=lambda page: page.key,
    )
    page.attachments = [File("/files/mot.pdf", "Tài liệu")]
    assert run_night(plan(data, site.proxy), Observer()).snapshot is not None


def copy(world: Path, target: Path) -> Path:
    return shutil.copytree(world, target, symlinks=True)


def rows(data: Path) -> Rows:
    """Return the rows of every table that tells of pages."""
    with open_warehouse(data / "warehouse.duckdb") as connection:
        found = {}
        for table in TABLES:
            if table.name not in NOT_OF_PAGES:
                columns = ", ".join(f'"{column.name}"' for column in table.columns)
                found[table.name] = connection.execute(
                    f"SELECT {columns} FROM {table.name} ORDER BY ALL"
                ).fetchall()
        return found
