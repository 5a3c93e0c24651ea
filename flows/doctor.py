"""What Gặt needs of a machine, looked at one thing after the other."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from flows.errors import SettingsInvalidError
from flows.plan import configured_portals, no_folder, tell_contact
from flows.settings import Settings
from pipelines.lock import holder_of
from pipelines.workers import CODE_ROOT
from spiders.errors import ContactMissingError, CrawlError
from spiders.ledger import now_utc
from spiders.settings import is_live, require_contact
from warehouse.errors import WarehouseError
from warehouse.releases import current_snapshot

Verdict = Literal["ok", "note", "missing"]

_LIBRARIES = ("scrapy", "prefect", "duckdb", "underthesea", "beautifulsoup4", "warcio")
#: Prefect 3.8 with newer ones fails every flow run, or never schedules one, and looks healthy meanwhile.
_CEILINGS = {"fastapi": (0, 142), "sqlalchemy": (2, 1)}
_FREE_SPACE = 1 << 30


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``missing`` keeps Gặt from working, a ``note`` is worth knowing."""

    verdict: Verdict
    name: str
    detail: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed on the machine."""
    return [
        _python(),
        *_libraries(),
        *_ceilings(),
        _data_folder(settings.data),
        _disk(settings.data),
        _portals(settings.portals),
        _contact(settings),
        _lock(settings.data),
        _published(settings.data),
        _demo(),
    ]


def _python() -> Finding:
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= (3, 11):  # noqa: UP036 - told to who runs it without the installer's check
        return Finding("ok", "python", running)
    return Finding("missing", "python", f"{running}: install Python 3.11 or later")


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield Finding("ok", name, version(name))
        except PackageNotFoundError:
            yield Finding("missing", name, "not installed: run make setup")


def _ceilings() -> Iterator[Finding]:
    for name, ceiling in _CEILINGS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding("missing", name, "not installed: run make setup")
            continue
        if tuple(int(part) for part in found.split(".")[:2]) < ceiling:
            yield Finding("ok", name, found)
        else:
            limit = ".".join(map(str, ceiling))
            yield Finding(
                "missing", name, f"{found} breaks Prefect 3.8: install one below {limit} (make setup)"
            )


def _data_folder(data: Path) -> Finding:
    if blocking := no_folder(data):
        return Finding("missing", "data", f"{blocking} is a file: choose a folder with GAT_DATA or --data")
    place = next(one for one in (data, *data.absolute().parents) if one.exists())
    if not os.access(place, os.W_OK | os.X_OK):
        return Finding(
            "missing", "data", f"{place} cannot be written: choose another folder with GAT_DATA or --data"
        )
    return Finding("ok", "data", f"{data.resolve()}" + ("" if data.exists() else " (made by the first run)"))


def _disk(data: Path) -> Finding:
    place = data.resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < _FREE_SPACE:
        return Finding("missing", "disk", f"{free >> 20} MB free at {place}: make room for at least 1 GB")
    return Finding("ok", "disk", f"{free >> 30} GB free")


def _portals(folder: Path) -> Finding:
    try:
        portals = configured_portals(folder)
    except (CrawlError, SettingsInvalidError) as error:
        return Finding("missing", "portals", str(error))
    nightly = sum(portal.is_nightly(now_utc().date()) for portal in portals.values())
    return Finding("ok", "portals", f"{len(portals)} in {folder}, {nightly} of them crawled nightly")


def _contact(settings: Settings) -> Finding:
    tell_contact(settings)
    try:
        portals = configured_portals(settings.portals)
        for portal in portals.values():
            if portal.is_nightly(now_utc().date()) and not settings.rehost and is_live(portal):
                require_contact(portal)
    except ContactMissingError as error:
        return Finding("missing", "contact", f"gat run is refused: {error}")
    except (CrawlError, SettingsInvalidError):
        return Finding("note", "contact", "no portal to be told it")
    return Finding("ok", "contact", settings.contact or "not set, no live portal is crawled")


def _lock(data: Path) -> Finding:
    holder = None if no_folder(data) else holder_of(data)
    return Finding("note", "lock", f"held by {holder}") if holder else Finding("ok", "lock", "free")


def _published(data: Path) -> Finding:
    if no_folder(data):
        return Finding("note", "snapshot", "none, for want of a data folder")
    try:
        return Finding("ok", "snapshot", str(current_snapshot(data / "published")))
    except WarehouseError as error:
        return Finding("note", "snapshot", str(error))


def _demo() -> Finding:
    replicas = CODE_ROOT / "tests" / "portals"
    if replicas.is_dir():
        return Finding("ok", "demo", "the replica portals are there")
    return Finding("note", "demo", f"{replicas} is not there: gat demo needs a checkout")
