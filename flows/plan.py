"""From the operator's settings to the plan of a run."""

import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from flows.errors import SettingsInvalidError
from flows.settings import Settings
from pipelines.plan import NightPlan
from pipelines.reach import Reach
from spiders.errors import PortalConfigError
from spiders.portal import Portal, choose_portals, load_portals
from spiders.settings import CONTACT_VARIABLE
from warehouse.releases import Policy


def night_plan(
    settings: Settings,
    portals: Sequence[str] = (),
    reach: Reach | None = None,
    recheck_days: int | None = None,
) -> NightPlan:
    """Return the plan of a run over ``portals`` (all when empty) under ``settings``.

    ``reach`` says how far the crawl looks: as far as each portal's file says where none is given.

    Raises ``SettingsInvalidError`` when no portal is configured or the data folder can be none.
    """
    configured_portals(settings.portals)
    tell_contact(settings)
    require_folder(settings.data)
    return NightPlan(
        data=settings.data,
        portals_dir=settings.portals,
        gat_version=version("gat"),
        portals=tuple(portals),
        reach=reach or Reach(),
        recheck_days=settings.recheck_days if recheck_days is None else recheck_days,
        rehost=settings.rehost,
        proxy=settings.proxy_url(),
        delay=settings.delay,
        parallel=settings.parallel,
        crawl_timeout=settings.crawl_timeout,
        workers=settings.workers,
        page_timeout=settings.page_timeout,
        publishing=Policy(bodies=settings.publish_bodies, keep=settings.keep_snapshots),
        corrections=settings.corrections,
        log_level=settings.log_level,
    )


def refuse_unknown(settings: Settings, portals: Sequence[str] | None) -> None:
    """Raise the error of ``choose_portals`` for a name on the command line that no portal has.

    Before anything is reported or notified: who mistypes a name sees it. What is wrong with the files of the
    portals, the run tells and reports.
    """
    try:
        known = load_portals(settings.portals)
    except PortalConfigError:
        return
    if portals and known:
        choose_portals(known, portals)


def tell_contact(settings: Settings) -> None:
    """Tell the contact to whatever crawls, here and in child processes: all read it from the environment."""
    if settings.contact is not None:
        os.environ[CONTACT_VARIABLE] = settings.contact


def configured_portals(folder: Path) -> dict[str, Portal]:
    """Return the portals of the files in ``folder``, by slug.

    Raises ``SettingsInvalidError`` when there is none, the errors of ``load_portals`` when one is wrong.
    """
    portals = load_portals(folder)
    if not portals:
        message = f"no portal file (*.toml) in {folder}: set GAT_PORTALS to a folder that has one"
        raise SettingsInvalidError(message)
    return portals


def require_folder(data: Path) -> None:
    """Raise ``SettingsInvalidError`` when ``data`` is no folder and none can be made in its place."""
    if blocking := no_folder(data):
        message = f"{blocking} is a file and no data folder: choose another with --data DIR or GAT_DATA"
        raise SettingsInvalidError(message)


def no_folder(data: Path) -> Path | None:
    """Return what keeps ``data`` from being, or being made, a folder: a file in its place or above it."""
    place = next((one for one in (data, *data.absolute().parents) if one.exists()), None)
    return place if place is not None and not place.is_dir() else None
